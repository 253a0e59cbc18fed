internal import Foundation
internal import Glibc
internal import Synchronization
internal import Vocabulary

/// Bytes that are kept for ever, one file each, named by digest.
struct Blobs: Sendable {
    let directory: String
    private let known = KnownFolders()

    init(directory: String) { self.directory = directory }

    /// Where the bytes of a digest lie.
    func path(of digest: Digest) -> String {
        "\(directory)/\(digest.hex.prefix(2))/\(digest.hex)"
    }

    /// Writes the bytes so that they survive a power failure: file, then name, then directory are synced.
    func keep(_ bytes: [UInt8], _ digest: Digest) throws(StoreError) {
        let path = path(of: digest)
        // Whoever put it there may not have synced it yet, or the disk may have lost it since; what is promised now must hold now.
        if FileManager.default.fileExists(atPath: path), isWhole(path, bytes), Self.sync(path), Self.sync(folder(of: path)),
            Self.sync(directory)
        {
            return
        }
        let folder = folder(of: path)
        let isKnown = known.contains(folder)
        if !isKnown {
            for place in [folder, unfinished] {
                guard (try? FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)) != nil else {
                    throw failure
                }
            }
        }
        // A name of its own: any number of receivers may bring the same bytes at once.
        let temporary = "\(unfinished)/\(UUID().uuidString).neu"
        let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure }
        let written = write(bytes, to: descriptor) && fsync(descriptor) == 0
        guard close(descriptor) == 0, written, unsafe rename(temporary, path) == 0, Self.sync(folder), isKnown || Self.sync(directory)
        else {
            unsafe unlink(temporary)
            throw failure
        }
        known.insert(folder)
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

    private func isWhole(_ path: String, _ bytes: [UInt8]) -> Bool {
        FileManager.default.contents(atPath: path).map { $0 == Data(bytes) } ?? false
    }

    private func folder(of path: String) -> String { String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]) }

    func bytes(of digest: Digest) throws(StoreError) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path(of: digest)), Digest(of: data) == digest else {
            throw StoreError(.damaged, "Das Original \(digest) fehlt oder wurde verändert.")
        }
        return Array(data)
    }

    private var failure: StoreError {
        StoreError(.notWritten, "Eine Datei konnte nicht unter „\(directory)“ gespeichert werden. Bitte prüfen Sie Platz und Rechte.")
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes[done...].withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count <= 0 {
                if errno == EINTR { continue }
                return false
            }
            done += count
        }
        return true
    }

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
