#define POINTERHOLDER_TRANSITION 4
#include "CQPDF.h"
#include "reading.hpp"

#include <qpdf/QPDFEmbeddedFileDocumentHelper.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFLogger.hh>
#include <qpdf/QUtil.hh>

namespace {

void readFiles(QPDF &pdf, const eg_limits &limits, Reading &out) {
    size_t total = 0;
    auto keep = [&](std::string const &name, QPDFObjectHandle stream) {
        if (out.files.size() >= limits.files || total >= limits.file_bytes) {
            out.pdf.files_cut = 1;
            return;
        }
        auto data = stream.getStreamData(qpdf_dl_generalized);
        total += data->getSize();
        if (total > limits.file_bytes) {
            out.pdf.files_cut = 1;
            return;
        }
        out.addFile(name, std::string(reinterpret_cast<char *>(data->getBuffer()), data->getSize()));
    };
    QPDFEmbeddedFileDocumentHelper helper(pdf);
    for (auto const &entry : helper.getEmbeddedFiles()) {
        try {
            keep(entry.second->getFilename(), entry.second->getEmbeddedFileStream());
        } catch (std::exception const &) {
            out.pdf.files_cut = 1;
        }
    }
    for (auto const &attached : out.annotationFiles) {
        try {
            auto spec = attached;
            QPDFFileSpecObjectHelper file(spec);
            keep(file.getFilename(), file.getEmbeddedFileStream());
        } catch (std::exception const &) {
            out.pdf.files_cut = 1;
        }
    }
}

void readXFA(QPDFObjectHandle xfa, Reading &out) {
    if (xfa.isStream()) {
        out.setXFA(xfa);
    } else if (xfa.isArray()) {
        for (int i = 0; i + 1 < xfa.getArrayNItems(); i += 2) {
            auto name = xfa.getArrayItem(i);
            auto packet = xfa.getArrayItem(i + 1);
            if (name.isString() && name.getUTF8Value() == "datasets" && packet.isStream()) {
                out.setXFA(packet);
            }
        }
    }
}

void read(QPDF &pdf, const eg_limits &limits, Reading &out) {
    out.pdf.encrypted = pdf.isEncrypted();
    auto root = pdf.getRoot();
    readPages(pdf, limits, out);
    auto info = pdf.getTrailer().getKey("/Info");
    if (info.isDictionary() && info.getKey("/Producer").isString()) {
        out.pdf.producer = out.text(info.getKey("/Producer").getUTF8Value());
    }
    auto form = root.getKey("/AcroForm");
    if (form.isDictionary()) {
        auto need = form.getKey("/NeedAppearances");
        out.pdf.need_appearances = need.isBool() && need.getBoolValue();
        readFields(form, limits, out);
        readXFA(form.getKey("/XFA"), out);
    }
    readFiles(pdf, limits, out);
}

}  // namespace

extern "C" eg_pdf *eg_pdf_read(const uint8_t *data, size_t size, const eg_limits *limits) {
    Reading *out = nullptr;
    try {
        out = new Reading();
        QPDF pdf;
        pdf.setSuppressWarnings(true);
        auto logger = QPDFLogger::create();
        logger->setInfo(logger->discard());
        logger->setWarn(logger->discard());
        logger->setError(logger->discard());
        pdf.setLogger(logger);
        try {
            pdf.processMemoryFile("document", reinterpret_cast<char const *>(data), size);
            read(pdf, *limits, *out);
        } catch (QPDFExc const &e) {
            out->pdf.status = e.getErrorCode() == qpdf_e_password ? EG_STATUS_LOCKED : EG_STATUS_DAMAGED;
            out->pdf.problem = out->text(e.getMessageDetail());
        } catch (std::bad_alloc const &) {
            out->pdf.status = EG_STATUS_MEMORY;
        } catch (std::exception const &e) {
            out->pdf.status = EG_STATUS_DAMAGED;
            out->pdf.problem = out->text(e.what());
        }
        out->pdf.repaired = !pdf.getWarnings().empty();
        return out->finish();
    } catch (...) {
        delete out;
        return nullptr;
    }
}

extern "C" void eg_pdf_free(eg_pdf *pdf) {
    delete reinterpret_cast<Reading *>(pdf);
}
