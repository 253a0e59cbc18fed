#define POINTERHOLDER_TRANSITION 4
#include "visibility.hpp"

#include <algorithm>
#include <set>

#include <qpdf/QUtil.hh>

namespace {

const int maxDepth = 32;
const size_t maxTextLength = 1 << 20;

bool isUTF8(std::string const &s) {
    size_t i = 0;
    while (i < s.size()) {
        unsigned char c = static_cast<unsigned char>(s[i]);
        size_t more = c < 0x80 ? 0 : (c >> 5) == 6 && c >= 0xC2 ? 1 : (c >> 4) == 14 ? 2 : (c >> 3) == 30 && c < 0xF5 ? 3 : 9;
        if (more == 9 || i + more >= s.size() + (more == 0)) {
            return false;
        }
        for (size_t k = 1; k <= more; ++k) {
            if ((static_cast<unsigned char>(s[i + k]) >> 6) != 2) {
                return false;
            }
        }
        i += more + 1;
    }
    return true;
}

/// What a field inherits from its ancestors (ISO 32000-1, 12.7.3.1).
struct Inherited {
    std::string name;
    QPDFObjectHandle type, flags, value, defaultValue, maxLength, options, appearance;
};

class FieldTree {
  public:
    FieldTree(QPDFObjectHandle form, const eg_limits &limits, Reading &out) : form(form), limits(limits), out(out) {}

    void walk(QPDFObjectHandle node, Inherited in, int depth) {
        if (!node.isDictionary() || depth > maxDepth || !visited.insert(node.getObjGen()).second) {
            return;
        }
        if (out.stores.size() >= limits.fields) {
            out.pdf.fields_cut = 1;
            return;
        }
        auto title = node.getKey("/T");
        if (title.isString()) {
            in.name += (in.name.empty() ? "" : ".") + title.getUTF8Value();
        }
        auto take = [&](QPDFObjectHandle &slot, char const *key) {
            auto own = node.getKey(key);
            if (!own.isNull()) {
                slot = own;
            }
        };
        take(in.type, "/FT");
        take(in.flags, "/Ff");
        take(in.value, "/V");
        take(in.defaultValue, "/DV");
        take(in.maxLength, "/MaxLen");
        take(in.options, "/Opt");
        take(in.appearance, "/DA");

        auto kids = node.getKey("/Kids");
        std::vector<QPDFObjectHandle> widgets;
        bool hasNamedKids = false;
        if (kids.isArray()) {
            for (int i = 0; i < kids.getArrayNItems(); ++i) {
                auto kid = kids.getArrayItem(i);
                if (!kid.isDictionary()) {
                    continue;
                }
                if (kid.getKey("/T").isString() || kid.getKey("/Kids").isArray()) {
                    hasNamedKids = true;
                    walk(kid, in, depth + 1);
                } else if (visited.insert(kid.getObjGen()).second) {
                    widgets.push_back(kid);
                }
            }
        }
        if (widgets.empty() && hasNamedKids) {
            return;
        }
        if (widgets.empty()) {
            widgets.push_back(node);
        }
        add(node, in, widgets);
    }

    /// A widget on a page that no /Fields entry leads to, as broken producers leave them.
    void walkOrphan(QPDFObjectHandle widget) {
        if (visited.count(widget.getObjGen())) {
            return;
        }
        auto top = widget;
        for (int depth = 0; depth < maxDepth && top.getKey("/Parent").isDictionary(); ++depth) {
            top = top.getKey("/Parent");
        }
        if (top.isDictionary()) {
            walk(top, Inherited(), 0);
        }
    }

  private:
    QPDFObjectHandle form;
    const eg_limits &limits;
    Reading &out;
    std::set<QPDFObjGen> visited;
    std::map<int, PageSheet> sheets;  // of the pages that a filled field lies on

    static eg_kind kindOf(std::string const &type, int flags) {
        if (type == "/Btn") {
            return flags & (1 << 16) ? EG_KIND_BUTTON : flags & (1 << 15) ? EG_KIND_RADIO : EG_KIND_CHECKBOX;
        }
        return type == "/Ch" ? EG_KIND_CHOICE : type == "/Sig" ? EG_KIND_SIGNATURE : EG_KIND_TEXT;
    }

    void addValues(FieldStore &store, QPDFObjectHandle value, eg_kind kind) {
        store.field.has_value = !value.isNull();
        if (kind == EG_KIND_SIGNATURE) {
            if (value.isDictionary()) {
                out.pdf.has_signature = 1;
                store.values.push_back(out.text(asUTF8(value.getKey("/SubFilter"))));
            }
        } else if (value.isArray()) {
            for (int i = 0; i < value.getArrayNItems(); ++i) {
                store.values.push_back(out.text(asUTF8(value.getArrayItem(i))));
            }
        } else if (!value.isNull()) {
            store.values.push_back(out.text(asUTF8(value)));
        }
    }

