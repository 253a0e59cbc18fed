internal import Deadlines
internal import Mustache
internal import Vocabulary

/// Writes the reply that asks for exactly what is missing.
///
/// Beside the name it contains no values the citizen gave: it may travel by open mail.
struct FollowUpLetter {
    let type: RecordType
    let office: Office
    let decision: Decision
    let gaps: [Validation.Gap]
    /// The last day for an objection, or the earliest it can be.
    var lastDay: CalendarDate?
    /// Whether that day has passed.
    var isLastDayPast = false
    /// So many questions that do not block are asked along; more would bury the ones that do.
    private static let mostWanted = 5
    /// From so many questions on, filling in the form is easier than answering a letter.
    private static let many = 12

    init(type: RecordType, office: Office, decision: Decision, gaps: [Validation.Gap]) {
        self.type = type
        self.office = office
        self.decision = decision
        self.gaps = gaps
    }

    func written(to address: String?, known: KnownCase?, needsWrittenForm: Bool) -> Decision.FollowUp {
        // A letter about an old message must not set a day that has passed.
        let start = max(decision.receivedAt.localDate, known?.today ?? decision.receivedAt.localDate)
        let deadline = office.land.workingDay(from: start.adding(days: office.followUpDays))
        let token = known.map { " [\($0.number)-R\($0.followUps + 1)]" } ?? ""
        let requests = asked { $0 != .info }
        let hard = gaps.filter { $0.isHard && !$0.isAttachment }
        let questions = hard.map { question($0) } + requests
        let evidence = gaps.filter { $0.isAttachment && $0.isHard }.map { question($0) }
        let soft = gaps.filter { !$0.isHard && !$0.isAttachment }
        let sorted = (-1...1).map { order in soft.filter { self.order($0) == order }.map { question($0) } }
        let wanted = Array((sorted[0] + asked { $0 == .info } + sorted[1] + sorted[2]).prefix(Self.mostWanted))
        var context: [String: Any] = [
            "deadline": deadline.german,
            "office": office.name,
            "contact": office.contact,
            "number": known?.number ?? "",
            "questions": Self.numbered(questions, from: 1),
            "hasQuestions": !questions.isEmpty,
            "isOne": questions.count == 1,
            "wanted": Self.numbered(wanted, from: questions.count + 1),
            "hasWanted": !wanted.isEmpty,
            "evidence": evidence,
            "hasEvidence": !evidence.isEmpty,
            "documents": decision.findings.compactMap { $0.code.hasPrefix("check.") ? nil : $0.citizen },
            "writtenForm": needsWrittenForm,
            "hasAny": !questions.isEmpty || !wanted.isEmpty,
            "isMany": questions.count > Self.many,
            "isNeeded": !questions.isEmpty || !evidence.isEmpty,
            "hasContact": !office.contact.isEmpty,
        ]
        if let example = rowExample(in: questions + wanted) { context["rowExample"] = example }
        if let lastDay { context["lastDay"] = lastDay.german }
        context["isLastDayPast"] = isLastDayPast
        if decision.isReceiptKnown { context["received"] = firstReceipt.localDate.german }
        if !addressee.isEmpty { context["name"] = addressee }
        let text = type.followUp.render(context)
        precondition(!text.isEmpty, "the catalogue admits only templates that render")
        return Decision.FollowUp(
            to: address,
            subject: needsWrittenForm
                ? "\(type.title): Bitte handeln Sie sofort\(token)"
                : questions.isEmpty && !evidence.isEmpty
                    ? "\(type.title): Bitte schicken Sie uns noch Unterlagen\(token)"
                    : "\(type.title): Bitte ergänzen Sie Ihre Angaben\(token)",
            deadline: deadline,
            text: text
        )
    }

    private func order(_ gap: Validation.Gap) -> Int { type.field(at: Mapper.generic(gap.path))?.requirement?.order ?? 0 }

