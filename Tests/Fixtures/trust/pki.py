"""Keys, certificates, revocation data and signatures for tests: everything is made anew, everybody is invented.

A small DER writer makes CMS structures that well-behaved programs would not, because those are what has to be refused.
"""
import base64
import datetime
import hashlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

UTC = datetime.timezone.utc
HASHES = {"sha1": hashes.SHA1(), "sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}
HASH_OIDS = {"sha1": "1.3.14.3.2.26", "sha256": "2.16.840.1.101.3.4.2.1", "sha384": "2.16.840.1.101.3.4.2.2", "sha512": "2.16.840.1.101.3.4.2.3"}


def day(text):
    return datetime.datetime.fromisoformat(text)


# --- DER ---

def der(tag, *content):
    body = b"".join(content)
    if len(body) < 0x80:
        return bytes([tag, len(body)]) + body
    size = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(size)]) + size + body


def seq(*content):
    return der(0x30, *content)


def setof(*content):
    return der(0x31, *sorted(content))


def oid(text):
    numbers = [int(n) for n in text.split(".")]
    out = b""
    for number in [numbers[0] * 40 + numbers[1]] + numbers[2:]:
        digits = [number & 0x7F]
        while number > 0x7F:
            number >>= 7
            digits.insert(0, 0x80 | number & 0x7F)
        out += bytes(digits)
    return der(6, out)


def integer(value):
    return der(2, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def utc(time):
    return der(0x17, time.strftime("%y%m%d%H%M%SZ").encode())


def generalized(time):
    return der(0x18, time.strftime("%Y%m%d%H%M%SZ").encode())


NULL = b"\x05\x00"


def algorithm(name):
    return seq(oid(HASH_OIDS[name]), NULL)


# --- certificates ---

def key(kind="P-256"):
    if kind.startswith("RSA"):
        return rsa.generate_private_key(65537, int(kind[3:]))
    return ec.generate_private_key({"P-256": ec.SECP256R1(), "brainpool": ec.BrainpoolP256R1()}[kind])


def qc_statements(device=True, kind="0.4.0.1862.1.6.1"):
    parts = [seq(oid("0.4.0.1862.1.1"))]
    if device:
        parts.append(seq(oid("0.4.0.1862.1.4")))
    if kind:
        parts.append(seq(oid("0.4.0.1862.1.6"), seq(oid(kind))))
    return seq(*parts)


def name(common, **more):
    attributes = [x509.NameAttribute(NameOID.COUNTRY_NAME, "DE")]
    if "organisation" in more:
        attributes.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, more["organisation"]))
    if "pseudonym" in more:
        attributes.append(x509.NameAttribute(NameOID.PSEUDONYM, more["pseudonym"]))
    attributes.append(x509.NameAttribute(NameOID.COMMON_NAME, common))
    return x509.Name(attributes)


class Disguised:
    """A key that shows another public half than its own."""

    def __init__(self, public):
        self.real = key("RSA2048")
        self.public = public

    def public_key(self):
        return self.public


