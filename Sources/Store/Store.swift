// Store: what is durable. SQLite through GRDB (WAL, synchronous=FULL) for cases, events and the outbox; the raw bytes of
// every submission as files named by their digest.
//
// `CaseStore.keepRaw` comes first: the bytes are on disk before anything else happens. `keep` writes a case, its events
// and its outbox entries in one transaction, or nothing. Events form a hash chain, so that a change shows.
