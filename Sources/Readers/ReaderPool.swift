public import Definitions
internal import Foundation
public import Vocabulary

/// A few reader processes, started once and used for message after message.
///
/// Who asks waits for its turn, in order; how many may wait is bounded. A cancelled task stops waiting, and what is being read for it
/// is broken off with its process.
public actor ReaderPool {
    /// Why there is no reading.
    public enum Failure: Error, Sendable, CustomStringConvertible {
        /// Too many are waiting already.
        case full
        /// The pool is being shut down.
        case shutDown
        /// The task that asked was cancelled.
        case cancelled
        /// No reader can be started, or it has no definitions: our own fault, not the message's.
        case unavailable

        /// What is wrong, in German.
        public var description: String {
            switch self {
            case .full: "Es warten schon zu viele Nachrichten auf einen Leseprozess."
            case .shutDown: "Die Leseprozesse werden gerade beendet."
            case .cancelled: "Das Lesen wurde abgebrochen."
            case .unavailable: "Es kann kein Leseprozess gestartet werden, oder er findet keine Definitionen."
            }
        }
    }

    private struct Waiter {
        var ticket: Int
        var turn: CheckedContinuation<Reader?, Never>
    }

    private let command: ReaderCommand
    private let keys: KeyDesk
    private let readers: [Reader]
    private let mostWaiting: Int
    private var idle: [Reader]
    private var waiting: [Waiter] = []
    private var tickets = 0
    private var isShutDown = false
    /// Whether somebody works, or waits to work, while all other readers rest; and who comes after.
    private var isAlone = false
    private var alone: [CheckedContinuation<Void, Never>] = []
    private var ends: [CheckedContinuation<Void, Never>] = []

    /// Makes a pool; processes start with their first message.
    ///
    /// - Parameters:
    ///   - command: how a process is started.
    ///   - count: how many work side by side.
    ///   - mostWaiting: how many may wait for their turn.
    ///   - trustLists: what an earlier reader of this profile read from the trust lists; passed over if it does not fit them.
    public init(_ command: ReaderCommand, count: Int, mostWaiting: Int = 1000, trustLists: [UInt8] = []) {
        self.command = command
        let keys = KeyDesk(command)
        self.keys = keys
        readers = (0..<max(1, count)).map { _ in Reader(command, keys: keys, trustLists: trustLists) }
        idle = readers
        self.mostWaiting = mostWaiting
    }

    /// The ids of the processes that run now, for tests and diagnosis.
    public nonisolated var processIds: [Int32] { readers.compactMap(\.processId) }

    /// The id of the process that holds the keys, for tests and diagnosis; nil when none runs.
    public nonisolated var keyProcessId: Int32? { keys.processId }

    /// Has a submission read; whatever happens to the process, there is a reading.
    ///
    /// - Parameters:
    ///   - submission: its bytes.
    ///   - request: how far it is read.
    ///   - revocation: CRLs and OCSP responses that were got for it.
    /// - Returns: what was found.
    /// - Throws: ``Failure`` when nobody reads it.
    public func read(
        _ submission: Submission,
        _ request: ReadRequest,
        revocation: [[UInt8]] = []
    ) async throws(Failure) -> Reading {
        var read = try await withReader { reader, ticket in
            await reader.read(submission, request, revocation: revocation, ticket: ticket)
        }
        // Not the message's fault, as far as anybody knows: once more, while nothing else takes memory. Then a clerk gets it.
        if read.wasKilled {
            read = try await alone { reader, ticket in
                await reader.read(submission, request, revocation: revocation, ticket: ticket)
            }
        }
        guard let reading = read.reading else { throw .unavailable }
        return reading
    }

    /// Works with one reader while all others rest.
    private func alone<Output: Sendable>(_ body: @Sendable (Reader, Int) async -> Output) async throws(Failure) -> Output {
        // One after the other, or two would each hold readers the other waits for.
        if isAlone { await withCheckedContinuation { alone.append($0) } }
        isAlone = true
        var resting: [Reader] = []
        defer {
            for reader in resting { give(back: reader) }
            isAlone = !alone.isEmpty
            if isAlone { alone.removeFirst().resume() }
        }
        tickets += 1
        while resting.count < readers.count - 1 {
            guard let reader = await take(tickets) else { throw isShutDown ? .shutDown : .cancelled }
            resting.append(reader)
        }
        return try await withReader(body)
    }

    /// What the readers were started with.
    ///
    /// - Throws: ``Failure`` when nobody answers.
    public func equipment() async throws(Failure) -> Equipment {
        var equipment = try await withReader { reader, _ in await reader.equipment() }
        equipment.failure = equipment.failure ?? command.keyFault
        if let lists = Data(base64Encoded: equipment.trustLists), !lists.isEmpty {
            for reader in readers { await reader.begin(with: Array(lists)) }
        }
        return equipment
    }

    /// What is wrong with the definitions, as a reader has loaded them.
    ///
    /// - Parameter blanks: the fields of the blank PDFs that forms name, by file relative to the definitions; none for what is no PDF form.
    /// - Returns: the report; nil when the reader does not answer.
    /// - Throws: ``Failure`` when no reader is free.
    public func lint(_ blanks: [String: [FormField]]) async throws(Failure) -> DefinitionReport? {
        try await withReader { reader, _ in await reader.lint(blanks) }
    }

    /// Whether the process that holds the office's keys answers; true where there are none.
    public var keysAnswer: Bool { keys.answers }

    /// The acts a reader can still do and should not: none, if the kernel confines it.
    ///
    /// - Parameter file: a file that is there and none of its business; it is in danger if the reader is not confined.
    /// - Returns: the names of the acts; nil when the reader does not answer.
    /// - Throws: ``Failure`` when no reader is free.
    public func escapes(file: String) async throws(Failure) -> [String]? {
        try await withReader { reader, _ in await reader.escapes(file: file) }
    }

    /// Refuses whoever comes now, lets those finish that are being read, and ends the processes.
    public func shutDown() async {
        isShutDown = true
        for waiter in waiting { waiter.turn.resume(returning: nil) }
        waiting = []
        if idle.count < readers.count { await withCheckedContinuation { ends.append($0) } }
        for reader in readers { await reader.end() }
        keys.end()
    }

    private func withReader<Output: Sendable>(
        _ body: @Sendable (Reader, Int) async -> Output
    ) async throws(Failure) -> Output {
        tickets += 1
        let ticket = tickets
        guard !isShutDown else { throw .shutDown }
        guard idle.count > 0 || waiting.count < mostWaiting else { throw .full }
        guard let reader = await take(ticket) else { throw isShutDown ? .shutDown : .cancelled }
        let output = await withTaskCancellationHandler {
            await body(reader, ticket)
        } onCancel: {
            reader.breakOff(ticket)
        }
        give(back: reader)
        if Task.isCancelled { throw .cancelled }
        return output
    }

    private func take(_ ticket: Int) async -> Reader? {
        if Task.isCancelled { return nil }
        if let reader = idle.popLast() { return reader }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { waiting.append(Waiter(ticket: ticket, turn: $0)) }
        } onCancel: {
            Task { await self.stopWaiting(ticket) }
        }
    }

    private func stopWaiting(_ ticket: Int) {
        guard let index = waiting.firstIndex(where: { $0.ticket == ticket }) else { return }
        waiting.remove(at: index).turn.resume(returning: nil)
    }

    private func give(back reader: Reader) {
        if !waiting.isEmpty { return waiting.removeFirst().turn.resume(returning: reader) }
        idle.append(reader)
        guard isShutDown, idle.count == readers.count else { return }
        for end in ends { end.resume() }
        ends = []
    }
}
