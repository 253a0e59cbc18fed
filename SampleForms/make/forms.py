"""The sample forms after standards/wohngeld: Mietzuschuss, Lastenzuschuss, and the data of invented people."""
from layout import Form

ARTEN = [("Erstantrag", "Erstantrag"), ("Weiterleistung", "Weiterleistungsantrag"), ("Erhoehung", "Erhöhungsantrag")]
GESCHLECHT = [("m", "männlich"), ("w", "weiblich"), ("d", "divers"), ("x", "ohne Angabe")]
FAMSTAND = [("1", "ledig"), ("2", "verheiratet"), ("3", "getrennt lebend"), ("4", "geschieden"), ("5", "verwitwet")]
BERUF = [("1", "angestellt"), ("2", "selbständig"), ("3", "Rentnerin oder Rentner"), ("4", "in Ausbildung"), ("5", "arbeitslos"), ("6", "im Studium")]
KONTO = [("1", "antragstellende Person"), ("2", "anderes Haushaltsmitglied"), ("3", "Vermieterin oder Vermieter"), ("4", "andere")]


def common_head(form):
    form.radio("antrag_art", "Art des Antrags", ARTEN)
    form.row(("wohngeldnummer", "Wohngeldnummer", 2), ("wohngeld_ab", "Wohngeld ab (Monat)", 1))
    form.listbox("erhoehung_grund", "Grund der Erhöhung (mehrere möglich)", [
        ("personen", "mehr Personen"), ("miete", "höhere Miete"), ("einkommen", "niedrigeres Einkommen")])
    form.heading("1  Antragstellende Person")
    form.row(("ant_name", "Familienname", 2), ("ant_geburtsname", "Geburtsname", 2), ("ant_vorname", "Vornamen", 2))
    form.row(("ant_geb", "Geburtsdatum", 1), ("ant_gebort", "Geburtsort", 2), ("ant_staat", "Staatsangehörigkeit", 2))
    form.choice("ant_geschlecht", "Geschlecht", GESCHLECHT)
    form.choice("ant_famstand", "Familienstand", FAMSTAND)
    form.choice("ant_status", "Stellung im Beruf", BERUF)
    form.row(("ant_telefon", "Telefon", 1), ("ant_email", "E-Mail", 2))
    form.heading("2  Wohnung")
    form.row(("wohn_strasse", "Straße", 3), ("wohn_hausnr", "Hausnummer", 1), ("wohn_zusatz", "Zusatz", 1))
    form.comb("wohn_plz", "Postleitzahl", 5)
    form.row(("wohn_ort", "Ort", 2), ("wohn_einzug", "Einzugsdatum", 1))
    form.row(("wohn_flaeche", "Wohnfläche", 1), ("wohn_raeume", "Zahl der Räume", 1), ("wohn_personen", "Personen in der Wohnung", 1), ("gewerblich_qm", "davon beruflich genutzt", 1))
    form.yes_no("mittelpunkt", "Leben alle Personen überwiegend in dieser Wohnung?")


