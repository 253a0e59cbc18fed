// ReaderWorker: the other side of the pipe, in the program `eingang-reader`. `ReaderLoop` takes requests, `ReadStages` extracts, examines,
// recognises and maps; each result is sent at once.
