"""A signer for De-Mail (BSI TR-01201 part 3.4), for tests only."""
import base64
import hashlib
import re

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from cryptography.x509.oid import ExtendedKeyUsageOID

from pki import HASHES, name
from xmls import sign_xml, template

ORDER = ("From Date Message-ID Subject Reply-To X-de-mail-confirmation-of-dispatch X-de-mail-confirmation-of-receipt "
         "X-de-mail-confirmation-of-retrieve X-de-mail-authoritative X-de-mail-private X-de-mail-sender X-de-mail-chosen-recipient "
         "X-de-mail-auth-mechanism X-de-mail-auth-level X-de-mail-originator-provider X-de-mail-message-type X-de-mail-version "
         "X-de-mail-private-id X-de-mail-message-id X-de-mail-account-holder").split()

BODY = "MIME-Version: 1.0"


def fields(authoritative="yes", sender="erika.muster@dmda.de-mail.de", version="1.7", kind="normal", subject="Antrag auf Wohngeld",
           date="Tue, 24 Nov 2026 09:15:00 +0100", holder="Erika Muster"):
    rows = [("From", f'"Erika Muster" <{sender}>'), ("Date", date),
            ("Message-ID", "<a1@dmda.de-mail.de>"), ("Subject", subject),
            ("x-de-mail-confirmation-of-dispatch", "yes"), ("x-de-mail-confirmation-of-receipt", "yes"),
            ("x-de-mail-confirmation-of-retrieve", "no"), ("x-de-mail-authoritative", authoritative), ("x-de-mail-private", "no"),
            ("x-de-mail-sender", sender), ("x-de-mail-chosen-recipient", "to=poststelle@stadt-beispiel.de-mail.de"),
            ("x-de-mail-auth-mechanism", "eID"), ("x-de-mail-auth-level", "high"), ("x-de-mail-originator-provider", "mx1.dmda.de-mail.de"),
            ("x-de-mail-message-type", kind), ("x-de-mail-version", version), ("x-de-mail-message-id", "20261124-0001@dmda.de-mail.de"),
            ("x-de-mail-account-holder", holder)]
    if kind != "normal":
        rows = [row for row in rows if row[0] not in ("x-de-mail-authoritative", "x-de-mail-account-holder")]
    return rows


def fold(text, width=70):
    return "\r\n ".join(text[i:i + width] for i in range(0, len(text), width))


def demail(rows, body, provider=None, hash="sha256", scheme="rsa", a=None, certificate=True, extra_tags="", h=None, folded=False, mime=None):
    """The message as bytes: the TR's algorithm, written down here a second time and independently of the service."""
    lines = [(k, f"{k}: {fold(v) if folded else v}\r\n") for k, v in rows]
    header = "".join(line for _, line in lines)
    header += "x-de-mail-actual-recipient: to=poststelle@stadt-beispiel.de-mail.de\r\n"
    if provider and certificate:
        header += "x-de-mail-signature-certificate: " + fold(base64.b64encode(provider.der).decode()) + "\r\n"
    canonical = body.encode()
    while canonical.endswith(b"\r\n\r\n"):
        canonical = canonical[:-2]
    body_hash = base64.b64encode(hashlib.new(hash, canonical).digest()).decode()
    names = h or [n for n in ORDER if any(k.lower() == n.lower() for k, _ in rows)]
    method = a or (f"{hash}/{scheme}" if provider else hash)
    tags = f"v=1; a={method}; c=simple/simple;" + (" q=x-header/x-de-mail-signature-certificate;" if provider else "")
    tags += f" d=dmda.de-mail.de; s=x;{extra_tags}\r\n h={':'.join(names)};\r\n bh={body_hash}; b="
    integrity = "x-de-mail-integrity: " + tags
    data = b""
    for wanted in names:
        data += next(line for k, line in lines if k.lower() == wanted.lower()).encode()
    data += integrity.encode()
    if provider is None:
        value = hashlib.new(hash, data).digest()
    elif isinstance(provider.key, rsa.RSAPrivateKey):
        mode = padding.PSS(padding.MGF1(HASHES[hash]), HASHES[hash].digest_size) if scheme == "rsassa-pss" else padding.PKCS1v15()
        value = provider.key.sign(data, mode, HASHES[hash])
    else:
        value = provider.key.sign(data, ec.ECDSA(HASHES[hash]))
    mime = mime or "Content-Type: text/plain; charset=utf-8\r\n"
    return (header + integrity + base64.b64encode(value).decode() + f"\r\nMIME-Version: 1.0\r\n{mime}\r\n" + body).encode()


TEXT = "Guten Tag,\r\n\r\nich beantrage Wohngeld.\r\n\r\nErika Muster\r\n"


