#!/usr/bin/env python3
"""Makes every message and form in SampleForms anew. All people are invented.

Needs Debian's python3-reportlab and python3-pikepdf:  /usr/bin/python3 SampleForms/make.py
The expected outcomes beside the messages are written by `make samples`, and read by a person before they are kept.
"""
import email
import io
import pathlib
import sys
import unicodedata
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).parent / "make"))
import documents as d  # noqa: E402
import forms as f  # noqa: E402
from messages import Letter  # noqa: E402

ROOT = pathlib.Path(__file__).parent
HELLO = "Guten Tag,\n\nanbei sende ich Ihnen meinen Antrag.\n\nMit freundlichen Grüßen\n{}\n"


def write(folder, data, name="message.eml"):
    path = ROOT / folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def zipped(*files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name, (2026, 10, 9, 9, 0, 0)), data)
    return buffer.getvalue()


# Documents among the cases that designers try the definitions with.
cases = "../Schemas/wohngeld/cases"

weber = ("Sabine Weber", "sabine.weber@example.org")
hartwig = ("Dieter Hartwig", "d.hartwig@example.org")
full = f.mietzuschuss(f.WEBER)

write("blank", f.mietzuschuss(), "mietzuschuss-2026.pdf")
write("blank", f.lastenzuschuss(), "lastenzuschuss-2026.pdf")
write("../Documentation/examples", f.hundesteuer(), "hundesteuer.pdf")
# The same go out with letters.
for name in ("mietzuschuss-2026.pdf", "lastenzuschuss-2026.pdf"):
    write("../Schemas/wohngeld/blank", (ROOT / "blank" / name).read_bytes(), name)

write("01-mietzuschuss-vollstaendig", Letter(*weber, "Antrag auf Mietzuschuss", HELLO.format(weber[0])).attach(full, "Antrag_Mietzuschuss.pdf").bytes())

gaps = f.without(f.WEBER, "iban", "kontoinhaber", "wohn_einzug", "miete_grund", "vermoegen", "ant_gebort")
write("02-mietzuschuss-unvollstaendig", Letter(*weber, "Wohngeldantrag", HELLO.format(weber[0])).attach(f.mietzuschuss(gaps), "wohngeld.pdf").bytes(b"\n"))

write("03-lastenzuschuss-vollstaendig", Letter(*hartwig, "Lastenzuschuss", HELLO.format(hartwig[0])).attach(f.lastenzuschuss(f.HARTWIG), "Lastenzuschuss.pdf").bytes())

gaps = f.without(f.HARTWIG, "darl1_zins", "darl1_tilg", "last_grundsteuer", "hh1_geb", "eink2_brutto")
write("04-lastenzuschuss-unvollstaendig", Letter(*hartwig, "Lastenzuschuss", HELLO.format(hartwig[0])).attach(f.lastenzuschuss(gaps), "Lastenzuschuss.pdf").bytes())

write(cases, d.xfa(), "xfa.pdf")
write("05-xfa", Letter("Elif Öztürk", "elif.oeztuerk@example.org", "Wohngeldantrag", HELLO.format("Elif Öztürk")).attach(d.xfa(), "Wohngeldantrag.pdf").bytes())

printed = dict(f.WEBER, ant_name="Brandt", ant_vorname="Helga", ant_geb="9. Mai 1948", ant_email="helga.brandt@example.org", wohn_einzug="1.10.1999", wohn_personen="1")
printed = f.without(printed, *[k for k in printed if k.startswith(("hh1", "eink2"))])
write(cases, f.mietzuschuss(dict(printed, ant_geburtsname="Klose"), printed=True), "gedruckt.pdf")
write("06-gedruckt", Letter("Helga Brandt", "helga.brandt@example.org", "Mein Antrag", HELLO.format("Helga Brandt")).attach(f.mietzuschuss(printed, printed=True), "Antrag gedruckt.pdf").bytes())

write(cases, d.XML_ANTRAG.encode(), "xml.xml")
write("07-xml", Letter("Marek Kowalczyk", "marek.kowalczyk@example.org", "Weiterleistung Wohngeld", "Antrag als XML im Anhang.\n").attach(d.XML_ANTRAG.encode(), "antrag.xml", "xml").bytes())

