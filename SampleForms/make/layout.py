"""Draws the sample forms: one description serves the blank form, the filled form and the printed page."""
import io

import pikepdf
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

LEFT, RIGHT, TOP, ROW = 50, 545, 800, 30


class Form:
    """Places fields row by row; with `printed` it draws values as plain text and makes no fields."""

    def __init__(self, title, values=None, printed=False, producer="Eingang Musterformulare"):
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=A4, invariant=1)
        self.canvas.setTitle(title)
        self.canvas.setProducer(producer)
        self.values = dict(values or {})
        self.printed = printed
        self.title = title
        self.names = []
        self.y = TOP
        self.heading(title, 15)

    def heading(self, text, size=11):
        self.need(ROW + 14)
        self.canvas.setFont("Helvetica-Bold", size)
        self.canvas.drawString(LEFT, self.y, text)
        self.y -= size + 12

    def need(self, height):
        if self.y - height < 50:
            self.page()

    def page(self):
        self.canvas.showPage()
        self.y = TOP

    def label(self, x, text):
        self.canvas.setFont("Helvetica", 8)
        self.canvas.drawString(x, self.y + 2, text)

    def row(self, *fields):
        """One row of text fields: (name, label, width share)."""
        self.need(ROW)
        total = sum(field[2] for field in fields)
        x = LEFT
        for name, label, share in fields:
            width = (RIGHT - LEFT) * share / total - 8
            value = self.values.get(name, "")
            if self.printed:
                self.canvas.setFont("Helvetica", 6.5)
                self.canvas.drawString(x, self.y - 10, label + ":")
                offset = self.canvas.stringWidth(label + ": ", "Helvetica", 6.5)
                self.canvas.drawString(x + offset, self.y - 10, value)
            else:
                self.label(x, label)
                self.canvas.acroForm.textfield(
                    name=name, tooltip=label, value=value.replace("€", "EUR"), x=x, y=self.y - 16, width=width, height=15,
                    fontName="Helvetica", fontSize=9, borderWidth=0.5, forceBorder=True,
                    fieldFlags="multiline" if "\n" in value else "")
            self.names.append(name)
            x += width + 8
        self.y -= ROW

    def comb(self, name, label, cells):
        if self.printed:
            return self.row((name, label, 1))
        self.need(ROW)
        self.label(LEFT, label)
        self.canvas.acroForm.textfield(
            name=name, tooltip=label, value=self.values.get(name, ""), x=LEFT, y=self.y - 16, width=18 * cells, height=15,
            fontName="Helvetica", fontSize=9, maxlen=cells, fieldFlags="comb", forceBorder=True, borderWidth=0.5)
        self.names.append(name)
        self.y -= ROW

    def radio(self, name, label, options):
        """One radio button per (export value, text)."""
        self.need(ROW)
        if not self.printed:
            self.label(LEFT, label)
        x = LEFT
        for export, text in options:
            if self.printed:
                if self.values.get(name) == export:
                    self.canvas.setFont("Helvetica", 9)
                    self.canvas.drawString(LEFT, self.y - 10, label + ": " + text)
            else:
                self.canvas.acroForm.radio(
                    name=name, tooltip=label, value=export, selected=self.values.get(name) == export, x=x, y=self.y - 14,
                    size=11, buttonStyle="circle", shape="circle", borderWidth=0.5, forceBorder=True)
                self.canvas.setFont("Helvetica", 8)
                self.canvas.drawString(x + 15, self.y - 12, text)
            x += 25 + self.canvas.stringWidth(text, "Helvetica", 8)
        self.names.append(name)
        self.y -= ROW

    def yes_no(self, base, question):
        """Two independent boxes, as many real forms have them."""
        self.need(22)
        self.canvas.setFont("Helvetica", 9)
        self.canvas.drawString(LEFT, self.y - 10, question)
        answer = self.values.get(base)
        for offset, suffix, text in ((400, "_ja", "ja"), (450, "_nein", "nein")):
            if self.printed:
                if answer == text:
                    self.canvas.drawString(LEFT + 400, self.y - 10, text)
            else:
                self.box(base + suffix, LEFT + offset, text, answer in (text, "beides"))
        self.y -= 22

    def boxes(self, label, options):
        self.need(ROW)
        self.label(LEFT, label)
        x = LEFT
        for name, text in options:
            self.box(name, x, text, self.values.get(name) == "x")
            x += 30 + self.canvas.stringWidth(text, "Helvetica", 8)
        self.y -= ROW

    def box(self, name, x, text, checked):
        if self.printed:
            self.canvas.setFont("Helvetica", 9)
            self.canvas.drawString(x, self.y - 12, ("[x] " if checked else "[ ] ") + text)
            return
        self.canvas.acroForm.checkbox(
            name=name, tooltip=text, checked=checked, x=x, y=self.y - 14, size=11, buttonStyle="check", borderWidth=0.5,
            forceBorder=True)
        self.canvas.setFont("Helvetica", 8)
        self.canvas.drawString(x + 15, self.y - 12, text)
        self.names.append(name)

    def choice(self, name, label, options):
        value = self.values.get(name, " ")
        if self.printed:
            self.values[name] = dict(options).get(value, "")
            return self.row((name, label, 1))
        self.need(ROW)
        self.label(LEFT, label)
        self.canvas.acroForm.choice(
            name=name, tooltip=label, value=value, options=[(" ", " ")] + [(text, export) for export, text in options],
            x=LEFT, y=self.y - 16, width=220, height=15, fontName="Helvetica", fontSize=9, borderWidth=0.5, forceBorder=True)
        self.names.append(name)
        self.y -= ROW

    def listbox(self, name, label, options):
        if self.printed:
            return
        self.need(62)
        self.label(LEFT, label)
        chosen = self.values.get(name, [" "])
        self.canvas.acroForm.listbox(
            name=name, tooltip=label, value=chosen, options=[(" ", " ")] + [(text, export) for export, text in options],
            x=LEFT, y=self.y - 46, width=220, height=45, fontName="Helvetica", fontSize=8, fieldFlags="multiSelect",
            borderWidth=0.5, forceBorder=True)
        self.names.append(name)
        self.y -= 62

    def bytes(self):
        self.canvas.save()
        if not self.values or self.printed:
            return self.buffer.getvalue()
        # What the drawing library takes as value it also writes as default; a person who fills a form does not.
        pdf = pikepdf.open(io.BytesIO(self.buffer.getvalue()))
        for field in pdf.Root.AcroForm.Fields:
            if "/DV" in field:
                del field["/DV"]
        out = io.BytesIO()
        pdf.save(out, static_id=True, compress_streams=True)
        return out.getvalue()
