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

    /// What a signature makes of a declaration (eIDAS Regulation, Articles 3, 25 to 27).
    public enum Level: String, Sendable, Codable, Comparable, CaseIterable {
        /// No signature, or none that says who.
        case none
        /// Advanced electronic signature.
        case advanced = "AdES"
        /// Advanced, with a qualified certificate but no qualified device.
        case advancedQualifiedCertificate = "AdES-QC"
        /// Qualified electronic seal of an organisation: not a person's declaration.
        case qualifiedSeal = "QSeal"
        /// Qualified electronic signature.
        case qualified = "QES"

        /// Orders by strength.
        public static func < (a: Level, b: Level) -> Bool {
            (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
        }
    }

    /// Something a signature covers, to the byte.
    public struct Covered: Hashable, Sendable, Codable {
        /// The display name.
        public var name: String
        /// The digest of exactly the bytes that are covered.
        public var digest: Digest

        /// Makes an entry.
        public init(name: String, digest: Digest) {
            self.name = name
            self.digest = digest
        }
    }

    /// One step of a validation and how it ended.
    public struct Check: Hashable, Sendable, Codable {
        /// What was checked, in German.
        public var name: String
        /// How it ended; `none` for a remark.
        public var indication: Indication
        /// What was seen, in German.
        public var detail: String

        /// Makes a step.
        public init(_ name: String, _ indication: Indication, _ detail: String) {
            self.name = name
            self.indication = indication
            self.detail = detail
        }
    }

    /// A certificate of the path, as a person reads it.
    public struct CertificateSummary: Hashable, Sendable, Codable {
        /// Holder and issuer after RFC 4514.
        public var subject, issuer: String
        /// The serial number in hexadecimal digits.
        public var serial: String
        /// The SHA-256 fingerprint.
        public var digest: Digest
        /// The period of validity.
        public var notBefore, notAfter: Instant

        /// Makes a summary.
        public init(subject: String, issuer: String, serial: String, digest: Digest, notBefore: Instant, notAfter: Instant) {
            (self.subject, self.issuer, self.serial, self.digest) = (subject, issuer, serial, digest)
            (self.notBefore, self.notAfter) = (notBefore, notAfter)
        }
    }

    /// The result of the validation of one signature or channel (ETSI EN 319 102-1).
    public struct Report: Hashable, Sendable, Codable {
        /// What was checked.
        public var channel: Channel
        /// The verdict.
        public var indication: Indication
        /// The reason's name, such as those of ETSI EN 319 102-1.
        public var subIndication: String?
        /// What it belongs to: a document's name, or nil for the whole message.
        public var document: String?
        /// For the clerk, in German.
        public var message: String
        /// What it makes of the declaration.
        public var level = Level.none
        /// The signer as a person reads it.
        public var signer: String?
        /// Whether the certificate names a pseudonym.
        public var isPseudonym = false
        /// Whether a De-Mail says its sender is confirmed (De-Mail-G, § 5).
        public var isAuthoritative = false
        /// Whether the path ends at a provider the office or a trust list names as qualified at that time.
        public var isQualifiedProvider = false
        /// The header field that names the signer's address; `mismatch` when none does.
        public var binding: String?
        /// The e-mail addresses the certificate is for.
        public var addresses: [String] = []
        /// When the signer says it was signed.
        public var claimedTime: Instant?
        /// Since when the signature provably exists.
        public var provenTime: Instant?
        /// What exactly it covers.
        public var covers: [Covered] = []
        /// The certificate path, the signer first.
        public var path: [CertificateSummary] = []
        /// The steps.
        public var checks: [Check] = []

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
    /// Why it meets the written form or not, in one German sentence.
    public var writtenFormReason: String?
    /// The signer as a person reads it.
    public var signer: String?
    /// What a De-Mail provider confirms with it, if it does: evidence for the file, and no application.
    public var confirmation: Confirmation?
    /// The addresses in the certificates of what signs the contents that were used; nil when nothing signs them, or the seal covers
    /// the header too.
    ///
    /// Of several signatures the strongest count, and of their addresses only those that all of them name: anybody may sign once more.
    /// Of all channels only a De-Mail's seal covers From and Reply-To; a signature of the message's content or of a document does not.
    public var signedFor: [String]?
    /// What is verified in one German sentence; nil when there was nothing to verify.
    public var sentence: String?
    /// One entry for each signature or channel.
    public var reports: [Report] = []

    /// Nothing to verify.
    public init() {}
}

extension Verification {
    /// Whether an address in the message's header may steer anything: nothing is signed, or a certificate is for that address.
    func stands(for address: MailAddress) -> Bool { signedFor?.contains(address.description) ?? true }

    /// The addresses in the certificates of whoever certainly signed what was used.
    public var certainAddresses: Set<MailAddress> {
        indication == .passed ? Set((signedFor ?? []).compactMap { MailAddress($0) }) : []
    }
}
