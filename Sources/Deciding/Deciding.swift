// Deciding: values in, values out - no file, no clock, no parser. `Received.match` finds the case, `Catalogue.decide` makes the `Decision`
// in parts (received, record, assessment, outcome, letters), `CaseState.apply` says what follows from it for the case.
