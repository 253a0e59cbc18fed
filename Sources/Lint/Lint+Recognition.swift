internal import Definitions
internal import TextFiles
internal import Vocabulary
internal import Yams

extension Lint {
    /// Two forms that show the same features: their documents can be neither's.
    static func checkRecognition(_ desk: Workbench) {
        for (index, later) in desk.forms.enumerated() {
            for earlier in desk.forms[..<index] where !later.form.gives(way: earlier.form) && !earlier.form.gives(way: later.form) {
                guard let tie = tie(earlier, later) else { continue }
                let node = later.page["recognise"]
                later.reader.fault(
                    at: node?.at(tie.key) ?? node ?? later.page.top,
                    "Von „\(earlier.form.id)“ (\(earlier.reader.file)) ist dieses Formular nicht zu unterscheiden: \(tie.why).",
                    .recogniseTie
                )
            }
        }
    }

    private static func tie(_ a: LintedForm, _ b: LintedForm) -> (key: String, why: String)? {
        if let why = fieldTie(a, b) ?? fieldTie(b, a) { return ("acroform", why) }
        if let root = a.print.xml.first(where: b.print.xml.contains) {
            return ("xml", "beide werden am Wurzelelement „\(root)“ erkannt")
        }
        if let names = wordTie(a.print.json, b.print.json) { return ("json", "beide werden an denselben Angaben erkannt (\(names))") }
        if let phrases = wordTie(a.print.text, b.print.text), !(a.print.text + b.print.text).joined().contains(where: a.orExcludes(b)) {
            return ("text", "beide werden an denselben Wörtern erkannt (\(phrases))")
        }
        if let pattern = a.print.declares.first(where: b.print.declares.contains), !a.excludes(pattern.pattern),
            !b.excludes(pattern.pattern)
        {
            return ("declares", "ein Brief mit „\(pattern.pattern)“ passt zu beiden gleich gut")
        }
        return nil
    }

    /// Whether a document with all features of one form, its blank PDF where there is one, fits the other as well.
    private static func fieldTie(_ a: LintedForm, _ b: LintedForm) -> String? {
        guard !a.print.acroform.isEmpty, !b.print.acroform.isEmpty else { return nil }
        let document = a.blank?.names ?? Set(a.print.acroform)
        let (own, other) = (a.print.hits(in: document), b.print.hits(in: document))
        let (best, second) = (max(own.score, other.score), min(own.score, other.score))
        let isNear = best - second < FormDefinition.Fingerprint.margin && second >= FormDefinition.Fingerprint.threshold
        guard isNear, abs(own.count - other.count) <= 1 else { return nil }
        if a.blank != nil { return "das leere Formular „\(a.form.template ?? "")“ passt zu beiden gleich gut" }
        let shared = a.print.acroform.filter(b.print.acroform.contains).prefix(5).map { "„\($0)“" }.joined(separator: ", ")
        return "beide werden an denselben Feldern erkannt (\(shared))"
    }

    /// Whether whatever has every word of one form has every word of the other, and the other way round; then the first of them.
    private static func wordTie(_ own: [[String]], _ other: [[String]]) -> String? {
        guard !own.isEmpty, own.count == other.count, own.implies(other), other.implies(own) else { return nil }
        return own.compactMap(\.first).prefix(5).map { "„\($0)“" }.joined(separator: ", ")
    }
}

extension Form {
    /// Whether it is not taken where the other one fits: an answer, beside something of another kind.
    fileprivate func gives(way other: Form) -> Bool { isAnswer && !other.isAnswer && (other.withdraws || other.record != record) }
}

extension LintedForm {
    fileprivate var print: FormDefinition.Fingerprint { definition.recognise }

    /// Whether a phrase must not stand in a text of this form, or of the other.
    fileprivate func orExcludes(_ other: LintedForm) -> (String) -> Bool { { excludes($0) || other.excludes($0) } }

    /// Whether a phrase of another form is one that must not stand in a text of this one.
    fileprivate func excludes(_ phrase: String) -> Bool {
        let folded = Converter.folded(phrase)
        return print.without.contains { folded.contains(Converter.folded($0)) }
    }
}

extension FormDefinition.Fingerprint {
    /// How much of it a document with these fields shows.
    fileprivate func hits(in names: Set<String>) -> (score: Double, count: Int) {
        let count = acroform.count { names.contains($0) }
        return (Double(count) / Double(acroform.count), count)
    }
}

extension [[String]] {
    /// Whether whoever has one phrase of each of these has one of each of the others.
    fileprivate func implies(_ others: [[String]]) -> Bool {
        others.allSatisfy { wanted in
            contains { given in
                given.allSatisfy { phrase in wanted.contains { Converter.folded(phrase).contains(Converter.folded($0)) } }
            }
        }
    }
}
