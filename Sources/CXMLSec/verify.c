// libxml2 and xmlsec1 behind one call. Every string and buffer is a copy made with malloc.
#define __XMLSEC_FUNCTION__ __func__
#define XMLSEC_NO_SIZE_T
#define XMLSEC_CRYPTO_OPENSSL 1
#define XMLSEC_NO_GOST 1
#define XMLSEC_NO_GOST2012 1
#define XMLSEC_NO_CRYPTO_DYNAMIC_LOADING 1
#include "include/CXMLSec.h"

#include <pthread.h>
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/uri.h>
#include <libxml/xpath.h>
#include <libxml/c14n.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>
#include <xmlsec/buffer.h>
#include <xmlsec/crypto.h>
#include <xmlsec/errors.h>
#include <xmlsec/io.h>
#include <xmlsec/openssl/evp.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>
#include <xmlsec/xmltree.h>

enum { MOST_SIGNATURES = 50, MOST_REFERENCES = 100, MOST_CERTIFICATES = 100, MOST_TRANSFORMS = 8 };

static const xmlChar *DSIG = BAD_CAST "http://www.w3.org/2000/09/xmldsig#";

// The files of the container being verified; a thread verifies one document at a time.
static _Thread_local const eg_xml_file *container;
static _Thread_local size_t container_count;

typedef struct {
    const eg_xml_file *file;
    size_t position;
} opened_file;

static char *copy(const char *text) { return text ? strdup(text) : NULL; }

static eg_bytes copy_bytes(const void *data, size_t size) {
    eg_bytes out = {NULL, 0};
    uint8_t *kept = malloc(size ? size : 1);
    if (kept) {
        if (size) {
            memcpy(kept, data, size);
        }
        out.data = kept;
        out.size = size;
    }
    return out;
}

static const eg_xml_file *find_file(const char *uri) {
    xmlChar *plain = (xmlChar *)xmlURIUnescapeString(uri, 0, NULL);
    const eg_xml_file *found = NULL;
    for (size_t i = 0; plain && i < container_count && !found; i++) {
        if (strcmp(container[i].name, (const char *)plain) == 0) {
            found = &container[i];
        }
    }
    xmlFree(plain);
    return found;
}

static int match_file(const char *uri) { return find_file(uri) != NULL; }

static void *open_file(const char *uri) {
    const eg_xml_file *file = find_file(uri);
    opened_file *opened = file ? calloc(1, sizeof *opened) : NULL;
    if (opened) {
        opened->file = file;
    }
    return opened;
}

static int read_file(void *context, char *buffer, int size) {
    opened_file *opened = context;
    size_t left = opened->file->size - opened->position;
    size_t count = left < (size_t)size ? left : (size_t)size;
    memcpy(buffer, opened->file->data + opened->position, count);
    opened->position += count;
    return (int)count;
}

static int close_file(void *context) {
    free(context);
    return 0;
}

static void no_report(const char *file, int line, const char *function, const char *object, const char *subject, int reason, const char *message) {
    (void)file, (void)line, (void)function, (void)object, (void)subject, (void)reason, (void)message;
}

static int is_prepared;

static void prepare_once(void) {
    is_prepared = xmlSecInit() >= 0 && xmlSecCryptoAppInit(NULL) >= 0 && xmlSecCryptoInit() >= 0;
    xmlSecErrorsSetCallback(no_report);
    // Only the container's own files can be opened.
    xmlSecIOCleanupCallbacks();
    xmlSecIORegisterCallbacks(match_file, open_file, read_file, close_file);
}

static int prepare(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    return pthread_once(&once, prepare_once) == 0 && is_prepared;
}

static int is_named(xmlNodePtr node, const char *name) { return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0; }

