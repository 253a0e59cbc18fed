#!/usr/bin/env python3
"""Say what Python's mail library finds in messages.

Standard input holds one message after another, each after a line with its
size in bytes. For each, one line of JSON is written: the names of the header
fields, sender, name and recipients, the subject, the ids, the parts as
[media type, file name or null, text, or the bytes as Base64], the longest
line of the header and of all of it, and what the library found wrong.
"""

import base64
import email
import email.policy
import json
import sys
from email.header import decode_header


def decoded(words):
    """A field's words, decoded as RFC 2047 has it and nothing else."""
    return "".join(text if isinstance(text, str) else text.decode(charset or "ascii") for text, charset in words)


def part(one):
    content = one.get_content()
    if isinstance(content, bytes):
        content = base64.b64encode(content).decode()
    return [one.get_content_type(), one.get_filename(), content]


source = sys.stdin.buffer
while size := source.readline():
    raw = source.read(int(size))
    message = email.message_from_bytes(raw, policy=email.policy.default)
    plain = email.message_from_bytes(raw, policy=email.policy.compat32)
    defects = [str(defect) for one in message.walk() for defect in one.defects]
    lines = raw.split(b"\r\n")
    head = lines[:lines.index(b"")]
    print(json.dumps({
        "names": message.keys(),
        "from": [address.addr_spec for address in message["From"].addresses],
        "fromName": decoded(decode_header(plain["From"])[:-1]),
        "to": [address.addr_spec for address in message["To"].addresses],
        "subject": decoded(decode_header(plain["Subject"].replace("\r\n", ""))),
        "subjectShown": str(message["Subject"]),
        "date": int(message["Date"].datetime.timestamp()),
        "id": str(message["Message-ID"]),
        "references": (plain["References"] or "").split(),
        "parts": [part(one) for one in message.walk() if not one.is_multipart()],
        "longestHead": max(map(len, head)),
        "longest": max(map(len, lines)),
        "bareBreaks": raw.replace(b"\r\n", b"").count(b"\r") + raw.replace(b"\r\n", b"").count(b"\n"),
        "isASCII": raw.isascii(),
        "defects": defects,
    }))
