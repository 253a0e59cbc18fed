"""Measures what clerks see of a document: `pages.py PROGRAM [CASES]`.

Each case is an application on the own form, made four pages long, of somebody nobody else is. Told are the time until the first page is there when
nobody has asked for it before (cold) and when somebody has (warm), p50 and p95, and its processor time; the time of all four, asked for at once as a browser does; and the
bytes of the pages and of the whole page of a case.
"""
import concurrent.futures
import hashlib
import http.cookiejar
import io
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

import pikepdf

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "SampleForms/make"))
import forms  # noqa: E402
from messages import Letter  # noqa: E402

PROGRAM = os.path.abspath(sys.argv[1])
COUNT = int(sys.argv[2]) if len(sys.argv) > 2 else 20
DIGESTS = []
PASSWORD = "pferd batterie heftklammer"


def application(number):
    name = f"Muster{number}"
    form = forms.mietzuschuss(dict(forms.WEBER, ant_name=name, unt_name=f"Sabine {name}"))
    pdf, more = pikepdf.open(io.BytesIO(form)), pikepdf.open(io.BytesIO(form))
    pdf.pages.extend(more.pages)
    whole = io.BytesIO()
    pdf.save(whole)
    DIGESTS.append(hashlib.sha256(whole.getvalue()).hexdigest())
    return Letter(f"Sabine {name}", f"{name.lower()}@example.org", "Antrag auf Wohngeld", "Anbei mein Antrag.\n").attach(whole.getvalue(), "antrag.pdf").bytes()


def quantile(times, part):
    return sorted(times)[min(len(times) - 1, int(len(times) * part))] * 1000


def processor_time(pid):
    """Seconds that a process and those it started have computed."""
    ticks = 0
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            head, fields = path.read_text().rsplit(")", 1)
        except OSError:
            continue
        fields = fields.split()
        if int(head.split()[0]) == pid or int(fields[1]) == pid:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def main(place):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (place / "eingang.yaml").write_text(f"office: {{ name: Amt }}\nhttp: {{ listen: '127.0.0.1:{port}' }}\n")
    mail = place / "mail"
    mail.mkdir()
    for number in range(COUNT):
        (mail / f"{number}.eml").write_bytes(application(number))
    store = ["--store", str(place / "store")]
    subprocess.run([PROGRAM, "ingest", *store, str(mail)], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    subprocess.run([PROGRAM, "people", "add", "clerk", *store], check=True, cwd=ROOT, input=PASSWORD.encode() + b"\n", stdout=subprocess.DEVNULL)
    service = subprocess.Popen([PROGRAM, "serve", "--config", str(place / "eingang.yaml"), *store], cwd=ROOT, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        measure(f"http://127.0.0.1:{port}", service.pid)
    finally:
        service.terminate()
        service.wait()


def measure(base, pid):
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    browser.addheaders = [("Origin", base)]

    def get(path):
        start = time.perf_counter()
        body = browser.open(base + path).read()
        return time.perf_counter() - start, body

    for _ in range(200):
        try:
            get("/anmelden")
            break
        except OSError:
            time.sleep(0.1)
    browser.open(base + "/anmelden", urllib.parse.urlencode({"name": "clerk", "password": PASSWORD}).encode())
    listing = subprocess.run([PROGRAM, "cases", "--store", STORE], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    numbers = [word for word in listing.split() if word.startswith("WG-")][:COUNT]
    cold, warm, whole, page, sizes, bodies, work = [], [], [], [], [], [], []
    for number in numbers:
        shown = subprocess.run([PROGRAM, "show", "--json", "--store", STORE, number], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        digest = next(digest for digest in DIGESTS if digest in shown)
        address = f"/b/office/vorgang/{number}/blatt/{digest}"
        before = processor_time(pid)
        first, picture = get(f"{address}/1")
        work.append(processor_time(pid) - before)
        cold.append(first)
        warm.append(get(f"{address}/1")[0])
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            start = time.perf_counter()
            sizes += [len(body) for _, body in pool.map(get, [f"{address}/{n}" for n in (1, 2, 3, 4)])]
            whole.append(time.perf_counter() - start)
        seconds, body = get(f"/b/office/vorgang/{number}")
        page.append(seconds)
        bodies.append(len(body) + len(picture))
    for name, times in (("first page, cold", cold), ("first page, warm", warm), ("the other three at once", whole), ("page of the case", page)):
        print(f"{name:26} p50 {quantile(times, 0.5):7.1f} ms   p95 {quantile(times, 0.95):7.1f} ms")
    # The first two also load the definitions in a process.
    print(f"{'processor time, cold':26} {sum(work[2:]) / len(work[2:]) * 1000:7.0f} ms a first page")
    print(f"{'a page as PNG':26} {sum(sizes) / len(sizes) / 1000:7.0f} KB, at most {max(sizes) / 1000:.0f} KB")
    print(f"{'case with its first page':26} {max(bodies) / 1000:7.0f} KB at most, before compression")


with tempfile.TemporaryDirectory() as directory:
    STORE = str(pathlib.Path(directory) / "store")
    main(pathlib.Path(directory))
