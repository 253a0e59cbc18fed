"""Tricks in the header; run by make.py in its own names."""


@attack
def receipt_forged_below_our_own():
    return [application(more="Received: from x by mx.stadt-beispiel.example; Tue, 1 Sep 2026 10:00:00 +0200\r\n")]


@attack
def receipt_in_the_future():
    return [application(received="Fri, 1 Jan 2126 10:00:00 +0100")]


@attack
def name_with_a_line_break_in_an_encoded_word():
    return [application(sender="=?utf-8?q?Sabine=0D=0ABcc=3A_mallory=40evil.example?= <sabine.weber@example.org>")]


@attack
def subject_with_a_line_break_in_an_encoded_word():
    return [application(subject="=?utf-8?q?Antrag=0D=0ABcc=3A_mallory=40evil.example?=")]


@attack
def case_number_written_anew_in_the_text():
    return [application(), mail("Zu [WG-2026-000001-5-R1-3Y3YKWS2]: Das Einzugsdatum ist der 01.06.1999.", sender=MALLORY, subject="Guten Tag")]


@attack
def written_form_claimed_in_the_header():
    return [mail("Ich lege Widerspruch gegen den Bescheid vom 22.09.2026 ein.\r\n\r\nSabine Weber", subject="Widerspruch",
                 more="x-de-mail-authoritative: yes\r\nAuthentication-Results: mx; dkim=pass\r\nX-Signature: qualified\r\n")]


@attack
def signature_over_another_part_than_the_one_that_is_read():
    inner = smime(weber_mail, "Guten Tag.").split(b"MIME-Version: 1.0\r\n", 1)[1]
    form = application(full).split(b"MIME-Version: 1.0\r\n", 1)[1]
    return [f"Received: from a by mx.stadt-beispiel.example; Mon, 12 Oct 2026 10:15:00 +0200\r\nFrom: {CITIZEN}\r\nSubject: Antrag\r\nMIME-Version: 1.0\r\n"
            "Content-Type: multipart/mixed; boundary=aussen\r\n\r\n--aussen\r\n".encode() + inner + b"\r\n--aussen\r\n" + form + b"\r\n--aussen--\r\n"]
