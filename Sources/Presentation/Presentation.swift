// Presentation: what people and programs see, made from the same values: `Terminal` for clerks at a command line, `JSON` with its
// documented keys, `Pages` for HTML and XML. Templates escape what they show.
