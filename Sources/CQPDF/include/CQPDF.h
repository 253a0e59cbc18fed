// What libqpdf finds in a PDF, as plain C values: read once, copy, free.
//
// All strings are UTF-8 and owned by the `eg_pdf`. Rectangles are /Rect in default user space
// (points, origin bottom left, before page rotation), normalised to x0 <= x1, y0 <= y1.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
    EG_KIND_TEXT = 0,
    EG_KIND_CHECKBOX,
    EG_KIND_RADIO,
    EG_KIND_CHOICE,
    EG_KIND_SIGNATURE,
    EG_KIND_BUTTON,
} eg_kind;

typedef enum {
    EG_STATUS_OK = 0,
    EG_STATUS_LOCKED,   // needs a password
    EG_STATUS_DAMAGED,  // not readable as PDF, even after repair
    EG_STATUS_MEMORY,   // the memory limit was reached
} eg_status;

typedef struct {
    int page;                // 1-based; 0 when the widget lies on no page
    double rect[4];
    const char *state;       // the on-state (export value) of a button, or NULL
    const char *appearance;  // /AS, or NULL
    const char *shown;       // the text the normal appearance draws, U+FFFD where unknown, or NULL when not comparable
} eg_widget;

typedef struct {
    const char *name;  // fully qualified
    eg_kind kind;
    int flags;         // /Ff
    int max_length;    // /MaxLen, 0 when absent
    const char *tooltip;        // /TU or NULL
    const char *default_value;  // /DV or NULL
    int has_value;              // /V present
    const char *const *values;
    size_t value_count;
    const char *const *options;  // export values of a choice
    size_t option_count;
    const eg_widget *widgets;
    size_t widget_count;
} eg_field;

typedef struct {
    const char *name;
    const uint8_t *data;
    size_t size;
} eg_file;

typedef struct {
    size_t fields;
    size_t pages;
    size_t files;
    size_t file_bytes;  // all embedded files together
} eg_limits;

typedef struct {
    eg_status status;
    const char *problem;  // what libqpdf said, or NULL
    int repaired;         // libqpdf had to repair the file
    int encrypted;
    int page_count;
    int need_appearances;
    int has_fonts;
    int has_images;
    int has_signature;
    const char *producer;
    const eg_field *fields;
    size_t field_count;
    int fields_cut;  // the limit was reached
    const eg_file *files;
    size_t file_count;
    int files_cut;
    const uint8_t *xfa;  // the datasets packet, or the whole XDP when it is one stream
    size_t xfa_size;
} eg_pdf;

/// Reads the bytes, which need to live only until the call returns. Never fails: look at `status`.
eg_pdf *eg_pdf_read(const uint8_t *data, size_t size, const eg_limits *limits);
void eg_pdf_free(eg_pdf *pdf);

#ifdef __cplusplus
}
#endif
