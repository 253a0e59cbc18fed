// Intake: the process. `Pipeline` is the page to read first: its few lines name the stages in order. `Ingest` lets many submissions
// go that way at once; `Installation` says for which offices, `SubmissionSource` where they come from.
