"""Makes pages to look at: turned and cut ones, hostile ones, photos. Called by pdfs.py."""
import io
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas


def turned(out):
    """A red rectangle at [100 700 200 760] and words that are seen upright, on a page that is cut and turned."""
    for turn in (0, 90, 180, 270, -90, 450):
        buffer = io.BytesIO()
        canvas = Canvas(buffer, pagesize=(700, 900), invariant=1)
        canvas.setFillColorRGB(1, 0, 0)
        canvas.rect(100, 700, 100, 60, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.setFont("Helvetica", 14)
        canvas.translate(300, 400)
        canvas.rotate(turn)
        canvas.drawString(0, 0, "Antrag auf Wohngeld")
        canvas.save()
        pdf = pikepdf.open(buffer)
        page = pdf.pages[0].obj
        page.CropBox = [50, 30, 645, 872]
        # Inherited, as some programs write it.
        del page.Rotate
        pdf.Root.Pages.Rotate = turn
        pdf.save(out / f"turned{turn}.pdf", static_id=True)


def box(out, name, value):
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    pdf.pages[0].obj.MediaBox = value
    pdf.save(out / name, static_id=True)


def hostile(out):
    box(out, "box-huge.pdf", [0, 0, 14400, 14400])
    box(out, "box-beyond.pdf", [0, 0, 100000000, 100000000])
    box(out, "box-thin.pdf", [0, 0, 1, 14400])
    box(out, "box-flat.pdf", [0, 0, 14400, 1])
    box(out, "box-zero.pdf", [0, 0, 0, 0])
    box(out, "box-backwards.pdf", [595, 842, 0, 0])
    box(out, "box-none.pdf", Name("/NaN"))
    data = (out / "box-zero.pdf").read_bytes()
    (out / "box-nan.pdf").write_bytes(data.replace(b"[ 0 0 0 0 ]", b"[nan inf-0]"))
    # Each form draws the next one twice: 2 to the power of 40 drawings.
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    inner = None
    for level in range(40):
        form = Stream(pdf, b"/F Do /F Do" if inner is not None else b"0 0 10 10 re f")
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, [0, 0, 595, 842]
        form.Resources = Dictionary(XObject=Dictionary(F=inner)) if inner is not None else Dictionary()
        inner = pdf.make_indirect(form)
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(F=inner))
    pdf.pages[0].obj.Contents = pdf.make_indirect(Stream(pdf, b"/F Do"))
    pdf.add_blank_page(page_size=(595, 842))
    pdf.save(out / "forms-in-forms.pdf", static_id=True)
    # Notes over notes on one page.
    for name, count in (("notes.pdf", 9_000), ("million-notes.pdf", 1_000_000)):
        pdf = pikepdf.new()
        pdf.add_blank_page(page_size=(595, 842))
        note = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=[0, 0, 595, 842], C=[1, 0, 0], IC=[0, 1, 0]))
        pdf.pages[0].obj.Annots = pdf.make_indirect(Array([note] * count))
        pdf.save(out / name, static_id=True)
    # A picture that says it is larger than any memory.
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    image = Stream(pdf, zlib.compress(b"\0" * 1000))
    image.Type, image.Subtype, image.Width, image.Height = Name.XObject, Name.Image, 2_000_000, 2_000_000
    image.ColorSpace, image.BitsPerComponent, image.Filter = Name.DeviceRGB, 8, Name.FlateDecode
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(I=image))
    pdf.pages[0].obj.Contents = pdf.make_indirect(Stream(pdf, b"595 0 0 842 0 0 cm /I Do"))
    pdf.save(out / "picture-huge.pdf", static_id=True)


def photos(out):
    """Pictures whose upper left quarter is red."""
    picture = Image.new("RGB", (400, 200), "white")
    ImageDraw.Draw(picture).rectangle((0, 0, 199, 99), fill=(255, 0, 0))
    picture.save(out / "photo.jpg", quality=95)
    exif = Image.Exif()
    exif[0x0112] = 6
    picture.save(out / "photo-turned.jpg", quality=95, exif=exif)
    picture.convert("CMYK").save(out / "photo-inks.jpg", quality=95)
    picture.convert("L").save(out / "photo-grey.jpg", quality=95)
    picture.save(out / "photo-progressive.jpg", quality=95, progressive=True)
    picture.save(out / "photo.png")
    see = picture.convert("RGBA")
    see.putalpha(see.convert("L").point(lambda value: 0 if value == 255 else 255))
    see.save(out / "photo-see-through.png")
    picture.save(out / "photo.gif")
    whole = (out / "photo.jpg").read_bytes()
    (out / "photo-cut.jpg").write_bytes(whole[: len(whole) // 3])
    (out / "photo-head.jpg").write_bytes(whole[:20])
    whole = (out / "photo.png").read_bytes()
    (out / "photo-cut.png").write_bytes(whole[: len(whole) // 2])
    # A PNG that says it has four billion pixels.
    (out / "photo-bomb.png").write_bytes(whole[:16] + b"\0\0\xff\xff\0\0\xff\xff" + whole[24:])


def make(out):
    turned(out)
    hostile(out)
    photos(out)
