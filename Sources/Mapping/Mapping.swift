// Mapping: which form a document is, and what its rules read. `FormReader` is the front door: `recognise` tells the form with a score for
// each candidate, `map` reads its fields into paths of the record, each with its provenance, while the documents are open.
