#!/usr/bin/env python3
"""Writes expected.json beside every sample from what `eingang` decides now. Read the difference before you keep it."""
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ".build/debug/eingang"

for folder in sorted(path.parent for path in ROOT.glob("SampleForms/*/*") if path.suffix in (".eml", ".mbox", ".pdf")):
    lines = subprocess.run([PROGRAM, "process", "--json", "--trust", "SampleForms/trust", str(folder.relative_to(ROOT))], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    decisions = [json.loads(line) for line in lines.splitlines()]
    (folder / "expected.json").write_text(json.dumps(decisions, ensure_ascii=False, indent=1) + "\n")
