#!/usr/bin/env python3
"""Measures a warm reader on a typical message (one PDF of about 100 fields), beside libraries that read the same PDF.

usage: reader.py PROGRAM [MESSAGES]      needs python3-pikepdf and python3-pypdf for the peers
"""
import email
import io
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

PROGRAM = sys.argv[1]
COUNT = int(sys.argv[2]) if len(sys.argv) > 2 else 300
ROOT = pathlib.Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "SampleForms/01-mietzuschuss-vollstaendig/message.eml"


def ours(folder):
    """Processor time by stage of one reader, as the program reports it, and messages a second by the clock."""
    config = folder / "one.yaml"
    config.write_text("readers: 1\n")
    mail = folder / "mail"
    mail.mkdir()
    for number in range(COUNT):
        (mail / f"{number:05}.eml").write_bytes(SAMPLE.read_bytes())
    start = time.perf_counter()
    run = subprocess.run([PROGRAM, "process", "--json", "--timing", "--config", str(config), "--schemas", str(ROOT / "Schemas"), str(mail)], capture_output=True, text=True, check=True)
    clock = time.perf_counter() - start
    assert len(run.stdout.splitlines()) == COUNT
    print(run.stderr.rstrip())
    print(f"  process, one reader:           {COUNT / clock:8.0f} messages/s by the clock, start of the program included")
    start = time.perf_counter()
    subprocess.run([PROGRAM, "ingest", "--store", str(folder / "store"), "--schemas", str(ROOT / "Schemas"), str(mail)], capture_output=True, check=True)
    print(f"  ingest of the same bytes:      {COUNT / (time.perf_counter() - start):8.0f} messages/s (all but the first are known)")
    for number, path in enumerate(sorted(mail.iterdir())):
        path.write_bytes(path.read_bytes().replace(b"Message-ID: <muster", f"Message-ID: <{number}-muster".encode()))
    start = time.perf_counter()
    subprocess.run([PROGRAM, "ingest", "--store", str(folder / "store"), "--schemas", str(ROOT / "Schemas"), str(mail)], capture_output=True, check=True)
    print(f"  ingest, durable, all readers:   {COUNT / (time.perf_counter() - start):8.0f} messages/s")


def peer(name, read):
    """Processor time of a library that opens the message's PDF and reads names and values of its fields."""
    times = []
    for _ in range(max(20, COUNT // 6)):
        start = time.process_time()
        read()
        times.append((time.process_time() - start) * 1000)
    times.sort()
    print(f"  {name:29} {statistics.median(times):7.2f} {times[int(len(times) * 0.95)]:7.2f}")


def peers():
    message = email.message_from_bytes(SAMPLE.read_bytes())
    pdf = next(part.get_payload(decode=True) for part in message.walk() if part.get_content_type() == "application/pdf")
    print("Fields of the same PDF alone (ms of processor time)   p50     p95")
    try:
        import pikepdf

        def with_pikepdf():
            document = pikepdf.open(io.BytesIO(pdf))
            return [(str(field.get("/T")), str(field.get("/V"))) for field in document.Root.AcroForm.Fields]

        peer("pikepdf, names and values", with_pikepdf)
    except ImportError:
        print("  pikepdf is not installed")
    try:
        import pypdf

        peer("pypdf, get_fields", lambda: pypdf.PdfReader(io.BytesIO(pdf)).get_fields())
    except ImportError:
        print("  pypdf is not installed")


with tempfile.TemporaryDirectory() as directory:
    ours(pathlib.Path(directory))
peers()
