"""How the time for one large mail grows with its size: python3 Benchmarks/large.py [program]

Four kinds of mail at three sizes each: running text, HTML, many text files, one photo. What grows with the square of the size shows
in the last column, the time per megabyte. Each is read by a program of its own, so its start (about 0.1 s) is part of it.
"""
import os
import pathlib
import random
import resource
import subprocess
import sys
import tempfile
import time
from email.message import EmailMessage

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ".build/release/eingang"
WORDS = "ich wir haben die Miete Wohngeld Antrag nicht weil der Bescheid vom gekommen ist und bitte um Antwort Euro Straße Nummer".split()
MEGABYTE = 1_000_000


def text(size):
    lines, length = [], 0
    while length < size:
        lines.append(" ".join(random.choice(WORDS) for _ in range(12)) + ".")
        length += len(lines[-1]) + 1
    return "\n".join(lines)


def mail(kind, size):
    message = EmailMessage()
    message["Received"] = "from a by mx.stadt-beispiel.example; Mon, 12 Oct 2026 10:00:00 +0200"
    message["From"], message["To"], message["Subject"] = "Erika Muster <e@example.org>", "wohngeld@stadt-beispiel.example", "Unterlagen"
    if kind == "text":
        message.set_content(text(size), cte="8bit")
    elif kind == "html":
        page = "".join(f"<p>{line}</p>" for line in text(size).split("\n"))
        message.set_content(f"<html><body>{page}</body></html>", subtype="html", cte="8bit")
    else:
        message.set_content("Anbei die Unterlagen.")
    if kind == "files":
        for number in range(size // MEGABYTE):
            message.add_attachment(text(MEGABYTE * 3 // 4).encode(), maintype="text", subtype="plain", filename=f"{number}.txt")
    if kind == "photo":
        message.add_attachment(b"\xff\xd8\xff\xe0" + os.urandom(size * 3 // 4), maintype="image", subtype="jpeg", filename="foto.jpg")
    return message.as_bytes()


def main():
    random.seed(1)
    print("kind    MB   seconds  CPU seconds  CPU ms/MB")
    with tempfile.TemporaryDirectory() as folder:
        config = pathlib.Path(folder, "eingang.yaml")
        config.write_text("limits: { messageBytes: 100000000 }\n")
        for kind in ("text", "html", "files", "photo"):
            for size in (15, 30, 60):
                path = pathlib.Path(folder, "mail.eml")
                path.write_bytes(mail(kind, size * MEGABYTE))
                before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
                subprocess.run([PROGRAM, "process", "--json", "--config", config, path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                seconds, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
                used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
                real = path.stat().st_size / MEGABYTE
                print(f"{kind:6} {real:4.0f} {seconds:9.2f} {used:12.2f} {used / real * 1000:10.1f}")


main()
