#!/usr/bin/env python3
"""Citizens who sign and seal, for tests of the running service.

    citizens.py DIR                  makes DIR/trust for the office, and everybody's keys
    citizens.py DIR demail < MAIL    the message as a De-Mail that the provider seals for its From
    citizens.py DIR NAME < MAIL      the message with the signature of sabine or max (S/MIME)
"""
import email.utils
import os
import re
import subprocess
import sys
import types
import uuid

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from demail import demail, fields
from pki import Holder, base64_lines, name, qc_statements

directory = sys.argv[1]


def path(file):
    return os.path.join(directory, file)


def keep(file, data):
    os.makedirs(os.path.dirname(path(file)), exist_ok=True)
    with open(path(file), "wb") as out:
        out.write(data)


def make():
    authority = Holder(name("Beispiel Qualifiziert CA", organisation="Vertrauen GmbH"), ca=True, kind="RSA3072", start="2015-01-01", end="2040-01-01")
    keep("trust/qualified/ca.pem", authority.pem)
    provider = Holder(name("De-Mail-Siegel", organisation="DMDA GmbH"), authority, kind="RSA3072")
    keep("trust/demail/dmda.de-mail.de.pem", provider.pem)
    people = {"provider": provider}
    for first, last in (("sabine", "weber"), ("max", "weber")):
        people[first] = Holder(f"{first.title()} {last.title()}", authority, emails=[f"{first}.{last}@example.org"], qualified=qc_statements())
    for own, holder in people.items():
        keep(f"keys/{own}.pem", holder.key_pem + holder.pem)
    keep("keys/ca.pem", authority.pem)


def taken_apart(raw):
    """The header, what it says about the body, and the body, with CRLF line ends."""
    head, _, body = raw.replace("\r\n", "\n").rstrip("\n").partition("\n\n")
    lines = re.sub(r"\n[ \t]+", " ", head).split("\n")
    mime = [line for line in lines if line.lower().startswith("content-")]
    rest = [line for line in lines if line not in mime and not line.lower().startswith(("mime-version", "received"))]
    return rest, "".join(line + "\r\n" for line in mime), body.replace("\n", "\r\n") + "\r\n"


def sealed(raw):
    head, mime, body = taken_apart(raw)
    own = {line.partition(":")[0].lower(): line.partition(":")[2].strip() for line in head}
    with open(path("keys/provider.pem"), "rb") as file:
        pem = file.read()
    certificate = x509.load_pem_x509_certificate(pem).public_bytes(serialization.Encoding.DER)
    provider = types.SimpleNamespace(key=serialization.load_pem_private_key(pem, None), der=certificate)
    holder, address = email.utils.parseaddr(own["from"])
    marks = {"From": own["from"], "Subject": own["subject"], "Message-ID": f"<{uuid.uuid4()}@dmda.de-mail.de>",
             "x-de-mail-message-id": f"{uuid.uuid4()}@dmda.de-mail.de"}
    rows = [(key, marks.get(key, value)) for key, value in fields(sender=address, holder=holder)]
    # How messages hang together no provider seals.
    threads = "".join(f"{key}: {own[key.lower()]}\r\n" for key in ("In-Reply-To", "References") if own.get(key.lower()))
    return threads.encode() + demail(rows, body, provider, mime=mime)


def signed(raw, person):
    head, mime, body = taken_apart(raw)
    entity = (mime + "\r\n" + body).encode()
    words = ["cms", "-sign", "-binary", "-cades", "-md", "sha256", "-outform", "DER", "-signer", path(f"keys/{person}.pem"), "-certfile", path("keys/ca.pem")]
    cms = subprocess.run(["openssl"] + words, input=entity, stdout=subprocess.PIPE, check=True).stdout
    boundary = f"s-{uuid.uuid4()}"
    head += ["MIME-Version: 1.0",
             f"Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256; boundary=\"{boundary}\""]
    start = "\r\n".join(head) + f"\r\n\r\n--{boundary}\r\n"
    end = (f"\r\n--{boundary}\r\nContent-Type: application/pkcs7-signature; name=\"smime.p7s\"\r\n"
           f"Content-Transfer-Encoding: base64\r\n\r\n{base64_lines(cms)}--{boundary}--\r\n")
    return start.encode() + entity + end.encode()


if len(sys.argv) == 2:
    make()
else:
    message = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(sealed(message) if sys.argv[2] == "demail" else signed(message, sys.argv[2]))
