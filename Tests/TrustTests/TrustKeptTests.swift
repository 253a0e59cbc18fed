import Foundation
import TestSupport
import Testing
import Trust
import Vocabulary

/// What was read from trust lists is kept for the next process; it must say the same as the lists, or not be used.
@Suite struct TrustKeptTests {
    /// The trust directory of the fixtures without the forged list.
    private static func directory() throws -> URL {
        let url = Place.temporary().appendingPathComponent("trust")
        try FileManager.default.copyItem(at: TrustFixtures.directory.appendingPathComponent("trust"), to: url)
        try FileManager.default.removeItem(at: url.appendingPathComponent("lists/forged.xml"))
        return url
    }

    private static func head(_ parsed: [UInt8]) -> Int {
        let lines = parsed.indices.filter { parsed[$0] == UInt8(ascii: "\n") }
        return lines[2] + 1
    }

    @Test func `kept lists lead to the same verdicts as the lists themselves`() throws {
        let directory = try Self.directory().path
        let anew = try TrustStore(directory: directory)
        #expect(!anew.usesParsed && !anew.parsed.isEmpty && anew.faults.isEmpty)
        let kept = try TrustStore(directory: directory, parsed: anew.parsed)
        #expect(kept.usesParsed && kept.parsed == anew.parsed && kept.faults.isEmpty)
        let verifiers = (Verifier(anew), Verifier(kept))
        for item in TrustFixtures.cases {
            let bytes = try TrustFixtures.bytes(item)
            let isFile = item.file != nil
            let seen = TrustStateTests.summary(try TrustStateTests.examine(bytes, isFile: isFile, by: verifiers.0))
            #expect(TrustStateTests.summary(try TrustStateTests.examine(bytes, isFile: isFile, by: verifiers.1)) == seen, "\(item.name)")
        }
    }

    @Test func `damaged bytes are never used, and the lists are read anew`() throws {
        let directory = try Self.directory().path
        let parsed = try TrustStore(directory: directory).parsed
        var damaged: [[UInt8]] = [[], [0], parsed.dropLast(), parsed + [0], Array(parsed.dropFirst()), Array(repeating: 0xFF, count: 5000)]
        for place in stride(from: 0, to: parsed.count, by: max(1, parsed.count / 40)) {
            damaged.append(parsed)
            damaged[damaged.count - 1][place] ^= 0x01
            damaged.append(Array(parsed.prefix(place)))
        }
        for bytes in damaged {
            let store = try TrustStore(directory: directory, parsed: bytes)
            #expect(!store.usesParsed && store.parsed == parsed && store.faults.isEmpty)
        }
    }

    @Test func `bytes that are sealed but make no sense are never a trap`() throws {
        let directory = try Self.directory().path
        let parsed = try TrustStore(directory: directory).parsed
        let head = Self.head(parsed)
        let source = parsed.prefix(head).split(separator: UInt8(ascii: "\n")).prefix(2).joined(separator: [UInt8(ascii: "\n")])
        func sealed(_ body: some Collection<UInt8>) -> [UInt8] { Array(source) + Array("\n\(Digest(of: body))\n".utf8) + body }
        #expect(try TrustStore(directory: directory, parsed: sealed(parsed[head...])).usesParsed)
        let body = Array(parsed[head...])
        for number in 0..<60 {
            var changed = body
            changed[number * 7919 % (number < 20 ? 64 : body.count)] = [0x00, 0xFF, 0x80, 0x7F][number % 4]
            _ = Verifier(try TrustStore(directory: directory, parsed: sealed(changed)))
        }
        for end in [0, 1, 7, 8, 9, body.count - 1] {
            #expect(!(try TrustStore(directory: directory, parsed: sealed(body.prefix(end))).usesParsed))
        }
        #expect(!(try TrustStore(directory: directory, parsed: sealed(body + [0])).usesParsed))
    }

    @Test func `lists of another day, or other signers, are read anew`() throws {
        let directory = try Self.directory()
        let lists = directory.appendingPathComponent("lists")
        let parsed = try TrustStore(directory: directory.path).parsed
        let removed = lists.appendingPathComponent("v4.xml")
        let list = try Data(contentsOf: removed)

        try FileManager.default.removeItem(at: removed)
        let less = try TrustStore(directory: directory.path, parsed: parsed)
        #expect(!less.usesParsed && less.parsed != parsed && less.faults.isEmpty)

        // One byte of a list is changed: its signature must be looked at again, and nothing of the old lists serves.
        var forged = list
        let place = try #require(forged.range(of: Data("/TSPService>".utf8))?.upperBound)
        forged.insert(0x20, at: place)
        try forged.write(to: removed)
        let changed = try TrustStore(directory: directory.path, parsed: parsed)
        #expect(!changed.usesParsed && changed.parsed.isEmpty)
        #expect(changed.faults.count == 1 && changed.faults[0].hasPrefix("lists/v4.xml: Die Vertrauensliste wird nicht verwendet"))

        try list.write(to: removed)
        #expect(try TrustStore(directory: directory.path, parsed: parsed).usesParsed)

        // Whose signature is accepted is part of what was read.
        let signer = directory.appendingPathComponent("list-signers/operator.pem")
        try Data(contentsOf: directory.appendingPathComponent("anchors/root.pem")).write(to: signer)
        let strange = try TrustStore(directory: directory.path, parsed: parsed)
        #expect(!strange.usesParsed && strange.parsed.isEmpty && strange.faults.count == 4)
    }

    @Test func `the German trust list is kept in a third of its size`() throws {
        guard let list = Place.shared("trust/de-tl.xml") else { return }
        let trust = Place.temporary()
        for folder in ["lists", "list-signers"] {
            try FileManager.default.createDirectory(at: trust.appendingPathComponent(folder), withIntermediateDirectories: true)
        }
        let text = try String(contentsOf: list, encoding: .utf8)
        try FileManager.default.copyItem(at: list, to: trust.appendingPathComponent("lists/de.xml"))
        let certificate = try #require(text.components(separatedBy: "X509Certificate>").dropLast().last?.prefix { $0 != "<" })
        let pem = "-----BEGIN CERTIFICATE-----\n\(certificate)\n-----END CERTIFICATE-----\n"
        try Data(pem.utf8).write(to: trust.appendingPathComponent("list-signers/operator.pem"))
        let anew = try TrustStore(directory: trust.path)
        #expect(anew.faults.isEmpty)
        #expect(try TrustStore(directory: trust.path, parsed: anew.parsed).usesParsed)
        #expect(anew.parsed.count < text.utf8.count * 2 / 5)
        // If this differs, something else is read from the same list: raise `KeptLists.form`, so that no older bytes are used.
        let body = Digest(of: anew.parsed[Self.head(anew.parsed)...])
        #expect(anew.parsed.starts(with: "eingang trust lists, form 1\n".utf8))
        #expect(body.hex.prefix(16) == "1ecacee3358d6e0d")
    }
}
