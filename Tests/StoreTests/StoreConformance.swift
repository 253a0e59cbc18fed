import Deciding
import Definitions
import Foundation
import Store
import Testing
import Vocabulary

/// What every back end has to do: one suite, run for each of them.
struct StoreConformance {
    let store: any CaseStore
    let now = Instant(seconds: 1_795_425_300)

    func run() async throws {
        try await sameBytesAreOneSubmissionOfAnOffice()
        try await aKeyStandsForTheBytesThatCameWithItFirst()
        try await whatIsNotFinishedIsFoundAgain()
        try await numbersCountUpAndAreGivenOnce()
        try await aSubmissionIsKeptWithAllThatFollows()
        try await anOlderVersionIsNotWrittenOver()
        try await aSubmissionIsKeptOnce()
        try await whatNoSubmissionDidIsAnEventToo()
        try await whatWasToLeaveIsSuperseded()
        try await whatAWrongClockPostponedLeavesAllTheSame()
        try await oneOfficeSeesNothingOfAnother()
        try await deMailsAreFoundByTheirId()
        try await casesAreFoundByWords()
        try await queue()
        try await noSignInASearchMeansMoreThanItself()
        try await manyAtOnceAllArrive()
        #expect(try await store.firstBrokenEvent() == nil)
    }

    // MARK: Material

    func submission(_ text: String) -> Submission { Submission(source: text, bytes: Array(text.utf8), receivedAt: now) }

    func decision(
        _ submission: Submission,
        _ outcome: Decision.Outcome = .followUp,
        to: String = "a@example.org",
        deMail: DeMailIdentity? = nil
    ) -> Decision {
        var received = Received(source: submission.source, digest: submission.digest, receivedAt: now)
        (received.replyTo, received.sender, received.deMail) = (to, "A <\(to)>", deMail)
        let reading = FieldReading(path: "miete.gesamt", state: .read, value: .number(Decimal(string: "650.55") ?? 0))
        let letter = Letter(kind: .followUp, to: to, subject: "Bitte", deadline: now.localDate.adding(days: 21), text: "Text")
        return Decision(
            received: received,
            record: MergedRecord(form: "f", type: "wohngeld", version: "1", readings: [reading]),
            assessment: Assessment(missing: outcome == .handover ? [] : ["iban"], findings: []),
            outcome: outcome,
            letters: outcome == .handover ? [] : [letter]
        )
    }

    /// Receives a submission and keeps what follows, as a new case or in one that is there.
    @discardableResult
    func take(
        _ text: String,
        _ outcome: Decision.Outcome = .followUp,
        office: String = "a",
        into number: String? = nil,
        deMail: DeMailIdentity? = nil,
        keywords: [String] = []
    ) async throws -> String {
        let submission = submission(text)
        let receipt = try await store.receive(submission, office: office, now: now).receipt
        var decision = decision(submission, outcome, deMail: deMail)
        decision.keywords = keywords
        let place: String
        if let number {
            place = number
        } else {
            place = try await store.reserveNumber(for: receipt, prefix: "WG", year: 2026, pattern: .usual)
        }
        let file = try await store.find(place, office: office)
        let state = file?.state ?? CaseState(openedAt: now, receivedAt: now)
        let transition = state.apply(.take(decision, detail: "\(submission.bytes.count) bytes"), now: now)
        try await store.keep(
            Kept(
                receipt: receipt,
                number: place,
                version: file?.version ?? 0,
                decision: decision,
                transition: transition,
                trust: nil,
                now: now
            )
        )
        return place
    }

    // MARK: What it has to do

    func sameBytesAreOneSubmissionOfAnOffice() async throws {
        let first = try await store.receive(submission("gleich"), office: "a", now: now)
        let second = try await store.receive(submission("gleich"), office: "a", now: now)
        let other = try await store.receive(submission("gleich"), office: "b", now: now)
        #expect(first.isNew && !second.isNew && other.isNew)
        #expect(first.receipt == second.receipt)
        #expect(first.receipt.stage == .received && first.receipt.receivedAt == now)
    }

