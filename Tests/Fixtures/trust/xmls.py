"""XML signatures, made by xmlsec1."""
import os
import subprocess
import tempfile

NS = "http://www.w3.org/2000/09/xmldsig#"
work = tempfile.mkdtemp()


def template(uri="", transforms=(NS + "enveloped-signature", "http://www.w3.org/2001/10/xml-exc-c14n#"), method="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", raw=""):
    steps = "".join(f'<ds:Transform Algorithm="{t}"/>' for t in transforms) + raw
    return (f'<ds:Signature xmlns:ds="{NS}"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>'
            f'<ds:SignatureMethod Algorithm="{method}"/><ds:Reference URI="{uri}"><ds:Transforms>{steps}</ds:Transforms>'
            '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue/></ds:Reference></ds:SignedInfo>'
            '<ds:SignatureValue/><ds:KeyInfo><ds:X509Data/></ds:KeyInfo></ds:Signature>')


def sign_xml(text, holder, ids=("antrag",), allowed="empty,same-doc", directory=None):
    paths = [os.path.join(work, n) for n in ("in.xml", "key.pem", "certificate.pem", "out.xml")]
    for path, data in zip(paths, (text.encode(), holder.key_pem, b"".join([holder.pem] + [h.pem for h in [holder.issuer]]))):
        with open(path, "wb") as file:
            file.write(data)
    marks = [a for i in ids for a in ("--id-attr:Id", i)]
    subprocess.run(["xmlsec1", "--sign", *marks, "--enabled-reference-uris", allowed, "--privkey-pem", f"{paths[1]},{paths[2]}", "--output", paths[3], paths[0]],
                   check=True, stdout=subprocess.PIPE, cwd=directory)
    with open(paths[3], "rb") as file:
        return file.read()
