internal import CQPDF
internal import Documents
internal import Vocabulary

/// The signatures of a PDF and the revisions they cover (ISO 32000-2, 12.8; ETSI EN 319 142-1).
struct PDFSignatures {
    struct Signature {
        var field: String
        /// Whether a field of the form has it as its value.
        var hasField: Bool
        var filter: String
        var range: [Int]?
        var contents: [UInt8]
        var time: Instant?
        /// `/P` of DocMDP; nil when the signature certifies nothing.
        var permission: Int?
        var lockAction: String
        var lockFields: Set<String>

        /// Where it was found, for people.
        var place: String { hasField ? "Feld „\(field)“" : "ohne Feld im Formular" }
        var isTimestamp: Bool { filter == "/ETSI.RFC3161" }
        /// Where the revision it signs ends.
        var end: Int? { range.map { $0[2] + $0[3] } }
    }

    /// What was done to a document after a revision, the gravest last.
    struct Changes {
        var form = false
        var fields: [String] = []
        var addsFields = false
        var annotations = false
        var pages = false
        var other = false

        mutating func add(_ other: Changes) {
            form = form || other.form
            fields += other.fields.filter { !fields.contains($0) }
            addsFields = addsFields || other.addsFields
            annotations = annotations || other.annotations
            pages = pages || other.pages
            self.other = self.other || other.other
        }

        var isNone: Bool { !form && !addsFields && !annotations && !pages && !other }
    }

    let bytes: [UInt8]
    private(set) var signatures: [Signature] = []
    private(set) var certificates: [Certificate] = []
    private(set) var revocation = RevocationData()
    /// Whether there are more signatures than are read.
    let isCut: Bool
    private var steps: [(from: Int, to: Int, changes: Changes)] = []

    /// nil when there is no signature in the file.
    init?(_ bytes: [UInt8]) {
        // The dictionary of a signature stands in the clear: its hole is a place in the file.
        guard Scan.contains("/ByteRange", in: bytes) else { return nil }
        self.bytes = bytes
        guard let found = unsafe eg_pdf_signatures_read(bytes, bytes.count) else { return nil }
        defer { unsafe eg_pdf_signatures_free(found) }
        isCut = unsafe found.pointee.signatures_cut != 0
        for index in 0..<(unsafe found.pointee.signature_count) {
            unsafe signatures.append(Signature(found.pointee.signatures[index]))
        }
        for index in 0..<(unsafe found.pointee.evidence_count) {
            let item = unsafe found.pointee.evidence[index]
            let data = unsafe Array(UnsafeBufferPointer(start: item.data, count: item.size))
            if unsafe String(cString: item.kind) == "/Certs" {
                if certificates.count < PathBuilder.mostCertificates / 2, let certificate = Certificate(data) {
                    certificates.append(certificate)
                }
            } else {
                revocation.add(data)
            }
        }
        if signatures.isEmpty { return nil }
        signatures.sort { ($0.end ?? 0) < ($1.end ?? 0) }
        var ends = Set(signatures.compactMap(\.end).filter { (1...bytes.count).contains($0) }).sorted()
        if let last = ends.last, !isLast(last) { ends.append(bytes.count) }
        steps = zip(zip(ends, ends.dropFirst()), compare(ends)).map { ($0.0, $0.1, $1) }
    }

    /// The bytes a signature is over; nil if its byte range leaves out more than its own value.
    func signed(by signature: Signature) -> [UInt8]? {
        guard let range = signature.range, range[0] == 0, range.allSatisfy({ (0...bytes.count).contains($0) }), range[1] < range[2],
            let end = signature.end, end <= bytes.count
        else { return nil }
        let hole = bytes[range[1]..<range[2]]
        guard hole.count >= 2, hole.first == UInt8(ascii: "<"), hole.last == UInt8(ascii: ">"),
            Self.hex(hole.dropFirst().dropLast()) == signature.contents
        else { return nil }
        // The revision must end as a file ends, or something could be hung on it unseen.
        let tail = bytes[..<end].suffix(16).reversed().drop { $0 <= 0x20 }.prefix(5).reversed()
        guard tail.elementsEqual("%%EOF".utf8) else { return nil }
        return Array(bytes[..<range[1]] + bytes[range[2]..<end])
    }

