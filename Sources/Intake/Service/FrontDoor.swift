internal import Deciding
internal import Foundation
internal import Logging
public import Store
public import Vocabulary

/// Where every channel hands over: finds the office, puts the submission on disk, and only then says so.
public struct FrontDoor: Reception {
    private let archive: Archive
    private let routes: Routes
    private let bells: [String: Bell]
    private let clock: @Sendable () -> Instant
    private let logger = Logger(label: "eingang.receive")

    /// Opens the door.
    ///
    /// - Parameters:
    ///   - archive: where everything is kept.
    ///   - routes: which office has which address and which source.
    ///   - bells: told when there is something to do, by office.
    ///   - clock: tells the present.
    public init(_ archive: Archive, _ routes: Routes, bells: [String: Bell], clock: @escaping @Sendable () -> Instant) {
        (self.archive, self.routes, self.bells, self.clock) = (archive, routes, bells, clock)
    }

    /// Whether an office has this address.
    public func knows(recipient: String) -> Bool { routes.knows(recipient) }

    /// Takes a submission in; one for several offices is kept for each.
    public func receive(_ submission: Submission) async -> Acceptance {
        let source = String(submission.source.prefix { $0 != "/" })
        let offices = routes.offices(source: source, recipients: submission.envelope.recipients)
        guard !offices.isEmpty else { return .refused(.unknownRecipient) }
        do throws(StoreError) {
            if try await archive.rows.source(source).isPaused { return .later(.paused) }
            var numbers: [String] = []
            for office in offices {
                let receipt = try await archive.receive(submission, office: office, now: clock()).receipt
                numbers.append(IntakeNumber(place: receipt.id).description)
                bells[office]?.ring()
            }
            return .accepted(number: numbers.joined(separator: " "))
        } catch {
            if error.code == .otherUpload { return .refused(.otherBytes) }
            logger.error("not received", metadata: ["source": "\(source)", "why": "\(error.description)"])
            return .later(error.code == .full ? .full : .fault)
        }
    }
}

/// Which office a submission is for: that of the address it was sent to, or that of its source.
public struct Routes: Sendable {
    private let addresses: [String: String]
    private let sources: [String: String]
    private let only: String?

    /// Reads them off an installation.
    public init(_ installation: Installation) {
        let pairs = installation.branches.flatMap { branch in branch.addresses.map { ($0.lowercased(), branch.office.id) } }
        addresses = Dictionary(pairs) { first, _ in first }
        sources = Dictionary(installation.sources.compactMap { source in source.office.map { (source.name, $0) } }) { first, _ in first }
        only = installation.branches.count == 1 ? installation.branches[0].office.id : nil
    }

    /// Where an office names no addresses, all mail that comes is for it.
    func knows(_ recipient: String) -> Bool { (only != nil && addresses.isEmpty) || addresses[Self.plain(recipient)] != nil }

    func offices(source: String, recipients: [String]) -> [String] {
        let named = Set(recipients.compactMap { addresses[Self.plain($0)] }).sorted()
        return named.isEmpty ? [sources[source] ?? only].compactMap(\.self) : named
    }

    /// An address without the detail that mail systems let people add (RFC 5233): `amt+antrag@…`.
    private static func plain(_ recipient: String) -> String {
        let parts = recipient.lowercased().split(separator: "@")
        guard parts.count == 2 else { return recipient.lowercased() }
        return parts[0].prefix { $0 != "+" } + "@" + parts[1]
    }
}
