import Deciding
import Definitions
import FEEL
import Foundation
import Intake
import Presentation
import Readers
import TestSupport
import Testing
import Vocabulary

/// What is handed out as JSON Schema and XML Schema describes exactly the records that are handed over, by the word of other validators.
struct ExportTests {
    /// A complete record with what its kind says of it.
    private struct Complete {
        var name: String
        var type: RecordType
        var value: Value
        var xml: String
    }

    /// One way to break a record.
    private struct Mutant {
        var what: String
        var value: Value
    }

    private static func export(_ record: String, _ format: String) throws -> URL {
        let file = Place.temporary().appendingPathComponent(record)
        let run = try Run.eingang("schema", "export", record, "--format", format, "--output", file.path)
        #expect(run.status == 0, "\(run.errors)")
        return file
    }

    /// All samples that become complete records, each decided once.
    private static func complete() async throws -> [Complete] {
        var profile = ReaderProfile(schemas: Place.schemas.path)
        profile.trust = Place.repository.appendingPathComponent("SampleForms/trust").path
        let (pipeline, pool) = try await Pipelines.make(profile)
        var found: [Complete] = []
        for folder in SampleTests.folders {
            let path = Place.repository.appendingPathComponent("SampleForms/\(folder)").path
            for submission in try SubmissionSource(paths: [path], receivedAt: nil, most: 50 << 20) {
                let decision = try await pipeline.process(try submission.get(), now: Instant(seconds: 1_795_425_300)).decision
                guard decision.outcome == .handover, let record = decision.record, let type = pipeline.catalogue.records[record.type] else {
                    continue
                }
                let xml = record.xml(number: "WG-2026-000001-5", receivedAt: decision.received.receivedAt)
                found.append(Complete(name: folder, type: type, value: record.value, xml: xml))
            }
        }
        await pool.shutDown()
        return found
    }

    // MARK: Mutants

    /// The record with a wrong type, an unknown code, or without a needed field, one at a time.
    private static func mutants(of value: Value, _ fields: [Field], isAlways: Bool, _ path: String = "") -> [Mutant] {
        guard case .group(let members) = value else { return [] }
        return fields.flatMap { field -> [Mutant] in
            guard let member = members[field.name] else { return [] }
            func with(_ new: Value?) -> Value {
                var changed = members
                changed[field.name] = new
                return .group(changed)
            }
            let here = path + field.name
            let applies = isAlways && field.applies == nil
            let isNeeded = field.requirement.map { $0.isHard && $0.condition == nil } ?? false
            var mutants: [Mutant] = []
            if applies, isNeeded, field.system == nil, field.kind != .attachment {
                mutants.append(Mutant(what: "\(here) fehlt", value: with(nil)))
            }
            switch (field.kind, member) {
            case (.group, _):
                mutants += Self.mutants(of: member, field.fields, isAlways: applies, here + ".").map {
                    Mutant(what: $0.what, value: with($0.value))
                }
            case (.list, .list(let rows)):
                for (index, row) in rows.enumerated() {
                    mutants += Self.mutants(of: row, field.fields, isAlways: true, "\(here)[\(index)].").map { mutant in
                        Mutant(
                            what: mutant.what,
                            value: with(.list(rows.enumerated().map { $0.offset == index ? mutant.value : $0.element }))
                        )
                    }
                }
            case (_, .list(let values)):
                for wrong in Self.wrong(field) { mutants.append(Mutant(what: "\(here): \(wrong)", value: with(.list(values + [wrong])))) }
                mutants.append(Mutant(what: "\(here) ist kein Feld mit mehreren Werten", value: with(values[0])))
            default:
                for wrong in Self.wrong(field) { mutants.append(Mutant(what: "\(here): \(wrong)", value: with(wrong))) }
            }
            return mutants
        }
    }

    /// Values that no field of this kind can have.
    private static func wrong(_ field: Field) -> [Value] {
        switch field.kind {
        case .text, .name, .attachment, .phone: [.group(["x": .text("y")])]
        case .code: [.text("gibt-es-nicht"), .boolean(true)]
        case .boolean: [.text("vielleicht"), .number(7)]
        case .integer, .member: [.text("zwei"), .number(Decimal(5) / 2)]
        case .decimal, .money: [.text("viel"), .boolean(true)]
        case .date, .month, .time, .iban, .bic, .postcode, .email: [.text("gibt es nicht"), .boolean(false)]
        case .group, .list: []
        }
    }

