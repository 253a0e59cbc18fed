// What changed in a PDF after a revision, by what the changed objects are for.
#define POINTERHOLDER_TRANSITION 4
#include "CQPDF.h"
#include "reading.hpp"

#include <qpdf/QPDFXRefEntry.hh>

#include <memory>
#include <set>

namespace {

/// What an object is for; the worst kind of change it can mean is told by that.
enum Role { roleOther = 0, roleField, roleAppearance, roleAnnotation, rolePage, roleCatalog, roleForm, roleStore, roleMetadata };

/// Whether an object stands at the same place of the file in two revisions, and so is the same.
using Standing = std::function<bool(QPDFObjGen)>;

/// Gives every object its role, by walking from the catalogue.
struct Roles {
    std::map<QPDFObjGen, Role> roles;
    std::map<QPDFObjGen, std::string> fields;
    std::map<QPDFObjGen, QPDFObjGen> owners;  // the field an appearance stands for
    QPDFObjGen owner;

    void set(QPDFObjectHandle object, Role role) {
        if (object.isIndirect() && !roles.count(object.getObjGen())) {
            roles[object.getObjGen()] = role;
        }
    }

    void below(QPDFObjectHandle object, Role role, int depth = 0) {
        if (depth > 30) {
            return;
        }
        if (object.isIndirect()) {
            if (roles.count(object.getObjGen())) {
                return;
            }
            roles[object.getObjGen()] = role;
            if (role == roleAppearance) {
                owners[object.getObjGen()] = owner;
            }
        }
        if (object.isStream()) {
            object = object.getDict();
        }
        if (object.isDictionary()) {
            for (auto const &key : object.getKeys()) {
                if (key != "/Parent" && key != "/P") {
                    below(object.getKey(key), role, depth + 1);
                }
            }
        } else if (object.isArray()) {
            for (int i = 0; i < object.getArrayNItems(); ++i) {
                below(object.getArrayItem(i), role, depth + 1);
            }
        }
    }

    Roles(QPDF &pdf, Standing const &stands) {
        auto root = pdf.getRoot();
        set(root, roleCatalog);
        set(root.getKey("/AcroForm"), roleForm);
        set(root.getKey("/AcroForm").isDictionary() ? root.getKey("/AcroForm").getKey("/Fields") : root, roleForm);
        for (auto const &page : pdf.getAllPages()) {
            set(page, rolePage);
        }
        std::set<QPDFObjGen> seen;
        if (root.getKey("/AcroForm").isDictionary()) {
            walkFields(root.getKey("/AcroForm").getKey("/Fields"), "", 0, seen, [&](QPDFObjectHandle field, std::string const &name) {
                if (field.isIndirect()) {
                    roles[field.getObjGen()] = roleField;
                    fields[field.getObjGen()] = name;
                }
            });
            for (auto const &entry : std::map<QPDFObjGen, std::string>(fields)) {
                auto field = pdf.getObject(entry.first);
                owner = entry.first;
                for (auto const &key : {"/V", "/AP", "/MK", "/Lock", "/SV"}) {
                    auto value = field.getKey(key);
                    // A signature that stands is long and refers to nothing: it is not read again with every later revision.
                    // Were it to refer to an object that changed, that object has no role, and the change counts as the gravest.
                    if (value.isIndirect() && nameOf(field, "/FT") == "/Sig" && stands(value.getObjGen())) {
                        roles.emplace(value.getObjGen(), roleAppearance);
                    } else {
                        below(value, roleAppearance);
                    }
                }
            }
        }
        for (auto page : pdf.getAllPages()) {
            auto list = page.getKey("/Annots");
            set(list, roleAnnotation);
            if (list.isArray()) {
                for (int i = 0; i < list.getArrayNItems(); ++i) {
                    below(list.getArrayItem(i), roleAnnotation);
                }
            }
        }
        below(root.getKey("/DSS"), roleStore);
        below(root.getKey("/Metadata"), roleMetadata);
        below(root.getKey("/Extensions"), roleStore);
        below(pdf.getTrailer().getKey("/Info"), roleMetadata);
    }
};

/// The object as text, streams with their raw bytes; references stay references.
std::string written(QPDFObjectHandle object) {
    if (object.isStream()) {
        auto data = object.getRawStreamData();
        return object.getDict().unparse() + std::string(reinterpret_cast<char *>(data->getBuffer()), data->getSize());
    }
    return object.unparseResolved();
}

bool sameBut(QPDFObjectHandle before, QPDFObjectHandle after, std::set<std::string> const &allowed) {
    if (!before.isDictionary() || !after.isDictionary()) {
        return false;
    }
    auto keys = before.getKeys();
    for (auto const &key : after.getKeys()) {
        keys.insert(key);
    }
    for (auto const &key : keys) {
        auto was = before.getKey(key);
        auto is = after.getKey(key);
        // The same content counts as the same, wherever it stands.
        if (!allowed.count(key) && was.unparse() != is.unparse() && was.unparseResolved() != is.unparseResolved()) {
            return false;
        }
    }
    return true;
}

/// Whether every element of the old array is still there, at its place.
bool extends(QPDFObjectHandle before, QPDFObjectHandle after) {
    if (!after.isArray()) {
        return false;
    }
    if (!before.isArray()) {
        return before.isNull();
    }
    if (after.getArrayNItems() < before.getArrayNItems()) {
        return false;
    }
    for (int i = 0; i < before.getArrayNItems(); ++i) {
        if (before.getArrayItem(i).unparse() != after.getArrayItem(i).unparse()) {
            return false;
        }
    }
    return true;
}

struct Comparison {
    QPDF &old;
    QPDF &now;
    std::map<QPDFObjGen, QPDFXRefEntry> before;
    std::map<QPDFObjGen, QPDFXRefEntry> after;
    Roles oldRoles;
    Roles newRoles;
    eg_changes changes{};
    std::string fields;

