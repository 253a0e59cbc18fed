internal import Deadlines
internal import Definitions
internal import FEEL
internal import Vocabulary

/// Writes letters from the templates of a record type, as the office has them.
///
/// Beside the name they contain no values the citizen gave: they may travel by open mail.
struct Letters {
    private typealias Facts = [LetterTemplate.Name: Any]

    let catalogue: Catalogue
    let office: Office
    let received: Received
    let known: KnownCase?
    /// What becomes of the record that they are about; a clerk looks unless it says otherwise.
    var outcome = Decision.Outcome.review
    /// So many questions that do not block are asked along; more would bury the ones that do.
    private static let mostWanted = 5
    /// With more questions than this, filling in the form is easier than answering a letter.
    private static let many = 8

    /// What a letter about a record rests on.
    struct Matter {
        var type: RecordType
        var record: MergedRecord
        var findings: [Finding]
        var gaps: [Validation.Gap]
        /// Whether it is certain that the written form is not met.
        var lacksForm: Bool
        /// The last day for an objection, or the earliest it can be.
        var lastDay: CalendarDate?
    }

    /// The day of writing: a letter about an old message must not set a day that has passed.
    var today: CalendarDate { max(received.receivedAt.localDate, known?.today ?? received.receivedAt.localDate) }

    private var deadline: CalendarDate { office.land.workingDay(from: today.adding(days: office.followUpDays)) }

    /// The letter that asks for exactly what is missing.
    func asking(for matter: Matter) -> Letter? {
        let requests = asked(matter) { $0 != .info }
        let hard = matter.gaps.filter { $0.isHard && !$0.isAttachment }
        let isMany = hard.count + requests.count > Self.many
        let forms = isMany ? blankForms(matter) : []
        // The form asks for everything else, in an order that helps.
        let urgent = forms.isEmpty ? hard : hard.filter { matter.type.field(at: FieldPath.generic($0.path))?.isUrgent ?? false }
        let questions = urgent.map { question($0, matter.type) } + (forms.isEmpty ? requests : [])
        let proofs = forms.isEmpty ? matter.gaps.filter { $0.isAttachment && $0.isHard }.map { question($0, matter.type) } : []
        let wanted = forms.isEmpty ? wanted(matter) : []
        let isProof = questions.isEmpty && !proofs.isEmpty
        var context: Facts = [
            .questions: Self.numbered(questions, from: 1),
            .hasQuestions: !questions.isEmpty,
            .isOne: questions.count == 1,
            .wanted: Self.numbered(wanted, from: questions.count + 1),
            .hasWanted: !wanted.isEmpty,
            .proofs: proofs,
            .hasProofs: !proofs.isEmpty,
            .documents: self.requests(for: matter.findings),
            .hasAny: !questions.isEmpty || !wanted.isEmpty,
            .isMany: isMany,
            .forms: forms.map { [.title: $0.title] as Facts },
            .hasForms: !forms.isEmpty,
            .isNeeded: !questions.isEmpty || !proofs.isEmpty || !forms.isEmpty,
        ]
        if let example = rowExample(in: questions + wanted) { context[.rowExample] = example }
        if let lastDay = matter.lastDay { context[.lastDay] = lastDay.german }
        context[.isLastDayPast] = matter.lastDay.map { $0 < today } ?? false
        if received.isReceiptKnown { context[.received] = firstReceipt(matter).localDate.german }
        if let name = addressee(matter.type, matter.record) { context[.name] = name }
        let kind = matter.lacksForm ? LetterTemplate.Kind.formMissing : isProof ? .proof : .followUp
        // What leaves at once says as well what was received; else a letter of its own does.
        if isAutomatic(kind, form: matter.record.form) { context.merge(receipt) { old, _ in old } }
        var letter = written(kind, matter.type, context, form: matter.record.form)
        letter?.enclosures = forms.map(\.file)
        return letter
    }

    /// The letter that says when which files were received; nil unless the office sends it, and for the first message only.
    func receipt(_ type: RecordType, _ record: MergedRecord) -> Letter? {
        var context = receipt
        guard !context.isEmpty else { return nil }
        if let name = addressee(type, record) { context[.name] = name }
        return written(.receipt, type, context, form: record.form)
    }

