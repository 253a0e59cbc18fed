#!/usr/bin/env python3
"""Makes the PDFs and archives the tests read, with programs other than ours: pikepdf, pypdf, zipfile.

usage: pdfs.py OUT [REAL-FORM]
"""
import io
import json
import pathlib
import sys
import unicodedata
import zipfile

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

OUT = pathlib.Path(sys.argv[1])


def blank(pages=1):
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(595, 842))
    return pdf


def appearance(pdf, text=None, font=False):
    content = b"" if text is None else b"/Tx BMC BT /Helv 9 Tf 2 4 Td (" + text + b") Tj ET EMC"
    stream = Stream(pdf, content)
    stream.Type, stream.Subtype, stream.BBox = Name.XObject, Name.Form, [0, 0, 100, 15]
    stream.Resources = Dictionary(Font=Dictionary(Helv=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)))
    return pdf.make_indirect(stream)


class Form:
    def __init__(self, pages=1):
        self.pdf = blank(pages)
        self.fields = Array()
        self.y = 800

    def widget(self, page=0, **entries):
        self.y -= 20
        w = Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=[150, self.y + 15, 50, self.y], P=self.pdf.pages[page].obj)
        for key, value in entries.items():
            w[Name("/" + key)] = value
        w = self.pdf.make_indirect(w)
        if "/Annots" not in self.pdf.pages[page].obj:
            self.pdf.pages[page].obj.Annots = self.pdf.make_indirect(Array())
        self.pdf.pages[page].obj.Annots.append(w)
        return w

    def button(self, state, on, page=0, raw=None, **entries):
        states = Dictionary(Off=appearance(self.pdf))
        states[Name("/" + state)] = appearance(self.pdf)
        return self.widget(page, AP=Dictionary(N=states), AS=Name("/" + state) if on else Name.Off, **entries)

    def add(self, field):
        self.fields.append(field)
        return field

    def save(self, name, **options):
        self.pdf.Root.AcroForm = Dictionary(Fields=self.fields)
        self.pdf.save(OUT / name, static_id=True, **options)


def fields():
    form = Form(2)
    pdf = form.pdf
    form.add(form.widget(FT=Name.Tx, T=String("text"), V=String("Grüße"), TU=String("Ein Text"), AP=Dictionary(N=appearance(pdf, "Grüße".encode("cp1252")))))
    form.add(form.widget(1, FT=Name.Tx, T=String("utf16"), V=String("Łódź")))
    form.add(form.widget(FT=Name.Tx, T=String(unicodedata.normalize("NFD", "größe")), V=String(unicodedata.normalize("NFD", "süß"))))
    form.add(form.widget(FT=Name.Tx, T=String("comb"), V=String("39104"), Ff=1 << 24, MaxLen=5, AP=Dictionary(N=appearance(pdf, b"3) Tj (9104"))))
    form.add(form.widget(FT=Name.Tx, T=String("default"), V=String("deutsch"), DV=String("deutsch")))
    form.add(form.widget(FT=Name.Tx, T=String("forged"), V=String("912,40"), AP=Dictionary(N=appearance(pdf, b"612,40"))))
    form.add(form.widget(FT=Name.Tx, T=String("wrapped"), V=String("eins zwei\ndrei"), AP=Dictionary(N=appearance(pdf, b"eins) Tj (zwei) Tj (drei"))))
    kids = Array([form.button("Erstantrag", False), form.button("Weiter", False)])
    group = pdf.make_indirect(Dictionary(FT=Name.Btn, Ff=1 << 15, T=String("radio"), Kids=kids))
    for kid in kids:
        kid.Parent = group
    form.add(group)
    form.add(form.button("Ja", True, FT=Name.Btn, T=String("on"), V=Name.Ja))
    form.add(form.button("Ja", False, FT=Name.Btn, T=String("off"), V=Name.Off))
    form.add(form.button("Ja", True, FT=Name.Btn, T=String("shown-only")))
    form.add(form.button("Ja", False, FT=Name.Btn, T=String("stored-only"), V=Name.Ja))
    form.add(form.button("Ja", False, FT=Name.Btn, T=String("no-such-state"), V=Name.Choice1))
    # Export values by /Opt: the states are only numbers.
    kids = Array([form.button("0", False), form.button("1", True)])
    group = pdf.make_indirect(Dictionary(FT=Name.Btn, Ff=1 << 15, T=String("opt"), Kids=kids, Opt=Array([String("männlich"), String("weiblich")]), V=Name("/1")))
    for kid in kids:
        kid.Parent = group
    form.add(group)
    form.add(form.widget(FT=Name.Ch, Ff=1 << 17, T=String("choice"), Opt=Array([Array([String("l"), String("ledig")]), Array([String("v"), String("verheiratet")])]), V=String("v")))
    form.add(form.widget(FT=Name.Ch, Ff=1 << 21, T=String("multi"), Opt=Array([String("a"), String("b"), String("c")]), V=Array([String("a"), String("c")])))
    kid = form.widget(T=String("name"), V=String("Klein"))
    parent = pdf.make_indirect(Dictionary(T=String("person"), FT=Name.Tx, Kids=Array([kid])))
    kid.Parent = parent
    form.add(parent)
    form.add(form.widget(FT=Name.Sig, T=String("signature")))
    # A widget that no /Fields entry leads to.
    form.widget(FT=Name.Tx, T=String("orphan"), V=String("da"))
    form.save("fields.pdf")


