"""PDF, XML and container cases; run by make.py in its own names."""
import io
import re
import shutil
import zipfile

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from pdfs import *
from xmls import NS, sign_xml, template, work


def pdf_case(name, data, *args, **more):
    write(f"messages/{name}.pdf", data)
    cases.append({"name": name, "file": f"{name}.pdf", "at": more.pop("at", RECEIVED), "indication": args[0], "sub": args[1] if len(args) > 1 else None, **more})


def certify(permission):
    return b" /Reference [<< /Type /SigRef /TransformMethod /DocMDP /TransformParams << /Type /TransformParams /V /1.2 /P %d >> >>]" % permission


LOCK = b" /Reference [<< /Type /SigRef /TransformMethod /FieldMDP /TransformParams << /Type /TransformParams /V /1.2 /Action /Include /Fields [(betrag)] >> >>]"
pdf = plain_pdf()
one = sign_pdf(pdf, qes)


def fill(data, value="999"):
    n = numbers(data)
    return append(data, {n["field"]: written(n["pdf"], n["field"], V=String(value))})


def annotate(data):
    n = numbers(data)
    listed = n["pdf"].get_object((n["annots"], 0)).unparse(resolved=True)
    note = b"<< /Type /Annot /Subtype /FreeText /Rect [10 90 200 130] /Contents (Betrag: 999) /DA (/F1 12 Tf 0 g) >>"
    return append(data, {n["annots"]: listed[:-1] + b" %d 0 R ]" % n["size"], n["size"]: note})


def replace_content(data):
    n = numbers(data)
    text = b"BT /F1 12 Tf 20 250 Td (Betrag: 999) Tj ET"
    return append(data, {n["contents"]: b"<< /Length %d >>\nstream\n" % len(text) + text + b"\nendstream"})


def swap_page(data):
    n = numbers(data)
    text = b"BT /F1 12 Tf 20 250 Td (Betrag: 999) Tj ET"
    return append(data, {n["page"]: written(n["pdf"], n["page"], Contents=String("@c@")).replace(String("@c@").unparse(), b"%d 0 R" % n["size"]),
                         n["size"]: b"<< /Length %d >>\nstream\n" % len(text) + text + b"\nendstream"})


def other_root(data):
    n = numbers(data)
    return append(data, {n["root"]: written(n["pdf"], n["root"], OpenAction=Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))})


def take_out(data):
    n = numbers(data)
    return append(data, {n["form"]: written(n["pdf"], n["form"], Fields=Array([n["pdf"].get_object((n["field"], 0))]))})


def second_field(before, data):
    """Hangs a further field onto the signature that is there."""
    n, first = numbers(data), numbers(before)["size"]
    form = written(n["pdf"], n["form"], Fields=Array(list(n["pdf"].Root.AcroForm.Fields) + [String("@sig@")]))
    widget = b"<< /FT /Sig /T (Zweite) /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /F 132 /V %d 0 R /P %d 0 R >>" % (first + 1, n["page"])
    return append(data, {n["form"]: form.replace(String("@sig@").unparse(), b"%d 0 R" % n["size"]), n["size"]: widget})


def other_picture(data):
    n = numbers(data)
    text = b"BT /F1 12 Tf 2 5 Td (999) Tj ET"
    field = written(n["pdf"], n["field"], AP=String("@ap@")).replace(String("@ap@").unparse(), b"<< /N %d 0 R >>" % n["size"])
    return append(data, {n["field"]: field, n["size"]: b"<< /Type /XObject /Subtype /Form /BBox [0 0 100 20] /Length %d >>\nstream\n" % len(text) + text + b"\nendstream"})


pdf_case("pdf-signed", one, "passed", level="QES", writtenForm=True)
pdf_case("pdf-certified", sign_pdf(pdf, qes, reference=certify(1)), "passed", level="QES")
pdf_case("pdf-two-signers", sign_pdf(one, plain, "Zweite"), "passed", level="QES", reports=2)
pdf_case("pdf-signature-without-field", sign_pdf(pdf, qes, orphan=True), "indeterminate", "SIG_CONSTRAINTS_FAILURE", reports=1,
         check="Die Unterschrift gehört zu keinem Feld des Formulars; Anzeigeprogramme zeigen sie nicht.")
