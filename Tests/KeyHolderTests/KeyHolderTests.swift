import Foundation
import KeyHolder
import TestSupport
import Testing
import Vocabulary
import Wire

/// The key process by itself: what somebody could get out of it who may ask it anything.
struct KeyHolderTests {
    /// Asks all questions of one process; an answer for each it took.
    private func answers(_ questions: [[UInt8]], perMinute: Int = 600) throws -> [UnwrapAnswer] {
        let frames = questions.flatMap { question in
            (0..<4).map { UInt8(truncatingIfNeeded: question.count >> (24 - $0 * 8)) } + question
        }
        let output = Place.temporary().appendingPathComponent("out").path
        let words = ["-c", "exec \"$0\" \"$1\" \"$2\" > \"$3\"", Place.keyHolder, KeyFixtures.directory.path, "\(perMinute)", output]
        let run = try Run("/bin/sh", words, input: Data(frames))
        #expect(run.status == 0, "\(run.errors)")
        var rest = Array(try Data(contentsOf: URL(fileURLWithPath: output)))[...]
        var answers: [UnwrapAnswer] = []
        while rest.count >= 4 {
            let count = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            answers.append(try Wire.decode(UnwrapAnswer.self, from: Array(rest.dropFirst(4).prefix(count))))
            rest = rest.dropFirst(4 + count)
        }
        return answers
    }

    /// The holder of the key, as OpenSSL reads it from the certificate.
    private func holder(_ name: String) throws -> UnwrapRequest.Recipient {
        _ = KeyFixtures.directory
        let words = ["x509", "-in", KeyFixtures.certificatePath(name), "-noout", "-ext", "subjectKeyIdentifier"]
        let line = try #require(try Run("/usr/bin/openssl", words).output.split(separator: "\n").last)
        return .subjectKey(line.split(separator: ":").compactMap { UInt8($0.filter(\.isHexDigit), radix: 16) })
    }

    private func asked(
        _ key: [UInt8],
        _ scheme: UnwrapRequest.Scheme = .pkcs1,
        of name: String = "rsa",
        bytes: Int = 32
    ) throws -> [UInt8] {
        try Wire.encode(UnwrapRequest(recipient: try holder(name), scheme: scheme, encryptedKey: key, keyBytes: bytes))
    }

    private func encrypted(_ key: [UInt8]) throws -> [UInt8] {
        _ = KeyFixtures.directory
        let output = Place.temporary().appendingPathComponent("out").path
        let words = ["pkeyutl", "-encrypt", "-certin", "-inkey", KeyFixtures.certificatePath("rsa"), "-out", output]
        _ = try Run("/usr/bin/openssl", words, input: Data(key))
        return Array(try Data(contentsOf: URL(fileURLWithPath: output)))
    }

    private func key(_ answer: UnwrapAnswer) -> [UInt8]? { if case .key(let bytes) = answer { bytes } else { nil } }

    @Test func `wrong padding and a wrong length get a key as well, and each time the same`() throws {
        let right = [UInt8](1...32)
        let good = try encrypted(right)
        var broken = good
        broken[100] ^= 1
        let short = try encrypted([UInt8](1...31))
        let questions = try [good, broken, broken, short, short].map { try asked($0) }
        let found = try answers(questions).map(key)
        #expect(found.count == 5 && found[0] == right)
        #expect(found[1]?.count == 32 && found[1] == found[2] && found[3]?.count == 32 && found[3] == found[4])
        #expect(Set(found).count == 3)
        #expect(try answers([try asked(broken)]).map(key) == [found[1]], "after a new start too")
    }

    @Test func `whatever else cannot be unwrapped is no key, without a reason`() throws {
        let noise = [UInt8](repeating: 7, count: 256)
        let point = [4] + [UInt8](repeating: 9, count: 64)
        let wrapped = [UInt8](repeating: 3, count: 40)
        let oaep = UnwrapRequest.Scheme.oaep(digest: "SHA256", mask: "SHA1", label: [])
        let questions = try [
            asked(noise, oaep), asked(noise, .oaep(digest: "MD5", mask: "SHA1", label: [])), asked(noise, bytes: 5), asked([]),
            asked(noise, of: "ec"), asked(wrapped, .agreement(point: point, digest: "SHA256", info: [1], wrap: "aes256"), of: "ec"),
            asked(wrapped, .agreement(point: [], digest: "SHA256", info: [], wrap: "aes256"), of: "ec"),
            asked(wrapped, .agreement(point: point, digest: "SHA256", info: [1], wrap: "rot13"), of: "ec"),
            asked(wrapped, .agreement(point: point, digest: "SHA256", info: [1], wrap: "aes256"), of: "rsa"),
            Wire.encode(UnwrapRequest(recipient: .subjectKey([]), scheme: .pkcs1, encryptedKey: noise, keyBytes: 32)),
            Wire.encode(UnwrapRequest(recipient: .certificate(issuer: [], serial: []), scheme: .pkcs1, encryptedKey: noise, keyBytes: 32)),
        ]
        #expect(try answers(questions) == Array(repeating: .noKey, count: questions.count))
    }

    @Test func `what is no question ends it without a word`() throws {
        for bytes in [[], [0xFF], Array("{}".utf8), [UInt8](repeating: 9, count: 1000)] { #expect(try answers([bytes]) == []) }
    }

    @Test func `questions beyond the rate are refused, and questions about others do not count`() throws {
        let other = try Wire.encode(UnwrapRequest(recipient: .subjectKey([1]), scheme: .pkcs1, encryptedKey: [1], keyBytes: 32))
        let question = try asked(try encrypted([UInt8](1...32)))
        let found = try answers([other, other, other, question, question, question, question], perMinute: 3)
        #expect(found.prefix(3) == [.noKey, .noKey, .noKey])
        #expect(found.suffix(4).map { $0 == .busy } == [false, false, false, true])
    }

    @Test func `so many at one go, and as many again in a minute`() {
        var bucket = TokenBucket(perMinute: 60, now: 1000)
        // The last time is one of a clock that went back: it gives nothing.
        let moments = Array(repeating: 1000.0, count: 60) + [1000.5, 1001.1, 1001.2, 0]
        let taken = moments.map { bucket.take(now: $0) }
        #expect(taken == Array(repeating: true, count: 60) + [false, true, false, false])
        let later = (0..<61).map { _ in bucket.take(now: 9000) }
        #expect(later == Array(repeating: true, count: 60) + [false])
    }
}
