#!/usr/bin/env python3
"""Makes the signed samples and the trust directory anew: keys are made, used and thrown away, so every run differs.

Needs what make.py needs, and python3-cryptography and xmlsec1. The people and the authorities are invented.
"""
import hashlib
import pathlib
import sys
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "make"), str(ROOT.parent / "Tests/Fixtures/trust")]
import documents as d  # noqa: E402
import forms as f  # noqa: E402
from demail import demail, fields  # noqa: E402
from messages import Letter  # noqa: E402
from pdfs import sign_pdf  # noqa: E402
from pki import Holder, base64_lines, chain, name, qc_statements, signed_data, signer_info  # noqa: E402
from xmls import sign_xml, template  # noqa: E402

RECEIVED = "Received: from mx1.dmda.de-mail.de by gateway.stadt-beispiel.example; {}\r\n"


def write(path, data):
    target = ROOT / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


provider_ca = Holder(name("Beispiel QTSP CA", organisation="Beispiel Vertrauensdienste GmbH"), ca=True, kind="RSA3072", start="2015-01-01", end="2045-01-01")
mail_root = Holder(name("Beispiel Mail-Wurzel", organisation="Beispiel Mail AG"), ca=True, start="2015-01-01", end="2045-01-01")
seal = Holder(name("De-Mail-Siegel 7", organisation="Beispiel De-Mail-Anbieter GmbH"), provider_ca, kind="RSA3072")
URL = "http://sperrliste.invalid/qtsp.crl"


def person(common, mail=None, issuer=provider_ca, **more):
    return Holder(common, issuer, kind="RSA3072", emails=[mail] if mail else [], **more)


weber = person("Sabine Weber", qualified=qc_statements(), crl=URL)
neumann = person("Paul Neumann", "paul.neumann@example.org", qualified=qc_statements(), crl=URL)
gone = person("Paul Neumann", "paul.neumann@example.org", qualified=qc_statements(), crl=URL)
kowalczyk = person("Marek Kowalczyk", "marek.kowalczyk@example.org", qualified=qc_statements(), crl=URL)
simple = person("Paul Neumann", "paul.neumann@example.org", mail_root)

write("trust/qualified/qtsp.pem", provider_ca.pem)
write("trust/anchors/mail.pem", mail_root.pem)
write("trust/demail/dmda.de-mail.de.pem", seal.pem)
write("trust/revocation/qtsp.crl", provider_ca.revocation_list([(gone, "2026-09-01")], made="2026-10-01", until="2036-10-01"))

TEXT = (ROOT / "08-widerspruch-brief/message.eml").read_bytes()


def objection_letter():
    """The header and the text part of the plain objection."""
    head, body = TEXT.split(b"\r\n\r\n", 1)
    rows = head.split(b"\r\n")
    keep = [r for r in rows if not r.lower().startswith((b"content-", b"mime-version"))]
    content = [r for r in rows if r.lower().startswith(b"content-")]
    return b"\r\n".join(keep), b"\r\n".join(content) + b"\r\n\r\n" + body.rstrip(b"\r\n") + b"\r\n"


def smime(holder, **more):
    head, entity = objection_letter()
    cms = signed_data([signer_info(holder, entity, "2026-10-12T19:39:00", **more)], chain(holder))
    return (head + b"\r\nMIME-Version: 1.0\r\nContent-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256; boundary=\"signiert\"\r\n\r\n"
            b"--signiert\r\n" + entity + b"\r\n--signiert\r\nContent-Type: application/pkcs7-signature; name=\"smime.p7s\"\r\n"
            b"Content-Transfer-Encoding: base64\r\n\r\n" + base64_lines(cms).encode() + b"--signiert--\r\n")


write("25-widerspruch-qualifiziert-signiert/message.eml", smime(neumann))
write("26-widerspruch-einfach-signiert/message.eml", smime(simple))
write("27-widerspruch-zertifikat-gesperrt/message.eml", smime(gone))
sent = smime(neumann)
place = sent.index(b"\r\n\r\n", sent.index(b"--signiert\r\n")) + 44
write("28-widerspruch-nach-dem-signieren-geaendert/message.eml", sent[:place] + (b"B" if sent[place:place + 1] == b"A" else b"A") + sent[place + 1:])



def letter_parts(letter):
    """A letter's content for a De-Mail: the media type and the body."""
    data = letter.message()[1].as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n").decode()
    head, body = data.split("\r\n\r\n", 1)
    rows = [r for r in head.split("\r\n") if not r.startswith("MIME-Version")]
    return "\r\n".join(rows) + "\r\n", body


form = f.mietzuschuss(f.WEBER)
mime, body = letter_parts(Letter("Sabine Weber", "sabine.weber@dmda.de-mail.de", "Antrag auf Mietzuschuss", "Guten Tag,\n\nanbei mein Antrag.\n\nSabine Weber\n").attach(form, "Antrag_Mietzuschuss.pdf"))
rows = fields(sender="sabine.weber@dmda.de-mail.de", holder="Sabine Weber", subject="Antrag auf Mietzuschuss", date="Mon, 12 Oct 2026 09:15:00 +0200")
rows[0] = ("From", '"Sabine Weber" <sabine.weber@dmda.de-mail.de>')
message = demail(rows, body, seal, mime=mime)
received = RECEIVED.format("Mon, 12 Oct 2026 09:15:05 +0200").encode()
write("29-de-mail-absenderbestaetigt/message.eml", received + message)
write("30-de-mail-gefaelscht/message.eml", received + demail(rows, body, None, mime=mime))

signed_form = sign_pdf(form, weber, time="2026-10-12T07:00:00")
write("31-pdf-qualifiziert-signiert/message.eml", Letter("Sabine Weber", "sabine.weber@example.org", "Antrag auf Mietzuschuss", "Mein unterschriebener Antrag.\n").attach(signed_form, "Antrag_Mietzuschuss.pdf").bytes())
xml = d.XML_ANTRAG if isinstance(d.XML_ANTRAG, str) else d.XML_ANTRAG.decode()
end = xml.rindex("</")
signed_xml = sign_xml(xml[:end] + template() + xml[end:], kowalczyk, ())
write("32-xml-qualifiziert-signiert/message.eml", Letter("Marek Kowalczyk", "marek.kowalczyk@example.org", "Weiterleistung Wohngeld", "Antrag als XML im Anhang.\n").attach(signed_xml, "antrag.xml", "xml").bytes())
beside = signed_data([signer_info(weber, form, "2026-10-12T07:00:00")], chain(weber))
write("33-signatur-neben-der-datei/message.eml", Letter("Sabine Weber", "sabine.weber@example.org", "Antrag auf Mietzuschuss", "Antrag und Signatur.\n").attach(form, "Antrag_Mietzuschuss.pdf").attach(beside, "signatur.p7s", "pkcs7-signature").bytes())
