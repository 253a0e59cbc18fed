"""A proxy on loopback that answers for the revocation services named in the test certificates, until its standard input is closed.

CRLs come from the directory given; OCSP requests are answered by openssl's responder. Prints its port, then a line for each request.
"""
import http.server
import os
import subprocess
import sys
import tempfile
import threading

served = sys.argv[1]


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def answer(self, status, body=b""):
        print(self.command, self.path, status, flush=True)
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        path = os.path.join(served, os.path.basename(self.path))
        if not os.path.isfile(path):
            return self.answer(404)
        with open(path, "rb") as file:
            self.answer(200, file.read())

    def do_POST(self):
        request = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers["Content-Type"] != "application/ocsp-request":
            return self.answer(415)
        with tempfile.TemporaryDirectory() as place:
            with open(place + "/request", "wb") as file:
                file.write(request)
            authority = os.path.join(served, "ocsp-ca.pem")
            subprocess.run(["openssl", "ocsp", "-index", os.path.join(served, "index.txt"), "-CA", authority, "-rsigner", authority, "-rkey", authority,
                            "-ndays", "7", "-reqin", place + "/request", "-respout", place + "/response"], check=True, capture_output=True)
            with open(place + "/response", "rb") as file:
                self.answer(200, file.read())


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_port, flush=True)
sys.stdin.read()
