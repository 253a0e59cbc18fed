internal import Definitions
internal import Dispatch
internal import Foundation
internal import Glibc
internal import Synchronization
internal import Vocabulary
internal import Wire

/// Runs an actor on a thread of its own, because talking to a process blocks.
final class ReaderExecutor: SerialExecutor {
    private let queue = DispatchQueue(label: "eingang.reader")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { unsafe job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}

/// One place for a reader process: starts it when needed, replaces it when it dies.
actor Reader {
    private let executor = ReaderExecutor()
    private let command: ReaderCommand
    private let keys: KeyDesk
    private var limits: Limits { command.profile.limits }
    private var process: ChildProcess?
    private var incoming = FrameReader(-1)
    private let running = Mutex(Running())
    /// What every new process begins with: what an earlier one read from the trust lists.
    private var trustLists: [UInt8]
    /// Whether the process has been asked for anything, and how many submissions it has opened.
    private var (hasBegun, opened) = (false, 0)

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// The process that runs, and for whom it works; known also while it works.
    private struct Running {
        var pid: Int32?
        var ticket: Int?
        var isBrokenOff = false
    }

    init(_ command: ReaderCommand, keys: KeyDesk, trustLists: [UInt8]) {
        self.command = command
        self.keys = keys
        self.trustLists = trustLists
    }

    /// Has new processes begin with what another one read.
    func begin(with trustLists: [UInt8]) { self.trustLists = trustLists }

    /// The id of the running process, for tests and diagnosis.
    nonisolated var processId: Int32? { running.withLock { $0.pid } }

    /// Ends the process if it still works for this ticket.
    nonisolated func breakOff(_ ticket: Int) {
        running.withLock { running in
            guard running.ticket == ticket, let pid = running.pid else { return }
            running.isBrokenOff = true
            // It is reaped only after its id was taken out of here, so the id is still its own.
            kill(pid, SIGKILL)
        }
    }

    /// Ends the process, if there is one.
    func end() {
        running.withLock { $0 = Running() }
        _ = process.take()?.end(killing: true)
    }

    /// Has a submission read; whatever happens to the process, there is a reading, unless none can be started.
    ///
    /// - Returns: the reading, and whether somebody else killed the process, say an operator or the kernel for want of memory.
    func read(_ submission: Submission, _ request: ReadRequest, revocation: [[UInt8]], ticket: Int) -> (reading: Reading?, wasKilled: Bool)
    {
        if opened >= limits.readerMessages { end() }
        running.withLock { ($0.ticket, $0.isBrokenOff) = (ticket, false) }
        defer { running.withLock { $0.ticket = nil } }
        let (reading, wasKilled) = attempt(submission, request, revocation)
        return (reading.findings.contains { $0.isA(.readerUnavailable) } ? nil : reading, wasKilled)
    }

    /// What the process was started with, or why it cannot be used.
    ///
    /// Asked of a process that has opened nothing yet: what one says that has may be the word of what it read.
    func equipment() -> Equipment {
        if opened > 0 { end() }
        let request = ReadRequest(.equipment, source: "", receivedAt: nil, now: Instant(seconds: 0))
        var equipment = Equipment()
        let submission = Submission(source: "", bytes: [])
        let found = attempt(submission, request, []) { if case .equipment(let own) = $0 { equipment = own } }
        if !found.reading.findings.isEmpty, equipment.failure == nil {
            equipment.failure =
                "Der Leseprozess „\(command.executable)“ kann nicht gestartet werden oder antwortet nicht. "
                + "Das Programm eingang-reader gehört neben das Programm eingang."
        }
        return equipment
    }

    /// The acts a process that has begun can still do and should not; nil when it does not answer.
    func escapes(file: String) -> [String]? {
        let request = ReadRequest(.escape, source: file, receivedAt: nil, now: Instant(seconds: 0))
        var acts: [String]?
        _ = attempt(Submission(source: file, bytes: []), request, []) { if case .escapes(let own) = $0 { acts = own } }
        return acts
    }

    /// What is wrong with the definitions.
    ///
    /// - Parameter blanks: the fields of the blank PDFs that forms name, by file.
    /// - Returns: the report; nil when the process does not answer.
    func lint(_ blanks: [String: [FormField]]) -> DefinitionReport? {
        guard let bytes = try? Wire.encode(blanks) else { return nil }
        let request = ReadRequest(.lint, source: "", receivedAt: nil, now: Instant(seconds: 0))
        var report: DefinitionReport?
        _ = attempt(Submission(source: "", bytes: bytes), request, []) { if case .lint(let own) = $0 { report = own } }
        return report
    }

    private func attempt(
        _ submission: Submission,
        _ request: ReadRequest,
        _ revocation: [[UInt8]],
        also: (ReadEvent) -> Void = { _ in }
    ) -> (reading: Reading, wasKilled: Bool) {
        var reading = Reading(receivedAt: submission.receivedAt ?? request.now)
        reading.isReceiptKnown = submission.receivedAt != nil
        if process == nil {
            process = ChildProcess(command.executable, command.arguments)
            (hasBegun, opened) = (false, 0)
            let (pid, output) = (process?.pid, process?.output)
            incoming = FrameReader(output ?? -1)
            running.withLock { $0.pid = pid }
        }
        guard process != nil else {
            reading.findings.append(Finding(.readerNotStarted))
            return (reading, false)
        }
        do throws(Frame.Failure) {
            try exchange(submission, request, revocation, &reading, also)
            return (reading, false)
        } catch {
            let wasKilled = bury(after: error, request.purpose.limits(limits), &reading)
            return (reading, wasKilled)
        }
    }

    private func exchange(
        _ submission: Submission,
        _ request: ReadRequest,
        _ revocation: [[UInt8]],
        _ reading: inout Reading,
        _ also: (ReadEvent) -> Void
    ) throws(Frame.Failure) {
        let limits = request.purpose.limits(limits)
        let deadline = ContinuousClock.now + .seconds(limits.wallSeconds)
        var request = request
        request.revocation = revocation.count
        guard let head = try? Wire.encode(request) else { throw .closed }
        let first = hasBegun ? [] : [trustLists]
        hasBegun = true
        if request.purpose != .equipment, request.purpose != .escape { opened += 1 }
        try process?.write(first + [head, submission.bytes] + revocation, until: deadline)
        var left = limits.outputBytes
        while true {
            let payload = try incoming.next(most: left, until: deadline)
            left -= payload.count
            guard let event = try? Wire.decode(ReadEvent.self, from: payload) else { throw .garbled }
            guard reading.take(event, receipt: submission.receivedAt) else { throw .garbled }
            also(event)
            if case .unwrap(let question) = event {
                guard let answer = try? Wire.encode(keys.unwrap(question)) else { throw .closed }
                try process?.write([answer], until: deadline)
            }
            if case .done = event { return }
        }
    }

    /// Ends the process, says in a finding why, and tells whether somebody else killed it.
    private func bury(after failure: Frame.Failure, _ limits: Limits, _ reading: inout Reading) -> Bool {
        let isBrokenOff = running.withLock { running in
            running.pid = nil
            return running.isBrokenOff
        }
        guard let end = process.take()?.end(killing: failure != .closed) else { return false }
        let finding =
            switch (failure, end.signal) {
            case (.late, _): Finding(.limitWall, ["seconds": "\(limits.wallSeconds)"])
            case (.tooLong, _): Finding(.limitOutput)
            case (.closed, SIGXCPU): Finding(.limitCPU, ["seconds": "\(limits.cpuSeconds)"])
            case (.closed, SIGKILL): Finding(.readerKilled)
            case (.closed, _) where end.peakMemoryBytes > limits.memoryBytes / 2: Finding(.messageMemory)
            default: Finding(.readerCrashed)
            }
        reading.findings.append(finding)
        return failure == .closed && end.signal == SIGKILL && !isBrokenOff
    }
}
