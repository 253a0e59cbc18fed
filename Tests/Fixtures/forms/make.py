"""Makes the forms that designers begin with in tests, each as another program makes forms. All of them are invented.

`/usr/bin/python3 Tests/Fixtures/forms/make.py` needs python3-pikepdf; anwohnerparken.pdf is only made anew where LibreOffice is installed.
"""
import io
import pathlib
import shutil
import subprocess
import sys

from pikepdf import Array, Dictionary, Pdf, Stream, String

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent.parent / "SampleForms/make"))
import documents  # noqa: E402

# --- anwohnerparken.pdf: a form as an office draws it in LibreOffice Writer

TEXTS = [("Nachname", "Nachname"), ("Vorname", "Vorname"), ("Geburtsdatum", "Geburtsdatum"), ("Strasse_Hausnr", "Straße und Hausnummer"),
         ("PLZ", "Postleitzahl"), ("Ort", "Ort"), ("Telefon", "Telefon"), ("Kennzeichen", "Kennzeichen"), ("Gueltig_ab", "Ausweis gültig ab")]
ZONES = ["A Altstadt", "B Buckau", "C Stadtfeld"]
BOXES = [("Zweitwagen", "Ich beantrage einen Ausweis für einen Zweitwagen."), ("Datenschutz", "Ich habe die Hinweise zum Datenschutz gelesen.")]


def control(number, kind, name, label, more="", inside=""):
    component = {"text": "TextField", "listbox": "ListBox", "checkbox": "CheckBox"}[kind]
    return (f'<form:{kind} form:name="{name}" form:control-implementation="ooo:com.sun.star.form.component.{component}" '
            f'xml:id="control{number}" form:id="control{number}" form:title="{label}"{more}>{inside}</form:{kind}>')


def writer():
    """The document in the flat format of OpenDocument."""
    items = "".join(f'<form:option form:label="{zone}" form:value="{zone}"/>' for zone in ZONES)
    fields = [("text", name, label, "", "") for name, label in TEXTS]
    fields += [("listbox", "Zone", "Bewohnerparkzone", ' form:dropdown="true" form:list-source-type="value-list"', items)]
    fields += [("checkbox", name, label, ' form:label=""', "") for name, label in BOXES]
    controls = "".join(control(i, *field) for i, field in enumerate(fields, 1))
    lines = "".join(
        f'<text:p>{field[2]}: <draw:control text:anchor-type="as-char" draw:z-index="{i}" draw:style-name="gr1" svg:width="{"0.6cm" if field[0] == "checkbox" else "8cm"}" '
        f'svg:height="0.6cm" draw:control="control{i}"/></text:p>' for i, field in enumerate(fields, 1))
    spaces = " ".join(f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for prefix, name in [
        ("office", "office"), ("text", "text"), ("draw", "drawing"), ("svg", "svg-compatible"), ("form", "form"), ("style", "style")])
    return (f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} xmlns:ooo="http://openoffice.org/2004/office" office:version="1.2" '
            f'office:mimetype="application/vnd.oasis.opendocument.text"><office:styles/><office:automatic-styles><style:style style:name="gr1" style:family="graphic"/></office:automatic-styles><office:body><office:text><office:forms form:automatic-focus="false" '
            f'form:apply-design-mode="false"><form:form form:name="Formular">{controls}</form:form></office:forms>'
            f'<text:p>Antrag auf einen Bewohnerparkausweis</text:p>{lines}</office:text></office:body></office:document>')


if shutil.which("soffice"):
    source = HERE / "anwohnerparken.fodt"
    source.write_text(writer())
    export = 'pdf:writer_pdf_Export:{"ExportFormFields":{"type":"boolean","value":"true"}}'
    subprocess.run(["soffice", "--headless", "--convert-to", export, "--outdir", str(HERE), str(source)], check=True, stdout=subprocess.DEVNULL)
    source.unlink()

# --- kita.pdf: a dynamic XFA form, of which only the data can be read

DATA = """<xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><xfa:data><kitaanmeldung>
<kind><nachname/><vorname/><geburtsdatum/></kind>
<erziehungsberechtigt><nachname/><vorname/><strasse/><plz/><ort/><telefon/></erziehungsberechtigt>
<betreuung><ab/><stunden/><mittagessen/></betreuung>
</kitaanmeldung></xfa:data></xfa:datasets>"""


def kita(data=DATA):
    pdf = Pdf.open(io.BytesIO(documents.page(["Bitte warten. Dieses Formular braucht einen anderen PDF-Betrachter."], "Anmeldung in der Kita")))
    template = '<template xmlns="http://www.xfa.org/schema/xfa-template/3.3/"><subform name="kitaanmeldung"/></template>'
    packets = Array()
    for name, text in [("preamble", '<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/">'), ("template", template), ("datasets", data), ("postamble", "</xdp:xdp>")]:
        packets.append(String(name))
        packets.append(pdf.make_indirect(Stream(pdf, text.encode())))
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=packets, NeedAppearances=True)
    out = io.BytesIO()
    pdf.save(out, static_id=True)
    return out.getvalue()


(HERE / "kita.pdf").write_bytes(kita())