def demail_cases(case, write, root, qualified_ca, crl_ca, Holder, person):
    provider = Holder(name("De-Mail-Siegel", organisation="DMDA GmbH"), qualified_ca, kind="RSA3072")
    anchored = Holder("Nur ein Anker", root, kind="RSA3072")
    curve = Holder(name("De-Mail-Siegel EC", organisation="DMDA GmbH"), qualified_ca)
    good = demail(fields(), TEXT, provider)
    early = "2026-04-15T10:00:00+02:00"
    late = "2026-11-24T10:00:00+01:00"
    before_2024 = "2023-11-15T10:00:00+01:00"
    old = Holder("De-Mail-Siegel alt", qualified_ca, kind="RSA3072", start="2020-01-01", end="2021-01-01")
    first = Holder("De-Mail-Siegel früh", qualified_ca, kind="RSA3072", start="2020-01-01", end="2030-01-01")

    other = Holder(name("De-Mail-Siegel", organisation="Anderer Anbieter AG"), qualified_ca, kind="RSA3072")
    authority = Holder(name("Aussteller nur für Haus", organisation="Haus De-Mail GmbH"), ca=True, kind="RSA3072", start="2015-01-01", end="2040-01-01")
    leaf = Holder(name("De-Mail-Siegel Haus", organisation="Haus De-Mail GmbH"), authority, kind="RSA3072")
    server = Holder(name("mail.haus.de-mail.de", organisation="Haus De-Mail GmbH"), authority, kind="RSA3072", purposes=[ExtendedKeyUsageOID.SERVER_AUTH])
    write("trust/demail/dmda.de-mail.de.pem", provider.pem + curve.pem + old.pem + first.pem)
    write("trust/demail/anderer.de-mail.de.pem", other.pem)
    write("trust/demail/haus.de-mail.de.pem", authority.pem)

    def sent(sender, by, **more):
        return demail(fields(sender=sender, **more), TEXT, by)

    withdrawn = Holder(name("De-Mail-Siegel gesperrt", organisation="DMDA GmbH"), crl_ca, kind="RSA3072", crl="http://sperrliste.invalid/demail.crl")
    write("trust/demail/gesperrt.de-mail.de.pem", withdrawn.pem)
    write("trust/revocation/demail.crl", crl_ca.revocation_list([(withdrawn, "2026-04-01")], until="2027-06-01"))
    case("demail-sealed-with-a-revoked-certificate", sent("erika.muster@gesperrt.de-mail.de", withdrawn), "failed", "REVOKED", at=early, writtenForm=False)
    mine = "erika.muster@dmda.de-mail.de"
    case("demail-sealed-by-a-person", sent(mine, person), "failed", "NO_CERTIFICATE_CHAIN_FOUND", at=early, writtenForm=False)
    case("demail-sealed-by-a-person-unconfirmed", sent(mine, person, authoritative="no"), "failed", "NO_CERTIFICATE_CHAIN_FOUND", at=early, writtenForm=False)
    no_statements = Holder("Irgendwer", qualified_ca, kind="RSA3072")
    case("demail-sealed-by-a-leaf-without-statements", sent(mine, no_statements), "failed", "NO_CERTIFICATE_CHAIN_FOUND", at=early, writtenForm=False)
    case("demail-sealed-by-another-provider", sent(mine, other), "failed", "SIG_CONSTRAINTS_FAILURE", at=early, writtenForm=False)
    case("demail-of-another-domain", sent("erika.muster@anderer.de-mail.de", provider), "failed", "SIG_CONSTRAINTS_FAILURE", at=early, writtenForm=False)
    case("demail-of-a-domain-without-provider", sent("erika.muster@niemand.de-mail.de", provider), "failed", "NO_CERTIFICATE_CHAIN_FOUND", at=early, writtenForm=False)
    case("demail-of-a-domain-that-ends-alike", sent("erika.muster@boesedmda.de-mail.de", provider), "failed", "NO_CERTIFICATE_CHAIN_FOUND", at=early, writtenForm=False)
    case("demail-of-the-domain-above", sent("erika.muster@de-mail.de", provider), "failed", "NO_CERTIFICATE_CHAIN_FOUND", at=early, writtenForm=False)
    case("demail-of-a-subdomain", sent("poststelle@amt.dmda.de-mail.de", provider), "passed", at=early, writtenForm=True)
    case("demail-in-capital-letters", sent("Erika.Muster@DMDA.De-Mail.de", provider), "passed", at=early, writtenForm=True)
    case("demail-sealed-below-the-authority", sent("erika.muster@haus.de-mail.de", leaf), "passed", at=early, writtenForm=True)
    case("demail-sealed-by-the-authority-itself", sent("erika.muster@haus.de-mail.de", authority), "failed", "CHAIN_CONSTRAINTS_FAILURE", at=early, writtenForm=False)
    case("demail-sealed-by-a-server", sent("erika.muster@haus.de-mail.de", server), "failed", "CHAIN_CONSTRAINTS_FAILURE", at=early, writtenForm=False)
    rows = fields()
    rows[0] = ("From", '"Erika Muster" <max.muster@dmda.de-mail.de>')
    case("demail-from-somebody-else-than-sealed", demail(rows, TEXT, provider), "failed", "SIG_CONSTRAINTS_FAILURE", at=early, writtenForm=False)
    rows[0] = ("From", "erika.muster@dmda.de-mail.de, max.muster@dmda.de-mail.de")
    case("demail-from-two", demail(rows, TEXT, provider), "failed", "SIG_CONSTRAINTS_FAILURE", at=early, writtenForm=False)
    rows[0] = ("From", "<eri\u212aa.muster@dmda.de-mail.de>".replace("\u212a", "=?utf-8?q?=E2=84=AA?="))
    case("demail-from-a-kelvin-sign", demail(rows, TEXT, provider), "failed", "SIG_CONSTRAINTS_FAILURE", at=early, writtenForm=False)
    second = demail(fields(), TEXT, provider).replace(b"MIME-Version", b"From: Max <max@example.org>\r\nMIME-Version", 1)
    case("demail-with-a-second-from", second, "failed", "SIG_CONSTRAINTS_FAILURE", at=early, writtenForm=False)

    case("demail-signed-early", demail(fields(), TEXT, provider), "passed", at=early, writtenForm=True, signer="Erika Muster")
    case("demail-signed-late", good, "passed", at=late, writtenForm=False, signer="Erika Muster")
    case("demail-before-2024", demail(fields(date="Wed, 15 Nov 2023 09:15:00 +0100"), TEXT, first), "passed", at=before_2024, writtenForm=False)
    for hash in ("sha256", "sha384", "sha512"):
        case(f"demail-{hash}-rsa", demail(fields(), TEXT, provider, hash), "passed")
        case(f"demail-{hash}-pss", demail(fields(), TEXT, provider, hash, "rsassa-pss"), "passed")
        case(f"demail-{hash}-ecdsa", demail(fields(), TEXT, curve, hash, "ec-dsa"), "passed")
        case(f"demail-{hash}-only", demail(fields("no"), TEXT, None, hash), "indeterminate", "NO_SIGNING_CERTIFICATE_FOUND")
    for version in ("1.0", "1.1", "1.2", "1.8"):
        case(f"demail-version-{version}", demail(fields(version=version), TEXT, provider), "passed")
    case("demail-version-unknown", demail(fields("no", version="9.9"), TEXT, provider), "indeterminate", "FORMAT_FAILURE")
    case("demail-body-flipped", good.replace(b"beantrage", b"beantragt"), "failed", "HASH_FAILURE")
    case("demail-header-flipped", good.replace(b"Subject: Antrag", b"Subject: Anfrag"), "failed", "SIG_CRYPTO_FAILURE")
    unconfirmed = demail(fields("no"), TEXT, provider)
    case("demail-not-authoritative", unconfirmed, "passed", writtenForm=False, at=early)
    case("demail-authoritative-on-top", b"x-de-mail-authoritative: yes\r\n" + unconfirmed, "failed", "SIG_CRYPTO_FAILURE")
    case("demail-authoritative-below", unconfirmed.replace(b"MIME-Version", b"x-de-mail-authoritative: yes\r\nMIME-Version"), "passed", writtenForm=False, at=early)
    case("demail-l-ignored", demail(fields(), TEXT, provider, extra_tags=" l=0;"), "passed")
    appended = demail(fields(), TEXT, provider, extra_tags=" l=0;") + b"Nachtrag\r\n"
    case("demail-l-hides-nothing", appended, "failed", "HASH_FAILURE")
    case("demail-wrong-syntax", demail(fields(), TEXT, provider, a="rsa-sha256"), "failed", "FORMAT_FAILURE")
    case("demail-certificate-missing", demail(fields(), TEXT, provider, certificate=False), "failed", "NO_SIGNING_CERTIFICATE_FOUND")
    case("demail-authoritative-unsigned", demail(fields(), TEXT), "failed", "NO_SIGNING_CERTIFICATE_FOUND")
    case("demail-certificate-expired", demail(fields(), TEXT, old), "failed", "EXPIRED")
    case("demail-provider-unknown", demail(fields(), TEXT, Holder("Fremder", kind="RSA3072")), "failed", "NO_CERTIFICATE_CHAIN_FOUND")
    case("demail-provider-only-anchored", demail(fields(), TEXT, anchored), "failed", "NO_CERTIFICATE_CHAIN_FOUND", writtenForm=False, at=early)
    case("demail-pseudonym", demail(fields(sender="pn_rose@dmda.de-mail.de", holder="pn_rose"), TEXT, provider), "failed", "SIG_CONSTRAINTS_FAILURE")
    case("demail-folded", demail(fields(subject="Antrag auf Wohngeld mit einem langen Betreff, der über mehr als eine Zeile geht und weiter".encode("ascii", "ignore").decode()), TEXT, provider, folded=True), "passed")
    unfolded = good.replace(b";\r\n h=", b"; h=")
    case("demail-unfolded-on-the-way", unfolded, "failed", "SIG_CRYPTO_FAILURE")
    case("demail-lf", good.replace(b"\r\n", b"\n"), "failed", "HASH_FAILURE")
    case("demail-sender-not-covered", demail(fields(), TEXT, provider, h=["From", "Date", "Subject"]), "failed", "FORMAT_FAILURE")
    case("demail-only-headers-claimed", b"x-de-mail-authoritative: yes\r\nFrom: a@b.de-mail.de\r\nSubject: x\r\n\r\nText\r\n", "failed", "SIGNED_DATA_NOT_FOUND")
    trailing = demail(fields(), TEXT, provider) + b"\r\n\r\n"
    case("demail-empty-lines-at-the-end", trailing, "passed")
    case("demail-empty-body", demail(fields(), "\r\n", provider), "passed")
    def confirmation(kind, confirmed=None, metadata=(), spoil=lambda xml: xml):
        """With the enveloped signature of its XML, as providers make it."""
        integrity = confirmed and re.search(rb"x-de-mail-integrity: (.*?)\r\n(?=MIME)", confirmed, re.S)[1].decode().replace("\r\n", "&#13;\n")
        rows = "".join(f"<Metadate><Name>{k}</Name><Value>{v}</Value><OriginalHeader>{k}: {v}</OriginalHeader></Metadate>" for k, v in metadata)
        xml = (f'<Acknowledge-Message xmlns="urn:de-mail"><Sender>Eingangsbestaetigung@dmda.de-mail.de</Sender><Metadata>{rows}</Metadata>'
               f'<Subject>Antrag auf Wohngeld</Subject><Text>x</Text>{f"<Hash>{integrity}</Hash>" if integrity else ""}'
               f'<Time>2026-11-24T09:15:05+01:00</Time>{template()}</Acknowledge-Message>')
        xml = spoil(sign_xml(xml, provider).decode()).replace("\n", "\r\n")
        body = f"--q\r\nContent-Type: text/xml; name=\"b.xml\"\r\nContent-Disposition: attachment\r\n\r\n{xml}\r\n--q--\r\n"
        rows = fields(kind=kind, sender="Eingangsbestaetigung@dmda.de-mail.de")
        return demail(rows, body, provider, mime="Content-Type: multipart/mixed; boundary=q\r\n")

    own = [("x-de-mail-message-id", "20261124-0001@dmda.de-mail.de")]
    receipt, reference = "confirmation of receipt", [("x-de-mail-private-id", "WG-2026-000001-5")]
    case("demail-confirms", confirmation("confirmation of dispatch", good, own), "passed", finding="demail.confirmation")
    case("demail-confirms-other-content", confirmation(receipt, demail(fields(), "Anders\r\n", provider), own), "passed")
    case("demail-confirms-our-letter", confirmation(receipt, None, reference), "passed")
    spoiled = confirmation(receipt, good, own, lambda xml: xml.replace("09:15:05", "08:15:05"))
    case("demail-confirms-with-altered-xml", spoiled, "passed")
    for kind in ("confirmation of dispatch", "confirmation of receipt", "confirmation of retrieve"):
        xml = ('<Acknowledge-Message xmlns="urn:de-mail"><Sender>Eingangsbestaetigung@dmda.de-mail.de</Sender><Metadata><Metadate>'
               '<Name>x-de-mail-message-id</Name><Value>20261124-0007@dmda.de-mail.de</Value></Metadate></Metadata><Subject>Antrag auf Wohngeld</Subject>'
               '<Time>2026-11-24T09:15:05+01:00</Time></Acknowledge-Message>')
        body = f"--q\r\nContent-Type: text/xml; name=\"b.xml\"\r\nContent-Disposition: attachment\r\n\r\n{xml}\r\n--q--\r\n"
        message = demail(fields(kind=kind, sender="Eingangsbestaetigung@dmda.de-mail.de"), body, provider, mime="Content-Type: multipart/mixed; boundary=q\r\n")
        case("demail-" + kind.replace(" ", "-"), message, "passed", writtenForm=False, finding="demail.confirmation", outcome="rejected")
    quoted = demail(fields(), "Guten Tag,\r\n\r\nFrom hier an gilt:\r\n>From dort.\r\n\r\nErika Muster\r\n", provider)
    case("demail-for-mailbox", quoted, "passed")
    return provider
