#!/usr/bin/env python3
"""Measures `eingang ingest` - receive, read, decide, keep, all durable - beside a Python script of the same job, in turns on one machine.

usage: pipeline.py PROGRAM [MESSAGES] [ROUNDS]
Needs python3-pikepdf, python3-jsonschema and python3-yaml. Uses the form from practice beside the repository when it is there
(157 widgets, a message of about 250 KB), and says which form was used.
"""
import email.message
import email.utils
import io
import json
import pathlib
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import pikepdf

PROGRAM = sys.argv[1]
COUNT = int(sys.argv[2]) if len(sys.argv) > 2 else 400
ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else 3
ROOT = pathlib.Path(__file__).resolve().parent.parent
REAL = ROOT.parent / "shared/data/forms/mietzuschuss-2013.pdf"


def message(pdf, number):
    mail = email.message.EmailMessage()
    mail["From"] = "Sabine Weber <sabine.weber@example.org>"
    mail["To"] = "wohngeld@example.org"
    mail["Subject"] = "Antrag auf Wohngeld"
    mail["Message-ID"] = f"<{number}@example.org>"
    mail["Date"] = email.utils.formatdate(1_760_000_000 + number)
    mail.set_content(f"Guten Tag,\n\nanbei mein Antrag.\n\nSabine Weber, Nummer {number}\n")
    mail.add_attachment(pdf, maintype="application", subtype="pdf", filename="antrag.pdf")
    return b"Received: from a by b; Mon, 12 Oct 2026 10:15:00 +0200\r\n" + mail.as_bytes()


def filled_real_form():
    """The form from practice with a text in every text field."""
    with pikepdf.open(REAL) as pdf:
        for field in pdf.Root.AcroForm.Fields:
            if field.get("/FT") == "/Tx":
                field.V = pikepdf.String("12")
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)
        return out.getvalue()


def materials():
    sample = (ROOT / "SampleForms/01-mietzuschuss-vollstaendig/message.eml").read_bytes()
    own = next(part.get_payload(decode=True) for part in email.message_from_bytes(sample).walk() if part.get_content_type() == "application/pdf")
    yield "own form, 130 widgets", own, ROOT / "Schemas/wohngeld/forms/mietzuschuss-pdf-2026.yaml"
    if REAL.exists():
        yield "form from practice, 157 widgets", filled_real_form(), ROOT / "Schemas/wohngeld/forms/mietzuschuss-2013.yaml"
    else:
        print("not there, so not measured: the form from practice")


def children_cpu():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def eingang(folder, mails):
    store = folder / "store"
    shutil.rmtree(store, ignore_errors=True)
    begin, cpu = time.perf_counter(), children_cpu()
    run = subprocess.Popen(
        [PROGRAM, "ingest", "--timing", "--store", str(store), "--schemas", str(ROOT / "Schemas"), str(mails)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )
    memory = {}
    lines = []
    for line in run.stdout:
        lines.append(line)
        if len(lines) == COUNT // 2:
            memory = memory_of(run.pid)
    errors = run.stderr.read()
    assert run.wait() == 0 and len(lines) == COUNT, errors
    seconds = time.perf_counter() - begin
    visible = re.search(r"visible\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)", errors)
    return {"seconds": seconds, "cpu": children_cpu() - cpu, "p50": float(visible[2]), "p95": float(visible[3]), **memory, "stages": errors}


def memory_of(pid):
    """Resident memory of the program and of its readers, in MB."""

    def resident(of):
        text = pathlib.Path(f"/proc/{of}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", text)[1]) / 1024

    children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        children += (task / "children").read_text().split()
    readers = [resident(child) for child in set(children)]
    return {"parent MB": resident(pid), "reader MB": max(readers, default=0)}


def peer(folder, mails, form):
    store = folder / "peer"
    shutil.rmtree(store, ignore_errors=True)
    cpu = children_cpu()
    command = ["/usr/bin/python3", str(ROOT / "Benchmarks/peer.py"), str(form), str(store)] + sorted(map(str, mails.iterdir()))
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    result = json.loads(run.stdout)
    latencies = sorted(1000 * value for value in result["latencies"])
    return {
        "seconds": result["seconds"], "cpu": children_cpu() - cpu, "p50": latencies[len(latencies) // 2],
        "p95": latencies[int(len(latencies) * 0.95)], "fields": result["fields"], "mapped": result["mapped"],
    }


def main():
    for name, pdf, form in materials():
        with tempfile.TemporaryDirectory() as directory:
            folder = pathlib.Path(directory)
            mails = folder / "mails"
            mails.mkdir()
            for number in range(COUNT):
                (mails / f"{number:05}.eml").write_bytes(message(pdf, number))
            size = len(message(pdf, 0)) // 1024
            print(f"\n{name}, {size} KB a message, {COUNT} messages, {ROUNDS} rounds in turn")
            ratios = []
            for _ in range(ROUNDS):
                ours, theirs = eingang(folder, mails), peer(folder, mails, form)
                ratio = theirs["seconds"] / ours["seconds"]
                ratios.append(ratio)
                print(
                    f"  eingang ingest {COUNT / ours['seconds']:6.0f} messages/s ({1000 * ours['cpu'] / COUNT:5.1f} ms CPU a message), "
                    f"receive -> visible p50 {ours['p50']:.0f} ms, p95 {ours['p95']:.0f} ms, memory {ours['parent MB']:.0f} MB, reader {ours['reader MB']:.0f} MB"
                )
                print(
                    f"  Python script  {COUNT / theirs['seconds']:6.0f} messages/s ({1000 * theirs['cpu'] / COUNT:5.1f} ms CPU a message), "
                    f"p50 {theirs['p50']:.0f} ms, p95 {theirs['p95']:.0f} ms; {theirs['fields']} fields read, {theirs['mapped']} mapped"
                )
            print(f"  eingang handles {statistics.median(ratios):.2f} times as many (median; {', '.join(f'{ratio:.2f}' for ratio in ratios)})")
            print(ours["stages"].rstrip())


main()
