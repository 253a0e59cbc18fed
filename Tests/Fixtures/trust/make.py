"""Makes the trust directory, signed messages of every kind, and what must come out of each: make.py DIRECTORY.

The times are fixed: messages are received on 24 November 2026 unless a case says otherwise.
"""
import json
import os
import sys

from cryptography.x509 import ObjectIdentifier
from cryptography.x509.oid import ExtendedKeyUsageOID

from demail import demail_cases
from pki import *

out = sys.argv[1]
RECEIVED = "2026-11-24T10:00:00+01:00"
cases = []


def write(path, data):
    path = os.path.join(out, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data if isinstance(data, bytes) else data.encode())


def case(name, message, indication, sub=None, at=RECEIVED, **more):
    write(f"messages/{name}.eml", message)
    cases.append({"name": name, "at": at, "indication": indication, "sub": sub, **more})


BODY = "Content-Type: text/plain; charset=utf-8\r\n\r\nGuten Tag,\r\n\r\nich beantrage Wohngeld.\r\n\r\nErika Muster\r\n"


def signed_mail(cms, body=BODY, sender="erika.muster@example.org", extra_part="", extra_header=""):
    return (f"From: Erika Muster <{sender}>\r\nTo: wohngeld@stadt-beispiel.example\r\nSubject: Antrag auf Wohngeld\r\n{extra_header}"
            "Date: Tue, 24 Nov 2026 09:59:00 +0100\r\nMessage-ID: <s1@example.org>\r\nMIME-Version: 1.0\r\n"
            "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256; boundary=\"g\"\r\n\r\n"
            f"--g\r\n{body}\r\n--g\r\nContent-Type: application/pkcs7-signature; name=\"smime.p7s\"\r\n"
            f"Content-Transfer-Encoding: base64\r\n\r\n{base64_lines(cms)}\r\n{extra_part}--g--\r\n")


def opaque_mail(cms, kind="signed-data", sender="erika.muster@example.org"):
    return (f"From: Erika Muster <{sender}>\r\nTo: wohngeld@stadt-beispiel.example\r\nSubject: Antrag auf Wohngeld\r\n"
            "Date: Tue, 24 Nov 2026 09:59:00 +0100\r\nMessage-ID: <s2@example.org>\r\nMIME-Version: 1.0\r\n"
            f"Content-Type: application/pkcs7-mime; smime-type={kind}; name=\"smime.p7m\"\r\n"
            f"Content-Transfer-Encoding: base64\r\n\r\n{base64_lines(cms)}")


def detached(holder, time="2026-11-24T08:59:00", certificates=None, body=BODY, **more):
    hash = more.get("hash", "sha256")
    info = signer_info(holder, body.encode(), time, **more)
    return signed_data([info], certificates if certificates is not None else chain(holder), hash=hash)


# --- who there is ---
root = Holder("Beispiel Wurzel", ca=True, kind="RSA3072", start="2015-01-01", end="2044-01-01")
issuing = Holder("Beispiel Aussteller", root, ca=True, start="2015-01-01", end="2040-01-01")
qualified_ca = Holder(name("Beispiel Qualifiziert CA", organisation="Vertrauen GmbH"), ca=True, kind="RSA3072", start="2015-01-01", end="2040-01-01")
listed_ca = Holder(name("Gelistete CA", organisation="Listen AG"), ca=True, start="2015-01-01", end="2040-01-01")
stale_ca = Holder(name("Veraltete CA", organisation="Listen AG"), ca=True, start="2015-01-01", end="2040-01-01")
withdrawn_ca = Holder(name("Entzogene CA", organisation="Listen AG"), ca=True, start="2015-01-01", end="2040-01-01")
crl_ca = Holder("Beispiel Aussteller mit Sperrliste", root, ca=True, start="2015-01-01", end="2040-01-01")
ocsp_ca = Holder("Beispiel Aussteller mit OCSP", root, ca=True, start="2015-01-01", end="2040-01-01")
tsa = Holder("Beispiel Zeitstempel", root, usage={"digital_signature"}, purposes=[ExtendedKeyUsageOID.TIME_STAMPING], start="2019-01-01")
unknown = Holder("Unbekannte Wurzel", ca=True)
MAIL = ["erika.muster@example.org"]
URL = "http://sperrliste.invalid/ca.crl"

write("trust/anchors/root.pem", root.pem)
write("trust/qualified/ca.pem", qualified_ca.pem)

