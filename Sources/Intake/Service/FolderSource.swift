internal import CDispatch
internal import Foundation
internal import Glibc
internal import Logging
public import ServiceLifecycle
public import Vocabulary

/// Takes in what lies in a folder or a Maildir, and puts it aside there once it is ours.
///
/// From a Maildir messages are taken out of `new` and moved to `cur`. From a folder files are taken once they are whole: not hidden, not
/// `.tmp` or `.part`, no longer growing, and a PDF or zip with its end; then they are moved to `angenommen`. Names are only labels.
public struct FolderSource: Service {
    private let name: String
    private let path: String
    private let isMaildir: Bool
    private let isGateway: Bool
    private let most: Int
    private let door: any Reception
    private let clock: @Sendable () -> Instant
    private let logger = Logger(label: "eingang.folder")
    private static let pause = Duration.milliseconds(500)
    /// So long a file that looks cut must lie untouched before it is taken as it is, in seconds.
    private static let patience = 60

    /// Sets it up.
    ///
    /// - Parameters:
    ///   - source: its settings.
    ///   - path: the folder.
    ///   - isMaildir: whether it is a Maildir.
    ///   - most: how many bytes of a message are held; no more are ever in memory.
    ///   - door: takes what is found.
    ///   - clock: tells the present.
    public init(
        _ source: MessageSource,
        path: String,
        isMaildir: Bool,
        most: Int,
        door: any Reception,
        clock: @escaping @Sendable () -> Instant
    ) {
        (name, isGateway) = (source.name, source.isGateway)
        (self.path, self.isMaildir, self.most, self.door, self.clock) = (path, isMaildir, most + 1, door, clock)
    }

    /// Looks until it is told to stop.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            var seen: [String: Look] = [:]
            var told: Set<String> = []
            while !Task.isCancelled {
                await round(&seen, &told)
                // Cancelled when the service stops.
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

    /// How a file looked.
    private struct Look: Equatable {
        var size: off_t
        var changed: timespec

        static func == (a: Look, b: Look) -> Bool {
            a.size == b.size && a.changed.tv_sec == b.changed.tv_sec && a.changed.tv_nsec == b.changed.tv_nsec
        }
    }

    private func round(_ seen: inout [String: Look], _ told: inout Set<String>) async {
        let folder = isMaildir ? path + "/new" : path
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            if told.insert("").inserted { logger.error("the folder cannot be read", metadata: ["source": "\(name)"]) }
            return
        }
        told.remove("")
        var looks: [String: Look] = [:]
        for file in names.sorted() where !file.hasPrefix(".") && !file.hasSuffix(".tmp") && !file.hasSuffix(".part") {
            if Task.isCancelled { return }
            var found = stat()
            guard unsafe lstat("\(folder)/\(file)", &found) == 0 else {
                // Bytes that are no text stand as this mark, under which there is nothing.
                if file.contains("\u{FFFD}"), told.insert(file).inserted {
                    logger.warning("not taken, its name is not UTF-8", metadata: ["source": "\(name)", "file": "\(Label.of(file))"])
                }
                continue
            }
            guard found.st_mode & S_IFMT == S_IFREG else { continue }
            let look = Look(size: found.st_size, changed: found.st_mtim)
            looks[file] = look
            // A Maildir delivers whole files; in a folder one has to look the same twice.
            guard isMaildir || (seen[file] == look && isWhole("\(folder)/\(file)", found)) else { continue }
            guard await take(file, in: folder, since: Instant(seconds: found.st_mtim.tv_sec), &told) else { return }
        }
        seen = looks
    }

    /// Hands a file over and puts it aside; false when the source has to rest.
    private func take(_ file: String, in folder: String, since changed: Instant, _ told: inout Set<String>) async -> Bool {
        let place = "\(folder)/\(file)"
        let submission: Submission
        do throws(SourceError) {
            let opened = try ForeignFile(place)
            var collected = Collected(path: place, most: most)
            while case let piece = try opened.next(), !piece.isEmpty { try collected.add(piece) }
            // It was there when it was written last; how long nobody looked does not matter.
            submission = collected.submission("\(name)/\(Label.of(file))", receivedAt: isGateway ? nil : min(changed, clock()))
        } catch {
            if told.insert(file).inserted { logger.warning("not taken", metadata: ["source": "\(name)", "why": "\(error.description)"]) }
            return true
        }
        var named = submission
        named.channel = isMaildir ? "maildir" : "folder"
        switch await door.receive(named) {
        case .accepted(let number):
            putAside(file, number, &told)
            return true
        case .later: return false
        case .refused(let reason):
            if told.insert(file).inserted { logger.error("refused", metadata: ["source": "\(name)", "why": "\(reason)"]) }
            return true
        }
    }

    /// Moves a file that is ours now; where that fails it is found again, and known by its bytes.
    private func putAside(_ file: String, _ number: String, _ told: inout Set<String>) {
        let aside = path + (isMaildir ? "/cur" : "/angenommen")
        let label =
            isMaildir ? (file.contains(":") ? file : file + ":2,") : "\(number.replacing(" ", with: "_"))-\(EvidencePackage.safe(file))"
        _ = unsafe mkdir(aside, 0o770)
        guard unsafe rename((isMaildir ? path + "/new/" : path + "/") + file, "\(aside)/\(label)") != 0, told.insert(file).inserted else {
            return
        }
        logger.error("taken in, but not moved", metadata: ["source": "\(name)", "number": "\(number)"])
    }

    /// Whether a file has the end that its kind has; one that looks cut is taken after a while as it is.
    private func isWhole(_ place: String, _ found: stat) -> Bool {
        // One from the future was written while the clock was wrong.
        if abs(clock().seconds - found.st_mtim.tv_sec) > Self.patience { return true }
        guard let handle = FileHandle(forReadingAtPath: place) else { return true }
        defer { try? handle.close() }
        do {
            let head = try handle.read(upToCount: 5) ?? Data()
            let tail = UInt64(max(0, found.st_size - 70_000))
            try handle.seek(toOffset: tail)
            let end = try handle.readToEnd() ?? Data()
            if head.starts(with: "%PDF-".utf8) { return end.range(of: Data("%%EOF".utf8)) != nil }
            if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return end.range(of: Data([0x50, 0x4B, 0x05, 0x06])) != nil }
            return found.st_size > 0
        } catch {
            // What cannot be read says so when it is taken.
            return true
        }
    }
}
