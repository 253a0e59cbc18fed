// Reads back the text that a widget's appearance stream shows, to compare it with the field's value.
#define POINTERHOLDER_TRANSITION 4
#include "reading.hpp"

#include <algorithm>
#include <memory>

#include <qpdf/BufferInputSource.hh>
#include <qpdf/QPDFTokenizer.hh>
#include <qpdf/QUtil.hh>

namespace {

const size_t maxStream = 256 * 1024;
const size_t maxShown = 64 * 1024;

/// Follows the text operators of ISO 32000-1, 9.4.3; tokens only, since building objects costs most of the time.
class ShownText {
  public:
    ShownText(QPDFObjectHandle fonts, QPDFObjectHandle formFonts, std::string &text)
        : fonts(fonts), formFonts(formFonts), text(text) {}

    /// False when the text cannot be told.
    bool read(Buffer &buffer) {
        auto input = std::make_shared<BufferInputSource>("appearance", &buffer);
        QPDFTokenizer tokenizer;
        tokenizer.allowEOF();
        while (comparable) {
            auto token = tokenizer.readToken(std::shared_ptr<InputSource>(input), "appearance", true);
            switch (token.getType()) {
            case QPDFTokenizer::tt_eof: return true;
            case QPDFTokenizer::tt_bad: return false;
            case QPDFTokenizer::tt_string: strings.push_back(token.getValue()); break;
            case QPDFTokenizer::tt_name: name = token.getValue(); break;
            case QPDFTokenizer::tt_word: perform(token.getValue()); break;
            default: break;
            }
        }
        return false;
    }

  private:
    QPDFObjectHandle fonts, formFonts;
    std::string &text;
    std::vector<std::string> strings;
    std::string name;
    bool comparable = true;
    bool simpleFont = true;
    bool winAnsi = false;

    void perform(std::string const &op) {
        if (op == "Tf") {
            selectFont(name);
        } else if (op == "Tj" || op == "TJ" || op == "'" || op == "\"") {
            std::for_each(strings.begin(), strings.end(), [this](std::string const &s) { show(s); });
        } else if (op == "Do" || op == "BI") {
            comparable = false;  // text may come from a nested form, and inline images are no tokens
        }
        strings.clear();
    }

    void selectFont(std::string const &name) {
        auto font = fonts.isDictionary() ? fonts.getKey(name) : QPDFObjectHandle::newNull();
        if (!font.isDictionary() && formFonts.isDictionary()) {
            font = formFonts.getKey(name);
        }
        simpleFont = !font.isDictionary() || !font.getKey("/Subtype").isName() || font.getKey("/Subtype").getName() != "/Type0";
        auto encoding = font.isDictionary() ? font.getKey("/Encoding") : QPDFObjectHandle::newNull();
        winAnsi = encoding.isName() && encoding.getName() == "/WinAnsiEncoding";
    }

    void show(std::string const &string) {
        if (!simpleFont || text.size() > maxShown) {
            comparable = false;  // glyph ids, not characters
            return;
        }
        for (char c : string) {
            if (static_cast<unsigned char>(c) < 0x80) {
                text += c;
            } else {
                text += winAnsi ? QUtil::win_ansi_to_utf8(std::string(1, c)) : "\xEF\xBF\xBD";
            }
        }
    }
};

bool contains(Buffer &buffer, char const *needle) {
    auto begin = reinterpret_cast<char const *>(buffer.getBuffer());
    return std::search(begin, begin + buffer.getSize(), needle, needle + 2) != begin + buffer.getSize();
}

/// Whether two texts of ASCII differ in white space at most.
bool isSameASCII(std::string const &a, std::string const &b) {
    auto isSpace = [](unsigned char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
    size_t i = 0, k = 0;
    while (true) {
        for (; i < a.size() && isSpace(a[i]); ++i) {
        }
        for (; k < b.size() && isSpace(b[k]); ++k) {
        }
        if (i == a.size() || k == b.size()) {
            return i == a.size() && k == b.size();
        }
        if (a[i] != b[k] || static_cast<unsigned char>(a[i]) >= 0x80) {
            return false;
        }
        ++i, ++k;
    }
}

}  // namespace

bool shownText(QPDFObjectHandle normal, QPDFObjectHandle form, std::string const &value, std::string &text) {
    try {
        auto data = normal.getStreamData(qpdf_dl_generalized);
        if (data->getSize() > maxStream) {
            return false;
        }
        if (!contains(*data, "Tj") && !contains(*data, "TJ") && !contains(*data, "Do")) {
            return true;
        }
        auto fontsOf = [](QPDFObjectHandle holder) {
            return holder.isDictionary() ? holder.getKey("/Font") : QPDFObjectHandle::newNull();
        };
        // Without a font ASCII counts as itself. If the value is shown like this, no font can make a difference that matters: one
        // that cannot be compared is as good as one that agrees. Most appearances have a font object of their own to be parsed.
        auto none = QPDFObjectHandle::newNull();
        if (ShownText(none, none, text).read(*data) && isSameASCII(text, value)) {
            return true;
        }
        text.clear();
        ShownText shown(fontsOf(normal.getDict().getKey("/Resources")), fontsOf(form.getKey("/DR")), text);
        return shown.read(*data);
    } catch (std::exception const &) {
        return false;
    }
}
