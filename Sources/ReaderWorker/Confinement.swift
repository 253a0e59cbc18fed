internal import CConfine
internal import Glibc
internal import Readers
internal import Vocabulary

extension Confinement {
    /// What parsers still have to read when everything else is loaded: fonts, their configuration, character maps, time zones.
    private static let readable = [
        "/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/fontconfig", "/etc/fonts", "/var/cache/fontconfig", "/usr/share/poppler",
        "/usr/lib/x86_64-linux-gnu/gconv", "/usr/lib/aarch64-linux-gnu/gconv", "/usr/lib/gconv", "/usr/lib64/gconv", "/usr/share/zoneinfo",
        "/etc/localtime", "/dev/urandom", "/dev/null",
    ]

    /// Confines this process for good.
    static func apply() -> Confinement {
        let paths: [UnsafeMutablePointer<CChar>?] = unsafe readable.map { unsafe strdup($0) } + [nil]
        defer { unsafe paths.forEach { unsafe free($0) } }
        let applied = unsafe paths.withUnsafeBufferPointer { list in
            unsafe list.withMemoryRebound(to: UnsafePointer<CChar>?.self) { unsafe eg_confine($0.baseAddress) }
        }
        return Confinement(filtersCalls: applied.calls != 0, restrictsFiles: applied.files != 0)
    }
}

/// Acts that a parser taken over by what it reads would try, for tests and for `eingang doctor`.
enum ForbiddenActs {
    /// The name of each act that was not refused.
    ///
    /// - Parameter file: a file that is there and none of the reader's business.
    /// - Returns: none of them where the reader is confined.
    static func possible(_ file: String) -> [String] {
        func isPossible(_ result: Int32) -> Bool {
            if result >= 0 { close(result) }
            return result >= 0
        }
        var acts: [(String, Bool)] = []
        acts.append(("read", isPossible(unsafe open(file, O_RDONLY))))
        acts.append(("write", isPossible(unsafe open("/tmp/eingang-\(getpid())", O_WRONLY | O_CREAT, 0o600))))
        acts.append(("append", isPossible(unsafe open(file, O_WRONLY | O_APPEND))))
        acts.append(("socket", isPossible(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))))
        acts.append(("local socket", isPossible(socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0))))
        acts.append(("unlink", unsafe unlink(file) == 0))
        acts.append(("rename", unsafe rename(file, file + "x") == 0))
        acts.append(("chmod", unsafe chmod(file, 0o777) == 0))
        acts.append(("directory", unsafe mkdir("/tmp/eingang-\(getpid())d", 0o700) == 0))
        acts.append(("kill", kill(getppid(), 0) == 0))
        acts.append(("limits", raisesLimit()))
        acts.append(("program in memory", mapsProgram()))
        acts.append(("process", startsProcess()))
        return acts.filter(\.1).map(\.0)
    }

    private static func raisesLimit() -> Bool {
        var limit = rlimit(rlim_cur: 1 << 30, rlim_max: 1 << 30)
        return unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0
    }

    private static func mapsProgram() -> Bool {
        let place = unsafe mmap(nil, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        return unsafe place != MAP_FAILED
    }

    private static func startsProcess() -> Bool {
        var pid: pid_t = 0
        let words: [UnsafeMutablePointer<CChar>?] = unsafe [strdup("/bin/true"), nil]
        defer { unsafe words.forEach { unsafe free($0) } }
        return unsafe posix_spawn(&pid, "/bin/true", nil, nil, words, nil) == 0
    }
}
