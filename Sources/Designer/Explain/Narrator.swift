internal import Deciding
internal import Definitions
internal import Foundation
internal import Presentation
internal import Vocabulary

/// Puts into words what a decision rests on; nothing is decided here again.
struct Narrator {
    let catalogue: Catalogue
    let decision: Decision
    let extraction: Reading
    private let type: RecordType?
    private let form: Form?
    private let lines: DefinitionLines

    init(catalogue: Catalogue, decision: Decision, extraction: Reading, root: String) {
        (self.catalogue, self.decision, self.extraction) = (catalogue, decision, extraction)
        type = decision.record.flatMap { catalogue.records[$0.type] }
        form = decision.record.flatMap { catalogue.form($0.form) }
        lines = DefinitionLines(root: root)
    }

    func explanation(field wanted: String?) -> Explanation {
        let received = decision.received
        let verification = received.verification
        var trust = [catalogue.trustSentence(decision, type)]
        for report in verification.reports {
            trust += report.checks.map { "\(report.document ?? "Nachricht"): \($0.name): \($0.detail)" }
        }
        var explanation = Explanation(
            source: received.source,
            received: received.isReceiptKnown ? received.receivedAt.german : "unbekannt",
            trust: trust,
            scores: scores,
            choice: choice,
            findings: decision.assessment.findings.filter { $0.path == nil }.map(Self.words),
            outcome: Catalogue.outcomeSentence(decision, decision.outcome)
        )
        guard let type else { return explanation }
        let verdicts = type.verdicts(over: decision.readings)
        explanation.entries = paths(wanted, type, verdicts).map { entry($0, type, verdicts) }
        explanation.checks = verdicts.filter { verdict in
            guard verdict.role == .check else { return false }
            guard let wanted else { return true }
            return verdict.inputs.contains { wanted.hasSuffix($0.name) || $0.name.hasPrefix(FieldPath.generic(wanted)) }
        }
        .map(condition)
        return explanation
    }

    private static func words(_ finding: Finding) -> String { "\(finding.code): \(finding.message)" }

    // MARK: The form

    private var scores: [Explanation.Score] {
        let recognition = decision.received.recognition
        var seen: Set<String> = []
        return recognition.candidates.enumerated().filter { seen.insert($1.form + $1.name).inserted }.prefix(6).map { index, candidate in
            Explanation.Score(
                title: catalogue.form(candidate.form)?.title ?? candidate.form,
                id: candidate.form,
                percent: Int((candidate.score * 100).rounded()),
                document: candidate.name,
                lacking: lacking(candidate),
                isChosen: recognition.chosen == index
            )
        }
    }

    /// What a document does not show of what a form is recognised by.
    private func lacking(_ candidate: Candidate) -> [String] {
        guard let form = catalogue.form(candidate.form),
            let document = extraction.documents.first(where: { $0.digest == candidate.document })
        else { return [] }
        let names = Set(document.fields.map(\.name))
        let text = Converter.folded(extraction.texts[document.digest] ?? "")
        return form.features.compactMap { feature in
            switch feature {
            case .field(let name): names.contains(name) ? nil : "Feld „\(name)“"
            case .phrase(let choices): choices.contains { text.contains(Converter.folded($0)) } ? nil : "„\(choices[0])“"
            case .root, .member, .declaration: nil
            }
        }
    }

    private var choice: String {
        let recognition = decision.received.recognition
        if let chosen = recognition.chosen {
            let best = recognition.candidates[chosen]
            let title = catalogue.form(best.form)?.title ?? best.form
            guard let next = recognition.candidates.first(where: { $0.form != best.form }) else {
                return "„\(title)“: Kein anderes Formular kommt in Frage."
            }
            let other = catalogue.form(next.form)?.title ?? next.form
            if next.rank < best.rank {
                return "„\(title)“: Formularfelder und XML zählen mehr als Wörter; „\(other)“ wird nur an Wörtern erkannt."
            }
            let (own, second) = (Int((best.score * 100).rounded()), Int((next.score * 100).rounded()))
            return own == second
                ? "„\(title)“: \(own) % wie „\(other)“, aber mit mehr Merkmalen."
                : "„\(title)“: \(own) % der Merkmale; das nächste, „\(other)“, zeigt \(second) %."
        }
        return recognition.findings.first?.message ?? "Es wurde kein Formular erkannt."
    }

    // MARK: The fields

    /// The paths an explanation is about: those something is known of, and those it was asked for.
    private func paths(_ wanted: String?, _ type: RecordType, _ verdicts: [Verdict]) -> [String] {
        let order = Dictionary(type.leaves.enumerated().map { ($1.path, $0) }) { first, _ in first }
        var paths = decision.readings.filter { $0.state != .notApplicable || wanted != nil }.map(\.path)
        if let wanted {
            let isWanted = { (path: String) in
                path == wanted || path.hasPrefix(wanted + ".") || path.hasPrefix(wanted + "[") || FieldPath.generic(path) == wanted
            }
            paths = paths.filter(isWanted)
            if paths.isEmpty { paths = type.leaves.map(\.path).filter(isWanted) }
        }
        func key(_ path: String) -> (Int, String) { (order[FieldPath.generic(path)] ?? .max, path) }
        return Set(paths).sorted { key($0) < key($1) }
    }

