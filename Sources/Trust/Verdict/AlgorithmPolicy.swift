internal import Vocabulary

/// Until which day an algorithm counts as secure, as data.
///
/// The rows after ETSI TS 119 312 and the catalogues of the Bundesnetzagentur before it. An office replaces them with
/// `algorithms.txt` in its trust directory: per line a name, for keys the size from which the row holds, and the last day or
/// `-` for no end.
struct AlgorithmPolicy: Sendable {
    private var hashes: [String: Instant?] = [:]
    private var keys: [String: [(bits: Int, until: Instant?)]] = [:]

    static let standardRows = """
        md5 2004-12-31
        sha1 2010-12-31
        ripemd160 2010-12-31
        sha224 2023-12-31
        sha256 -
        sha384 -
        sha512 -
        sha3-256 -
        sha3-384 -
        sha3-512 -
        RSA 1024 2008-03-31
        RSA 1280 2008-12-31
        RSA 1536 2009-12-31
        RSA 1728 2010-12-31
        RSA 1900 2028-12-31
        RSA 3000 -
        EC 160 2007-12-31
        EC 192 2009-12-31
        EC 224 2015-12-31
        EC 250 -
        EdDSA 250 -
        """

    static let standard = read(standardRows).policy

    private init() {}

    /// Reads rows; a line that is none is reported by its number, and nothing of it holds.
    static func read(_ rows: String) -> (policy: AlgorithmPolicy, faults: [Int]) {
        var policy = AlgorithmPolicy()
        var faults: [Int] = []
        for (number, line) in rows.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.prefix { $0 != "#" }.split(separator: " ").map(String.init)
            if words.isEmpty { continue }
            let until = words.last.flatMap(CalendarDate.init(iso:)).map { Instant(local: $0, secondOfDay: 86399) }
            guard until != nil || words.last == "-" else {
                faults.append(number + 1)
                continue
            }
            if words.count == 2 {
                policy.hashes[words[0]] = .some(until)
            } else if words.count == 3, let bits = Int(words[1]) {
                policy.keys[words[0], default: []].append((bits, until))
            } else {
                faults.append(number + 1)
            }
        }
        return (policy, faults)
    }

    /// The last moment at which all of these were secure: nil for no end, the distant past for what is not known.
    func end(ofHashes usedHashes: [String], keys usedKeys: [PublicKey.Strength]) -> Instant? {
        let never = Instant(seconds: -62_000_000_000)
        var ends: [Instant] = usedHashes.compactMap { hashes[$0] ?? never }
        for key in usedKeys {
            let row = (keys[key.kind] ?? []).filter { $0.bits <= key.bits }.max { $0.bits < $1.bits }
            if let row { if let until = row.until { ends.append(until) } } else { ends.append(never) }
        }
        return ends.min()
    }
}
