internal import Foundation
internal import Glibc
internal import Vocabulary

/// Something on a path that could not be read, or not to its end: what, and why, in a sentence.
public struct SourceError: Error, Sendable, CustomStringConvertible {
    /// What is wrong and what to do; the path in it is escaped.
    public var description: String

    /// Makes an error about a path, or a place in it.
    ///
    /// - Parameters:
    ///   - path: the path as it was given.
    ///   - why: completing „… wurde nicht gelesen: “.
    init(_ path: String, _ why: String) { description = "„\(Label.escaped(path))“ wurde nicht gelesen: \(why)." }

    init(sentence: String) { description = sentence }

    /// What the system said.
    static func system(_ path: String, _ code: Int32) -> SourceError {
        let why =
            switch code {
            case ENOENT: "Die Datei gibt es nicht oder nicht mehr"
            case EACCES, EPERM: "Das Recht zum Lesen fehlt"
            case EIO: "Der Datenträger meldet einen Lesefehler"
            case ELOOP: "Symbolische Verknüpfungen führen im Kreis"
            case EMFILE, ENFILE: "Es sind zu viele Dateien geöffnet"
            case ENOSPC: "Es ist kein Platz mehr für Zwischendateien"
            default: unsafe "Das System meldet „\(String(cString: strerror(code)))“"
            }
        return SourceError(path, why)
    }
}

/// A file that is read to its end, or not at all: what cannot be read is an error and never the end of the file.
final class ForeignFile {
    let path: String
    private let descriptor: Int32
    private let opened: stat
    private var count = 0

    /// Opens a regular file.
    ///
    /// Anything else is named and left out: a FIFO would wait for ever, a device never ends.
    init(_ path: String) throws(SourceError) {
        self.path = path
        // Not blocking, so that a FIFO that took the file's place cannot hold up everything.
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .system(path, errno) }
        var found = stat()
        guard unsafe fstat(descriptor, &found) == 0 else {
            close(descriptor)
            throw .system(path, errno)
        }
        opened = found
        guard found.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw SourceError(path, "Das ist keine gewöhnliche Datei")
        }
    }

    deinit { close(descriptor) }

    /// The next piece; empty at the end.
    func next() throws(SourceError) -> [UInt8] {
        let piece = try Self.read(descriptor, path)
        count += piece.count
        if piece.isEmpty { try checkWhole() }
        return piece
    }

    /// Whether what was read is the file: one that is being written, or was cut, is taken when it is whole.
    private func checkWhole() throws(SourceError) {
        var now = stat()
        guard unsafe fstat(descriptor, &now) == 0 else { throw .system(path, errno) }
        let isSame =
            now.st_size == count && now.st_size == opened.st_size && now.st_mtim.tv_sec == opened.st_mtim.tv_sec
            && now.st_mtim.tv_nsec == opened.st_mtim.tv_nsec
        guard isSame else {
            throw SourceError(path, "Die Datei hat sich geändert, während sie gelesen wurde. Bitte versuchen Sie es noch einmal")
        }
    }

    /// The next piece of a descriptor; empty at its end.
    static func read(_ descriptor: Int32, _ path: String) throws(SourceError) -> [UInt8] {
        let most = 1 << 18
        var bytes = [UInt8](repeating: 0, count: most)
        while true {
            let got = unsafe bytes.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if got >= 0 {
                bytes.removeLast(most - got)
                return bytes
            }
            guard errno == EINTR else { throw .system(path, errno) }
        }
    }
}

/// Bytes that come piece by piece: in memory up to a limit, from then on in a file that nobody else can open.
struct Collected {
    private var digest = Digest.Builder()
    private(set) var head: [UInt8] = []
    private var size = 0
    private var spool: Spool?
    private let most: Int
    private let path: String

    init(path: String, most: Int) { (self.path, self.most) = (path, most) }

    mutating func add(_ piece: some Collection<UInt8>) throws(SourceError) {
        guard !piece.isEmpty else { return }
        let piece = Array(piece)
        digest.add(piece[...])
        size += piece.count
        if spool == nil, size > most {
            spool = try Spool(path)
            try spool?.write(head)
        }
        try spool?.write(piece)
        if head.count < most { head += piece.prefix(most - head.count) }
    }

    /// All of it as a submission.
    mutating func submission(_ source: String, receivedAt: Instant?) -> Submission {
        var submission = Submission(source: source, bytes: head, digest: digest.finish(), receivedAt: receivedAt)
        if let spool {
            submission.size = size
            submission.whole = { take in try spool.read(take) }
        }
        return submission
    }
}

/// A file without a name, for what is too large to be held.
private final class Spool: Sendable {
    private let descriptor: Int32
    private let path: String

    init(_ path: String) throws(SourceError) {
        self.path = path
        let name = NSTemporaryDirectory() + "/eingang-\(UUID().uuidString)"
        descriptor = unsafe open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system(path, errno) }
        unsafe unlink(name)
    }

    deinit { close(descriptor) }

    func write(_ bytes: [UInt8]) throws(SourceError) {
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes[done...].withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { throw .system(path, errno) }
            done += max(0, count)
        }
    }

    /// From its beginning, piece by piece.
    func read(_ take: ([UInt8]) throws -> Void) throws {
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw SourceError.system(path, errno) }
        while case let piece = try ForeignFile.read(descriptor, path), !piece.isEmpty { try take(piece) }
    }
}
