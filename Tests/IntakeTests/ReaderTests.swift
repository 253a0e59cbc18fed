import Deciding
import Definitions
import Foundation
import Glibc
import Intake
import Readers
import TestSupport
import Testing
import Vocabulary

/// The reader process under attack: whatever happens to it, every message has an outcome.
struct ReaderTests {
    private func pipeline(readers: Int = 2, limits: Limits = Limits()) async throws -> (Pipeline, ReaderPool) {
        var profile = ReaderProfile(schemas: Place.schemas.path)
        profile.limits = limits
        return try await Pipelines.make(profile, readers: readers)
    }

    private func sample(_ folder: String) throws -> [UInt8] {
        Array(try Data(contentsOf: Place.repository.appendingPathComponent("SampleForms/\(folder)/message.eml")))
    }

    private let now = Instant(seconds: 1_795_425_300)

    @Test func `killed in the middle of 100 messages, all 100 are accounted for`() async throws {
        let (pipeline, pool) = try await pipeline()
        let bytes = try sample("01-mietzuschuss-vollstaendig")
        let done = Counter()
        let killer = Task {
            while await done.value < 100 {
                if await done.value % 7 == 3 { for id in pool.processIds { kill(id, SIGKILL) } }
                await Task.yield()
            }
        }
        let outcomes = try await withThrowingTaskGroup(of: Decision.self) { group in
            for number in 0..<100 {
                group.addTask {
                    let decision = try await pipeline.process(Submission(source: "\(number)", bytes: bytes), now: now).decision
                    await done.add()
                    return decision
                }
            }
            return try await group.reduce(into: [String: Decision]()) { $0[$1.received.source] = $1 }
        }
        await killer.value
        #expect(outcomes.count == 100)
        for decision in outcomes.values where decision.outcome != .handover {
            #expect(decision.outcome == .review)
            #expect(decision.assessment.findings.contains { $0.code == "reader.killed" })
        }
        let after = try await pipeline.process(Submission(source: "danach", bytes: bytes), now: now).decision
        #expect(after.outcome == .handover)
    }

    @Test func `a message that takes too long is cut off and the next one is read`() async throws {
        var limits = Limits()
        limits.wallSeconds = 4
        let (pipeline, _) = try await pipeline(readers: 1, limits: limits)
        let flood = try await pipeline.extract(Submission(source: "flood.pdf", bytes: try Fixtures.bytes("flood.pdf")), now: now)
        #expect(flood.findings.contains { $0.code == "limit.wall" })
        let next = try await pipeline.process(Submission(source: "a", bytes: try sample("07-xml")), now: now).decision
        #expect(next.outcome == .handover)
    }

    @Test func `a message that burns processor time is cut off by the kernel, and what was read before is kept`() async throws {
        var limits = Limits()
        limits.cpuSeconds = 1
        let (pipeline, _) = try await pipeline(readers: 1, limits: limits)
        var message = Array(
            "From: a@example.org\nSubject: Flut\nContent-Type: application/pdf; name=flut.pdf\nContent-Transfer-Encoding: base64\n\n".utf8
        )
        message += Array(Data(try Fixtures.bytes("flood.pdf")).base64EncodedData(options: .lineLength76Characters))
        let reading = try await pipeline.extract(Submission(source: "flut.eml", bytes: message), now: now)
        #expect(reading.findings.contains { $0.code == "limit.cpu" })
        #expect(reading.message?.subject == "Flut")
    }

    @Test func `a message larger than the limit is read as far as it goes`() async throws {
        var limits = Limits()
        limits.messageBytes = 1000
        let (pipeline, _) = try await pipeline(readers: 1, limits: limits)
        let decision = try await pipeline.process(Submission(source: "a", bytes: try sample("08-widerspruch-brief")), now: now).decision
        #expect(decision.assessment.findings.contains { $0.code == "limit.message-bytes" })
    }

