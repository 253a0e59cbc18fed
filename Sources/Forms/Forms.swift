// Forms: what the project exists for - record types and forms written by designers, and what they make of a message.
//
// `Catalogue` loads the definitions of a `Schemas` directory; a faulty one is left out whole, with every fault named.
// `recognise` tells which form a document is, with a score for each candidate; `map` reads the fields of that form into
// paths of its record, each with its provenance; both run in the reader process while the documents are open. `decide`
// is pure: values, definitions and the time of receipt in, a `Decision` with record, gaps, findings and reply out.
