internal import Deciding
internal import Definitions
internal import Presentation
internal import Store
internal import Vocabulary

// The fields of a case: first what is open, then all that was read.
extension Pages {
    /// The place on the page where a field stands.
    static func anchor(_ path: String) -> String {
        "feld-" + path.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "-" }.joined()
    }

    static func fields(_ page: CasePage, _ decision: Decision, _ type: RecordType, _ work: Work) -> [String: Any] {
        let (language, day) = (work.language, decision.received.receivedAt.localDate)
        let list = Worklist(decision, notes: page.file.state.notes, type)
        let points = page.canCorrect ? list.points : []
        let open = Set(points.map(\.path))
        let sheet = RecordSheet(decision, type, showsSensitive: true)
        let rest = sheet.sections.map { section in
            [
                "heading": section.heading,
                "rows": section.rows.filter { !open.contains($0.reading.path) }.map { row($0, type, day, language) },
            ]
        }.filter { !(($0["rows"] as? [Any])?.isEmpty ?? true) }
        let count = sheet.sections.map(\.rows.count).reduce(0, +) - sheet.sections.flatMap(\.rows).count { open.contains($0.reading.path) }
        let known = Set(decision.readings.filter { $0.value != nil }.map(\.path)).union(open)
        let blank = type.leaves.filter { field in
            field.system == nil && !field.path.contains("[") && field.kind != .attachment && !known.contains(field.path)
        }
        let answers = sheet.sections.flatMap(\.rows).filter { $0.reading.state == .answered }.map { answer($0, type, language) }
        let waits = !list.findings.isEmpty && page.canCorrect && page.file.state.phase == .review
        return [
            "points": points.enumerated().map { point($0.element, $0.offset + 1, points.count, page.paper, language) },
            "hasPoints": !points.isEmpty,
            "progress": language(points.count == 1 ? "1 offener Punkt" : "{1} offene Punkte", points.count),
            "sections": rest, "hasSections": !rest.isEmpty,
            "rest": language(count == 1 ? "1 weitere Angabe" : "{1} weitere Angaben", count), "isAllOpen": points.isEmpty,
            "blank": blank.map { ["path": $0.path, "title": type.title(of: $0.path)] }, "hasBlank": page.canCorrect && !blank.isEmpty,
            "answers": answers, "hasAnswers": !answers.isEmpty,
            "canSettle": waits && points.isEmpty, "waiting": waits ? list.findings.map { Label.withoutControls($0.message) } : [],
            "hasWaiting": waits,
        ]
    }

    private static func point(_ point: Worklist.Point, _ number: Int, _ count: Int, _ paper: Paper?, _ language: Language)
        -> [String: Any]
    {
        let reading = point.reading
        let (icon, word, look) = state(reading.state)
        return [
            "path": point.path, "anchor": anchor(point.path), "title": point.title, "icon": icon, "look": look,
            "word": language(word), "number": number, "count": count, "ask": point.ask ?? "", "hasAsk": point.ask != nil,
            "reason": reading.reason ?? "", "hasReason": reading.state == .invalid && reading.reason != nil,
            "places": places(reading, language), "hasValue": reading.value != nil && point.candidates.isEmpty,
            "inputs": point.inputs.map { input($0.path, $0.field, reading, hasLabel: point.inputs.count > 1 || $0.path != point.path) },
            "candidates": point.candidates.enumerated().map { candidate($0.element, $0.offset, paper, language) },
            "hasCandidates": !point.candidates.isEmpty, "isMissing": reading.state == .missing,
        ]
    }

    private static func candidate(_ candidate: Worklist.Candidate, _ index: Int, _ paper: Paper?, _ language: Language)
        -> [String: Any]
    {
        var context: [String: Any] = [
            "index": index, "key": index + 1, "words": Label.withoutControls(candidate.words), "canChoose": candidate.value != nil,
            "place": place(candidate.place, language),
        ]
        if let crop = paper?.crop(candidate.place) { context["crop"] = crop }
        return context
    }

    private static func row(_ row: RecordSheet.Row, _ type: RecordType, _ day: CalendarDate, _ language: Language) -> [String: Any] {
        let reading = row.reading
        let (icon, word, look) = state(reading.state)
        let field = type.field(at: FieldPath.generic(reading.path))
        let past = (reading.history ?? []).compactMap { past in
            field.flatMap { field in past.value.map { RecordSheet.words($0, field, on: day) } }
        }
        return [
            "path": reading.path, "anchor": anchor(reading.path), "hasValue": reading.value != nil, "label": row.label,
            "value": Label.withoutControls(row.value), "icon": icon, "word": row.note ?? language(word), "look": look,
            "isOpen": [.unsure, .conflict, .invalid].contains(reading.state), "places": places(reading, language),
            "past": past.map { Label.withoutControls($0) }, "hasPast": !past.isEmpty,
            "canEdit": field.map { $0.system == nil && $0.kind != .attachment } ?? false,
            "input": field.map { input(reading.path, $0, reading, hasLabel: false) } ?? [:],
        ]
    }

    /// What was there, what the citizen was asked, and the answer.
    private static func answer(_ row: RecordSheet.Row, _ type: RecordType, _ language: Language) -> [String: Any] {
        let field = type.field(at: FieldPath.generic(row.reading.path))
        let was = row.reading.history?.last
        return [
            "label": row.label, "was": Label.withoutControls(was?.value?.german ?? was?.provenance.first?.raw ?? language("nichts")),
            "asked": field?.ask ?? "", "answer": Label.withoutControls(row.value), "anchor": anchor(row.reading.path),
        ]
    }

    // MARK: Inputs

    /// Something to fill in: a list to choose from where only some words are right, else a line.
    private static func input(_ path: String, _ field: Field, _ reading: FieldReading, hasLabel: Bool) -> [String: Any] {
        var context: [String: Any] = [
            "name": "wert:" + path, "id": "wert-" + anchor(path), "label": field.label, "hasLabel": hasLabel, "hint": hint(field) ?? "",
        ]
        let value = reading.path == path ? reading.value : nil
        let choices: [(word: String, value: Value)] =
            switch field.kind {
            case .boolean: [("ja", .boolean(true)), ("nein", .boolean(false))]
            case .code where !field.isMany: field.codes.map { ($0.label, .text($0.key)) }
            default: []
            }
        context["isChoice"] = !choices.isEmpty
        context["choices"] = choices.map { ["word": $0.word, "isChosen": $0.value == value] }
        let raw = reading.path == path && reading.state == .invalid ? reading.provenance.first?.raw : nil
        context["value"] = Label.withoutControls(text(value, field) ?? raw ?? "")
        return context
    }

    /// A value as somebody would write it into the field.
    private static func text(_ value: Value?, _ field: Field) -> String? {
        switch (value, field.kind) {
        case (nil, _): nil
        case (.list(let values)?, _): values.compactMap { text($0, field) }.joined(separator: "; ")
        case (.text(let key)?, .code): field.codes.first { $0.key == key }?.label ?? key
        case (.number(let number)?, .money): Value.german(number, fraction: 2)
        case (let value?, _): value.german
        }
    }

    private static func hint(_ field: Field) -> String? {
        switch field.kind {
        case .date: "TT.MM.JJJJ"
        case .month: "MM.JJJJ"
        default: field.unit
        }
    }

    // MARK: Words

    /// Colour, sign and word of a state: none of them stands alone.
    static func state(_ state: FieldReading.State) -> (icon: String, word: String, look: String) {
        switch state {
        case .read: ("✓", "gelesen", "sure")
        case .answered: ("↩", "beantwortet", "sure")
        case .corrected: ("✎", "von Hand", "sure")
        case .unsure: ("?", "unsicher", "unsure")
        case .invalid: ("✗", "ungültig", "bad")
        case .conflict: ("≠", "widersprüchlich", "bad")
        case .missing: ("○", "fehlt", "bad")
        case .notApplicable: ("–", "trifft nicht zu", "")
        }
    }

    private static func places(_ reading: FieldReading, _ language: Language) -> [[String: Any]] {
        reading.provenance.filter { $0.field != "" }.map { place($0, language) }
    }

    /// Where a value stands, and what stands there.
    static func place(_ place: Provenance, _ language: Language) -> [String: Any] {
        let spot = place.page.map { language(", Seite {1}", $0) } ?? place.line.map { language(", Zeile {1}", $0) } ?? ""
        let rule = place.rule == Provenance.byHand ? "" : language(", Regel {1}", place.rule)
        return ["raw": Label.withoutControls(place.raw), "where": Label.withoutControls(place.name + spot), "rule": rule]
    }
}
