"""A round of crash.py: a store of its own with a service, the servers beside it, citizens who write, and what must be so at the end."""
import base64
import collections
import email
import email.policy
import email.utils
import glob
import hashlib
import json
import os
import re
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
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
WAYS = ["lmtp", "smtp", "http", "imap", "maildir", "folder"]
SECRET = "whsec_" + base64.b64encode(b"geheim" * 6).decode()
# What a call was about, by the file or the other side that strace names; the first that fits.
STEPS = [
    ("keep bytes", r"/store/raw"),
    ("database, checkpoint", r"eingang\.sqlite[>\"]"),
    ("database, rows", r"eingang\.sqlite-"),
    ("hand over a record", r"/uebergabe"),
    ("put a file aside", r"/post/|/ablage/"),
    ("send a letter or record", r"->127\.0\.0\.1:(OUT|WEB)\b|htons\((OUT|WEB)\)"),
    ("fetch from a mailbox", r"->127\.0\.0\.1:IMAP\b|htons\(IMAP\)"),
    ("let a sender in", r"127\.0\.0\.1:(LMTP|SMTP|HTTP)\]"),
    ("talk to a sender", r"127\.0\.0\.1:(LMTP|SMTP|HTTP)->"),
    ("look up a host", r"NETLINK|UNIX|/etc/(hosts|host\.conf|resolv\.conf|nsswitch\.conf|gai\.conf)"),
    ("talk to a reader", r"pipe:"),
    ("wake a thread", r"eventfd"),
    ("log", r"/log>"),
    ("make a folder", r"mkdir\("),
    ("start", r"/store|/Schemas|/etc/|/usr/|/lib|/proc|/sys|\.build|/dev/|zoneinfo"),
]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Peer:
    """A server beside the service; its first line says where it can be reached."""

    def __init__(self, script, *arguments):
        command = [sys.executable, f"{HERE}/{script}", *arguments]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.facts = json.loads(self.process.stdout.readline())

    def end(self):
        self.process.stdin.close()
        self.process.wait()


class Citizen:
    """Somebody with an application: complete, with gaps, or in a letter of their own words."""

    with open(f"{ROOT}/SampleForms/07-xml/message.eml", encoding="utf-8", newline=None) as file:
        sample = email.message_from_string(file.read(), policy=email.policy.default)
    form = next(part for part in sample.walk() if part.get_filename() == "antrag.xml").get_content().decode()

    def __init__(self, number, kind):
        self.number, self.kind, self.has_answered = number, kind, False
        self.name = "Muster" + "".join(chr(97 + int(digit)) for digit in str(number))
        self.address = f"buerger-{number}@example.org"
        self.born = f"{1950 + number % 50}-{1 + number // 50 % 12:02}-{1 + number // 600 % 28:02}"

    def message(self, reference=None):
        """The application; the complete one, if it answers a letter."""
        letter = email.message.EmailMessage()
        letter["From"], letter["To"] = self.address, "amt@example.org"
        letter["Subject"], letter["Message-ID"] = "Wohngeld", f"<{self.number}-{bool(reference)}@example.org>"
        if reference:
            letter["In-Reply-To"] = reference
        if self.kind == "letter":
            letter.set_content(f"Guten Tag,\n\nich beantrage Wohngeld. Antrag {self.number}.\n\nMit freundlichen Grüßen\n{self.name}\n")
        else:
            form = self.form.replace("Kowalczyk", self.name).replace("marek.kowalczyk@example.org", self.address)
            form = form.replace("1979-12-05", self.born)
            if self.kind == "gaps" and not reference:
                form = re.sub(r"<w:bank>.*?</w:bank>|<w:einzugsdatum>.*?</w:einzugsdatum>", "", form)
            letter.set_content("Der Antrag liegt bei.\n")
            letter.add_attachment(form.encode(), maintype="application", subtype="xml", filename="antrag.xml")
        return letter.as_bytes(policy=email.policy.SMTP)


