internal import Foundation
internal import Glibc
internal import Vocabulary

/// The states of the trust directory that submissions were verified with.
///
/// Each state is a trust directory like any other, named by the digest of its contents. Files that did not change from one state to
/// the next are hard links to the same bytes, so a new state costs what is new in it.
struct KeptTrust: Sendable {
    let directory: String
    private let files: Blobs

    init(directory: String) {
        self.directory = directory
        files = Blobs(directory: directory + "/files")
    }

    func path(of state: Digest) -> String { "\(directory)/\(state.hex)" }

    /// Keeps a directory as it is now.
    ///
    /// - Parameters:
    ///   - source: the directory.
    ///   - entries: the names of the files and folders in it that are kept; private keys are never among them.
    /// - Returns: the digest of the state.
    /// - Throws: ``StoreError`` when it could not be kept.
    func keep(_ source: String, entries: [String]) throws(StoreError) -> Digest {
        var kept: [(path: String, digest: Digest)] = []
        for path in Self.paths(in: source, entries) {
            guard let data = FileManager.default.contents(atPath: source + "/" + path) else {
                throw StoreError(.unusable, "„\(source)/\(path)“ kann nicht gelesen werden. Bitte prüfen Sie die Rechte.")
            }
            kept.append((path, try keep(Array(data))))
        }
        return try state(of: kept)
    }

    /// Keeps a state with more files in it.
    ///
    /// - Parameters:
    ///   - state: the state; nil for an empty directory.
    ///   - more: further files with their places.
    /// - Returns: the digest of the new state.
    /// - Throws: ``StoreError`` when it could not be kept.
    func keep(_ state: Digest?, adding more: [(path: String, bytes: [UInt8])]) throws(StoreError) -> Digest {
        var kept: [String: Digest] = [:]
        if let state { for (path, digest) in try files(of: state) { kept[path] = digest } }
        for (path, bytes) in more { kept[path] = try keep(bytes) }
        return try self.state(of: kept.map { ($0.key, $0.value) })
    }

    private func keep(_ bytes: [UInt8]) throws(StoreError) -> Digest {
        let digest = Digest(of: bytes)
        try files.keep(bytes, digest)
        return digest
    }

    /// The state of such files; made if it is not there.
    private func state(of kept: [(path: String, digest: Digest)]) throws(StoreError) -> Digest {
        let state = Self.digest(of: kept)
        guard !FileManager.default.fileExists(atPath: path(of: state)) else { return state }
        // Put together beside its place, so that a state is whole or not there.
        let temporary = "\(path(of: state)).\(UUID().uuidString).neu"
        do {
            guard Private.makeDirectory(temporary) else { throw failure }
            for (path, digest) in kept {
                let place = URL(fileURLWithPath: temporary).appendingPathComponent(path)
                guard Private.makeDirectory(place.deletingLastPathComponent().path) else { throw failure }
                try FileManager.default.linkItem(atPath: files.path(of: digest), toPath: place.path)
            }
            try FileManager.default.moveItem(atPath: temporary, toPath: path(of: state))
        } catch {
            try? FileManager.default.removeItem(atPath: temporary)
            // Another process may have been faster.
            guard FileManager.default.fileExists(atPath: path(of: state)) else { throw failure }
        }
        guard Blobs.sync(directory) else { throw failure }
        return state
    }

    private var failure: StoreError {
        StoreError(.notWritten, "Der Stand des Vertrauensverzeichnisses konnte nicht unter „\(directory)“ gespeichert werden.")
    }

    /// Beside a state: what was read from its lists.
    private func listsPath(of state: Digest) -> String { path(of: state) + ".lists" }

    func lists(of state: Digest) -> [UInt8] { FileManager.default.contents(atPath: listsPath(of: state)).map(Array.init) ?? [] }

    func keep(lists: [UInt8], of state: Digest) throws(StoreError) {
        guard Private.write(lists, to: listsPath(of: state)) else { throw .notWritten(listsPath(of: state), errno) }
    }

    /// The directory of a state, checked against its digest.
    func checkedPath(of state: Digest) throws(StoreError) -> String {
        _ = try files(of: state)
        return path(of: state)
    }

    /// The files of a state with their digests, which together are that of the state.
    private func files(of state: Digest) throws(StoreError) -> [(path: String, digest: Digest)] {
        let directory = path(of: state)
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        let found = Self.paths(in: directory, entries).map { path in
            (path, Digest(of: FileManager.default.contents(atPath: directory + "/" + path) ?? Data()))
        }
        guard Self.digest(of: found) == state else {
            throw StoreError(.damaged, "Die aufbewahrten Prüfdaten \(state) fehlen oder wurden verändert.")
        }
        return found
    }

    private static func digest(of files: [(path: String, digest: Digest)]) -> Digest {
        Digest(of: files.map { "\($0.path) \($0.digest)\n" }.sorted().joined().utf8)
    }

    /// The files of a directory, in order; hidden ones and folders in folders are left out, as they are when it is used.
    private static func paths(in directory: String, _ entries: [String]) -> [String] {
        var paths: [String] = []
        for entry in entries.sorted() where !entry.hasPrefix(".") {
            var isFolder: ObjCBool = false
            guard unsafe FileManager.default.fileExists(atPath: directory + "/" + entry, isDirectory: &isFolder) else { continue }
            guard isFolder.boolValue else {
                paths.append(entry)
                continue
            }
            for name in ((try? FileManager.default.contentsOfDirectory(atPath: directory + "/" + entry)) ?? []).sorted() {
                let path = "\(entry)/\(name)"
                let isFile =
                    unsafe FileManager.default.fileExists(atPath: directory + "/" + path, isDirectory: &isFolder) && !isFolder.boolValue
                if isFile, !name.hasPrefix(".") { paths.append(path) }
            }
        }
        return paths
    }
}
