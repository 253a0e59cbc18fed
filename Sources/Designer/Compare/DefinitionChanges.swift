public import Definitions
internal import FEEL
internal import Vocabulary

/// What differs between two states of definitions, and what it means for whoever gets records and for what is kept.
public struct DefinitionChanges: Sendable {
    /// What a change means.
    public enum Effect: Int, Sendable, Comparable {
        /// Who takes records, or keeps them, has to be told before: something they know is gone or means something else.
        case breaking
        /// Decisions about the same message may come out otherwise.
        case deciding
        /// Nothing that worked before works otherwise.
        case compatible

        /// Whether the first matters more.
        public static func < (a: Effect, b: Effect) -> Bool { a.rawValue < b.rawValue }

        /// In German.
        public var german: String {
            switch self {
            case .breaking: "nicht verträglich"
            case .deciding: "ändert Entscheidungen"
            case .compatible: "verträglich"
            }
        }
    }

    /// One difference.
    public struct Change: Sendable {
        /// What it means.
        public var effect: Effect
        /// The record type, form or code list it is about, and the path in it.
        public var subject: String
        /// What is different, in German.
        public var text: String
    }

    /// The differences, those that matter most first.
    public private(set) var changes: [Change] = []

    /// Compares two states of definitions.
    public init(from old: Catalogue, to new: Catalogue) {
        for id in Set(old.records.keys).union(new.records.keys).sorted() {
            switch (old.records[id], new.records[id]) {
            case (let before?, let after?): compare(before, after)
            case (_?, nil): note(.breaking, id, "den Datensatz gibt es nicht mehr")
            case (nil, _?): note(.compatible, id, "neuer Datensatz")
            case (nil, nil): break
            }
        }
        compareForms(old, new)
        changes = changes.enumerated().sorted { ($0.element.effect, $0.offset) < ($1.element.effect, $1.offset) }.map(\.element)
    }

    /// Whether something is not compatible.
    public var isBreaking: Bool { changes.contains { $0.effect == .breaking } }

    /// For a terminal.
    public var text: String {
        guard !changes.isEmpty else { return "Kein Unterschied." }
        return changes.map { Label.withoutControls("\($0.effect.german): \($0.subject): \($0.text)") }.joined(separator: "\n")
    }

    private mutating func note(_ effect: Effect, _ subject: String, _ text: String) {
        changes.append(Change(effect: effect, subject: subject, text: text))
    }

    // MARK: Records

    private mutating func compare(_ old: RecordType, _ new: RecordType) {
        if old.version != new.version { note(.compatible, new.id, "Version \(old.version) → \(new.version)") }
        if !old.needsWrittenForm, new.needsWrittenForm { note(.breaking, new.id, "braucht jetzt die Schriftform") }
        if old.needsWrittenForm, !new.needsWrittenForm { note(.deciding, new.id, "braucht die Schriftform nicht mehr") }
        if old.prefix != new.prefix { note(.deciding, new.id, "Aktenzeichen beginnen mit \(new.prefix) statt mit \(old.prefix)") }
        if old.identity != new.identity { note(.deciding, new.id, "Andere Felder sagen, um wessen Sache es geht") }
        let before = Self.all(old.fields), after = Self.all(new.fields)
        for (path, field) in before.sorted(by: { $0.key < $1.key }) {
            guard let other = after[path] else {
                note(.breaking, "\(new.id).\(path)", "das Feld gibt es nicht mehr\(Self.heir(of: field, before, after))")
                continue
            }
            compare(field, other, new.id)
        }
        for (path, field) in after.sorted(by: { $0.key < $1.key }) where before[path] == nil {
            let isNeeded = field.requirement.map { $0.isHard } ?? false
            let text = isNeeded ? "neues Feld, das gebraucht wird: Anträge ohne es sind unvollständig" : "neues Feld"
            note(isNeeded ? .deciding : .compatible, "\(new.id).\(path)", text)
        }
        compareChecks(old, new)
        compareLetters(old, new)
    }

    private static func all(_ fields: [Field]) -> [String: Field] {
        fields.reduce(into: [:]) { found, field in
            found[field.path] = field
            found.merge(all(field.fields)) { $1 }
        }
    }

    /// A new field of the same kind and label, which may be the same under another name.
    private static func heir(of field: Field, _ old: [String: Field], _ new: [String: Field]) -> String {
        let heirs = new.values.filter { old[$0.path] == nil && $0.kind == field.kind && $0.label == field.label }.map(\.path).sorted()
        return heirs.first.map { "; vielleicht heißt es jetzt \($0)" } ?? ""
    }

