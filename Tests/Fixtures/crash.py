#!/usr/bin/env python3
"""Kills the service again and again while mail comes in by every way, and looks afterwards whether anything is lost or there twice.

    crash.py PROGRAM [--kills N] [--seed N] [--keep]

A round is a store of its own: messages are given over LMTP, as uploads, into a Maildir and into a folder, each again and again until the
service says that it has it, as mail servers do. Meanwhile the service is killed several times: at a random moment, or by the kernel as it
enters its n-th fsync, rename, write to the database, connect or send (strace). Then it may finish, and everything is counted.

Ends with 0 only if nothing acknowledged is missing, no message has two cases, no record was handed over twice, no letter was sent
twice but under the same Message-ID with the same bytes, and the database and the chain of events are whole.
"""
import argparse
import email
import email.policy
import glob
import hashlib
import json
import os
import random
import shutil
import signal
import smtplib
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLES = os.path.join(HERE, "..", "..", "SampleForms")
CALLS = ["fsync", "rename", "pwrite64", "fdatasync", "connect", "sendto", "write", "openat"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Round:
    def __init__(self, program, number, rng):
        self.program, self.number, self.rng = program, number, rng
        self.folder = tempfile.mkdtemp(prefix="eingang-crash-")
        for name in ("post/new", "post/cur", "post/tmp", "ablage", "uebergabe", "sink"):
            os.makedirs(f"{self.folder}/{name}")
        with open(f"{self.folder}/token", "w") as file:
            file.write("geheim")
        self.lmtp, self.http = free_port(), free_port()
        self.sink = subprocess.Popen(
            [sys.executable, f"{HERE}/smtp_sink.py", f"{self.folder}/sink"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        out = json.loads(self.sink.stdout.readline())["port"]
        with open(f"{self.folder}/eingang.yaml", "w") as file:
            file.write(f"""
office:
  addresses: [amt@example.org]
  handover: {{ folder: uebergabe }}
  replies: {{ automatic: [ {{ letters: [follow-up, proof] }} ], mostPerAddress: 1000 }}
sources:
  lmtp: {{ lmtp: {{ listen: "127.0.0.1:{self.lmtp}" }} }}
  post: {{ maildir: post }}
  ablage: {{ folder: ablage }}
  portal: {{ http: {{ tokenFile: token }} }}
outgoing: {{ mail: {{ url: "smtp://127.0.0.1:{out}" }} }}
http: {{ listen: "127.0.0.1:{self.http}" }}
""")
        self.store = f"{self.folder}/store"
        self.process = None
        self.acknowledged = {}
        self.lock = threading.Lock()
        self.fired = {}

    def start(self, inject=None):
        command = [self.program, "serve", "--config", f"{self.folder}/eingang.yaml", "--store", self.store, "--schemas", os.path.join(HERE, "..", "..", "Schemas")]
        if inject:
            call, when = inject
            command = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={when}"] + command
        self.log = open(f"{self.folder}/log", "ab")
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, start_new_session=True)

    def kill(self):
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()

    # Senders: each tries until the service says that it has the message.

    def bytes_of(self, name):
        sample = self.rng.choice(["02-mietzuschuss-unvollstaendig", "07-xml", "18-formlos", "03-lastenzuschuss-vollstaendig"])
        with open(f"{SAMPLES}/{sample}/message.eml", "rb") as file:
            data = file.read().replace(b"\r\n", b"\n")
        data = data.replace(b"Message-ID: <", f"Message-ID: <{self.number}-{name}-".encode(), 1)
        # Everybody is somebody else, so that nobody looks like a repetition.
        for old in (b"sabine.weber", b"d.hartwig", b"irina.bauer", b"marek.kowalczyk"):
            data = data.replace(old, f"buerger-{self.number}-{name}".encode())
        return data.replace(b"\n", b"\r\n")

    def note(self, data):
        with self.lock:
            self.acknowledged[hashlib.sha256(data).hexdigest()] = True

    def send(self, way, count):
        for index in range(count):
            data = self.bytes_of(f"{way}-{index}")
            if way in ("post", "ablage"):
                place = f"{self.folder}/post/new/{index}" if way == "post" else f"{self.folder}/ablage/{index}.eml"
                with open(place + ".tmp", "wb") as file:
                    file.write(data)
                os.rename(place + ".tmp", place)
                self.note(data)
                time.sleep(0.02)
                continue
            while not self.over:
                try:
                    if way == "lmtp":
                        with smtplib.LMTP("127.0.0.1", self.lmtp, timeout=10) as server:
                            server.sendmail("a@example.org", ["amt@example.org"], data)
                    else:
                        request = urllib.request.Request(
                            f"http://127.0.0.1:{self.http}/v1/submissions/portal",
                            data,
                            {"Authorization": "Bearer geheim", "Idempotency-Key": f"{self.number}-{index}", "Content-Type": "message/rfc822"},
                        )
                        urllib.request.urlopen(request, timeout=10).read()
                    self.note(data)
                    break
                except (OSError, smtplib.SMTPException, urllib.error.URLError):
                    time.sleep(0.05)

    def run(self, kills, each):
        self.over = False
        senders = [threading.Thread(target=self.send, args=(way, each), daemon=True) for way in ("lmtp", "http", "post", "ablage")]
        for sender in senders:
            sender.start()
        done = 0
        for _ in range(kills):
            inject = None
            if self.rng.random() < 0.6:
                inject = (self.rng.choice(CALLS), self.rng.randint(1, 80))
            self.start(inject)
            end = time.monotonic() + (self.rng.uniform(0.1, 3) if not inject else 6)
            while self.process.poll() is None and time.monotonic() < end:
                time.sleep(0.01)
            if inject and self.process.poll() is not None:
                self.fired[inject[0]] = self.fired.get(inject[0], 0) + 1
            self.kill()
            done += 1
        self.start()
        for sender in senders:
            sender.join(120)
        self.settle()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        self.over = True
        return done

    def settle(self):
        """Waits until nothing waits any more: undecided messages, files, letters but for those that have to wait a day."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            time.sleep(0.1)
            if os.listdir(f"{self.folder}/post/new") or [n for n in os.listdir(f"{self.folder}/ablage") if n.endswith(".eml")]:
                continue
            try:
                rows = sqlite3.connect(f"file:{self.store}/eingang.sqlite?mode=ro", uri=True, timeout=10)
                open_ = rows.execute("SELECT count(*) FROM submission WHERE stage = 'received'").fetchone()[0]
                soon = int(time.time()) + 3600
                leaving = rows.execute("SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending') AND nextAt < ?", (soon,)).fetchone()[0]
                rows.close()
                if open_ == 0 and leaving == 0 and len(self.acknowledged) > 0:
                    return
            except sqlite3.Error:
                continue
        raise SystemExit(f"round {self.number} did not come to an end: {self.folder}")

    # What must be so.

    def faults(self):
        faults = []
        rows = sqlite3.connect(f"{self.store}/eingang.sqlite")
        if rows.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            faults.append("the database is damaged")
        kept = {row[0].split(":")[1]: row[1] for row in rows.execute("SELECT digest, caseNumber FROM submission WHERE stage = 'kept'")}
        lost = [digest for digest in self.acknowledged if digest not in kept]
        if lost:
            faults.append(f"{len(lost)} of {len(self.acknowledged)} acknowledged messages are lost")
        numbers = list(kept.values())
        if len(set(numbers)) != len(numbers):
            faults.append("two messages share a case, or one has two")
        if rows.execute("SELECT count(*) FROM caseFile").fetchone()[0] != len(kept):
            faults.append("there are more cases than messages")
        sent = rows.execute("SELECT count(*) FROM outbox WHERE state = 'sent' AND kind <> 'handover'").fetchone()[0]
        letters = {}
        for path in glob.glob(f"{self.folder}/sink/*.eml"):
            with open(path, "rb") as file:
                data = file.read()
            letters.setdefault(email.message_from_bytes(data, policy=email.policy.default)["Message-ID"], []).append(data)
        if any(len(set(copies)) > 1 for copies in letters.values()):
            faults.append("a letter was sent again with other bytes")
        if len(letters) != sent:
            faults.append(f"{sent} letters are said to have left, {len(letters)} arrived")
        twice = sum(len(copies) - 1 for copies in letters.values())
        records = [name for name in os.listdir(f"{self.folder}/uebergabe") if not name.endswith(".neu")]
        handed = rows.execute("SELECT count(*) FROM outbox WHERE state = 'sent' AND kind = 'handover'").fetchone()[0]
        if len(records) != handed or len({name.rsplit("-", 1)[0] for name in records}) != len(records):
            faults.append(f"{handed} records are said to have been handed over, {len(records)} are there")
        rows.close()
        audit = subprocess.run([self.program, "audit", "verify", "--store", self.store], capture_output=True, text=True)
        if audit.returncode != 0:
            faults.append("the audit says: " + audit.stdout)
        return faults, twice, len(letters), len(records)

    def end(self, keep):
        self.sink.stdin.close()
        self.sink.wait()
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--in-a-row", type=int, default=5)
    parser.add_argument("--each", type=int, default=6)
    parser.add_argument("--seed", type=int, default=20261125)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    kills = number = messages = letters = records = twice = 0
    fired, failed = {}, []
    start = time.monotonic()
    while kills < options.kills:
        number += 1
        round_ = Round(os.path.abspath(options.program), number, rng)
        kills += round_.run(min(options.in_a_row, options.kills - kills), options.each)
        faults, again, sent, handed = round_.faults()
        messages, letters, records, twice = messages + len(round_.acknowledged), letters + sent, records + handed, twice + again
        for call, count in round_.fired.items():
            fired[call] = fired.get(call, 0) + count
        failed += [f"round {number} ({round_.folder}): {fault}" for fault in faults]
        round_.end(options.keep or bool(faults))
    for fault in failed:
        print(fault)
    print(
        f"{kills} kills in {number} rounds, {messages} messages acknowledged, {letters} letters ({twice} sent twice under the same Message-ID), "
        f"{records} records, {len(failed)} faults, {time.monotonic() - start:.0f} s"
    )
    print("killed by the kernel within " + ", ".join(f"{call} {count}" for call, count in sorted(fired.items())))
    sys.exit(1 if failed else 0)


main()
