// Finds widgets that nobody can see: hidden, on an unused layer, without size, off the page, covered.
#define POINTERHOLDER_TRANSITION 4
#include "visibility.hpp"

#include <algorithm>
#include <cmath>

#include <qpdf/BufferInputSource.hh>
#include <qpdf/QPDFTokenizer.hh>

namespace {

const int flagHidden = 1 << 1, flagNoView = 1 << 5;
const double leastSize = 1.5;        // points; smaller than this nobody can read anything
const double leastVisible = 0.25;    // of a widget's area
const double mostCovered = 0.85;
const double leastContrast = 1.5;    // as WCAG 2.1 counts it, where easily read text has 4.5
const size_t mostAnnotations = 5000; // on one page

double area(double const rect[4]) { return std::max(0.0, rect[2] - rect[0]) * std::max(0.0, rect[3] - rect[1]); }

double common(double const a[4], double const b[4]) {
    double both[4] = {std::max(a[0], b[0]), std::max(a[1], b[1]), std::min(a[2], b[2]), std::min(a[3], b[3])};
    return area(both);
}

QPDFObjectHandle inherited(QPDFObjectHandle page, char const *key) {
    auto node = page;
    for (int depth = 0; depth < 32 && node.isDictionary(); ++depth) {
        if (!node.getKey(key).isNull()) {
            return node.getKey(key);
        }
        node = node.getKey("/Parent");
    }
    return QPDFObjectHandle::newNull();
}

/// Whether what an annotation draws hides what lies below: it has a picture, a background, or a value of its own.
bool isOpaque(QPDFObjectHandle annotation) {
    auto subtype = nameOf(annotation, "/Subtype");
    if (subtype == "/Link" || subtype == "/Popup") {
        return false;
    }
    auto look = annotation.getKey("/MK");
    if (look.isDictionary() && look.getKey("/BG").isArray() && look.getKey("/BG").getArrayNItems() > 0) {
        return true;
    }
    auto pictures = annotation.getKey("/AP");
    auto normal = pictures.isDictionary() ? pictures.getKey("/N") : QPDFObjectHandle::newNull();
    if (subtype != "/Widget") {
        return normal.isStream();
    }
    auto value = annotation.getKey("/V");
    return value.isString() && !value.getStringValue().empty();
}

bool isSameField(QPDFObjectHandle a, QPDFObjectHandle b) {
    auto parent = a.getKey("/Parent"), other = b.getKey("/Parent");
    return !a.getKey("/T").isString() && !b.getKey("/T").isString() && parent.isIndirect() && other.isIndirect() &&
           parent.getObjGen() == other.getObjGen();
}

}  // namespace

bool readRect(QPDFObjectHandle object, double rect[4]) {
    if (!object.isRectangle()) {
        return false;
    }
    auto r = object.getArrayAsRectangle();
    rect[0] = std::min(r.llx, r.urx);
    rect[1] = std::min(r.lly, r.ury);
    rect[2] = std::max(r.llx, r.urx);
    rect[3] = std::max(r.lly, r.ury);
    return true;
}

std::set<QPDFObjGen> layersOff(QPDFObjectHandle root) {
    std::set<QPDFObjGen> off;
    auto properties = root.getKey("/OCProperties");
    auto usual = properties.isDictionary() ? properties.getKey("/D") : QPDFObjectHandle::newNull();
    if (!usual.isDictionary()) {
        return off;
    }
    auto each = [](QPDFObjectHandle list, auto body) {
        for (int i = 0; list.isArray() && i < list.getArrayNItems(); ++i) {
            body(list.getArrayItem(i).getObjGen());
        }
    };
    if (nameOf(usual, "/BaseState") == "/OFF") {
        each(properties.getKey("/OCGs"), [&](QPDFObjGen id) { off.insert(id); });
        each(usual.getKey("/ON"), [&](QPDFObjGen id) { off.erase(id); });
    }
    each(usual.getKey("/OFF"), [&](QPDFObjGen id) { off.insert(id); });
    return off;
}

