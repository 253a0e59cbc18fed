"""Fields of PDFs that nobody can see; run by make.py in its own names."""


@attack
def field_hidden_by_its_flag():
    return tampered(lambda d: rent(d, F=6))


@attack
def field_shown_only_in_print():
    return tampered(lambda d: rent(d, F=36))


@attack
def field_on_a_layer_that_is_off():
    def change(d):
        layer = d.make_indirect(Dictionary(Type=Name.OCG, Name=String("Ebene")))
        d.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
        rent(d, OC=layer)
    return tampered(change)


@attack
def field_without_size():
    return tampered(lambda d: rent(d, Rect=Array([100, 100, 100, 100])))


@attack
def field_off_the_page():
    return tampered(lambda d: rent(d, Rect=Array([900, 1200, 1000, 1215])))


@attack
def field_off_the_visible_part_of_the_page():
    def change(d):
        item = rent(d, Rect=Array([10, 2, 110, 17]))
        item.P.CropBox = Array([0, 30, 595, 842])
    return tampered(change)


@attack
def field_below_another_field():
    def change(d):
        rect = [float(x) for x in rent(d).Rect]
        second_rent(d, "612,40", T=String("deckblatt"), Rect=Array([rect[0] - 1, rect[1] - 1, rect[2] + 1, rect[3] + 1]))
        d.Root.AcroForm.Fields[-1].P = field(d, "miete_gesamt").P
        page = next(p for p in d.pages if p.obj.objgen == field(d, "miete_gesamt").P.objgen)
        if page.obj.objgen != d.pages[0].obj.objgen:
            listed = list(d.pages[0].obj.Annots)
            page.obj.Annots.append(listed[-1])
            d.pages[0].obj.Annots = Array(listed[:-1])
    return tampered(change)


@attack
def field_below_a_stamp():
    def change(d):
        item = rent(d)
        stamp = d.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=item.Rect, F=4, AP=Dictionary(N=picture(d, b"1 g 0 0 200 15 re f 0 g BT /Helv 9 Tf 2 4 Td (612,40) Tj ET"))))
        next(p for p in d.pages if p.obj.objgen == item.P.objgen).obj.Annots.append(stamp)
    return tampered(change)


@attack
def field_in_white_on_white():
    def change(d):
        item = rent(d)
        item.AP = Dictionary(N=picture(d, b"/Tx BMC BT 1 g /Helv 9 Tf 2 4 Td (99,00) Tj ET EMC"))
    return tampered(change)


@attack
def field_in_the_colour_of_its_own_box():
    def change(d):
        item = rent(d)
        item.AP = Dictionary(N=picture(d, b"0.2 0.2 0.6 rg 0 0 200 15 re f BT 0.22 0.2 0.6 rg /Helv 9 Tf 2 4 Td (99,00) Tj ET"))
    return tampered(change)


@attack
def field_that_draws_nothing():
    def change(d):
        item = rent(d)
        item.AP = Dictionary(N=picture(d, b"/Tx BMC BT 3 Tr 0 g /Helv 9 Tf 2 4 Td (99,00) Tj ET EMC"))
    return tampered(change)


@attack
def field_that_is_transparent():
    def change(d):
        item = rent(d)
        resources = Dictionary(ExtGState=Dictionary(G=Dictionary(ca=0)), Font=Dictionary(Helv=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)))
        item.AP = Dictionary(N=picture(d, b"/Tx BMC /G gs BT 0 g /Helv 9 Tf 2 4 Td (99,00) Tj ET EMC", resources))
    return tampered(change)


@attack
def field_that_the_viewer_draws_in_white():
    def change(d):
        item = rent(d)
        del item.AP
        item.DA = String("/Helv 9 Tf 1 1 1 rg")
    return tampered(change)


@attack
def field_on_no_page():
    def change(d):
        item = rent(d)
        page = next(p for p in d.pages if p.obj.objgen == item.P.objgen)
        page.obj.Annots = Array([a for a in page.obj.Annots if a.objgen != item.objgen])
    return tampered(change)


@attack
def two_fields_of_one_name_that_differ():
    return tampered(lambda d: second_rent(d, "99,00"))


@attack
def two_fields_of_one_name_the_first_hidden():
    def change(d):
        second_rent(d, "99,00", F=6)
        listed = list(d.Root.AcroForm.Fields)
        d.Root.AcroForm.Fields = Array([listed[-1]] + listed[:-1])
    return tampered(change)


@attack
def tick_in_a_hidden_box():
    def change(d):
        for item in d.Root.AcroForm.Fields:
            if str(item.get("/T", "")) == "vermoegen_ja":
                item.V, item.AS, item.F = Name.Yes, Name.Yes, 6
            elif str(item.get("/T", "")) == "vermoegen_nein":
                item.V, item.AS = Name.Off, Name.Off
    return tampered(change)