# --- certificates, one fault each ---
plain = Holder("Erika Muster", issuing, emails=MAIL)
case("valid", signed_mail(detached(plain)), "passed", level="AdES", writtenForm=False)
case("valid-lf", signed_mail(detached(plain)).replace("\r\n", "\n"), "passed")
qes = Holder("Erika Muster", qualified_ca, emails=MAIL, qualified=qc_statements())
case("qes", signed_mail(detached(qes)), "passed", level="QES", writtenForm=True)
case("qes-no-device", signed_mail(detached(Holder("Erika Muster", qualified_ca, qualified=qc_statements(device=False)))), "passed", level="AdES-QC", writtenForm=False)
case("qes-not-stated", signed_mail(detached(Holder("Erika Muster", qualified_ca))), "passed", level="AdES", writtenForm=False)
seal = Holder(name("Stadtwerke", organisation="Stadtwerke Beispiel"), qualified_ca, qualified=qc_statements(kind="0.4.0.1862.1.6.2"))
case("seal", signed_mail(detached(seal)), "passed", level="QSeal", writtenForm=False)
pseudonym = Holder(name("Rose:PN", pseudonym="Rose"), qualified_ca, qualified=qc_statements())
case("pseudonym", signed_mail(detached(pseudonym)), "passed", level="QES", writtenForm=False)
statement_without_provider = Holder("Erika Muster", issuing, qualified=qc_statements())
case("qualified-by-own-word", signed_mail(detached(statement_without_provider)), "passed", level="AdES", writtenForm=False)

old = Holder("Erika Muster", issuing, start="2020-01-01", end="2021-01-01", emails=MAIL)
case("expired", signed_mail(detached(old)), "failed", "EXPIRED")
case("expired-no-proof", signed_mail(detached(old, "2020-06-01T10:00:00")), "indeterminate", "OUT_OF_BOUNDS_NO_POE")
case("expired-stamped", signed_mail(detached(old, "2020-06-01T10:00:00", stamp=(tsa, "2020-06-01T10:00:05"))), "passed")
case("two-timestamps", signed_mail(detached(old, "2020-06-01T10:00:00", stamp=[(tsa, "2020-06-01T10:00:05"), (tsa, "2020-06-02T10:00:05")])), "passed")
case("two-evidence-records", signed_mail(detached(qes, unsigned=[attribute("1.2.840.113549.1.9.16.2.50", seq()) for _ in range(2)])), "passed")
case("two-certificate-values", signed_mail(detached(qes, unsigned=[attribute("1.2.840.113549.1.9.16.2.23", seq()) for _ in range(2)])), "failed", "FORMAT_FAILURE")
case("expired-stamped-by-stranger", signed_mail(detached(old, "2020-06-01T10:00:00", stamp=(Holder("Fremd", unknown, usage={"digital_signature"}, purposes=[ExtendedKeyUsageOID.TIME_STAMPING]), "2020-06-01T10:00:05"))), "indeterminate", "OUT_OF_BOUNDS_NO_POE")
case("not-yet-valid", signed_mail(detached(Holder("Erika Muster", issuing, start="2027-01-01", emails=MAIL))), "failed", "NOT_YET_VALID")

