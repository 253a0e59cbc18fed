"""Who seals De-Mails; run by make.py in its own names."""
LETTER = "Guten Tag,\r\n\r\nich beantrage Wohngeld.\r\n\r\nSabine Weber\r\n"
MINE = "sabine.weber@dmda.de-mail.de"


def sealed(by, sender=MINE, change=lambda rows: rows, body=LETTER, **more):
    rows = change(fields(sender=sender, holder="Sabine Weber", date="Wed, 15 Apr 2026 09:15:00 +0200"))
    return [b"Received: from a by mx.stadt-beispiel.example; Wed, 15 Apr 2026 09:15:05 +0200\r\n" + demail(rows, body, by, **more)]


@attack
def seal_by_a_persons_qualified_certificate():
    return sealed(weber_mail)


@attack
def seal_by_a_certificate_that_states_nothing():
    return sealed(Holder("Irgendwer", qualified_ca, kind="RSA3072"))


@attack
def seal_by_another_provider():
    return sealed(other_seal)


@attack
def seal_for_a_domain_nobody_declared():
    return sealed(seal, "sabine.weber@niemand.de-mail.de")


@attack
def seal_for_a_domain_that_ends_alike():
    return sealed(seal, "sabine.weber@boesedmda.de-mail.de")


@attack
def seal_for_another_mailbox_than_from():
    return sealed(seal, change=lambda rows: [("From", "Sabine Weber <sabine.weber@example.org>")] + rows[1:])


@attack
def seal_under_two_authors():
    return sealed(seal, change=lambda rows: [("From", f"{MINE}, max.muster@dmda.de-mail.de")] + rows[1:])


@attack
def seal_by_the_authority_above_the_provider():
    return sealed(qualified_ca)


@attack
def seal_with_a_strange_place_of_reply_added():
    return [sealed(seal)[0].replace(b"MIME-Version", b"Reply-To: mallory@evil.example\r\nMIME-Version", 1)]


@attack
def seal_whose_body_was_exchanged():
    return [sealed(seal)[0].replace(b"beantrage", b"verlange1")]


@attack
def seal_in_the_wrong_case_of_a_dotless_i():
    return sealed(seal, change=lambda rows: [("From", f"<sab\u0131ne.weber@dmda.de-mail.de>")] + rows[1:])