def common_tail(form):
    form.heading("4  Weitere Personen im Haushalt")
    for n in range(1, 5):
        form.row((f"hh{n}_name", "Familienname", 2), (f"hh{n}_vorname", "Vornamen", 2), (f"hh{n}_geb", "Geburtsdatum", 2), (f"hh{n}_verh", "Verhältnis zu Ihnen", 2), (f"hh{n}_wechsel", "lebt auch beim anderen Elternteil", 2))
    form.heading("5  Einkommen aller Personen (brutto)")
    for n in range(1, 5):
        form.row((f"eink{n}_person", "Person (0 = Sie)", 1), (f"eink{n}_art", "Art", 2), (f"eink{n}_brutto", "Betrag", 1), (f"eink{n}_turnus", "monatlich/jährlich", 1), (f"eink{n}_stelle", "Arbeitgeber oder Stelle", 2))
    form.boxes("Von Ihrem Einkommen zahlen Sie", [("abzug_steuern", "Steuern"), ("abzug_kv", "Kranken- und Pflegeversicherung"), ("abzug_rv", "Rentenversicherung")])
    for n in range(1, 3):
        form.boxes(f"Von dem Einkommen der {n}. weiteren Person werden gezahlt", [(f"abzug{n}_steuern", f"Person {n}: Steuern"), (f"abzug{n}_kv", f"Person {n}: Kranken- und Pflegeversicherung"), (f"abzug{n}_rv", f"Person {n}: Rentenversicherung")])
    form.heading("6  Weitere Fragen")
    form.yes_no("transfer", "Bekommt jemand andere Sozialleistungen oder hat sie beantragt?")
    form.boxes("Wenn ja, welche", [("transfer_sgb2", "Grundsicherungsgeld"), ("transfer_gsi", "Grundsicherung im Alter"), ("transfer_bafoeg", "BAföG")])
    form.yes_no("todesfall", "Ist in den letzten 12 Monaten jemand aus dem Haushalt gestorben?")
    form.row(("todesfall_name", "Name", 2), ("todesfall_datum", "Sterbedatum", 1))
    form.yes_no("aenderung", "Wird sich in den nächsten 12 Monaten etwas ändern?")
    form.row(("aenderung_text", "Was ändert sich", 3), ("aenderung_ab", "Ab wann", 1))
    form.yes_no("unterhalt", "Zahlt jemand Unterhalt?")
    form.yes_no("vermoegen", "Ist das Vermögen höher als 60.000 Euro (je weitere Person 30.000 Euro mehr)?")
    form.heading("7  Bankverbindung")
    form.row(("iban", "IBAN", 3), ("bic", "BIC", 1), ("bank", "Bank", 2))
    form.radio("kontoinhaber", "Kontoinhaber", KONTO)
    form.heading("8  Erklärung")
    form.boxes("", [("erkl_richtig", "Alle Angaben sind richtig."), ("erkl_mitteilung", "Ich kenne meine Mitteilungspflichten.")])
    form.row(("unt_ort", "Ort", 1), ("unt_datum", "Datum", 1), ("unt_name", "Unterschrift", 2))


def mietzuschuss(values=None, printed=False):
    form = Form("Antrag auf Mietzuschuss", values, printed)
    common_head(form)
    form.heading("3  Miete")
    form.radio("miete_verh", "Wohnverhältnis", [("Hauptmiete", "Hauptmiete"), ("Untermiete", "Untermiete"), ("Heim", "Heim"), ("Genossenschaft", "Genossenschaft")])
    form.row(("vermieter_name", "Vermieter", 2), ("vermieter_strasse", "Straße des Vermieters", 2), ("vermieter_ort", "Ort des Vermieters", 2))
    form.yes_no("vermieter_verwandt", "Sind Sie mit dem Vermieter verwandt?")
    form.row(("mietvertrag_datum", "Datum des Mietvertrags", 1), ("miete_beginn", "Beginn des Mietvertrags", 1), ("miete_gesamt", "Gesamtmiete", 1))
    form.row(("miete_grund", "Grundmiete", 1), ("miete_bk", "Betriebskosten", 1), ("miete_heiz", "Heizkosten", 1), ("miete_ww", "Warmwasser", 1), ("miete_garage", "Garage", 1))
    common_tail(form)
    return form.bytes()


