internal import Foundation
internal import Glibc
internal import Synchronization
internal import Vocabulary

/// Bytes that are kept for ever, one file each, named by digest; nobody but the program may read them.
struct Blobs: Sendable {
    let directory: String
    private let known = KnownFolders()

    init(directory: String) { self.directory = directory }

    /// Where the bytes of a digest lie.
    func path(of digest: Digest) -> String {
        "\(directory)/\(digest.hex.prefix(2))/\(digest.hex)"
    }

    /// Keeps the bytes of a submission, however many.
    func keep(_ submission: Submission) throws(StoreError) {
        guard let whole = submission.whole else { return try keep(submission.bytes, submission.digest) }
        try keep(submission.digest, whole)
    }

    /// Keeps bytes.
    func keep(_ bytes: [UInt8], _ digest: Digest) throws(StoreError) { try keep(digest) { take in try take(bytes) } }

    /// Writes bytes so that they survive a power failure: file, then name, then directory are synced.
    private func keep(_ digest: Digest, _ pieces: (_ take: ([UInt8]) throws -> Void) throws -> Void) throws(StoreError) {
        let path = path(of: digest)
        let folder = String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
        // Whoever put it there may not have synced it yet, or the disk may have lost it since; what is promised now must hold now.
        if isWhole(path, digest), Self.sync(path), Self.sync(folder), Self.sync(directory) { return }
        let isKnown = known.contains(folder)
        if !isKnown { for place in [folder, unfinished] where !Private.makeDirectory(place) { throw failure(place) } }
        // A name of its own: any number of receivers may bring the same bytes at once.
        let temporary = "\(unfinished)/\(UUID().uuidString).neu"
        let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0, fchmod(descriptor, 0o600) == 0 else { throw failure(temporary) }
        do throws(StoreError) {
            try write(pieces, digest, to: descriptor, temporary)
        } catch {
            close(descriptor)
            unsafe unlink(temporary)
            throw error
        }
        guard close(descriptor) == 0, unsafe rename(temporary, path) == 0, Self.sync(folder), isKnown || Self.sync(directory) else {
            let error = failure(path)
            unsafe unlink(temporary)
            throw error
        }
        known.insert(folder)
    }

    /// Writes a file to its end and onto the disk, and checks that it is what its name says.
    private func write(
        _ pieces: (_ take: ([UInt8]) throws -> Void) throws -> Void,
        _ digest: Digest,
        to descriptor: Int32,
        _ path: String
    ) throws(StoreError) {
        let written = Digest.Builder()
        do {
            try pieces { bytes in
                written.add(bytes[...])
                guard Private.write(bytes, to: descriptor) else { throw failure(path) }
            }
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError(.damaged, "\(error)")
        }
        guard fsync(descriptor) == 0 else { throw failure(path) }
        guard written.finish() == digest else {
            throw StoreError(.damaged, "Die Bytes haben sich geändert, während sie aufbewahrt wurden. Bitte versuchen Sie es noch einmal.")
        }
    }

    /// Where files are written before they have their name.
    private var unfinished: String { directory + "/neu" }

    /// Removes what was being written when a program was killed a day ago or earlier; nobody was promised anything about it.
    func removeUnfinished(now: Date) {
        // A directory that is not there holds nothing, and what cannot be removed now is looked at again next time.
        for name in (try? FileManager.default.contentsOfDirectory(atPath: unfinished)) ?? [] {
            let path = "\(unfinished)/\(name)"
            let written = (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
            if let written, now.timeIntervalSince(written) > 86_400 { try? FileManager.default.removeItem(atPath: path) }
        }
    }

    private func isWhole(_ path: String, _ digest: Digest) -> Bool { read(path, most: 0)?.digest == digest }

    /// The beginning of the bytes of a digest, and how many there are; all of them are checked.
    func bytes(of digest: Digest, most: Int) throws(StoreError) -> (head: [UInt8], size: Int) {
        guard let found = read(path(of: digest), most: most), found.digest == digest else {
            throw StoreError(.damaged, "Das Original \(digest) fehlt oder wurde verändert.")
        }
        return (found.head, found.size)
    }

    /// Reads a file piece by piece; nil when it cannot be read to its end.
    private func read(_ path: String, most: Int) -> (digest: Digest, head: [UInt8], size: Int)? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let digest = Digest.Builder()
        var (head, size): ([UInt8], Int) = ([], 0)
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let got = unsafe buffer.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if got < 0 {
                if errno == EINTR { continue }
                return nil
            }
            guard got > 0 else { return (digest.finish(), head, size) }
            digest.add(buffer[..<got])
            size += got
            if head.count < most { head += buffer[..<min(got, most - head.count)] }
        }
    }

    /// What the system said about a file; errno is still that of the call that failed.
    private func failure(_ path: String) -> StoreError { .notWritten(path, errno) }

    /// Puts a file or a directory on disk.
    static func sync(_ path: String) -> Bool {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return fsync(descriptor) == 0
    }
}

/// The folders whose own names are on disk for certain: one sync of the directory above is enough for each.
private final class KnownFolders: Sendable {
    private let paths = Mutex<Set<String>>([])

    func contains(_ path: String) -> Bool { paths.withLock { $0.contains(path) } }
    func insert(_ path: String) { paths.withLock { _ = $0.insert(path) } }
}
