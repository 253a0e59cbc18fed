"""Builds Internet messages the way mail programs do, with fixed dates and boundaries so that they never change."""
from email.header import Header
from email.message import EmailMessage, Message
from email.mime.application import MIMEApplication
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import formataddr

OFFICE = "wohngeld@stadt-beispiel.example"


class Letter:
    """A message with a text and attachments."""

    counter = 0

    def __init__(self, name, address, subject, text, day="12", hour="10:15:00", **header):
        Letter.counter += 1
        self.number = Letter.counter
        self.name, self.address, self.subject, self.text = name, address, subject, text
        self.day, self.hour, self.header = day, hour, header
        self.attachments = []
        self.html = None

    def attach(self, data, filename, subtype="pdf", maintype="application"):
        part = MIMEApplication(data, subtype)
        if maintype != "application":
            part.replace_header("Content-Type", f"{maintype}/{subtype}")
        if filename.isascii():
            part.add_header("Content-Disposition", "attachment", filename=filename)
        else:
            part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", filename))
        self.attachments.append(part)
        return self

    def forward(self, inner):
        message = MIMEMessage(inner)
        self.attachments.append(message)
        return self

    def message(self):
        body = MIMEText(self.text, "plain", "utf-8")
        if self.html:
            alternative = MIMEMultipart("alternative", boundary=f"=_alt_{self.number:03}")
            alternative.attach(body)
            alternative.attach(MIMEText(self.html, "html", "utf-8"))
            body = alternative
        if self.attachments:
            mixed = MIMEMultipart("mixed", boundary=f"=_mixed_{self.number:03}")
            mixed.attach(body)
            for part in self.attachments:
                mixed.attach(part)
            body = mixed
        head = [
            ("Received", f"from mail.example.org (mail.example.org [192.0.2.{self.number}])\r\n\tby mx.stadt-beispiel.example with ESMTPS id q{self.number:04};\r\n\tMon, {self.day} Oct 2026 {self.hour} +0200"),
            ("From", formataddr((str(Header(self.name, "utf-8")) if not self.name.isascii() else self.name, self.address))),
            ("To", OFFICE),
            ("Subject", Header(self.subject, "utf-8").encode() if not self.subject.isascii() else self.subject),
            ("Date", f"Mon, {self.day} Oct 2026 {self.hour[:-2]}{'%02d' % (int(self.hour[-2:]) // 2)} +0200"),
            ("Message-ID", f"<muster-{self.number:03}@mail.example.org>"),
        ]
        head += [(key.replace("_", "-"), value) for key, value in self.header.items()]
        return head, body

    def bytes(self, newline=b"\r\n"):
        head, body = self.message()
        lines = "".join(f"{key}: {value}\r\n" for key, value in head)
        rest = body.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        data = lines.encode() + rest
        return data if newline == b"\r\n" else data.replace(b"\r\n", b"\n")
