internal import Foundation
internal import Vocabulary

/// The states of the trust directory that submissions were verified with.
///
/// Each state is a trust directory like any other, named by the digest of its contents. Files that did not change from one state to
/// the next are hard links to the same bytes, so a new state costs what is new in it.
struct KeptTrust: Sendable {
    let directory: String
    private var files: RawFiles { RawFiles(directory: directory + "/files") }

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
            let bytes = Array(data)
            let digest = Digest(of: bytes)
            try files.keep(bytes, digest)
            kept.append((path, digest))
        }
        let state = Self.digest(of: kept)
        guard !FileManager.default.fileExists(atPath: path(of: state)) else { return state }
        // Put together beside its place, so that a state is whole or not there.
        let temporary = "\(path(of: state)).\(ProcessInfo.processInfo.processIdentifier).neu"
        do {
            try? FileManager.default.removeItem(atPath: temporary)
            try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: true)
            for (path, digest) in kept {
                let place = URL(fileURLWithPath: temporary).appendingPathComponent(path)
                try FileManager.default.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
                try FileManager.default.linkItem(atPath: files.path(of: digest), toPath: place.path)
            }
            try FileManager.default.moveItem(atPath: temporary, toPath: path(of: state))
        } catch {
            try? FileManager.default.removeItem(atPath: temporary)
            // Another process may have been faster.
            guard FileManager.default.fileExists(atPath: path(of: state)) else {
                throw StoreError(
                    .notWritten,
                    "Der Stand des Vertrauensverzeichnisses konnte nicht unter „\(directory)“ gespeichert werden."
                )
            }
        }
        guard RawFiles.sync(directory) else {
            throw StoreError(.notWritten, "Der Stand des Vertrauensverzeichnisses konnte nicht unter „\(directory)“ gespeichert werden.")
        }
        return state
    }

    /// The directory of a state, checked against its digest.
    func checkedPath(of state: Digest) throws(StoreError) -> String {
        let directory = path(of: state)
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        let found = Self.paths(in: directory, entries).map { path in
            (path, Digest(of: FileManager.default.contents(atPath: directory + "/" + path) ?? Data()))
        }
        guard Self.digest(of: found) == state else {
            throw StoreError(.damaged, "Die aufbewahrten Prüfdaten \(state) fehlen oder wurden verändert.")
        }
        return directory
    }

    private static func digest(of files: [(path: String, digest: Digest)]) -> Digest {
        Digest(of: files.map { "\($0.digest) \($0.path)\n" }.joined().utf8)
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
