"""Measures the clerks' desk: `desk.py PROGRAM [CASES]`.

Messages are taken in, then their rows are copied until there are CASES cases (100,000) of as many persons, spread over all lists with
deadlines, departments and clerks. A clerk logs in over HTTP; told are p50, p95 and the bytes of each list, of lists narrowed down, of pages far
down in them, of searches and of the page of a case, one request at a time on one connection. `cold` is the first request after the start.
"""
import http.client
import os
import pathlib
import random
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = os.path.abspath(sys.argv[1])
CASES = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
PASSWORD, ROUNDS = "pferd batterie heftklammer", 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fill(path, wanted):
    """Copies the rows of a store under other names and numbers; each copy is another person's, at another point of its way."""
    database = sqlite3.connect(path)
    database.execute("PRAGMA synchronous = OFF")
    columns = [row[1] for row in database.execute("PRAGMA table_info(caseFile)")]
    originals = database.execute("SELECT * FROM caseFile ORDER BY number").fetchall()
    mark = database.execute("SELECT mark FROM caseWords LIMIT 1").fetchone()[0]
    words = dict(database.execute("SELECT number, words FROM caseWords"))
    chance, places = random.Random(1), [
        ("review", "look", 25), ("review", "unknown", 5), ("incomplete", "letters", 10), ("requested", "asked", 20), ("handed-over", "done", 40),
    ]
    insert = f"INSERT INTO caseFile ({', '.join(columns)}) VALUES ({', '.join('?' for _ in columns)})"
    for count in range(wanted - len(originals)):
        case = dict(zip(columns, originals[count % len(originals)]))
        old, case["number"] = case["number"], f"BM-2026-{count:06}-0"
        case["phase"], case["shelf"], _ = chance.choices(places, [place[2] for place in places])[0]
        case["receivedAt"] -= chance.randrange(90 * 86400)
        case["changedAt"] = case["receivedAt"] + chance.randrange(20 * 86400)
        case["dueOn"] = f"2026-{chance.randrange(11, 13)}-{chance.randrange(1, 29):02}" if chance.random() < 0.5 else None
        case["dueKey"], case["needsLook"] = case["dueOn"] or "9999-12-31", 0
        case["department"] = chance.choice(["Wohngeld Nord", "Wohngeld Süd", "Widerspruchsstelle"])
        case["assignee"] = "clerk" if chance.random() < 0.001 else chance.choice([None, "a", "b", "c"])
        case["recordType"] = None if case["shelf"] == "unknown" else chance.choice(["wohngeld"] * 9 + ["widerspruch"])
        case["decision"] = case["identity"] = case["similar"] = None
        case["sender"] = f"Sabine Muster{count} <muster{count}@example.org>"
        database.execute(insert, list(case.values()))
        text = words.get(old, " ").replace(old.lower(), case["number"].lower()) + f"sabine muster{count} <muster{count}@example.org> "
        database.execute("INSERT INTO caseWords (office, number, mark, words) VALUES (?, ?, ?, ?)", (case["office"], case["number"], mark, text))
    database.commit()
    database.execute("INSERT INTO caseWordsIndex (caseWordsIndex) VALUES ('optimize')")
    database.commit()
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return [row[columns.index("number")] for row in originals]


