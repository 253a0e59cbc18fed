"""Makes the messages of the attacks in attacks.yaml: make.py DIRECTORY writes DIRECTORY/<id>/1.eml, 2.eml, ... and DIRECTORY/trust.

Each attack is a function named after its id; it returns the messages in the order they arrive. All people are invented.
"""
import base64
import io
import pathlib
import sys
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent.parent
sys.path[:0] = [str(ROOT / "SampleForms/make"), str(ROOT / "Tests/Fixtures/trust")]

import pikepdf  # noqa: E402
from pikepdf import Array, Dictionary, Name, Stream, String  # noqa: E402

import forms  # noqa: E402
from demail import demail, fields  # noqa: E402
from pdfs import sign_pdf  # noqa: E402
from pki import Holder, base64_lines, chain, name, qc_statements, signed_data, signer_info  # noqa: E402

OUT = pathlib.Path(sys.argv[1])
OFFICE = "wohngeld@stadt-beispiel.example"
CITIZEN = "Sabine Weber <sabine.weber@example.org>"
MALLORY = "Mallory <mallory@evil.example>"
# The code is that of a store whose token.key is 32 times the letter k.
TOKEN = "Re: Antrag auf Wohngeld [WG-2026-000001-5-R1-3Y3YKWS2]"
ANSWER = "> 1. Einzugsdatum\r\n01.06.2021\r\n"
attacks = {}


def attack(function):
    attacks[function.__name__.replace("_", "-")] = function
    return function


# --- who there is ---
qualified_ca = Holder(name("Beispiel QTSP CA", organisation="Vertrauen GmbH"), ca=True, kind="RSA3072", start="2015-01-01", end="2044-01-01")
mail_ca = Holder("Beispiel Mail-Wurzel", ca=True, start="2015-01-01", end="2044-01-01")
seal = Holder(name("De-Mail-Siegel", organisation="DMDA GmbH"), qualified_ca, kind="RSA3072")
other_seal = Holder(name("De-Mail-Siegel", organisation="Anderer AG"), qualified_ca, kind="RSA3072")
weber = Holder("Sabine Weber", qualified_ca, kind="RSA3072", qualified=qc_statements())
weber_mail = Holder("Sabine Weber", qualified_ca, kind="RSA3072", qualified=qc_statements(), emails=["sabine.weber@example.org"])
mallory = Holder("Mallory Muster", qualified_ca, kind="RSA3072", qualified=qc_statements(), emails=["mallory@evil.example"])


# --- messages ---
def mail(body, sender=CITIZEN, subject="Antrag auf Wohngeld", files=(), more="", received="Mon, 12 Oct 2026 10:15:00 +0200", raw_from=None):
    text = f"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{body}\r\n"
    head = f"Received: from a by mx.stadt-beispiel.example; {received}\r\n".encode()
    head += raw_from if raw_from is not None else f"From: {sender}\r\n".encode()
    head += f"{more}To: {OFFICE}\r\nSubject: {subject}\r\nDate: Mon, 12 Oct 2026 10:14:00 +0200\r\nMIME-Version: 1.0\r\n".encode()
    if not files:
        return head + text.encode()
    parts = "".join(f"--g\r\nContent-Type: application/octet-stream; name=\"{n}\"\r\nContent-Disposition: attachment; filename=\"{n}\"\r\n"
                    f"Content-Transfer-Encoding: base64\r\n\r\n{base64_lines(d)}" for n, d in files)
    return head + f"Content-Type: multipart/mixed; boundary=g\r\n\r\n--g\r\n{text}\r\n{parts}--g--\r\n".encode()


def answer(**more):
    return mail(ANSWER, subject=TOKEN, received="Tue, 20 Oct 2026 10:15:00 +0200", **more)


GAPS = forms.without(forms.WEBER, "iban", "kontoinhaber", "wohn_einzug", "miete_grund")
NO_MAIL = forms.without(GAPS, "ant_email")
incomplete = forms.mietzuschuss(GAPS)
full = forms.mietzuschuss(forms.WEBER)


def application(pdf=incomplete, **more):
    return mail("Anbei mein Antrag.", files=[("Antrag.pdf", pdf)], **more)


def smime(holder, body, sender=CITIZEN, subject="Antrag auf Wohngeld", more=""):
    entity = f"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{body}\r\n"
    cms = signed_data([signer_info(holder, entity.encode(), "2026-10-12T08:14:00")], chain(holder))
    return (f"Received: from a by mx.stadt-beispiel.example; Mon, 12 Oct 2026 10:15:00 +0200\r\nFrom: {sender}\r\n{more}To: {OFFICE}\r\n"
            f"Subject: {subject}\r\nDate: Mon, 12 Oct 2026 10:14:00 +0200\r\nMIME-Version: 1.0\r\n"
            "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256; boundary=\"s\"\r\n\r\n"
            f"--s\r\n{entity}\r\n--s\r\nContent-Type: application/pkcs7-signature; name=\"smime.p7s\"\r\n"
            f"Content-Transfer-Encoding: base64\r\n\r\n{base64_lines(cms)}--s--\r\n").encode()


def changed(pdf, change):
    """A PDF after somebody changed it with a tool."""
    document = pikepdf.open(io.BytesIO(pdf))
    change(document)
    out = io.BytesIO()
    document.save(out, static_id=True)
    return out.getvalue()


def field(document, wanted):
    return next(f for f in document.Root.AcroForm.Fields if str(f.get("/T", "")) == wanted)


def picture(document, content, resources=None):
    stream = Stream(document, content)
    stream.Type, stream.Subtype, stream.BBox = Name.XObject, Name.Form, [0, 0, 200, 15]
    stream.Resources = resources or Dictionary(Font=Dictionary(Helv=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)))
    return document.make_indirect(stream)


def rent(document, value="99,00", **entries):
    """The rent is given another value and looks."""
    item = field(document, "miete_gesamt")
    item.V = String(value)
    item.AP = Dictionary(N=picture(document, f"/Tx BMC BT 0 g /Helv 9 Tf 2 4 Td ({value}) Tj ET EMC".encode()))
    for key, entry in entries.items():
        item[Name("/" + key)] = entry
    return item


def second_rent(document, value, **entries):
    """A second field of the same name."""
    page = document.pages[0].obj
    widget = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("miete_gesamt"), V=String(value), Rect=Array([50, 20, 150, 35]),
                        F=4, P=page, DA=String("/Helv 9 Tf 0 g"))
    widget.AP = Dictionary(N=picture(document, f"/Tx BMC BT 0 g /Helv 9 Tf 2 4 Td ({value}) Tj ET EMC".encode()))
    for key, entry in entries.items():
        widget[Name("/" + key)] = entry
    widget = document.make_indirect(widget)
    page.Annots.append(widget)
    document.Root.AcroForm.Fields.append(widget)


def tampered(change):
    return [application(changed(full, change))]


def zipped(*files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for file_name, data in files:
            archive.writestr(zipfile.ZipInfo(file_name, (2026, 10, 9, 9, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


for part in ("senders", "seals", "fields", "headers", "cosigned", "archives"):
    exec((HERE / f"{part}.py").read_text())

for folder, data in (("qualified/ca.pem", qualified_ca.pem), ("anchors/mail.pem", mail_ca.pem), ("demail/dmda.de-mail.de.pem", seal.pem),
                     ("demail/anderer.de-mail.de.pem", other_seal.pem)):
    path = OUT / "trust" / folder
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
for identifier, function in attacks.items():
    for number, message in enumerate(function(), 1):
        path = OUT / identifier / f"{number}.eml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(message)
