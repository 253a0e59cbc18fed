internal import Foundation
internal import Glibc
internal import Synchronization
public import Vocabulary

/// What was made of documents for people to see, kept for a while so that it is not made again.
///
/// Everything in it can be made anew: it may be deleted at any time, is no part of a backup, and what is damaged counts as not there.
public final class PageCache: Sendable {
    /// What an entry is about.
    public struct Key: Sendable, Hashable {
        /// The office; no other one finds it.
        public var office: String
        /// The document, or the submission.
        public var digest: Digest
        /// What of it: letters and digits.
        public var item: String

        /// Makes a key.
        public init(office: String, _ digest: Digest, _ item: String) { (self.office, self.digest, self.item) = (office, digest, item) }
    }

    private let directory: String
    private let mostBytes: Int
    /// How many bytes are kept; nil until somebody counted.
    private let size = Mutex<Int?>(nil)

    /// Opens a cache, and throws away what another version made.
    ///
    /// - Parameters:
    ///   - root: its directory.
    ///   - version: of what makes the entries.
    ///   - mostBytes: so much is kept; the oldest goes first.
    init(_ root: String, version: Int, mostBytes: Int) {
        (directory, self.mostBytes) = ("\(root)/\(version)", mostBytes)
        // A directory that is not there holds nothing of another version.
        for name in (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? [] where name != "\(version)" {
            // What cannot be removed is not used either.
            try? FileManager.default.removeItem(atPath: "\(root)/\(name)")
        }
    }

    /// An entry; nil when it is not there or damaged.
    public func find(_ key: Key) -> [UInt8]? {
        let path = path(of: key)
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        let bytes = Array(data)
        let content = Array(bytes.dropFirst(Self.headBytes))
        if bytes.count >= Self.headBytes,
            Digest(of: content).description + "\n" == String(decoding: bytes[..<Self.headBytes], as: UTF8.self)
        {
            return content
        }
        unsafe unlink(path)
        return nil
    }

    /// Keeps an entry, whole or not at all; a disk that is full costs only time later.
    public func keep(_ content: [UInt8], _ key: Key) {
        let path = path(of: key)
        guard Private.makeDirectory(path.prefix(upTo: path.lastIndex(of: "/") ?? path.endIndex).description) else { return }
        let bytes = Array("\(Digest(of: content))\n".utf8) + content
        // It need not survive a power failure: what is torn is damaged, and made anew.
        guard Private.write(bytes, to: path, lasting: false) else { return }
        let isFull = size.withLock { size in
            size = size.map { $0 + bytes.count }
            return (size ?? .max) > mostBytes
        }
        if isFull { trim() }
    }

    /// `sha256:`, 64 digits and a line break stand before each entry.
    private static let headBytes = 72

    private func path(of key: Key) -> String {
        let item = key.item.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        let office = key.office.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        return "\(directory)/\(office)/\(key.digest.hex)-\(item)"
    }

    /// Counts what is there and drops the oldest until a quarter is free.
    private func trim() {
        size.withLock { size in
            var entries = entries()
            var total = entries.reduce(0) { $0 + $1.bytes }
            if total > mostBytes {
                entries.sort { $0.written > $1.written }
                while total > mostBytes / 4 * 3, let oldest = entries.popLast() {
                    unsafe unlink(oldest.path)
                    total -= oldest.bytes
                }
            }
            size = total
        }
    }

    private func entries() -> [(path: String, bytes: Int, written: Int)] {
        // What cannot be listed holds nothing.
        ((try? FileManager.default.subpathsOfDirectory(atPath: directory)) ?? []).compactMap { name in
            let path = "\(directory)/\(name)"
            var found = stat()
            guard unsafe lstat(path, &found) == 0, found.st_mode & S_IFMT == S_IFREG else { return nil }
            return (path, Int(found.st_size), found.st_mtim.tv_sec * 1_000_000_000 + found.st_mtim.tv_nsec)
        }
    }
}

extension Archive {
    /// A place beside everything that is kept for what can be made anew.
    ///
    /// - Parameters:
    ///   - version: of what makes the entries; those of another version are thrown away.
    ///   - mostBytes: so much is kept; the oldest goes first.
    /// - Returns: the place.
    public func pageCache(version: Int, mostBytes: Int) -> PageCache {
        PageCache(directory + "/pictures", version: version, mostBytes: mostBytes)
    }
}
