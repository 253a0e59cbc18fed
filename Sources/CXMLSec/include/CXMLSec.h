// What libxmlsec1 finds in a signed XML document, as plain C values: read once, copy, free.
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef struct {
    const uint8_t *data;
    size_t size;
} eg_bytes;

typedef struct {
    char *uri;    // as written, NULL when absent
    char *type;   // /Reference/@Type or empty
    char *hash;   // the algorithm's URI
    int is_right; // the digest is that of the referenced bytes
    int is_property;    // XAdES SignedProperties of this signature
    eg_bytes content;   // exactly the bytes that were hashed
} eg_xml_reference;

typedef struct {
    int could_run;      // 0: something about it is not allowed or not understood; `problem` says what
    int is_right;       // the value of the signature is right over SignedInfo
    char *problem;
    char *method;       // the signature algorithm's URI
    eg_xml_reference *references;
    size_t reference_count;
    eg_bytes *certificates;  // of KeyInfo, DER
    size_t certificate_count;
    char *signing_time;      // of XAdES, or NULL
    char *certificate_hash;  // algorithm of the XAdES signing certificate, or NULL
    char *certificate_digest;  // base64
    eg_bytes value;            // canonical SignatureValue, over which time stamps are made
    eg_bytes *timestamps;      // RFC 3161 tokens over it
    size_t timestamp_count;
    eg_bytes *revocation;      // CRLs and OCSP responses of XAdES
    size_t revocation_count;
    char *path;                // of the Signature element
} eg_xml_signature;

typedef struct {
    eg_xml_signature *signatures;
    size_t count;
    int is_xml;
} eg_xml_signatures;

/// A file of the container a signature lies in.
typedef struct {
    const char *name;
    const uint8_t *data;
    size_t size;
} eg_xml_file;

/// Verifies every signature of a document, each with the first certificate in its KeyInfo.
///
/// References lead into the document itself, or to `files`; never to a disk or a network. XSLT is refused.
eg_xml_signatures *eg_xml_verify(const uint8_t *data, size_t size, const eg_xml_file *files, size_t file_count);
void eg_xml_signatures_free(eg_xml_signatures *signatures);
