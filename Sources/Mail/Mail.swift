// Mail: what is in an Internet message (RFC 5322, RFC 2045-2049), and which raw bytes say so.
//
// `Message.open` parses with GMime and returns plain values: the header with its addresses, a flat list of parts with
// byte ranges into the raw message (signatures are made over exactly those bytes), and each part's decoded content.
// It never fails: whatever is broken becomes a finding and the rest is still read. `Mbox` and `MessageBody` work on
// text alone. Everything here runs in the reader process.