pdf_case("pdf-field-taken-out-later", take_out(one), "failed", "FORMAT_FAILURE", reports=1)
pdf_case("pdf-two-fields-one-signature", second_field(pdf, one), "passed", reports=1)
pdf_case("pdf-changed-byte", one.replace(b"Betrag: 100", b"Betrag: 900"), "failed", "HASH_FAILURE")
pdf_case("pdf-filled-later", fill(one), "passed", documentFinding="pdf.changed-after-signature", field="100")
pdf_case("pdf-filled-despite-certification", fill(sign_pdf(pdf, qes, reference=certify(1))), "failed", "FORMAT_FAILURE", field="100")
pdf_case("pdf-filled-as-certification-allows", fill(sign_pdf(pdf, qes, reference=certify(2))), "passed", documentFinding="pdf.changed-after-signature", field="100")
pdf_case("pdf-locked-field-filled", fill(sign_pdf(pdf, qes, reference=LOCK)), "failed", "FORMAT_FAILURE", field="100")
pdf_case("pdf-filled-and-signed-again", sign_pdf(fill(one), plain, "Zweite"), "passed", field="999")
pdf_case("pdf-annotated-later", annotate(one), "indeterminate", "SIG_CONSTRAINTS_FAILURE", documentFinding="pdf.changed-after-signature")
pdf_case("pdf-annotated-as-certification-allows", annotate(sign_pdf(pdf, qes, reference=certify(3))), "passed")
pdf_case("pdf-annotated-despite-certification", annotate(sign_pdf(pdf, qes, reference=certify(2))), "failed", "FORMAT_FAILURE")
pdf_case("pdf-content-replaced", replace_content(one), "failed", "FORMAT_FAILURE", text="Betrag: 100")
pdf_case("pdf-page-swapped", swap_page(one), "failed", "FORMAT_FAILURE", text="Betrag: 100")
pdf_case("pdf-script-added", other_root(one), "failed", "FORMAT_FAILURE")
pdf_case("pdf-other-picture-for-the-same-value", other_picture(one), "failed", "FORMAT_FAILURE")
hole = re.sub(rb"/ByteRange \[0 (\d+)", lambda m: b"/ByteRange [0 " + str(int(m[1]) - 60).encode().ljust(len(m[1])), one)
pdf_case("pdf-hole-too-wide", hole, "failed", "FORMAT_FAILURE")
pdf_case("pdf-signature-wrapped", one[:one.rindex(b"startxref")] + b"startxref\n0\n%%EOF\n" + one[-1:] * 0, "failed", "FORMAT_FAILURE")
expired_pdf = sign_pdf(pdf, old, version1=True)
pdf_case("pdf-expired", expired_pdf, "indeterminate", "OUT_OF_BOUNDS_NO_POE")
stamped = sign_pdf(expired_pdf, None, "Zeit", filter=b"/ETSI.RFC3161", token=lambda data: timestamp(tsa, data, "2020-06-01T10:00:05"))
pdf_case("pdf-expired-with-document-timestamp", stamped, "passed")


def many_fields(data, count):
    """Signature fields that each hold a copy of the signature that is there."""
    n = numbers(data)
    value = re.search(rb"<< /Type /Sig .*?> >>", data, re.S).group()
    first = n["size"]
    marks = Array(list(n["pdf"].Root.AcroForm.Fields) + [String("@sigs@")])
    form = written(n["pdf"], n["form"], Fields=marks).replace(String("@sigs@").unparse(), b" ".join(b"%d 0 R" % (first + i) for i in range(count)))
    fields = {first + i: b"<< /FT /Sig /T (Feld%d) /V %s >>" % (i, value) for i in range(count)}
    return append(data, {n["form"]: form} | fields)


# What was not read may forbid what was done later.
many = many_fields(one, 51)
pdf_case("pdf-too-many-signatures", many, "passed", reports=50, documentFinding="pdf.signatures-cut")
pdf_case("pdf-too-many-signatures-filled-later", fill(many), "failed", "FORMAT_FAILURE", reports=50, documentFinding="pdf.signatures-cut", field="100")

# --- XML ---
def xml_case(name, data, *args, **more):
    write(f"messages/{name}.xml", data)
    cases.append({"name": name, "file": f"{name}.xml", "at": RECEIVED, "indication": args[0], "sub": args[1] if len(args) > 1 else None, **more})


