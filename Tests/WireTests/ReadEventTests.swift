import Foundation
import Readers
import Testing
import Vocabulary
import Wire

/// What readers say, over the pipe and back, and what a reader can say that has been taken over.
struct ReadEventTests {
    private static let digest = Digest(of: [1])
    private static let finding = Finding(check: "a", .warning, path: "x[0].y", clerk: "Bitte prüfen.", ask: "Bitte senden.")

    private static var message: Message {
        var message = Message()
        message.header = [Message.HeaderField(name: "Subject", value: "Antrag", range: 0..<17)]
        message.from = Message.Mailbox(name: "Sabine", address: "s@example.org")
        (message.subject, message.date, message.messageId) = ("Antrag", Instant(seconds: 1_760_000_000), "1@example.org")
        var part = Part(
            index: 0,
            parent: nil,
            depth: 0,
            type: "text/plain",
            charset: "utf-8",
            name: nil,
            isAttachment: false,
            headerRange: 0..<20,
            bodyRange: 22..<40
        )
        part.digest = digest
        (message.parts, message.findings) = ([part], [finding])
        return message
    }

    private static var document: Document {
        var document = Document(name: "a.pdf", kind: .pdf, digest: digest, size: 5)
        (document.pages, document.within) = (3, digest)
        var field = FormField(name: "Name", kind: .choice, states: ["a", "b"], tooltip: "Ihr Name")
        field.values = ["a"]
        field.widgets = [FormField.Widget(page: 1, rect: Rect(1, 2.5, 3, 4), state: "a", isOn: true)]
        document.fields = [field]
        return document
    }

    private static var verification: Verification {
        var verification = Verification()
        (verification.channel, verification.indication) = (.deMail, .passed)
        var report = Verification.Report(
            channel: .pades,
            indication: .failed,
            subIndication: "HASH_FAILURE",
            document: nil,
            message: "Falsch."
        )
        report.path = [
            .init(
                subject: "CN=a",
                issuer: "CN=b",
                serial: "0a",
                digest: digest,
                notBefore: Instant(seconds: -5),
                notAfter: Instant(seconds: 5)
            )
        ]
        (report.covers, report.checks) = ([.init(name: "a", digest: digest)], [.init("Pfad", .passed, "gut")])
        verification.reports = [report]
        verification.confirmation = Confirmation(kind: "Eingangsbestätigung")
        verification.confirmation?.message = DeMailIdentity(id: "1", integrity: digest)
        return verification
    }

    private static var recognition: Recognition {
        var recognition = Recognition()
        recognition.candidates = [Candidate(form: "f", document: digest, name: "a.pdf", score: 0.93, features: 12, rank: 2)]
        recognition.chosen = 0
        return recognition
    }

    private static var mapping: MappedForm {
        var place = Provenance(document: digest, name: "a.pdf", rule: "f.yaml:12", raw: "1.234,56")
        (place.page, place.rect, place.field) = (1, Rect(0, 0.25, 100, 12), "Miete")
        let values: [Value] = [
            .text("Ä"), .boolean(true), .number(Decimal(string: "1234.56") ?? 0), .date(CalendarDate(dayNumber: 20000)),
            .time(Instant(seconds: 7)), .list([.text("a"), .group(["b": .boolean(false)])]),
        ]
        let month = YearMonth(year: 2026, month: 5).map { [Value.month($0)] } ?? []
        var readings = (values + month).enumerated().map {
            FieldReading(path: "a[\($0.offset)].b", state: .read, value: $0.element, provenance: [place])
        }
        readings[0].origin = FieldReading.Origin(message: digest, receivedAt: Instant(seconds: 7), indication: .none)
        readings[1].history = [FieldReading.Past(value: nil, state: .notApplicable, provenance: [], origin: nil)]
        readings[2].reason = "keine Zahl"
        return MappedForm(form: "f", record: "r", document: digest, readings: readings, findings: [finding])
    }

    private static var events: [ReadEvent] {
        var equipment = Equipment()
        equipment.failure = "keine Definitionen"
        return [
            .receipt(Instant(seconds: 1_795_425_300), isKnown: true), .message(message), .document(document), .text(digest, "Guten Tag"),
            .documentFindings(digest, [finding]), .verification(verification), .recognition(recognition), .mapping(mapping),
            .finding(finding), .revocationServices([RevocationService(url: "http://a", request: [1, 255])]), .equipment(equipment),
            .done(timings: ["map": 17, "verify": 0]),
            .unwrap(
                UnwrapRequest(
                    recipient: .certificate(issuer: [48, 0], serial: [2, 1, 255]),
                    scheme: .agreement(point: [4, 1], digest: "SHA256", info: [48, 0], wrap: "aes256"),
                    encryptedKey: [1, 2, 3],
                    keyBytes: 32
                )
            ),
        ]
    }

    private func sorted(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    @Test(arguments: 0..<13) func `every event arrives as it was sent`(index: Int) throws {
        let event = Self.events[index]
        let back = try Wire.decode(ReadEvent.self, from: Wire.encode(event))
        #expect(try sorted(back) == sorted(event))
        #expect(try sorted(JSONDecoder().decode(ReadEvent.self, from: Data(Wire.json(event).utf8))) == sorted(event))
    }

    /// A generator that always gives the same numbers (SplitMix64).
    private struct Chance: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
            return z ^ z >> 31
        }
    }

    /// 216,671 changes of one byte in all: what is still an event can be sent on, everything else is an error.
    @Test(arguments: 0..<13) func `no changed byte does harm`(index: Int) throws {
        let bytes = try Wire.encode(Self.events[index])
        var chance = Chance(state: UInt64(index))
        var refused = 0
        for _ in 0..<16_667 {
            var changed = bytes
            changed[Int.random(in: bytes.indices, using: &chance)] = UInt8.random(in: .min ... .max, using: &chance)
            if let event = try? Wire.decode(ReadEvent.self, from: changed) { _ = try Wire.encode(event) } else { refused += 1 }
        }
        #expect(refused > 1000)
    }

    @Test(arguments: 0..<13) func `an event that breaks off is an error`(index: Int) throws {
        let bytes = try Wire.encode(Self.events[index])
        for count in bytes.indices { #expect(throws: (any Error).self) { try Wire.decode(ReadEvent.self, from: Array(bytes[..<count])) } }
        #expect(throws: (any Error).self) { try Wire.decode(ReadEvent.self, from: bytes + [0]) }
    }
}
