import Foundation
import TestSupport
import Testing

/// Messages that went wrong once; each stands here with what must come of it.
struct RegressionTests {
    private func message(_ header: String, _ body: String, type: String = "text/plain; charset=utf-8") -> Data {
        Data(
            """
            Received: from a by b; Mon, 23 Nov 2026 10:15:00 +0100
            From: Sabine Weber <sabine.weber@example.org>
            \(header)
            Content-Type: \(type)

            \(body)
            """.utf8
        )
    }

    private func process(_ data: Data) throws -> [String: Any] {
        try #require(try Run.eingang("process", "--json", "-", input: data).objects.first)
    }

    private func codes(_ object: [String: Any]) -> [String] {
        (object["findings"] as? [[String: Any]] ?? []).compactMap { $0["code"] as? String }
    }

    private func sample(_ folder: String) throws -> String {
        try String(contentsOf: Place.repository.appendingPathComponent("SampleForms/\(folder)/message.eml"), encoding: .utf8)
    }

    /// A store that holds sample 02 as case WG-2026-000001-5.
    private func openCase() throws -> String {
        let store = Tokens.store().path
        _ = try Run.eingang("ingest", "--store", store, "SampleForms/02-mietzuschuss-unvollstaendig/message.eml")
        return store
    }

    private func show(_ store: String) throws -> [String: Any] {
        let object = try #require(try Run.eingang("show", "--json", "--store", store, "WG-2026-000001-5").objects.first)
        return try #require(object["decision"] as? [String: Any])
    }

    @Test func `a PDF with bytes before its mark is read as a file, not as a message`() throws {
        let form = try Data(contentsOf: Place.repository.appendingPathComponent("SampleForms/blank/mietzuschuss-2026.pdf"))
        let run = try Run.eingang("read", "--json", "-", input: Data("\u{1}vom Scanner\r\n".utf8) + form)
        let object = try #require(try run.objects.first)
        #expect(object["message"] is NSNull)
        let documents = try #require(object["documents"] as? [[String: Any]])
        #expect(try #require(documents.first?["fields"] as? [Any]).count > 100)
    }

    @Test func `an out-of-office reply to our letter leaves the case as it was`() throws {
        let store = try openCase()
        let before = try show(store)
        let reply = message("Subject: Abwesend: \(Tokens.of("WG-2026-000001-5"))\nAuto-Submitted: auto-replied", "Ich bin im Urlaub.")
        _ = try Run.eingang("ingest", "--store", store, "-", input: reply)
        let after = try show(store)
        #expect(after["outcome"] as? String == before["outcome"] as? String)
        #expect((after["fields"] as? [Any])?.count == (before["fields"] as? [Any])?.count)
        #expect((after["missing"] as? [String])?.count == 5)
    }

    @Test func `a stranger who knows a case number changes nothing but is noticed`() throws {
        let store = try openCase()
        let forged = String(decoding: message("Subject: \(Tokens.of("WG-2026-000001-5"))", "IBAN: DE89370400440532013000"), as: UTF8.self)
            .replacing("sabine.weber", with: "fremd")
        _ = try Run.eingang("ingest", "--store", store, "-", input: Data(forged.utf8))
        let decision = try show(store)
        #expect((decision["missing"] as? [String])?.count == 5)
        #expect(decision["outcome"] as? String == "review")
        #expect(codes(decision).contains("case.other-sender"))
    }

    @Test func `the form sent in reply to our letter completes the case and keeps its date of receipt`() throws {
        let store = try openCase()
        let form = try sample("01-mietzuschuss-vollstaendig")
            .replacing("Subject: Antrag auf Mietzuschuss", with: "Subject: Re: Ihre Angaben \(Tokens.of("WG-2026-000001-5"))")
            .replacing("Mon, 12 Oct 2026", with: "Mon, 16 Nov 2026")
        _ = try Run.eingang("ingest", "--store", store, "-", input: Data(form.utf8))
        let decision = try show(store)
        #expect(decision["outcome"] as? String == "handover")
        let application = try #require((decision["record"] as? [String: Any])?["antrag"] as? [String: Any])
        #expect(application["eingang"] as? String == "2026-10-12T10:15:00+02:00")
        #expect((application["vollstaendigAm"] as? String)?.hasPrefix("2026-11-16") == true)
    }

    @Test func `a doubt about an objection never holds up the notice that its form is missing`() throws {
        let text =
            "Ich lege Widerspruch gegen den Wohngeldbescheid vom 02.11.2026 ein.\nDas Wohngeld ist zu niedrig, und die Ablehnung verstehe ich nicht.\n"
        let decision = try process(message("Subject: Widerspruch", text))
        #expect(decision["recordType"] as? String == "widerspruch")
        #expect((decision["followUp"] as? [String: Any])?["subject"] as? String == "Widerspruch: Bitte handeln Sie sofort")
    }

