#!/usr/bin/env python3
"""Answers a letter of ours as the mail programs of citizens do.

    mail_programs.py                                   the names of all programs
    mail_programs.py PROGRAM ANSWERS FILE < LETTER     writes the reply, with CRLF line ends

ANSWERS is a JSON object from the title of a question to its answer. How each program quotes, folds and names what it answers is
written down here from messages as they send them; only the letter and the answers are ours.
"""
import base64
import email
import email.policy
import html
import json
import quopri
import re
import sys
import textwrap

ME = "sabine.weber@example.org"
NAME = "Sabine Weber"


class Letter:
    """The letter that is answered."""

    def __init__(self, raw):
        message = email.message_from_bytes(raw, policy=email.policy.default)
        self.text = message.get_body(("plain",)).get_content().replace("\r\n", "\n").rstrip("\n")
        self.html = message.get_body(("html",)).get_content()
        self.inner = re.search(r"<body[^>]*>(.*)</body>", self.html, re.S).group(1)
        self.subject = str(message["Subject"])
        self.id = str(message["Message-ID"])
        self.office = message["From"].addresses[0].display_name
        self.address = message["From"].addresses[0].addr_spec
        self.questions = {title: int(number) for number, title in re.findall(r"^(\d+)\. (.+)$", self.text, re.M)}


def quoted(text, mark="> "):
    return "\n".join((mark + line).rstrip() if line else mark.rstrip() for line in text.split("\n"))


def inline(letter, answers, mark="> ", width=None, flowed=False):
    """The quotation with each answer below its question."""
    lines, open_answer = [], None
    for line in letter.text.split("\n"):
        if not line and open_answer:
            lines += [open_answer]
            open_answer = None
        pieces = textwrap.wrap(line, width, break_on_hyphens=False, break_long_words=False, drop_whitespace=True) if width and len(line) > width else [line]
        for index, piece in enumerate(pieces):
            soft = " " if flowed and index + 1 < len(pieces) else ""
            lines.append((mark + piece).rstrip() + soft if piece else mark.rstrip())
        for title, number in letter.questions.items():
            if line == f"{number}. {title}" and title in answers:
                open_answer = answers[title]
    return "\n".join(lines)


def by_number(letter, answers):
    return "\n".join(f"{letter.questions[title]}. {answer}" for title, answer in answers.items())


def by_label(answers):
    return "\n".join(f"{title}: {answer}" for title, answer in answers.items())


def block(letter, labels=("Von", "Gesendet", "An", "Betreff"), bold=""):
    values = {"Von": f"{letter.office} <{letter.address}>", "Gesendet": "Donnerstag, 26. November 2026 09:00", "An": ME, "Betreff": letter.subject,
              "Datum": "26.11.2026 09:00", "Cc": "haushalt@example.org"}
    return "\n".join(f"{bold}{label}:{bold} {values[label]}" for label in labels)


def words(text):
    """The header value in encoded words, cut wherever 40 characters end."""
    pieces = [text[i:i + 40] for i in range(0, len(text), 40)]
    return "\r\n ".join("=?utf-8?B?" + base64.b64encode(piece.encode()).decode() + "?=" for piece in pieces)


def q_words(text, charset="iso-8859-1"):
    out = []
    for piece in (text[i:i + 30] for i in range(0, len(text), 30)):
        plain = "".join(chr(b) if chr(b).isalnum() and b < 128 else "_" if b == 32 else f"={b:02X}" for b in piece.encode(charset, "replace"))
        out.append(f"=?{charset}?Q?{plain}?=")
    return "\r\n ".join(out)


def part(kind, text, encoding="8bit", charset="utf-8", more=""):
    data = text.encode(charset, "xmlcharrefreplace" if kind == "html" else "replace")
    if encoding == "base64":
        data = base64.encodebytes(data)
    elif encoding == "quoted-printable":
        data = quopri.encodestring(data)
    head = f"Content-Type: text/{kind}; charset={charset}{more}\nContent-Transfer-Encoding: {encoding}\n\n"
    return head.encode() + data


def alternative(*parts):
    mark = b"_000_teil_"
    return (b"Content-Type: multipart/alternative;\n\tboundary=\"" + mark + b"\"\n\n"
            + b"".join(b"--" + mark + b"\n" + p + b"\n" for p in parts) + b"--" + mark + b"--\n")


