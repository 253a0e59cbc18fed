#!/usr/bin/env python3
"""Measures `eingang ingest` - receive, read, decide, keep, all durable - beside a Python script of the same job, in turns on one machine.

usage: pipeline.py PROGRAM [MESSAGES] [ROUNDS]
Needs python3-pikepdf, python3-jsonschema and python3-yaml. Uses the form from practice beside the repository when it is there
(157 widgets, a message of about 250 KB), and says which form was used.
"""
import email.message
import email.utils
import io
import json
import pathlib
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import pikepdf

PROGRAM = sys.argv[1]
COUNT = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else 3
ROOT = pathlib.Path(__file__).resolve().parent.parent
REAL = ROOT.parent / "shared/data/forms/mietzuschuss-2013.pdf"


def message(pdf, number):
    mail = email.message.EmailMessage()
    mail["From"] = "Sabine Weber <sabine.weber@example.org>"
    mail["To"] = "wohngeld@example.org"
    mail["Subject"] = "Antrag auf Wohngeld"
    mail["Message-ID"] = f"<{number}@example.org>"
    mail["Date"] = email.utils.formatdate(1_760_000_000 + number)
    mail.set_content(f"Guten Tag,\n\nanbei mein Antrag.\n\nSabine Weber, Nummer {number}\n")
    mail.add_attachment(pdf, maintype="application", subtype="pdf", filename="antrag.pdf")
    return b"Received: from a by b; Mon, 12 Oct 2026 10:15:00 +0200\r\n" + mail.as_bytes()


# What a family of three writes into the form from practice.
WRITTEN = {
    "antragsteller_familienname": "Weber", "antragsteller_vorname": "Sabine", "antragsteller_geburtsdatum": "14.03.1985",
    "antragsteller_telefon": "0391 555 0142", "antragsteller_email": "sabine.weber@example.org",
    "wohnungsadresse": "Lindenweg 7a, 39104 Magdeburg", "antragsteller_kreditinstitut_name": "Beispielbank",
    "antragsteller_bankleitzahl": "12030000", "antragsteller_kontonummer": "202051", "vermieter": "Wohnbau Elbe eG",
    "warmmiete": "612,40", "datum_einzug": "01062011", "antragssteller_nachname_geburtsname": "Weber",
    "antragssteller_vorname": "Sabine", "antragssteller_geburtsdatum": "14.03.1985", "antragssteller_geburtsort": "Halle",
    "antragssteller_familienstand": "verheiratet", "antragssteller_staatsangehoerigkeit": "deutsch",
    "antragssteller_beruf": "Verkäuferin", "person_1_nachname_geburtsname": "Weber", "person_1_vorname": "Thomas",
    "person_1_geburtsdatum": "02.09.1983", "person_1_geburtsort": "Dessau", "person_1_familienstand": "verheiratet",
    "person_1_staatsangehoerigkeit": "deutsch", "person_1_beruf": "Fahrer", "person_1_verwandschaftsverhaeltnis": "Ehemann",
    "person_2_nachname_geburtsname": "Weber", "person_2_vorname": "Jonas", "person_2_geburtsdatum": "11.05.2014",
    "person_2_geburtsort": "Magdeburg", "person_2_familienstand": "ledig", "person_2_staatsangehoerigkeit": "deutsch",
    "person_2_beruf": "Schüler", "person_2_verwandschaftsverhaeltnis": "Sohn", "antragssteller_einkuenfte": "Gehalt\nKindergeld",
    "antragssteller_einkuenfte_summen": "1.780,00\n250,00", "person_1_einkuenfte": "Minijob", "person_1_einkuenfte_summen": "520,00",
    "antragssteller_wkkosten": "110,00", "ort_datum": "Magdeburg, 09.10.2026", "unterschrift": "Sabine Weber",
}
# The buttons they press, with what each then says.
PRESSED = {
    "antragsart": "Erstantrag", "antragsteller_persoenliche_verhaeltnisse": "Angestellte(r)", "antragsteller_kontoinhaber": "1",
    "antragsteller_wohnverhaeltnisse": "Hauptmieter(in)", "antragssteller_geschlecht": "2", "person_1_geschlecht": "1",
    "person_2_geschlecht": "1", "vermietung_nein": "On", "gewerblich_nutzung_nein": "On", "zuschuesse_nein": "On",
    "zuschuesse_antrag_nein": "On", "person_lebensmittelpunkt_ja": "On", "erhoehung_nein": "On", "unterhalt_nein": "On",
    "kindergeld_ja": "On", "sozialleistungen_nein": "On", "verstorbene_person_nein": "On", "wohnungswechsel_nein": "On",
    "wohnung_person_aufnahme_nein": "On", "antragssteller_bruttoeinkuenfte_steuern_ja": "Yes", "antragssteller_kpversicherung_ja": "Yes",
    "antragssteller_rlversicherung_ja": "Yes", "person_1_bruttoeinkuenfte_steuern_nein": "Yes", "persion_1_kpversicherung_ja": "Yes",
    "person_1_rlversicherung_nein": "Yes", "person_2_bruttoeinkuenfte_steuern_nein": "Yes", "persion_2_kpversicherung_ja": "Yes",
    "person_2_rlversicherung_nein": "Yes",
}


