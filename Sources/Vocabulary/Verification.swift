/// What the checks of channel and signatures say about a submission (Prüfergebnis).
public struct Verification: Hashable, Sendable, Codable {
    /// How a message proves where it comes from.
    public enum Channel: String, Sendable, Codable {
        /// De-Mail after BSI TR-01201.
        case deMail = "de-mail"
        /// A CMS signature over the message or beside a file.
        case smime
        /// A signature inside a PDF.
        case pades
        /// A signature inside XML.
        case xmldsig
        /// Nothing.
        case none
    }

    /// The three-valued verdict of ETSI EN 319 102-1, and the absence of anything to judge.
    public enum Indication: String, Sendable, Codable {
        /// Checked, and good.
        case passed
        /// Checked, and not good.
        case failed
        /// Could not be determined; never a pass.
        case indeterminate
        /// There was nothing to check.
        case none
    }

    /// The result of one check of one signature or channel.
    public struct Report: Hashable, Sendable, Codable {
        /// What was checked.
        public var channel: Channel
        /// The verdict.
        public var indication: Indication
        /// The reason's name, such as those of ETSI EN 319 102-1.
        public var subIndication: String?
        /// What it covers: a document's name, or nil for the whole message.
        public var document: String?
        /// For the clerk, in German.
        public var message: String

        /// Makes a report.
        public init(
            channel: Channel,
            indication: Indication,
            subIndication: String?,
            document: String?,
            message: String
        ) {
            self.channel = channel
            self.indication = indication
            self.subIndication = subIndication
            self.document = document
            self.message = message
        }
    }

    /// The strongest evidence.
    public var channel: Channel = .none
    /// Its verdict.
    public var indication: Indication = .none
    /// Its reason.
    public var subIndication: String?
    /// Whether the message meets the written form (Schriftform) at its time of receipt.
    public var writtenForm = false
    /// The signer as a person reads it.
    public var signer: String?
    /// One entry for each check.
    public var reports: [Report] = []

    /// Nothing to verify.
    public init() {}

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
    fileprivate var json: JSON {
        .object([
            ("channel", .string(channel.rawValue)), ("indication", .string(indication.rawValue)),
            ("subIndication", .optional(subIndication)), ("document", .optional(document)), ("message", .string(message)),
        ])
    }
}