    void add(QPDFObjectHandle node, Inherited const &in, std::vector<QPDFObjectHandle> const &widgets) {
        if (!in.type.isInitialized() || !QPDFObjectHandle(in.type).isName()) {
            return;
        }
        out.stores.emplace_back();
        auto &store = out.stores.back();
        auto type = in.type;
        auto orNull = [](QPDFObjectHandle const &h) { return h.isInitialized() ? h : QPDFObjectHandle::newNull(); };
        int flags = orNull(in.flags).isInteger() ? orNull(in.flags).getIntValueAsInt() : 0;
        auto &field = store.field;
        field.kind = kindOf(type.getName(), flags);
        field.name = out.text(in.name);
        field.flags = flags;
        field.max_length = orNull(in.maxLength).isInteger() ? orNull(in.maxLength).getIntValueAsInt() : 0;
        auto tooltip = node.getKey("/TU");
        field.tooltip = tooltip.isString() ? out.text(tooltip.getUTF8Value()) : nullptr;
        auto defaultValue = orNull(in.defaultValue);
        field.default_value = defaultValue.isString() || defaultValue.isName() ? out.text(asUTF8(defaultValue)) : nullptr;
        addValues(store, orNull(in.value), field.kind);
        auto options = orNull(in.options);
        if (options.isArray()) {
            for (int i = 0; i < options.getArrayNItems(); ++i) {
                auto option = options.getArrayItem(i);
                auto exported = option.isArray() && option.getArrayNItems() > 0 ? option.getArrayItem(0) : option;
                store.options.push_back(out.text(asUTF8(exported)));
            }
        }
        for (auto widget : widgets) {
            addWidget(store, widget, in);
        }
    }

    /// Only what is needed is looked up: each object that is touched has to be parsed, and a form has hundreds.
    void addAppearance(eg_kind kind, FieldStore &store, QPDFObjectHandle widget, eg_widget &result) {
        bool isButton = kind == EG_KIND_CHECKBOX || kind == EG_KIND_RADIO;
        // Where nothing is stored there is nothing to compare.
        bool comparable = kind == EG_KIND_TEXT && !store.values.empty() && *store.values[0] && !out.pdf.need_appearances
            && !(store.field.flags & (1 << 13))  // password
            && !widget.getKey("/AA").isDictionary();  // a format action may show the value differently
        auto appearances = isButton || comparable ? widget.getKey("/AP") : QPDFObjectHandle::newNull();
        if (!appearances.isDictionary()) {
            return;
        }
        auto normal = appearances.getKey("/N");
        std::string shown;
        if (comparable && normal.isStream()) {
            // A picture paints its own background; where it paints none, there is the page.
            const double background[3] = {1, 1, 1};
            bool isInvisible = false;
            if (shownText(normal, form, store.values[0], background, shown, isInvisible)) {
                result.shown = out.text(shown);
            }
            if (isInvisible) {
                result.concealment = EG_CONCEALED_COLOUR;
            }
        } else if (isButton && normal.isDictionary()) {
            for (auto const &key : normal.getKeys()) {
                if (key != "/Off") {
                    result.state = out.text(asUTF8(QPDFObjectHandle::newName(key)));
                    break;
                }
            }
        }
    }

    /// Whether anybody can see the value of a field in this widget.
    void conceal(FieldStore &store, QPDFObjectHandle widget, Inherited const &in, eg_widget &result) {
        bool isFilled = !store.values.empty() && *store.values[0] && std::string(store.values[0]) != "Off";
        bool isOn = result.appearance && std::string(result.appearance) != "Off";
        if ((!isFilled && !isOn) || store.field.kind == EG_KIND_SIGNATURE || store.field.kind == EG_KIND_BUTTON) {
            return;
        }
        if (result.page == 0) {
            // Pages beyond the limit were not looked at.
            if (out.pdf.page_count == static_cast<int>(out.pages.size())) {
                result.concealment = EG_CONCEALED_NOWHERE;
            }
            return;
        }
        auto known = sheets.find(result.page);
        if (known == sheets.end()) {
            known = sheets.emplace(result.page, sheetOf(out.pages[result.page - 1], out.layersOff)).first;
        }
        auto placed = concealmentOf(widget, known->second);
        if (placed != EG_CONCEALED_NOT) {
            result.concealment = placed;
            return;
        }
        bool isText = store.field.kind == EG_KIND_TEXT || store.field.kind == EG_KIND_CHOICE;
        bool hasPicture = widget.getKey("/AP").isDictionary() && widget.getKey("/AP").getKey("/N").isStream();
        if (!isText || (hasPicture && !out.pdf.need_appearances)) {
            return;
        }
        // A viewer draws the value itself, as /DA says.
        auto appearance = in.appearance.isInitialized() ? in.appearance : form.getKey("/DA");
        double background[3];
        backgroundOf(widget, background);
        if (appearance.isString() && isDefaultAppearanceInvisible(appearance.getStringValue(), background)) {
            result.concealment = EG_CONCEALED_COLOUR;
        }
    }

