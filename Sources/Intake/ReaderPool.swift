public import Vocabulary

/// A few reader processes, started once and used for message after message.
public actor ReaderPool {
    private var idle: [Reader]
    private var waiting: [CheckedContinuation<Reader, Never>] = []
    private let readers: [Reader]

    /// Makes a pool; processes start with their first message.
    public init(_ command: ReaderCommand, count: Int, limits: Limits) {
        readers = (0..<max(1, count)).map { _ in Reader(command, limits: limits) }
        idle = readers
    }

    /// The ids of the processes that run now, for tests and diagnosis.
    public nonisolated var processIds: [Int32] { readers.compactMap(\.processId) }

    func read(_ submission: Submission, _ request: ReadRequest, revocation: [[UInt8]] = []) async -> Reading {
        let reader = await take()
        let reading = await reader.read(submission, request, revocation: revocation)
        give(back: reader)
        return reading
    }

    private func take() async -> Reader {
        if let reader = idle.popLast() { return reader }
        return await withCheckedContinuation { waiting.append($0) }
    }

    private func give(back reader: Reader) {
        if waiting.isEmpty {
            idle.append(reader)
        } else {
            waiting.removeFirst().resume(returning: reader)
        }
    }
}
