private import Foundation
public import Vocabulary

/// Whom the office trusts: what lies in the directory given by `--trust`.
///
/// - `anchors/*.pem`: paths may end here; never qualified.
/// - `qualified/*.pem`: issuing authorities the office itself declares qualified.
/// - `demail/<domain>.pem`: what alone may seal the De-Mails of senders in that domain and its subdomains: the provider's certificates, or
///   the authority that issues to that provider only. They count for nothing else.
/// - `lists/*.xml`: trust lists (ETSI TS 119 612), taken only if a certificate in `list-signers/*.pem` signed them.
/// - `revocation/*`: CRLs and OCSP responses, DER or PEM.
/// - `intermediates/*.pem`: certificates that may lie between, without being trusted.
/// - `decryption/*.pem`: keys of the office with their certificates, for encrypted messages. Not read here: only `eingang-keys` has keys.
/// - `algorithms.txt`: replaces the table of algorithms (``AlgorithmPolicy``).
public struct TrustStore: Sendable {
    var anchors: [Certificate] = []
    var qualified: [Certificate] = []
    /// The domains that De-Mail providers are declared for, with what may seal for each.
    var deMail: [DeMailDeclaration] = []
    var intermediates: [Certificate] = []
    var lists: [TrustedList] = []
    var revocation = RevocationData()
    var algorithms = AlgorithmPolicy.standard
    /// What in the directory could not be used: the file and why, in German.
    public private(set) var faults: [String] = []
    /// What the lists were read from; nil when there are none, or one of them could not be used.
    private var source: Digest?
    /// What was read from the trust lists, to be kept for the next process; empty when there is nothing worth keeping.
    ///
    /// To be kept where only who may change the trust directory can write: it says whom to trust.
    public var parsed: [UInt8] { source.map { KeptLists.bytes(of: lists, source: $0) } ?? [] }
    /// When the first of the trust lists runs out; nil when none says so.
    public var listsEnd: Instant? { lists.compactMap(\.nextUpdate).min() }
    /// Whether the kept bytes were used; if not, ``parsed`` is new.
    public private(set) var usesParsed = false

    /// Trusts nobody.
    public init() {}

    /// Reads a directory.
    ///
    /// - Parameters:
    ///   - directory: the trust directory; nil trusts nobody.
    ///   - parsed: what an earlier store had as ``parsed``. It serves if the same trust lists and signers lie in the directory, and is
    ///     passed over if it is damaged or was read from other files.
    /// - Throws: ``TrustError`` if one is not there. A file in it that cannot be used is a fault and not used.
    public init(directory: String?, parsed: [UInt8] = []) throws(TrustError) {
        guard let directory else { return }
        try Self.check(directory)
        anchors = certificates(in: "anchors", of: directory)
        qualified = certificates(in: "qualified", of: directory)
        intermediates = certificates(in: "intermediates", of: directory)
        readDeMail(of: directory)
        readLists(of: directory, parsed)
        for (name, bytes) in Self.files(in: directory + "/revocation") where !revocation.add(file: bytes) {
            faults.append("revocation/\(name): Die Datei ist weder eine Sperrliste noch eine OCSP-Antwort.")
        }
        readAlgorithms(of: directory)
    }

    /// What a file in `demail` declares.
    struct DeMailDeclaration: Sendable {
        /// The domain in lower case: the file's name without its ending.
        var domain: String
        var certificates: [Certificate]
    }

    private mutating func readDeMail(of directory: String) {
        for (name, bytes) in Self.files(in: directory + "/demail") {
            let domain = name.lowercased().hasSuffix(".pem") ? name.lowercased().dropLast(4) : ""
            let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
            guard labels.count > 1,
                labels.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") } })
            else {
                faults.append("demail/\(name): Der Name der Datei ist keine Domäne; erwartet wird etwa demail/anbieter.de-mail.de.pem.")
                continue
            }
            let found = certificates(in: "demail", from: [(name, bytes)])
            if !found.isEmpty { deMail.append(DeMailDeclaration(domain: String(domain), certificates: found)) }
        }
    }

    private mutating func readLists(of directory: String, _ parsed: [UInt8]) {
        let files = Self.files(in: directory + "/lists")
        guard !files.isEmpty else { return }
        let signers = Self.files(in: directory + "/list-signers")
        let source = KeptLists.source([("lists", files), ("list-signers", signers)])
        if let kept = KeptLists.lists(in: parsed, source: source) {
            (lists, self.source, usesParsed) = (kept, source, true)
            return
        }
        let before = faults.count
        let accepted = certificates(in: "list-signers", from: signers)
        for (name, bytes) in files {
            do throws(TrustedList.Failure) {
                let list = try TrustedList(bytes, name: name, signers: accepted)
                lists.append(list)
            } catch {
                faults.append("lists/\(name): \(error.description)")
            }
        }
        // A fault may pass: it is looked for again at every start.
        if faults.count == before { self.source = source }
    }

    private mutating func readAlgorithms(of directory: String) {
        guard let rows = try? String(contentsOfFile: directory + "/algorithms.txt", encoding: .utf8) else { return }
        let read = AlgorithmPolicy.read(rows)
        algorithms = read.policy
        if !read.faults.isEmpty {
            faults.append("algorithms.txt: Zeile \(read.faults.map(String.init).joined(separator: ", ")) ist nicht lesbar und gilt nicht.")
        }
    }

    private mutating func certificates(in folder: String, of directory: String) -> [Certificate] {
        certificates(in: folder, from: Self.files(in: directory + "/" + folder))
    }

    private mutating func certificates(in folder: String, from files: [(name: String, bytes: [UInt8])]) -> [Certificate] {
        var found: [Certificate] = []
        for (name, bytes) in files {
            let blocks = PEM.blocks(of: bytes).filter { $0.label.hasSuffix("CERTIFICATE") }.map(\.bytes)
            for block in blocks.isEmpty ? [bytes] : blocks {
                if let certificate = Certificate(block) {
                    found.append(certificate)
                } else {
                    faults.append("\(folder)/\(name): Das ist kein lesbares Zertifikat.")
                }
            }
        }
        return found
    }

    private static func check(_ directory: String) throws(TrustError) {
        var isDirectory: ObjCBool = false
        guard unsafe FileManager.default.fileExists(atPath: directory, isDirectory: &isDirectory), isDirectory.boolValue else {
            throw TrustError(description: "Das Verzeichnis „\(directory)“ für --trust gibt es nicht. Bitte prüfen Sie den Pfad.")
        }
    }

    private static func files(in path: String) -> [(name: String, bytes: [UInt8])] {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
        return names.compactMap { name in
            FileManager.default.contents(atPath: path + "/" + name).map { (name, Array($0)) }
        }
    }

    /// Every certificate a path may end at.
    var allAnchors: [Anchor] { (anchors + qualified).map(Anchor.init) + listed }

    /// The authorities of the trust lists.
    var listed: [Anchor] { lists.flatMap(\.services).flatMap(\.anchors) }
}

/// A trust directory that cannot be used.
public struct TrustError: Error, Sendable, CustomStringConvertible {
    /// What is wrong and what to do.
    public var description: String
}
