internal import Foundation
public import Vocabulary

/// Paths that cannot be used, in a sentence.
public struct SourceError: Error, Sendable, CustomStringConvertible {
    /// What is wrong and what to do.
    public var description: String
}

/// The submissions that paths on the command line lead to, one by one: message files, mailboxes, Maildirs, directories,
/// bare documents, and `-` for standard input.
public struct SubmissionSource: Sequence, IteratorProtocol {
    private enum Place {
        case file(String)
        case standardInput
    }

    /// What a directory is searched for.
    private static let suffixes = [".eml", ".mbox", ".pdf", ".xml", ".zip"]

    private var places: [Place]
    private var mailbox: (name: String, count: Int, messages: Mbox<FileLines>)?
    private let receivedAt: Instant?

    /// Lists what is there without opening any message.
    ///
    /// - Throws: `SourceError` for a path that does not exist or holds nothing to read.
    public init(paths: [String], receivedAt: Instant?) throws(SourceError) {
        self.receivedAt = receivedAt
        places = []
        for path in paths { places += try Self.places(path) }
        places.reverse()
    }

    /// The next submission; a file that cannot be read is an empty one, and says so by its finding.
    public mutating func next() -> Submission? {
        while true {
            if let message = mailbox?.messages.next(), let name = mailbox?.name {
                let number = (mailbox?.count ?? 0) + 1
                mailbox?.count = number
                return Submission(source: "\(name)#\(number)", bytes: message, receivedAt: receivedAt)
            }
            mailbox = nil
            guard let place = places.popLast() else { return nil }
            switch place {
            case .standardInput:
                let bytes = Array(FileHandle.standardInput.readDataToEndOfFile())
                guard MboxFormat.isMbox(bytes) else {
                    return Submission(source: "-", bytes: bytes, receivedAt: receivedAt)
                }
                mailbox = ("-", 0, Mbox(FileLines(bytes: bytes)))
            case .file(let path):
                guard let handle = FileHandle(forReadingAtPath: path) else {
                    return Submission(source: path, bytes: [], receivedAt: receivedAt)
                }
                // A file that breaks off while it is read is taken as far as it goes; its digest says which bytes were taken.
                let head = (try? handle.read(upToCount: 64 * 1024)) ?? Data()
                guard MboxFormat.isMbox(head) else {
                    let rest = (try? handle.readToEnd()) ?? Data()
                    return Submission(source: path, bytes: Array(head) + Array(rest), receivedAt: receivedAt)
                }
                mailbox = (path, 0, Mbox(FileLines(handle, head: Array(head))))
            }
        }
    }

    private static func places(_ path: String) throws(SourceError) -> [Place] {
        if path == "-" { return [.standardInput] }
        var isDirectory: ObjCBool = false
        guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw SourceError(description: "Es gibt keine Datei und kein Verzeichnis „\(path)“. Bitte prüfen Sie den Pfad.")
        }
        if !isDirectory.boolValue {
            guard FileManager.default.isReadableFile(atPath: path), FileHandle(forReadingAtPath: path) != nil else {
                throw SourceError(description: "Die Datei „\(path)“ kann nicht gelesen werden. Bitte prüfen Sie die Rechte.")
            }
            return [.file(path)]
        }
        let found = files(in: path)
        if found.isEmpty {
            throw SourceError(
                description: "Im Verzeichnis „\(path)“ liegt keine Nachricht (\(suffixes.joined(separator: ", ")) oder Maildir)."
            )
        }
        return found.map(Place.file)
    }

    /// Mail programs keep mailboxes in files without suffix.
    private static func isMailbox(_ path: String) -> Bool {
        let head = (try? FileHandle(forReadingAtPath: path)?.read(upToCount: 5)) ?? Data()
        return MboxFormat.isMbox(head)
    }

    private static func files(in directory: String) -> [String] {
        let base = directory.hasSuffix("/") ? String(directory.dropLast()) : directory
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: base)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
        if names.contains("cur"), names.contains("new") {
            return ["new", "cur"].flatMap { folder in
                ((try? FileManager.default.contentsOfDirectory(atPath: "\(base)/\(folder)")) ?? []).sorted()
                    .filter { !$0.hasPrefix(".") }.map { "\(base)/\(folder)/\($0)" }
            }
        }
        return names.flatMap { name -> [String] in
            let path = "\(base)/\(name)"
            var isDirectory: ObjCBool = false
            guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else { return [] }
            if isDirectory.boolValue { return files(in: path) }
            let isKnown = suffixes.contains { name.lowercased().hasSuffix($0) }
            return isKnown || (!name.contains(".") && isMailbox(path)) ? [path] : []
        }
    }
}

/// The lines of a file with their line ends, read piece by piece.
struct FileLines: IteratorProtocol {
    private let handle: FileHandle?
    private var buffer: [UInt8]
    private var position = 0

    init(_ handle: FileHandle, head: [UInt8]) {
        self.handle = handle
        buffer = head
    }

    init(bytes: [UInt8]) {
        handle = nil
        buffer = bytes
    }

    mutating func next() -> [UInt8]? {
        var scanned = position
        while true {
            if let end = buffer[scanned...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { position = end + 1 }
                return Array(buffer[position...end])
            }
            scanned = buffer.count - position
            buffer.removeFirst(position)
            position = 0
            guard let more = try? handle?.read(upToCount: 256 * 1024), !more.isEmpty else {
                defer { buffer = [] }
                return buffer.isEmpty ? nil : buffer
            }
            buffer += more
        }
    }
}
