// Trust: what is verified, by whom, as of when, and what exactly it covers.
//
// `Verifier` is the front door, made once from a `TrustStore`; for each message it makes an `Examination`, which takes the message,
// then every file as it is opened, and hands back what may be read.
// The formats (`DeMail`, `SignedData`, `PDFSignatures`, `XMLSignature`) say whether a signature is right; `SignatureValidator` says
// whether its certificate was, after ETSI EN 319 102-1; `Verification.conclude` says what that means for what was read.