def lastenzuschuss(values=None):
    form = Form("Antrag auf Lastenzuschuss", values)
    common_head(form)
    form.heading("3  Belastung")
    form.radio("last_recht", "Rechtsstellung", [("Haus", "Haus mit 1 oder 2 Wohnungen"), ("Wohnung", "Eigentumswohnung"), ("Erbbau", "Erbbaurecht"), ("Niessbrauch", "Nießbrauch")])
    form.yes_no("last_allein", "Gehört das Haus oder die Wohnung Ihnen allein?")
    form.row(("miteig1_name", "Miteigentümer", 2), ("miteig1_anteil", "Anteil in Prozent", 1))
    form.row(("last_baujahr", "Baujahr", 1), ("last_kauf", "Gekauft am", 1), ("last_grundstueck", "Grundstücksfläche", 1), ("last_wohnungen", "Wohnungen im Haus", 1))
    for n in range(1, 4):
        form.row((f"darl{n}_glaeubiger", "Darlehen bei", 2), (f"darl{n}_zweck", "Zweck", 1), (f"darl{n}_nenn", "Nennbetrag", 1), (f"darl{n}_rest", "Restschuld", 1), (f"darl{n}_zins", "Zinsen im Jahr", 1), (f"darl{n}_tilg", "Tilgung im Jahr", 1))
        form.row((f"darl{n}_nr", "Vertragsnummer", 2), (f"darl{n}_datum", "Vertrag vom", 1), (f"darl{n}_stand", "Restschuld am", 1), (f"darl{n}_satz", "Zinssatz in %", 1), (f"darl{n}_neben", "Nebenkosten im Jahr", 1))
    form.boxes("", [("keine_darlehen", "Ich habe keine Darlehen.")])
    form.row(("last_grundsteuer", "Grundsteuer im Jahr", 1), ("last_verwaltung", "Verwaltungskosten im Jahr", 1), ("last_garagen", "Garagen", 1))
    common_tail(form)
    return form.bytes()


WEBER = {
    "antrag_art": "Erstantrag", "wohngeld_ab": "10/2026", "ant_name": "Weber", "ant_vorname": "Sabine", "ant_geb": "14.03.1985",
    "ant_gebort": "Halle", "ant_staat": "deutsch", "ant_geschlecht": "w", "ant_famstand": "4", "ant_status": "1",
    "ant_telefon": "0391 555 0142", "ant_email": "sabine.weber@example.org", "wohn_strasse": "Lindenweg", "wohn_hausnr": "7a",
    "wohn_plz": "39104", "wohn_ort": "Magdeburg", "wohn_einzug": "01.06.2021", "wohn_flaeche": "64,5 m²", "wohn_raeume": "3",
    "wohn_personen": "2", "mittelpunkt": "ja", "miete_verh": "Hauptmiete", "vermieter_name": "Wohnbau Elbe eG",
    "vermieter_strasse": "Uferstraße 2", "vermieter_ort": "39104 Magdeburg", "vermieter_verwandt": "nein",
    "mietvertrag_datum": "12.05.2021", "miete_beginn": "01.06.2021", "miete_gesamt": "612,40 €", "miete_grund": "410,00 €",
    "miete_bk": "122,40", "miete_heiz": "80,-", "hh1_name": "Weber", "hh1_vorname": "Jonas", "hh1_geb": "2.9.2014",
    "hh1_verh": "Kind", "hh1_wechsel": "nein", "eink1_person": "0", "eink1_art": "Lohn oder Gehalt", "eink1_brutto": "1.780,00", "eink1_turnus": "monatlich",
    "eink1_stelle": "Backhaus Klee GmbH", "eink2_person": "1", "eink2_art": "Unterhalt für ein Kind", "eink2_brutto": "250,00",
    "eink2_turnus": "monatlich", "abzug_steuern": "x", "abzug_kv": "x", "abzug_rv": "x", "transfer": "nein", "todesfall": "nein",
    "aenderung": "nein", "unterhalt": "nein", "vermoegen": "nein", "iban": "DE02 1203 0000 0000 2020 51", "bank": "Beispielbank",
    "kontoinhaber": "1", "erkl_richtig": "x", "erkl_mitteilung": "x", "unt_ort": "Magdeburg", "unt_datum": "09.10.2026", "unt_name": "Sabine Weber",
}

