// Signatures in a PDF (ISO 32000-2, 12.8): their dictionaries and the security store.
#define POINTERHOLDER_TRANSITION 4
#include "CQPDF.h"
#include "reading.hpp"

#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFLogger.hh>

#include <functional>
#include <set>

void quiet(QPDF &pdf) {
    pdf.setSuppressWarnings(true);
    auto logger = QPDFLogger::create();
    logger->setInfo(logger->discard());
    logger->setWarn(logger->discard());
    logger->setError(logger->discard());
    pdf.setLogger(logger);
}

std::string nameOf(QPDFObjectHandle dictionary, char const *key) {
    auto value = dictionary.getKey(key);
    return value.isName() ? value.getName() : std::string();
}

void walkFields(QPDFObjectHandle fields, std::string const &prefix, int depth, std::set<QPDFObjGen> &seen,
                std::function<void(QPDFObjectHandle, std::string const &)> const &visit) {
    if (!fields.isArray() || depth > 50) {
        return;
    }
    for (int i = 0; i < fields.getArrayNItems(); ++i) {
        auto field = fields.getArrayItem(i);
        if (!field.isDictionary() || (field.isIndirect() && !seen.insert(field.getObjGen()).second)) {
            continue;
        }
        auto title = field.getKey("/T");
        auto name = title.isString() ? (prefix.empty() ? "" : prefix + ".") + title.getUTF8Value() : prefix;
        visit(field, name);
        walkFields(field.getKey("/Kids"), name, depth + 1, seen, visit);
    }
}

namespace {

/// Which fields a FieldMDP lock names (ISO 32000-2, 12.8.2.4).
void readLock(QPDFObjectHandle parameters, eg_signature &signature, Reading &out) {
    auto action = nameOf(parameters, "/Action");
    signature.lock_action = out.text(action);
    auto fields = parameters.getKey("/Fields");
    std::string names;
    if (fields.isArray()) {
        for (int i = 0; i < fields.getArrayNItems() && i < 1000; ++i) {
            auto name = fields.getArrayItem(i);
            if (name.isString()) {
                names += name.getUTF8Value() + "\n";
            }
        }
    }
    signature.lock_fields = out.text(names);
}

void readSignature(QPDFObjectHandle field, QPDFObjectHandle value, std::string const &name, Reading &out) {
    if (out.signatures.size() >= 50) {
        out.found.signatures_cut = 1;
        return;
    }
    eg_signature signature{};
    signature.field = out.text(name);
    signature.has_field = field.isDictionary() ? 1 : 0;
    signature.sub_filter = out.text(nameOf(value, "/SubFilter"));
    auto range = value.getKey("/ByteRange");
    if (range.isArray() && range.getArrayNItems() == 4) {
        signature.has_range = 1;
        for (int i = 0; i < 4; ++i) {
            auto number = range.getArrayItem(i);
            signature.range[i] = number.isInteger() ? number.getIntValue() : -1;
        }
    }
    auto contents = value.getKey("/Contents");
    if (contents.isString()) {
        out.strings.push_back(contents.getStringValue());
        signature.contents = reinterpret_cast<const uint8_t *>(out.strings.back().data());
        signature.contents_size = out.strings.back().size();
    }
    auto time = value.getKey("/M");
    signature.time = time.isString() ? out.text(time.getUTF8Value()) : nullptr;
    signature.lock_action = signature.lock_fields = out.text("");
    auto references = value.getKey("/Reference");
    if (references.isArray()) {
        for (int i = 0; i < references.getArrayNItems() && i < 16; ++i) {
            auto reference = references.getArrayItem(i);
            if (!reference.isDictionary()) {
                continue;
            }
            auto parameters = reference.getKey("/TransformParams");
            auto method = nameOf(reference, "/TransformMethod");
            if (method == "/DocMDP") {
                auto permission = parameters.isDictionary() ? parameters.getKey("/P") : QPDFObjectHandle::newNull();
                signature.permission = permission.isInteger() ? static_cast<int>(permission.getIntValue()) : 2;
            } else if (method == "/FieldMDP" && parameters.isDictionary()) {
                readLock(parameters, signature, out);
            }
        }
    }
    auto lock = field.isDictionary() ? field.getKey("/Lock") : QPDFObjectHandle::newNull();
    if (lock.isDictionary() && signature.lock_action[0] == 0) {
        readLock(lock, signature, out);
    }
    out.signatures.push_back(signature);
}

void readStore(QPDFObjectHandle store, Reading &out) {
    if (!store.isDictionary()) {
        return;
    }
    size_t total = 0;
    for (auto const &key : {"/Certs", "/CRLs", "/OCSPs"}) {
        auto list = store.getKey(key);
        if (!list.isArray()) {
            continue;
        }
        for (int i = 0; i < list.getArrayNItems() && i < 200; ++i) {
            auto stream = list.getArrayItem(i);
            if (!stream.isStream()) {
                continue;
            }
            try {
                auto data = stream.getStreamData(qpdf_dl_generalized);
                total += data->getSize();
                if (total > (16u << 20)) {
                    return;
                }
                out.strings.emplace_back(reinterpret_cast<char *>(data->getBuffer()), data->getSize());
                auto const &kept = out.strings.back();
                out.evidence.push_back({key, reinterpret_cast<const uint8_t *>(kept.data()), kept.size()});
            } catch (std::exception const &) {
            }
        }
    }
}

}  // namespace

void readSignatures(QPDF &pdf, Reading &out) {
    auto root = pdf.getRoot();
    readStore(root.getKey("/DSS"), out);
    std::set<QPDFObjGen> seen;
    std::set<QPDFObjGen> values;
    auto form = root.getKey("/AcroForm");
    walkFields(form.isDictionary() ? form.getKey("/Fields") : form, "", 0, seen, [&](QPDFObjectHandle field, std::string const &name) {
        auto value = field.getKey("/V");
        auto isSignature = value.isDictionary() && (nameOf(field, "/FT") == "/Sig" || value.hasKey("/ByteRange"));
        if (isSignature && (!value.isIndirect() || values.insert(value.getObjGen()).second)) {
            readSignature(field, value, name, out);
        }
    });
    // A field that was taken out of the form leaves its signature behind.
    for (auto &object : pdf.getAllObjects()) {
        if (!object.isDictionary() || seen.count(object.getObjGen())) {
            continue;
        }
        auto own = object.hasKey("/ByteRange") ? object : object.getKey("/V");
        auto isSignature = own.isDictionary() && own.hasKey("/ByteRange") && own.getKey("/Contents").isString();
        if (isSignature && (!own.isIndirect() || values.insert(own.getObjGen()).second)) {
            readSignature(QPDFObjectHandle::newNull(), own, "", out);
        }
    }
}

extern "C" eg_pdf_signatures *eg_pdf_signatures_read(const uint8_t *data, size_t size) {
    Reading *out = nullptr;
    try {
        out = new Reading();
        QPDF pdf;
        quiet(pdf);
        try {
            pdf.processMemoryFile("document", reinterpret_cast<char const *>(data), size);
            readSignatures(pdf, *out);
        } catch (std::exception const &) {
            out->found.is_damaged = 1;
        }
        out->found.signatures = out->signatures.data();
        out->found.signature_count = out->signatures.size();
        out->found.evidence = out->evidence.data();
        out->found.evidence_count = out->evidence.size();
        out->found.owner = out;
        return &out->found;
    } catch (...) {
        delete out;
        return nullptr;
    }
}

extern "C" void eg_pdf_signatures_free(eg_pdf_signatures *signatures) {
    if (signatures) {
        delete static_cast<Reading *>(signatures->owner);
    }
}
