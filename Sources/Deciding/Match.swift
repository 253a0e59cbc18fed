internal import Definitions
public import Vocabulary

/// What DECIDE has to know of what is kept before it can tell where a submission belongs.
public struct Inquiry: Sendable, Hashable {
    /// The case the message says it answers.
    public var caseNumber: String?
    /// The message that a De-Mail provider's confirmation is about.
    public var deMailId: String?
    /// What our own letters carry as `x-de-mail-private-id`: a case number.
    public var privateId: String?

    /// Makes an inquiry.
    public init(caseNumber: String? = nil, deMailId: String? = nil, privateId: String? = nil) {
        (self.caseNumber, self.deMailId, self.privateId) = (caseNumber, deMailId, privateId)
    }

    /// Whether there is anything to look up.
    public var isEmpty: Bool { self == Inquiry() }
}

/// What the store knows of it.
public struct Holdings: Sendable {
    /// A kept De-Mail and the case it is in.
    public struct DeMail: Sendable {
        /// Its identity.
        public var identity: DeMailIdentity
        /// The number of its case.
        public var caseNumber: String

        /// Makes an entry.
        public init(identity: DeMailIdentity, caseNumber: String) { (self.identity, self.caseNumber) = (identity, caseNumber) }
    }

    /// The cases that were asked for, by number, as far as they are there.
    public var caseNumbers: Set<String> = []
    /// The De-Mails of that id.
    public var deMails: [DeMail] = []

    /// Nothing.
    public init() {}
}

/// Where a submission belongs.
public struct Match: Sendable {
    /// The number of its case; nil for a new one.
    public var caseNumber: String?
    /// The submission with what the match says about it.
    public var received: Received
}

extension Received {
    /// What has to be looked up before the submission can be decided.
    public var inquiry: Inquiry {
        guard let confirmation = verification.confirmation else { return Inquiry(caseNumber: mapping?.answers) }
        return Inquiry(deMailId: confirmation.message?.id, privateId: confirmation.privateId)
    }

    /// Where the submission belongs (BSI TR-01201 part 3.4, 3.4-3.5 for confirmations).
    ///
    /// Of a confirmation, id and integrity header must fit a kept message; else the number on our own letter counts.
    ///
    /// - Parameter holdings: what the store answered to ``inquiry``.
    /// - Returns: the case, and the submission with what a clerk should know about the match.
    public func match(_ holdings: Holdings) -> Match {
        guard let confirmation = verification.confirmation else {
            return Match(caseNumber: mapping?.answers.flatMap { holdings.caseNumbers.contains($0) ? $0 : nil }, received: self)
        }
        var received = self
        let fitting = holdings.deMails.first { $0.identity == confirmation.message }
        let own = confirmation.privateId.flatMap { holdings.caseNumbers.contains($0) ? $0 : nil }
        if let number = fitting?.caseNumber ?? (holdings.deMails.isEmpty ? own : nil) {
            let time = confirmation.time.map { " vom \($0.german)" } ?? ""
            received.findings.append(Finding(.caseConfirmed, ["confirmation": confirmation.kind, "time": time]))
            return Match(caseNumber: number, received: received)
        }
        if let other = holdings.deMails.first {
            received.verification.confirmation = nil
            received.findings.append(
                Finding(.deMailConfirmationDiffers, ["confirmation": confirmation.kind, "number": other.caseNumber])
            )
        } else {
            received.findings.append(Finding(.deMailConfirmationUnmatched, ["confirmation": confirmation.kind]))
        }
        return Match(caseNumber: nil, received: received)
    }
}
