// Fills the fields of a blank form as a person would, or makes a plain form with the fields that are asked for.
#define POINTERHOLDER_TRANSITION 4
#include "reading.hpp"

#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFWriter.hh>

namespace {

/// A page of a plain form: so many fields below each other, on A4.
const int rowsOnPage = 30;

/// As a value: that a box is ticked, whatever its export value is.
const std::string ticked = "true";

std::string column(int row, bool isBox) {
    auto top = 800 - 25 * row;
    return "[ 60 " + std::to_string(top - 18) + (isBox ? " 78 " : " 540 ") + std::to_string(top) + " ]";
}

/// A form of text fields, and of boxes where one is to be ticked, for layouts whose blank is not at hand.
void makePlain(QPDF &pdf, std::map<std::string, std::string> const &values) {
    pdf.emptyPDF();
    auto fields = QPDFObjectHandle::newArray(), shown = QPDFObjectHandle::newArray();
    QPDFObjectHandle page;
    int row = 0;
    for (auto const &entry : values) {
        if (row % rowsOnPage == 0) {
            page = pdf.makeIndirectObject(QPDFObjectHandle::parse("<< /Type /Page /MediaBox [ 0 0 595 842 ] /Resources << >> >>"));
            shown = QPDFObjectHandle::newArray();
            page.replaceKey("/Annots", shown);
            QPDFPageDocumentHelper(pdf).addPage(page, false);
            page = QPDFPageDocumentHelper(pdf).getAllPages().back().getObjectHandle();
            shown = page.getKey("/Annots");
        }
        auto isBox = entry.second == ticked;
        auto kind = std::string(isBox ? "/FT /Btn" : "/FT /Tx /Ff 4096 /DA (/Helv 10 Tf 0 g)");
        auto field = pdf.makeIndirectObject(
            QPDFObjectHandle::parse("<< /Type /Annot /Subtype /Widget /F 4 " + kind + " /Rect " + column(row % rowsOnPage, isBox) + " >>"));
        if (isBox) {
            auto pictures = QPDFObjectHandle::parse("<< /N << >> >>");
            auto picture = QPDFObjectHandle::newStream(&pdf, "0 0 m 18 18 l 0 18 m 18 0 l S");
            picture.replaceDict(QPDFObjectHandle::parse("<< /Type /XObject /Subtype /Form /BBox [ 0 0 18 18 ] >>"));
            pictures.getKey("/N").replaceKey("/Yes", picture);
            field.replaceKey("/AP", pictures);
        }
        field.replaceKey("/T", QPDFObjectHandle::newUnicodeString(entry.first));
        field.replaceKey("/P", page);
        fields.appendItem(field);
        shown.appendItem(field);
        ++row;
    }
    if (row == 0) {
        QPDFPageDocumentHelper(pdf).addPage(QPDFObjectHandle::parse("<< /Type /Page /MediaBox [ 0 0 595 842 ] /Resources << >> >>"), false);
    }
    auto form = QPDFObjectHandle::parse(
        "<< /DA (/Helv 10 Tf 0 g) /DR << /Font << /Helv << /Type /Font /Subtype /Type1 /BaseFont /Helvetica "
        "/Encoding /WinAnsiEncoding >> >> >> >>");
    form.replaceKey("/Fields", fields);
    pdf.getRoot().replaceKey("/AcroForm", pdf.makeIndirectObject(form));
}

/// The kind of a field, which may stand above it.
std::string typeOf(QPDFObjectHandle field) {
    for (int depth = 0; depth < 32 && field.isDictionary(); ++depth) {
        if (field.getKey("/FT").isName()) {
            return field.getKey("/FT").getName();
        }
        field = field.getKey("/Parent");
    }
    return "";
}

std::vector<QPDFObjectHandle> widgetsOf(QPDFObjectHandle field) {
    auto kids = field.getKey("/Kids");
    return kids.isArray() ? kids.getArrayAsVector() : std::vector<QPDFObjectHandle>{field};
}

/// Ticks the widget that stands for an export value and none else; of buttons with /Opt that value is the option of the widget's place.
void tick(QPDFObjectHandle field, std::string const &value) {
    auto options = field.getKey("/Opt");
    auto chosen = QPDFObjectHandle::newName("/Off");
    auto widgets = widgetsOf(field);
    for (size_t i = 0; i < widgets.size(); ++i) {
        auto pictures = widgets[i].getKey("/AP");
        auto normal = pictures.isDictionary() ? pictures.getKey("/N") : QPDFObjectHandle::newNull();
        auto state = QPDFObjectHandle::newName("/Off");
        if (normal.isDictionary()) {
            auto isOption = options.isArray() && static_cast<int>(i) < options.getArrayNItems();
            for (auto const &key : normal.getKeys()) {
                auto name = QPDFObjectHandle::newName(key);
                auto exported = isOption ? asUTF8(options.getArrayItem(static_cast<int>(i))) : asUTF8(name);
                auto isMeant = exported == value || (value == ticked && chosen.getName() == "/Off");
                if (key != "/Off" && isMeant) {
                    state = chosen = name;
                }
            }
        }
        widgets[i].replaceKey("/AS", state);
    }
    field.replaceKey("/V", chosen);
}

void fill(QPDF &pdf, std::map<std::string, std::string> const &values) {
    auto form = pdf.getRoot().getKey("/AcroForm");
    if (!form.isDictionary()) {
        return;
    }
    std::set<QPDFObjGen> seen;
    walkFields(form.getKey("/Fields"), "", 0, seen, [&](QPDFObjectHandle field, std::string const &name) {
        auto value = values.find(name);
        if (value == values.end() || !field.getKey("/T").isString()) {
            return;
        }
        if (typeOf(field) == "/Btn") {
            tick(field, value->second);
        } else if (value->second.empty()) {
            field.removeKey("/V");
        } else {
            field.replaceKey("/V", QPDFObjectHandle::newUnicodeString(value->second));
        }
        for (auto widget : widgetsOf(field)) {
            if (typeOf(field) != "/Btn") {
                widget.removeKey("/AP");
            }
        }
    });
    // What is shown is made from the values by whoever shows it (ISO 32000-1, 12.7.2).
    form.replaceKey("/NeedAppearances", QPDFObjectHandle::newBool(true));
}

}  // namespace

struct eg_filled {
    std::shared_ptr<Buffer> bytes;
};

extern "C" eg_filled *eg_pdf_fill(
    const uint8_t *data, size_t size, const char *const *names, const char *const *values, size_t count) {
    try {
        std::map<std::string, std::string> wanted;
        for (size_t i = 0; i < count; ++i) {
            wanted[names[i]] = values[i];
        }
        QPDF pdf;
        quiet(pdf);
        if (size == 0) {
            makePlain(pdf, wanted);
        } else {
            pdf.processMemoryFile("blank", reinterpret_cast<char const *>(data), size);
        }
        fill(pdf, wanted);
        QPDFWriter writer(pdf);
        writer.setOutputMemory();
        writer.setPreserveEncryption(false);
        writer.setDeterministicID(true);
        writer.write();
        auto out = new eg_filled();
        out->bytes = writer.getBufferSharedPointer();
        return out;
    } catch (...) {
        return nullptr;
    }
}

extern "C" const uint8_t *eg_filled_bytes(const eg_filled *filled, size_t *size) {
    *size = filled->bytes->getSize();
    return filled->bytes->getBuffer();
}

extern "C" void eg_filled_free(eg_filled *filled) { delete filled; }
