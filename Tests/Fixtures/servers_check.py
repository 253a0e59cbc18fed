#!/usr/bin/env python3
"""Self-test of postfix.py: run it as root, without arguments.

It starts postfix.py with small LMTP and SMTP servers made here, sends mail
through it, and looks at what arrives. The last line is "N passed, N failed".
"""

import json
import os
import re
import select
import shutil
import signal
import smtplib
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.path.join(HERE, "postfix.py")
HOST = "127.0.0.1"


# -- the servers that Postfix talks to ------------------------------------------

class Delivery:
    """One message accepted for one recipient."""

    def __init__(self, sender, recipient, options, data):
        self.sender = sender
        self.recipient = recipient
        self.options = options      # what followed the address in MAIL
        self.data = data            # dots unstuffed, with CRLF


class Sink(socketserver.ThreadingTCPServer):
    """A server for LMTP, or for SMTP, that keeps what it accepts.

    The function "verdict" gets a recipient and gives the reply for it: after
    DATA for each recipient in LMTP, and once for all in SMTP.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, lmtp=True):
        super().__init__((HOST, 0), Conversation)
        self.lmtp = lmtp
        self.verdict = lambda recipient: "250 2.0.0 taken"
        self.deliveries = []
        self.refusals = []
        self.changed = threading.Condition()
        threading.Thread(target=self.serve_forever, args=(0.05,),
                         daemon=True).start()

    @property
    def endpoint(self):
        return "%s:%d" % self.server_address

    def wait(self, condition, timeout=15):
        with self.changed:
            return self.changed.wait_for(lambda: condition(self), timeout)

    def close(self):
        self.shutdown()
        self.server_close()


class Conversation(socketserver.StreamRequestHandler):
    timeout = 60

    def reply(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self):
        try:
            self.converse()
        except OSError:
            pass                    # Postfix went away

    def converse(self):
        hello = "LHLO" if self.server.lmtp else "EHLO"
        sender, options, recipients = None, "", []
        self.reply("220 sink.test ready")
        while True:
            line = self.rfile.readline(4096).decode("utf-8", "replace")
            if not line:
                return
            line = line.rstrip("\r\n")
            verb = line.split(" ", 1)[0].upper()
            address = re.match(r"(?:MAIL FROM|RCPT TO):\s*<([^>]*)>\s*(.*)",
                               line, re.IGNORECASE)
            if verb == hello:
                for name in ("sink.test", "PIPELINING", "8BITMIME",
                             "ENHANCEDSTATUSCODES"):
                    self.reply("250-" + name)
                self.reply("250 SMTPUTF8")
            elif verb == "MAIL" and address:
                sender, options = address.groups()
                recipients = []
                self.reply("250 2.1.0 ok")
            elif verb == "RCPT" and address and sender is not None:
                recipients.append(address.group(1))
                self.reply("250 2.1.5 ok")
            elif verb == "DATA" and recipients:
                self.reply("354 go ahead")
                data = self.read_data()
                if data is None:
                    return
                self.take(sender, options, recipients, data)
                sender, recipients = None, []
            elif verb in ("RSET", "NOOP"):
                if verb == "RSET":
                    sender, recipients = None, []
                self.reply("250 2.0.0 ok")
            elif verb == "QUIT":
                self.reply("221 2.0.0 bye")
                return
            else:
                self.reply("503 5.5.1 not now")

    def read_data(self):
        data = bytearray()
        while True:
            line = self.rfile.readline()
            if not line.endswith(b"\n"):
                return None         # cut off
            if line == b".\r\n":
                return bytes(data)
            data += line[1:] if line.startswith(b".") else line

    def take(self, sender, options, recipients, data):
        server = self.server
        replies = []
        with server.changed:
            groups = ([[name] for name in recipients] if server.lmtp
                      else [recipients])
            for group in groups:
                verdict = server.verdict(group[0])
                replies.append(verdict)
                for name in group:
                    delivery = Delivery(sender, name, options, data)
                    if verdict.startswith("2"):
                        server.deliveries.append(delivery)
                    else:
                        server.refusals.append(delivery)
            server.changed.notify_all()
        for verdict in replies:
            self.reply(verdict)


# -- postfix.py under test ------------------------------------------------------

class Instance:
    def __init__(self, directory, *arguments):
        self.directory = os.path.realpath(directory)
        started = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, PROGRAM, directory, *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError(
                f"postfix.py gave up with status {self.process.wait()}")
        self.seconds_to_start = time.monotonic() - started
        self.about = json.loads(line)
        self.port = self.about["port"]

    def stop(self, how="stdin"):
        started = time.monotonic()
        if how == "stdin":
            self.process.stdin.close()
        else:
            self.process.send_signal(how)
        status = self.process.wait(30)
        self.seconds_to_stop = time.monotonic() - started
        self.close()
        return status

    def close(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)
        for stream in (self.process.stdin, self.process.stdout):
            stream.close()

    def processes(self):
        """Numbers of the processes that belong to the directory."""
        found = []
        for name in os.listdir("/proc"):
            if not name.isdigit() or int(name) == os.getpid():
                continue
            try:
                with open(f"/proc/{name}/environ", "rb") as file:
                    text = file.read()
                with open(f"/proc/{name}/cmdline", "rb") as file:
                    text += b"\0" + file.read()
                text += b"\0" + os.fsencode(os.readlink(f"/proc/{name}/cwd"))
            except OSError:
                continue            # has just ended
            if os.fsencode(self.directory) in text:
                found.append(int(name))
        return found

    def log(self):
        with open(self.about["maillog"], encoding="utf-8") as file:
            return file.read()


def send(port, sender, recipients, message, *options):
    with smtplib.SMTP(HOST, port, "client.test", timeout=20) as client:
        client.ehlo()
        return client.sendmail(sender, recipients, message,
                               mail_options=list(options))


def without_received(data):
    """The message below the topmost header, which must be Postfix's."""
    match = re.match(
        rb"Received: from client\.test \(unknown \[127\.0\.0\.1\]\)\r\n"
        rb"\tby mx\.test \(Postfix\) with (?:UTF8)?E?SMTP id [0-9A-Za-z]+;?"
        rb"(?:\r\n[\t ][^\r\n]*)*\r\n", data)
    assert match, f"no Received header by Postfix on top: {data[:300]!r}"
    return data[match.end():]