class Holder:
    """A certificate with its private key and its issuer."""

    def __init__(self, subject, issuer=None, kind="P-256", ca=False, start="2024-01-01", end="2034-01-01", usage=None, purposes=None,
                 emails=(), crl=None, ocsp_url=None, qualified=None, extra=(), constraints=None, no_basic=False, key_pair=None, hash="sha256",
                 issuer_name=None):
        self.key = key_pair or key(kind)
        self.issuer = issuer or self
        subject = subject if isinstance(subject, x509.Name) else name(subject)
        public = self.key.public_key()
        builder = (x509.CertificateBuilder().subject_name(subject).public_key(public).serial_number(x509.random_serial_number())
                   .issuer_name(issuer_name or (issuer.certificate.subject if issuer else subject))
                   .not_valid_before(day(start)).not_valid_after(day(end)))
        if not no_basic:
            builder = builder.add_extension(x509.BasicConstraints(ca, None), True)
        usage = usage if usage is not None else ({"key_cert_sign", "crl_sign"} if ca else {"digital_signature", "content_commitment"})
        flags = ["digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign"]
        builder = builder.add_extension(x509.KeyUsage(**{f: f in usage for f in flags}, encipher_only=False, decipher_only=False), True)
        builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(public), False)
        builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.issuer.key.public_key()), False)
        if purposes:
            builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), False)
        if emails:
            builder = builder.add_extension(x509.SubjectAlternativeName([x509.RFC822Name(e) for e in emails]), False)
        if crl:
            point = x509.DistributionPoint([x509.UniformResourceIdentifier(crl)], None, None, None)
            builder = builder.add_extension(x509.CRLDistributionPoints([point]), False)
        if ocsp_url:
            access = x509.AccessDescription(x509.AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(ocsp_url))
            builder = builder.add_extension(x509.AuthorityInformationAccess([access]), False)
        if qualified is not None:
            builder = builder.add_extension(x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.5.5.7.1.3"), qualified), False)
        if constraints:
            builder = builder.add_extension(x509.NameConstraints([x509.RFC822Name(constraints)], None), True)
        for identifier, value, critical in extra:
            builder = builder.add_extension(x509.UnrecognizedExtension(x509.ObjectIdentifier(identifier), value), critical)
        self.certificate = builder.sign(self.issuer.key, HASHES[hash])

    @property
    def der(self):
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def pem(self):
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def key_pem(self):
        return self.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())

    def revocation_list(self, revoked=(), made="2026-11-01", until="2026-12-31", held=()):
        builder = x509.CertificateRevocationListBuilder().issuer_name(self.certificate.subject).last_update(day(made)).next_update(day(until))
        for holder, time in revoked:
            entry = x509.RevokedCertificateBuilder().serial_number(holder.certificate.serial_number).revocation_date(day(time)).build()
            builder = builder.add_revoked_certificate(entry)
        for holder in held:
            entry = (x509.RevokedCertificateBuilder().serial_number(holder.certificate.serial_number).revocation_date(day(made))
                     .add_extension(x509.CRLReason(x509.ReasonFlags.certificate_hold), False).build())
            builder = builder.add_revoked_certificate(entry)
        return builder.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

    def ocsp_response(self, holder, revoked=None, made="2026-11-23", until="2026-12-31", status=None, reason=None):
        builder = ocsp.OCSPResponseBuilder().add_response(
            cert=holder.certificate, issuer=self.certificate, algorithm=hashes.SHA1(),
            cert_status=status or (ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD),
            this_update=day(made), next_update=day(until), revocation_time=day(revoked) if revoked else None, revocation_reason=reason)
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, self.certificate)
        return builder.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


# --- CMS ---

def sign_value(holder, data, hash="sha256", scheme=None):
    """The signature and its AlgorithmIdentifier."""
    chosen = HASHES[hash]
    if isinstance(holder.key, Disguised):
        return holder.key.real.sign(data, padding.PKCS1v15(), chosen), seq(oid("1.2.840.113549.1.1.11"), NULL)
    if isinstance(holder.key, rsa.RSAPrivateKey):
        if scheme in ("pss", "pss-sha1-mask", "pss-no-salt"):
            size = 0 if scheme == "pss-no-salt" else chosen.digest_size
            masking = "sha1" if scheme == "pss-sha1-mask" else hash
            value = holder.key.sign(data, padding.PSS(padding.MGF1(HASHES[masking]), size), chosen)
            mask = seq(oid("1.2.840.113549.1.1.8"), algorithm(masking))
            parameters = seq(der(0xA0, algorithm(hash)), der(0xA1, mask), der(0xA2, integer(size)))
            return value, seq(oid("1.2.840.113549.1.1.10"), parameters)
        number = {"sha1": 5, "sha256": 11, "sha384": 12, "sha512": 13}[hash]
        return holder.key.sign(data, padding.PKCS1v15(), chosen), seq(oid(f"1.2.840.113549.1.1.{number}"), NULL)
    value = holder.key.sign(data, ec.ECDSA(chosen))
    if scheme == "high-s":
        r, s = utils.decode_dss_signature(value)
        order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
        value = utils.encode_dss_signature(r, max(s, order - s))
    if scheme == "plain":
        r, s = utils.decode_dss_signature(value)
        size = (holder.key.curve.key_size + 7) // 8
        return r.to_bytes(size, "big") + s.to_bytes(size, "big"), seq(oid("0.4.0.127.0.7.1.1.4.1.3"))
    return value, seq(oid({"sha256": "1.2.840.10045.4.3.2", "sha384": "1.2.840.10045.4.3.3", "sha512": "1.2.840.10045.4.3.4"}[hash]))


