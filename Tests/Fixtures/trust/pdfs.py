"""Signs PDFs by appending revisions, as signing programs do, and other revisions as attackers do."""
import io
import re

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from pki import chain, signed_data, signer_info

SIZE = 40_000


def plain_pdf(note="Betrag: 100"):
    """A page with one text field; classic structure, so that later revisions can be appended by hand."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(300, 300))
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    page.Resources = Dictionary(Font=Dictionary(F1=font))
    page.Contents = pdf.make_stream(b"BT /F1 12 Tf 20 250 Td (" + note.encode() + b") Tj ET")
    field = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("betrag"), V=String("100"),
                                         Rect=Array([20, 100, 120, 120]), F=4, P=page.obj, DA=String("/F1 12 Tf 0 g")))
    page.Annots = pdf.make_indirect(Array([field]))
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array([field]), SigFlags=3, DA=String("/F1 12 Tf 0 g"), DR=Dictionary(Font=Dictionary(F1=font))))
    out_bytes = io.BytesIO()
    pdf.save(out_bytes, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    return out_bytes.getvalue()


def objects(data):
    pdf = pikepdf.open(io.BytesIO(data))
    return pdf


def append(data, changed):
    """An incremental update: object number -> its text."""
    start = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    pdf = objects(data)
    size = int(pdf.trailer.Size)
    root = pdf.Root.objgen[0]
    out_bytes = data if data.endswith(b"\n") else data + b"\n"
    rows = b""
    for number in sorted(changed):
        rows += b"%d 1\n%010d 00000 n \n" % (number, len(out_bytes))
        out_bytes += b"%d 0 obj\n" % number + changed[number] + b"\nendobj\n"
    size = max(size, max(changed) + 1)
    position = len(out_bytes)
    return out_bytes + b"xref\n" + rows + b"trailer\n<< /Root %d 0 R /Size %d /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (root, size, start, position)


def written(pdf, number, **changes):
    item = pdf.get_object((number, 0))
    for key, value in changes.items():
        item[Name("/" + key)] = value
    return item.unparse(resolved=True)


def numbers(data):
    pdf = objects(data)
    return {"pdf": pdf, "size": int(pdf.trailer.Size), "form": pdf.Root.AcroForm.objgen[0], "page": pdf.pages[0].obj.objgen[0],
            "annots": pdf.pages[0].Annots.objgen[0], "field": pdf.Root.AcroForm.Fields[0].objgen[0],
            "contents": pdf.pages[0].Contents.objgen[0], "root": pdf.Root.objgen[0]}


def sign_pdf(data, holder, field="Unterschrift", reference=b"", filter=b"/ETSI.CAdES.detached", time="2026-11-24T08:59:00", token=None, store=(), orphan=False, **more):
    """Appends a revision with a signature over everything before it."""
    n = numbers(data)
    pdf, size = n["pdf"], n["size"]
    fields = pdf.Root.AcroForm.Fields
    form = written(pdf, n["form"], Fields=Array(list(fields) + [String("@sig@")])).replace(String("@sig@").unparse(), b"%d 0 R" % size)
    kind = b"/DocTimeStamp" if token else b"/Sig"
    value = (b"<< /Type " + kind + b" /Filter /Adobe.PPKLite /SubFilter " + filter + reference
             + b" /ByteRange [0 AAAAAAAAAA BBBBBBBBBB CCCCCCCCCC] /Contents <" + b"0" * SIZE + b"> >>")
    widget = (b"<< /FT /Sig /T (" + field.encode() + b") /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /F 132 /V %d 0 R /P %d 0 R >>" % (size + 1, n["page"]))
    draft = append(data, {size + 1: value} if orphan else {n["form"]: form, size: widget, size + 1: value})
    start = draft.index(b"<" + b"0" * SIZE, len(data))
    end = start + SIZE + 2
    for mark, number in ((b"AAAAAAAAAA", start), (b"BBBBBBBBBB", end), (b"CCCCCCCCCC", len(draft) - end)):
        draft = draft.replace(mark, str(number).encode().ljust(10), 1)
    signed = draft[:start] + draft[end:]
    cms = token(signed) if token else signed_data([signer_info(holder, signed, None, **more)], chain(holder))
    return draft[:start + 1] + cms.hex().encode().ljust(SIZE, b"0") + draft[end - 1:]