def sample(number):
    """Message number N: sender, recipients, bytes with CRLF, ESMTP options."""
    sender = f"sender{number}@elsewhere.example"
    domain = ("a.example", "b.example")[number % 2]
    recipients = [f"reader{number}@{domain}"]
    options = []
    header = [f"From: <{sender}>".encode(),
              f"To: <{recipients[0]}>".encode(),
              f"Message-ID: <{number}@client.test>".encode()]
    body = [b"Message number %d." % number, b"..two dots", b".", b"", b"end"]
    kind = number % 5
    if kind == 0:
        header.append(b"Subject: plain, without a date")
    elif kind == 1:
        # A body in Latin 1: bytes that are not UTF-8.
        options = ["BODY=8BITMIME"]
        header += [b"Subject: 8 bits", b"MIME-Version: 1.0",
                   b"Content-Type: text/plain; charset=iso-8859-1",
                   b"Content-Transfer-Encoding: 8bit"]
        body.append("Grüße, größer, ÿþ".encode("latin-1"))
    elif kind == 2:
        # Raw UTF-8 in a header and in an address.
        options = ["SMTPUTF8", "BODY=8BITMIME"]
        recipients = [f"leser{number}-jürgen@{domain}"]
        header[1] = f"To: <{recipients[0]}>".encode()
        header += ["Subject: Überweisung № 5 — 請求書".encode(),
                   b"MIME-Version: 1.0",
                   b"Content-Type: text/plain; charset=utf-8",
                   b"Content-Transfer-Encoding: 8bit"]
        body.append("Zażółć gęślą jaźń 🙂".encode())
    elif kind == 3:
        # Raw 8-bit header without SMTPUTF8, as old senders do it.
        options = ["BODY=8BITMIME"]
        header += ["Subject: naïve".encode("latin-1"),
                   b"X-Folded: one,\r\n\ttwo,\r\n   three  "]
    else:
        # Two recipients and more than one buffer full.
        recipients.append(f"second{number}@a.example")
        header.append(b"Subject: =?utf-8?q?gro=C3=9F?=")
        body += [b"%06d %s" % (i, b"x" * 70) for i in range(4000)]
    message = b"\r\n".join(header) + b"\r\n\r\n" + b"\r\n".join(body) + b"\r\n"
    return sender, recipients, message, options


# -- the checks -----------------------------------------------------------------

