"""Messages of hostile people: every payload as subject, name, text, file name, HTML, SVG, field of a PDF, element of an XML and answer.

hostile.py DIRECTORY writes them there. Behind each payload stands where it was put (`//~N12`: the name, payload 12), so that it can be
seen whether it arrived on a page; all else is as valid as it can be.
"""
import base64
import pathlib
import re
import sys
import xml.sax.saxutils

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent.parent
sys.path[:0] = [str(ROOT / "SampleForms/make"), str(pathlib.Path(__file__).resolve().parent)]
# Only the tests' own environment has Selenium, only the system's Python has pikepdf: this runs in the system's.

import documents  # noqa: E402
import forms  # noqa: E402
from payloads import payloads  # noqa: E402

# Where the key that signs tokens is 32 times the letter k, this is the token of the first letter of the first case.
TOKEN = "[WG-2026-000001-5-R1-3Y3YKWS2]"
NUMBER = "WG-2026-000001-5"
# What a clerk is asked about an incomplete application.
GAPS = ("iban", "kontoinhaber", "wohn_einzug", "miete_grund")
# Text of any kind, then text that is to be a date, an amount, a number or a choice.
FIELDS = [
    "ant_name", "ant_vorname", "ant_geburtsname", "ant_gebort", "ant_staat", "wohn_strasse", "wohn_zusatz", "wohn_ort", "vermieter_name",
    "vermieter_strasse", "vermieter_ort", "hh1_name", "hh1_vorname", "eink1_stelle", "bank", "unt_name", "unt_ort", "ant_telefon",
    "wohngeldnummer", "ant_geb", "wohn_einzug", "miete_gesamt", "wohn_raeume", "iban", "hh1_verh",
]
ELEMENTS = ["w:familienname", "w:vornamen", "w:geburtsort", "w:staatsangehoerigkeit", "w:strasse", "w:ort", "w:vermieter", "w:wohngeldnummer"]


def marked(payload, place):
    return f"{payload['text']} //~{place}{payload['number']}"


def word(text):
    """Text as encoded words: any character gets through a header in them. A header has no more than some thousand bytes."""
    data = text[:1500].encode("utf-8", "surrogatepass")
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(data[at:at + 45]).decode()}?=" for at in range(0, len(data), 45))


def percent(text):
    return "".join(f"%{byte:02X}" for byte in text[:200].encode("utf-8", "surrogatepass"))


def part(kind, data, name=None):
    head = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n"
    if name is not None:
        head += f"Content-Disposition: attachment;\r\n filename*=utf-8''{percent(name)}\r\n"
    return head.encode() + b"\r\n" + base64.encodebytes(data).replace(b"\n", b"\r\n")


def message(number, name, subject, parts):
    # One address each, so that they are nobody's second application.
    head = (f"Received: from a by mx.stadt-beispiel.example; Mon, 12 Oct 2026 10:15:00 +0200\r\nFrom: {word(name)}\r\n <absender{number}@example.org>\r\n"
            f"To: wohngeld@stadt-beispiel.example\r\nSubject: {word(subject)}\r\nMessage-ID: <fremd-{number}@example.org>\r\n"
            "Date: Mon, 12 Oct 2026 10:14:00 +0200\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"=_g\"\r\n\r\n")
    return head.encode() + b"".join(b"--=_g\r\n" + one + b"\r\n" for one in parts) + b"--=_g--\r\n"


def letter(payload):
    """A mail without a form; what it says, in HTML and in a picture, is the payload as it is."""
    text = payload["text"]
    # What a form would have cut is no less hostile uncut; mails have more room.
    raw = text.encode("utf-8", "surrogatepass")
    html = b"<html><body><p>Guten Tag,</p>" + raw + b"<p>" + marked(payload, "H").encode("utf-8", "surrogatepass") + b"</p></body></html>"
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'><text>" + raw + b"</text></svg>"
    parts = [
        part("text/plain; charset=utf-8", marked(payload, "T").encode("utf-8", "surrogatepass")) if payload["number"] % 2 else part("text/html; charset=utf-8", html),
        part("image/svg+xml", svg, "bild.svg"), part("text/html", html, "seite.html"), part("text/plain", b"Anlage", marked(payload, "A")),
    ]
    return message(payload["number"], marked(payload, "N"), marked(payload, "S"), parts)


def application(number, chosen, blank):
    """A form of which every field says something hostile."""
    values = {name: marked(payload, "F")[:4000] for name, payload in zip(FIELDS, chosen)}
    # Dates and amounts stay readable in every second one, so that the rest is judged.
    if number % 2:
        values = {name: value for name, value in values.items() if FIELDS.index(name) < 18}
    pdf = documents.filled_later(blank, {name: clean(value) for name, value in values.items()})
    names = [marked(chosen[0], "P")]
    return message(f"f{number}", "Wer schreibt", "Antrag", [part("text/plain", b"Anbei.")] + [part("application/pdf", pdf, name) for name in names])


def structured(number, chosen):
    """The same as XML."""
    tree = documents.XML_ANTRAG
    for name, payload in zip(ELEMENTS, chosen):
        value = xml.sax.saxutils.escape(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", marked(payload, "X")))[:4000]
        tree = re.sub(f"<{name}>[^<]*</{name}>", lambda _, n=name, v=value: f"<{n}>{v}</{n}>", tree, count=1)
    return message(f"x{number}", "Wer schreibt", "Antrag", [part("text/plain", b"Anbei."), part("text/xml", tree.encode("utf-8", "surrogatepass"), "antrag.xml")])


def answer(number, chosen):
    """What somebody writes below the questions of our letter."""
    lines = [f"{at}: {re.sub('[^ -~]', ' ', marked(payload, 'Q'))[:300]}" for at, payload in enumerate(chosen, 1)]
    return message(f"a{number}", "Wer schreibt", f"Re: Antrag {TOKEN}", [part("text/plain; charset=utf-8", "\r\n".join(lines).encode())])


def clean(text):
    # A PDF's text has no lone halves of characters.
    return text.encode("utf-8", "replace").decode("utf-8")


def everything(canary):
    """All messages by name, in the order they come."""
    all_of_them = payloads(canary)
    yield "0-antrag", message("0", "Sabine Weber", "Antrag", [part("text/plain", b"Anbei."), part("application/pdf", forms.mietzuschuss(forms.without(forms.WEBER, *GAPS)), "antrag.pdf")])
    for number, start in enumerate(range(0, len(all_of_them), 5)):
        if number % 5 == 0:
            yield f"1-antwort-{number:03}", answer(number, all_of_them[start:start + 5])
    blank = forms.mietzuschuss(forms.WEBER)
    for number, start in enumerate(range(0, len(all_of_them), 18)):
        yield f"2-pdf-{number:03}", application(number, all_of_them[start:start + 25], blank)
    for number, start in enumerate(range(0, len(all_of_them), 24)):
        yield f"3-xml-{number:03}", structured(number, all_of_them[start:start + 8])
    for payload in all_of_them:
        yield f"4-brief-{payload['number']:03}", letter(payload)


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    for title, data in everything(sys.argv[2] if len(sys.argv) > 2 else "127.0.0.1:9"):
        (folder / f"{title}.eml").write_bytes(data)
