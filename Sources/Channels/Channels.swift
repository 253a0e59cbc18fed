// Channels: how messages come in and how letters and records leave. `Receive` holds one adapter for each kind of source; each makes
// submissions and hands them to a `Reception`, and tells its peer what came of it. `Deliver` holds one adapter for each kind of target.
// Nothing here looks into a message.