    /// nil when there is anything but hexadecimal digits and white space.
    private static func hex(_ digits: ArraySlice<UInt8>) -> [UInt8]? {
        var out: [UInt8] = []
        out.reserveCapacity(digits.count / 2)
        var half: UInt8?
        for byte in digits where byte > 0x20 {
            let value: UInt8
            switch byte {
            case 0x30...0x39: value = byte - 0x30
            case 0x41...0x46: value = byte - 0x37
            case 0x61...0x66: value = byte - 0x57
            default: return nil
            }
            if let high = half {
                out.append(high << 4 | value)
                half = nil
            } else {
                half = value
            }
        }
        if let half { out.append(half << 4) }
        return out
    }

    /// The revision that ends at a place.
    func revision(_ end: Int) -> [UInt8] { Array(bytes.prefix(end)) }

    /// Whether anything but white space follows.
    func isLast(_ end: Int) -> Bool { bytes[end...].allSatisfy { $0 <= 0x20 } }

    /// What was done between two places where revisions end: the sum of the steps from one revision to the next, each compared once.
    ///
    /// What was changed and changed back counts: somebody signed in between.
    func changes(from end: Int, to later: Int) -> Changes {
        var sum = Changes()
        for step in steps where step.from >= end && step.to <= later { sum.add(step.changes) }
        return sum
    }

    /// Compares each revision with the next in one go.
    private func compare(_ ends: [Int]) -> [Changes] {
        guard ends.count > 1 else { return [] }
        guard let found = unsafe eg_pdf_compare(bytes, ends, ends.count) else { return ends.dropFirst().map { _ in Changes(other: true) } }
        defer { unsafe eg_pdf_steps_free(found) }
        return (0..<(unsafe found.pointee.count)).map { unsafe Changes(found.pointee.steps[$0]) }
    }
}

extension PDFSignatures.Changes {
    fileprivate init(_ found: eg_changes) {
        unsafe form = found.form != 0
        unsafe addsFields = found.added_fields != 0
        unsafe annotations = found.annotations != 0
        unsafe pages = found.pages != 0
        unsafe other = found.other != 0 || found.could_not_tell != 0
        fields = unsafe String(cString: found.fields).split(separator: "\n").map(String.init)
    }
}

extension PDFSignatures.Signature {
    fileprivate init(_ signature: eg_signature) {
        unsafe field = Label.withoutControls(String(cString: signature.field))
        unsafe hasField = signature.has_field != 0
        unsafe filter = String(cString: signature.sub_filter)
        let numbers = unsafe signature.range
        range = unsafe signature.has_range != 0 ? [Int(numbers.0), Int(numbers.1), Int(numbers.2), Int(numbers.3)] : nil
        if let all = range, !all.allSatisfy({ (0...(1 << 40)).contains($0) }) { range = nil }
        unsafe contents = Array(UnsafeBufferPointer(start: signature.contents, count: signature.contents_size))
        time = unsafe signature.time.flatMap { unsafe Self.time(String(cString: $0)) }
        permission = unsafe signature.permission == 0 ? nil : Int(signature.permission)
        unsafe lockAction = String(cString: signature.lock_action)
        lockFields = Set(unsafe String(cString: signature.lock_fields).split(separator: "\n").map(String.init))
    }

    /// A PDF date (ISO 32000-2, 7.9.4).
    private static func time(_ text: String) -> Instant? {
        let digits = text.drop { !$0.isNumber }.prefix { $0.isASCII && $0.isNumber }
        guard digits.count == 14 else { return nil }
        let all = Array(digits)
        func part(_ range: Range<Int>) -> String { String(all[range]) }
        let zone = text.drop { !$0.isNumber }.dropFirst(14)
        let offset = zone.filter { $0.isNumber }.prefix(4)
        let suffix = offset.count == 4 && zone.first != "Z" ? "\(zone.first ?? "+")\(offset.prefix(2)):\(offset.suffix(2))" : "Z"
        return Instant(iso: "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(8..<10)):\(part(10..<12)):\(part(12..<14))\(suffix)")
    }

    /// Whether a field may not be changed after this signature.
    func locks(_ field: String) -> Bool {
        switch lockAction {
        case "/All": true
        case "/Include": lockFields.contains(field)
        case "/Exclude": !lockFields.contains(field)
        default: false
        }
    }
}