/// The next element in document order below `root` with that local name.
static xmlNodePtr next_named(xmlNodePtr root, xmlNodePtr from, const char *name) {
    xmlNodePtr node = from ? from : root;
    while (node) {
        if (node->children && node->type == XML_ELEMENT_NODE) {
            node = node->children;
        } else {
            while (node != root && !node->next) {
                node = node->parent;
            }
            node = node == root ? NULL : node->next;
        }
        if (node && is_named(node, name)) {
            return node;
        }
    }
    return NULL;
}

static char *attribute(xmlNodePtr node, const char *name) {
    xmlChar *value = node ? xmlGetProp(node, BAD_CAST name) : NULL;
    char *out = copy((const char *)value);
    xmlFree(value);
    return out;
}

static char *content(xmlNodePtr node) {
    xmlChar *value = node ? xmlNodeGetContent(node) : NULL;
    char *out = copy((const char *)value);
    xmlFree(value);
    return out;
}

static eg_bytes decoded(xmlNodePtr node) {
    eg_bytes out = {NULL, 0};
    xmlSecBufferPtr buffer = xmlSecBufferCreate(0);
    if (buffer && xmlSecBufferBase64NodeContentRead(buffer, node) >= 0) {
        out = copy_bytes(xmlSecBufferGetData(buffer), xmlSecBufferGetSize(buffer));
    }
    if (buffer) {
        xmlSecBufferDestroy(buffer);
    }
    return out;
}

/// Registers every ID attribute; two elements with the same one are an attack. Returns 0 then.
static int register_ids(xmlDocPtr document) {
    xmlNodePtr root = xmlDocGetRootElement(document);
    for (xmlNodePtr node = root; node;) {
        for (xmlAttrPtr attr = node->type == XML_ELEMENT_NODE ? node->properties : NULL; attr; attr = attr->next) {
            if (xmlStrEqual(attr->name, BAD_CAST "Id") || xmlStrEqual(attr->name, BAD_CAST "ID") || xmlStrEqual(attr->name, BAD_CAST "id")) {
                xmlChar *value = xmlNodeListGetString(document, attr->children, 1);
                xmlAttrPtr known = value ? xmlGetID(document, value) : NULL;
                int clash = known && known != attr;
                if (value && !known) {
                    xmlAddID(NULL, document, value, attr);
                }
                xmlFree(value);
                if (clash) {
                    return 0;
                }
            }
        }
        if (node->children && node->type == XML_ELEMENT_NODE) {
            node = node->children;
        } else {
            while (node != root && !node->next) {
                node = node->parent;
            }
            node = node == root ? NULL : node->next;
        }
    }
    return 1;
}

static const char *const ALLOWED[] = {
    "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
    "http://www.w3.org/2000/09/xmldsig#base64",
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",
    "http://www.w3.org/2006/12/xml-c14n11",
    "http://www.w3.org/2006/12/xml-c14n11#WithComments",
    "http://www.w3.org/2001/10/xml-exc-c14n#",
    "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
    NULL};

/// The XPath filter that takes out signatures, in the spellings signing products use, and no other.
static int is_harmless_xpath(xmlNodePtr transform) {
    char *text = content(transform);
    char plain[128];
    size_t length = 0;
    for (char *c = text; c && *c && length + 1 < sizeof plain; c++) {
        if (*c != ' ' && *c != '\n' && *c != '\t' && *c != '\r') {
            plain[length++] = *c;
        }
    }
    plain[length] = 0;
    free(text);
    return strcmp(plain, "not(ancestor-or-self::ds:Signature)") == 0 || strcmp(plain, "not(ancestor-or-self::dsig:Signature)") == 0;
}

