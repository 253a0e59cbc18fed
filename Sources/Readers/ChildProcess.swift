internal import CSpawn
internal import Foundation
internal import Glibc
internal import Synchronization
internal import Vocabulary
internal import Wire

/// A running process with its pipes: a reader, or the one that holds the keys.
///
/// Killed and reaped when it goes out of use.
struct ChildProcess: ~Copyable {
    /// How a process ended.
    struct End {
        var signal: Int32?
        var peakMemoryBytes: Int
    }

    let pid: pid_t
    private let input: Int32
    /// Where its frames come from.
    let output: Int32

    /// Starts a process; nil if the system has none to give.
    init?(_ executable: String, _ arguments: [String]) {
        _ = Self.brokenPipesAreErrors
        let started = Self.starting.withLock { _ in Self.start([executable] + arguments) }
        guard let started else { return nil }
        pid = started.pid
        input = started.input
        output = started.output
        // A message is to fit into the pipe, so that it is handed over at one go; the system may allow less.
        _ = fcntl(input, Self.setPipeSize, 1 << 20)
        _ = fcntl(input, F_SETFL, O_NONBLOCK)
    }

    /// Writing to a process that has died must be an error, not the end of this one.
    private static let brokenPipesAreErrors: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

    /// One at a time: a pipe must not be inherited by a process that another thread starts before it is marked.
    private static let starting = Mutex<Void>(())

    private static func start(_ command: [String]) -> (pid: pid_t, input: Int32, output: Int32)? {
        guard let toChild = makePipe() else { return nil }
        guard let fromChild = makePipe() else {
            toChild.forEach { close($0) }
            return nil
        }
        guard let pid = spawn(command, input: toChild[0], output: fromChild[1]) else {
            (toChild + fromChild).forEach { close($0) }
            return nil
        }
        close(toChild[0])
        close(fromChild[1])
        return (pid, toChild[1], fromChild[0])
    }

    /// `F_SETPIPE_SZ` of `<fcntl.h>`, which shows it only with GNU extensions.
    private static let setPipeSize: Int32 = 1031

    private static func makePipe() -> [Int32]? {
        var ends: [Int32] = [0, 0]
        guard unsafe pipe(&ends) == 0 else { return nil }
        ends.forEach { _ = fcntl($0, F_SETFD, FD_CLOEXEC) }
        return ends
    }

    deinit {
        kill(pid, SIGKILL)
        var status: Int32 = 0
        unsafe waitpid(pid, &status, 0)
        close(input)
        close(output)
    }

    func write(_ payloads: [[UInt8]], until deadline: ContinuousClock.Instant) throws(Frame.Failure) {
        try Frame.write(payloads, to: input, until: deadline)
    }

    /// Kills the process, at once or when it does not end by itself within a second, and says how it ended.
    consuming func end(killing: Bool) -> End {
        var status: Int32 = 0
        var usage = rusage()
        var patience = killing ? 0 : 1000
        while patience > 0, unsafe wait4(pid, &status, WNOHANG, &usage) == 0 {
            usleep(1000)
            patience -= 1
        }
        if patience == 0 {
            kill(pid, SIGKILL)
            unsafe wait4(pid, &status, 0, &usage)
        }
        let (input, output) = (self.input, self.output)
        discard self
        close(input)
        close(output)
        let signal = status & 0x7F
        return End(signal: signal == 0 ? nil : signal, peakMemoryBytes: usage.ru_maxrss * 1024)
    }

    private static func spawn(_ command: [String], input: Int32, output: Int32) -> pid_t? {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        // Nothing else of this process is for who opens foreign bytes, whatever another part of it left open.
        unsafe eg_spawn_close_from(&actions, STDERR_FILENO + 1)
        let words: [UnsafeMutablePointer<CChar>?] = unsafe command.map { unsafe strdup($0) }
        defer { unsafe words.forEach { unsafe free($0) } }
        // What stands in the environment of the program is not for who opens foreign bytes.
        let kept = ["LD_LIBRARY_PATH", "TZDIR"].compactMap { name in ProcessInfo.processInfo.environment[name].map { "\(name)=\($0)" } }
        let settings: [UnsafeMutablePointer<CChar>?] = unsafe (["LANG=C.UTF-8"] + kept).map { unsafe strdup($0) }
        defer { unsafe settings.forEach { unsafe free($0) } }
        // The threads that talk to readers block all signals, and ignore broken pipes; a child would inherit both, and no
        // limit on processor time would ever reach it.
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var all = sigset_t()
        unsafe sigemptyset(&none)
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var pid: pid_t = 0
        let status = unsafe posix_spawn(&pid, command[0], &actions, &attributes, words + [nil], settings + [nil])
        return status == 0 ? pid : nil
    }
}
