#!/usr/bin/env python3
"""Measures the verification of S/MIME and PDF signatures in a warm reader, beside openssl and pyHanko on the same bytes.

usage: trust.py PROGRAM [MESSAGES]     needs python3-cryptography and python3-pikepdf; pyHanko where PYHANKO names a python that has it
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "Tests/Fixtures/trust"))
from pki import Holder, base64_lines, chain, qc_statements, signed_data, signer_info  # noqa: E402
from pdfs import plain_pdf, sign_pdf  # noqa: E402

PROGRAM = sys.argv[1]
COUNT = int(sys.argv[2]) if len(sys.argv) > 2 else 300
PEER = """
import logging, sys, time
logging.disable(logging.CRITICAL)
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
root = load_cert_from_pemder(sys.argv[1])
times = []
for _ in range(int(sys.argv[3])):
    start = time.process_time()
    with open(sys.argv[2], "rb") as file:
        for signature in PdfFileReader(file).embedded_regular_signatures:
            status = validate_pdf_signature(signature, ValidationContext(trust_roots=[root], allow_fetching=False))
            assert status.intact and status.valid
    times.append(time.process_time() - start)
print(1000 * sum(times) / len(times))
"""


def ours(folder, label, name, data):
    """Mean processor time of the stage `verify` of one reader, in ms, and the part of it all."""
    mail = folder / label
    mail.mkdir()
    for number in range(COUNT):
        (mail / f"{number:05}{name}").write_bytes(data)
    (folder / "one.yaml").write_text("readers: 1\n")
    run = subprocess.run([PROGRAM, "process", "--json", "--timing", "--config", str(folder / "one.yaml"), "--schemas", str(ROOT / "Schemas"),
                          "--trust", str(folder / "trust"), str(mail)], capture_output=True, text=True, check=True)
    assert run.stdout.count('"indication":"passed"') >= COUNT, "not all passed"
    rows = dict(re.findall(r"^  (\w+)\s+([0-9.]+)", run.stderr, re.M))
    return float(rows["verify"]), float(rows["gesamt"])


def by_clock(command, count=50):
    start = time.perf_counter()
    for _ in range(count):
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return 1000 * (time.perf_counter() - start) / count


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    root = Holder("Wurzel", ca=True, kind="RSA3072", start="2015-01-01", end="2044-01-01")
    signer = Holder("Erika Muster", root, kind="RSA3072", qualified=qc_statements(), end="2040-01-01")
    (folder / "trust/qualified").mkdir(parents=True)
    (folder / "trust/qualified/root.pem").write_bytes(root.pem)
    body = b"Content-Type: text/plain\r\n\r\n" + b"Ich beantrage Wohngeld.\r\n" * 2000
    cms = signed_data([signer_info(signer, body, "2026-11-24T08:59:00")], chain(signer))
    message = (b"From: a@example.org\r\nTo: b@example.org\r\nReceived: from a by b; Tue, 24 Nov 2026 10:00:00 +0100\r\nMIME-Version: 1.0\r\n"
               b"Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=g\r\n\r\n--g\r\n" + body
               + b"\r\n--g\r\nContent-Type: application/pkcs7-signature\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64_lines(cms).encode() + b"--g--\r\n")
    verify, whole = ours(folder, "smime", ".eml", message)
    print(f"S/MIME, 50 KB, RSA-3072: eingang verify {verify:.2f} ms of {whole:.2f} ms for the whole message")
    (folder / "m.eml").write_bytes(message)
    command = ["openssl", "cms", "-verify", "-in", str(folder / "m.eml"), "-CAfile", str(folder / "trust/qualified/root.pem"), "-purpose", "any", "-out", os.devnull]
    print(f"  openssl cms -verify {by_clock(command):.2f} ms by the clock, of it {by_clock(['openssl', 'version']):.2f} ms the start of a process")
    pdf = plain_pdf()
    for count in (1, 2, 4, 8, 16):
        while len(re.findall(rb"/ByteRange", pdf)) < count:
            pdf = sign_pdf(pdf, signer, f"Unterschrift{len(pdf)}")
        verify, whole = ours(folder, f"pdf{count}", ".pdf", pdf)
        line = f"PDF with {count} signatures, {len(pdf) // 1024} KB: eingang verify {verify:.2f} ms, {verify / count:.2f} ms each"
        peer = os.environ.get("PYHANKO")
        if peer:
            (folder / "p.pdf").write_bytes(pdf)
            run = subprocess.run([peer, "-c", PEER, str(folder / "trust/qualified/root.pem"), str(folder / "p.pdf"), "30"], capture_output=True, text=True, check=True)
            line += f"; pyHanko {float(run.stdout):.1f} ms"
        print(line + ("" if peer else "; pyHanko is not there, so not compared"))
