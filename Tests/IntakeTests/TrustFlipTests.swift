import Foundation
import Intake
import TestSupport
import Testing
import Vocabulary

/// One byte is changed, somewhere: no signature may pass over other bytes than were signed.
@Suite struct TrustFlipTests {
    /// How many changes in all; `EINGANG_FLIPS=100000` for a long run.
    static let count = ProcessInfo.processInfo.environment["EINGANG_FLIPS"].flatMap { Int($0) } ?? 2000

    static let kinds = [
        "valid", "rsa", "pss", "brainpool", "opaque", "signed-then-encrypted", "detached-file", "demail-signed-early",
        "demail-sha512-ecdsa", "pdf-signed",
        "pdf-two-signers", "xml-enveloped", "xml-part", "asic-s-cades", "asic-e-xades",
    ]

    @Test("a changed byte never passes as signed", arguments: kinds)
    func flips(_ kind: String) async throws {
        let item = try #require(TrustFixtures.cases.first { $0.name == kind })
        let original = try TrustFixtures.bytes(item)
        let name = item.file ?? kind + ".eml"
        let untouched = try await TrustFixtures.read(original, name: name, at: item.at)
        let genuine = Self.signed(untouched)
        #expect(!genuine.isEmpty)
        // A fixed order that meets all regions of the file: the multiples of a number that shares no divisor with its size.
        let places = Self.places(in: original, isDeMail: kind.hasPrefix("demail"))
        let amount = Self.count / Self.kinds.count
        var step = Int(Double(places.count) * 0.6180339)
        while Self.divisor(step, places.count) != 1 { step += 1 }
        var passed = 0
        for start in stride(from: 0, to: amount, by: 16) {
            let wrong = try await withThrowingTaskGroup(of: (Int, Set<String>).self) { group in
                for number in start..<min(start + 16, amount) {
                    let place = places[number * step % places.count]
                    group.addTask {
                        var changed = original
                        changed[place] ^= UInt8(1 << (number / places.count % 8))
                        if number < places.count { changed[place] = original[place] ^ [0x01, 0x20, 0x80, 0x03][number % 4] }
                        return (place, Self.signed(try await TrustFixtures.read(changed, name: name, at: item.at)))
                    }
                }
                var wrong: [(Int, Set<String>)] = []
                for try await (place, found) in group {
                    if !found.isEmpty { passed += 1 }
                    if !found.isSubset(of: genuine) { wrong.append((place, found)) }
                }
                return wrong
            }
            for (place, found) in wrong {
                Issue.record("\(kind): byte \(place) was changed, and this passes: \(found.subtracting(genuine))")
            }
        }
        print("\(kind): \(amount) changes, \(passed) outside of what is signed")
    }

    /// What passes in a reading: each covered content, and of a De-Mail what its header says.
    private static func signed(_ reading: Reading) -> Set<String> {
        var all: Set<String> = []
        for report in reading.verification.reports where report.indication == .passed {
            for item in report.covers { all.insert(item.digest.description) }
            if report.channel == .deMail {
                all.insert(
                    "\(reading.message?.from?.address ?? "") \(reading.message?.subject ?? "") \(report.signer ?? "") \(report.isAuthoritative)"
                )
            }
        }
        return all
    }

    /// All bytes; of a De-Mail not the fields that its standard leaves out of the hash (Content-Type and such).
    private static func places(in bytes: [UInt8], isDeMail: Bool) -> [Int] {
        guard isDeMail, let end = String(decoding: bytes, as: UTF8.self).range(of: "MIME-Version"),
            let body = String(decoding: bytes, as: UTF8.self).range(of: "\r\n\r\n")
        else { return Array(bytes.indices) }
        let text = String(decoding: bytes, as: UTF8.self)
        let from = text.utf8.distance(from: text.startIndex, to: end.lowerBound)
        let to = text.utf8.distance(from: text.startIndex, to: body.upperBound)
        return Array(0..<from) + Array(to..<bytes.count)
    }

    private static func divisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : divisor(b, a % b) }
}