def mail(subject, content, references=None, more=""):
    head = (f"From: {NAME} <{ME}>\nTo: wohngeld@magdeburg.example\nSubject: {subject}\nDate: Thu, 26 Nov 2026 10:15:00 +0100\n"
            f"Message-ID: <antwort-{sys.argv[1]}@example.org>\n")
    if references:
        head += f"In-Reply-To: {references}\nReferences: {references}\n"
    return (head + more + "MIME-Version: 1.0\n").encode() + content


def page(inside):
    return f"<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\"></head><body>{inside}</body></html>"


def paragraphs(text, style=""):
    return "".join(f"<p{style}>{html.escape(line) or '&nbsp;'}</p>\n" for line in text.split("\n"))


def divs(text):
    return "".join(f"<div>{html.escape(line) or '<br>'}</div>" for line in text.split("\n"))


# --- the programs ---

def outlook(letter, answers):
    """Plain text, top posting, a block of header lines without marks."""
    text = "Guten Tag,\n\n" + by_number(letter, answers) + f"\n\nMit freundlichen Grüßen\n{NAME}\n\n" + block(letter) + "\n\n" + letter.text
    return mail(words("AW: " + letter.subject), part("plain", text, "quoted-printable", "iso-8859-1"), letter.id, "X-Mailer: Microsoft Outlook 16.0\nThread-Index: AdzG\n")


def outlook_original_message(letter, answers):
    text = "Guten Tag,\n\n" + by_label(answers) + "\n\n-----Ursprüngliche Nachricht-----\n" + block(letter) + "\n\n" + letter.text
    return mail(words("AW: " + letter.subject), part("plain", text, "8bit", "windows-1252"), letter.id)


def outlook_html(letter, answers):
    style = " class=MsoNormal"
    own = paragraphs("Guten Tag,\n\n" + by_number(letter, answers) + "\n", style)
    lines = "<br>".join(f"<b>{line.partition(':')[0]}:</b>{html.escape(line.partition(':')[2])}" for line in block(letter).split("\n"))
    quote = f"<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p{style}>{lines}</p></div>{letter.inner}"
    text = "Guten Tag,\n\n" + by_number(letter, answers) + "\n\n" + block(letter) + "\n\n" + letter.text
    return mail(words("AW: " + letter.subject), alternative(part("plain", text, "base64"), part("html", page(own + quote), "base64")), letter.id)


def outlook_html_only(letter, answers):
    message = outlook_html(letter, answers)
    head, _, rest = message.partition(b"Content-Type: multipart/alternative")
    return head + rest[rest.index(b"Content-Type: text/html"):].partition(b"\n--_000_")[0]


def outlook_com(letter, answers):
    own = divs("Guten Tag,\n\n" + by_number(letter, answers) + "\n")
    lines = "<br>".join(f"<b>{line.partition(':')[0]}:</b>{html.escape(line.partition(':')[2])}" for line in block(letter).split("\n"))
    quote = f"<div id=\"appendonsend\"></div><hr style=\"display:inline-block;width:98%\"><div id=\"divRplyFwdMsg\" dir=\"ltr\">{lines}<div>&nbsp;</div></div><div>{letter.inner}</div>"
    text = "Guten Tag,\n\n" + by_number(letter, answers) + "\n\n" + "_" * 32 + "\n" + block(letter) + "\n\n" + letter.text
    return mail(words("AW: " + letter.subject), alternative(part("plain", text, "quoted-printable"), part("html", page(own + quote), "quoted-printable")), letter.id)


def outlook_mobile(letter, answers):
    text = by_number(letter, answers) + "\n\nHolen Sie sich Outlook für Android<https://aka.ms/AAb9ysg>\n" + "_" * 32 + "\n" + block(letter, bold="*") + "\n\n" + letter.text
    return mail(words("AW: " + letter.subject), part("plain", text, "base64"), letter.id)


def exchange_rewritten(letter, answers):
    """A gateway marked the subject, cut it, and threw away what it refers to."""
    subject = ("AW: [EXTERN] " + letter.subject)[:78]
    text = "Guten Tag,\n\n" + by_number(letter, answers) + "\n\n" + block(letter) + "\n\n" + letter.text
    return mail(q_words(subject, "utf-8"), part("plain", text, "quoted-printable"), "<DB9PR04MB8412@eurprd04.prod.outlook.com>")