    // MARK: JSON Schema

    @Test func `the JSON Schema accepts every complete sample record and rejects every one that is broken`() async throws {
        let records = try await Self.complete()
        #expect(records.count >= 8)
        var counts = (accepted: 0, rejected: 0)
        for record in records {
            let mutants = Self.mutants(of: record.value, record.type.fields, isAlways: true)
            #expect(mutants.count > 10, "\(record.name)")
            let verdicts = try Self.validate([record.value] + mutants.map(\.value), try Self.export(record.type.id, "json-schema"))
            #expect(verdicts.first == "valid", "\(record.name): \(verdicts.first ?? "")")
            for (mutant, verdict) in zip(mutants, verdicts.dropFirst()) {
                #expect(verdict.hasPrefix("invalid"), "\(record.name): \(mutant.what) was not noticed")
                counts.rejected += verdict.hasPrefix("invalid") ? 1 : 0
            }
            counts.accepted += 1
        }
        print("JSON Schema: \(counts.accepted) records accepted, \(counts.rejected) mutants rejected")
    }

    /// What python3-jsonschema says of each value.
    private static func validate(_ values: [Value], _ schema: URL) throws -> [String] {
        let lines = Place.temporary().appendingPathComponent("lines")
        try Data(values.map { $0.json.description + "\n" }.joined().utf8).write(to: lines)
        let script = Place.repository.appendingPathComponent("Tests/Fixtures/json_schema.py").path
        let run = try Run("/usr/bin/python3", [script, schema.path, lines.path])
        try #require(run.status == 0, "python3-jsonschema: \(run.errors)")
        return run.output.split(separator: "\n").map(String.init)
    }

