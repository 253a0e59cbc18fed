"""Measures the running service: `service.py PROGRAM [MESSAGES [STORED ...]]`.

Applications of as many persons, on the own form, come over LMTP on eight connections as fast as they are taken. Told are messages acknowledged
and decided a second, from the first byte to the visible case one at a time (p50, p95), and resident memory idle, with messages waiting and at
the end. Then the same again with each number of STORED cases in the store: rows are copied until there are as many (decisions cut to 1 KB,
originals not copied, letters sent), and the time from the start of the program to its first accepted connection is told too.
"""
import os
import pathlib
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "SampleForms/make"))
import forms  # noqa: E402
from messages import Letter  # noqa: E402

PROGRAM = os.path.abspath(sys.argv[1])
COUNT = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
CONNECTIONS, ALONE = 8, 40


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def application(number):
    """An application as it goes over the wire, of somebody nobody else is."""
    name, birth = f"Muster{number}", f"{number % 28 + 1:02}.{number % 12 + 1:02}.{1940 + number % 60}"
    form = forms.mietzuschuss(dict(forms.WEBER, ant_name=name, ant_geb=birth, unt_name=f"Sabine {name}"))
    letter = Letter(f"Sabine {name}", f"{name.lower()}@example.org", "Antrag auf Wohngeld", "Guten Tag,\n\nanbei mein Antrag.\n")
    return re.sub(rb"(?m)^\.", b"..", letter.attach(form, "antrag.pdf").bytes()) + b"\r\n.\r\n"