def thunderbird(letter, answers):
    """format=flowed, answers below the questions."""
    text = f"Am 26.11.26 um 09:00 schrieb {letter.office}:\n" + inline(letter, answers, width=70, flowed=True) + f"\n\n-- \n{NAME}\n"
    return mail(words("Re: " + letter.subject), part("plain", text, "8bit", more="; format=flowed"), letter.id, "User-Agent: Mozilla Thunderbird\n")


def thunderbird_html(letter, answers):
    pieces = []
    for line in inline(letter, answers).split("\n"):
        kind = line.startswith(">")
        if not pieces or pieces[-1][0] != kind:
            pieces.append((kind, []))
        pieces[-1][1].append(html.escape(line[1:].strip() if kind else line))
    body = f"<div class=\"moz-cite-prefix\">Am 26.11.26 um 09:00 schrieb {html.escape(letter.office)}:<br></div>"
    for kind, lines in pieces:
        inside = "<br>\n".join(lines)
        body += f"<blockquote type=\"cite\" cite=\"mid:{letter.id[1:-1]}\"><pre>{inside}</pre></blockquote>" if kind else f"<p>{inside}</p>"
    return mail(words("Re: " + letter.subject), part("html", page(body), "8bit"), letter.id)


def apple_mail(letter, answers):
    text = by_number(letter, answers) + "\n\nVon meinem iPhone gesendet\n\n" + quoted(f"Am 26.11.2026 um 09:00 schrieb {letter.office} <{letter.address}>:\n\n" + letter.text)
    return mail(words("Re: " + letter.subject), part("plain", text, "quoted-printable"), letter.id, "X-Mailer: iPhone Mail (23B85)\n")


def apple_mail_html(letter, answers):
    body = (divs("Guten Tag,\n" + by_number(letter, answers)) + "<br><div dir=\"ltr\">Von meinem iPad gesendet</div><div dir=\"ltr\"><br><blockquote type=\"cite\">"
            f"Am 26.11.2026 um 09:00 schrieb {html.escape(letter.office)} &lt;{letter.address}&gt;:<br><br></blockquote></div>"
            f"<blockquote type=\"cite\"><div dir=\"ltr\">{letter.inner}</div></blockquote>")
    return mail(words("Re: " + letter.subject), part("html", page(body), "base64"), letter.id)


def gmx(letter, answers):
    """Webmail: HTML alone, and the quotation in a div."""
    lines = "<br/>\n".join(f"<b>{line.partition(':')[0]}:</b>&nbsp;{html.escape(line.partition(':')[2].strip())}"
                           for line in block(letter, ("Gesendet", "Von", "An", "Betreff")).split("\n"))
    body = (divs("Guten Tag,\n\n" + by_number(letter, answers)) + "<div>&nbsp;<div name=\"quote\" style=\"margin:10px 5px 5px 10px; border-left:2px solid #C3D9E5;\">"
            f"<div style=\"margin:0 0 10px 0;\">{lines}</div><div name=\"quoted-content\">{letter.inner}</div></div></div>")
    return mail(words("Aw: " + letter.subject), part("html", page(body), "quoted-printable"), letter.id, "X-Provags-ID: V03:K1:abc\n")


def web_de_plain(letter, answers):
    text = by_label(answers) + "\n\n \n\n" + block(letter, ("Gesendet", "Von", "An", "Betreff")) + "\n\n" + letter.text
    return mail(words("Aw: " + letter.subject), part("plain", text, "quoted-printable"), letter.id)


def attribution(letter):
    return f"Am Do., 26. Nov. 2026 um 09:00 Uhr schrieb {letter.office} <\n{letter.address}>:\n\n"


def gmail(letter, answers):
    text = attribution(letter) + inline(letter, answers, width=72)
    quote = f"<div class=\"gmail_attr\">{html.escape(attribution(letter)).strip()}<br></div>"
    pages = "".join(f"<blockquote class=\"gmail_quote\"><div>{html.escape(line[1:].strip())}</div></blockquote>" if line.startswith(">") else f"<div>{html.escape(line)}</div>"
                    for line in inline(letter, answers).split("\n"))
    return mail(words("Re: " + letter.subject), alternative(part("plain", text, "base64"), part("html", page(quote + pages), "quoted-printable")), letter.id)