    /// What checks ask, each question once: several rows may raise the same one.
    private func asked(_ isWanted: (Finding.Severity) -> Bool) -> [[String: Any]] {
        var requests: [(title: String, ask: String)] = []
        for finding in decision.findings where finding.code.hasPrefix("check.") && isWanted(finding.severity) {
            guard let ask = finding.citizen else { continue }
            let title = finding.path.map(type.title(of:)) ?? "Ihre Angaben"
            if !requests.contains(where: { $0 == (title, ask) }) { requests.append((title, ask)) }
        }
        return requests.map { ["title": $0.title, "ask": $0.ask] }
    }

    /// What stands in brackets behind the first question about one of several, such as `Einkommen 2`.
    private func rowExample(in questions: [[String: Any]]) -> String? {
        questions.lazy.compactMap { question -> String? in
            guard let title = question["title"] as? String, title.hasSuffix(")"), let open = title.lastIndex(of: "(") else { return nil }
            let inside = title[title.index(after: open)...].dropLast()
            return inside.last?.isNumber == true ? String(inside) : nil
        }.first
    }

    /// The reply when nothing could be read at all.
    static func unreadable(_ requests: [String], to address: String?, office: Office, receivedAt: Instant) -> Decision.FollowUp {
        let deadline = deadline(office, receivedAt)
        let contact = office.contact.isEmpty ? "" : "\n" + office.contact.joined(separator: "\n")
        return Decision.FollowUp(
            to: address,
            subject: "Ihre Nachricht: Wir konnten eine Datei nicht öffnen",
            deadline: deadline,
            text: """
                Guten Tag,

                Ihre Nachricht ist am \(receivedAt.localDate.german) bei uns angekommen.

                \(requests.joined(separator: "\n\n"))

                Bitte antworten Sie bis zum \(deadline.german) auf diese Nachricht.

                Mit freundlichen Grüßen
                \(office.name)\(contact)
                """
        )
    }

    /// A template from its text, or why it cannot be used.
    static func template(_ text: String, file: String) -> Result<MustacheTemplate, DefinitionFault> {
        do {
            let template = try MustacheTemplate(string: text)
            return template.render(["name": "Prüfung"]).isEmpty
                ? .failure(DefinitionFault(file: file, line: 1, column: 1, message: "Der Text ist leer.")) : .success(template)
        } catch {
            let message = "Der Text ist keine gültige Mustache-Vorlage: \(error)"
            return .failure(DefinitionFault(file: file, line: 1, column: 1, message: message))
        }
    }

    private static func deadline(_ office: Office, _ receivedAt: Instant) -> CalendarDate {
        office.land.workingDay(from: receivedAt.localDate.adding(days: office.followUpDays))
    }

    private func question(_ gap: Validation.Gap) -> [String: Any] {
        let field = type.field(at: Mapper.generic(gap.path))
        var question: [String: Any] = ["title": type.title(of: gap.path)]
        question["ask"] = field?.ask ?? "Bitte geben Sie an: \(field?.label ?? gap.path)."
        if let reason = gap.reason { question["reason"] = "Ihre bisherige Angabe konnten wir nicht übernehmen: Sie ist \(reason)." }
        return question
    }

    private static func numbered(_ questions: [[String: Any]], from first: Int) -> [[String: Any]] {
        questions.enumerated().map { index, question in question.merging(["number": index + first]) { old, _ in old } }
    }

    /// When the application itself was received, not the answer that this letter follows.
    private var firstReceipt: Instant {
        for field in type.leaves where field.system == .received {
            if case .time(let instant)? = decision.readings.first(where: { $0.path == field.path })?.value { return instant }
        }
        return decision.receivedAt
    }

    /// The citizen's name as the record has it; empty when it has none.
    private var addressee: String {
        func value(_ path: String) -> String? {
            guard let reading = decision.readings.first(where: { $0.path == path }), case .text(let text)? = reading.value else {
                return nil
            }
            return text
        }
        // Whoever acts for somebody gets the letters (SGB X § 13(3)).
        if let representative = value("bevollmaechtigter.name") { return representative }
        for prefix in ["antragsteller.", "widersprechende[0]."] {
            if let family = value(prefix + "familienname") {
                return [value(prefix + "vornamen"), family].compactMap(\.self).joined(separator: " ")
            }
        }
        return ""
    }
}