/// NULL if everything the signature asks for is allowed.
static const char *refusal(xmlNodePtr signature) {
    int count = 0;
    xmlNodePtr info = xmlSecFindChild(signature, BAD_CAST "SignedInfo", DSIG);
    if (!info) {
        return "SignedInfo fehlt";
    }
    for (xmlNodePtr node = next_named(info, NULL, "Reference"); node; node = next_named(info, node, "Reference")) {
        char *uri = attribute(node, "URI");
        const char *wrong = NULL;
        if (++count > MOST_REFERENCES) {
            wrong = "zu viele Verweise";
        } else if (!uri) {
            wrong = "ein Verweis ohne Ziel";
        } else if (uri[0] == '#' && strncmp(uri, "#xpointer(", 10) == 0 && strcmp(uri, "#xpointer(/)") != 0 && strncmp(uri, "#xpointer(id(", 13) != 0) {
            wrong = "ein Verweis mit XPointer";
        } else if (uri[0] != 0 && uri[0] != '#' && !find_file(uri)) {
            wrong = "ein Verweis nach außen";
        }
        free(uri);
        int transforms = 0;
        for (xmlNodePtr item = next_named(node, NULL, "Transform"); item && !wrong; item = next_named(node, item, "Transform")) {
            char *algorithm = attribute(item, "Algorithm");
            int found = 0;
            for (int i = 0; ALLOWED[i] && algorithm; i++) {
                found |= strcmp(ALLOWED[i], algorithm) == 0;
            }
            if (!found && algorithm && strcmp(algorithm, "http://www.w3.org/TR/1999/REC-xpath-19991116") == 0) {
                found = is_harmless_xpath(item);
            }
            free(algorithm);
            if (!found || ++transforms > MOST_TRANSFORMS) {
                wrong = "eine Umformung, die nicht erlaubt ist";
            }
        }
        if (wrong) {
            return wrong;
        }
    }
    return count ? NULL : "kein Verweis auf einen Inhalt";
}

/// The public key of the first certificate that can be read.
static xmlSecKeyPtr key_of(const eg_xml_signature *out, size_t index) {
    const unsigned char *start = out->certificates[index].data;
    X509 *certificate = d2i_X509(NULL, &start, (long)out->certificates[index].size);
    EVP_PKEY *pkey = certificate ? X509_get_pubkey(certificate) : NULL;
    X509_free(certificate);
    xmlSecKeyDataPtr data = pkey ? xmlSecOpenSSLEvpKeyAdopt(pkey) : NULL;
    if (!data) {
        EVP_PKEY_free(pkey);
        return NULL;
    }
    xmlSecKeyPtr key = xmlSecKeyCreate();
    if (!key || xmlSecKeySetValue(key, data) < 0) {
        xmlSecKeyDataDestroy(data);
        if (key) {
            xmlSecKeyDestroy(key);
        }
        return NULL;
    }
    return key;
}

static void take_list(xmlNodePtr root, const char *name, eg_bytes **list, size_t *count, size_t most) {
    *list = calloc(most, sizeof **list);
    for (xmlNodePtr node = next_named(root, NULL, name); *list && node && *count < most; node = next_named(root, node, name)) {
        eg_bytes bytes = decoded(node);
        if (bytes.data) {
            (*list)[(*count)++] = bytes;
        }
    }
}