revoked = Holder("Erika Muster", crl_ca, crl=URL, emails=MAIL)
revoked_later = Holder("Erika Muster", crl_ca, crl=URL, emails=MAIL)
not_revoked = Holder("Erika Muster", crl_ca, crl=URL, emails=MAIL)
write("trust/revocation/crl.der", crl_ca.revocation_list([(revoked, "2026-11-10"), (revoked_later, "2026-11-25")], until="2027-06-01"))
write("trust/revocation/root.crl", root.revocation_list())
case("revoked-crl", signed_mail(detached(revoked)), "failed", "REVOKED")
case("revoked-crl-claimed-before", signed_mail(detached(revoked, "2026-11-09T10:00:00")), "indeterminate", "REVOKED_NO_POE")
case("revoked-crl-stamped-before", signed_mail(detached(revoked, "2026-11-09T10:00:00", stamp=(tsa, "2026-11-09T10:00:05"))), "passed")
case("revoked-after-receipt", signed_mail(detached(revoked_later)), "passed")
case("not-revoked-crl", signed_mail(detached(not_revoked)), "passed")
case("crl-stale", signed_mail(detached(not_revoked, "2028-01-01T10:00:00")), "indeterminate", "TRY_LATER", at="2028-01-02T10:00:00+01:00")
case("crl-missing", signed_mail(detached(Holder("Erika Muster", issuing, crl=URL, emails=MAIL))), "indeterminate", "TRY_LATER")
bad_ocsp, good_ocsp, odd_ocsp, foreign_ocsp = (Holder("Erika Muster", ocsp_ca, ocsp_url="http://ocsp.invalid", emails=MAIL) for _ in range(4))
write("trust/revocation/bad.ocsp", ocsp_ca.ocsp_response(bad_ocsp, "2026-11-10"))
write("trust/revocation/good.ocsp", ocsp_ca.ocsp_response(good_ocsp))
write("trust/revocation/odd.ocsp", ocsp_ca.ocsp_response(odd_ocsp, status=ocsp.OCSPCertStatus.UNKNOWN))
write("trust/revocation/foreign.ocsp", unknown.ocsp_response(foreign_ocsp))
# Suspended (certificateHold): open while it lasts, and forgotten when something later knows nothing of it.
held, once_held = (Holder("Erika Muster", crl_ca, crl=URL, emails=MAIL) for _ in range(2))
held_by_ocsp = Holder("Erika Muster", ocsp_ca, ocsp_url="http://ocsp.invalid", emails=MAIL)
write("trust/revocation/held.crl", crl_ca.revocation_list(held=[once_held], made="2026-10-01"))
write("trust/revocation/held-now.crl", crl_ca.revocation_list(held=[held], made="2026-11-02"))
write("trust/revocation/held.ocsp", ocsp_ca.ocsp_response(held_by_ocsp, "2026-11-10", reason=x509.ReasonFlags.certificate_hold))
case("held-crl", signed_mail(detached(held)), "indeterminate", "TRY_LATER")
case("held-crl-once", signed_mail(detached(once_held)), "passed")
case("held-ocsp", signed_mail(detached(held_by_ocsp)), "indeterminate", "TRY_LATER")
case("revoked-ocsp", signed_mail(detached(bad_ocsp)), "failed", "REVOKED")
case("good-ocsp", signed_mail(detached(good_ocsp)), "passed")
case("ocsp-unknown", signed_mail(detached(odd_ocsp)), "indeterminate", "TRY_LATER")
case("ocsp-by-stranger", signed_mail(detached(foreign_ocsp)), "indeterminate", "TRY_LATER")

# What only the revocation services know: TRY_LATER without network, the verdict behind with it.
index = []
for fate, date in (("good", None), ("revoked", "2026-11-10")):
    by_list = Holder("Erika Muster", issuing, crl=f"http://sperrliste.invalid/{fate}.crl", emails=MAIL)
    write(f"served/{fate}.crl", issuing.revocation_list([(by_list, date)] if date else []))
    case(f"online-crl-{fate}", signed_mail(detached(by_list)), "indeterminate", "TRY_LATER")
    by_ocsp = Holder("Erika Muster", ocsp_ca, ocsp_url="http://ocsp.invalid/auskunft", emails=MAIL)
    serial = f"{by_ocsp.certificate.serial_number:X}"
    serial = serial.rjust(len(serial) + len(serial) % 2, "0")
    index.append("\t".join(["R" if date else "V", "340101000000Z", "261110000000Z" if date else "", serial, "unknown", f"/CN={fate}"]))
    case(f"online-ocsp-{fate}", signed_mail(detached(by_ocsp)), "indeterminate", "TRY_LATER")
write("served/index.txt", "\n".join(index) + "\n")
write("served/ocsp-ca.pem", ocsp_ca.key_pem + ocsp_ca.pem)
lost = Holder("Erika Muster", issuing, crl="http://sperrliste.invalid/gibt-es-nicht.crl", emails=MAIL)
case("online-crl-lost", signed_mail(detached(lost)), "indeterminate", "TRY_LATER")
write("served/unsinn.crl", b"<html>Wartung</html>")
nonsense = Holder("Erika Muster", issuing, crl="http://sperrliste.invalid/unsinn.crl", emails=MAIL)
case("online-crl-nonsense", signed_mail(detached(nonsense)), "indeterminate", "TRY_LATER")
directory = Holder("Erika Muster", issuing, crl="ldap://sperrliste.invalid/cn=a", emails=MAIL)
case("online-crl-in-a-directory", signed_mail(detached(directory)), "indeterminate", "TRY_LATER")
local = Holder("Erika Muster", issuing, crl="file:///etc/passwd", emails=MAIL)
case("online-crl-in-a-file", signed_mail(detached(local)), "indeterminate", "TRY_LATER")
stranger_online = Holder("Erika Muster", unknown, crl="http://sperrliste.invalid/good.crl", emails=MAIL)
case("online-crl-by-a-stranger", signed_mail(detached(stranger_online)), "indeterminate", "NO_CERTIFICATE_CHAIN_FOUND")

