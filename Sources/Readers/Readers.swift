// Readers: this side of the pipe. `ReaderPool` hands out reader processes, `Reader` starts one and replaces it when it dies, `ReadProtocol`
// is what both sides say. `KeyDesk` starts the process that has the office's keys and asks it what readers ask. Nothing a reader says is
// trusted: it may have been taken over by what it read.
