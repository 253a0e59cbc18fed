internal import Deciding
internal import Foundation
internal import Presentation
public import Store
public import Vocabulary

/// Everything a case rests on, as files.
///
/// The record, the messages byte by byte, the files in them, what was verified and with which trust, the letters, the events. `sha256sum -c SHA256SUMS` proves that nothing was changed since.
public struct EvidencePackage: Sendable {
    /// The files by path, in order; paths are made by us, never by a message.
    public private(set) var files: [(path: String, bytes: [UInt8])] = []

    /// Puts a case together.
    ///
    /// - Parameters:
    ///   - file: the case.
    ///   - pipeline: reads the files out of the messages.
    ///   - archive: where everything is kept.
    ///   - withTrust: whether the states of trust go along, which are the same for many cases.
    ///   - now: the present.
    /// - Throws: `StoreError` when something is not there any more, `ReaderPool.Failure` when nobody reads.
    public init(_ file: CaseFile, _ pipeline: Pipeline, _ archive: Archive, withTrust: Bool, now: Instant) async throws {
        let office = pipeline.office.id
        let rows = archive.rows
        let events = try await rows.events(ofCase: file.number, office: office)
        let outbox = try await rows.outbox(ofCase: file.number, office: office)
        let view = CaseView(
            number: file.number,
            state: file.state,
            decision: file.decision,
            events: events.map { CaseView.Line(at: $0.at, event: $0.event) },
            outbox: outbox.map { CaseView.Exit(state: $0.state.rawValue, item: $0.item) }
        )
        if let record = file.decision?.record {
            add("datensatz.json", record.value.json.description + "\n")
            add("datensatz.xml", record.xml(number: file.number, receivedAt: file.state.receivedAt))
        }
        add("vorgang.json", view.json.description + "\n")
        for receipt in try await rows.receipts(ofCase: file.number, office: office) {
            try await add(receipt, pipeline, archive, now)
            if withTrust, let trust = receipt.trust, !files.contains(where: { $0.path.hasPrefix("vertrauen/\(trust.hex)/") }) {
                try add(try archive.trustDirectory(of: trust), under: "vertrauen/\(trust.hex)")
            }
        }
        for entry in outbox where entry.state == .sent && entry.item.kind != .handover {
            add("schreiben/\(entry.id)-\(entry.item.kind.name).txt", "Betreff: \(entry.item.subject)\n\n\(entry.item.body)")
        }
        let manifest = JSON.object([
            ("case", .string(file.number)), ("office", .string(office)), ("recordType", .optional(file.state.recordType)),
            ("version", .optional(file.decision?.record?.version)), ("department", .optional(file.state.department)),
            ("receivedAt", .string(file.state.receivedAt.description)),
            ("receivedAtFirstAuthority", .optional(file.state.receivedAtFirstAuthority?.description)),
            ("completeAt", .optional(file.state.completeAt?.description)),
            ("writtenForm", file.decision.map { .boolean($0.received.verification.writtenForm) } ?? .null),
            (
                "files",
                .array(
                    files.map { path, bytes in
                        .object([
                            ("path", .string(path)), ("size", .integer(bytes.count)), ("digest", .string(Digest(of: bytes).description)),
                        ])
                    }
                )
            ),
        ])
        add("manifest.json", manifest.description + "\n")
        add("SHA256SUMS", files.map { "\(Digest(of: $0.bytes).hex)  \($0.path)\n" }.joined())
    }

    /// A message: its bytes, its files, what was decided and verified about it.
    private mutating func add(_ receipt: Receipt, _ pipeline: Pipeline, _ archive: Archive, _ now: Instant) async throws {
        let bytes = try archive.bytes(of: receipt.digest)
        let number = IntakeNumber(place: receipt.id).description
        let isMessage = receipt.channel != "file" || bytes.prefix(2048).contains(UInt8(ascii: ":"))
        files.append(("nachrichten/\(number)\(isMessage && !bytes.starts(with: "%PDF".utf8) ? ".eml" : ".bin")", bytes))
        if let decision = try await archive.rows.decision(about: receipt.digest, office: pipeline.office.id) {
            let received = decision.received
            add("pruefung/\(number).json", received.verification.json.description + "\n")
            add(
                "pruefung/\(number).xml",
                received.verification.etsi(source: number, digest: receipt.digest, receivedAt: received.receivedAt)
            )
        }
        let submission = try archive.submission(of: receipt, most: pipeline.mostBytes)
        let reading = try await pipeline.contents(submission, now: now)
        for (index, document) in reading.documents.enumerated() {
            guard let text = reading.contents[document.digest], let data = Data(base64Encoded: text) else { continue }
            files.append(("anlagen/\(number)-\(index + 1)-\(Self.safe(document.name))", Array(data)))
        }
    }

    /// A directory of ours with everything in it.
    private mutating func add(_ directory: String, under path: String) throws {
        for name in try FileManager.default.subpathsOfDirectory(atPath: directory).sorted() {
            var isFolder: ObjCBool = false
            guard unsafe FileManager.default.fileExists(atPath: "\(directory)/\(name)", isDirectory: &isFolder), !isFolder.boolValue else {
                continue
            }
            files.append(("\(path)/\(name)", Array(try Data(contentsOf: URL(fileURLWithPath: "\(directory)/\(name)")))))
        }
    }

    private mutating func add(_ path: String, _ text: String) { files.append((path, Array(text.utf8))) }

    /// A name from a message as the end of a file name: letters, digits, dots and hyphens, and never a way to another folder.
    static func safe(_ name: String) -> String {
        let kept = name.precomposedStringWithCanonicalMapping.unicodeScalars.map { scalar -> Character in
            let isPlain =
                scalar.isASCII ? scalar.properties.isAlphabetic || scalar.properties.numericType != nil : scalar.properties.isAlphabetic
            return isPlain || scalar == "." || scalar == "-" || scalar == "_" ? Character(scalar) : "_"
        }
        let text = String(kept).drop { $0 == "." }
        var short = text
        while short.utf8.count > 100 { short = short.dropFirst() }
        return short.isEmpty ? "datei" : String(short)
    }

    /// Writes it as a folder that is whole and on disk, or not there.
    ///
    /// - Parameter path: the folder.
    /// - Throws: what the system says.
    public func write(to path: String) throws {
        let manager = FileManager.default
        let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
        // The same delivery tried again finds what it left the first time, whole or half written.
        if manager.fileExists(atPath: path + "/SHA256SUMS") { return try Self.sync(parent) }
        let temporary = path + ".neu"
        if manager.fileExists(atPath: temporary) { try manager.removeItem(atPath: temporary) }
        do {
            try manager.createDirectory(atPath: temporary, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            var folders: Set = [temporary]
            for (name, bytes) in files {
                let place = URL(fileURLWithPath: temporary).appendingPathComponent(name)
                try manager.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(bytes).write(to: place)
                try Self.sync(place.path)
                folders.insert(place.deletingLastPathComponent().path)
            }
            for folder in folders { try Self.sync(folder) }
            try manager.moveItem(atPath: temporary, toPath: path)
            try Self.sync(parent)
        } catch {
            // What is left of it is no package, whatever else failed.
            try? manager.removeItem(atPath: temporary)
            throw error
        }
    }

    /// Puts a file, or the names in a folder, on disk.
    private static func sync(_ path: String) throws {
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        try handle.synchronize()
        try handle.close()
    }
}
