#!/usr/bin/env python3
"""Measures the rules: all rules of a full record, loading and checking many forms, and recognition among few and many.

usage: rules.py PROGRAM [MESSAGES]
"""
import base64
import email
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

PROGRAM = sys.argv[1]
COUNT = int(sys.argv[2]) if len(sys.argv) > 2 else 300
ROOT = pathlib.Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "SampleForms/01-mietzuschuss-vollstaendig/message.eml"
FORMS = ["mietzuschuss-pdf-2026", "lastenzuschuss-pdf-2026"]


def schemas(folder, count):
    """The definitions of the project with `count` forms: the two PDF forms, and copies with other ids and field names."""
    target = folder / f"schemas-{count}"
    shutil.copytree(ROOT / "Schemas", target)
    forms = target / "wohngeld/forms"
    for path in forms.iterdir():
        if path.stem not in FORMS:
            path.unlink()
    shutil.rmtree(target / "widerspruch")
    for number in range(count - len(FORMS)):
        text = (ROOT / f"Schemas/wohngeld/forms/{FORMS[number % 2]}.yaml").read_text()
        text = re.sub(r"^form: (.*)$", rf"form: \1-{number}", text, flags=re.M)
        # Half of the fields keep their names, as forms of one kind do; the fingerprint differs in the other half.
        names = re.search(r"acroform: \[(.*?)\]", text).group(1).split(", ")
        print_ = names[::2] + [f"f{number}_{name}" for name in names[1::2]]
        text = re.sub(r"acroform: \[.*?\]", f"acroform: [{', '.join(print_)}]", text)
        (forms / f"copy-{number}.yaml").write_text(text)
    return target


def timed(arguments):
    start = time.perf_counter()
    run = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, check=True)
    return (time.perf_counter() - start) * 1000, run


def stage(text, name):
    return next(float(line.split()[1]) for line in text.splitlines() if line.split() and line.split()[0] == name)


with tempfile.TemporaryDirectory() as directory:
    folder = pathlib.Path(directory)
    mail = folder / "mail"
    mail.mkdir()
    for number in range(COUNT):
        (mail / f"{number:05}.eml").write_bytes(SAMPLE.read_bytes())
    config = folder / "one.yaml"
    config.write_text("readers: 1\n")
    print("Load and check, start of the program included (ms, median of 7)")
    sets = {count: schemas(folder, count) for count in (2, 20, 200)}
    for count, target in sets.items():
        print(f"  {count:4} forms {statistics.median(timed(['schema', 'lint', '--schemas', target])[0] for _ in range(7)):9.0f}")
    # One message with a hundred forms: the processor's clock is too coarse for one.
    whole = email.message_from_bytes(SAMPLE.read_bytes())
    pdf = next(part for part in whole.walk() if part.get_content_type() == "application/pdf")
    for number in range(99):
        copy = email.message_from_bytes(pdf.as_bytes())
        # Each copy is another file, or it would be opened once.
        copy.set_payload(base64.encodebytes(pdf.get_payload(decode=True) + b"\n%% " + str(number).encode()).decode())
        whole.attach(copy)
    many = folder / "many"
    many.mkdir()
    for number in range(10):
        (many / f"{number}.eml").write_bytes(whole.as_bytes())
    print("Recognise one PDF form, means over 1,000 (microseconds), three rounds")
    for round_ in range(3):
        figures = []
        for count, target in sets.items():
            _, run = timed(["process", "--json", "--timing", "--config", config, "--schemas", target, many])
            figures.append(f"{count} forms {stage(run.stderr, 'recognise') * 10:6.1f}")
        print("  " + "   ".join(figures))
    print(f"Means over {COUNT} messages, four rounds each (ms)      recognise    whole reader    decide (all rules, checks, letter)")
    for round_ in range(4):
        for count, target in sets.items():
            _, run = timed(["process", "--json", "--timing", "--config", config, "--schemas", target, mail])
            print(f"  {count:4} forms{'':35}{stage(run.stderr, 'recognise'):9.3f}{stage(run.stderr, 'gesamt'):16.2f}{stage(run.stderr, 'decide'):12.3f}")
