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

/// Why nobody who looks at the page can see what a widget holds.
typedef enum {
    EG_CONCEALED_NOT = 0,  // it can be seen, or there is nothing in it to be seen
    EG_CONCEALED_NOWHERE,  // on no page
    EG_CONCEALED_HIDDEN,   // by its flags, or on a layer that is off
    EG_CONCEALED_SIZE,     // too small
    EG_CONCEALED_OUTSIDE,  // off the page
    EG_CONCEALED_COVERED,  // below another annotation
    EG_CONCEALED_COLOUR,   // drawn in the colour of the background, or not drawn at all
} eg_concealment;

typedef struct {
    int page;                // 1-based; 0 when the widget lies on no page
    double rect[4];
    const char *state;       // the on-state (export value) of a button, or NULL
    const char *appearance;  // /AS, or NULL
    const char *shown;       // the text the normal appearance draws, U+FFFD where unknown, or NULL when not comparable
    eg_concealment concealment;  // told only where the field has a value
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
    const int *turns;  // /Rotate of each page that is read, as it stands there
    size_t turn_count;
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

typedef struct {
    const char *field;       // fully qualified name
    int has_field;           // 0 when no field of the form refers to it
    const char *sub_filter;  // with its slash, empty when absent
    int has_range;
    int64_t range[4];  // /ByteRange: offset and length before and behind the hole
    const uint8_t *contents;
    size_t contents_size;
    const char *time;  // /M, or NULL
    int permission;    // /P of DocMDP (1 none, 2 forms, 3 forms and annotations), 0 when it certifies nothing
    const char *lock_action;  // /All, /Include, /Exclude of FieldMDP, or empty
    const char *lock_fields;  // one name a line
} eg_signature;

typedef struct {
    const char *kind;  // "/Certs", "/CRLs" or "/OCSPs"
    const uint8_t *data;
    size_t size;
} eg_evidence;

typedef struct {
    int is_damaged;
    const eg_signature *signatures;
    size_t signature_count;
    int signatures_cut;  // there are more than are read
    const eg_evidence *evidence;
    size_t evidence_count;
    void *owner;
} eg_pdf_signatures;

/// The signatures and the document security store (ISO 32000-2, 12.8). Never fails: look at `is_damaged`.
eg_pdf_signatures *eg_pdf_signatures_read(const uint8_t *data, size_t size);
void eg_pdf_signatures_free(eg_pdf_signatures *signatures);

/// What differs between two revisions, each flag 0 or 1.
typedef struct {
    int bookkeeping;   // security store, metadata
    int signatures;    // further signatures
    int form;          // values of fields
    int added_fields;  // fields that are not for signatures
    int annotations;
    int pages;  // pages, their contents or resources
    int other;  // anything else: nobody can tell what it changes
    int could_not_tell;
    const char *fields;  // names of changed fields, one a line
} eg_changes;

typedef struct {
    const eg_changes *steps;
    size_t count;
} eg_pdf_steps;

/// Compares each revision with the next; they all begin at `data` and end at one of the ascending `ends`. NULL without memory.
eg_pdf_steps *eg_pdf_compare(const uint8_t *data, const size_t *ends, size_t count);
void eg_pdf_steps_free(eg_pdf_steps *steps);

typedef struct eg_filled eg_filled;

/// The PDF with these fields filled in, names as `eg_pdf_read` gives them; of a button the state, `true`
/// for whichever it has, empty for none. Without data a plain form with these fields, a box for each `true`. NULL when it is no PDF that can be written.
eg_filled *eg_pdf_fill(const uint8_t *data, size_t size, const char *const *names, const char *const *values, size_t count);
const uint8_t *eg_filled_bytes(const eg_filled *filled, size_t *size);
void eg_filled_free(eg_filled *filled);

#ifdef __cplusplus
}
#endif
