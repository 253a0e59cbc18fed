// Definitions: what designers describe, as values - records with their fields, conditions and letters, forms with their rules, codes, and
// the converters that make values of what stands on a form. No file is read here; `DefinitionFiles` makes these values, in the reader.