    @Test func `a program that is no reader is a finding, not a crash`() async throws {
        let catalogue = try await pipeline(readers: 1).0.catalogue
        for executable in ["/bin/false", "/bin/cat"] {
            let pool = ReaderPool(ReaderCommand(executable: executable, profile: ReaderProfile(schemas: "")), count: 1)
            let pipeline = Pipeline(catalogue: catalogue, office: Office(), pool: pool)
            let decision = try await pipeline.process(Submission(source: "a", bytes: [1, 2, 3]), now: now).decision
            #expect(decision.outcome == .review)
            #expect(
                decision.assessment.findings.contains { $0.code.hasPrefix("reader.") },
                "\(executable): \(decision.assessment.findings.map(\.code))"
            )
        }
    }

    /// `EINGANG_MUTATIONS=10000` runs the long form.
    @Test func `mutated samples never end the parent and always have an outcome`() async throws {
        let count = ProcessInfo.processInfo.environment["EINGANG_MUTATIONS"].flatMap(Int.init) ?? 500
        let (pipeline, _) = try await pipeline()
        let samples = try SampleTests.folders.filter { $0.first?.isNumber == true && $0 != "24-postfach" }.map(sample)
        var random = SplitMix(seed: 20261123)
        var crashes = 0
        for batch in stride(from: 0, to: count, by: 100) {
            let inputs = (batch..<min(batch + 100, count)).map { _ in random.mutated(samples[random.below(samples.count)]) }
            let decisions = try await withThrowingTaskGroup(of: Decision.self) { group in
                for input in inputs {
                    group.addTask { try await pipeline.process(Submission(source: "m", bytes: input), now: now).decision }
                }
                return try await group.reduce(into: [Decision]()) { $0.append($1) }
            }
            #expect(decisions.count == inputs.count)
            crashes +=
                decisions.filter { $0.assessment.findings.contains { $0.code.hasPrefix("reader.") || $0.code == "limit.wall" } }.count
        }
        print("\(count) mutated messages, \(crashes) ended their reader, \(Self.residentMegabytes) MB resident")
        // The short form runs beside hundreds of other tests in this process, and the figure is theirs as well.
        if count > 500 { #expect(Self.residentMegabytes < 400) }
    }

    private static var residentMegabytes: Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return (Int(line.filter(\.isNumber)) ?? 0) / 1024
    }
}

private actor Counter {
    private(set) var value = 0
    func add() { value += 1 }
}

/// A small random number generator with a fixed seed (Steele, Lea, Flood 2014).
struct SplitMix {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }

    /// A copy with a few bytes changed, a piece cut out, doubled or moved, or the end missing.
    ///
    /// In half of the cases the change is made to a decoded Base64 body, so that it reaches the PDF parser instead of the
    /// mail parser.
    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        let text = String(decoding: bytes, as: UTF8.self)
        if next() % 2 == 0, let start = text.range(of: "base64\r\n\r\n") ?? text.range(of: "base64\n\n") {
            let rest = text[start.upperBound...]
            let end = rest.range(of: "--=_")?.lowerBound ?? rest.endIndex
            if let data = Data(base64Encoded: String(rest[..<end]), options: .ignoreUnknownCharacters) {
                let changed = Data(changedBytes(Array(data))).base64EncodedString(options: .lineLength76Characters)
                return Array((text[..<start.upperBound] + changed + "\r\n" + rest[end...]).utf8)
            }
        }
        return changedBytes(bytes)
    }

    private mutating func changedBytes(_ bytes: [UInt8]) -> [UInt8] {
        var out = bytes
        guard out.count > 16 else { return out }
        for _ in 0...below(8) {
            let at = below(out.count)
            let length = min(below(200), out.count - at)
            switch below(6) {
            case 0: out[at] = UInt8(truncatingIfNeeded: next())
            case 1: out[at] ^= 1 << UInt8(below(8))
            case 2: out.removeSubrange(at..<at + length)
            case 3: out.insert(contentsOf: Array(out[at..<at + length]), at: below(out.count))
            case 4: out.replaceSubrange(at..<at + length, with: (0..<length).map { _ in UInt8(truncatingIfNeeded: next()) })
            default: if below(4) == 0 { out.removeLast(min(out.count - 16, below(out.count))) }
            }
            if out.count < 16 { break }
        }
        return out
    }
}