rsa_signer = Holder("Erika Muster", issuing, kind="RSA3072", emails=MAIL)
case("weak-hash", signed_mail(detached(rsa_signer, hash="sha1")), "indeterminate", "CRYPTO_CONSTRAINTS_FAILURE")
case("weak-key", signed_mail(detached(Holder("Erika Muster", issuing, kind="RSA1024", emails=MAIL))), "indeterminate", "CRYPTO_CONSTRAINTS_FAILURE")
weak_issued = Holder("Erika Muster", root, hash="sha1", emails=MAIL)
case("weak-certificate-hash", signed_mail(detached(weak_issued)), "indeterminate", "CRYPTO_CONSTRAINTS_FAILURE")
case("wrong-purpose", signed_mail(detached(Holder("Erika Muster", issuing, purposes=[ExtendedKeyUsageOID.SERVER_AUTH]))), "indeterminate", "CHAIN_CONSTRAINTS_FAILURE")
case("wrong-usage", signed_mail(detached(Holder("Erika Muster", issuing, usage={"key_encipherment"}))), "indeterminate", "CHAIN_CONSTRAINTS_FAILURE")
no_authority = Holder("Kein Aussteller", issuing, usage={"key_cert_sign", "digital_signature"})
case("issuer-is-no-authority", signed_mail(detached(Holder("Erika Muster", no_authority))), "indeterminate", "CERTIFICATE_CHAIN_GENERAL_FAILURE")
# The same name in other letters, spaces and type of string is the same issuer (RFC 5280, 7.1).
shouted = x509.Name([x509.NameAttribute(a.oid, "  ".join(a.value.upper().split()), x509.name._ASN1Type.PrintableString)
                     for a in root.certificate.subject])
spelled = Holder("Erika Muster", root, issuer_name=shouted, emails=MAIL)
case("issuer-spelled-otherwise", signed_mail(detached(spelled, certificates=[spelled.der])), "passed")
case("missing-intermediate", signed_mail(detached(plain, certificates=[plain.der])), "indeterminate", "NO_CERTIFICATE_CHAIN_FOUND")
case("self-signed", signed_mail(detached(Holder("Erika Muster"))), "indeterminate", "NO_CERTIFICATE_CHAIN_FOUND")
case("unknown-authority", signed_mail(detached(Holder("Erika Muster", unknown))), "indeterminate", "NO_CERTIFICATE_CHAIN_FOUND")
case("address-mismatch", signed_mail(detached(plain), sender="jemand.anders@example.org"), "indeterminate", "SIG_CONSTRAINTS_FAILURE", binding="mismatch")
case("address-in-reply-to", signed_mail(detached(plain), sender="jemand@example.org", extra_header="Reply-To: erika.muster@example.org\r\n"), "indeterminate", "SIG_CONSTRAINTS_FAILURE", binding="Reply-To")
for place, first, second in (("first", "erika.muster", "max"), ("second", "max", "erika.muster")):
    twice = signed_mail(detached(plain), sender=f"{first}@example.org", extra_header=f"From: Max <{second}@example.org>\r\n")
    case(f"address-in-{place}-of-two-from-fields", twice, "indeterminate", "SIG_CONSTRAINTS_FAILURE", binding="mismatch")