def filled_real_form():
    """The form from practice as an ordinary application: what applies is filled in, the rest is left empty."""
    with pikepdf.open(REAL) as pdf:
        fields = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
        for name, text in WRITTEN.items():
            fields[name].V = pikepdf.String(text)
        for name, state in PRESSED.items():
            field = fields[name]
            field.V = pikepdf.Name("/" + state)
            for widget in field.get("/Kids", [field]):
                shown = "/AP" in widget and "/" + state in widget.AP.N
                widget.AS = pikepdf.Name("/" + state if shown else "/Off")
        # Else the pages would show what stood there before.
        pdf.Root.AcroForm.NeedAppearances = True
        pdf.generate_appearance_streams()
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)
        return out.getvalue()


def materials():
    sample = (ROOT / "SampleForms/01-mietzuschuss-vollstaendig/message.eml").read_bytes()
    own = next(part.get_payload(decode=True) for part in email.message_from_bytes(sample).walk() if part.get_content_type() == "application/pdf")
    yield "own form, 130 widgets", own, ROOT / "Schemas/wohngeld/forms/mietzuschuss-pdf-2026.yaml"
    if REAL.exists():
        yield "form from practice, 157 widgets", filled_real_form(), ROOT / "Schemas/wohngeld/forms/mietzuschuss-2013.yaml"
    else:
        print("not there, so not measured: the form from practice")


def children_cpu():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def eingang(folder, mails):
    store = folder / "store"
    shutil.rmtree(store, ignore_errors=True)
    begin, cpu = time.perf_counter(), children_cpu()
    run = subprocess.Popen(
        [PROGRAM, "ingest", "--timing", "--store", str(store), "--schemas", str(ROOT / "Schemas"), str(mails)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )
    memory = {}
    lines = []
    for line in run.stdout:
        lines.append(line)
        if len(lines) == COUNT // 2:
            memory = memory_of(run.pid)
    errors = run.stderr.read()
    assert run.wait() == 0 and len(lines) == COUNT, errors
    seconds = time.perf_counter() - begin
    visible = re.search(r"visible\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)", errors)
    return {"seconds": seconds, "cpu": children_cpu() - cpu, "p50": float(visible[2]), "p95": float(visible[3]), **memory, "stages": errors}


def memory_of(pid):
    """Resident memory of the program and of its readers, in MB."""

    def resident(of):
        text = pathlib.Path(f"/proc/{of}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", text)[1]) / 1024

    children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        children += (task / "children").read_text().split()
    readers = [resident(child) for child in set(children)]
    return {"parent MB": resident(pid), "reader MB": max(readers, default=0)}


def peer(folder, mails, form):
    store = folder / "peer"
    shutil.rmtree(store, ignore_errors=True)
    cpu = children_cpu()
    command = ["/usr/bin/python3", str(ROOT / "Benchmarks/peer.py"), str(form), str(store)] + sorted(map(str, mails.iterdir()))
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    result = json.loads(run.stdout)
    latencies = sorted(1000 * value for value in result["latencies"])
    return {
        "seconds": result["seconds"], "cpu": children_cpu() - cpu, "p50": latencies[len(latencies) // 2],
        "p95": latencies[int(len(latencies) * 0.95)], "fields": result["fields"], "mapped": result["mapped"],
    }


def main():
    for name, pdf, form in materials():
        with tempfile.TemporaryDirectory() as directory:
            folder = pathlib.Path(directory)
            mails = folder / "mails"
            mails.mkdir()
            for number in range(COUNT):
                (mails / f"{number:05}.eml").write_bytes(message(pdf, number))
            size = len(message(pdf, 0)) // 1024
            print(f"\n{name}, {size} KB a message, {COUNT} messages, {ROUNDS} rounds in turn")
            ratios = []
            for _ in range(ROUNDS):
                ours, theirs = eingang(folder, mails), peer(folder, mails, form)
                ratio = theirs["seconds"] / ours["seconds"]
                ratios.append(ratio)
                print(
                    f"  eingang ingest {COUNT / ours['seconds']:6.0f} messages/s ({1000 * ours['cpu'] / COUNT:5.1f} ms CPU a message), "
                    f"receive -> visible p50 {ours['p50']:.0f} ms, p95 {ours['p95']:.0f} ms, memory {ours['parent MB']:.0f} MB, reader {ours['reader MB']:.0f} MB"
                )
                print(
                    f"  Python script  {COUNT / theirs['seconds']:6.0f} messages/s ({1000 * theirs['cpu'] / COUNT:5.1f} ms CPU a message), "
                    f"p50 {theirs['p50']:.0f} ms, p95 {theirs['p95']:.0f} ms; {theirs['fields']} fields read, {theirs['mapped']} mapped"
                )
            print(f"  eingang handles {statistics.median(ratios):.2f} times as many (median; {', '.join(f'{ratio:.2f}' for ratio in ratios)})")
            print(ours["stages"].rstrip())


main()