def latin1():
    """A state that is a name object with a raw Latin-1 byte, as older programs write it."""
    form = Form()
    kid = form.button("PLACEHOLDER", True)
    group = form.pdf.make_indirect(Dictionary(FT=Name.Btn, Ff=1 << 15, T=String("art"), Kids=Array([kid]), V=Name.PLACEHOLDER))
    kid.Parent = group
    form.add(group)
    form.save("latin1.pdf", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    data = (OUT / "latin1.pdf").read_bytes().replace(b"/PLACEHOLDER", b"/Erh\xf6hung   ")
    (OUT / "latin1.pdf").write_bytes(data)


def many(name, count):
    form = Form()
    annots = Array()
    for number in range(count):
        field = form.pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=[0, 0, 10, 10], FT=Name.Tx, T=String(f"f{number}")))
        form.fields.append(field)
        annots.append(field)
    form.pdf.pages[0].obj.Annots = annots
    form.save(name)


def attach(pdf, name, data):
    pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, data, filename=name)


def files():
    inner = io.BytesIO()
    blank().save(inner, static_id=True)
    pdf = blank()
    attach(pdf, "daten.xml", b"<?xml version='1.0'?><a><b>1</b></a>")
    attach(pdf, "../../etc/anlage.pdf", inner.getvalue())
    pdf.save(OUT / "files.pdf", static_id=True)
    data = inner.getvalue()
    for _ in range(25):
        outer = blank()
        attach(outer, "innen.pdf", data)
        buffer = io.BytesIO()
        outer.save(buffer, static_id=True)
        data = buffer.getvalue()
    (OUT / "nested.pdf").write_bytes(data)