    func aKeyStandsForTheBytesThatCameWithItFirst() async throws {
        func upload(_ text: String, _ key: String, of source: String = "portal") -> Submission {
            var submission = Submission(source: source, bytes: Array(text.utf8), receivedAt: now)
            submission.envelope.key = key
            return submission
        }
        let first = try await store.receive(upload("eins", "k"), office: "up", now: now).receipt
        #expect(try await store.receive(upload("eins", "k"), office: "up", now: now).receipt.id == first.id, "tried again")
        #expect(try await store.receive(upload("eins", "l"), office: "up", now: now).receipt.id == first.id)
        let error = await #expect(throws: StoreError.self) { try await store.receive(upload("zwei", "k"), office: "up", now: now) }
        #expect(error?.code == .otherUpload)
        #expect(try await store.unfinished(office: "up", after: 0, limit: 10).map(\.id) == [first.id], "what is refused leaves nothing")
        #expect(try await store.receive(upload("zwei", "k", of: "anderswo"), office: "up", now: now).isNew)
        #expect(try await store.upload("k", of: "portal") == first.digest)
        #expect(try await store.upload("unbekannt", of: "portal") == nil)
    }

    func whatIsNotFinishedIsFoundAgain() async throws {
        var enveloped = submission("offen")
        (enveloped.channel, enveloped.envelope.sender, enveloped.envelope.recipients) = ("lmtp", "s@example.org", ["amt@example.org"])
        let receipt = try await store.receive(enveloped, office: "offen", now: now).receipt
        #expect(try await store.unfinished(office: "offen", after: 0, limit: 10) == [receipt])
        #expect(receipt.envelope == enveloped.envelope && receipt.channel == "lmtp")
        #expect(try await store.unfinished(office: "offen", after: receipt.id, limit: 10) == [])
        try await take("offen", office: "offen")
        #expect(try await store.unfinished(office: "offen", after: 0, limit: 10) == [])
        #expect(try await store.receipt(of: enveloped.digest, office: "offen")?.stage == .kept)
    }

