import Deciding
import DefinitionFiles
import Definitions
import Foundation
import TestSupport
import Testing
import Vocabulary

/// Decisions over values, without a message: what a form read, as `path: value` with values as the record has them.
struct Desk {
    static let catalogue: Catalogue = {
        guard let loaded = try? LoadedDefinitions(directory: Place.schemas) else { preconditionFailure("Schemas cannot be read") }
        return loaded.catalogue
    }()

    var record: String
    var received = "2026-10-12"
    var verification = Verification()
    var office = Office()
    /// What was found while reading.
    var findings: [Finding] = []

    func readings(_ values: [String: [String]], state: FieldReading.State = .read) throws -> [FieldReading] {
        let type = try #require(Self.catalogue.records[record])
        return try values.sorted { $0.key < $1.key }.map { path, texts in
            let field = try #require(type.field(at: path.replacing(/\[\d+\]/, with: "[]")), "\(path)")
            let read = try texts.map { text -> Value in
                switch field.kind {
                case .boolean: .boolean(text == "true")
                case .integer, .decimal, .money, .member: .number(try #require(Decimal(string: text)))
                case .date: .date(try #require(CalendarDate(iso: text), "\(path): \(text)"))
                default: .text(text)
                }
            }
            return FieldReading(path: path, state: state, value: field.isMany ? .list(read) : read[0])
        }
    }

    func decide(_ readings: [FieldReading], known: KnownCase? = nil) throws -> Decision {
        let type = try #require(Self.catalogue.records[record])
        let digest = Digest(of: Array((received + record).utf8))
        var received = Received(source: "test", digest: digest, receivedAt: try #require(Instant(iso: received)))
        received.verification = verification
        received.findings = findings
        received.mapping = MappedForm(form: "test", record: type.id, document: digest, readings: readings, findings: [])
        return Self.catalogue.decide(received, known: known, office: office)
    }

    func decide(_ values: [String: String], known: KnownCase? = nil) throws -> Decision {
        try decide(try readings(values.mapValues { [$0] }), known: known)
    }
}
