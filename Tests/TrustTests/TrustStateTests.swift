import Documents
import Foundation
import Mail
import TestSupport
import Testing
import Trust
import Vocabulary

/// One verifier serves message after message; what belongs to one is never seen in the next.
@Suite struct TrustStateTests {
    private static let noon = Instant(iso: "2026-11-24T10:00:00+01:00")

    private static let trust = Result { try TrustStore(directory: TrustFixtures.directory.appendingPathComponent("trust").path) }

    private static func verifier() throws -> Verifier { Verifier(try trust.get()) }

    private static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: TrustFixtures.directory.appendingPathComponent("messages/" + name)))
    }

    /// Examines a message, or a file by itself, as a reader does.
    static func examine(_ bytes: [UInt8], isFile: Bool, by verifier: Verifier, revocation: [[UInt8]] = []) throws -> Examination {
        let examination = verifier.examination(existence: try #require(noon), revocation: revocation)
        var opener = Opener()
        opener.reveal = { bytes, name in examination.reveal(bytes, name: name) }
        var documents: [OpenDocument] = []
        if isFile {
            documents = opener.open(bytes, name: "datei")
        } else {
            var opened = Message.open(bytes)
            examination.verify(&opened, raw: bytes)
            for part in opened.message.parts where !part.isContainer && !part.isBody {
                if let content = opened.contents[part.index] { documents += opener.open(content, name: part.name ?? "Anhang") }
            }
        }
        examination.finish(documents.map(\.document))
        return examination
    }

    static func summary(_ examination: Examination) -> String {
        "\(examination.reports)\n\(examination.findings)\n\(examination.revocationServices)\n\(String(describing: examination.confirmation))"
    }

    @Test func `an unsigned message after a signed one has no signature`() throws {
        let verifier = try Self.verifier()
        for name in ["qes.eml", "demail-confirms.eml", "crl-stale.eml"] {
            #expect(!(try Self.examine(try Self.bytes(name), isFile: false, by: verifier)).reports.isEmpty)
            let plain = Array("From: a@example.org\r\nSubject: Antrag\r\n\r\nGuten Tag\r\n".utf8)
            let next = try Self.examine(plain, isFile: false, by: verifier)
            #expect(next.reports.isEmpty && next.findings.isEmpty && next.revocationServices.isEmpty && next.confirmation == nil)
        }
    }

    @Test func `a list that was fetched for one message is not used for the next`() throws {
        let verifier = try Self.verifier()
        let message = try Self.bytes("online-crl-good.eml")
        let list = Array(try Data(contentsOf: TrustFixtures.directory.appendingPathComponent("served/good.crl")))
        for fetched in [[], [list], [], [list], []] {
            let examination = try Self.examine(message, isFile: false, by: verifier, revocation: fetched)
            #expect(examination.reports.first?.subIndication == (fetched.isEmpty ? "TRY_LATER" : nil))
            #expect(examination.revocationServices.isEmpty == !fetched.isEmpty)
        }
    }

    @Test func `a signature that lies beside its file is not paired with a file of the next message`() throws {
        let verifier = try Self.verifier()
        let time = try #require(Self.noon)
        let opened = Message.open(try Self.bytes("detached-file.eml"))
        let files = opened.message.parts.filter { $0.name != nil }.compactMap { part in
            opened.contents[part.index].map { (name: part.name ?? "", bytes: $0) }
        }
        let signature = try #require(files.first { $0.name.hasSuffix(".p7s") })
        let file = try #require(files.first { !$0.name.hasSuffix(".p7s") })
        let first = verifier.examination(existence: time)
        _ = first.reveal(signature.bytes, name: signature.name)
        let second = verifier.examination(existence: time)
        _ = second.reveal(file.bytes, name: file.name)
        second.finish([])
        first.finish([])
        #expect(second.reports.isEmpty)
        #expect(first.reports.map(\.subIndication) == ["SIGNED_DATA_NOT_FOUND"])
        #expect(first.reports.flatMap(\.covers).isEmpty)
    }

    @Test func `every message gets the same verdict, whatever was read before it`() throws {
        let shared = try Self.verifier()
        let alone = try TrustFixtures.cases.map { item in
            let bytes = try TrustFixtures.bytes(item)
            return Self.summary(try Self.examine(bytes, isFile: item.file != nil, by: try Self.verifier()))
        }
        for (item, expected) in zip(TrustFixtures.cases, alone).reversed() {
            let bytes = try TrustFixtures.bytes(item)
            #expect(Self.summary(try Self.examine(bytes, isFile: item.file != nil, by: shared)) == expected, "\(item.name)")
        }
    }
}