    void addWidget(FieldStore &store, QPDFObjectHandle widget, Inherited const &in) {
        eg_widget result{};
        auto page = out.pageOfAnnotation.find(widget.getObjGen());
        result.page = page == out.pageOfAnnotation.end() ? 0 : page->second;
        readRect(widget.getKey("/Rect"), result.rect);
        auto as = widget.getKey("/AS");
        result.appearance = as.isName() ? out.text(asUTF8(as)) : nullptr;
        addAppearance(store.field.kind, store, widget, result);
        conceal(store, widget, in, result);
        store.widgets.push_back(result);
    }
};

}  // namespace

std::string asUTF8(QPDFObjectHandle object) {
    if (object.isString()) {
        return object.getUTF8Value();
    }
    if (object.isName()) {
        auto bytes = object.getName().substr(1);
        if (QUtil::is_utf16(bytes)) {
            return QUtil::utf16_to_utf8(bytes);
        }
        return isUTF8(bytes) ? bytes : QUtil::win_ansi_to_utf8(bytes);
    }
    if (object.isStream()) {
        auto data = object.getStreamData(qpdf_dl_generalized);
        std::string text(reinterpret_cast<char *>(data->getBuffer()), std::min(data->getSize(), maxTextLength));
        return QPDFObjectHandle::newString(text).getUTF8Value();
    }
    return object.isScalar() && !object.isNull() ? object.unparse() : "";
}

/// What a page inherits under a key (ISO 32000-1, 7.7.3.4); the tree may be a ring.
static QPDFObjectHandle inherited(QPDFObjectHandle page, char const *key) {
    auto value = page.getKey(key);
    auto parent = page.getKey("/Parent");
    for (int depth = 0; value.isNull() && parent.isDictionary() && depth < 100; ++depth) {
        value = parent.getKey(key);
        parent = parent.getKey("/Parent");
    }
    return value;
}

void readPages(QPDF &pdf, const eg_limits &limits, Reading &out) {
    auto const &pages = pdf.getAllPages();
    out.pdf.page_count = static_cast<int>(pages.size());
    out.layersOff = layersOff(pdf.getRoot());
    for (size_t i = 0; i < pages.size() && i < limits.pages; ++i) {
        auto page = pages[i];
        out.pages.push_back(page);
        auto turn = inherited(page, "/Rotate");
        out.turns.push_back(turn.isInteger() ? turn.getIntValueAsInt() : 0);
        auto resources = page.getKey("/Resources");
        for (auto node = page; !resources.isDictionary() && node.getKey("/Parent").isDictionary();) {
            node = node.getKey("/Parent");
            resources = node.getKey("/Resources");
        }
        if (resources.isDictionary()) {
            auto fonts = resources.getKey("/Font");
            out.pdf.has_fonts |= fonts.isDictionary() && !fonts.getKeys().empty();
            auto objects = resources.getKey("/XObject");
            if (objects.isDictionary()) {
                for (auto const &key : objects.getKeys()) {
                    auto object = objects.getKey(key);
                    if (!object.isStream()) {
                        continue;
                    }
                    auto kind = object.getDict().getKey("/Subtype");
                    out.pdf.has_images |= kind.isName() && kind.getName() == "/Image";
                    auto inner = object.getDict().getKey("/Resources");
                    out.pdf.has_fonts |= inner.isDictionary() && inner.getKey("/Font").isDictionary();
                }
            }
        }
        auto annotations = page.getKey("/Annots");
        for (int k = 0; annotations.isArray() && k < annotations.getArrayNItems(); ++k) {
            auto annotation = annotations.getArrayItem(k);
            if (!annotation.isDictionary() || !annotation.getKey("/Subtype").isName()) {
                continue;
            }
            auto subtype = annotation.getKey("/Subtype").getName();
            if (subtype == "/Widget") {
                out.pageOfAnnotation[annotation.getObjGen()] = static_cast<int>(i) + 1;
                out.widgets.push_back(annotation);
            } else if (subtype == "/FileAttachment" && annotation.getKey("/FS").isDictionary()) {
                out.annotationFiles.push_back(annotation.getKey("/FS"));
            }
        }
    }
}

void readFields(QPDFObjectHandle form, const eg_limits &limits, Reading &out) {
    FieldTree tree(form, limits, out);
    auto top = form.getKey("/Fields");
    for (int i = 0; top.isArray() && i < top.getArrayNItems(); ++i) {
        tree.walk(top.getArrayItem(i), Inherited(), 0);
    }
    for (auto const &widget : out.widgets) {
        tree.walkOrphan(widget);
    }
}
