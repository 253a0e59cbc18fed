"""Tricks with archives; run by make.py in its own names."""


@attack
def archive_with_names_that_are_paths():
    return [mail("Anbei.", files=[("a.zip", zipped(("../../../etc/cron.d/x", b"* * * * * root id\n"), ("/etc/passwd", b"root"), ("..\\..\\x.pdf", full)))])]


@attack
def archive_with_an_unsigned_form_beside_a_signed_letter():
    letter = b"Guten Tag, anbei mein Antrag.\n"
    beside = signed_data([signer_info(weber, letter, "2026-10-12T07:00:00")], chain(weber))
    return [mail("Anbei.", files=[("a.zip", zipped(("brief.txt", letter), ("brief.txt.p7s", beside), ("Antrag.pdf", full)))])]


@attack
def archive_with_two_files_of_one_name():
    signed = sign_pdf(full, weber, time="2026-10-12T07:00:00")
    forged = changed(full, lambda d: rent(d))
    return [mail("Anbei.", files=[("a.zip", zipped(("Antrag.pdf", signed), ("Antrag.pdf", forged)))])]


@attack
def archive_in_archive_in_archive():
    data = zipped(("Antrag.pdf", full))
    for level in range(12):
        data = zipped((f"{level}.zip", data))
    return [mail("Anbei.", files=[("a.zip", data)])]


@attack
def archive_that_grows():
    return [mail("Anbei.", files=[("a.zip", zipped(("leer.txt", b"0" * 80_000_000)))])]


@attack
def container_with_a_file_the_signature_does_not_name():
    letter = b"Guten Tag, anbei mein Antrag.\n"
    beside = signed_data([signer_info(weber, letter, "2026-10-12T07:00:00")], chain(weber))
    data = zipped(("mimetype", b"application/vnd.etsi.asic-s+zip"), ("brief.txt", letter), ("Antrag.pdf", full), ("META-INF/signature.p7s", beside))
    return [mail("Anbei.", files=[("a.asics", data)])]
