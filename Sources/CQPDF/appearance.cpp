// Reads back the text that a widget's appearance stream shows, to compare it with the field's value.
#define POINTERHOLDER_TRANSITION 4
#include "visibility.hpp"

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
    ShownText(QPDFObjectHandle resources, QPDFObjectHandle formFonts, double const background[3], std::string &text)
        : resources(resources), formFonts(formFonts), text(text) {
        std::copy(background, background + 3, ground);
    }

    /// Whether something is drawn and nothing of it can be seen.
    bool isInvisible() const { return hasDrawn && !hasShown; }

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
            case QPDFTokenizer::tt_integer:
            case QPDFTokenizer::tt_real: numbers.push_back(std::atof(token.getValue().c_str())); break;
            case QPDFTokenizer::tt_word: perform(token.getValue()); break;
            default: break;
            }
        }
        return false;
    }

  private:
    QPDFObjectHandle resources, formFonts;
    std::string &text;
    std::vector<double> numbers;
    /// How text is drawn; saved and restored with q and Q.
    struct Pen {
        double colour[3] = {0, 0, 0};
        int mode = 0;
        double opacity = 1;
    };
    Pen pen;
    std::vector<Pen> saved;
    double ground[3];
    bool hasDrawn = false, hasShown = false;
    std::vector<std::string> strings;
    std::string name;
    bool comparable = true;
    bool simpleFont = true;
    bool winAnsi = false;

    /// The operators that decide whether text can be seen (ISO 32000-1, 8.6.8, 9.3.6, 11.6.4.4).
    void draw(std::string const &op) {
        if (op == "g" || op == "rg" || op == "k" || op == "sc" || op == "scn") {
            toRGB(numbers, pen.colour);
        } else if (op == "f" || op == "F" || op == "f*" || op == "B" || op == "B*" || op == "b" || op == "b*") {
            std::copy(pen.colour, pen.colour + 3, ground);
        } else if (op == "Tr" && !numbers.empty()) {
            pen.mode = static_cast<int>(numbers.back());
        } else if (op == "gs") {
            auto states = resources.isDictionary() ? resources.getKey("/ExtGState") : QPDFObjectHandle::newNull();
            auto state = states.isDictionary() ? states.getKey(name) : QPDFObjectHandle::newNull();
            auto opacity = state.isDictionary() ? state.getKey("/ca") : QPDFObjectHandle::newNull();
            pen.opacity = opacity.isNumber() ? opacity.getNumericValue() : pen.opacity;
        } else if (op == "q" && saved.size() < 64) {
            saved.push_back(pen);
        } else if (op == "Q" && !saved.empty()) {
            pen = saved.back();
            saved.pop_back();
        }
    }

    void perform(std::string const &op) {
        draw(op);
        numbers.clear();
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
        auto fonts = resources.isDictionary() ? resources.getKey("/Font") : QPDFObjectHandle::newNull();
        auto font = fonts.isDictionary() ? fonts.getKey(name) : QPDFObjectHandle::newNull();
        if (!font.isDictionary() && formFonts.isDictionary()) {
            font = formFonts.getKey(name);
        }
        simpleFont = !font.isDictionary() || !font.getKey("/Subtype").isName() || font.getKey("/Subtype").getName() != "/Type0";
        auto encoding = font.isDictionary() ? font.getKey("/Encoding") : QPDFObjectHandle::newNull();
        winAnsi = encoding.isName() && encoding.getName() == "/WinAnsiEncoding";
    }

    void show(std::string const &string) {
        if (!string.empty()) {
            hasDrawn = true;
            // Mode 3 draws nothing, mode 7 only clips.
            hasShown = hasShown || (pen.mode % 4 != 3 && pen.opacity > 0.1 && !isSameColour(pen.colour, ground));
        }
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

bool shownText(QPDFObjectHandle normal, QPDFObjectHandle form, std::string const &value, double const background[3], std::string &text,
               bool &isInvisible) {
    try {
        auto data = normal.getStreamData(qpdf_dl_generalized);
        if (data->getSize() > maxStream) {
            return false;
        }
        if (!contains(*data, "Tj") && !contains(*data, "TJ") && !contains(*data, "Do")) {
            return true;
        }
        // Without a font ASCII counts as itself. If the value is shown like this, no font can make a difference that matters: one
        // that cannot be compared is as good as one that agrees. Most appearances have a font object of their own to be parsed.
        auto none = QPDFObjectHandle::newNull();
        ShownText plain(none, none, background, text);
        if (!contains(*data, "gs") && plain.read(*data) && isSameASCII(text, value)) {
            isInvisible = plain.isInvisible();
            return true;
        }
        text.clear();
        auto formFonts = form.getKey("/DR").isDictionary() ? form.getKey("/DR").getKey("/Font") : none;
        ShownText shown(normal.getDict().getKey("/Resources"), formFonts, background, text);
        bool isRead = shown.read(*data);
        isInvisible = shown.isInvisible();
        return isRead;
    } catch (std::exception const &) {
        return false;
    }
}