    private mutating func compare(_ old: Field, _ new: Field, _ record: String) {
        let subject = "\(record).\(new.path)"
        if old.kind != new.kind { note(.breaking, subject, "\(new.kind.german) statt \(old.kind.german)") }
        if old.isMany != new.isMany { note(.breaking, subject, new.isMany ? "jetzt mehrere Werte" : "nur noch ein Wert") }
        if old.unit != new.unit { note(.breaking, subject, "Einheit \(new.unit ?? "keine") statt \(old.unit ?? "keine")") }
        if old.system != new.system { note(.breaking, subject, "wird auf andere Weise vom Programm gesetzt") }
        compareCodes(old, new, subject)
        compareRequirement(old, new, subject)
        if old.applies?.text != new.applies?.text {
            note(.deciding, subject, "gilt jetzt: \(new.applies?.text ?? "immer") (vorher: \(old.applies?.text ?? "immer"))")
        }
        if old.isCritical != new.isCritical {
            note(
                .deciding,
                subject,
                new.isCritical ? "unsicher gelesen geht es jetzt an einen Menschen" : "unsicher gelesen wird es jetzt übernommen"
            )
        }
        if old.preset != new.preset { note(.deciding, subject, "ohne Angabe gilt jetzt \(new.preset ?? "nichts")") }
        if old.identity != new.identity { note(.deciding, subject, "Zeilen werden an anderen Feldern wiedererkannt") }
        if old.shows != new.shows { note(.deciding, subject, "Nachweise werden an anderen Wörtern erkannt") }
        if old.sensitive != new.sensitive { note(.deciding, subject, "anderer Schutz der Werte") }
        if old.label != new.label { note(.compatible, subject, "heißt jetzt „\(new.label)“") }
        if old.ask != new.ask { note(.compatible, subject, "andere Frage") }
        if old.law != new.law { note(.compatible, subject, "andere Rechtsgrundlage") }
    }

    private mutating func compareCodes(_ old: Field, _ new: Field, _ subject: String) {
        let (before, after) = (Set(old.codes.map(\.key)), Set(new.codes.map(\.key)))
        let (gone, added) = (before.subtracting(after).sorted(), after.subtracting(before).sorted())
        if !gone.isEmpty { note(.breaking, subject, "Codes gibt es nicht mehr: \(gone.joined(separator: ", "))") }
        if !added.isEmpty { note(.compatible, subject, "neue Codes: \(added.joined(separator: ", "))") }
        for code in new.codes {
            guard let earlier = old.codes.first(where: { $0.key == code.key }) else { continue }
            if earlier.label != code.label { note(.compatible, subject, "\(code.key) heißt jetzt „\(code.label)“") }
            if (earlier.from, earlier.until) != (code.from, code.until) { note(.deciding, subject, "\(code.key) gilt zu anderer Zeit") }
        }
    }

    private mutating func compareRequirement(_ old: Field, _ new: Field, _ subject: String) {
        func words(_ field: Field) -> String {
            guard let requirement = field.requirement else { return "nicht gebraucht" }
            let kind = requirement.isHard ? "nötig" : "erwünscht"
            return requirement.condition.map { "\(kind), wenn \($0.text)" } ?? kind
        }
        let (before, after) = (words(old), words(new))
        if before != after { note(.deciding, subject, "jetzt \(after) (vorher: \(before))") }
    }

    private mutating func compareChecks(_ old: RecordType, _ new: RecordType) {
        let before = Dictionary(old.checks.map { ($0.id, $0) }) { first, _ in first }
        let after = Dictionary(new.checks.map { ($0.id, $0) }) { first, _ in first }
        for id in Set(before.keys).union(after.keys).sorted() {
            let subject = "\(new.id), Prüfung \(id)"
            switch (before[id], after[id]) {
            case (_?, nil): note(.deciding, subject, "gibt es nicht mehr")
            case (nil, _?): note(.deciding, subject, "ist neu")
            case (let a?, let b?):
                if a.assertion.text != b.assertion.text || a.each != b.each || a.severity != b.severity {
                    note(.deciding, subject, "prüft anders")
                }
                if a.clerk != b.clerk || a.ask != b.ask { note(.compatible, subject, "andere Worte") }
            case (nil, nil): break
            }
        }
    }

    private mutating func compareLetters(_ old: RecordType, _ new: RecordType) {
        for kind in LetterTemplate.Kind.allCases {
            switch (old.letters[kind], new.letters[kind]) {
            case (nil, _?): note(.compatible, "\(new.id), Schreiben \(kind.rawValue)", "ist neu")
            case (_?, nil): note(.compatible, "\(new.id), Schreiben \(kind.rawValue)", "gibt es nicht mehr; es gilt das gemeinsame")
            case (let a?, let b?) where a.source != b.source: note(.compatible, "\(new.id), Schreiben \(kind.rawValue)", "andere Worte")
            default: break
            }
        }
    }

    // MARK: Forms

    private mutating func compareForms(_ old: Catalogue, _ new: Catalogue) {
        for form in old.forms where new.form(form.id) == nil {
            note(.breaking, "Formular \(form.id)", "wird nicht mehr erkannt")
        }
        for form in new.forms {
            let subject = "Formular \(form.id)"
            guard let before = old.form(form.id) else {
                note(.compatible, subject, "ist neu")
                continue
            }
            if before.record != form.record { note(.breaking, subject, "gehört jetzt zu \(form.record) statt zu \(before.record)") }
            if before.features != form.features { note(.deciding, subject, "wird an anderem erkannt") }
            let (then, now) = (Set(before.rules.map(\.path)), Set(form.rules.map(\.path)))
            let (gone, added) = (then.subtracting(now).sorted(), now.subtracting(then).sorted())
            if !gone.isEmpty { note(.deciding, subject, "liest nicht mehr: \(gone.joined(separator: ", "))") }
            if !added.isEmpty { note(.deciding, subject, "liest jetzt auch: \(added.joined(separator: ", "))") }
            for path in then.intersection(now).sorted() {
                let (a, b) = (before.rules.filter { $0.path == path }.map(\.source), form.rules.filter { $0.path == path }.map(\.source))
                if a != b { note(.deciding, subject, "liest \(path) jetzt \(b.joined(separator: ", dann "))") }
            }
        }
    }
}
