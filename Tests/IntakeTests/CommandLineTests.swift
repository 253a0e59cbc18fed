import Foundation
import TestSupport
import Testing

struct CommandLineTests {
    private static let sample = "SampleForms/01-mietzuschuss-vollstaendig/message.eml"

    @Test(arguments: [
        ["process"], ["process", "gibt-es-nicht.eml"], ["process", "--unbekannt", sample], ["process", "--at", "gestern", sample],
        ["frobnicate"],
        ["process", "Benchmarks"], ["show", "WG-2026-999999-1", "--store", "/tmp/eingang-leer"],
    ])
    func `wrong use is a sentence and exit code 2`(arguments: [String]) throws {
        let run = try Run(Place.program, arguments)
        #expect(run.status == 2)
        #expect(run.output == "")
        #expect(run.errors.count > 20)
    }

    @Test func `missing definitions and a faulty configuration are exit code 3`() throws {
        #expect(try Run.eingang("process", "--schemas", "/gibt/es/nicht", Self.sample).status == 3)
        let file = Place.temporary().appendingPathComponent("c.yaml")
        try Data("office: { land: XX }".utf8).write(to: file)
        let run = try Run.eingang("process", "--config", file.path, Self.sample)
        #expect(run.status == 3)
        #expect(run.errors.contains("Kürzel eines Landes"))
    }

    @Test func `without the reader beside it the program says what is missing`() throws {
        let program = Place.temporary().appendingPathComponent("eingang").path
        try FileManager.default.copyItem(atPath: Place.program, toPath: program)
        let run = try Run(program, ["process", Self.sample])
        #expect(run.status == 3)
        #expect(run.errors.contains("eingang-reader gehört neben das Programm eingang"))
    }

    @Test func `help is printed and is no error`() throws {
        let run = try Run.eingang("--help")
        #expect(run.status == 0)
        #expect(run.output.contains("process"))
        #expect(!run.output.contains("reader "), "the reader is not for people")
    }

    @Test func `help explains a verb as its own help does, and a verb below it`() throws {
        let help = try Run.eingang("help", "process")
        #expect(help.status == 0)
        #expect(help.output == (try Run.eingang("process", "--help").output))
        #expect(try Run.eingang("help", "schema", "lint").output == (try Run.eingang("schema", "lint", "--help").output))
        #expect(try Run.eingang("help").output == (try Run.eingang("--help").output))
    }

    @Test func `help explains a code, and names them all`() throws {
        let run = try Run.eingang("help", "pdf.locked")
        #expect(run.status == 0)
        for text in [
            "Code:        pdf.locked\n", "Schwere:     Fehler\n", "Folge:       Nicht gelesen: ",
            "Amt:         Das Dokument „{document}“ ist mit",
            "Bürger:      Ihre Datei „{document}“ ist mit", "English:     The PDF is protected with a password",
        ] {
            #expect(run.output.contains(text), "\(run.output)")
        }
        #expect(try Run.eingang("help", "limit.depth").output.contains("       oder: Die Nachricht hat mehr als"))
        #expect(try Run.eingang("help", "check.mietsumme").output.contains("check.{id}"))
        let all = try Run.eingang("help", "codes")
        #expect(all.output == (try Run.eingang("help", "findings").output))
        #expect(all.output.contains("\npdf.locked ") && all.output.contains("\nxml.schema "))
    }

    @Test func `an unknown code is exit code 2 with the nearest one`() throws {
        let run = try Run.eingang("help", "pdf.lock")
        #expect(run.status == 2)
        #expect(run.output == "")
        #expect(run.errors.contains("Meinten Sie „pdf.locked“?"))
        #expect(try Run.eingang("help", "prozess").errors.contains("Meinten Sie „process“?"))
    }

