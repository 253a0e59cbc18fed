"""Sample documents that are no plain AcroForm: XFA, XML, a scan, an encrypted and a damaged PDF."""
import io
import struct
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas


def page(lines, title="Schreiben"):
    """A PDF page with lines of text."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    canvas.setTitle(title)
    canvas.setFont("Helvetica", 11)
    for number, line in enumerate(lines):
        canvas.drawString(70, 780 - 18 * number, line)
    canvas.save()
    return buffer.getvalue()


def saved(pdf, **options):
    buffer = io.BytesIO()
    pdf.save(buffer, static_id=True, **options)
    return buffer.getvalue()


def encrypted(data, password):
    pdf = pikepdf.open(io.BytesIO(data))
    return saved(pdf, encryption=pikepdf.Encryption(user=password, owner=password + "-owner", R=3, aes=False, metadata=False))


def damaged(data):
    """Half a file without its objects' ends, as a broken upload leaves it."""
    return data[: len(data) // 40]


def filled_later(data, values, states=None):
    """Fills fields the way a program without fonts does: values only, appearances left to the viewer."""
    pdf = pikepdf.open(io.BytesIO(data))
    form = pdf.Root.AcroForm
    form.NeedAppearances = True
    for field in form.Fields:
        name = str(field.get("/T"))
        if name in values:
            field.V = String(values[name])
        if states and name in states:
            field.V = Name("/" + states[name])
            for widget in field.get("/Kids", [field]):
                widget.AS = Name("/" + states[name]) if Name("/" + states[name]) in widget.AP.N else Name("/Off")
    return saved(pdf)


def with_value_changed(data, name, value):
    """Changes a stored value but not what the page shows: the trick of a forger, or a bug."""
    pdf = pikepdf.open(io.BytesIO(data))
    for field in pdf.Root.AcroForm.Fields:
        if str(field.get("/T")) == name:
            field.V = String(value)
    return saved(pdf)


XFA_DATA = """<xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><xfa:data>
<wohngeldantrag>
 <kopf><art>1</art><zuschuss>Miete</zuschuss></kopf>
 <person><nachname>Öztürk</nachname><vorname>Elif</vorname><geburtsdatum>1991-08-30</geburtsdatum><geburtsort>Köln</geburtsort><staat>deutsch</staat></person>
 <wohnung><strasse>Breite Straße</strasse><nr>112</nr><plz>39106</plz><ort>Magdeburg</ort><einzug>2023-02-01</einzug><flaeche>48.5</flaeche><personen>1</personen><mittelpunkt>1</mittelpunkt></wohnung>
 <miete><verhaeltnis>Hauptmieter</verhaeltnis><vermieter>Hausverwaltung Nord GmbH</vermieter><vermieterstrasse>Nordring 5</vermieterstrasse><vermieterort>39124 Magdeburg</vermieterort><verwandt>0</verwandt><gesamt>455.00</gesamt><kalt>320.00</kalt><nebenkosten>85.00</nebenkosten><heizung>50.00</heizung></miete>
 <einkommen><zeile><art>Lohn</art><betrag>1240.00</betrag></zeile><zeile><art>Minijob</art><betrag>300.00</betrag></zeile></einkommen>
 <abzuege steuern="1" kv="1" rv="1"/>
 <fragen><transfer>0</transfer><todesfall>0</todesfall><aenderung>0</aenderung><unterhalt>0</unterhalt><vermoegen>0</vermoegen></fragen>
 <bank><iban>DE02500105170137075030</iban><inhaber>selbst</inhaber></bank>
</wohngeldantrag>
</xfa:data></xfa:datasets>"""


def xfa():
    """A dynamic XFA form: the page itself only says that another program is needed."""
    pdf = pikepdf.open(io.BytesIO(page(["Bitte warten. Dieses Formular braucht einen anderen PDF-Betrachter."], "Wohngeldantrag")))
    template = '<template xmlns="http://www.xfa.org/schema/xfa-template/3.3/"><subform name="wohngeldantrag"/></template>'
    packets = [
        ("preamble", '<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/">'), ("template", template), ("datasets", XFA_DATA), ("postamble", "</xdp:xdp>")]
    array = Array()
    for name, text in packets:
        array.append(String(name))
        array.append(pdf.make_indirect(Stream(pdf, text.encode())))
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=array, NeedAppearances=True)
    return saved(pdf)


