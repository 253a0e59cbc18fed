internal import Vocabulary

/// The verdict on one signature and how it came about.
struct Judgement {
    var provenTime: Instant
    var claimedTime: Instant?
    var signer: String?
    var isPseudonym = false
    var path: [Certificate] = []
    var checks: [Verification.Check] = []
    var subIndication: SubIndication?
    var qualification = Qualification()
    /// Who could say what is not known about revocation.
    var services: [RevocationService] = []

    init(provenTime: Instant, claimedTime: Instant?) {
        self.provenTime = provenTime
        self.claimedTime = claimedTime
    }

    var indication: Verification.Indication { subIndication?.indication ?? .passed }

    /// A step that went well.
    mutating func note(_ name: String, _ detail: String) { checks.append(.init(name, .passed, detail)) }

    /// A step that did not; the first reason counts, unless a later one says the signature is wrong and not only in doubt.
    mutating func end(_ reason: SubIndication, _ name: String, _ detail: String) {
        checks.append(.init(name, reason.indication, detail))
        if let known = subIndication, known.indication == .failed || reason.indication == .indeterminate { return }
        subIndication = reason
    }
}