    @Test func `amounts, dates and greetings are not taken for answers to numbered questions`() throws {
        let text = """
            > 1. Einzugsdatum
            >    Seit wann wohnen Sie in der Wohnung, oder wann ziehen Sie ein?
            3.2.2020
            > 2. Grundmiete (kalt)
            >    Wie hoch ist die Miete ohne Nebenkosten (Kaltmiete)?
            1.200 EUR
            > 3. Geburtsort
            >    In welchem Ort sind Sie geboren?
            >
            > Mit freundlichen Grüßen
            Viele Grüße
            Sabine Weber
            """
        let record = try #require(try process(message("Subject: Re: \(Tokens.of("WG-2026-000001-5"))", text))["record"] as? [String: Any])
        #expect((record["wohnung"] as? [String: Any])?["einzugsdatum"] as? String == "2020-02-03")
        #expect((record["miete"] as? [String: Any])?["grundmiete"] as? Int == 1200)
        #expect(record["antragsteller"] == nil)
    }

    @Test func `an answer in a writer's own words is left to a clerk`() throws {
        let decision = try process(
            message("Subject: Re: \(Tokens.of("WG-2026-000001-5"))", "Ich wohne seit 1.3.2020 da, kalt 500 Euro.\n> 1. Einzugsdatum\n")
        )
        #expect(codes(decision).contains("answer.by-hand"))
    }

    @Test func `two different values where one is meant are a conflict`() throws {
        let xml = try sample("07-xml")
        let start = try #require(xml.range(of: "PD94")?.lowerBound)
        let part = xml[start...].prefix { $0 != "-" }
        let data = try #require(Data(base64Encoded: String(part), options: .ignoreUnknownCharacters))
        let text = String(decoding: data, as: UTF8.self)
        let doubled = text.replacing("<w:bank>", with: "<w:bank><w:iban>DE02120300000000202051</w:iban>")
        let decision = try process(Data(doubled.utf8))
        #expect(decision["outcome"] as? String == "review")
        #expect(codes(decision).contains("field.conflict"))
        #expect(codes(decision).contains("xml.schema"))
    }

    @Test func `a time of receipt in the future is not believed`() throws {
        let text = String(decoding: message("Subject: Wohngeld", "Ich möchte Wohngeld beantragen."), as: UTF8.self).replacing(
            "2026",
            with: "9000"
        )
        let decision = try process(Data(text.utf8))
        #expect(codes(decision).contains("receipt.unknown"))
        #expect(((decision["record"] as? [String: Any])?["antrag"] as? [String: Any])?["eingang"] == nil)
    }

    @Test func `an empty text beside HTML does not hide the HTML`() throws {
        let body = "--b\nContent-Type: text/plain\n\n \n--b\nContent-Type: text/html\n\n<p>Hiermit beantrage ich Wohngeld.</p>\n--b--\n"
        #expect(try process(message("Subject: x", body, type: "multipart/alternative; boundary=b"))["recordType"] as? String == "wohngeld")
    }

    @Test func `headers cannot draw on the terminal or begin a line`() throws {
        let data = Data("From: =?utf-8?q?Evil=1B=5B31m=0AErgebnis=3A_gut?= <e@x.org>\nSubject: a\n\nText".utf8)
        let output = try Run.eingang("process", "-", input: data).output
        #expect(!output.contains("\u{1B}"))
        #expect(!output.split(separator: "\n").contains { $0.hasPrefix("Ergebnis: gut") })
    }

    @Test func `a landlord is no rent`() throws {
        let record =
            try process(message("Subject: Wohngeld", "Ich möchte Wohngeld beantragen. Mein Vermieter ist nett."))["record"]
            as? [String: Any]
        #expect((record?["antrag"] as? [String: Any])?["zuschussart"] == nil)
    }

    @Test func `a machine that sends a form is looked at and not answered`() throws {
        let text = try sample("02-mietzuschuss-unvollstaendig").replacing("Subject:", with: "Precedence: bulk\nSubject:")
        let decision = try process(Data(text.utf8))
        #expect(decision["outcome"] as? String == "review")
        #expect(decision["followUp"] is NSNull)
    }

    @Test func `a letter about an old message sets a day that is still to come`() throws {
        let store = Place.temporary().path
        let sample = "SampleForms/02-mietzuschuss-unvollstaendig/message.eml"
        _ = try Run.eingang("ingest", "--store", store, "--at", "2020-01-07", sample)
        let letter = try #require(try show(store)["followUp"] as? [String: Any])
        let formatter = ISO8601DateFormatter()
        formatter.formatOptions = [.withFullDate]
        let day = try #require(letter["deadline"] as? String)
        let deadline = try #require(formatter.date(from: day))
        #expect(deadline > Date())
        #expect((letter["text"] as? String)?.contains("07.01.2020") == true)
    }

    @Test func `each letter of a case has a number of its own`() throws {
        let store = try openCase()
        let answer = message("Subject: Re: \(Tokens.of("WG-2026-000001-5"))", "> 1. Einzugsdatum\n01.06.2021\n")
        _ = try Run.eingang("ingest", "--store", store, "-", input: answer)
        #expect(((try show(store)["followUp"] as? [String: Any])?["subject"] as? String)?.hasSuffix("[WG-2026-000001-5-R2]") == true)
    }
}