static void take_xades(xmlNodePtr signature, eg_xml_signature *out) {
    xmlNodePtr properties = next_named(signature, NULL, "SignedSignatureProperties");
    if (properties) {
        out->signing_time = content(next_named(properties, NULL, "SigningTime"));
        xmlNodePtr certificate = next_named(properties, NULL, "CertDigest");
        if (certificate) {
            out->certificate_hash = attribute(next_named(certificate, NULL, "DigestMethod"), "Algorithm");
            out->certificate_digest = content(next_named(certificate, NULL, "DigestValue"));
        }
    }
    xmlNodePtr stamp = next_named(signature, NULL, "SignatureTimeStamp");
    if (stamp) {
        take_list(stamp, "EncapsulatedTimeStamp", &out->timestamps, &out->timestamp_count, 10);
        // The canonical form of the SignatureValue element is what is stamped (EN 319 132-1, 5.3).
        char *method = attribute(next_named(stamp, NULL, "CanonicalizationMethod"), "Algorithm");
        int exclusive = method && strstr(method, "xml-exc-c14n") != NULL;
        free(method);
        xmlNodePtr value = xmlSecFindChild(signature, BAD_CAST "SignatureValue", DSIG);
        xmlXPathContextPtr context = value ? xmlXPathNewContext(signature->doc) : NULL;
        if (context) {
            context->node = value;
            xmlXPathObjectPtr nodes = xmlXPathEvalExpression(BAD_CAST "descendant-or-self::node() | @* | namespace::*", context);
            xmlChar *text = NULL;
            int size = nodes ? xmlC14NDocDumpMemory(signature->doc, nodes->nodesetval, exclusive ? XML_C14N_EXCLUSIVE_1_0 : XML_C14N_1_0, NULL, 0, &text) : -1;
            if (size >= 0) {
                out->value = copy_bytes(text, (size_t)size);
            }
            xmlFree(text);
            xmlXPathFreeObject(nodes);
            xmlXPathFreeContext(context);
        }
    }
    size_t most = 50;
    out->revocation = calloc(most * 2, sizeof *out->revocation);
    const char *const names[] = {"EncapsulatedCRLValue", "EncapsulatedOCSPValue"};
    for (int i = 0; i < 2 && out->revocation; i++) {
        for (xmlNodePtr node = next_named(signature, NULL, names[i]); node && out->revocation_count < most * 2; node = next_named(signature, node, names[i])) {
            eg_bytes bytes = decoded(node);
            if (bytes.data) {
                out->revocation[out->revocation_count++] = bytes;
            }
        }
    }
}

static void take_references(xmlSecDSigCtxPtr context, xmlNodePtr signature, eg_xml_signature *out) {
    xmlSecSize count = xmlSecPtrListGetSize(&context->signedInfoReferences);
    out->references = calloc(count ? count : 1, sizeof *out->references);
    xmlNodePtr properties = next_named(signature, NULL, "SignedProperties");
    char *id = attribute(properties, "Id");
    for (xmlSecSize i = 0; out->references && i < count; i++) {
        xmlSecDSigReferenceCtxPtr reference = xmlSecPtrListGetItem(&context->signedInfoReferences, i);
        eg_xml_reference *kept = &out->references[out->reference_count++];
        kept->uri = copy((const char *)reference->uri);
        kept->type = copy((const char *)reference->type);
        kept->is_right = reference->status == xmlSecDSigStatusSucceeded;
        kept->is_property = id && kept->uri && kept->uri[0] == '#' && strcmp(kept->uri + 1, id) == 0;
        if (reference->digestMethod && reference->digestMethod->id) {
            kept->hash = copy((const char *)reference->digestMethod->id->href);
        }
        xmlSecBufferPtr buffer = xmlSecDSigReferenceCtxGetPreDigestBuffer(reference);
        if (buffer) {
            kept->content = copy_bytes(xmlSecBufferGetData(buffer), xmlSecBufferGetSize(buffer));
        }
    }
    free(id);
}

