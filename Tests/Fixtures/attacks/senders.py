"""Who speaks for whom; run by make.py in its own names."""


@attack
def answer_by_a_stranger():
    return [application(), answer(sender=MALLORY)]


@attack
def answer_by_a_stranger_with_the_citizens_place_of_reply():
    return [application(), answer(sender=MALLORY, more="Reply-To: sabine.weber@example.org\r\n")]


@attack
def answer_in_the_citizens_name_with_a_strange_place_of_reply():
    return [application(), answer(more="Reply-To: mallory@evil.example\r\n")]


@attack
def answer_with_a_space_before_the_colon_of_reply_to():
    return [application(), answer(more="Reply-To : mallory@evil.example\r\n")]


@attack
def answer_with_two_from_fields():
    return [application(), answer(more="From: mallory@evil.example\r\n")]


@attack
def answer_with_two_authors():
    return [application(), answer(sender="sabine.weber@example.org, mallory@evil.example")]


@attack
def answer_with_two_places_of_reply():
    return [application(), answer(more="Reply-To: sabine.weber@example.org, mallory@evil.example\r\n")]


@attack
def answer_with_a_second_reply_to_field():
    return [application(), answer(more="Reply-To: sabine.weber@example.org\r\nReply-To: mallory@evil.example\r\n")]


KLARA = "Klara Weber <klara.weber@example.org>"


@attack
def answer_with_a_kelvin_sign():
    return [application(sender=KLARA), answer(raw_from="From: \u212alara.weber@example.org\r\n".encode())]


@attack
def answer_with_an_encoded_kelvin_sign():
    return [application(sender=KLARA), answer(sender="Klara <=?utf-8?q?=E2=84=AA?=lara.weber@example.org>")]


@attack
def answer_with_a_cyrillic_letter():
    return [application(), answer(raw_from="From: s\u0430bine.weber@example.org\r\n".encode())]


@attack
def answer_with_a_nul_in_the_address():
    return [application(), answer(raw_from=b"From: sabine.weber@example.org\0@evil.example\r\n")]


@attack
def answer_from_a_group():
    return [application(), answer(sender="sabine.weber@example.org:mallory@evil.example;")]


@attack
def answer_with_the_citizens_address_as_a_name():
    return [application(), answer(sender='"sabine.weber@example.org" <mallory@evil.example>')]


@attack
def answer_with_the_citizens_address_in_a_comment():
    return [application(), answer(sender="mallory@evil.example (sabine.weber@example.org)")]


@attack
def answer_with_a_longer_domain():
    return [application(), answer(sender="sabine.weber@example.org.evil.example")]


@attack
def signed_form_passed_on_by_a_stranger():
    return [application(sign_pdf(forms.mietzuschuss(NO_MAIL), weber, time="2026-10-12T07:00:00"), sender=MALLORY)]


@attack
def signed_form_passed_on_and_answered_by_the_stranger():
    return signed_form_passed_on_by_a_stranger() + [answer(sender=MALLORY)]


@attack
def signed_form_with_an_address_in_the_certificate():
    return [application(sign_pdf(forms.mietzuschuss(NO_MAIL), weber_mail, time="2026-10-12T07:00:00"), sender=MALLORY)]


@attack
def signed_form_with_an_address_in_the_form():
    return [application(sign_pdf(incomplete, weber, time="2026-10-12T07:00:00"), more="Reply-To: mallory@evil.example\r\n")]


@attack
def signed_letter_with_a_strange_place_of_reply():
    return [smime(weber_mail, "Guten Tag,\r\n\r\nich beantrage Wohngeld.\r\n\r\nSabine Weber", more="Reply-To: mallory@evil.example\r\n")]


@attack
def signed_letter_under_a_strange_sender():
    return [smime(weber, "Guten Tag,\r\n\r\nich beantrage Wohngeld.\r\n\r\nSabine Weber", sender=MALLORY)]


@attack
def letter_signed_by_a_stranger_in_the_citizens_name():
    return [smime(mallory, "Guten Tag,\r\n\r\nich beantrage Wohngeld.\r\n\r\nSabine Weber")]


@attack
def signed_letter_whose_sender_field_is_the_citizens():
    return [smime(weber_mail, "Guten Tag,\r\n\r\nich beantrage Wohngeld.\r\n\r\nSabine Weber", sender=MALLORY, more="Sender: sabine.weber@example.org\r\n")]


@attack
def signed_answer_sent_again_by_a_stranger():
    signed = sign_pdf(incomplete, weber_mail, time="2026-10-12T07:00:00")
    return [application(), mail("Mein Antrag noch einmal.", subject=TOKEN, sender=MALLORY, files=[("Antrag.pdf", signed)])]