OBJECTION = """Sehr geehrte Damen und Herren,

gegen Ihren Bescheid vom 22.09.2026, Aktenzeichen MD-2026-01893, lege ich hiermit

Widerspruch

ein. Den Bescheid habe ich am 25.09.2026 erhalten. Mit der Höhe des Wohngeldes bin ich
nicht einverstanden, weil die Heizkosten nicht berücksichtigt wurden.

Ich bitte außerdem um Akteneinsicht.

Mit freundlichen Grüßen

Paul Neumann
Sternstraße 14
39104 Magdeburg
"""
write("08-widerspruch-brief", Letter("Paul Neumann", "paul.neumann@example.org", "Widerspruch gegen Bescheid MD-2026-01893", OBJECTION, hour="21:40:00").bytes())

write("09-drei-anhaenge", Letter(*weber, "Unterlagen Wohngeld", HELLO.format(weber[0]))
      .attach(d.png(), "Foto_Klingelschild.png", "png", "image")
      .attach(d.page(["Mietvertrag", "zwischen Wohnbau Elbe eG und Sabine Weber", "über die Wohnung Lindenweg 7a, 39104 Magdeburg"], "Mietvertrag"), "Mietvertrag.pdf")
      .attach(f.mietzuschuss(f.without(f.WEBER, "miete_bk")), "Antrag.pdf").bytes())

names = {
    "antrag_art": "Erstantrag", "ant_name": "Müßiggänger-Çelik", "ant_geburtsname": "Łączyńska", "ant_vorname": unicodedata.normalize("NFD", "Zoë Änne"),
    "ant_geb": "01.01.1990", "ant_gebort": "Görlitz", "ant_staat": "österreichisch", "wohn_strasse": "Große Münzenstraße", "wohn_hausnr": "3",
    "wohn_plz": "39104", "wohn_ort": "Magdeburg", "wohn_einzug": "15. März 2022", "wohn_flaeche": "41,25 qm", "wohn_personen": "1",
    "vermieter_name": "Jürgen Öhlschläger", "vermieter_strasse": "Äußere Löbauer Straße 4", "vermieter_ort": "02826 Görlitz", "miete_gesamt": "398,50 EUR", "miete_grund": "298,50 EUR", "miete_bk": "60 €", "miete_heiz": "40 €",
    "eink1_person": "0", "eink1_art": "Lohn oder Gehalt", "eink1_brutto": "1.234,56 €", "eink1_turnus": "monatlich", "iban": "AT61 1904 3002 3457 3201"}
states = {"antrag_art": "Erstantrag", "miete_verh": "Untermiete", "mittelpunkt_ja": "Yes", "vermieter_verwandt_nein": "Yes", "transfer_nein": "Yes", "todesfall_nein": "Yes", "aenderung_nein": "Yes", "unterhalt_nein": "Yes", "vermoegen_nein": "Yes", "abzug_kv": "Yes", "kontoinhaber": "1"}
letter = Letter("Zoë Müßiggänger-Çelik", "zoe@example.org", "Wohngeldantrag für Änne – mit Anhängen", HELLO.format("Zoë"))
letter.html = "<html><body><p>Guten Tag,</p><p>anbei mein <b>Antrag</b>.</p></body></html>"
write("10-umlaute", letter.attach(d.filled_later(f.mietzuschuss(), names, states), "Anträge für Größe Straße.pdf").bytes())

wrong = dict(f.WEBER, iban="DE02 1203 0000 0000 2020 52", ant_geb="31.02.1985", miete_gesamt="ca. 600", wohn_personen="1", hh1_geb="02.09.14")
write("11-ungueltige-angaben", Letter(*weber, "Antrag", HELLO.format(weber[0])).attach(f.mietzuschuss(wrong), "Antrag.pdf").bytes())

write("12-beschaedigtes-pdf", Letter(*weber, "Antrag", HELLO.format(weber[0])).attach(d.damaged(full), "Antrag.pdf").bytes())

write("13-verschluesseltes-pdf", Letter(*weber, "Antrag", HELLO.format(weber[0])).attach(d.encrypted(full, "geheim"), "Antrag_geschuetzt.pdf").bytes())