    Comparison(QPDF &a, QPDF &b)
        : old(a), now(b), before(a.getXRefTable()), after(b.getXRefTable()), oldRoles(a, standing()), newRoles(b, standing()) {}

    Standing standing() {
        return [this](QPDFObjGen id) { return stands(id); };
    }

    void field(QPDFObjGen id, QPDFObjectHandle before, QPDFObjectHandle after) {
        bool isSignature = nameOf(after, "/FT") == "/Sig";
        bool wasEmpty = before.getKey("/V").isNull();
        if (sameBut(before, after, {"/V", "/AP", "/AS", "/M", "/DA", "/Q", "/MK", "/F", "/Rect", "/Lock", "/RV", "/I"}) &&
            (!isSignature || wasEmpty || before.getKey("/V").unparse() == after.getKey("/V").unparse())) {
            if (before.getKey("/V").unparse() != after.getKey("/V").unparse() || before.getKey("/AP").unparse() != after.getKey("/AP").unparse() ||
                before.getKey("/AS").unparse() != after.getKey("/AS").unparse()) {
                if (isSignature) {
                    changes.signatures = 1;
                } else if (!valueChanged(id)) {
                    // Another picture for the same value hides something.
                    changes.other = 1;
                } else {
                    changes.form = 1;
                    fields += newRoles.fields[id] + "\n";
                }
            }
            if (before.getKey("/Rect").unparse() != after.getKey("/Rect").unparse()) {
                changes.other = 1;
            }
        } else {
            changes.other = 1;
        }
    }

    /// Whether a field, or the one it belongs to, was given another value or state.
    bool valueChanged(QPDFObjGen id) {
        auto before = old.getObject(id);
        auto after = now.getObject(id);
        for (int depth = 0; depth < 20 && before.isDictionary() && after.isDictionary(); ++depth) {
            for (auto const &key : {"/V", "/AS"}) {
                if (before.getKey(key).unparseResolved() != after.getKey(key).unparseResolved()) {
                    return true;
                }
            }
            before = before.getKey("/Parent");
            after = after.getKey("/Parent");
        }
        return false;
    }

    void page(QPDFObjectHandle before, QPDFObjectHandle after) {
        if (!sameBut(before, after, {"/Annots"})) {
            changes.pages = 1;
        } else if (!extends(before.getKey("/Annots"), after.getKey("/Annots"))) {
            changes.annotations = 1;
        }
    }

    void catalog(QPDFObjectHandle before, QPDFObjectHandle after) {
        if (!sameBut(before, after, {"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Version"})) {
            changes.other = 1;
        }
        auto oldForm = before.getKey("/AcroForm");
        auto newForm = after.getKey("/AcroForm");
        if (!oldForm.isIndirect() || !newForm.isIndirect() || oldForm.getObjGen() != newForm.getObjGen()) {
            form(oldForm, newForm);
        }
    }

    void form(QPDFObjectHandle before, QPDFObjectHandle after) {
        if (before.isNull()) {
            return;
        }
        if (!sameBut(before, after, {"/Fields", "/NeedAppearances", "/SigFlags", "/DR", "/DA"})) {
            changes.other = 1;
        }
        auto oldFields = before.getKey("/Fields");
        auto newFields = after.getKey("/Fields");
        if (!extends(oldFields, newFields)) {
            changes.other = 1;
        }
        // New fields may only be for signatures.
        int known = oldFields.isArray() ? oldFields.getArrayNItems() : 0;
        for (int i = known; newFields.isArray() && i < newFields.getArrayNItems(); ++i) {
            if (nameOf(newFields.getArrayItem(i), "/FT") == "/Sig") {
                changes.signatures = 1;
            } else {
                changes.form = 1;
                changes.added_fields = 1;
            }
        }
    }

