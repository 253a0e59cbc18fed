// Reads back the text that a widget's appearance stream shows, to compare it with the field's value.
#define POINTERHOLDER_TRANSITION 4
#include "reading.hpp"

#include <qpdf/QUtil.hh>

namespace {

const size_t maxShown = 64 * 1024;

class TextCallbacks : public QPDFObjectHandle::ParserCallbacks {
  public:
    TextCallbacks(QPDFObjectHandle fonts, QPDFObjectHandle formFonts, std::string &text)
        : fonts(fonts), formFonts(formFonts), text(text) {}

    bool comparable = true;

    void handleObject(QPDFObjectHandle object, size_t, size_t) override {
        if (!object.isOperator()) {
            operands.push_back(object);
            return;
        }
        auto op = object.getOperatorValue();
        if (op == "Tf" && !operands.empty() && operands[0].isName()) {
            selectFont(operands[0].getName());
        } else if (op == "Tj" || op == "'" || op == "\"") {
            show(operands.empty() ? QPDFObjectHandle::newNull() : operands.back());
        } else if (op == "TJ" && !operands.empty() && operands.back().isArray()) {
            for (int i = 0; i < operands.back().getArrayNItems(); ++i) {
                show(operands.back().getArrayItem(i));
            }
        } else if (op == "Do") {
            comparable = false;  // text may come from a nested form
        }
        operands.clear();
    }

    void handleEOF() override {}

  private:
    QPDFObjectHandle fonts, formFonts;
    std::string &text;
    std::vector<QPDFObjectHandle> operands;
    bool simpleFont = true;
    bool winAnsi = false;

    void selectFont(std::string const &name) {
        auto font = fonts.isDictionary() ? fonts.getKey(name) : QPDFObjectHandle::newNull();
        if (!font.isDictionary() && formFonts.isDictionary()) {
            font = formFonts.getKey(name);
        }
        simpleFont = !font.isDictionary() || !font.getKey("/Subtype").isName()
            || font.getKey("/Subtype").getName() != "/Type0";
        auto encoding = font.isDictionary() ? font.getKey("/Encoding") : QPDFObjectHandle::newNull();
        winAnsi = encoding.isName() && encoding.getName() == "/WinAnsiEncoding";
    }

    void show(QPDFObjectHandle string) {
        if (!string.isString()) {
            return;
        }
        if (!simpleFont) {
            comparable = false;  // glyph ids, not characters
            return;
        }
        for (char c : string.getStringValue()) {
            if (text.size() > maxShown) {
                comparable = false;
                return;
            }
            if (static_cast<unsigned char>(c) < 0x80) {
                text += c;
            } else {
                text += winAnsi ? QUtil::win_ansi_to_utf8(std::string(1, c)) : "\xEF\xBF\xBD";
            }
        }
    }
};

}  // namespace

bool shownText(QPDFObjectHandle widget, QPDFObjectHandle form, std::string &text) {
    auto stream = widget.getKey("/AP").getKey("/N");
    auto fontsOf = [](QPDFObjectHandle holder) {
        return holder.isDictionary() ? holder.getKey("/Font") : QPDFObjectHandle::newNull();
    };
    TextCallbacks callbacks(fontsOf(stream.getDict().getKey("/Resources")), fontsOf(form.getKey("/DR")), text);
    try {
        QPDFObjectHandle::parseContentStream(stream, &callbacks);
    } catch (std::exception const &) {
        return false;
    }
    return callbacks.comparable;
}
