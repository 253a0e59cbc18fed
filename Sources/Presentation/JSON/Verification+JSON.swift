public import Vocabulary

extension Verification {
    /// The verification as the command line prints it.
    public var json: JSON {
        .object([
            ("channel", .string(channel.rawValue)), ("indication", .string(indication.rawValue)),
            ("subIndication", .optional(subIndication)), ("writtenForm", .boolean(writtenForm)),
            ("signer", .optional(signer)), ("reports", .array(reports.map(\.json))),
        ])
    }
}

extension Verification.Report {
    /// The report as the command line prints it.
    var json: JSON {
        .object([
            ("channel", .string(channel.rawValue)), ("indication", .string(indication.rawValue)),
            ("subIndication", .optional(subIndication)), ("document", .optional(document)), ("message", .string(message)),
            ("level", .string(level.rawValue)), ("signer", .optional(signer)), ("pseudonym", .boolean(isPseudonym)),
            ("authoritative", .boolean(isAuthoritative)), ("qualifiedProvider", .boolean(isQualifiedProvider)),
            ("binding", .optional(binding)), ("claimedTime", .optional(claimedTime?.description)),
            ("provenTime", .optional(provenTime?.description)),
            ("covers", .array(covers.map { .object([("name", .string($0.name)), ("digest", .string($0.digest.description))]) })),
            ("certificates", .array(path.map(\.json))),
            (
                "checks",
                .array(
                    checks.map {
                        .object([
                            ("name", .string($0.name)), ("indication", .string($0.indication.rawValue)), ("detail", .string($0.detail)),
                        ])
                    }
                )
            ),
        ])
    }
}

extension Verification.CertificateSummary {
    fileprivate var json: JSON {
        .object([
            ("subject", .string(subject)), ("issuer", .string(issuer)), ("serial", .string(serial)),
            ("digest", .string(digest.description)),
            ("notBefore", .string(notBefore.description)), ("notAfter", .string(notAfter.description)),
        ])
    }
}