signer = Holder("Erika Muster", qualified_ca, kind="RSA3072", emails=MAIL, qualified=qc_statements())
whole = sign_xml('<antrag><betrag>100</betrag>' + template() + '</antrag>', signer)
xml_case("xml-enveloped", whole, "passed", level="QES", writtenForm=True, text="100")
xml_case("xml-changed", whole.replace(b"<betrag>100", b"<betrag>900"), "failed", "HASH_FAILURE")
part = sign_xml('<mappe><antrag Id="a1"><betrag>100</betrag></antrag>' + template("#a1") + '</mappe>', signer)
xml_case("xml-part", part, "passed", level="QES", text="100")
# Signature wrapping: the signed element is moved aside, another one takes its place.
signed_element = re.search(rb'<antrag Id="a1">.*?</antrag>', part)[0]
forged = b'<antrag Id="a2"><betrag>999</betrag></antrag>'
xml_case("xml-wrapped-beside", part.replace(signed_element, forged + signed_element), "passed", text="100", notText="999")
xml_case("xml-wrapped-in-object", part.replace(signed_element, forged).replace(b"</ds:KeyInfo>", b"</ds:KeyInfo><ds:Object>" + signed_element + b"</ds:Object>"), "failed", "HASH_FAILURE")
xml_case("xml-wrapped-same-id", part.replace(signed_element, forged.replace(b"a2", b"a1") + signed_element), "failed", "FORMAT_FAILURE")
xml_case("xml-wrapped-parent", part.replace(b"<mappe>", b"<mappe><antrag><betrag>999</betrag>").replace(b"</mappe>", b"</antrag></mappe>"), "passed", text="100", notText="999")
outside = whole.replace(b'URI=""', b'URI="file:///etc/hostname"')
xml_case("xml-reference-outside", outside, "failed", "FORMAT_FAILURE")
xml_case("xml-reference-network", whole.replace(b'URI=""', b'URI="http://127.0.0.1:1/x"'), "failed", "FORMAT_FAILURE")
xslt = b'<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"/>'
xml_case("xml-xslt", whole.replace(b"<ds:Transforms>", b"<ds:Transforms>" + xslt), "failed", "FORMAT_FAILURE")
xpath = b'<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><ds:XPath>self::text()</ds:XPath></ds:Transform>'
xml_case("xml-xpath", whole.replace(b"<ds:Transforms>", b"<ds:Transforms>" + xpath), "failed", "FORMAT_FAILURE")
no_key = re.sub(rb"<ds:X509Data>.*?</ds:X509Data>", b"", whole, flags=re.S)
xml_case("xml-without-certificate", no_key, "indeterminate", "NO_SIGNING_CERTIFICATE_FOUND")
hmac = whole.replace(b"xmldsig-more#rsa-sha256", b"xmldsig-more#hmac-sha256")
xml_case("xml-hmac-with-public-key", hmac, "failed", "FORMAT_FAILURE")

# --- ASiC ---


