"""Measures the designers' tools: `designer.py PROGRAM`.

Told are p50 and p95 of many runs: `schema lint` of the project and of 200 definitions (its own, copied under other names), `test` of each record type from
cold, and how long a watching `test` takes from a changed case, form or record to its first answer. Beside it, on the same files: yamllint, which reads
the same YAML and knows nothing of what it means, if it is installed.
"""
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
ROUNDS = 20


def told(name, times):
    times = sorted(times)
    print(f"{name:58} p50 {statistics.median(times) * 1000:7.0f} ms   p95 {times[int(len(times) * 0.95) - 1] * 1000:7.0f} ms", flush=True)


def timed(*command, rounds=ROUNDS, codes=(0,)):
    times = []
    for _ in range(rounds):
        start = time.monotonic()
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        times.append(time.monotonic() - start)
        assert run.returncode in codes, run.stdout[-2000:] + run.stderr[-2000:]
    return times


def copied(folder, wanted):
    """A directory with so many definitions: records, forms and code lists, each copy under names of its own."""
    count = lambda: sum(1 for path in folder.rglob("*.yaml") if "/cases/" not in str(path))
    shutil.copytree(ROOT / "Schemas", folder, ignore=shutil.ignore_patterns("cases"))
    number = 0
    while count() < wanted:
        number += 1
        for record in ("wohngeld", "widerspruch"):
            shutil.copytree(ROOT / "Schemas" / record, folder / f"{record}{number}", ignore=shutil.ignore_patterns("cases"))
            for path in (folder / f"{record}{number}").rglob("*.yaml"):
                text = path.read_text()
                text = re.sub(rf"(?m)^record: {record}$", f"record: {record}{number}", text)
                text = re.sub(r"(?m)^form: (\S+)$", rf"form: \g<1>-{number}", text)
                text = re.sub(r"(?m)^prefix: (\S+)$", rf"prefix: \g<1>{number}", text)
                path.write_text(text)
    return count()


def watched(schemas):
    process = subprocess.Popen([PROGRAM, "test", str(schemas), "--watch"], stdout=subprocess.PIPE, text=True, cwd=ROOT)

    def until(words):
        while True:
            line = process.stdout.readline()
            assert line, "it ended"
            if words in line:
                return line

    until("Wartet auf")
    for name, path, old, new in [
        ("a case", "wohngeld/cases/mietzuschuss-vollstaendig.yaml", "Weber", "Webers"),
        ("a form", "wohngeld/forms/wohngeld-xfa.yaml", "title:", "title: "),
        ("a record", "widerspruch/record.yaml", "title:", "title: "),
    ]:
        times = []
        for round in range(ROUNDS):
            file = schemas / path
            text = file.read_text()
            start = time.monotonic()
            file.write_text(text.replace(old, new) if round % 2 == 0 else text.replace(new, old))
            until(" ms)")
            times.append(time.monotonic() - start)
            # What follows is not waited for by a designer; here it must not disturb the next round.
            if name != "a record":
                until("Alle übrigen") if name == "a case" else None
            time.sleep(1.5)
        told(f"watch: {name} changed, to the first answer", times)
    process.terminate()


with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    told("schema lint, the project's definitions", timed(PROGRAM, "schema", "lint"))
    number = copied(folder / "many", 200)
    told(f"schema lint, {number} definitions", timed(PROGRAM, "schema", "lint", "--schemas", str(folder / "many"), rounds=10, codes=(0, 1)))
    if shutil.which("yamllint"):
        told(f"yamllint, the same {number} files", timed("yamllint", "-d", "relaxed", str(folder / "many"), rounds=5, codes=(0, 1)))
    else:
        print("yamllint is not installed: no figure beside it")
    for record in ("wohngeld", "widerspruch"):
        told(f"test, all cases of {record}, cold", timed(PROGRAM, "test", f"Schemas/{record}", rounds=10))
    shutil.copytree(ROOT / "Schemas", folder / "watched")
    watched(folder / "watched")