    /// The letter that asks once more, and says what follows (SGB I §§ 66, 67).
    func reminding(of matter: Matter) -> Letter? {
        let questions = matter.gaps.filter { !$0.isAttachment }.map { question($0, matter.type) } + asked(matter) { $0 != .info }
        let proofs = matter.gaps.filter(\.isAttachment).map { question($0, matter.type) }
        guard !questions.isEmpty || !proofs.isEmpty else { return nil }
        var context: Facts = [
            .questions: Self.numbered(questions, from: 1), .hasQuestions: !questions.isEmpty, .proofs: proofs,
            .hasProofs: !proofs.isEmpty,
            .consequence: Self.consequence,
        ]
        if let name = addressee(matter.type, matter.record) { context[.name] = name }
        return written(.reminder, matter.type, context, form: matter.record.form)
    }

    private static let consequence = """
        Wenn Sie bis dahin nicht antworten, können wir die Leistung ganz oder teilweise versagen, bis Sie die Angaben nachholen (§ 66 des Ersten \
        Buches Sozialgesetzbuch). Holen Sie die Angaben später nach, können wir die Leistung nachträglich erbringen (§ 67). Können Sie etwas \
        nicht beschaffen, oder ist es Ihnen nicht zuzumuten? Dann schreiben Sie uns das bitte (§ 65).
        """

    /// What a receipt says: when, and which files by their digests; names of files may say who somebody is.
    private var receipt: Facts {
        guard office.replies.sendsReceipts, known?.isNew ?? false, received.isReceiptKnown, !received.isAutomatic, received.replyTo != nil
        else { return [:] }
        let own = received.documents.filter { $0.name != "Nachrichtentext" }
        let files: [Facts] = own.prefix(Self.mostFiles).enumerated().map { index, document in
            [.number: "\(index + 1)", .title: mayNameHim ? document.name : "Datei \(index + 1)", .digest: document.digest.hex]
        }
        return [
            .receivedTime: received.receivedAt.german, .files: files, .hasFiles: !files.isEmpty, .messageDigest: received.digest.hex,
            .isReceipt: true, .received: received.receivedAt.localDate.german,
        ]
    }

    private static let mostFiles = 50

    /// Whether nobody has to look at a letter first: where a clerk looks at the record, only what cannot wait goes ahead.
    private func isAutomatic(_ kind: LetterTemplate.Kind, form: String?) -> Bool {
        if outcome == .review, ![.receipt, .formMissing, .unreadable].contains(kind) { return false }
        return recipient != nil && office.replies.letsLeave(kind, form: form, byDeMail: received.isDeMail)
    }

    /// The address a letter goes to; an office that writes no open mail has it sent by post.
    private var recipient: String? { received.isDeMail || office.replies.usesOpenMail ? received.replyTo : nil }

    /// Whether a letter may say who it is for: not where others can read it on its way.
    private var mayNameHim: Bool { received.isDeMail || recipient == nil }

    /// The blank forms that fit what is known.
    private func blankForms(_ matter: Matter) -> [RecordType.BlankForm] {
        let context = RecordTree.context(matter.type, matter.record.readings)
        return matter.type.blankForms.filter { $0.condition.map { $0.evaluate(in: [context]) == .boolean(true) } ?? true }
    }

    /// The letter that says that nothing could be read, with what the citizen can do about each document; nil when it is nothing.
    func unreadable(_ findings: [Finding]) -> Letter? {
        let requests = self.requests(for: findings)
        guard !requests.isEmpty else { return nil }
        return written(.unreadable, nil, [.documents: requests, .received: received.receivedAt.localDate.german], form: nil)
    }

    /// What the citizen is asked to send again.
    ///
    /// A photo or a Word file only if the office wants that: others read it at the screen.
    private func requests(for findings: [Finding]) -> [String] {
        findings.filter { $0.consequence == .unread && (office.asksForPDF || !($0.isA(.formAsPhoto) || $0.isA(.formAsFile))) }
            .compactMap(\.citizen)
    }