HARTWIG = {
    "antrag_art": "Erstantrag", "ant_name": "Hartwig", "ant_vorname": "Dieter", "ant_geb": "28.11.1957", "ant_gebort": "Hofheim am Taunus",
    "ant_staat": "deutsch", "ant_geschlecht": "m", "ant_famstand": "2", "ant_status": "3", "ant_email": "d.hartwig@example.org",
    "wohn_strasse": "Am Rosenberg", "wohn_hausnr": "19", "wohn_plz": "65719", "wohn_ort": "Hofheim am Taunus", "wohn_einzug": "1.4.1992",
    "wohn_flaeche": "98", "wohn_raeume": "4", "wohn_personen": "2", "mittelpunkt": "ja", "last_recht": "Haus", "last_allein": "nein",
    "miteig1_name": "Ute Hartwig", "miteig1_anteil": "50", "last_baujahr": "1974", "last_kauf": "15.02.1992", "last_grundstueck": "412",
    "last_wohnungen": "1", "darl1_glaeubiger": "Sparkasse Beispielkreis", "darl1_zweck": "Modernisierung", "darl1_nenn": "45.000,00",
    "darl1_rest": "31.250,40", "darl1_zins": "1.093,76", "darl1_tilg": "2.400,00", "darl1_nr": "6001-77142", "darl1_datum": "12.05.2015", "darl1_stand": "31.12.2025", "darl1_satz": "3,5", "darl1_neben": "0,00", "last_grundsteuer": "384,20", "last_garagen": "1",
    "hh1_name": "Hartwig", "hh1_vorname": "Ute", "hh1_geb": "03.07.1960", "hh1_verh": "Ehefrau", "eink1_person": "0",
    "eink1_art": "gesetzliche Rente", "eink1_brutto": "1.142,17 €", "eink1_turnus": "monatlich", "eink1_stelle": "Deutsche Rentenversicherung",
    "eink2_person": "1", "eink2_art": "gesetzliche Rente", "eink2_brutto": "402,88 €", "eink2_turnus": "monatlich", "abzug_kv": "x", "abzug1_kv": "x",
    "transfer": "nein", "todesfall": "nein", "aenderung": "nein", "unterhalt": "nein", "vermoegen": "nein",
    "iban": "DE89370400440532013000", "kontoinhaber": "1", "erkl_richtig": "x", "erkl_mitteilung": "x", "unt_ort": "Hofheim",
    "unt_datum": "08.10.2026", "unt_name": "Dieter Hartwig",
}


def without(values, *names):
    return {name: value for name, value in values.items() if name not in names}


def hundesteuer(values=None):
    """A form of a town that is no part of the project's definitions: designers begin with it."""
    form = Form("Anmeldung eines Hundes zur Hundesteuer", values)
    form.heading("Halterin oder Halter")
    form.row(("halter_name", "Familienname", 2), ("halter_vorname", "Vornamen", 2), ("halter_geb", "Geburtsdatum", 1))
    form.row(("halter_strasse", "Straße", 3), ("halter_hausnr", "Hausnummer", 1))
    form.comb("halter_plz", "Postleitzahl", 5)
    form.row(("halter_ort", "Ort", 2), ("halter_email", "E-Mail", 2))
    form.heading("Hund")
    form.row(("hund_rufname", "Rufname", 2), ("hund_rasse", "Rasse", 2), ("hund_seit", "gehalten seit (Datum)", 1))
    form.radio("hund_geschlecht", "Geschlecht", [("Huendin", "Hündin"), ("Ruede", "Rüde")])
    form.yes_no("befreiung", "Beantragen Sie eine Befreiung von der Steuer?")
    form.row(("befreiung_grund", "Grund der Befreiung", 1))
    form.heading("Lastschrift")
    form.row(("iban", "IBAN", 3), ("kontoinhaber", "Kontoinhaber", 2))
    return form.bytes()
