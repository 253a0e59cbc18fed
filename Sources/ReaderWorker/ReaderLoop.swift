internal import DefinitionFiles
internal import Foundation
internal import Glibc
internal import Lint
public import Readers
internal import Trust
internal import Vocabulary
internal import Wire

/// The reader process: takes requests from its standard input until that is closed, and sends events to its standard
/// output.
///
/// It may die at any message; the other side carries on.
public enum ReaderLoop {
    /// Runs until the input is closed.
    ///
    /// - Parameter profile: what the readers of an office have in common.
    public static func run(_ profile: ReaderProfile) {
        let limits = profile.limits
        // What libraries print belongs on no terminal.
        let output = dup(STDOUT_FILENO)
        let nowhere = unsafe open("/dev/null", O_RDWR)
        dup2(nowhere, STDOUT_FILENO)
        dup2(nowhere, STDERR_FILENO)
        limitResources(limits)
        let input = Inbox()
        let most = max(limits.messageBytes * 8, 1 << 30)
        // The first frame is what an earlier process read from the trust lists.
        guard let trustLists = try? input.next(most: most, until: .now + .seconds(1 << 30)) else { return }
        let send = { (events: [ReadEvent]) in
            guard let payloads = try? events.map({ try Wire.encode($0) }) else { exit(70) }
            // The far future: a parent that does not read will kill this process.
            guard (try? Frame.write(payloads, to: output, until: .now + .seconds(3600))) != nil else { exit(70) }
        }
        let unwrap = { (request: UnwrapRequest) -> UnwrapAnswer in
            send([.unwrap(request)])
            guard let answer = try? input.next(most: 1 << 16, until: .now + .seconds(60)) else { exit(70) }
            return (try? Wire.decode(UnwrapAnswer.self, from: answer)) ?? .unavailable
        }
        let bench = Bench(profile, trustLists: trustLists, unwrap: unwrap, send: send)
        while let head = try? input.next(most: 1 << 20, until: .now + .seconds(1 << 30)),
            let bytes = try? input.next(most: most, until: .now + .seconds(60))
        {
            guard let request = try? Wire.decode(ReadRequest.self, from: head) else { exit(70) }
            limitProcessorTime(request.purpose.limits(limits).cpuSeconds)
            let revocation = (0..<request.revocation).map { _ in
                (try? input.next(most: most, until: .now + .seconds(60))) ?? []
            }
            bench.serve(request, bytes, revocation: revocation)
        }
    }

    /// No core dumps, no files written, no more memory than allowed.
    private static func limitResources(_ limits: Limits) {
        set(RLIMIT_CORE, 0)
        set(RLIMIT_FSIZE, 0)
        set(RLIMIT_AS, limits.memoryBytes)
        set(RLIMIT_NOFILE, 64)
    }

    /// So many seconds from now; then the kernel ends this process with SIGXCPU.
    private static func limitProcessorTime(_ seconds: Int) {
        var usage = rusage()
        unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let used = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
        var limit = rlimit()
        unsafe getrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &limit)
        limit.rlim_cur = rlim_t(used + seconds + 1)
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &limit)
    }

    private static func set(_ resource: __rlimit_resource, _ value: Int) {
        var limit = rlimit(rlim_cur: rlim_t(value), rlim_max: rlim_t(value))
        unsafe setrlimit(__rlimit_resource_t(resource.rawValue), &limit)
    }
}

/// What comes in: requests, and answers to what is asked while one is worked on.
private final class Inbox {
    private var frames = FrameReader(STDIN_FILENO)

    func next(most: Int, until deadline: ContinuousClock.Instant) throws(Frame.Failure) -> [UInt8] {
        try frames.next(most: most, until: deadline)
    }
}

/// What a reader works with: loaded once, used for message after message.
private final class Bench {
    private let send: ([ReadEvent]) -> Void
    private let limits: Limits
    private var equipment = Equipment()
    private var stages: ReadStages?
    private var lint: Lint?

    init(
        _ profile: ReaderProfile,
        trustLists: [UInt8],
        unwrap: @escaping (UnwrapRequest) -> UnwrapAnswer,
        send: @escaping ([ReadEvent]) -> Void
    ) {
        (self.send, limits) = (send, profile.limits)
        do {
            let definitions = try LoadedDefinitions(directory: URL(fileURLWithPath: profile.schemas))
            let trust = try TrustStore(directory: profile.trust, parsed: trustLists)
            equipment.catalogue = definitions.catalogue
            lint = Lint(definitions)
            equipment.trustFaults = trust.faults
            equipment.trustListsEnd = trust.listsEnd
            if !trust.usesParsed { equipment.trustLists = Data(trust.parsed).base64EncodedString() }
            stages = ReadStages(definitions, trust: trust, profile: profile, unwrap: unwrap, send: send)
        } catch {
            equipment.failure = "\(error)"
        }
        // Everything is loaded; from here on only foreign bytes are opened.
        equipment.confinement = .apply()
    }

    func serve(_ request: ReadRequest, _ bytes: [UInt8], revocation: [[UInt8]]) {
        if request.purpose == .equipment {
            send([.equipment(equipment)])
        } else if request.purpose == .escape {
            send([.escapes(ForbiddenActs.possible(request.source))])
        } else if request.purpose == .tree {
            TreeStage(limits: limits, send: send).run(request, bytes)
        } else if request.purpose == .lint, let lint {
            if let blanks = try? Wire.decode([String: [FormField]].self, from: bytes) { send([.lint(lint.report(blanks))]) }
        } else if stages != nil {
            stages?.run(request, bytes, revocation: revocation)
            return
        } else {
            send([.finding(Finding(.readerUnavailable, ["reason": equipment.failure ?? ""]))])
        }
        send([.done(timings: [:])])
    }
}
