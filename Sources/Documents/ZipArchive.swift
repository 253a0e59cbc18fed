internal import CArchive
public import Vocabulary

/// Takes the files out of a zip archive, in memory, within limits.
enum ZipArchive {
    /// The files with their whole names, as signatures name them.
    static func files(_ bytes: [UInt8], limits: Limits) -> [(name: String, bytes: [UInt8])] {
        var unpacking = Unpacking(limits: limits, archiveSize: bytes.count)
        unsafe bytes.withUnsafeBytes { raw in unsafe unpacking.run(raw) }
        return zip(unpacking.paths, unpacking.files).map { ($0, $1.bytes) }
    }

    static func open(_ document: Document, _ bytes: [UInt8], limits: Limits) -> (OpenDocument, inner: [Opener.Inner]) {
        var document = document
        document.kind = .archive
        var unpacking = Unpacking(limits: limits, archiveSize: bytes.count)
        unsafe bytes.withUnsafeBytes { raw in unsafe unpacking.run(raw) }
        let isOpenDocument = unpacking.files.contains {
            $0.name == "mimetype" && $0.bytes.starts(with: "application/vnd.oasis.opendocument".utf8)
        }
        if isOpenDocument || unpacking.files.contains(where: { $0.name == "[Content_Types].xml" }) {
            document.noteOfficeFile(ContentKind.officeFile(document.name) ?? (isOpenDocument ? "OpenDocument-Datei" : "Office-Datei"))
            unpacking.files = []
        }
        if unpacking.isEncrypted {
            document.isEncrypted = true
            document.fail(Finding(.archiveLocked, document: document.name))
        } else if unpacking.isDamaged {
            document.findings.append(Finding(.archiveDamaged, document: document.name))
        }
        switch unpacking.limit {
        case .files: document.findings.append(Finding(.limitArchiveFiles, document: document.name, ["most": "\(limits.archiveFiles)"]))
        case .ratio: document.findings.append(Finding(.limitArchiveRatio, document: document.name, ["most": "\(limits.archiveRatio)"]))
        case nil: break
        }
        return (OpenDocument(document, bytes: bytes, limits: limits), unpacking.files)
    }

    /// A limit that unpacking reached.
    private enum Limit { case files, ratio }

    private struct Unpacking {
        let limits: Limits
        let archiveSize: Int
        var files: [Opener.Inner] = []
        var paths: [String] = []
        var limit: Limit?
        var isEncrypted = false
        var isDamaged = false
        private var total = 0

        init(limits: Limits, archiveSize: Int) {
            self.limits = limits
            self.archiveSize = archiveSize
        }

        mutating func run(_ raw: UnsafeRawBufferPointer) {
            guard let archive = unsafe archive_read_new() else { return }
            defer { unsafe archive_read_free(archive) }
            unsafe archive_read_support_format_zip(archive)
            guard unsafe archive_read_open_memory(archive, raw.baseAddress, raw.count) == ARCHIVE_OK else {
                isDamaged = true
                return
            }
            var entry: OpaquePointer?
            while limit == nil {
                let status = unsafe archive_read_next_header(archive, &entry)
                if status == ARCHIVE_EOF { break }
                guard status >= ARCHIVE_WARN, let entry = unsafe entry else {
                    isDamaged = true
                    break
                }
                unsafe take(entry, from: archive)
            }
        }

        private mutating func take(_ entry: OpaquePointer, from archive: OpaquePointer) {
            guard unsafe archive_entry_filetype(entry) & 0o170000 == 0o100000 else { return }
            if unsafe archive_entry_is_encrypted(entry) != 0 {
                isEncrypted = true
                return
            }
            guard files.count < limits.archiveFiles else {
                limit = .files
                return
            }
            let name = unsafe archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry)
            let label = unsafe name.map { unsafe Label.of(String(cString: $0)) } ?? "unbenannt"
            if let content = unsafe content(of: archive) {
                files.append(Opener.Inner(name: label, bytes: content))
                paths.append(unsafe name.map { unsafe String(cString: $0) } ?? label)
            }
        }

        /// Unpacks one file; nil if the ratio limit, counted from 1 MB on, or the size limit is reached.
        private mutating func content(of archive: OpaquePointer) -> [UInt8]? {
            let most = min(max(archiveSize * limits.archiveRatio, 1 << 20), limits.messageBytes * 4)
            var content: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 64 * 1024)
            while true {
                let count = unsafe buffer.withUnsafeMutableBytes { unsafe archive_read_data(archive, $0.baseAddress, $0.count) }
                if count == 0 { return content }
                if count < 0 {
                    isDamaged = true
                    return content
                }
                total += count
                if total > most {
                    limit = .ratio
                    return nil
                }
                content += buffer[..<count]
            }
        }
    }
}

/// The files of a zip archive by the names it gives them, for signatures that name them; never used as paths.
public enum ZipFiles {
    /// Unpacks within limits; what is beyond them is left out.
    public static func read(_ bytes: [UInt8], limits: Limits) -> [(name: String, bytes: [UInt8])] {
        ZipArchive.files(bytes, limits: limits)
    }
}
