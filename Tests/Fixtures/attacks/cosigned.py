"""A second signature over what somebody else signed; run by make.py in its own names."""
nobody = Holder("Sabine Weber", None, kind="P-256", emails=["mallory@evil.example"])
LETTER = "Content-Type: text/plain; charset=utf-8\r\n\r\nGuten Tag,\r\n\r\nich beantrage Wohngeld.\r\n\r\nSabine Weber\r\n"


def part_signed(entity, cms, mark):
    return ("Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256; boundary=\"" + mark + "\"\r\n\r\n"
            f"--{mark}\r\n{entity}\r\n--{mark}\r\nContent-Type: application/pkcs7-signature; name=\"smime.p7s\"\r\n"
            f"Content-Transfer-Encoding: base64\r\n\r\n{base64_lines(cms)}\r\n--{mark}--\r\n").replace("\r\n", "\n").replace("\n", "\r\n")


def signatures(entity, *signers):
    holders = [holder for signer in signers for holder in ([signer.der] if signer is nobody else chain(signer))]
    return signed_data([signer_info(signer, entity.encode(), "2026-10-12T08:14:00") for signer in signers], holders)


def sent(body, sender, more=""):
    return (f"Received: from a by mx.stadt-beispiel.example; Mon, 12 Oct 2026 10:15:00 +0200\r\nFrom: {sender}\r\n{more}To: {OFFICE}\r\n"
            f"Subject: Antrag auf Wohngeld\r\nDate: Mon, 12 Oct 2026 10:14:00 +0200\r\nMIME-Version: 1.0\r\n{body}").encode()


def nested(signer, sender, more=""):
    inner = part_signed(LETTER, signatures(LETTER, weber), "t")
    return sent(part_signed(inner, signatures(inner, signer), "s"), sender, more)


@attack
def signed_letter_signed_again_by_a_stranger():
    return [nested(nobody, MALLORY)]


@attack
def signed_letter_signed_again_by_a_stranger_with_a_qualified_certificate():
    return [nested(mallory, MALLORY)]


@attack
def signed_letter_signed_again_with_a_strange_place_of_reply():
    return [nested(nobody, CITIZEN, "Reply-To: mallory@evil.example\r\n")]


@attack
def signed_letter_with_a_second_signer_and_a_strange_place_of_reply():
    return [sent(part_signed(LETTER, signatures(LETTER, weber, nobody), "s"), CITIZEN, "Reply-To: mallory@evil.example\r\n")]