def attribute(identifier, *values):
    return seq(oid(identifier), setof(*values))


def signer_info(holder, content, time=None, hash="sha256", scheme=None, content_type="1.2.840.113549.1.7.1", ess=True, ess_of=None, extra=(),
                stamp=None, counter=None, digest=None, flip=False, version1=False, unsigned=()):
    value = digest or hashlib.new(hash, content).digest()
    attributes = [attribute("1.2.840.113549.1.9.4", der(4, value))]
    if content_type:
        attributes.append(attribute("1.2.840.113549.1.9.3", oid(content_type)))
    if time:
        attributes.append(attribute("1.2.840.113549.1.9.5", utc(day(time))))
    if ess and version1:
        attributes.append(attribute("1.2.840.113549.1.9.16.2.12", seq(seq(seq(der(4, hashlib.sha1(holder.der).digest()))))))
    elif ess:
        attributes.append(attribute("1.2.840.113549.1.9.16.2.47", seq(seq(seq(der(4, hashlib.sha256((ess_of or holder).der).digest()))))))
    attributes += extra
    signed = setof(*attributes)
    value, identifier = sign_value(holder, signed, hash, scheme)
    if flip:
        value = value[:-1] + bytes([value[-1] ^ 1])
    unsigned = list(unsigned)
    for authority, at in [stamp] if isinstance(stamp, tuple) else stamp or []:
        unsigned.append(attribute("1.2.840.113549.1.9.16.2.14", timestamp(authority, value, at)))
    if counter:
        unsigned.append(attribute("1.2.840.113549.1.9.6", signer_info(counter, value, time, content_type=None)))
    serial = holder.certificate.serial_number
    who = seq(holder.certificate.issuer.public_bytes(), integer(serial))
    return seq(integer(1), who, algorithm(hash), b"\xA0" + signed[1:], identifier, der(4, value),
               *([b"\xA1" + setof(*unsigned)[1:]] if unsigned else []))


def signed_data(infos, certificates, content=None, content_type="1.2.840.113549.1.7.1", hash="sha256", crls=()):
    inner = [oid(content_type)] + ([der(0xA0, der(4, content))] if content is not None else [])
    parts = [integer(1), setof(algorithm(hash)), seq(*inner)]
    if certificates:
        parts.append(der(0xA0, *certificates))
    if crls:
        parts.append(der(0xA1, *crls))
    parts.append(der(0x31, *infos))
    return seq(oid("1.2.840.113549.1.7.2"), der(0xA0, seq(*parts)))


def chain(holder):
    found = [holder.der]
    while holder.issuer is not holder:
        holder = holder.issuer
        found.append(holder.der)
    return found


def timestamp(authority, over, at):
    """An RFC 3161 token."""
    imprint = seq(algorithm("sha256"), der(4, hashlib.sha256(over).digest()))
    info = seq(integer(1), oid("1.2.3.4"), imprint, integer(7), generalized(day(at)))
    kind = "1.2.840.113549.1.9.16.1.4"
    return signed_data([signer_info(authority, info, at, content_type=kind)], chain(authority), info, kind)


def base64_lines(data):
    text = base64.b64encode(data).decode()
    return "\r\n".join(text[i:i + 76] for i in range(0, len(text), 76)) + "\r\n"
