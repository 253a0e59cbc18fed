internal import Vocabulary

/// Trust lists as they were read, kept so that the next process need not verify and parse the same files again.
///
/// Kept is only what the lists say, never whether they may be trusted: the bytes name the digests of the lists and of the certificates
/// that may sign them, and serve only as long as exactly those lie in the trust directory.
enum KeptLists {
    /// To be raised with every change of what is read from a list, or of this form.
    private static let form = "eingang trust lists, form 1"

    /// What the kept lists were read from: every file by folder, name and digest.
    static func source(_ folders: [(name: String, files: [(name: String, bytes: [UInt8])])]) -> Digest {
        var text = ""
        for folder in folders {
            text += "\(folder.name) \(folder.files.count)\n"
            for file in folder.files { text += "\(file.name.utf8.count) \(file.name) \(Digest(of: file.bytes))\n" }
        }
        return Digest(of: text.utf8)
    }

    /// The bytes to keep.
    static func bytes(of lists: [TrustedList], source: Digest) -> [UInt8] {
        var anchors: [Anchor] = []
        var numbers: [Digest: Int] = [:]
        for anchor in lists.flatMap(\.services).flatMap(\.anchors) where numbers[anchor.digest] == nil {
            numbers[anchor.digest] = anchors.count
            anchors.append(anchor)
        }
        var writer = ByteWriter()
        writer.write(anchors) { writer, anchor in
            writer.write(anchor.encoded)
            writer.write(anchor.subject)
        }
        writer.write(lists) { writer, list in list.write(to: &writer) { numbers[$0.digest] ?? 0 } }
        return Array("\(form)\n\(source)\n\(Digest(of: writer.bytes))\n".utf8) + writer.bytes
    }

    /// The lists in kept bytes; nil if these were read from other files, are damaged, or of another form.
    static func lists(in bytes: [UInt8], source: Digest) -> [TrustedList]? {
        let head = Array("\(form)\n\(source)\n".utf8)
        guard bytes.starts(with: head) else { return nil }
        let rest = bytes[head.count...]
        let seal = rest.prefix { $0 != UInt8(ascii: "\n") }
        let body = rest.dropFirst(seal.count + 1)
        guard seal.elementsEqual(Digest(of: body).description.utf8) else { return nil }
        var reader = ByteReader(body)
        do throws(ByteReader.Damaged) {
            let anchors = try reader.list { (reader) throws(ByteReader.Damaged) in
                Anchor(encoded: try reader.content(), subject: try reader.content())
            }
            let lists = try reader.list { (reader) throws(ByteReader.Damaged) in try TrustedList(from: &reader, anchors) }
            return reader.isAtEnd ? lists : nil
        } catch {
            return nil
        }
    }
}

extension TrustedList {
    fileprivate func write(to writer: inout ByteWriter, number: (Anchor) -> Int) {
        writer.write(title)
        writer.write(version)
        writer.write(issued.seconds)
        writer.write(nextUpdate.map { [$0] } ?? []) { $0.write($1.seconds) }
        writer.write(services) { writer, service in
            writer.write(service.name)
            writer.write(service.type)
            writer.write(service.anchors) { $0.write(number($1)) }
            writer.write(service.history) { $1.write(to: &$0) }
        }
    }

    fileprivate init(from reader: inout ByteReader, _ anchors: [Anchor]) throws(ByteReader.Damaged) {
        title = try reader.text()
        version = try reader.number()
        issued = Instant(seconds: try reader.number())
        nextUpdate = try reader.list { (reader) throws(ByteReader.Damaged) in Instant(seconds: try reader.number()) }.first
        services = try reader.list { (reader) throws(ByteReader.Damaged) in
            Service(
                name: try reader.text(),
                type: try reader.text(),
                anchors: try reader.list { (reader) throws(ByteReader.Damaged) in
                    let number = try reader.number()
                    guard anchors.indices.contains(number) else { throw ByteReader.Damaged() }
                    return anchors[number]
                },
                history: try reader.list { (reader) throws(ByteReader.Damaged) in try Status(from: &reader) }
            )
        }
    }
}

extension TrustedList.Status {
    fileprivate func write(to writer: inout ByteWriter) {
        writer.write(uri)
        writer.write(start.seconds)
        writer.write(qualifications) { writer, item in
            writer.write(item.qualifiers.sorted()) { $0.write($1) }
            item.criterion.write(to: &writer)
        }
        writer.write(purposes.sorted()) { $0.write($1) }
    }

    fileprivate init(from reader: inout ByteReader) throws(ByteReader.Damaged) {
        uri = try reader.text()
        start = Instant(seconds: try reader.number())
        qualifications = try reader.list { (reader) throws(ByteReader.Damaged) in
            ListedQualification(
                qualifiers: Set(try reader.texts()),
                criterion: try ListedQualification.Criterion(from: &reader, depth: 0)
            )
        }
        purposes = Set(try reader.texts())
    }
}

extension ListedQualification.Criterion {
    /// What cannot be nested deeper in a list that is meant seriously.
    private static let mostDepth = 50

    fileprivate func write(to writer: inout ByteWriter) {
        func members(_ kind: Int, _ members: [Self]) {
            writer.write(kind)
            writer.write(members) { $1.write(to: &$0) }
        }
        func words(_ kind: Int, _ words: [String]) {
            writer.write(kind)
            writer.write(words) { $0.write($1) }
        }
        switch self {
        case .notUnderstood: writer.write(0)
        case .all(let list): members(1, list)
        case .atLeastOne(let list): members(2, list)
        case .none(let list): members(3, list)
        case .keyUsage(let bits):
            writer.write(4)
            writer.write(bits.sorted { $0.key.rawValue < $1.key.rawValue }) { writer, bit in
                writer.write(Int(bit.key.rawValue))
                writer.write(bit.value ? 1 : 0)
            }
        case .policies(let list): words(5, list)
        case .purposes(let list): words(6, list)
        case .subjectAttributes(let list): words(7, list)
        }
    }

    fileprivate init(from reader: inout ByteReader, depth: Int) throws(ByteReader.Damaged) {
        guard depth < Self.mostDepth else { throw ByteReader.Damaged() }
        func members(_ reader: inout ByteReader) throws(ByteReader.Damaged) -> [Self] {
            try reader.list { (reader) throws(ByteReader.Damaged) in try Self(from: &reader, depth: depth + 1) }
        }
        switch try reader.number() {
        case 0: self = .notUnderstood
        case 1: self = .all(try members(&reader))
        case 2: self = .atLeastOne(try members(&reader))
        case 3: self = .none(try members(&reader))
        case 4:
            let bits = try reader.list { (reader) throws(ByteReader.Damaged) in
                guard let use = UInt8(exactly: try reader.number()).flatMap(Certificate.KeyUsage.init) else { throw ByteReader.Damaged() }
                return (use, try reader.number() == 1)
            }
            self = .keyUsage(Dictionary(bits) { first, _ in first })
        case 5: self = .policies(try reader.texts())
        case 6: self = .purposes(try reader.texts())
        case 7: self = .subjectAttributes(try reader.texts())
        default: throw ByteReader.Damaged()
        }
    }
}

extension ByteReader {
    fileprivate mutating func texts() throws(Damaged) -> [String] { try list { (reader) throws(Damaged) in try reader.text() } }
}