def gmail_top(letter, answers):
    text = "Guten Tag,\n\n" + by_number(letter, answers) + "\n\n" + attribution(letter) + quoted(letter.text)
    body = divs("Guten Tag,\n\n" + by_number(letter, answers)) + f"<br><div class=\"gmail_quote\"><div class=\"gmail_attr\">{html.escape(attribution(letter)).strip()}<br></div><blockquote class=\"gmail_quote\" style=\"margin:0 0 0 .8ex\">{letter.inner}</blockquote></div>"
    return mail(words("Re: " + letter.subject), alternative(part("plain", text, "quoted-printable"), part("html", page(body), "quoted-printable")), letter.id)


def k9(letter, answers):
    text = f"Am 26. November 2026 09:00:00 MEZ schrieb {letter.office} <{letter.address}>:\n" + inline(letter, answers, mark=">")
    return mail(words("Re: " + letter.subject), part("plain", text, "quoted-printable"), letter.id)


def groupwise(letter, answers):
    """Nothing but a line tells where the quotation begins."""
    text = by_number(letter, answers) + f"\n\n>>> \"{letter.office}\" <{letter.address}> 26.11.2026 09:00 >>>\n" + letter.text
    return mail(words("Antw: " + letter.subject), part("plain", text, "8bit"), letter.id)


def forwarded(letter, answers):
    text = by_number(letter, answers) + "\n\n-----Weitergeleitete Nachricht-----\n" + block(letter) + "\n\n" + letter.text
    return mail(words("WG: " + letter.subject), part("plain", text, "quoted-printable"))


def token_wrapped(letter, answers):
    """The subject is somebody's own, nothing refers to us, and the lines of the quotation are cut where they are too long."""
    lines = inline(letter, answers).split("\n")
    cut = []
    for line in lines:
        while line.startswith("> ") and len(line) > 72:
            at = max(line.rfind(" ", 3, 72), line.rfind("-", 3, 72) + 1)
            if at <= 3:
                break
            cut.append(line[:at].rstrip())
            line = "> " + line[at:].lstrip()
        cut.append(line)
    return mail("Re: Wohngeld", part("plain", "\n".join(cut), "quoted-printable"))


def token_broken(letter, answers):
    """The same with the token cut in its middle."""
    text = re.sub(r"(\[WG-\d+-)", "\\1\n> ", inline(letter, answers))
    return mail("Re: Wohngeld", part("plain", text, "quoted-printable"))


def without_token(letter, answers):
    """Only the ids tell: subject and quotation are gone."""
    return mail("Meine Angaben", part("plain", by_label(answers), "8bit"), letter.id)


def quoted_twice(letter, answers):
    """Somebody in the house sent it on, who answers for her."""
    text = f"Am 26.11.26 um 10:00 schrieb Max:\n> Am 26.11.26 um 09:00 schrieb {letter.office}:\n" + inline(letter, answers, mark="> > ")
    return mail(words("Re: Fwd: " + letter.subject), part("plain", text, "8bit"), letter.id)


def outlook_inline(letter, answers):
    """Answers between unmarked lines."""
    text = "Guten Tag,\n\nmeine Antworten stehen unten.\n\n" + block(letter) + "\n\n" + inline(letter, answers, mark="")
    return mail(words("AW: " + letter.subject), part("plain", text, "quoted-printable"), letter.id)


PROGRAMS = {f.__name__.replace("_", "-"): f for f in (
    outlook, outlook_original_message, outlook_html, outlook_html_only, outlook_com, outlook_mobile, outlook_inline, exchange_rewritten,
    thunderbird, thunderbird_html, apple_mail, apple_mail_html, gmx, web_de_plain, gmail, gmail_top, k9, groupwise, forwarded,
    token_wrapped, token_broken, without_token, quoted_twice)}

if len(sys.argv) == 1:
    print("\n".join(PROGRAMS))
else:
    reply = PROGRAMS[sys.argv[1]](Letter(sys.stdin.buffer.read()), json.loads(sys.argv[2]))
    with open(sys.argv[3], "wb") as file:
        file.write(re.sub(rb"\r?\n", b"\r\n", reply))