def bombs():
    # A page whose small content stream unpacks to a flood of text.
    pdf = blank()
    pdf.pages[0].obj.Resources = Dictionary(Font=Dictionary(F=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)))
    pdf.pages[0].obj.Contents = pdf.make_indirect(Stream(pdf, b"BT /F 1 Tf " + b"(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj 1 0 Td " * 10_000_000 + b"ET"))
    pdf.save(OUT / "flood.pdf", static_id=True, compress_streams=True)
    with zipfile.ZipFile(OUT / "ratio.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("null.txt", b"0" * 150_000_000)
    with zipfile.ZipFile(OUT / "many.zip", "w") as archive:
        for number in range(1100):
            archive.writestr(f"{number}.txt", "x")
    with zipfile.ZipFile(OUT / "inner.zip", "w") as archive:
        archive.writestr("tief/a.txt", "Hallo")
    with zipfile.ZipFile(OUT / "outer.zip", "w") as archive:
        archive.write(OUT / "inner.zip", "inner.zip")
    with zipfile.ZipFile(OUT / "office.docx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")


def real_form(path):
    """Fills 60 fields of a form from practice with pypdf and qpdf's library, and writes down what was filled."""
    pdf = pikepdf.open(path)
    expected = {}

    def leaves(field, name=""):
        if "/T" in field:
            name = (name + "." if name else "") + str(field.T)
        kids = field.get("/Kids")
        if kids is not None and any("/T" in kid for kid in kids):
            for kid in kids:
                yield from leaves(kid, name)
        else:
            yield name, field, (list(kids) if kids is not None else [field])

    texts = ["Müller", "3.2.1984", "1.234,56", "Łukasz", "39104"]
    page_of = {}
    for number, page in enumerate(pdf.pages, 1):
        for annotation in page.obj.get("/Annots", []):
            page_of[annotation.objgen] = number
    count = 0
    for top in pdf.Root.AcroForm.Fields:
        for name, field, widgets in leaves(top):
            if count == 60:
                break
            kind = field.get("/FT")
            if kind == Name.Tx:
                value = texts[count % len(texts)]
                field.V = String(value)
                for widget in widgets:
                    if "/AP" in widget:
                        del widget["/AP"]
                place, kind_name = widgets[0], "text"
            else:
                widget = widgets[count % len(widgets)]
                state = next(key for key in widget.AP.N.keys() if key != "/Off")
                field.V = Name(state)
                for other in widgets:
                    other.AS = Name(state) if other.objgen == widget.objgen else Name.Off
                raw = state[1:]
                try:
                    value = raw.encode("utf-8", "surrogateescape").decode("utf-8")
                except UnicodeDecodeError:
                    value = raw.encode("utf-8", "surrogateescape").decode("cp1252")
                place, kind_name = widget, "radio" if int(field.get("/Ff", 0)) & (1 << 15) else "checkbox"
            r = [float(x) for x in place.Rect]
            expected[name] = {"kind": kind_name, "value": value, "page": page_of[place.objgen], "rect": [min(r[0], r[2]), min(r[1], r[3]), max(r[0], r[2]), max(r[1], r[3])]}
            count += 1
    pdf.save(OUT / "real-filled.pdf")
    (OUT / "real-filled.json").write_text(json.dumps(expected))


OUT.mkdir(parents=True, exist_ok=True)
fields()
latin1()
many("many-fields.pdf", 10_050)
blank(1005).save(OUT / "many-pages.pdf", static_id=True)
files()
bombs()
if len(sys.argv) > 2:
    real_form(sys.argv[2])


def irregular_rows():
    """A form whose rows of persons are numbered by no rule, and with a field that no definition knows."""
    form = Form()
    for name, value in {"verein": "TSV Musterfeld", "kind_name": "Jonas", "kind2_name": "", "kind4_name": "Mia", "kindA_name": "Ole", "bemerkung": "Bitte rufen Sie an.",
                        "leer": ""}.items():
        form.add(form.widget(FT=Name.Tx, T=String(name), V=String(value), Rect=Array([50, form.y, 250, form.y + 15]), F=4, DA=String("/Helv 9 Tf 0 g"),
                             AP=Dictionary(N=appearance(form.pdf, value.encode() or None))))
    form.save("irregular.pdf")


irregular_rows()


def printed_table():
    """A printed page: a letterhead in a corner, and a table of persons with a right-aligned amount."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(OUT / "table.pdf"), pagesize=(595, 842), invariant=1)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(60, 780, "Haushaltsbogen der Gemeinde Musterfeld")
    for n, line in enumerate(["Aktenzeichen", "MF-77/2026"]):
        canvas.drawString(420, 740 - 14 * n, line)
    for x, text in [(60, "Familienname"), (190, "Vornamen"), (310, "geboren am"), (470, "Betrag im Monat")]:
        canvas.drawString(x, 650, text)
    rows = [("von der Heide", "Ana Maria", "02.09.1984", "1.240,50"), ("Weber", "Jonas", "2.9.2014", ""), ("Kowalczyk-Öhler", "Ewa", "17.04.1981", "520,00")]
    for n, (family, given, born, amount) in enumerate(rows):
        y = 632 - 16 * n
        canvas.drawString(60, y, family)
        canvas.drawString(190, y, given)
        canvas.drawString(310, y, born)
        canvas.drawRightString(545, y, amount)
    canvas.drawString(60, 632 - 16 * 3, "Summe")
    canvas.drawRightString(545, 632 - 16 * 3, "1.760,50")
    canvas.save()


printed_table()

import pages

pages.make(OUT)
