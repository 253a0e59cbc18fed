// The owner of everything an `eg_pdf` points to. Deques keep addresses stable while they grow.
#pragma once
#include "CQPDF.h"

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <qpdf/QPDF.hh>

struct FieldStore {
    std::vector<const char *> values;
    std::vector<const char *> options;
    std::vector<eg_widget> widgets;
    eg_field field{};
};

struct Reading {
    eg_pdf pdf{};  // must stay first: `eg_pdf_free` casts back
    std::deque<std::string> strings;
    std::deque<FieldStore> stores;
    std::vector<eg_field> fields;
    std::vector<eg_file> files;
    std::vector<int> turns;
    eg_pdf_signatures found{};
    std::vector<eg_signature> signatures;
    std::vector<eg_evidence> evidence;
    std::map<QPDFObjGen, int> pageOfAnnotation;
    std::vector<QPDFObjectHandle> pages;  // those that are read
    std::set<QPDFObjGen> layersOff;
    std::vector<QPDFObjectHandle> widgets;          // all widget annotations in page order
    std::vector<QPDFObjectHandle> annotationFiles;  // file specifications of attachment annotations

    const char *text(std::string value) {
        strings.push_back(std::move(value));
        return strings.back().c_str();
    }

    void addFile(std::string const &name, std::string data) {
        strings.push_back(std::move(data));
        auto const &kept = strings.back();
        files.push_back({text(name), reinterpret_cast<const uint8_t *>(kept.data()), kept.size()});
    }

    void setXFA(QPDFObjectHandle stream) {
        auto data = stream.getStreamData(qpdf_dl_generalized);
        strings.emplace_back(reinterpret_cast<char *>(data->getBuffer()), data->getSize());
        pdf.xfa = reinterpret_cast<const uint8_t *>(strings.back().data());
        pdf.xfa_size = strings.back().size();
    }

    eg_pdf *finish() {
        for (auto &store : stores) {
            store.field.values = store.values.data();
            store.field.value_count = store.values.size();
            store.field.options = store.options.data();
            store.field.option_count = store.options.size();
            store.field.widgets = store.widgets.data();
            store.field.widget_count = store.widgets.size();
            fields.push_back(store.field);
        }
        pdf.turns = turns.data();
        pdf.turn_count = turns.size();
        pdf.fields = fields.data();
        pdf.field_count = fields.size();
        pdf.files = files.data();
        pdf.file_count = files.size();
        return &pdf;
    }
};

void readPages(QPDF &pdf, const eg_limits &limits, Reading &out);
void readFields(QPDFObjectHandle form, const eg_limits &limits, Reading &out);

/// Keeps libqpdf from printing.
void quiet(QPDF &pdf);

/// The name under a key of a dictionary, with its slash; empty when there is none.
std::string nameOf(QPDFObjectHandle dictionary, char const *key);

/// Visits every field of a form with its fully qualified name, each once.
void walkFields(QPDFObjectHandle fields, std::string const &prefix, int depth, std::set<QPDFObjGen> &seen,
                std::function<void(QPDFObjectHandle, std::string const &)> const &visit);

/// The text a widget's normal appearance draws, to be compared with the field's value; false when that cannot be told.
///
/// `background` is what it is drawn on. `isInvisible` tells whether all that is drawn cannot be seen; it is set in either case.
bool shownText(QPDFObjectHandle normal, QPDFObjectHandle form, std::string const &value, double const background[3], std::string &text,
               bool &isInvisible);

/// A name or string object as UTF-8: names may hold Latin-1, UTF-8 or UTF-16 bytes.
std::string asUTF8(QPDFObjectHandle object);
