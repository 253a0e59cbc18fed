// Store: what is durable. SQLite through GRDB (WAL, synchronous=FULL) for rows; bytes of messages and states of trust as files
// named by their digest.
//
// `Archive` is the front: `receive` puts bytes and row on disk before anything else happens. `CaseStore` is the door to the rows,
// small enough for another back end; `SQLite` holds the one there is. What was decided stands in versioned snapshots
// (`DecisionSnapshot`), everything a list shows in columns of its own. Events form a hash chain, so that a change shows.