    @Test func `conditions are told in words, and what is needed always is required`() throws {
        let text = try String(contentsOf: Self.export("wohngeld", "json-schema"), encoding: .utf8)
        let schema = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(schema["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
        #expect((schema["required"] as? [String])?.contains("antragsteller") == true)
        let antrag = try #require((schema["properties"] as? [String: Any])?["antrag"] as? [String: Any])
        #expect(antrag["required"] as? [String] == ["art", "zuschussart"])
        #expect(text.contains(#"Angabe nötig, wenn antrag.art = \"erhoehung\""#))
        #expect((schema["$comment"] as? String)?.contains("wird hier nicht geprüft") == true)
    }

    // MARK: XML Schema

    @Test func `the XML Schema accepts every complete sample record and rejects every one that is broken`() async throws {
        let records = try await Self.complete()
        var rejected = 0
        for record in records {
            let schema = try Self.export(record.type.id, "xsd")
            let directory = Place.temporary()
            // Any text is a text in XML, so what breaks only the type of a text does not break it.
            // Any text is a text in XML, and one value may be one entry.
            let mutants = Self.mutants(of: record.value, record.type.fields, isAlways: true)
            let all = [("gut", record.xml)] + mutants.enumerated().map { ("\($0.offset)", Self.xml($0.element.value, like: record)) }
            for (name, xml) in all { try Data(xml.utf8).write(to: directory.appendingPathComponent("\(name).xml")) }
            let files = all.map { directory.appendingPathComponent("\($0.0).xml").path }
            let run = try Run("/usr/bin/xmllint", ["--noout", "--schema", schema.path] + files)
            let valid = Set(
                run.errors.split(separator: "\n").filter { $0.hasSuffix(" validates") }.map { $0.dropLast(10) }.map(String.init)
            )
            #expect(valid.contains(files[0]), "\(record.name): \(run.errors.prefix(500))")
            for (mutant, file) in zip(mutants, files.dropFirst()) {
                #expect(!valid.contains(file), "\(record.name): \(mutant.what) was not noticed")
            }
            rejected += mutants.count
        }
        print("XML Schema: \(records.count) records accepted, \(rejected) mutants rejected")
    }

    /// A broken record as XML, written as a record is.
    private static func xml(_ value: Value, like record: Complete) -> String {
        let readings = leaves(of: value, "").map { FieldReading(path: $0.path, state: .read, value: $0.value, provenance: []) }
        return MergedRecord(form: "", type: record.type.id, version: record.type.version, readings: readings)
            .xml(number: "WG-2026-000001-5", receivedAt: Instant(seconds: 1_795_425_300))
    }

    private static func leaves(of value: Value, _ path: String) -> [(path: String, value: Value)] {
        switch value {
        case .group(let members):
            return members.flatMap { leaves(of: $0.value, path.isEmpty ? $0.key : "\(path).\($0.key)") }
        case .list(let rows):
            guard case .group? = rows.first else { return [(path, value)] }
            return rows.enumerated().flatMap { leaves(of: $0.element, "\(path)[\($0.offset)]") }
        default: return [(path, value)]
        }
    }

    // MARK: For people, and rules

    @Test(arguments: ["wohngeld", "widerspruch"])
    func `the page names every field with its codes and conditions, is well-formed and runs no script`(record: String) async throws {
        let html = try String(contentsOf: Self.export(record, "html"), encoding: .utf8)
        let (pipeline, pool) = try await Pipelines.make(ReaderProfile(schemas: Place.schemas.path), readers: 1)
        await pool.shutDown()
        let type = try #require(pipeline.catalogue.records[record])
        for field in type.leaves {
            #expect(html.contains("<code>\(field.path)</code>"), "\(field.path)")
            for code in field.codes { #expect(html.contains("<code>\(code.key)</code>"), "\(code.key)") }
        }
        for check in type.checks { #expect(html.contains(">\(check.id)</th>")) }
        for part in ["<html lang=\"de\">", "<th scope=\"col\">", "<caption>", "@media print", "<main>", "Rechtsgrundlage"] {
            #expect(html.contains(part))
        }
        #expect(!html.contains("<script") && !html.contains("http://") && !html.contains("https://"))
        let file = Place.temporary().appendingPathComponent("a.html")
        try Data(html.utf8).write(to: file)
        let run = try Run("/usr/bin/xmllint", ["--html", "--noout", file.path])
        // It knows HTML before there was a main part.
        let errors = run.errors.split(separator: "\n").filter { $0.contains("error") && !$0.contains("Tag main invalid") }
        #expect(errors == [])
    }

    @Test func `the rules are expressions that eval understands`() async throws {
        let text = try String(contentsOf: Self.export("wohngeld", "feel"), encoding: .utf8)
        let (pipeline, pool) = try await Pipelines.make(ReaderProfile(schemas: Place.schemas.path), readers: 1)
        await pool.shutDown()
        let type = try #require(pipeline.catalogue.records["wohngeld"])
        for check in type.checks { #expect(text.contains("// Prüfung \(check.id)") && text.contains(check.assertion.text)) }
        let blocks = text.components(separatedBy: "\n\n").dropFirst()
        #expect(blocks.count >= type.conditions.count)
        // Comments are part of the language: each block is an expression as it stands.
        let context = Place.temporary().appendingPathComponent("c.json")
        try Data(#"{"antrag": {"art": "erhoehung"}}"#.utf8).write(to: context)
        let block = try #require(blocks.first { $0.hasPrefix("// antrag.erhoehungsgrund ") })
        #expect(try Run.eingang("eval", block, "--context", context.path).output == "true\n")
    }

    @Test func `an unknown record or format is wrong use`() throws {
        let run = try Run.eingang("schema", "export", "wohngelt", "--format", "xsd")
        #expect(run.status == 2)
        #expect(run.errors.contains("Meinten Sie „wohngeld“?"))
        #expect(try Run.eingang("schema", "export", "wohngeld", "--format", "doc").status == 2)
    }

    @Test(arguments: ["json-schema", "xsd"])
    func `what is handed out can be brought in again`(format: String) throws {
        let file = try Self.export("widerspruch", format)
        let schemas = Place.temporary().appendingPathComponent("S").path
        let run = try Run.eingang("schema", "import", file.path, "--into", schemas, "--record", "zurueck")
        #expect(run.status == 0, "\(run.errors)")
        #expect(try Run.eingang("schema", "lint", "--schemas", schemas).status == 0)
    }
}