class Round:
    def __init__(self, program, number, rng):
        self.program, self.number, self.rng = program, number, rng
        self.folder = tempfile.mkdtemp(prefix="eingang-crash-")
        os.chmod(self.folder, 0o755)
        for name in ("post/new", "post/cur", "post/tmp", "ablage", "uebergabe", "sink", "web"):
            os.makedirs(f"{self.folder}/{name}")
        for name, text in (("token", "geheim"), ("secret", SECRET)):
            with open(f"{self.folder}/{name}", "w") as file:
                file.write(text)
        self.sink, self.mailbox = Peer("smtp_sink.py", f"{self.folder}/sink"), Peer("dovecot.py", f"{self.folder}/dovecot")
        self.web = Peer("webhook_sink.py", f"{self.folder}/web", SECRET) if number % 2 == 0 else None
        self.port = {"LMTP": free_port(), "SMTP": free_port(), "HTTP": free_port(), "OUT": self.sink.facts["port"]}
        self.port |= {"IMAP": self.mailbox.facts["imaps"], "WEB": self.web.facts["port"] if self.web else 0}
        self.store = f"{self.folder}/store"
        self.configure()
        self.process, self.over, self.lock = None, False, threading.Lock()
        # Whose each message is that the service said it has, and whether it makes the application complete.
        self.citizens, self.acknowledged, self.senders = {}, {}, []
        self.kinds, self.halves = collections.deque(), set()

    def configure(self):
        port, web = self.port, f'webhook: {{ url: "http://127.0.0.1:{self.port["WEB"]}/ein", secretFile: secret }}'
        with open(f"{self.folder}/eingang.yaml", "w") as file:
            file.write(f"""
office:
  addresses: [amt@example.org]
  handover: {{ {web if self.web else "folder: uebergabe"} }}
  replies: {{ automatic: [ {{ letters: [follow-up, proof, form-missing] }} ], mostPerAddress: 1000 }}
sources:
  lmtp: {{ lmtp: {{ listen: "127.0.0.1:{port["LMTP"]}" }} }}
  smtp: {{ smtp: {{ listen: "127.0.0.1:{port["SMTP"]}" }} }}
  maildir: {{ maildir: post }}
  folder: {{ folder: ablage }}
  imap: {{ imap: {{ url: "imaps://localhost:{port["IMAP"]}", user: amt, passwordFile: token, ca: dovecot/tls/ca.pem, seconds: 1 }} }}
  http: {{ http: {{ tokenFile: token }} }}
outgoing: {{ mail: {{ url: "smtp://127.0.0.1:{port["OUT"]}" }} }}
http: {{ listen: "127.0.0.1:{port["HTTP"]}" }}
""")

    # The service.

    def start(self, inject=None):
        self.inject = inject
        command = [self.program, "serve", "--config", f"{self.folder}/eingang.yaml", "--store", self.store, "--schemas", f"{ROOT}/Schemas"]
        if inject:
            call = inject.partition(":")[0]
            # Readers are let go as they begin. Without seccomp: strace would not kill in its stops.
            trace = ["strace", "-f", "-b", "execve", "-qq", "-yy", "-s", "0", "-o", f"{self.folder}/trace", "-e", f"trace={call}"]
            command = trace + ["-e", f"inject={inject}"] + command
        with open(f"{self.folder}/log", "ab") as log:
            self.said = log.tell()
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)

    def kill(self):
        """Kills the service, then whatever is left: strace has something to write down in between."""
        try:
            if self.inject:
                with open(f"/proc/{self.process.pid}/task/{self.process.pid}/children") as file:
                    for child in file.read().split():
                        os.kill(int(child), signal.SIGKILL)
                self.process.wait(2)
        except (OSError, subprocess.TimeoutExpired):
            pass
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()

    def words(self):
        """What the service said since it was started last."""
        with open(f"{self.folder}/log", "rb") as log:
            log.seek(self.said)
            return log.read().decode("utf-8", "replace")

    def step(self, was_killed=False):
        """Which step the call was about that was cut short or refused; nothing when none was."""
        try:
            with open(f"{self.folder}/trace", encoding="utf-8", errors="replace") as file:
                lines = file.read().splitlines()
        except FileNotFoundError:
            return None
        refused = next((line for line in lines if "INJECTED" in line), None)
        end = next((place for place, line in enumerate(lines) if "+++ killed by SIGKILL" in line), None)
        if not refused and not was_killed:
            return None
        # strace writes a call down as it begins, and kills in the same moment.
        line = refused or next((line for line in [*reversed(lines[:end]), *lines] if "(" in line), "")
        for name, pattern in STEPS:
            for word, number in self.port.items():
                pattern = re.sub(rf"\b{word}\b", str(number), pattern)
            if re.search(pattern, line):
                return name
        return "other"

    def calls(self):
        """How many calls of those looked at the busiest thread made."""
        with open(f"{self.folder}/trace", encoding="utf-8", errors="replace") as file:
            threads = collections.Counter(line.split(" ", 1)[0] for line in file if "(" in line)
        return max(threads.values(), default=1)

    def under_way(self):
        """What was unfinished when it was killed, seen in a copy that nobody mends."""
        found = []
        with tempfile.TemporaryDirectory() as copy:
            try:
                for path in glob.glob(f"{self.store}/eingang.sqlite*"):
                    if not path.endswith("-shm"):
                        shutil.copy(path, copy)
                rows = sqlite3.connect(f"{copy}/eingang.sqlite")
                if rows.execute("SELECT count(*) FROM submission WHERE stage = 'received'").fetchone()[0]:
                    found.append("received, not decided")
                for kind, name in (("letter", "<> 'handover'"), ("record", "= 'handover'")):
                    for state in ("pending", "sending"):
                        query = f"SELECT count(*) FROM outbox WHERE state = '{state}' AND kind {name} AND nextAt < {int(time.time()) + 3600}"
                        if rows.execute(query).fetchone()[0]:
                            found.append(f"{kind} {state}")
                rows.close()
            except (sqlite3.Error, OSError):
                found.append("no tables yet")
        halves = set(glob.glob(f"{self.store}/raw/neu/*"))
        if halves - self.halves:
            found.append("bytes half written")
        self.halves = halves
        if glob.glob(f"{self.folder}/uebergabe/*.neu"):
            found.append("record half written")
        if os.listdir(f"{self.folder}/post/new") or glob.glob(f"{self.folder}/ablage/*.eml"):
            found.append("file not put aside")
        return found or ["nothing under way"]

    # Citizens: each tries until the service says that it has the message.

    def apply(self, way, count):
        """Has some more apply by a way, and those answer who got a letter."""
        batch = []
        for _ in range(count):
            if not self.kinds:
                self.kinds.extend(["complete", "gaps", "complete", "gaps", "letter"])
            citizen = Citizen(self.number * 1000 + len(self.citizens), self.kinds.popleft())
            self.citizens[citizen.address] = citizen
            batch.append((citizen, citizen.message(), citizen.kind == "complete"))
        for letter in self.letters():
            citizen = self.citizens[email.utils.parseaddr(letter["To"])[1]]
            if citizen.kind == "gaps" and not citizen.has_answered and len(batch) < 3 * count:
                citizen.has_answered = True
                batch.append((citizen, citizen.message(letter["Message-ID"]), True))
        self.senders.append(threading.Thread(target=self.send, args=(way, batch), daemon=True))
        self.senders[-1].start()

    def letters(self):
        for path in glob.glob(f"{self.folder}/sink/*.eml"):
            with open(path, "rb") as file:
                yield email.message_from_bytes(file.read(), policy=email.policy.default)

    def send(self, way, batch):
        for citizen, data, is_complete in batch:
            digest = hashlib.sha256(data).hexdigest()
            while not self.over:
                try:
                    getattr(self, "by_" + way)(data, digest)
                except (OSError, smtplib.SMTPException):
                    time.sleep(0.03)
                    continue
                with self.lock:
                    self.acknowledged[digest] = (citizen, is_complete)
                break

    def by_lmtp(self, data, _):
        with smtplib.LMTP("127.0.0.1", self.port["LMTP"], timeout=10) as server:
            server.sendmail("a@example.org", ["amt@example.org"], data)

    def by_smtp(self, data, _):
        with smtplib.SMTP("127.0.0.1", self.port["SMTP"], timeout=10) as server:
            server.sendmail("a@example.org", ["amt@example.org"], data)

    def by_http(self, data, digest):
        header = {"Authorization": "Bearer geheim", "Idempotency-Key": digest, "Content-Type": "message/rfc822"}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port['HTTP']}/v1/submissions/http", data, header)
        urllib.request.urlopen(request, timeout=10).read()

    def put(self, data, place, mode=0o600):
        temporary = os.path.dirname(place) + "/." + os.path.basename(place)
        with open(temporary, "wb") as file:
            file.write(data)
        os.chmod(temporary, mode)
        os.rename(temporary, place)

    def by_imap(self, data, digest):
        self.put(data, f"{self.mailbox.facts['maildir']}/new/{digest}", 0o644)

    def by_maildir(self, data, digest):
        self.put(data, f"{self.folder}/post/new/{digest}")

    def by_folder(self, data, digest):
        self.put(data, f"{self.folder}/ablage/{digest}.eml")

    # A round: its course and its end.

    def finish(self):
        self.start()
        for sender in self.senders:
            sender.join(120)
        self.settle()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        self.over = True

    def settle(self):
        """Waits until nothing waits any more: messages, files, letters and records but for those that are tried again later."""
        end = time.monotonic() + 120
        left = None
        while time.monotonic() < end:
            time.sleep(0.05)
            left = os.listdir(f"{self.folder}/post/new") + glob.glob(f"{self.folder}/ablage/*.eml")
            if left:
                continue
            try:
                rows = sqlite3.connect(f"file:{self.store}/eingang.sqlite?mode=ro", uri=True, timeout=10)
                kept = {row[0].split(":")[1] for row in rows.execute("SELECT digest FROM submission WHERE stage = 'kept'")}
                waiting = "SELECT id, kind, state, attempts, reason FROM outbox WHERE state IN ('pending', 'sending') AND nextAt < ?"
                left = rows.execute(waiting, (int(time.time()) + 30,)).fetchall() + [digest for digest in self.acknowledged if digest not in kept]
                rows.close()
            except sqlite3.Error as error:
                left = [error]
            if not left:
                return
        print(f"round {self.number} did not come to an end, there waits: {left[:5]}", flush=True)

    def faults(self):
        faults = []
        rows = sqlite3.connect(f"{self.store}/eingang.sqlite")
        if rows.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            faults.append("the database is damaged")
        kept = {row[0].split(":")[1]: row[1] for row in rows.execute("SELECT digest, caseNumber FROM submission WHERE stage = 'kept'")}
        lost = [digest for digest in self.acknowledged if digest not in kept]
        if lost:
            faults.append(f"{len(lost)} of {len(self.acknowledged)} acknowledged messages are lost")
        cases = collections.defaultdict(set)
        for digest, (citizen, _) in self.acknowledged.items():
            cases[citizen.address].add(kept.get(digest))
        if any(len(numbers) != 1 for numbers in cases.values()) or len(set.union(*cases.values())) != len(cases):
            faults.append("somebody has two cases, or two share one")
        count = rows.execute("SELECT count(*) FROM caseFile").fetchone()[0]
        if count != len(cases):
            faults.append(f"there are {count} cases of {len(cases)} citizens")
        sent = rows.execute("SELECT count(*) FROM outbox WHERE state = 'sent' AND kind <> 'handover'").fetchone()[0]
        copies = collections.defaultdict(list)
        for letter in self.letters():
            copies[letter["Message-ID"]].append(letter.as_bytes())
        if any(len(set(same)) > 1 for same in copies.values()):
            faults.append("a letter was sent again with other bytes")
        # What was refused as it was being sent may have arrived; it goes again.
        tried = rows.execute("SELECT count(*) FROM outbox WHERE state IN ('pending', 'superseded') AND attempts > 0 AND kind <> 'handover'").fetchone()[0]
        if not sent <= len(copies) <= sent + tried:
            faults.append(f"{sent} letters are said to have left, {len(copies)} arrived")
        records, again = self.records()
        handed = {row[0] for row in rows.execute("SELECT caseNumber FROM outbox WHERE state = 'sent' AND kind = 'handover'")}
        later = {row[0] for row in rows.execute("SELECT caseNumber FROM outbox WHERE state = 'pending' AND kind = 'handover'")}
        if set(records) - later != handed or len(set(records)) != len(records):
            faults.append(f"{len(handed)} records are said to have been handed over, {len(records)} are there")
        complete = {kept.get(digest) for digest, (_, is_complete) in self.acknowledged.items() if is_complete}
        if complete != handed | later:
            faults.append(f"complete are {len(complete)} cases, handed over {len(handed)}: {sorted(map(str, complete ^ (handed | later)))[:5]}")
        if rows.execute("SELECT count(*) FROM outbox WHERE state = 'dead'").fetchone()[0]:
            faults.append("something could not be delivered")
        rows.close()
        if glob.glob(f"{self.folder}/uebergabe/*.neu"):
            faults.append("half a record was left where records are handed over")
        audit = subprocess.run([self.program, "audit", "verify", "--store", self.store], capture_output=True, text=True)
        if audit.returncode != 0:
            faults.append("the audit says: " + audit.stdout)
        counts = {"messages": len(self.acknowledged), "cases": count, "letters": len(copies), "records": len(records)}
        counts["letters that went twice"] = sum(len(same) - 1 for same in copies.values())
        counts["records that went twice"] = again
        return faults, counts

    def records(self):
        """The cases of the records that arrived, each once, and how many came again under the same name."""
        if not self.web:
            return [name.rsplit("-", 1)[0] for name in os.listdir(f"{self.folder}/uebergabe") if not name.endswith(".neu")], 0
        named = {}
        paths = glob.glob(f"{self.folder}/web/*.json")
        for path in paths:
            with open(path) as header, open(path[:-5] + ".body") as body:
                name = {key.lower(): value for key, value in json.load(header).items()}["webhook-id"]
                named[name] = json.load(body)["data"]["case"]
        return list(named.values()), len(paths) - len(named)

    def end(self, keep):
        for peer in (self.sink, self.mailbox, self.web):
            if peer:
                peer.end()
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)
