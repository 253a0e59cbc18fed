import Foundation
import TestSupport
import Testing

/// The whole way for messages that prove who sent them: De-Mails sealed by their provider, mails signed by their writer.
@Suite(.serialized) struct SealedLoopTests {
    /// How a citizen proves who writes.
    enum Proof: String, CaseIterable {
        case deMail = "demail"
        case signature = "sabine"

        var address: String { self == .deMail ? "sabine.weber@dmda.de-mail.de" : "sabine.weber@example.org" }
    }

    /// Citizens with keys of their own, and the trust of an office in whoever issued them.
    private struct Citizens {
        let folder = Place.temporary()
        var trust: URL { folder.appendingPathComponent("trust") }

        init() throws { _ = try run() }

        /// A message as a De-Mail, or with somebody's signature.
        func proven(_ message: String, by means: String) throws -> String { try run(means, input: Data(message.utf8)).output }

        private func run(_ words: String..., input: Data = Data()) throws -> Run {
            let script = Place.repository.appendingPathComponent("Tests/Fixtures/trust/citizens.py").path
            let run = try Run("/usr/bin/python3", [script, folder.path] + words, input: input)
            try #require(run.status == 0, "\(run.errors)")
            return run
        }
    }

    private let citizens: Citizens
    private let town: Town
    private let number = "WG-2026-000001-5"

    init() async throws {
        citizens = try Citizens()
        town = try await Town(Town.automatic, trust: citizens.trust)
    }

    /// Gives a proven message to the post.
    private func post(_ message: String, by proof: Proof, as person: String? = nil, from: String? = nil) throws {
        let office = proof == .deMail ? "poststelle@stadt-beispiel.de-mail.de" : "wohngeld@magdeburg.example"
        try town.mail(try citizens.proven(message, by: person ?? proof.rawValue), from: from ?? proof.address, to: office)
    }

    /// The application with gaps, and the letter that asks for them, which went the way the application came.
    private func asked(by proof: Proof) async throws -> ArrivedLetter {
        try post(try sample("02-mietzuschuss-unvollstaendig").replacing(Proof.signature.address, with: proof.address), by: proof)
        let box = proof == .deMail ? town.deMails : town.letters
        try await wait("the letter") { try box.all().count == 1 }
        #expect(try (proof == .deMail ? town.letters : town.deMails).all().isEmpty)
        try await wait("the phase") { try town.phase(number) == "requested" }
        return try #require(try box.all().first)
    }

    /// A folder that was handed over: proven whole, and with what was verified about each message.
    private func expectRecord(_ messages: Int, by proof: Proof) async throws {
        try await wait("the end") { try town.phase(number) == "handed-over" }
        let record = town.folder.appendingPathComponent("uebergabe/\(try #require(town.records().first))")
        #expect(town.records().count == 1)
        #expect(try Run("/usr/bin/sha256sum", ["--quiet", "-c", "SHA256SUMS"], directory: record).status == 0)
        func object(_ path: String) throws -> [String: Any] {
            try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: record.appendingPathComponent(path))) as? [String: Any])
        }
        #expect((try object("datensatz.json")["bank"] as? [String: Any])?["iban"] as? String == "DE02120300000000202051")
        let files = try FileManager.default.contentsOfDirectory(atPath: record.appendingPathComponent("pruefung").path)
        let verdicts = try files.filter { $0.hasSuffix(".json") }.map { try object("pruefung/\($0)") }
        #expect(verdicts.count == messages)
        for verdict in verdicts {
            let report = (verdict["reports"] as? [[String: Any]])?.first ?? [:]
            #expect(verdict["indication"] as? String == "passed", "\(verdict)")
            #expect(verdict["channel"] as? String == (proof == .deMail ? "de-mail" : "smime"))
            #expect(verdict["signer"] as? String == "Sabine Weber")
            // De-Mail has met the written form until its day, which has passed; a qualified signature does.
            #expect(verdict["writtenForm"] as? Bool == (proof == .signature))
            if proof == .deMail {
                #expect(report["authoritative"] as? Bool == true)
            } else {
                #expect(report["level"] as? String == "QES")
            }
        }
        #expect(town.service.stop() == 0)
        #expect(try Run.eingang("audit", "verify", "--store", town.service.store).status == 0)
    }

    @Test(arguments: Proof.allCases)
    func `an answer below the questions completes what came sealed, and goes along with its verdict`(proof: Proof) async throws {
        let letter = try await asked(by: proof)
        #expect(letter.subject.contains(Tokens.of(number)))
        // Only what nobody else can read says who it is for.
        #expect(letter.text.contains("Guten Tag Sabine Weber") == (proof == .deMail))
        #expect((letter.header["X-De-Mail-Private-ID"] == number) == (proof == .deMail))
        try post(Citizen.answer(to: letter, from: proof.address), by: proof)
        try await expectRecord(2, by: proof)
    }

    @Test(arguments: Proof.allCases)
    func `a form that comes later and sealed completes it as well`(proof: Proof) async throws {
        let letter = try await asked(by: proof)
        let form = try sample("01-mietzuschuss-vollstaendig").replacing(Proof.signature.address, with: proof.address)
            .replacing("Subject: Antrag auf Mietzuschuss", with: "Subject: Re: Antrag \(Tokens.of(number))")
        try post(form, by: proof)
        try await expectRecord(2, by: proof)
        #expect(letter.header["In-Reply-To"] != nil)
    }

    @Test func `an answer that somebody else signed in her name goes to a clerk and is not handed over`() async throws {
        let letter = try await asked(by: .signature)
        try post(Citizen.answer(to: letter), by: .signature, as: "max")
        try await wait("the clerk", seconds: 60) {
            try town.service.ask("cases", office: "office").first?["outcome"] as? String == "review"
        }
        let shown = try #require(try town.shown(number))
        #expect(shown.description.contains("trust.address-not-signed"), "\(shown)")
        #expect(town.records().isEmpty)
    }

    @Test(arguments: Proof.allCases)
    func `an answer of another sender with the right token goes to a clerk and changes nothing`(proof: Proof) async throws {
        let letter = try await asked(by: proof)
        func fields() throws -> NSArray? { (try town.shown(number)?["decision"] as? [String: Any])?["fields"] as? NSArray }
        let before = try #require(try fields())
        let other = proof.address.replacing("sabine", with: "max")
        try post(Citizen.answer(to: letter, from: other), by: proof, as: proof == .deMail ? nil : "max", from: other)
        try await wait("the clerk") { try town.service.ask("cases", office: "office").first?["needsLook"] as? Bool == true }
        let shown = try #require(try town.shown(number))
        #expect(shown.description.contains("case.other-sender"))
        #expect(try fields() == before)
        #expect(try town.service.ask("cases", office: "office").count == 1 && town.records().isEmpty)
    }

    @Test func `a De-Mail that was changed on its way does not complete a case`() async throws {
        let letter = try await asked(by: .deMail)
        let sealed = try citizens.proven(Citizen.answer(to: letter, from: Proof.deMail.address), by: "demail")
        let changed = sealed.replacing("DE02120300000000202051", with: "DE02100500000054540402")
        try #require(changed != sealed)
        try town.mail(changed, from: Proof.deMail.address, to: "poststelle@stadt-beispiel.de-mail.de")
        try await wait("the clerk", seconds: 60) {
            try town.service.ask("cases", office: "office").first?["outcome"] as? String == "review"
        }
        #expect(town.records().isEmpty)
    }
}