constrained = Holder("Nur Firma", root, ca=True, constraints="firma.example")
case("name-constraint", signed_mail(detached(Holder("Erika Muster", constrained, emails=MAIL))), "indeterminate", "CERTIFICATE_CHAIN_GENERAL_FAILURE")
case("unknown-critical", signed_mail(detached(Holder("Erika Muster", issuing, extra=[("1.2.3.4.5", b"\x05\x00", True)]))), "indeterminate", "CERTIFICATE_CHAIN_GENERAL_FAILURE")
case("brainpool", signed_mail(detached(Holder("Erika Muster", issuing, kind="brainpool", emails=MAIL))), "passed")
case("plain-ecdsa", signed_mail(detached(plain, scheme="plain")), "passed")
case("ecdsa-high-s", signed_mail(detached(plain, scheme="high-s")), "passed")
case("pss-weak-hash", signed_mail(detached(rsa_signer, scheme="pss", hash="sha1")), "indeterminate", "CRYPTO_CONSTRAINTS_FAILURE")
case("pss-weak-mask", signed_mail(detached(rsa_signer, scheme="pss-sha1-mask")), "indeterminate", "CRYPTO_CONSTRAINTS_FAILURE")
case("pss-no-salt", signed_mail(detached(rsa_signer, scheme="pss-no-salt")), "passed")
case("pss", signed_mail(detached(rsa_signer, scheme="pss", hash="sha512")), "passed")
case("rsa", signed_mail(detached(rsa_signer)), "passed")
case("signing-certificate-v1", signed_mail(detached(plain, version1=True)), "passed")
case("signing-certificate-of-another", signed_mail(detached(plain, ess_of=qes)), "indeterminate", "NO_SIGNING_CERTIFICATE_FOUND")
case("certificate-missing", signed_mail(detached(plain, certificates=[issuing.der])), "indeterminate", "NO_SIGNING_CERTIFICATE_FOUND")

# --- structures ---
case("content-changed", signed_mail(detached(plain), body=BODY.replace("Wohngeld", "Wohnheld")), "failed", "HASH_FAILURE")
case("value-changed", signed_mail(detached(plain, flip=True)), "failed", "SIG_CRYPTO_FAILURE")
again = attribute("1.2.840.113549.1.9.5", utc(day("2020-01-01T10:00:00")))
case("attribute-twice", signed_mail(detached(plain, extra=[again])), "failed", "FORMAT_FAILURE")
case("no-signer", signed_mail(signed_data([], chain(plain))), "failed", "FORMAT_FAILURE")
case("lying-length", signed_mail(detached(plain)[:4] + b"\x84\xff\xff\xff\xff" + detached(plain)[9:]), "failed", "FORMAT_FAILURE")
case("many-certificates", signed_mail(detached(plain, certificates=[plain.der] * 10_000)), "failed", "FORMAT_FAILURE")
modulus = rsa.generate_private_key(65537, 3072).public_key().public_numbers().n
for bits in (63, 2000, 3071):
    huge = Holder("Erika Muster", issuing, key_pair=Disguised(rsa.RSAPublicNumbers((1 << bits) + 1, modulus).public_key()))
    case(f"exponent-{bits}", signed_mail(detached(huge)), "failed", "SIG_CRYPTO_FAILURE")
giant = Holder("Erika Muster", issuing, key_pair=Disguised(rsa.RSAPublicNumbers(65537, (1 << 16000) + 1).public_key()))
case("modulus-of-16000-bits", signed_mail(detached(giant)), "indeterminate", "CRYPTO_CONSTRAINTS_FAILURE")
key_a, key_b = key(), key()
first = Holder("Kreis A", ca=True, key_pair=key_a)
second = Holder("Kreis B", first, ca=True, key_pair=key_b)
first_again = Holder("Kreis A", second, ca=True, key_pair=key_a)
circular = Holder("Erika Muster", second)
case("circle", signed_mail(detached(circular, certificates=[circular.der, second.der, first_again.der])), "indeterminate", "NO_CERTIFICATE_CHAIN_FOUND")
both = signed_data([signer_info(plain, BODY.encode(), "2026-11-24T08:59:00"), signer_info(qes, BODY.encode(), "2026-11-24T08:59:00")], chain(plain) + chain(qes))
case("two-signers", signed_mail(both), "passed", level="QES", writtenForm=True, reports=2)
case("countersigned", signed_mail(detached(plain, counter=qes, certificates=chain(plain) + chain(qes))), "passed", check="Gegensigniert von Erika Muster: gültig.")
unsigned_form = "--g\r\nContent-Type: text/plain; name=\"antrag.txt\"\r\nContent-Disposition: attachment\r\n\r\nBetrag: 9999\r\n"
case("extra-part", signed_mail(detached(plain), extra_part=unsigned_form), "passed", uncovered="antrag.txt")

