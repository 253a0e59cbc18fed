internal import Deciding
internal import Vocabulary

/// What a look through everything that is kept found.
public struct Audit: Sendable {
    /// How many originals were compared with their digests.
    public internal(set) var originals = 0
    /// How many states of the trust directory were compared with theirs.
    public internal(set) var trustStates = 0
    /// The first place that does not hold, in German; nil when everything does.
    public internal(set) var fault: String?
}

extension Archive {
    /// Recomputes the chain of events and the digests of everything that is kept, up to the first place that does not hold.
    public func audit() async throws(StoreError) -> Audit {
        var audit = Audit()
        if let event = try await rows.firstBrokenEvent() {
            audit.fault = "Das Ereignis \(event) wurde nachträglich geändert, oder es fehlt."
            return audit
        }
        var states: Set<Digest> = []
        for office in try await rows.offices().sorted() {
            if let receipt = try await rows.firstUnrecorded(office: office) {
                audit.fault = "Von der Einsendung \(receipt.id) (\(Self.place(receipt))) fehlen die Ereignisse."
                return audit
            }
            var after = 0
            while case let receipts = try await rows.receipts(office: office, after: after, limit: 1000), let last = receipts.last {
                for receipt in receipts {
                    audit.fault = try await changedTime(of: receipt, office) ?? fault(of: receipt)
                    if audit.fault != nil { return audit }
                    audit.originals += 1
                    guard let state = receipt.trust, states.insert(state).inserted else { continue }
                    do { _ = try trustDirectory(of: state) } catch {
                        audit.fault = "\(error.description) Damit wurde die Einsendung \(receipt.id) geprüft (\(Self.place(receipt)))."
                        return audit
                    }
                }
                after = last.id
            }
        }
        audit.trustStates = states.count
        return audit
    }

    /// What of a case does not hold any more, in German; empty when everything does.
    public func faults(ofCase number: String, office: String) async throws(StoreError) -> [String] {
        var faults = try await rows.brokenEvents(ofCase: number, office: office)
            .map { "Das Ereignis \($0) wurde nachträglich geändert, oder das davor fehlt." }
        for receipt in try await rows.receipts(ofCase: number, office: office) {
            if let fault = try await changedTime(of: receipt, office) ?? fault(of: receipt) { faults.append(fault) }
        }
        return faults
    }

    /// Whether the time of receipt in a row is another than the chain of events tells of; the fault, in German.
    private func changedTime(of receipt: Receipt, _ office: String) async throws(StoreError) -> String? {
        guard let time = receipt.receivedAt, let number = receipt.caseNumber else { return nil }
        let told = try await rows.events(ofCase: number, office: office)
            .filter { $0.event.kind == .received && $0.event.submission == receipt.digest }
            .compactMap { $0.event.detail.split(separator: " ").first { $0.hasPrefix("received=") } }
        guard !told.isEmpty, !told.contains("received=\(time)") else { return nil }
        return "Der Zeitpunkt des Eingangs der Einsendung \(receipt.id) (\(Self.place(receipt))) wurde nachträglich geändert."
    }

    private func fault(of receipt: Receipt) -> String? {
        do throws(StoreError) {
            _ = try submission(of: receipt, most: 0)
            return nil
        } catch {
            return "Das Original der Einsendung \(receipt.id) (\(Self.place(receipt))) fehlt oder wurde verändert: \(receipt.digest)."
        }
    }

    private static func place(_ receipt: Receipt) -> String {
        (receipt.caseNumber.map { "Vorgang \($0), " } ?? "") + "„\(Label.escaped(receipt.source))“"
    }
}