PageSheet sheetOf(QPDFObjectHandle page, std::set<QPDFObjGen> const &off) {
    PageSheet sheet{};
    if (!readRect(inherited(page, "/CropBox"), sheet.box) && !readRect(inherited(page, "/MediaBox"), sheet.box)) {
        double letter[4] = {0, 0, 612, 792};
        std::copy(letter, letter + 4, sheet.box);
    }
    auto annotations = page.getKey("/Annots");
    for (int k = 0; annotations.isArray() && k < annotations.getArrayNItems(); ++k) {
        auto annotation = annotations.getArrayItem(k);
        if (!annotation.isDictionary() || sheet.annotations.size() >= mostAnnotations) {
            continue;
        }
        Placed placed{annotation, {}, true};
        readRect(annotation.getKey("/Rect"), placed.rect);
        auto flags = annotation.getKey("/F");
        bool isHidden = flags.isInteger() && flags.getIntValue() & (flagHidden | flagNoView);
        auto layer = annotation.getKey("/OC");
        if (layer.isDictionary() && nameOf(layer, "/Type") == "/OCMD") {
            auto groups = layer.getKey("/OCGs");
            layer = groups.isArray() && groups.getArrayNItems() > 0 ? groups.getArrayItem(0) : groups;
        }
        placed.isShown = !isHidden && !(layer.isIndirect() && off.count(layer.getObjGen()));
        sheet.annotations.push_back(placed);
    }
    return sheet;
}

eg_concealment concealmentOf(QPDFObjectHandle widget, PageSheet const &sheet) {
    auto id = widget.getObjGen();
    auto own = std::find_if(sheet.annotations.begin(), sheet.annotations.end(), [&](Placed const &p) { return p.object.getObjGen() == id; });
    if (own == sheet.annotations.end()) {
        return EG_CONCEALED_NOWHERE;
    }
    if (!own->isShown) {
        return EG_CONCEALED_HIDDEN;
    }
    if (own->rect[2] - own->rect[0] < leastSize || own->rect[3] - own->rect[1] < leastSize) {
        return EG_CONCEALED_SIZE;
    }
    if (common(own->rect, sheet.box) < leastVisible * area(own->rect)) {
        return EG_CONCEALED_OUTSIDE;
    }
    for (auto other = own + 1; other != sheet.annotations.end(); ++other) {
        if (other->isShown && common(own->rect, other->rect) > mostCovered * area(own->rect) && isOpaque(other->object) &&
            !isSameField(widget, other->object)) {
            return EG_CONCEALED_COVERED;
        }
    }
    return EG_CONCEALED_NOT;
}

bool isSameColour(double const a[3], double const b[3]) {
    auto luminance = [](double const c[3]) {
        const double weights[3] = {0.2126, 0.7152, 0.0722};
        double sum = 0;
        for (int i = 0; i < 3; ++i) {
            double value = std::clamp(c[i], 0.0, 1.0);
            sum += weights[i] * (value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4));
        }
        return sum + 0.05;
    };
    double first = luminance(a), second = luminance(b);
    return std::max(first, second) / std::min(first, second) < leastContrast;
}

bool toRGB(std::vector<double> const &c, double rgb[3]) {
    if (c.size() == 1) {
        rgb[0] = rgb[1] = rgb[2] = c[0];
    } else if (c.size() == 3) {
        std::copy(c.begin(), c.end(), rgb);
    } else if (c.size() == 4) {
        for (int i = 0; i < 3; ++i) {
            rgb[i] = (1 - std::min(1.0, c[i])) * (1 - std::min(1.0, c[3]));
        }
    } else {
        return false;
    }
    return true;
}

void backgroundOf(QPDFObjectHandle widget, double rgb[3]) {
    rgb[0] = rgb[1] = rgb[2] = 1;
    auto look = widget.getKey("/MK");
    auto colour = look.isDictionary() ? look.getKey("/BG") : QPDFObjectHandle::newNull();
    std::vector<double> components;
    for (int i = 0; colour.isArray() && i < colour.getArrayNItems() && i < 5; ++i) {
        auto item = colour.getArrayItem(i);
        components.push_back(item.isNumber() ? item.getNumericValue() : 0);
    }
    toRGB(components, rgb);
}

bool isDefaultAppearanceInvisible(std::string const &appearance, double const background[3]) {
    QPDFTokenizer tokenizer;
    tokenizer.allowEOF();
    std::shared_ptr<InputSource> input = std::make_shared<BufferInputSource>("DA", appearance);
    std::vector<double> numbers;
    double colour[3] = {0, 0, 0};
    while (true) {
        auto token = tokenizer.readToken(input, "DA", true);
        auto type = token.getType();
        if (type == QPDFTokenizer::tt_eof || type == QPDFTokenizer::tt_bad) {
            return isSameColour(colour, background);
        }
        if (type == QPDFTokenizer::tt_integer || type == QPDFTokenizer::tt_real) {
            numbers.push_back(std::atof(token.getValue().c_str()));
        } else if (type == QPDFTokenizer::tt_word) {
            auto op = token.getValue();
            if (op == "g" || op == "rg" || op == "k") {
                toRGB(numbers, colour);
            }
            numbers.clear();
        } else {
            numbers.clear();
        }
    }
}
