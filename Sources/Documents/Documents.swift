// Documents: what is in these bytes - PDF fields and text with their places, XML, plain text, files inside files.
//
// `Opener` looks at the bytes, not at names or declared types, and yields one `OpenDocument` for the bytes and one for
// each file inside them. What is cheap and always needed (kind, fields, damage) is in `OpenDocument.document`, a value;
// what costs time (text layout) or needs the C library (XPath) is asked for while the reader still holds the bytes.
// Libraries: libqpdf for structure, poppler for text layout, libxml2 for XML, libarchive for zip files.