def archive(files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as container:
        for path, content in files:
            container.writestr(path, content)
    return data.getvalue()


def zip_case(name, files, *args, **more):
    write(f"messages/{name}.asice", archive(files))
    cases.append({"name": name, "file": f"{name}.asice", "at": RECEIVED, "indication": args[0], "sub": args[1] if len(args) > 1 else None, **more})


MIME_S, MIME_E = ("mimetype", "application/vnd.etsi.asic-s+zip"), ("mimetype", "application/vnd.etsi.asic-e+zip")
zip_case("asic-s-cades", [MIME_S, ("brief.txt", LETTER), ("META-INF/signature.p7s", side)], "passed", level="QES", covers="brief.txt")
zip_case("asic-s-cades-changed", [MIME_S, ("brief.txt", LETTER + b"!"), ("META-INF/signature.p7s", side)], "failed", "HASH_FAILURE")
manifest = ('<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" xmlns:ds="' + NS + '"><asic:SigReference URI="META-INF/signature1.p7s"/>'
            '<asic:DataObjectReference URI="brief.txt"><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>'
            + base64.b64encode(hashlib.sha256(LETTER).digest()).decode() + '</ds:DigestValue></asic:DataObjectReference></asic:ASiCManifest>').encode()
over_manifest = signed_data([signer_info(qes, manifest, "2026-11-24T08:59:00")], chain(qes))
asic_e = [MIME_E, ("brief.txt", LETTER), ("mehr.txt", b"nicht signiert"), ("META-INF/ASiCManifest1.xml", manifest), ("META-INF/signature1.p7s", over_manifest)]
zip_case("asic-e-cades", asic_e, "passed", level="QES", covers="brief.txt", uncovered="mehr.txt")
folder = os.path.join(work, "asic")
os.makedirs(folder)
with open(os.path.join(folder, "brief.txt"), "wb") as file:
    file.write(LETTER)
xades = sign_xml('<asic:XAdESSignatures xmlns:asic="http://uri.etsi.org/02918/v1.2.1#">' + template("brief.txt", ()).replace("<ds:Transforms></ds:Transforms>", "") + '</asic:XAdESSignatures>', signer, (), "empty,same-doc,remote", folder)
zip_case("asic-e-xades", [MIME_E, ("brief.txt", LETTER), ("mehr.txt", b"nicht signiert"), ("META-INF/signatures.xml", xades)], "passed", level="QES", covers="brief.txt", uncovered="mehr.txt")
zip_case("asic-e-xades-changed", [MIME_E, ("brief.txt", LETTER + b"!"), ("META-INF/signatures.xml", xades)], "failed", "HASH_FAILURE")

# --- trust lists ---


def extension(content):
    return f'<ServiceInformationExtensions><Extension Critical="true">{content}</Extension></ServiceInformationExtensions>'


def says(*rules):
    """What the list says of certificates: pairs of a qualifier and the criteria for it."""
    return extension('<q:Qualifications xmlns:q="http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#">' + "".join(
        f'<q:QualificationElement><q:Qualifiers><q:Qualifier uri="http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/{qualifier}"/></q:Qualifiers>'
        f'{criteria}</q:QualificationElement>' for qualifier, criteria in rules) + '</q:Qualifications>')


def criteria(content, must="all"):
    return f'<q:CriteriaList assert="{must}">{content}</q:CriteriaList>'


def bit(name, value):
    return f'<q:KeyUsage><q:KeyUsageBit name="{name}">{value}</q:KeyUsageBit></q:KeyUsage>'


def policy(oid):
    return ('<q:PolicySet><q:PolicyIdentifier><x:Identifier xmlns:x="http://uri.etsi.org/01903/v1.3.2#" Qualifier="OIDAsURN">'
            f'urn:oid:{oid}</x:Identifier></q:PolicyIdentifier></q:PolicySet>')


def service(holder, status, since, history="", extensions=""):
    return (f'<TSPService><ServiceInformation><ServiceTypeIdentifier>http://uri.etsi.org/TrstSvc/Svctype/CA/QC</ServiceTypeIdentifier>'
            f'<ServiceName><Name xml:lang="de">{holder.certificate.subject.rfc4514_string()}</Name></ServiceName><ServiceDigitalIdentity><DigitalId><X509Certificate>'
            f'{base64.b64encode(holder.der).decode()}</X509Certificate></DigitalId></ServiceDigitalIdentity>'
            f'<ServiceStatus>http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/{status}</ServiceStatus><StatusStartingTime>{since}</StatusStartingTime>'
            f'{extensions}</ServiceInformation>{history}</TSPService>')


def trusted_list(services, next_update, version=5):
    return ('<TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#"><SchemeInformation>'
            f'<TSLVersionIdentifier>{version}</TSLVersionIdentifier><SchemeTerritory>XX</SchemeTerritory><ListIssueDateTime>2026-06-01T00:00:00Z</ListIssueDateTime>'
            f'<NextUpdate><dateTime>{next_update}</dateTime></NextUpdate></SchemeInformation><TrustServiceProviderList><TrustServiceProvider><TSPServices>'
            + "".join(services) + '</TSPServices></TrustServiceProvider></TrustServiceProviderList>' + template() + '</TrustServiceStatusList>')


operator = Holder("Listenbetreiber", kind="RSA3072")
write("trust/list-signers/operator.pem", operator.pem)
once = ('<ServiceHistory><ServiceHistoryInstance><ServiceStatus>http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/granted</ServiceStatus>'
        '<StatusStartingTime>2024-01-01T00:00:00Z</StatusStartingTime></ServiceHistoryInstance></ServiceHistory>')
SIGNS, BOTH = bit("nonRepudiation", "true"), bit("nonRepudiation", "true") + policy("1.2.3.4")
POLICY = [("2.5.29.32", seq(seq(oid("1.2.3.4"))), False)]
ONLY_SEALS = extension('<AdditionalServiceInformation><URI xml:lang="en">http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/ForeSeals</URI></AdditionalServiceInformation>')
# What a list says beyond the certificate: its words, the certificate, the level and whether the form is kept.
PLAIN, NO_DEVICE, FULL = None, qc_statements(device=False), qc_statements()
listed = {
    "device-by-list": (says(("QCWithQSCD", criteria(SIGNS))), dict(qualified=NO_DEVICE), "QES"),
    "device-not-by-list": (says(("QCWithQSCD", criteria(bit("digitalSignature", "false")))), dict(qualified=NO_DEVICE), "AdES-QC"),
    "device-by-two-criteria": (says(("QCWithSSCD", criteria(BOTH))), dict(qualified=NO_DEVICE, extra=POLICY), "QES"),
    "device-by-one-of-two": (says(("QCWithSSCD", criteria(BOTH))), dict(qualified=NO_DEVICE), "AdES-QC"),
    "device-by-either": (says(("QCWithSSCD", criteria(BOTH, "atLeastOne"))), dict(qualified=NO_DEVICE), "QES"),
    "device-by-neither": (says(("QCWithSSCD", criteria(BOTH, "none"))), dict(qualified=NO_DEVICE), "AdES-QC"),
    "device-by-nested": (says(("QCWithSSCD", criteria(criteria(policy("9.9"), "none")))), dict(qualified=NO_DEVICE), "QES"),
    "device-by-unknown-criterion": (says(("QCWithSSCD", criteria("<q:Mond/>"))), dict(qualified=NO_DEVICE), "AdES-QC"),
    "device-denied": (says(("QCNoQSCD", criteria(SIGNS))), dict(qualified=FULL), "AdES-QC"),
    "device-denied-by-unknown-criterion": (says(("QCNoQSCD", criteria("<q:Mond/>"))), dict(qualified=FULL), "AdES-QC"),
    "statement-by-list": (says(("QCStatement", criteria(SIGNS)), ("QCWithQSCD", criteria(SIGNS)), ("QCForESig", criteria(SIGNS))), dict(qualified=PLAIN), "QES"),
    "not-qualified": (says(("NotQualified", criteria(SIGNS)), ("QCStatement", criteria(SIGNS))), dict(qualified=FULL), "AdES"),
    "seal-by-list": (says(("QCForESeal", criteria(SIGNS))), dict(qualified=FULL), "QSeal"),
    "sign-and-seal-by-list": (says(("QCForESeal", criteria(SIGNS)), ("QCForESig", criteria(SIGNS))), dict(qualified=FULL), "QSeal"),
    "service-for-seals": (ONLY_SEALS, dict(qualified=FULL), "AdES"),
    "issued-before-granted": ("", dict(qualified=FULL, start="2023-06-01"), "AdES"),
}
authorities = {one: Holder(name(f"CA {one}", organisation="Listen AG"), ca=True, start="2015-01-01", end="2040-01-01") for one in listed}
for version in (4, 5, 6):
    services = {4: [service(authorities[one], "granted", "2024-01-01T00:00:00Z", extensions=words) for one, (words, _, _) in listed.items()],
                5: [service(listed_ca, "granted", "2024-01-01T00:00:00Z"), service(withdrawn_ca, "withdrawn", "2026-09-01T00:00:00Z", once)], 6: []}[version]
    write(f"trust/lists/v{version}.xml", sign_xml(trusted_list(services, "2026-12-31T00:00:00Z", version), operator, ()))
write("trust/lists/stale.xml", sign_xml(trusted_list([service(stale_ca, "granted", "2024-01-01T00:00:00Z")], "2026-07-01T00:00:00Z"), operator, ()))
forged_ca = Holder("Selbst gelistet", ca=True)
write("trust/lists/forged.xml", sign_xml(trusted_list([service(forged_ca, "granted", "2024-01-01T00:00:00Z")], "2026-12-31T00:00:00Z"), Holder("Niemand", kind="RSA3072"), ()))


def from_list(authority):
    return Holder("Erika Muster", authority, emails=MAIL, qualified=qc_statements())


for one, (_, holder, level) in listed.items():
    case("list-" + one, signed_mail(detached(Holder("Erika Muster", authorities[one], emails=MAIL, **holder))), "passed", level=level, writtenForm=level == "QES")
case("list-granted", signed_mail(detached(from_list(listed_ca))), "passed", level="QES", writtenForm=True)
case("list-stale", signed_mail(detached(from_list(stale_ca))), "passed", level="AdES", writtenForm=False, finding="trust.list-stale")
case("list-withdrawn", signed_mail(detached(from_list(withdrawn_ca))), "passed", level="AdES", writtenForm=False)
case("list-withdrawn-later", signed_mail(detached(from_list(withdrawn_ca), "2026-08-01T10:00:00", stamp=(tsa, "2026-08-01T10:00:05"))), "passed", level="QES", writtenForm=True)
case("list-forged", signed_mail(detached(from_list(forged_ca))), "indeterminate", "NO_CERTIFICATE_CHAIN_FOUND")
shutil.rmtree(work)