def png(width=120, height=80):
    """A grey picture with a dark band."""
    rows = b"".join(b"\0" + bytes(90 if 30 < y < 50 else 220 for _ in range(width)) for y in range(height))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def scan():
    """A page that is one picture."""
    pdf = pikepdf.new()
    pixels = bytes(200 if (x // 7 + y // 11) % 5 else 40 for y in range(120) for x in range(85))
    image = Stream(pdf, zlib.compress(pixels))
    image.Type, image.Subtype, image.Width, image.Height = Name.XObject, Name.Image, 85, 120
    image.ColorSpace, image.BitsPerComponent, image.Filter = Name.DeviceGray, 8, Name.FlateDecode
    content = Stream(pdf, b"q 595 0 0 842 0 0 cm /Im0 Do Q")
    sheet = Dictionary(Type=Name.Page, MediaBox=[0, 0, 595, 842], Resources=Dictionary(XObject=Dictionary(Im0=pdf.make_indirect(image))), Contents=pdf.make_indirect(content))
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(sheet)))
    return saved(pdf)


XML_ANTRAG = """<?xml version="1.0" encoding="UTF-8"?>
<w:antrag xmlns:w="urn:eingang:wohngeld:1" version="1.0">
  <w:art>weiterleistung</w:art>
  <w:zuschussart>miete</w:zuschussart>
  <w:wohngeldnummer>MD-2025-00417</w:wohngeldnummer>
  <w:antragsteller>
    <w:familienname>Kowalczyk</w:familienname>
    <w:vornamen>Marek</w:vornamen>
    <w:geburtsdatum>1979-12-05</w:geburtsdatum>
    <w:geburtsort>Gdańsk</w:geburtsort>
    <w:geschlecht>m</w:geschlecht>
    <w:familienstand>verheiratet</w:familienstand>
    <w:staatsangehoerigkeit>polnisch</w:staatsangehoerigkeit>
    <w:status>angestellter</w:status>
    <w:email>marek.kowalczyk@example.org</w:email>
  </w:antragsteller>
  <w:wohnung>
    <w:strasse>Halberstädter Straße</w:strasse><w:hausnummer>88</w:hausnummer><w:plz>39112</w:plz><w:ort>Magdeburg</w:ort>
    <w:einzugsdatum>2019-10-01</w:einzugsdatum><w:gesamtflaeche>82.30</w:gesamtflaeche><w:bewohner>4</w:bewohner><w:mittelpunkt>true</w:mittelpunkt>
  </w:wohnung>
  <w:miete>
    <w:verhaeltnis>hauptmieter</w:verhaeltnis><w:vermieter>Anna Feld</w:vermieter>
    <w:vermieterAnschrift><w:strasse>Feldweg</w:strasse><w:hausnummer>3</w:hausnummer><w:plz>39112</w:plz><w:ort>Magdeburg</w:ort></w:vermieterAnschrift><w:vermieterVerwandt>false</w:vermieterVerwandt>
    <w:gesamt>845.00</w:gesamt><w:grundmiete>590.00</w:grundmiete><w:betriebskosten>155.00</w:betriebskosten><w:heizkosten>100.00</w:heizkosten>
  </w:miete>
  <w:person><w:familienname>Kowalczyk</w:familienname><w:vornamen>Ewa</w:vornamen><w:geburtsdatum>1981-04-17</w:geburtsdatum><w:verhaeltnis>ehegatte</w:verhaeltnis></w:person>
  <w:person><w:familienname>Kowalczyk</w:familienname><w:vornamen>Lena</w:vornamen><w:geburtsdatum>2010-06-22</w:geburtsdatum><w:verhaeltnis>kind</w:verhaeltnis></w:person>
  <w:person><w:familienname>Kowalczyk</w:familienname><w:vornamen>Tom</w:vornamen><w:geburtsdatum>2013-01-09</w:geburtsdatum><w:verhaeltnis>kind</w:verhaeltnis></w:person>
  <w:einkommen person="0" code="lohn" turnus="monatlich"><w:brutto>2350.00</w:brutto></w:einkommen>
  <w:einkommen person="1" code="minijob" turnus="monatlich"><w:brutto>520.00</w:brutto></w:einkommen>
  <w:einkommen person="2" code="kein_einkommen"/>
  <w:abzug person="0" steuern="true" kvpv="true" rv="true"/>
  <w:abzug person="1" steuern="false" kvpv="false" rv="true"/>
  <w:fragen transfer="false" todesfall="false" aenderung="false" unterhalt="false" vermoegen="false"/>
  <w:bank><w:iban>DE75512108001245126199</w:iban><w:kontoinhaber>applicant</w:kontoinhaber></w:bank>
</w:antrag>
"""
