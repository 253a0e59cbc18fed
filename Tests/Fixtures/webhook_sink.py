#!/usr/bin/env python3
"""A web server for tests that checks signatures as Standard Webhooks has them.

    webhook_sink.py DIR SECRET

It listens on a free port of the loopback and writes {"port": n} to stdout. A
body that is signed right is kept as DIR/n.body, its header fields as
DIR/n.json. The path says what else happens:

    /ein       204, or 401 for a wrong signature
    /kaputt    500
    /gleich    429 with Retry-After: 17
    /datum     503 with Retry-After as a date
    /woanders  302 to /ein
    /gross     200 with a body of 1 MB
    /stumm     no answer

The program ends when its stdin is closed.
"""

import base64
import hashlib
import hmac
import http.server
import itertools
import json
import os
import sys
import threading

directory, secret = sys.argv[1], base64.b64decode(sys.argv[2].removeprefix("whsec_"))
numbers = itertools.count(1)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, fields=(), body=b""):
        self.send_response(status)
        for name, value in fields:
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            pass
        self.close_connection = True

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/stumm":
            self.rfile.read(1)
            return
        if self.path == "/kaputt":
            return self.answer(500)
        if self.path == "/gleich":
            return self.answer(429, [("retry-after", "17")])
        if self.path == "/datum":
            return self.answer(503, [("Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT")])
        if self.path == "/woanders":
            return self.answer(302, [("Location", "/ein")])
        signed = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}.".encode() + body
        wanted = "v1," + base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
        if not hmac.compare_digest(wanted, self.headers["webhook-signature"]):
            return self.answer(401, body=b"wrong signature")
        number = next(numbers)
        for name, content in ((f"{number}.body", body), (f"{number}.json", json.dumps(dict(self.headers)).encode())):
            with open(os.path.join(directory, name), "wb") as file:
                file.write(content)
        if self.path == "/gross":
            return self.answer(200, body=b"x" * 1048576)
        self.answer(204)


with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps({"port": server.server_address[1]}), flush=True)
    while os.read(0, 4096):
        pass
