internal import Foundation

/// How the processes of a pool are started.
public struct ReaderCommand: Sendable {
    /// The executable of a reader.
    public var executable: String
    /// What the readers are started with.
    public var profile: ReaderProfile
    /// The executable of the process that holds the keys.
    public var keyHolder: String

    /// Makes a command.
    ///
    /// - Parameters:
    ///   - executable: the reader.
    ///   - profile: what the readers are started with.
    ///   - keyHolder: the process that holds the keys; nil for `eingang-keys` beside the reader.
    public init(executable: String, profile: ReaderProfile, keyHolder: String? = nil) {
        self.executable = executable
        self.profile = profile
        let beside = URL(fileURLWithPath: executable).deletingLastPathComponent().appendingPathComponent("eingang-keys")
        self.keyHolder = keyHolder ?? beside.path
    }

    /// The only argument of a reader: the profile, which holds no secrets and does not say where they lie.
    var arguments: [String] {
        var profile = profile
        profile.keys = nil
        // A profile is text, numbers and a date: it can always be written.
        return (try? JSONEncoder().encode(profile)).map { [String(decoding: $0, as: UTF8.self)] } ?? []
    }

    /// Where the keys of the office lie; nil when it has none.
    var keyDirectory: String? {
        let place = profile.keys ?? profile.trust.map { $0 + "/decryption" }
        return place.flatMap { Self.isDirectory($0) ? $0 : nil }
    }

    /// Why the keys cannot be used, in German.
    var keyFault: String? {
        guard let keys = profile.keys, !Self.isDirectory(keys) else { return nil }
        return "Das Verzeichnis „\(keys)“ für --keys gibt es nicht. Bitte prüfen Sie den Pfad."
    }

    private static func isDirectory(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
    }
}
