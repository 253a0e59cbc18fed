internal import Foundation
internal import Glibc

extension Archive {
    /// Copies everything into a new directory, while others go on writing.
    ///
    /// Rows come first and bytes after them: what a row speaks of is there. Files never change once they have their name, so they are linked
    /// where that is possible.
    ///
    /// - Parameter target: the directory, which is not there yet.
    /// - Throws: ``StoreError`` when that is not possible; what was begun is left under a name that ends in `.neu`.
    public func backUp(to target: String) async throws(StoreError) {
        let temporary = "\(target).\(UUID().uuidString).neu"
        guard Private.makeDirectory(temporary) else { throw .notWritten(temporary, errno) }
        try await rows.copy(to: temporary + "/eingang.sqlite")
        do {
            for name in ["raw", "trust", "token.key"] where FileManager.default.fileExists(atPath: "\(directory)/\(name)") {
                try Self.copy("\(directory)/\(name)", to: "\(temporary)/\(name)")
            }
            guard Blobs.sync(temporary) else { throw CocoaError(.fileWriteUnknown) }
            try FileManager.default.moveItem(atPath: temporary, toPath: target)
        } catch {
            throw .notWritten(target, errno)
        }
    }

    private static func copy(_ source: String, to target: String) throws {
        var isFolder: ObjCBool = false
        guard unsafe FileManager.default.fileExists(atPath: source, isDirectory: &isFolder) else { return }
        guard isFolder.boolValue else {
            if unsafe link(source, target) != 0 { try FileManager.default.copyItem(atPath: source, toPath: target) }
            return
        }
        guard Private.makeDirectory(target) else { throw CocoaError(.fileWriteUnknown) }
        for name in try FileManager.default.contentsOfDirectory(atPath: source) where name != "neu" && !name.hasSuffix(".neu") {
            try copy("\(source)/\(name)", to: "\(target)/\(name)")
        }
    }
}