    @Test func `the keys of process are those that are documented`() throws {
        let object = try #require(try Run.eingang("process", "--json", Self.sample).objects.first)
        #expect(
            Set(object.keys) == [
                "source", "digest", "messageId", "outcome", "verification", "form", "recordType", "record", "fields", "missing", "findings",
                "followUp", "documents",
            ]
        )
        let verification = try #require(object["verification"] as? [String: Any])
        #expect(Set(verification.keys) == ["channel", "indication", "subIndication", "writtenForm", "signer", "reports"])
    }

    @Test func `the keys of read are those that are documented`() throws {
        let object = try #require(try Run.eingang("read", "--json", Self.sample).objects.first)
        #expect(Set(object.keys) == ["source", "message", "documents", "findings"])
        let documents = try #require(object["documents"] as? [[String: Any]])
        let field = try #require((documents[1]["fields"] as? [[String: Any]])?.first)
        for key in ["name", "kind", "value", "states", "page", "rect", "tooltip"] { #expect(field[key] != nil) }
    }

    @Test func `the time of receipt can be given and moves the deadline`() throws {
        let sample = "SampleForms/02-mietzuschuss-unvollstaendig/message.eml"
        let object = try #require(try Run.eingang("process", "--json", "--at", "2026-12-04T23:59:00", sample).objects.first)
        let record = try #require(object["record"] as? [String: Any])
        #expect((record["antrag"] as? [String: Any])?["eingang"] as? String == "2026-12-04T23:59:00+01:00")
        // 21 days later is the first day of Christmas, the next working day the Monday after it.
        #expect((object["followUp"] as? [String: Any])?["deadline"] as? String == "2026-12-28")
    }

    @Test func `a Maildir, a mailbox and standard input are read`() throws {
        let maildir = Place.temporary()
        for folder in ["new", "cur", "tmp"] {
            try FileManager.default.createDirectory(at: maildir.appendingPathComponent(folder), withIntermediateDirectories: true)
        }
        let message = try Data(contentsOf: Place.repository.appendingPathComponent(Self.sample))
        try message.write(to: maildir.appendingPathComponent("new/1795425300.M1.host"))
        try message.write(to: maildir.appendingPathComponent("cur/1795425301.M2.host:2,S"))
        try message.write(to: maildir.appendingPathComponent("tmp/halb"))
        #expect(try Run.eingang("process", "--json", maildir.path).objects.count == 2)
        #expect(try Run.eingang("process", "--json", "SampleForms/24-postfach/posteingang.mbox").objects.count == 2)
        let mailbox = Data("From a Mon\n".utf8) + message + Data("\nFrom b Mon\n".utf8) + message
        #expect(
            try Run.eingang("process", "--json", "-", input: mailbox).objects.map { $0["outcome"] as? String } == ["handover", "handover"]
        )
    }

    @Test(arguments: [
        "", "\0\0\0\0", "kein Kopf", "From: <\r\nContent-Type: multipart/mixed; boundary=\r\n\r\n--\r\n", "%PDF-1.7\n%%EOF",
        "<?xml version='1.0'?><a>", "PK\u{3}\u{4}kaputt",
    ])
    func `bytes of no use get a finding and exit code 0`(text: String) throws {
        let run = try Run.eingang("process", "--json", "-", input: Data(text.utf8))
        #expect(run.status == 0)
        #expect(run.errors == "")
        let object = try #require(try run.objects.first)
        #expect(object["outcome"] as? String == "review")
        #expect((object["findings"] as? [Any])?.isEmpty == false)
    }

    @Test func `faulty definitions are named and the good ones still work`() throws {
        let schemas = Place.temporary().appendingPathComponent("Schemas")
        try FileManager.default.copyItem(at: Place.repository.appendingPathComponent("Schemas"), to: schemas)
        try Data("form: kaputt\n".utf8).write(to: schemas.appendingPathComponent("wohngeld/forms/kaputt.yaml"))
        let lint = try Run.eingang("schema", "lint", "--schemas", schemas.path)
        #expect(lint.status == 1)
        #expect(lint.output.contains("wohngeld/forms/kaputt.yaml:1:1: Der Schlüssel „record“ fehlt."))
        let run = try Run.eingang("process", "--json", "--schemas", schemas.path, Self.sample)
        #expect(try run.objects.first?["outcome"] as? String == "handover")
        #expect(run.errors.contains("kaputt.yaml"))
    }
}

struct IngestTests {
    /// Sample 15 as the answer to the letter of a case in a test store.
    private static func answer() throws -> Data {
        let file = Place.repository.appendingPathComponent("SampleForms/15-antwort-auf-nachforderung/message.eml")
        return Data(
            try String(contentsOf: file, encoding: .utf8).replacing(
                "=5BWG-2026-000001-R1=5D",
                with: Tokens.of("WG-2026-000001-5").replacing("[", with: "=5B").replacing("]", with: "=5D")
            ).utf8
        )
    }