    void changed(QPDFObjGen id, QPDFObjectHandle before, QPDFObjectHandle after) {
        auto was = oldRoles.roles.count(id) ? oldRoles.roles[id] : roleOther;
        auto is = newRoles.roles.count(id) ? newRoles.roles[id] : roleOther;
        if (was == roleOther && is == roleOther && isCrossReference(before) && isCrossReference(after)) {
            return;
        }
        if (was != is) {
            changes.other = 1;
            return;
        }
        switch (is) {
        case roleField: field(id, before, after); break;
        case rolePage: page(before, after); break;
        case roleCatalog: catalog(before, after); break;
        case roleForm:
            if (before.isArray()) {
                if (!extends(before, after)) {
                    changes.other = 1;
                }
            } else {
                form(before, after);
            }
            break;
        case roleAppearance:
            changes.form = 1;
            if (!newRoles.owners.count(id) || !valueChanged(newRoles.owners[id])) {
                changes.other = 1;
            }
            break;
        case roleAnnotation:
            if (!before.isArray() || !extends(before, after)) {
                changes.annotations = 1;
            }
            break;
        case roleStore:
        case roleMetadata: changes.bookkeeping = 1; break;
        default: changes.other = 1;
        }
    }

    static bool isCrossReference(QPDFObjectHandle object) {
        if (!object.isStream()) {
            return false;
        }
        auto type = nameOf(object.getDict(), "/Type");
        return type == "/XRef" || type == "/ObjStm";
    }

    void added(QPDFObjGen id, QPDFObjectHandle after) {
        auto role = newRoles.roles.count(id) ? newRoles.roles[id] : roleOther;
        switch (role) {
        case roleAnnotation:
            if (after.isDictionary() && nameOf(after, "/Subtype") != "" && nameOf(after, "/Subtype") != "/Widget") {
                changes.annotations = 1;
            }
            break;
        case rolePage: changes.pages = 1; break;
        case roleCatalog: changes.other = 1; break;
        default: break;  // what nothing signed refers to changes nothing
        }
    }

    void run() {
        if (old.getRoot().getObjGen() != now.getRoot().getObjGen()) {
            changes.other = 1;
        }
        if (old.getAllPages().size() != now.getAllPages().size()) {
            changes.pages = 1;
        }
        for (auto const &entry : after) {
            auto id = entry.first;
            if (stands(id)) {
                continue;
            }
            auto object = now.getObject(id);
            auto previous = before.count(id) ? old.getObject(id) : QPDFObjectHandle::newNull();
            if (previous.isNull()) {
                added(id, object);
            } else if (object.isNull()) {
                changes.other = 1;
            } else if (written(previous) != written(object)) {
                changed(id, previous, object);
            }
        }
        for (auto const &entry : before) {
            if (!after.count(entry.first)) {
                changes.other = 1;
            }
        }
    }

    /// The later file begins with the earlier one: what stands at the same place is the same.
    bool stands(QPDFObjGen id) {
        auto was = before.find(id);
        auto is = after.find(id);
        if (was == before.end() || is == after.end() || was->second.getType() != is->second.getType()) {
            return false;
        }
        auto const &a = was->second;
        auto const &b = is->second;
        if (a.getType() == 1) {
            return a.getOffset() == b.getOffset();
        }
        // Inside an object stream, which itself is never in one.
        QPDFObjGen holder(b.getType() == 2 ? b.getObjStreamNumber() : 0, 0);
        return b.getType() == 2 && a.getObjStreamNumber() == b.getObjStreamNumber() && a.getObjStreamIndex() == b.getObjStreamIndex() &&
               after.count(holder) && after[holder].getType() == 1 && stands(holder);
    }
};

/// The steps between revisions and the strings they point to.
struct Steps {
    eg_pdf_steps found{};  // must stay first: `eg_pdf_steps_free` casts back
    std::vector<eg_changes> steps;
    std::deque<std::string> fields;
};

std::unique_ptr<QPDF> opened(const uint8_t *data, size_t size) {
    auto pdf = std::make_unique<QPDF>();
    quiet(*pdf);
    pdf->processMemoryFile("revision", reinterpret_cast<char const *>(data), size);
    return pdf;
}

}  // namespace

extern "C" eg_pdf_steps *eg_pdf_compare(const uint8_t *data, const size_t *ends, size_t count) {
    Steps *out = nullptr;
    try {
        out = new Steps();
        std::unique_ptr<QPDF> previous;
        for (size_t i = 0; i < count; ++i) {
            eg_changes changes{};
            changes.could_not_tell = 1;
            std::string names;
            std::unique_ptr<QPDF> now;
            try {
                now = opened(data, ends[i]);
                if (previous) {
                    Comparison comparison(*previous, *now);
                    comparison.run();
                    changes = comparison.changes;
                    names = comparison.fields;
                }
            } catch (std::exception const &) {
            }
            if (i > 0) {
                out->fields.push_back(names);
                changes.fields = out->fields.back().c_str();
                out->steps.push_back(changes);
            }
            previous = std::move(now);
        }
        out->found.steps = out->steps.data();
        out->found.count = out->steps.size();
        return &out->found;
    } catch (...) {
        delete out;
        return nullptr;
    }
}

extern "C" void eg_pdf_steps_free(eg_pdf_steps *steps) {
    delete reinterpret_cast<Steps *>(steps);
}
