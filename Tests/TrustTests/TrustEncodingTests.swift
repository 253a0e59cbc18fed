import Documents
import Foundation
import Mail
import TestSupport
import Testing
import Trust
import Vocabulary

/// The same signature in other encodings: what the standards allow is read, everything else is refused and never a trap.
@Suite struct TrustEncodingTests {
    /// A CMS file with its content.
    private static func signature() throws -> [UInt8] {
        let message = TrustFixtures.directory.appendingPathComponent("messages/enveloping-file.eml")
        let opened = Message.open(Array(try Data(contentsOf: message)))
        let part = try #require(opened.message.parts.first { $0.name?.hasSuffix(".p7m") == true })
        return try #require(opened.contents[part.index])
    }

    private static let trust = Result { try TrustStore(directory: TrustFixtures.directory.appendingPathComponent("trust").path) }

    /// The verdicts on a file, none when it is not taken for a signature.
    private static func verdicts(_ bytes: [UInt8]) throws -> [String] {
        let time = try #require(Instant(iso: "2026-11-24T10:00:00+01:00"))
        let examination = Verifier(try trust.get()).examination(existence: time)
        _ = examination.reveal(bytes, name: "brief.txt.p7m")
        examination.finish([])
        return examination.reports.map { $0.subIndication ?? $0.indication.rawValue }
    }

    /// The content of the outermost element, whose length takes two bytes.
    private static func content(_ bytes: [UInt8]) -> [UInt8] { Array(bytes.dropFirst(4)) }

    private static func wrapped(_ content: [UInt8], _ tag: UInt8 = 0x30) -> [UInt8] {
        [tag, 0x84] + (0..<4).reversed().map { UInt8(content.count >> ($0 * 8) & 0xFF) } + content
    }

    @Test func `padding, lengths longer than needed and indefinite lengths change nothing`() throws {
        let bytes = try Self.signature()
        #expect(bytes[1] == 0x82)
        #expect(try Self.verdicts(bytes) == ["passed"])
        #expect(try Self.verdicts(bytes + Array(repeating: 0, count: 3000)) == ["passed"])
        #expect(try Self.verdicts(bytes + Array("irgendetwas".utf8)) == ["passed"])
        #expect(try Self.verdicts(Self.wrapped(Self.content(bytes))) == ["passed"])
        #expect(try Self.verdicts([0x30, 0x80] + Self.content(bytes) + [0, 0]) == ["passed"])
    }

    @Test func `what is cut off, nested without end or of unknown tags is refused`() throws {
        let bytes = try Self.signature()
        let identifier = Array(Self.content(bytes).prefix(11))
        for size in [1, 2, 3, 4, 20, 500, bytes.count - 1] {
            #expect(!(try Self.verdicts(Array(bytes.prefix(size)))).contains("passed"))
        }
        var nested: [UInt8] = [0x05, 0x00]
        for _ in 0..<5000 { nested = Self.wrapped(nested) }
        let hostile: [[UInt8]] = [
            nested, [0xBF, 0x81, 0x01, 0x00], [0x00, 0x00], [0x30, 0x80], [0x30, 0x30, 0x30, 0x30], Array(repeating: 0xFF, count: 99),
        ]
        for content in hostile {
            let file = Self.wrapped(identifier + Self.wrapped(content, 0xA0))
            #expect(try Self.verdicts(file) == ["FORMAT_FAILURE"])
        }
    }
}