class Clerk:
    def __init__(self, port):
        self.address = f"127.0.0.1:{port}"
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        body = urllib.parse.urlencode({"name": "clerk", "password": PASSWORD})
        headers = {"Origin": f"http://{self.address}", "Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request("POST", "/anmelden", body, headers)
        answer = self.connection.getresponse()
        answer.read()
        self.cookie = answer.getheader("Set-Cookie").split(";")[0]

    def get(self, path):
        begun = time.perf_counter()
        self.connection.request("GET", path, headers={"Cookie": self.cookie})
        answer = self.connection.getresponse()
        text = answer.read()
        assert answer.status == 200, (path, answer.status, text[-400:])
        return time.perf_counter() - begun, text

    def measure(self, name, paths, rounds=ROUNDS):
        times, sizes = [], []
        for number in range(rounds):
            seconds, text = self.get(paths[number % len(paths)])
            times.append(seconds * 1000)
            sizes.append(len(text))
        times.sort()
        print(f"{name:48} p50 {times[len(times) // 2]:6.1f} ms  p95 {times[int(len(times) * 0.95)]:6.1f} ms  most {max(sizes) / 1000:.0f} KB")


def deep(clerk, path, pages):
    """The address of a page so many pages behind another."""
    for _ in range(pages):
        _, text = clerk.get(path)
        following = re.search(rb'href="([^"]*nach=[^"]*)"', text)
        if not following:
            break
        path = following.group(1).decode().replace("&amp;", "&")
    return path


def main():
    folder = tempfile.mkdtemp(prefix="eingang-desk-")
    store, port = f"{folder}/store", free_port()
    config = f"{folder}/eingang.yaml"
    pathlib.Path(config).write_text(f'office: {{ addresses: [amt@example.org] }}\nhttp: {{ listen: "127.0.0.1:{port}" }}\n')
    common = ["--store", store, "--schemas", str(ROOT / "Schemas")]
    samples = [str(path) for path in sorted((ROOT / "SampleForms").glob("[0-9]*"))]
    subprocess.run([PROGRAM, "ingest", *common, *samples], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([PROGRAM, "people", "add", "clerk", "--store", store], input=PASSWORD, text=True, check=True, stdout=subprocess.DEVNULL)
    begun = time.monotonic()
    numbers = fill(f"{store}/eingang.sqlite", CASES)
    size = os.path.getsize(f"{store}/eingang.sqlite") / 1e6
    print(f"{CASES} cases, {size:.0f} MB, filled in {time.monotonic() - begun:.0f} s")
    log = open(f"{folder}/log", "w")
    service = subprocess.Popen([PROGRAM, "serve", "--config", config, *common], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                assert service.poll() is None, "it ended"
                time.sleep(0.01)
        clerk = Clerk(port)
        for name, path in [("case, cold", f"/b/office/vorgang/{numbers[0]}"), ("list, cold", "/b/office")]:
            seconds, text = clerk.get(path)
            print(f"{name:48} {seconds * 1000:10.1f} ms  {len(text) / 1000:.0f} KB")
        shelves = re.findall(rb'href="(/b/office\?was=[^"&]*)"', clerk.get("/b/office")[1])
        for path in dict.fromkeys(shelf.decode() for shelf in shelves):
            clerk.measure(f"list {path.split('=')[1]}", [path])
        for name, path in [("mine, 1 of 1,000", "wer=ich"), ("nobody's", "wer=niemand"), ("one record type", "art=widerspruch"),
                           ("one department", "abteilung=Wohngeld+S%C3%BCd"), ("due within a week", "bis=2026-12-03"), ("nothing fits", "art=x")]:
            clerk.measure(f"list ansehen, {name}", [f"/b/office?was=ansehen&{path}"])
            clerk.measure(f"list alle, {name}", [f"/b/office?was=alle&{path}"])
        for shelf in ["ansehen", "alle"]:
            clerk.measure(f"list {shelf}, page 100", [deep(clerk, f"/b/office?was={shelf}", 100)])
        searches = {
            "one person": [f"muster{number}" for number in range(100, CASES, CASES // 40)], "a number": [f"{number:06}" for number in range(7, 900)],
            "everybody": ["sabine", "example.org", "BM-2026"], "two words, one case": [f"sabine muster{number}@" for number in range(5000, 5040)],
            "two letters": ["sa", "mu"], "nothing": ["xylophon", "qqq", '" OR 1=1'], "common words that never meet": ["muster77 muster88"],
        }
        for name, words in searches.items():
            clerk.measure(f"search, {name}", ["/b/office?suche=" + urllib.parse.quote(word) for word in words])
        clerk.measure("case", [f"/b/office/vorgang/{number}" for number in numbers])
    finally:
        service.terminate()
        service.wait(30)
        shutil.rmtree(folder)


main()