    private func entry(_ path: String, _ type: RecordType, _ verdicts: [Verdict]) -> Explanation.Entry {
        let generic = FieldPath.generic(path)
        let field = type.field(at: generic)
        let reading = decision.readings.first { $0.path == path }
        let isHidden = field?.sensitive != nil
        var value = "–"
        if let found = reading?.value, let field {
            value =
                isHidden ? "(angegeben, besonders geschützt)" : RecordSheet.words(found, field, on: decision.received.receivedAt.localDate)
        }
        var entry = Explanation.Entry(path: path, title: type.title(of: path), value: value, state: Self.state(reading))
        let rules = form?.rules.filter { $0.path == generic } ?? []
        entry.steps = (reading?.provenance ?? []).map {
            found($0, reading, rules.first { [place = $0.rule] in $0.place == place }, isHidden)
        }
        let used = Set(reading?.provenance.map(\.rule) ?? [])
        entry.steps += rules.filter { !used.contains($0.place) }.map(unused)
        if entry.steps.isEmpty, let why = without(reading, field) {
            entry.steps = [Explanation.Step(rule: "", definition: "", looks: why, outcome: "")]
        }
        entry.conditions = verdicts.filter { $0.role != .check && ($0.subject == path || path.hasPrefix($0.subject + ".")) }.map(condition)
        entry.findings = decision.assessment.findings.filter { $0.path == path }.map(Self.words)
        return entry
    }

    private static func state(_ reading: FieldReading?) -> String {
        switch reading?.state {
        case .read: "gelesen"
        case .unsure: "unsicher gelesen"
        case .missing, nil: "fehlt"
        case .invalid: "ungültig: \(reading?.reason ?? "nicht lesbar")"
        case .conflict: "widersprüchlich"
        case .answered: "auf Nachfrage beantwortet"
        case .corrected: "von Hand berichtigt"
        case .notApplicable: "trifft nicht zu"
        }
    }

    /// Why no rule reads a field.
    private func without(_ reading: FieldReading?, _ field: Field?) -> String? {
        if field?.system != nil || field?.preset != nil, reading?.value != nil { return "vom Programm gesetzt" }
        if field?.kind == .attachment { return "ein Nachweis: Es liegt keine Datei bei, die ihn zeigt" }
        return form.map { "„\($0.title)“ hat für dieses Feld keine Regel" }
    }

    private func found(_ place: Provenance, _ reading: FieldReading?, _ rule: ReadingRule?, _ isHidden: Bool) -> Explanation.Step {
        let raw = isHidden ? "(besonders geschützt)" : place.raw
        var step = Explanation.Step(
            rule: place.rule,
            definition: lines.line(at: place.rule),
            looks: rule?.source ?? "",
            place: Self.where(place),
            raw: raw,
            outcome: ""
        )
        let kind = rule?.converter.german ?? "Wert"
        step.outcome =
            switch reading?.state {
            case .invalid: "nicht zu lesen als \(kind): \(reading?.reason ?? "")"
            case .conflict: "widerspricht einer anderen Stelle"
            case .unsure: "gelesen als \(kind), aber nicht sicher"
            default: "gelesen als \(kind)"
            }
        step.provenance = isHidden ? nil : place
        return step
    }

    private static func `where`(_ place: Provenance) -> String {
        var parts = [Label.escaped(place.name)]
        if let page = place.page { parts.append("Seite \(page)") }
        if let field = place.field, !field.isEmpty { parts.append("Feld „\(field)“") }
        if let xpath = place.xpath { parts.append(xpath) }
        if let line = place.line { parts.append("Zeile \(line)") }
        return parts.joined(separator: ", ")
    }

    /// A rule from which nothing came, and why as far as that can be seen.
    private func unused(_ rule: ReadingRule) -> Explanation.Step {
        var outcome = "nichts gefunden"
        let known = extraction.documents.flatMap(\.fields)
        let fields = rule.fields.filter { !$0.contains("{n}") }
        if !fields.isEmpty {
            let present = fields.compactMap { name in known.first { $0.name == name } }
            if present.isEmpty {
                outcome = "das Formular hat dieses Feld nicht"
            } else if present.allSatisfy(\.values.isEmpty) {
                outcome = "das Feld ist leer"
            } else {
                outcome = "eine andere Regel gibt den Wert"
            }
        }
        return Explanation.Step(rule: rule.place, definition: lines.line(at: rule.place), looks: rule.source, outcome: outcome)
    }

    private func condition(_ verdict: Verdict) -> Explanation.Condition {
        let role =
            switch verdict.role {
            case .applies: "Gilt das Feld? (when)"
            case .needed: "Wird es gebraucht? (requiredWhen, wantedWhen)"
            case .check: "Prüfung \(verdict.subject)"
            }
        let outcome =
            switch verdict.holds {
            case true?: verdict.role == .check ? "in Ordnung" : "ja"
            case false?: verdict.role == .check ? "gemeldet" : "nein"
            case nil: "nicht festzustellen"
            }
        let inputs = verdict.inputs.map { "\($0.name) = \($0.value ?? "unbekannt")" }
        return Explanation.Condition(role: role, expression: verdict.expression, outcome: outcome, inputs: inputs)
    }
}

/// The lines of definitions, read as they are asked for.
private final class DefinitionLines {
    private let root: String
    private var files: [String: [Substring]] = [:]

    init(root: String) { self.root = root }

    /// The line that `file:line` names, without its indentation.
    func line(at place: String) -> String {
        guard let colon = place.lastIndex(of: ":"), let number = Int(place[place.index(after: colon)...]), number > 0 else { return "" }
        let file = String(place[..<colon])
        let lines =
            files[file] ?? (try? String(contentsOfFile: "\(root)/\(file)", encoding: .utf8))?.split(
                separator: "\n",
                omittingEmptySubsequences: false
            ) ?? []
        files[file] = lines
        return number <= lines.count ? lines[number - 1].trimmingCharacters(in: .whitespaces) : ""
    }
}