class Connection:
    """LMTP without the cost of a library: it shares the cores with what is measured."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.lines = self.socket.makefile("rb")
        self.lines.readline()
        self.socket.sendall(b"LHLO absender.example\r\n")
        while self.lines.readline()[3:4] == b"-":
            pass

    def send(self, data):
        self.socket.sendall(b"MAIL FROM:<a@example.org>\r\nRCPT TO:<amt@example.org>\r\nDATA\r\n")
        for _ in range(3):
            self.lines.readline()
        self.socket.sendall(data)
        reply = self.lines.readline()
        assert reply.startswith(b"250"), reply


class Service:
    def __init__(self, folder):
        self.lmtp, self.http = free_port(), free_port()
        config = f"{folder}/eingang.yaml"
        with open(config, "w") as file:
            file.write(f'office: {{ addresses: [amt@example.org] }}\nsources: {{ post: {{ lmtp: {{ listen: "127.0.0.1:{self.lmtp}" }} }} }}\nhttp: {{ listen: "127.0.0.1:{self.http}" }}\n')
        begun = time.monotonic()
        log = open(f"{folder}/log", "a")
        command = [PROGRAM, "serve", "--config", config, "--store", f"{folder}/store", "--schemas", str(ROOT / "Schemas")]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.lmtp)).close()
                break
            except OSError:
                assert self.process.poll() is None, "it ended"
                time.sleep(0.005)
        self.ready = time.monotonic() - begun

    def metric(self, name):
        text = urllib.request.urlopen(f"http://127.0.0.1:{self.http}/metrics").read().decode()
        return sum(float(line.rsplit(" ", 1)[1]) for line in text.splitlines() if line.startswith(name))

    def memory(self):
        def resident(pid):
            return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text()).group(1)) / 1024

        children = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True).stdout.split()
        return f"program {resident(self.process.pid):.0f} MB, readers " + ", ".join(f"{resident(child):.0f} MB" for child in children)

    def cpu(self):
        children = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True).stdout.split()

        def ticks(pid):
            return sum(map(int, pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]))

        return ticks(self.process.pid) * 10, sum(map(ticks, children)) * 10

    def stop(self):
        self.process.terminate()
        self.process.wait(30)


def measure(folder, mails):
    service = Service(folder)
    time.sleep(3)  # What the start needed is given back after a second.
    print(f"ready after {service.ready:.2f} s; idle: {service.memory()}")
    before, own = service.cpu(), os.times()
    waiting, slow, lock = iter(mails[:COUNT]), [], threading.Lock()

    def send():
        connection = Connection(service.lmtp)
        while True:
            with lock:
                data = next(waiting, None)
            if data is None:
                return
            begun = time.monotonic()
            connection.send(data)
            slow.append(time.monotonic() - begun)

    start = time.monotonic()
    senders = [threading.Thread(target=send) for _ in range(CONNECTIONS)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    taken = time.monotonic() - start
    left = service.metric("eingang_unprocessed_messages ")
    print(f"{COUNT / taken:.0f} messages/s acknowledged, p95 of a conversation {sorted(slow)[int(len(slow) * 0.95)] * 1000:.0f} ms; then {left:.0f} wait: {service.memory()}")
    while service.metric("eingang_messages_total") < COUNT:
        time.sleep(0.05)
    seconds = time.monotonic() - start
    after, ended = service.cpu(), os.times()
    used = [(b - a) / COUNT for a, b in zip(before, after)]
    sender = (ended.user + ended.system - own.user - own.system) * 1000 / COUNT
    print(f"{COUNT / seconds:.0f} messages/s from the first byte to the last visible case; processor time a message: program {used[0]:.1f} ms, readers {used[1]:.1f} ms, this sender {sender:.1f} ms")
    single, times = Connection(service.lmtp), []
    for data in mails[COUNT:]:
        known = service.metric("eingang_messages_total")
        begun = time.monotonic()
        single.send(data)
        while service.metric("eingang_messages_total") == known:
            time.sleep(0.002)
        times.append(time.monotonic() - begun)
    times.sort()
    print(f"one at a time, from the first byte to the visible case: p50 {times[len(times) // 2] * 1000:.0f} ms, p95 {times[int(len(times) * 0.95)] * 1000:.0f} ms; at the end: {service.memory()}")
    service.stop()


def multiply(path, wanted):
    """Copies the rows of a store under other names until it holds as many cases."""
    database = sqlite3.connect(path)
    database.execute("PRAGMA synchronous = OFF")
    hex64 = "'sha256:' || lower(hex(randomblob(32)))"
    other = {
        "submission": {"id": None, "digest": hex64, "caseNumber": "? || caseNumber"},
        "decision": {"id": None, "submission": hex64, "caseNumber": "? || caseNumber", "body": "substr(body, 1, 1000)"},
        "caseFile": {"number": "? || number", "identity": hex64, "similar": "NULL", "decision": "NULL"},
        "event": {"id": None, "submission": hex64, "caseNumber": "? || caseNumber"},
        "outbox": {"id": None, "caseNumber": "? || caseNumber", "name": "? || name", "state": "'sent'", "sentAt": "createdAt"},
    }
    cases = database.execute("SELECT count(*) FROM caseFile").fetchone()[0]
    last = {table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in other}
    for copy in range((wanted - cases) // cases):
        for table, changed in other.items():
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})") if changed.get(row[1], "") is not None]
            values = [changed.get(column, column) for column in columns]
            sql = f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table} ORDER BY rowid LIMIT {last[table]}"
            database.execute(sql, [f"K{wanted}-{copy}-"] * sql.count("?"))
        database.commit()
    cases = database.execute("SELECT count(*) FROM caseFile").fetchone()[0]
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return cases


def main():
    folder = tempfile.mkdtemp(prefix="eingang-benchmark-")
    rounds = [0] + [int(number) for number in sys.argv[3:]]
    for number, stored in enumerate(rounds):
        first = number * (COUNT + ALONE)
        mails = [application(first + place) for place in range(COUNT + ALONE)]
        cases = multiply(f"{folder}/store/eingang.sqlite", stored) if stored else 0
        print(f"\n{cases} cases stored, {len(mails[0]) / 1000:.0f} KB a message")
        measure(folder, mails)
    shutil.rmtree(folder)


main()
