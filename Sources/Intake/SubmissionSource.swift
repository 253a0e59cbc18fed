internal import CDispatch
internal import Glibc
public import Vocabulary

/// The submissions that paths on the command line lead to, one by one: message files, mailboxes, Maildirs, directories,
/// bare documents, and `-` for standard input.
///
/// What cannot be read, or not to its end, is an error with its path and never a submission of fewer bytes; the others go on.
public struct SubmissionSource: Sequence, IteratorProtocol {
    /// A submission, or why there is none.
    public typealias Element = Result<Submission, SourceError>

    private enum Place {
        case file(String)
        case standardInput
        case fault(SourceError)
    }

    private var places: [Place]
    private var mailbox: Mbox?
    private let receivedAt: Instant?
    /// How many bytes of a submission are held; what goes beyond is read again when it is kept.
    private let most: Int

    /// Lists what is there without opening any message.
    ///
    /// - Parameters:
    ///   - paths: where to look.
    ///   - receivedAt: when all of it was received, if that is known.
    ///   - most: how many bytes of a message are read; no more of it is ever held.
    /// - Throws: ``SourceError`` for a path that does not exist or holds nothing to read.
    public init(paths: [String], receivedAt: Instant?, most: Int) throws(SourceError) {
        // One byte more tells that there is more.
        (self.receivedAt, self.most) = (receivedAt, most + 1)
        places = []
        for path in paths { places += try Self.places(path) }
        places.reverse()
    }

    /// The next submission, or why there is none.
    public mutating func next() -> Element? {
        while true {
            do throws(SourceError) {
                if let message = try mailbox?.message() { return .success(message) }
                mailbox = nil
                guard let place = places.popLast() else { return nil }
                switch place {
                case .fault(let error): throw error
                case .standardInput:
                    if let submission = try open("-", { () throws(SourceError) in try ForeignFile.read(STDIN_FILENO, "-") }) {
                        return .success(submission)
                    }
                case .file(let path):
                    let file = try ForeignFile(path)
                    if let submission = try open(path, { () throws(SourceError) in try file.next() }) { return .success(submission) }
                }
            } catch {
                mailbox = nil
                return .failure(error)
            }
        }
    }

    /// Reads a message whole, or opens a mailbox; then there is no submission yet.
    private mutating func open(_ path: String, _ next: @escaping () throws(SourceError) -> [UInt8]) throws(SourceError) -> Submission? {
        var piece = try next()
        while piece.count < 5, case let more = try next(), !more.isEmpty { piece += more }
        if Mbox.isMailbox(piece) {
            mailbox = Mbox(path, head: piece, most: most, receivedAt: receivedAt, next: next)
            return nil
        }
        var collected = Collected(path: path, most: most)
        while !piece.isEmpty {
            try collected.add(piece)
            piece = try next()
        }
        return collected.submission(path, receivedAt: receivedAt)
    }

    private static func places(_ path: String) throws(SourceError) -> [Place] {
        if path == "-" { return [.standardInput] }
        switch FileKind.of(path) {
        case .none(ENOENT), .none(ENOTDIR):
            throw SourceError(sentence: "Es gibt keine Datei und kein Verzeichnis „\(Label.escaped(path))“. Bitte prüfen Sie den Pfad.")
        case .none(let code): return [.fault(.system(path, code))]
        case .file: return [.file(path)]
        case .other(let what): return [.fault(SourceError(path, what))]
        case .directory(let identity):
            var listing = Listing()
            listing.list(path.hasSuffix("/") && path.count > 1 ? String(path.dropLast()) : path, above: [identity])
            if listing.places.isEmpty {
                let known = Listing.suffixes.joined(separator: ", ")
                throw SourceError(sentence: "Im Verzeichnis „\(Label.escaped(path))“ liegt keine Nachricht (\(known) oder Maildir).")
            }
            return listing.places.map { $0.fault.map(Place.fault) ?? .file($0.path) }
        }
    }
}

/// What lies at a path, behind symbolic links.
private enum FileKind {
    case file
    case directory(Listing.Identity)
    /// Something that is not read, with the reason.
    case other(String)
    /// Nothing that can be looked at, with the system's number for why.
    case none(Int32)

    static func of(_ path: String) -> FileKind {
        var found = stat()
        guard unsafe stat(path, &found) == 0 else { return .none(errno) }
        switch found.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR: return .directory(Listing.Identity(device: found.st_dev, number: found.st_ino))
        case S_IFIFO: return .other("Das ist eine FIFO, keine Datei. Was von einem Programm kommt, liest „-“ aus der Standardeingabe")
        case S_IFSOCK: return .other("Das ist ein Socket, keine Datei")
        default: return .other("Das ist ein Gerät, keine Datei")
        }
    }
}

/// What a directory is searched for, and what was found.
private struct Listing {
    struct Identity: Hashable {
        var device: dev_t
        var number: ino_t
    }

    static let suffixes = [".eml", ".mbox", ".pdf", ".xml", ".zip"]

    /// Files to read, and what cannot be.
    private(set) var places: [(path: String, fault: SourceError?)] = []

    /// Adds what lies in a directory, by name.
    ///
    /// - Parameters:
    ///   - directory: its path.
    ///   - above: the directories it lies in, itself included: one that comes again leads in a circle.
    mutating func list(_ directory: String, above: Set<Identity>) {
        guard let names = self.names(in: directory) else { return }
        let isMaildir = names.contains("cur") && names.contains("new")
        if isMaildir {
            for folder in ["new", "cur"] {
                for name in self.names(in: "\(directory)/\(folder)") ?? [] { add("\(directory)/\(folder)/\(name)", name, above: nil) }
            }
            return
        }
        for name in names { add("\(directory)/\(name)", name, above: above) }
    }

    /// Adds a file, or what is in a folder; `above` is nil in a Maildir, where every file is a message and folders are none of its business.
    private mutating func add(_ path: String, _ name: String, above: Set<Identity>?) {
        switch FileKind.of(path) {
        case .none(let code): places.append((path, .system(path, code)))
        case .other(let what): places.append((path, SourceError(path, what)))
        case .directory(let identity):
            guard let above else { return }
            guard !above.contains(identity) else {
                return places.append((path, SourceError(path, "Die Verknüpfung führt im Kreis")))
            }
            list(path, above: above.union([identity]))
        case .file:
            let isKnown = above == nil || Self.suffixes.contains { name.lowercased().hasSuffix($0) }
            // Mail programs keep mailboxes in files without suffix.
            if !isKnown, name.contains(".") { return }
            do throws(SourceError) {
                let head = isKnown ? [] : try ForeignFile(path).next()
                if isKnown || Mbox.isMailbox(head) { places.append((path, nil)) }
            } catch {
                places.append((path, error))
            }
        }
    }

    /// The names in a directory, hidden ones left out; nil, and said so, when it cannot be read to its end.
    private mutating func names(in directory: String) -> [String]? {
        guard let stream = unsafe opendir(directory) else {
            places.append((directory, .system(directory, errno)))
            return nil
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = unsafe readdir(stream) else {
                if errno != 0 { places.append((directory, .system(directory, errno))) }
                return names.sorted()
            }
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
    }
}