    func numbersCountUpAndAreGivenOnce() async throws {
        var receipts: [Receipt] = []
        for text in ["n1", "n2", "n3"] { receipts.append(try await store.receive(submission(text), office: "n", now: now).receipt) }
        let first = try await store.reserveNumber(for: receipts[0], prefix: "NR", year: 2026, pattern: .usual)
        #expect(first == "NR-2026-000001-6")
        #expect(
            try await store.reserveNumber(for: receipts[0], prefix: "NR", year: 2026, pattern: .usual) == first,
            "asked again, it is the same"
        )
        #expect(try await store.reserveNumber(for: receipts[1], prefix: "NR", year: 2026, pattern: .usual) == "NR-2026-000002-4")
        #expect(try await store.reserveNumber(for: receipts[2], prefix: "NX", year: 2026, pattern: .usual) == "NX-2026-000001-3")
    }

    func aSubmissionIsKeptWithAllThatFollows() async throws {
        let number = try await take("ganz", office: "ganz")
        let file = try #require(try await store.find(number, office: "ganz"))
        #expect(file.version == 1 && file.state.phase == .incomplete && file.state.followUps == 1 && file.state.missing == 1)
        #expect(file.decision?.readings.first?.value == .number(Decimal(string: "650.55") ?? 0))
        #expect(try await store.events(ofCase: number, office: "ganz").map(\.event.kind) == [.received, .read, .decided])
        #expect(try await store.outbox(ofCase: number, office: "ganz").map(\.state) == [.draft])
        #expect(try await store.cases(office: "ganz", limit: 10).map(\.number) == [number])
        #expect(try await store.receipts(ofCase: number, office: "ganz").map(\.digest) == [submission("ganz").digest])
        #expect(try await store.decision(about: submission("ganz").digest, office: "ganz")?.outcome == .followUp)
    }

    func anOlderVersionIsNotWrittenOver() async throws {
        let number = try await take("alt", office: "alt")
        let file = try #require(try await store.find(number, office: "alt"))
        try await take("neuer", .handover, office: "alt", into: number)
        let transition = file.state.apply(.refuse(by: "x"), now: now)
        let error = await #expect(throws: StoreError.self) {
            try await store.keep(transition, number, office: "alt", expecting: file.version, now: now)
        }
        #expect(error?.code == .conflict)
        #expect(try await store.find(number, office: "alt")?.state.phase == .complete)
        #expect(try await store.events(ofCase: number, office: "alt").count == 6, "nothing of it was written")
    }

    func aSubmissionIsKeptOnce() async throws {
        let submission = submission("einmal")
        let receipt = try await store.receive(submission, office: "einmal", now: now).receipt
        func kept(_ number: String) -> Kept {
            let decision = decision(submission)
            let transition = CaseState(openedAt: now, receivedAt: now).apply(.take(decision, detail: ""), now: now)
            return Kept(receipt: receipt, number: number, version: 0, decision: decision, transition: transition, trust: nil, now: now)
        }
        try await store.keep(kept("EM-2026-000001-5"))
        let error = await #expect(throws: StoreError.self) { try await store.keep(kept("EM-2026-000002-3")) }
        #expect(error?.code == .conflict)
        #expect(try await store.find("EM-2026-000002-3", office: "einmal") == nil)
    }

    func whatNoSubmissionDidIsAnEventToo() async throws {
        let number = try await take("klar", .handover, office: "klar")
        let file = try #require(try await store.find(number, office: "klar"))
        let delivered = file.state.apply(.deliver(.handover, on: now.localDate), now: now)
        try await store.keep(delivered, number, office: "klar", expecting: file.version, now: now)
        let after = try #require(try await store.find(number, office: "klar"))
        #expect(after.state.phase == .handedOver && after.version == file.version + 1)
        #expect(after.decision?.outcome == .handover, "the decision stays")
        let last = try #require(try await store.events(ofCase: number, office: "klar").last)
        #expect(last.event.kind == .delivered && last.event.submission == nil)
    }

    func whatWasToLeaveIsSuperseded() async throws {
        let number = try await take("frage", office: "frage")
        try await take("antwort", .handover, office: "frage", into: number)
        let outbox = try await store.outbox(ofCase: number, office: "frage")
        #expect(outbox.map(\.item.kind) == [.letter(.followUp), .handover])
        #expect(outbox.map(\.state) == [.superseded, .pending])
    }

    func whatAWrongClockPostponedLeavesAllTheSame() async throws {
        let number = try await take("uhr", .handover, office: "uhr")
        let day = OutboxChange.longestDelay
        /// Whether it may leave now, when it was postponed at another time.
        func leaves(after seconds: Int) async throws -> Bool {
            let entry = try #require(try await store.outbox(ofCase: number, office: "uhr").first)
            try await change(number, "uhr", .postpone(entry.id, reason: "x", until: Instant(seconds: now.seconds + seconds)), at: now)
            let leaving = try await store.leaving(office: "uhr", now: now, withRecords: true, limit: 9)
            return !leaving.isEmpty
        }
        for (seconds, isSo) in [(-1, true), (0, true), (1, false), (day, false), (day + 1, true), (400 * day, true)] {
            #expect(try await leaves(after: seconds) == isSo, "\(seconds)")
        }
        var item = OutboxItem(kind: .letter(.followUp), isDraft: false, recipient: "u@example.org", subject: "", body: "")
        item.isAutomatic = true
        try await change(number, "uhr", .enqueue(item), at: now)
        let id = try #require(try await store.outbox(ofCase: number, office: "uhr").last?.id)
        try await store.begin(id, name: "uhr")
        try await change(number, "uhr", .settle(id, answer: ""), at: Instant(seconds: now.seconds + 400 * day))
        let sent = try await store.automatic(
            ofCase: number,
            to: "u@example.org",
            within: Instant(seconds: now.seconds - day)...Instant(seconds: now.seconds + day)
        )
        #expect(sent == (0, 0), "it was sent in a year that the clock made up")
    }

    private func change(_ number: String, _ office: String, _ change: OutboxChange, at time: Instant) async throws {
        let file = try #require(try await store.find(number, office: office))
        let transition = Transition(state: file.state, outbox: [change])
        try await store.keep(transition, number, office: office, expecting: file.version, now: time)
    }

    func oneOfficeSeesNothingOfAnother() async throws {
        let number = try await take("eigen", office: "eins")
        #expect(try await store.find(number, office: "zwei") == nil)
        #expect(try await store.holdings(Inquiry(caseNumber: number), office: "zwei").caseNumbers == [])
        #expect(try await store.cases(office: "zwei", limit: 10).isEmpty)
        let offices = try await store.offices()
        #expect(offices.contains("eins") && !offices.contains("zwei"))
        #expect(try await store.receipt(of: submission("eigen").digest, office: "zwei") == nil)
        #expect(try await store.events(ofCase: number, office: "zwei").isEmpty)
        #expect(try await store.outbox(ofCase: number, office: "zwei").isEmpty)
        #expect(try await store.decision(about: submission("eigen").digest, office: "zwei") == nil)
    }

    func deMailsAreFoundByTheirId() async throws {
        let identity = DeMailIdentity(id: "<1@de-mail.example>", integrity: "abc")
        let number = try await take("demail", office: "demail", deMail: identity)
        let holdings = try await store.holdings(Inquiry(deMailId: identity.id, privateId: number), office: "demail")
        #expect(holdings.deMails.map(\.caseNumber) == [number] && holdings.deMails.first?.identity == identity)
        #expect(holdings.caseNumbers == [number])
        #expect(try await store.holdings(Inquiry(deMailId: "<2@de-mail.example>"), office: "demail").deMails.isEmpty)
    }

    private func found(_ words: String, _ office: String = "suche", after number: String? = nil, limit: Int = 10) async throws -> [String] {
        try await store.cases(office: office, matching: words, after: number, limit: limit).map(\.number)
    }

    func casesAreFoundByWords() async throws {
        let first = try await take("s1", office: "suche", keywords: ["Änne Müller <a.m@example.org>", "Widerspruch", "03.02.1984"])
        let second = try await take("s2", office: "suche", keywords: ["José Li", "Antrag auf Wohngeld", "WG/77-12"])
        let third = try await take("s3", office: "suche", keywords: ["Bo O Weiß", "Antrag auf Wohngeld"])
        let other = try await take("s4", office: "andere-suche", keywords: ["Änne Müller"])
        for words in [
            "Müller", "MUELLER", "mue", "llER änne", "a.m@example", "3.2.1984", "1984-02-03", "  ruch  mül ",
            "muller".replacing("u", with: "ü"),
        ] {
            #expect(try await found(words) == [first], "\(words)")
        }
        #expect(try await found("josé") == [second])
        #expect(try await found("jose li") == [second])
        #expect(try await found("JOSÉ") == [second])
        #expect(try await found("li") == [second], "two letters are the beginning of a word")
        #expect(try await found("o") == [third], "one letter is a word")
        #expect(try await found("weiss") == [third])
        #expect(try await found("77-12") == [second])
        #expect(try await found("antrag") == [third, second])
        #expect(try await found("antrag", limit: 1) == [third])
        #expect(try await found("antrag", after: third) == [second])
        #expect(try await found("antrag", after: second) == [])
        #expect(try await found(String(first.suffix(8))) == [first])
        #expect(try await found(first.lowercased()) == [first])
        #expect(try await found("müller", "andere-suche") == [other])
        #expect(try await found("antrag", after: other) == [], "a case of another office is no place to go on from")
        #expect(try await found("müller antrag") == [])
        #expect(try await found("") == [])
        #expect(try await found(" \n ") == [])
        try await take("s5", .handover, office: "suche", into: first, keywords: ["Änne Schmidt"])
        #expect(try await found("schmidt müller") == [first], "what was read before still finds it")
    }

    func noSignInASearchMeansMoreThanItself() async throws {
        let number = try await take(
            "signs",
            office: "zeichen",
            keywords: ["O'Neill \"Anna\" NEAR/2 a:b* c^2 {x} \u{0}nul\u{0} %_ über\u{202E}"]
        )
        for words in ["o'neill", "\"anna\"", "near/2", "a:b*", "c^2", "{x}", "nul", "%_", "ueber", "\u{0}nul", "Anna\" OR"] {
            let isThere = !words.contains(" OR")
            #expect(try await found(words, "zeichen") == (isThere ? [number] : []), "\(words)")
        }
        for words in [
            "\"", "'", "*", "NOT neill", "neill OR xyzzy", "words:neill", "-neill", "neill)", "(neill", "neil%", "ne_ll", "^neill",
            String(repeating: "a", count: 10_000), String(repeating: "a b ", count: 5_000), String(repeating: "e\u{301}", count: 10_000),
            "\u{0}\u{1}\u{7F}", "; DROP TABLE caseFile; --",
        ] { #expect(try await found(words, "zeichen") == [], "\(words.prefix(20))") }
    }

    func manyAtOnceAllArrive() async throws {
        var numbers = Set<String>()
        try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<100 { group.addTask { try await take("viele \(number % 50)-\(number / 50)", office: "viele") } }
            for try await number in group { numbers.insert(number) }
        }
        #expect(numbers.count == 100)
        #expect(try await store.cases(office: "viele", limit: 1000).count == 100)
        #expect(try await store.unfinished(office: "viele", after: 0, limit: 1000).isEmpty)
    }
}

struct SQLiteConformanceTests {
    @Test func `SQLite does what every back end has to do`() async throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("eingang-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        try await StoreConformance(store: try Archive(directory: directory.path).rows).run()
    }
}