class Checks:
    def __init__(self):
        self.top = tempfile.mkdtemp(prefix="postfix-check-")
        self.count = 0
        self.cleanups = []

    def directory(self):
        self.count += 1
        return os.path.join(self.top, str(self.count))

    def sink(self, **options):
        sink = Sink(**options)
        self.cleanups.append(sink.close)
        return sink

    def start(self, directory, *arguments):
        instance = Instance(directory, *arguments)
        self.cleanups.append(instance.close)
        return instance

    def clean(self):
        while self.cleanups:
            self.cleanups.pop()()

    def usual(self, sink, *more):
        return self.start(self.directory(), "--lmtp", sink.endpoint,
                          "--domains", "a.example,b.example", *more)

    def gone(self, instance):
        left = instance.processes()
        assert not left, f"processes left: {left}"
        with socket.socket() as client:
            assert client.connect_ex((HOST, instance.port)) != 0, \
                "something still listens"

    def check_twenty_messages_arrive_unchanged(self):
        sink = self.sink()
        instance = self.usual(sink)
        expected = {}
        for number in range(20):
            sender, recipients, message, options = sample(number)
            assert send(instance.port, sender, recipients, message,
                        *options) == {}
            for name in recipients:
                expected[name] = (sender, message, options)
        assert sink.wait(lambda s: len(s.deliveries) >= len(expected)), \
            f"{len(sink.deliveries)} of {len(expected)} came:\n{instance.log()}"
        time.sleep(1)
        assert len(sink.deliveries) == len(expected), "too many deliveries"
        for delivery in sink.deliveries:
            sender, message, options = expected.pop(delivery.recipient)
            assert delivery.sender == sender
            assert ("SMTPUTF8" in delivery.options) == ("SMTPUTF8" in options)
            assert without_received(delivery.data) == message, \
                f"changed for {delivery.recipient}"
        assert not expected
        log = instance.log()
        for word in ("warning:", "error:", "fatal:", "panic:"):
            assert word not in log, log
        assert len(instance.processes()) > 2
        assert instance.stop() == 0
        self.gone(instance)
        print(f"    start {instance.seconds_to_start:.2f} s, "
              f"stop {instance.seconds_to_stop:.2f} s")

    def check_deferred_mail_is_tried_again(self):
        sink = self.sink()
        instance = self.usual(sink)
        sink.verdict = lambda recipient: "451 4.3.0 later"
        message = b"Subject: wait\r\n\r\nbody\r\n"
        for number in range(3):
            send(instance.port, "s@elsewhere.example",
                 [f"r{number}@a.example"], message)
        assert sink.wait(lambda s: all(
            sum(f"r{n}@a.example" == r.recipient for r in s.refusals) >= 2
            for n in range(3))), "no second attempt"
        assert not sink.deliveries
        sink.verdict = lambda recipient: "250 2.0.0 taken"
        started = time.monotonic()
        assert sink.wait(lambda s: len(s.deliveries) >= 3), instance.log()
        seconds = time.monotonic() - started
        time.sleep(3)
        assert sorted(d.recipient for d in sink.deliveries) == [
            f"r{n}@a.example" for n in range(3)]
        assert all(without_received(d.data) == message
                   for d in sink.deliveries)
        assert "status=deferred" in instance.log()
        assert instance.stop(signal.SIGTERM) == 0
        self.gone(instance)
        print(f"    delivered {seconds:.1f} s after the server took mail again")

    def check_only_refused_recipients_are_tried_again(self):
        sink = self.sink()
        instance = self.usual(sink)
        tries = {}

        def verdict(recipient):
            tries[recipient] = tries.get(recipient, 0) + 1
            if recipient.startswith("late") and tries[recipient] < 3:
                return "451 4.3.0 later"
            if recipient.startswith("never"):
                return "550 5.1.1 no such mailbox"
            return "250 2.0.0 taken"

        sink.verdict = verdict
        send(instance.port, "back@b.example",
             ["now@a.example", "late@a.example", "never@a.example"],
             b"Subject: three\r\n\r\nbody\r\n")
        # The third recipient's refusal comes back to the sender as a bounce.
        assert sink.wait(lambda s: len(s.deliveries) >= 3), instance.log()
        assert tries == {"now@a.example": 1, "late@a.example": 3,
                         "never@a.example": 1, "back@b.example": 1}, tries
        bounce, = [d for d in sink.deliveries if d.recipient == "back@b.example"]
        assert bounce.sender == "" and b"no such mailbox" in bounce.data

    def check_server_down_for_a_while(self):
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            port = probe.getsockname()[1]
        sink = self.sink()
        directory = self.directory()
        first = self.start(directory, "--lmtp", f"{HOST}:{port}",
                           "--domains", "a.example")
        send(first.port, "s@elsewhere.example", ["r@a.example"],
             b"Subject: kept\r\n\r\nbody\r\n")
        deadline = time.monotonic() + 10
        while ("Connection refused" not in first.log()
               and time.monotonic() < deadline):
            time.sleep(0.1)
        assert "Connection refused" in first.log()
        assert first.stop() == 0
        self.gone(first)
        # The queue outlives the first run.
        second = self.start(directory, "--lmtp", sink.endpoint,
                            "--domains", "a.example")
        assert sink.wait(lambda s: len(s.deliveries) == 1), second.log()

    def check_other_domains_are_relayed_or_refused(self):
        sink, relay = self.sink(), self.sink(lmtp=False)
        closed = self.usual(sink)
        try:
            send(closed.port, "s@a.example", ["x@other.example"], b"\r\nx\r\n")
        except smtplib.SMTPRecipientsRefused as error:
            assert error.recipients["x@other.example"][0] == 554
        else:
            raise AssertionError("mail to another domain was accepted")
        assert "x@other.example" not in [d.recipient for d in sink.deliveries]
        # A second instance at the same time.
        opened = self.usual(sink, "--relay", relay.endpoint)
        assert opened.port != closed.port
        message = b"Subject: both\r\n\r\nbody\r\n"
        send(opened.port, "s@a.example", ["x@other.example", "y@a.example"],
             message)
        assert relay.wait(lambda s: s.deliveries), opened.log()
        assert sink.wait(lambda s: s.deliveries), opened.log()
        assert [d.recipient for d in relay.deliveries] == ["x@other.example"]
        assert [d.recipient for d in sink.deliveries] == ["y@a.example"]
        assert without_received(relay.deliveries[0].data) == message
        assert closed.stop() == 0
        self.gone(closed)
        send(opened.port, "s@a.example", ["z@b.example"], message)
        assert sink.wait(lambda s: len(s.deliveries) == 2), opened.log()

    def check_nothing_is_left_when_killed(self):
        sink = self.sink()
        instance = self.usual(sink)
        send(instance.port, "s@a.example", ["r@a.example"], b"\r\nx\r\n")
        instance.process.kill()
        instance.process.wait(10)
        deadline = time.monotonic() + 10
        while instance.processes() and time.monotonic() < deadline:
            time.sleep(0.05)
        self.gone(instance)

    def check_faults_are_told(self):
        def run(*arguments):
            return subprocess.run([sys.executable, PROGRAM, *arguments],
                                  stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, text=True,
                                  timeout=60)
        usual = ["--lmtp", "127.0.0.1:9", "--domains", "a.example"]
        done = run(self.directory(), "--lmtp", "192.0.2.1:24",
                   "--domains", "a.example")
        assert done.returncode == 2 and "loopback" in done.stderr, done
        done = run(self.directory() + " x", *usual)
        assert done.returncode == 1 and "cannot use" in done.stderr, done
        # A setting that Postfix does not accept; stdin stays open for it.
        faulty = subprocess.Popen(
            [sys.executable, PROGRAM, self.directory(), *usual,
             "--set", "inet_protocols=none"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True)
        try:
            ready, _, _ = select.select([faulty.stderr], [], [], 40)
            assert ready and "inet_protocols" in faulty.stderr.read()
            assert faulty.stdout.read() == "" and faulty.wait(10) == 1
        finally:
            faulty.kill()
            faulty.communicate()


def main():
    checks = Checks()
    passed = failed = 0
    names = [name for name in vars(Checks) if name.startswith("check_")]
    wanted = sys.argv[1:]
    for name in names:
        if wanted and not any(word in name for word in wanted):
            continue
        started = time.monotonic()
        try:
            getattr(checks, name)()
            passed += 1
            result = "ok"
        except Exception:
            traceback.print_exc()
            failed += 1
            result = "FAILED"
        finally:
            checks.clean()
        print(f"{result}: {name} ({time.monotonic() - started:.1f} s)",
              flush=True)
    shutil.rmtree(checks.top)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
