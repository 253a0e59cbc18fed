internal import Foundation

/// Puts new definitions into a directory: all of them, or none.
struct DefinitionFolder {
    /// The directory of definitions.
    let target: String
    /// The folder of the new record in it.
    let record: String

    /// Writes files beside their place, has them looked at, and moves them there.
    ///
    /// - Parameters:
    ///   - files: by their path in the directory; those outside the record's folder must not be there yet, or be the same.
    ///   - isSound: whether what was written is right; told its directory.
    /// - Returns: the paths of the files; nil if they were not right.
    /// - Throws: what `isSound` throws, or the system says; then nothing is left.
    func write(
        _ files: [(path: String, bytes: [UInt8])],
        isSound: (String) async throws -> Bool
    ) async throws -> [String]? {
        let manager = FileManager.default
        let isNew = !manager.fileExists(atPath: target)
        try manager.createDirectory(atPath: target, withIntermediateDirectories: true)
        let temporary = "\(target)/.neu-\(UUID().uuidString)"
        // Gone when everything is in its place, and what is left of it belongs to nobody.
        defer {
            try? manager.removeItem(atPath: temporary)
            let isEmpty = (try? manager.contentsOfDirectory(atPath: target).isEmpty) ?? false
            if isNew, isEmpty { try? manager.removeItem(atPath: target) }
        }
        for (path, bytes) in files {
            let place = URL(fileURLWithPath: "\(temporary)/\(path)")
            try manager.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: place)
        }
        guard try await isSound(temporary) else { return nil }
        try move(files.map(\.path), from: temporary)
        return files.map { "\(target)/\($0.path)" }
    }

    private func move(_ paths: [String], from temporary: String) throws {
        let manager = FileManager.default
        var moved: [String] = []
        do {
            for path in paths where !path.hasPrefix("\(record)/") {
                let place = "\(target)/\(path)"
                if manager.contentsEqual(atPath: place, andPath: "\(temporary)/\(path)") { continue }
                let folder = URL(fileURLWithPath: place).deletingLastPathComponent()
                try manager.createDirectory(at: folder, withIntermediateDirectories: true)
                try manager.moveItem(atPath: "\(temporary)/\(path)", toPath: place)
                moved.append(place)
            }
            // Last, since a record without its lists would be a fault.
            try manager.moveItem(atPath: "\(temporary)/\(record)", toPath: "\(target)/\(record)")
        } catch {
            // Lists without their record would stay for good.
            for place in moved { try? manager.removeItem(atPath: place) }
            throw error
        }
    }
}
