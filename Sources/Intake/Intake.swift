// Intake: the process. `Pipeline` is the page to read first: its few lines name the stages in order.
//
// READ runs in reader processes that may die (`ReaderPool`, `ReaderProcess` on this side, `ReaderLoop` and `ReadStages`
// on the other); what they find comes back as a `Reading`. DECIDE is `Catalogue.decide` in Forms. KEEP is `Store`.
