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
    /// The messages it refers to, among which may be letters of ours.
    public var references: [String] = []
    /// The letter of ours whose text is wanted, because the message answers its questions by number.
    public var letter: WantedLetter?
    /// What tells whose matter it is, as a digest: who declares what; nil where the record type does not say what that is.
    public var identity: Digest?

    /// A letter of the case that is asked for.
    public struct WantedLetter: Sendable, Hashable {
        /// Which letter of the case, from 1, if the message names it by its token.
        public var round: Int?
    }

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
    /// The record types of the cases that were asked for or found, by number.
    public var recordTypes: [String: String] = [:]
    /// The De-Mails of that id.
    public var deMails: [DeMail] = []
    /// The cases whose letters the message refers to.
    public var letters: Set<String> = []
    /// The text of the letter that was asked for.
    public var letter: String?
    /// The latest case of the same identity, if there is one.
    public var similar: String?

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
        if let confirmation = verification.confirmation {
            return Inquiry(deMailId: confirmation.message?.id, privateId: confirmation.privateId)
        }
        var inquiry = Inquiry(caseNumber: thread?.number)
        inquiry.references = Array(Set(references).sorted().prefix(50))
        inquiry.identity = identity
        if !(mapping?.numbered.isEmpty ?? true) { inquiry.letter = Inquiry.WantedLetter(round: thread?.round) }
        return inquiry
    }

    /// Where the submission belongs (BSI TR-01201 part 3.4, 3.4-3.5 for confirmations).
    ///
    /// Of a confirmation, id and integrity header must fit a kept message; else the number on our own letter counts. A message belongs
    /// to the case of the letter it answers: by the token it carries, or by the ids of our letters it refers to. Where the token is not
    /// one we made, or the two disagree, it is kept beside the case and a clerk looks.
    ///
    /// - Parameters:
    ///   - holdings: what the store answered to ``inquiry``.
    ///   - key: what codes of tokens are made with; nil where no letters ever leave.
    ///   - office: the key of the office.
    /// - Returns: the case, and the submission with what a clerk should know about the match.
    public func match(_ holdings: Holdings, key: TokenKey?, office: String) -> Match {
        var received = self
        guard let confirmation = verification.confirmation else {
            let named = thread.flatMap { holdings.caseNumbers.contains($0.number) ? $0 : nil }
            let isOurs = named.map { key?.holds($0, office: office) ?? true } ?? false
            guard let number = named?.number ?? holdings.letters.min() else { return received.new(holdings) }
            let isElsewhere = !holdings.letters.isEmpty && holdings.letters != [number]
            received.reply = (named == nil || isOurs) && !isElsewhere ? .proven : .unproven
            // An objection that comes as the answer to a letter is a matter of its own.
            if let own = mapping?.record, let type = holdings.recordTypes[number], type != own {
                received.reply = .none
                received.thread = nil
                received.findings.append(Finding(.caseOtherMatter, ["number": number]))
                return received.new(holdings)
            }
            return Match(caseNumber: number, received: received)
        }
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

    /// A case of its own; where somebody of the same identity has one already, a clerk has to know.
    private func new(_ holdings: Holdings) -> Match {
        guard let number = holdings.similar else { return Match(caseNumber: nil, received: self) }
        var received = self
        received.findings.append(Finding(.caseSimilar, ["number": number]))
        return Match(caseNumber: nil, received: received)
    }
}