write("14-zip", Letter(*hartwig, "Unterlagen", HELLO.format(hartwig[0])).attach(zipped(
    ("Unterlagen/Lastenzuschuss.pdf", f.lastenzuschuss(f.HARTWIG)), ("Unterlagen/Grundsteuer.pdf", d.page(["Grundsteuerbescheid 2026", "Jahresbetrag 384,20 EUR"]))),
    "Unterlagen.zip", "zip").bytes())

ANSWER = """Guten Tag,

hier meine Antworten.

Am 13.10.2026 schrieb die Wohngeldbehörde:
> Guten Tag Sabine Weber,
>
> 1. Einzugsdatum
>    Seit wann wohnen Sie in der Wohnung, oder wann ziehen Sie ein?
01.06.2021
>
> 2. Grundmiete (kalt)
>    Wie hoch ist die Miete ohne Nebenkosten (Kaltmiete)?
410 Euro
>
> 3. Vermögen über der Grenze
nein
>
> 4. IBAN
DE02 1203 0000 0000 2020 51
>
> 5. Kontoinhaber
antragstellende Person
"""
write("15-antwort-auf-nachforderung", Letter(*weber, "Re: Antrag auf Wohngeld: Bitte ergänzen Sie Ihre Angaben [WG-2026-000001-R1]", ANSWER, day="19", In_Reply_To="<wg-2026-000001-r1@stadt-beispiel.example>").bytes())

write("16-anzeige-weicht-ab", Letter(*weber, "Antrag", HELLO.format(weber[0])).attach(d.with_value_changed(full, "miete_gesamt", "912,40 €"), "Antrag.pdf").bytes())

write("17-scan", Letter("Rolf Peters", "rolf.peters@example.org", "Antrag", "Antrag als Scan anbei.\n").attach(d.scan(), "Scan_0001.pdf").bytes())

write("18-formlos", Letter("Irina Bauer", "irina.bauer@example.org", "Wohngeld", "Guten Tag,\n\nich möchte Wohngeld beantragen. Ich wohne zur Miete in der\nHegelstraße 5, 39104 Magdeburg. Bitte schicken Sie mir die Unterlagen.\n\nIrina Bauer\n", hour="23:58:30").bytes())

write("19-abwesenheit", Letter("Rolf Peters", "rolf.peters@example.org", "Automatische Antwort: Ihre Nachricht", "Ich bin bis 30.10. nicht erreichbar.\n", Auto_Submitted="auto-replied").bytes())

write("20-winmail", Letter("Firma Muster", "info@example.org", "Unterlagen", "siehe Anhang\n").attach(b"\x78\x9f\x3e\x22" + bytes(60), "winmail.dat", "ms-tnef").bytes())

inner = email.message_from_bytes(Letter(*hartwig, "Lastenzuschuss", HELLO.format(hartwig[0])).attach(f.lastenzuschuss(f.without(f.HARTWIG, "iban")), "Lastenzuschuss.pdf").bytes())
write("21-weitergeleitet", Letter("Ute Hartwig", "ute.hartwig@example.org", "WG: Lastenzuschuss", "Zur Kenntnis, der Antrag meines Mannes.\n").forward(inner).bytes())

both = dict(f.WEBER, transfer="beides")
write("22-widerspruechliche-angaben", Letter(*weber, "Antrag", HELLO.format(weber[0])).attach(f.mietzuschuss(both), "Antrag.pdf").bytes())

raise_ = dict(f.without(f.WEBER, "erkl_mitteilung"), antrag_art="Erhoehung", erhoehung_grund=["miete", "einkommen"], wohngeldnummer="MD-2026-00091")
write("23-erhoehung", Letter(*weber, "Erhöhung", HELLO.format(weber[0])).attach(f.mietzuschuss(raise_), "Erhoehung.pdf").bytes())

mailbox = b""
for letter in (Letter("Paul Neumann", "paul.neumann@example.org", "Widerspruch", OBJECTION + "\nFrom now on erreichen Sie mich per E-Mail.\n"), Letter("Irina Bauer", "irina.bauer@example.org", "Frage", "Guten Tag,\n\nwann haben Sie geöffnet?\n")):
    quoted = b"".join((b">" + line if line.lstrip(b">").startswith(b"From ") else line) for line in letter.bytes(b"\n").splitlines(True))
    mailbox += b"From absender@example.org Mon Oct 12 10:15:00 2026\n" + quoted + b"\n"
write("24-postfach", mailbox, "posteingang.mbox")
