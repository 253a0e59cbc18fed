internal import Synchronization
internal import Vocabulary
internal import Wire

/// Where readers ask for content keys: one process for all readers of a pool, started with the first question, anew when it has died.
///
/// What a reader asks goes through the program, so that no reader shares anything with another, and the process that holds the keys
/// hears nobody but the program.
final class KeyDesk: Sendable {
    /// So long is waited for an answer.
    private static let patience = Duration.seconds(10)
    /// An answer is a key of a few bytes.
    private static let mostBytes = 4096

    private struct Holder: ~Copyable {
        var process: ChildProcess?
        var incoming = FrameReader(-1)
    }

    private let command: ReaderCommand
    private let holder = Mutex(Holder())

    init(_ command: ReaderCommand) { self.command = command }

    /// The id of the running process, for tests and diagnosis.
    var processId: Int32? { holder.withLock { $0.process?.pid } }

    /// Asks for a content key.
    ///
    /// - Parameter request: what a reader asks for.
    /// - Returns: the answer; ``UnwrapAnswer/noKey`` where the office has no keys.
    func unwrap(_ request: UnwrapRequest) -> UnwrapAnswer {
        guard let directory = command.keyDirectory else { return .noKey }
        guard let question = try? Wire.encode(request) else { return .unavailable }
        return holder.withLock { holder in
            // One that died since the last question is no reason to leave this one unanswered.
            for _ in 0..<2 {
                if holder.process == nil {
                    let arguments = [directory, "\(command.profile.limits.unwrapsPerMinute)"]
                    holder.process = ChildProcess(command.keyHolder, arguments)
                    holder.incoming = FrameReader(holder.process?.output ?? -1)
                }
                guard holder.process != nil else { return .unavailable }
                if let answer = Self.ask(question, &holder) { return answer }
                _ = holder.process.take()?.end(killing: true)
            }
            return .unavailable
        }
    }

    /// Whether the process that holds the keys answers, asked for a key that nobody has; true where the office has no keys.
    var answers: Bool {
        let nobody = UnwrapRequest(recipient: .subjectKey([]), scheme: .pkcs1, encryptedKey: [], keyBytes: 16)
        return unwrap(nobody) != .unavailable
    }

    /// nil when the process has died, takes too long or says what it should not.
    private static func ask(_ question: [UInt8], _ holder: inout Holder) -> UnwrapAnswer? {
        let deadline = ContinuousClock.now + patience
        do {
            try holder.process?.write([question], until: deadline)
            return try Wire.decode(UnwrapAnswer.self, from: try holder.incoming.next(most: mostBytes, until: deadline))
        } catch {
            return nil
        }
    }

    /// Ends the process, if there is one.
    func end() { holder.withLock { _ = $0.process.take()?.end(killing: true) } }
}