# --- wrapping ---
opaque = signed_data([signer_info(qes, BODY.encode(), "2026-11-24T08:59:00")], chain(qes), BODY.encode())
case("opaque", opaque_mail(opaque), "passed", level="QES", writtenForm=True, covers="Nachrichtentext")
empty = signed_data([signer_info(qes, b"", "2026-11-24T08:59:00")], chain(qes))
case("opaque-without-content", opaque_mail(empty), "indeterminate", "SIGNED_DATA_NOT_FOUND")

import subprocess
office = Holder("Wohngeldstelle", issuing, kind="RSA3072", usage={"key_encipherment"})
write("trust/decryption/office.pem", office.key_pem + office.pem)
write("office.crt", office.pem)


def encrypt(data):
    return subprocess.run(["openssl", "cms", "-encrypt", "-binary", "-aes256", "-outform", "DER", os.path.join(out, "office.crt")],
                          input=data, stdout=subprocess.PIPE, check=True).stdout


def entity(cms, kind):
    return (f"Content-Type: application/pkcs7-mime; smime-type={kind}; name=\"smime.p7m\"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + base64_lines(cms)).encode()


inner = signed_mail(detached(qes)).split("MIME-Version: 1.0\r\n")[1].encode()
case("signed-then-encrypted", opaque_mail(encrypt(inner), "enveloped-data"), "passed", level="QES", writtenForm=True)
wrapped = entity(encrypt(BODY.encode()), "enveloped-data")
outer = signed_data([signer_info(qes, wrapped, "2026-11-24T08:59:00")], chain(qes), wrapped)
case("encrypted-then-signed", opaque_mail(outer), "passed", level="QES", writtenForm=True, covers="Nachrichtentext")
stranger = Holder("Fremde Stelle", issuing, kind="RSA3072", usage={"key_encipherment"})
write("office.crt", stranger.pem)
case("encrypted-for-somebody-else", opaque_mail(encrypt(inner), "enveloped-data"), "none", finding="smime.locked")

# --- files beside each other ---
LETTER = "Sehr geehrte Damen und Herren,\r\nich lege Widerspruch ein.\r\n".encode()


def with_files(files):
    parts = "".join(f"--b\r\nContent-Type: application/octet-stream; name=\"{n}\"\r\nContent-Disposition: attachment; filename=\"{n}\"\r\n"
                    f"Content-Transfer-Encoding: base64\r\n\r\n{base64_lines(d)}" for n, d in files)
    return ("From: Erika Muster <erika.muster@example.org>\r\nTo: wohngeld@stadt-beispiel.example\r\nSubject: Dateien\r\n"
            "Date: Tue, 24 Nov 2026 09:59:00 +0100\r\nMessage-ID: <f1@example.org>\r\nMIME-Version: 1.0\r\n"
            f"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nAnbei.\r\n{parts}--b--\r\n")


side = signed_data([signer_info(qes, LETTER, "2026-11-24T08:59:00")], chain(qes))
case("detached-file", with_files([("brief.txt", LETTER), ("ganz-anders.p7s", side)]), "passed", covers="brief.txt", level="QES")
case("detached-file-changed", with_files([("brief.txt", LETTER + b"!"), ("brief.txt.p7s", side)]), "indeterminate", "SIGNED_DATA_NOT_FOUND")
holding = signed_data([signer_info(qes, LETTER, "2026-11-24T08:59:00")], chain(qes), LETTER)
case("enveloping-file", with_files([("brief.txt.p7m", holding)]), "passed", covers="brief.txt", level="QES")

demail_crl_ca = Holder("Aussteller der Siegel", root, ca=True, start="2015-01-01", end="2040-01-01")
write("trust/intermediates/siegel.pem", demail_crl_ca.pem)
person = Holder("Erika Muster", qualified_ca, kind="RSA3072", emails=["erika.muster@dmda.de-mail.de"], qualified=qc_statements())
provider = demail_cases(case, write, root, qualified_ca, demail_crl_ca, Holder, person)
# What seals De-Mails is trusted for nothing else.
sealing_authority = Holder("De-Mail-Aussteller", ca=True, start="2015-01-01", end="2040-01-01")
write("trust/demail/nur-siegel.de-mail.de.pem", sealing_authority.pem)
case("signed-below-a-demail-authority", signed_mail(detached(Holder("Erika Muster", sealing_authority, emails=MAIL))), "indeterminate", "NO_CERTIFICATE_CHAIN_FOUND")
exec(open(os.path.join(os.path.dirname(__file__), "containers.py")).read())
write("cases.json", json.dumps(cases, indent=1))
