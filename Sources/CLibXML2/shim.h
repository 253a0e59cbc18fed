#include <libxml/xmlversion.h>
// Debian builds libxml2 with ICU, whose headers clash with the ICU inside Foundation; nothing here needs them.
#undef LIBXML_ICU_ENABLED
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlschemas.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

// The node set macros.
static inline int eg_node_count(xmlNodeSetPtr set) { return xmlXPathNodeSetGetLength(set); }
static inline xmlNodePtr eg_node_at(xmlNodeSetPtr set, int index) { return xmlXPathNodeSetItem(set, index); }

// xmlFree is a global variable that holds a function.
static inline void eg_xml_free(void *memory) { xmlFree(memory); }
