#!/usr/bin/env python3
"""An SMTP server for tests that keeps what it is given.

    smtp_sink.py DIR [GREETING]

It listens on a free port of the loopback and writes {"port": n} to stdout.
Message n is kept as DIR/n.eml, its envelope as DIR/n.json: {"from", "to",
"options"}, the latter written last and in one step. The recipient's local
part says what becomes of a message:

    spaeter         451 to RCPT
    nie             550 to RCPT
    nie-daten       554 after the data
    spaeter-daten   452 after the data
    anmelden        530 to MAIL, where it is the sender
    weg             kept, then the connection ends without an answer
    langsam         no answer to RCPT for as long as the client waits
    everything else 250, and kept

The program ends when its stdin is closed.
"""

import itertools
import json
import os
import socketserver
import sys
import threading

numbers = itertools.count(1)
directory = sys.argv[1]
greeting = sys.argv[2] if len(sys.argv) > 2 else "220 sink.test ESMTP"


class Conversation(socketserver.StreamRequestHandler):
    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self):
        self.say(greeting)
        sender, recipients, options = None, [], ""
        while line := self.rfile.readline(4096):
            text = line.decode("utf-8", "replace").rstrip("\r\n")
            verb = text.upper()
            if verb.startswith("EHLO"):
                for name in ("sink.test", "8BITMIME", "SMTPUTF8", "PIPELINING"):
                    self.say(f"250-{name}")
                self.say("250 SIZE 104857600")
            elif verb.startswith("HELO"):
                self.say("250 sink.test")
            elif verb.startswith("MAIL FROM:<"):
                sender, _, options = text[11:].partition(">")
                if sender.partition("@")[0] == "anmelden":
                    self.say("530 5.7.0 Authentication required")
                else:
                    recipients = []
                    self.say("250 2.1.0 sender ok")
            elif verb.startswith("RCPT TO:<"):
                recipient = text[9:].partition(">")[0]
                local = recipient.partition("@")[0]
                if local == "langsam":
                    self.rfile.readline(1)
                    return
                if local == "spaeter":
                    self.say("451 4.2.1 later please")
                elif local == "nie":
                    self.say("550 5.1.1 no such user")
                else:
                    recipients.append(recipient)
                    self.say("250 2.1.5 recipient ok")
            elif verb == "DATA" and recipients:
                self.say("354 go on")
                data = []
                while (line := self.rfile.readline()) != b".\r\n":
                    if not line:
                        return
                    data.append(line[1:] if line.startswith(b".") else line)
                local = recipients[0].partition("@")[0]
                if local == "nie-daten":
                    self.say("554 5.6.0 not this one")
                elif local == "spaeter-daten":
                    self.say("452 4.3.1 disk full")
                else:
                    number = self.keep(b"".join(data), {"from": sender, "to": recipients, "options": options.strip()})
                    if local == "weg":
                        return
                    self.say(f"250 2.0.0 kept as {number}")
            elif verb in ("RSET", "NOOP"):
                self.say("250 2.0.0 ok")
            elif verb == "QUIT":
                self.say("221 2.0.0 bye")
                return
            else:
                self.say("500 5.5.1 what?")

    def keep(self, data, envelope):
        number = next(numbers)
        for name, content in ((f"{number}.eml", data), (f"{number}.json", json.dumps(envelope).encode())):
            path = os.path.join(directory, name)
            with open(path + ".new", "wb") as file:
                file.write(content)
            os.rename(path + ".new", path)
        return number


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request, address):
        # A client that is killed says no goodbye.
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, address)


with Server(("127.0.0.1", 0), Conversation) as server:
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps({"port": server.server_address[1]}), flush=True)
    while os.read(0, 4096):
        pass