static void verify_one(xmlNodePtr signature, eg_xml_signature *out) {
    xmlChar *path = xmlGetNodePath(signature);
    out->path = copy((const char *)path);
    xmlFree(path);
    xmlNodePtr info = xmlSecFindChild(signature, BAD_CAST "KeyInfo", DSIG);
    if (info) {
        take_list(info, "X509Certificate", &out->certificates, &out->certificate_count, MOST_CERTIFICATES);
    }
    xmlNodePtr signed_info = xmlSecFindChild(signature, BAD_CAST "SignedInfo", DSIG);
    out->method = attribute(signed_info ? xmlSecFindChild(signed_info, BAD_CAST "SignatureMethod", DSIG) : NULL, "Algorithm");
    take_xades(signature, out);
    const char *wrong = refusal(signature);
    if (wrong) {
        out->problem = copy(wrong);
        return;
    }
    if (out->certificate_count == 0) {
        out->problem = copy("kein Zertifikat");
        return;
    }
    for (size_t i = 0; i < out->certificate_count && !out->is_right; i++) {
        xmlSecKeyPtr key = key_of(out, i);
        xmlSecDSigCtxPtr context = key ? xmlSecDSigCtxCreate(NULL) : NULL;
        if (!context) {
            if (key) {
                xmlSecKeyDestroy(key);
            }
            continue;
        }
        context->signKey = key;
        context->flags |= XMLSEC_DSIG_FLAGS_STORE_SIGNEDINFO_REFERENCES | XMLSEC_DSIG_FLAGS_IGNORE_MANIFESTS;
        // "Remote" is every name of a file; what it can open are the files of the container.
        context->enabledReferenceUris = xmlSecTransformUriTypeEmpty | xmlSecTransformUriTypeSameDocument | (container_count ? xmlSecTransformUriTypeRemote : 0);
        int ran = xmlSecDSigCtxVerify(context, signature) >= 0;
        if (ran) {
            out->could_run = 1;
            // A digest that differs fails the whole; then the value itself has not been looked at.
            out->is_right = context->status == xmlSecDSigStatusSucceeded;
            if (i == 0 || out->is_right) {
                for (size_t r = 0; r < out->reference_count; r++) {
                    free(out->references[r].uri), free(out->references[r].type), free(out->references[r].hash);
                    free((void *)out->references[r].content.data);
                }
                free(out->references);
                out->reference_count = 0;
                take_references(context, signature, out);
            }
            if (out->is_right && i > 0) {
                eg_bytes first = out->certificates[0];
                out->certificates[0] = out->certificates[i];
                out->certificates[i] = first;
            }
        }
        xmlSecDSigCtxDestroy(context);
    }
    ERR_clear_error();
}

eg_xml_signatures *eg_xml_verify(const uint8_t *data, size_t size, const eg_xml_file *files, size_t file_count) {
    eg_xml_signatures *out = calloc(1, sizeof *out);
    if (!out || size > (1u << 30) || !prepare()) {
        return out;
    }
    container = files;
    container_count = file_count;
    xmlDocPtr document = xmlReadMemory((const char *)data, (int)size, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (document && !(document->intSubset && document->intSubset->entities)) {
        out->is_xml = 1;
        int unique = register_ids(document);
        out->signatures = calloc(MOST_SIGNATURES, sizeof *out->signatures);
        xmlNodePtr root = xmlDocGetRootElement(document);
        xmlNodePtr node = is_named(root, "Signature") ? root : next_named(root, NULL, "Signature");
        for (; out->signatures && node && out->count < MOST_SIGNATURES; node = next_named(root, node, "Signature")) {
            if (!node->ns || !xmlStrEqual(node->ns->href, DSIG)) {
                continue;
            }
            eg_xml_signature *signature = &out->signatures[out->count++];
            if (unique) {
                verify_one(node, signature);
            } else {
                signature->problem = copy("zwei Elemente mit derselben Kennung (Id)");
            }
        }
    }
    xmlFreeDoc(document);
    container = NULL;
    container_count = 0;
    return out;
}

static void free_list(eg_bytes *list, size_t count) {
    for (size_t i = 0; i < count; i++) {
        free((void *)list[i].data);
    }
    free(list);
}

void eg_xml_signatures_free(eg_xml_signatures *signatures) {
    for (size_t i = 0; signatures && i < signatures->count; i++) {
        eg_xml_signature *s = &signatures->signatures[i];
        for (size_t r = 0; r < s->reference_count; r++) {
            free(s->references[r].uri), free(s->references[r].type), free(s->references[r].hash);
            free((void *)s->references[r].content.data);
        }
        free(s->references);
        free_list(s->certificates, s->certificate_count);
        free_list(s->timestamps, s->timestamp_count);
        free_list(s->revocation, s->revocation_count);
        free((void *)s->value.data);
        free(s->problem), free(s->method), free(s->signing_time), free(s->certificate_hash), free(s->certificate_digest), free(s->path);
    }
    if (signatures) {
        free(signatures->signatures);
    }
    free(signatures);
}