    @Test func `an answer completes its case and keeps the first date of receipt`() throws {
        let store = Tokens.store().path
        let first = "SampleForms/02-mietzuschuss-unvollstaendig/message.eml"
        let answer = try Self.answer()
        #expect(try Run.eingang("ingest", "--json", "--store", store, first).objects.first?["case"] as? String == "WG-2026-000001-5")
        let object = try #require(try Run.eingang("ingest", "--json", "--store", store, "-", input: answer).objects.first)
        #expect(object["case"] as? String == "WG-2026-000001-5")
        let decision = try #require(object["decision"] as? [String: Any])
        #expect(decision["outcome"] as? String == "handover")
        let record = try #require((decision["record"] as? [String: Any])?["antrag"] as? [String: Any])
        #expect(record["eingang"] as? String == "2026-10-12T10:15:00+02:00")
        #expect(record["vollstaendigAm"] as? String == "2026-10-19T10:15:00+02:00")
    }

    @Test func `an answer from another address is not taken in`() throws {
        let store = Tokens.store().path
        _ = try Run.eingang("ingest", "--store", store, "SampleForms/02-mietzuschuss-unvollstaendig/message.eml")
        let text = String(decoding: try Self.answer(), as: UTF8.self)
        let forged = Data(text.replacing("sabine.weber@example.org", with: "fremd@example.net").utf8)
        let decision = try #require(
            try Run.eingang("ingest", "--json", "--store", store, "-", input: forged).objects.first?["decision"] as? [String: Any]
        )
        #expect(decision["outcome"] as? String == "review")
        let bank = (decision["record"] as? [String: Any])?["bank"] as? [String: Any]
        #expect(bank?["iban"] == nil)
    }

    @Test func `the same bytes twice are one submission, also from another place`() throws {
        let store = Place.temporary().path
        let sample = Place.repository.appendingPathComponent("SampleForms/03-lastenzuschuss-vollstaendig/message.eml")
        _ = try Run.eingang("ingest", "--store", store, sample.path)
        let again = try Run.eingang("ingest", "--json", "--store", store, "-", input: Data(contentsOf: sample))
        #expect(try again.objects.first?["known"] as? Bool == true)
        #expect(try Run.eingang("cases", "--json", "--store", store).objects.count == 1)
    }

    @Test func `a case is verified years later with what was trusted when it came in`() throws {
        let store = Place.temporary().path
        let trust = Place.temporary().appendingPathComponent("trust")
        try FileManager.default.copyItem(at: Place.repository.appendingPathComponent("SampleForms/trust"), to: trust)
        let sample = "SampleForms/25-widerspruch-qualifiziert-signiert/message.eml"
        let number = try #require(
            try Run.eingang("ingest", "--json", "--store", store, "--trust", trust.path, sample).objects.first?["case"] as? String
        )
        let then = try Run.eingang("verify", "--json", "--trust", trust.path, sample)
        #expect(then.status == 0)
        try FileManager.default.removeItem(at: trust)
        let later = try Run.eingang("verify", "--json", "--store", store, "--case", number)
        #expect(later.status == 0)
        #expect(later.output == then.output)
        // With another directory the same case is judged by that one.
        let stranger = Place.temporary().path
        #expect(try Run.eingang("verify", "--store", store, "--case", number, "--trust", stranger).status == 1)
    }

    @Test func `kept evidence that was changed is not used`() throws {
        let store = Place.temporary()
        let sample = "SampleForms/25-widerspruch-qualifiziert-signiert/message.eml"
        let number = try #require(
            try Run.eingang("ingest", "--json", "--store", store.path, "--trust", "SampleForms/trust", sample).objects.first?["case"]
                as? String
        )
        let kept = try FileManager.default.contentsOfDirectory(atPath: store.appendingPathComponent("trust").path).filter { $0.count == 64 }
        let state = try #require(kept.first)
        try Data("anders".utf8).write(to: store.appendingPathComponent("trust/\(state)/qualified/qtsp.pem"))
        let run = try Run.eingang("verify", "--store", store.path, "--case", number)
        #expect(run.status == 70)
        #expect(run.output == "")
        #expect(run.errors.contains(state))
    }

    @Test(arguments: [
        ["--case", "WG-2026-000001-5", "SampleForms/02-mietzuschuss-unvollstaendig/message.eml"],
        ["--case", "WG-2026-000001-5", "--at", "2026-11-23"], ["--case", "WG-2026-999999-1"],
    ])
    func `a case is verified by its number alone`(arguments: [String]) throws {
        let store = Place.temporary().path
        _ = try Run.eingang("ingest", "--store", store, "SampleForms/02-mietzuschuss-unvollstaendig/message.eml")
        let run = try Run(Place.program, ["verify", "--store", store] + arguments)
        #expect(run.status == 2)
        #expect(run.output == "")
    }
}