    /// A letter from the template of the office, of the record type, or of all records.
    private func written(_ kind: LetterTemplate.Kind, _ type: RecordType?, _ more: Facts, form: String?) -> Letter? {
        guard let template = template(kind, type) ?? (kind == .proof ? template(.followUp, type) : nil) else { return nil }
        var context: Facts = [
            .deadline: deadline.german,
            .office: office.name,
            .contact: office.contact,
            .hasContact: !office.contact.isEmpty,
            .title: type?.title ?? "",
            .number: known?.number ?? "",
        ]
        if let known, type != nil { context[.token] = "\(known.number)-R\(known.followUps + 1)" }
        let letter = template.written(context.merging(more) { _, new in new })
        let to = recipient
        var written = Letter(kind: kind, to: to, subject: letter.subject, deadline: deadline, text: letter.text)
        written.isAutomatic = isAutomatic(kind, form: form)
        return written
    }

    private func template(_ kind: LetterTemplate.Kind, _ type: RecordType?) -> LetterTemplate? {
        office.letters[type?.id ?? ""]?[kind] ?? office.letters[""]?[kind] ?? type?.letters[kind] ?? catalogue.letters[kind]
            ?? (kind == .followUp ? .neutral : nil)
    }

    // MARK: What is asked

    /// Questions that do not block, the most helpful first.
    private func wanted(_ matter: Matter) -> [Facts] {
        func order(_ gap: Validation.Gap) -> Int { matter.type.field(at: FieldPath.generic(gap.path))?.requirement?.order ?? 0 }
        let soft = matter.gaps.filter { !$0.isHard && !$0.isAttachment }
        let sorted = (-1...1).map { place in soft.filter { order($0) == place }.prefix(Self.mostWanted).map { question($0, matter.type) } }
        return Array((sorted[0] + asked(matter) { $0 == .info } + sorted[1] + sorted[2]).prefix(Self.mostWanted))
    }

    /// What checks ask, each question once: several rows may raise the same one.
    private func asked(_ matter: Matter, _ isWanted: (Finding.Severity) -> Bool) -> [Facts] {
        var requests: [(title: String, ask: String)] = []
        for finding in matter.findings where finding.consequence == .citizen && isWanted(finding.severity) {
            guard let ask = finding.citizen else { continue }
            let title = finding.path.map(matter.type.title(of:)) ?? "Ihre Angaben"
            if !requests.contains(where: { $0 == (title, ask) }) { requests.append((title, ask)) }
        }
        return requests.map { [.title: $0.title, .ask: $0.ask] }
    }

    /// What stands in brackets behind the first question about one of several, such as `Einkommen 2`.
    private func rowExample(in questions: [Facts]) -> String? {
        questions.lazy.compactMap { question -> String? in
            guard let title = question[.title] as? String, title.hasSuffix(")"), let open = title.lastIndex(of: "(") else { return nil }
            let inside = title[title.index(after: open)...].dropLast()
            return inside.last?.isNumber == true ? String(inside) : nil
        }.first
    }

    private func question(_ gap: Validation.Gap, _ type: RecordType) -> Facts {
        let field = type.field(at: FieldPath.generic(gap.path))
        var question: Facts = [.title: type.title(of: gap.path)]
        question[.ask] = field?.ask ?? "Bitte geben Sie an: \(field?.label ?? gap.path)."
        if let reason = gap.reason { question[.reason] = "Ihre bisherige Angabe konnten wir nicht übernehmen: Sie ist \(reason)." }
        return question
    }

    private static func numbered(_ questions: [Facts], from first: Int) -> [Facts] {
        questions.enumerated().map { index, question in question.merging([.number: index + first]) { old, _ in old } }
    }

    // MARK: To whom, and since when

    /// When the application itself was received, not the answer that this letter follows.
    private func firstReceipt(_ matter: Matter) -> Instant {
        for field in matter.type.leaves where field.system == .received {
            if case .time(let instant)? = matter.record.value(at: field.path) { return instant }
        }
        return received.receivedAt
    }

    /// The citizen's name as the record has it; nil when it has none, or the letter may not say it.
    private func addressee(_ type: RecordType, _ record: MergedRecord) -> String? {
        guard mayNameHim else { return nil }
        for paths in type.addressee {
            let names = paths.map { path -> String? in
                if case .text(let text)? = record.value(at: path) { text } else { nil }
            }
            if names.last != .some(nil), !names.isEmpty { return names.compactMap(\.self).joined(separator: " ") }
        }
        return nil
    }
}
