internal import CCurl
internal import Dispatch
internal import Foundation
internal import Vocabulary

/// Gets CRLs and OCSP responses over the network, if the office has set that.
///
/// It runs beside the readers, which have no network, and opens nothing of what it gets: that is for a reader.
public actor RevocationFetcher {
    /// What a service sent, or why it did not.
    enum Answer: Sendable {
        case bytes([UInt8])
        case failure(String)
    }

    private static let most = 32 << 20
    private static let seconds = 10
    /// How long an answer is used again, in seconds.
    private static let age = Duration.seconds(600)
    private var known: [RevocationService: (answer: Task<Answer, Never>, at: ContinuousClock.Instant)] = [:]

    /// Makes a fetcher that has not asked anybody yet.
    public init() {}

    /// Asks services.
    ///
    /// - Parameter services: whom to ask; each once, at most 16 of them.
    /// - Returns: what they sent, and a finding for each that could not be asked.
    func fetch(_ services: [RevocationService]) async -> (data: [[UInt8]], findings: [Finding]) {
        var data: [[UInt8]] = []
        var findings: [Finding] = []
        for service in services.prefix(16) {
            switch await answer(of: service) {
            case .bytes(let bytes): data.append(bytes)
            case .failure(let reason):
                findings.append(Finding(.trustRevocationUnreachable, ["service": service.url, "reason": reason]))
            }
        }
        return (data, findings)
    }

    private func answer(of service: RevocationService) async -> Answer {
        let now = ContinuousClock.now
        known = known.filter { now - $0.value.at < Self.age }
        if let known = known[service] { return await known.answer.value }
        let answer = Task {
            await withCheckedContinuation { continuation in
                // libcurl blocks.
                DispatchQueue.global().async { continuation.resume(returning: Self.ask(service)) }
            }
        }
        // Kept while it is under way, so that messages side by side ask once.
        known[service] = (answer, now)
        return await answer.value
    }

    /// Whether an address names a machine of the office rather than a service of the world; nobody's certificate asks for that.
    static func isInside(_ url: String) -> Bool {
        guard let host = URLComponents(string: url)?.host?.lowercased() else { return true }
        let name = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]."))
        if name == "localhost" || name.hasSuffix(".localhost") || !name.contains(".") { return true }
        // An address in figures, in any of the ways they are written, is none that an authority publishes.
        return name.contains(":") || name.allSatisfy { $0.isHexDigit || $0 == "." || $0 == "x" } && name.last?.isNumber == true
    }

    private static func ask(_ service: RevocationService) -> Answer {
        if isInside(service.url) { return .failure("die Adresse liegt nicht im öffentlichen Netz") }
        let body = service.request ?? []
        let answer = unsafe body.withUnsafeBufferPointer { buffer in
            let start = service.request == nil ? nil : buffer.baseAddress
            return unsafe eg_fetch(service.url, start, body.count, "application/ocsp-request", most, seconds)
        }
        defer { unsafe eg_answer_free(answer) }
        switch unsafe answer.error {
        case 0: break
        case 6: return .failure("den Rechner gibt es nicht")
        case 7: return .failure("der Rechner ist nicht erreichbar")
        case 23: return .failure("die Antwort ist zu groß")
        case 28: return .failure("in \(seconds) Sekunden kam keine Antwort")
        default: return unsafe .failure("der Abruf misslang (libcurl \(answer.error))")
        }
        guard unsafe answer.status == 200, let data = unsafe answer.data else {
            return unsafe .failure("der Dienst antwortet mit dem Status \(answer.status)")
        }
        return unsafe .bytes(Array(UnsafeBufferPointer(start: data, count: answer.size)))
    }
}
