"""Forty-two applications with one fault each, as a day brings them: faults.py DIRECTORY writes them there, and faults.json with what is right.

Each is complete but for one thing; what a clerk types for it, and what has to stand in the record afterwards, is in faults.json.
"""
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent.parent
sys.path[:0] = [str(ROOT / "SampleForms/make")]
# Only the system's Python has pikepdf.

import documents  # noqa: E402
import forms  # noqa: E402
from messages import Letter  # noqa: E402

NAMES = ["Ahrens", "Bruhn", "Cordes", "Dierks", "Ebel", "Frerichs", "Gerdes", "Hinrichs", "Immen", "Jansen", "Kruse", "Lohmann", "Meiners", "Nolte", "Oltmanns", "Petersen",
         "Quast", "Rieken", "Siems", "Thoms", "Uhlig", "Voss", "Wilken", "Xanten", "Ypsen", "Zander", "Albers", "Behrens", "Claasen", "Drews", "Evers", "Franke", "Grote",
         "Harms", "Ihnen", "Jessen", "Köster", "Lüders", "Müllner", "Nehls", "Onken", "Peters"]
# What is wrong in every tenth of them: the form's field, what stands in it (nothing: None), the record's field, how it is put right, and what stands there then.
FAULTS = [
    ("a day that there is not", "ant_geb", "31.02.1985", "antragsteller.geburtsdatum", "type", "14.03.1985"),
    ("no rent", "miete_gesamt", None, "miete.gesamt", "type", "612,40"),
    ("an IBAN that cannot be", "iban", "DE02 1203 0000 0000 2020 52", "bank.iban", "type", "DE02 1203 0000 0000 2020 51"),
    ("words for a date", "wohn_einzug", "im Sommer", "wohnung.einzugsdatum", "type", "01.06.2021"),
    ("no answer", "vermoegen", None, "vermoegen.erheblich", "choose from the list", "nein"),
    ("no holder of the account", "kontoinhaber", None, "bank.kontoinhaber", "choose from the list", "antragstellende Person"),
    ("a number cut short", "wohn_plz", "3910", "wohnung.anschrift.plz", "type", "39104"),
    ("words for an amount", "miete_grund", "wie bisher", "miete.grundmiete", "type", "410,00"),
    ("both answers at once", "transfer", "beides", "transferAngabe", "take one", "nein"),
    ("a value that the page does not show", "miete_gesamt", "hidden", "miete.gesamt", "type", "612,40"),
]


def messages():
    """Name, message, and what is right, of each."""
    for number, name in enumerate(NAMES):
        what, field, wrong, path, way, right = FAULTS[number % len(FAULTS)]
        mail = f"{name.lower().replace('ö', 'oe').replace('ü', 'ue')}@example.org"
        values = {**forms.WEBER, "ant_name": name, "hh1_name": name, "ant_email": mail, "unt_name": f"Sabine {name}", "wohn_hausnr": str(number + 1)}
        if field != "ant_geb":
            values["ant_geb"] = f"{number % 28 + 1:02}.03.1985"
        if wrong is None:
            del values[field]
        elif wrong != "hidden":
            values[field] = wrong
        letter = Letter(f"Sabine {name}", mail, "Antrag auf Wohngeld", "Guten Tag,\n\nanbei mein Antrag.\n", hour=f"{8 + number // 10:02}:{number % 10 * 5:02}:00")
        pdf = forms.mietzuschuss(values)
        letter.attach(documents.with_value_changed(pdf, field, "912,40 €") if wrong == "hidden" else pdf, "Antrag.pdf")
        yield f"{number:02}-{name.lower()}", letter.bytes(), {"name": name, "what": what, "path": path, "way": way, "right": right}


if __name__ == "__main__":
    folder, told = pathlib.Path(sys.argv[1]), []
    for title, data, right in messages():
        (folder / f"{title}.eml").write_bytes(data)
        told.append(right)
    (folder / "faults.json").write_text(json.dumps(told), encoding="utf-8")
