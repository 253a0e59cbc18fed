internal import Definitions
public import Documents
public import Vocabulary

/// Finds the forms a document may be without trying each: features lead to forms.
struct RecognitionIndex: Sendable {
    static let threshold = FormDefinition.Fingerprint.threshold
    static let margin = FormDefinition.Fingerprint.margin

    private struct Phrase: Sendable {
        var form: Int
        var group: Int
        var text: FoldedText
    }

    private var forms: [FormDefinition]
    /// Forms by those of their field names that the fewest forms have: a document that shows enough of a form's names must show
    /// one of these.
    private var fields: [String: [Int]] = [:]
    private var roots: [String: [Int]] = [:]
    /// Forms that are recognised by the names of members in JSON.
    private var members: [Int] = []
    private var phrases: [String: [Phrase]] = [:]
    private var firstWords = WordSet([])
    /// Forms that are recognised by what a letter declares.
    private var declaring: [Int] = []

    init(_ forms: [FormDefinition]) {
        self.forms = forms
        declaring = forms.indices.filter { !forms[$0].recognise.declares.isEmpty }
        members = forms.indices.filter { !forms[$0].recognise.json.isEmpty }
        let frequency = Dictionary(forms.flatMap(\.recognise.acroform).map { ($0, 1) }, uniquingKeysWith: +)
        for (number, form) in forms.enumerated() {
            let names = form.recognise.acroform.sorted { (frequency[$0] ?? 0, $0) < (frequency[$1] ?? 0, $1) }
            let dispensable = names.count - Int((Double(names.count) * Self.threshold).rounded(.up))
            for name in names.prefix(dispensable + 1) { fields[name, default: []].append(number) }
            for root in form.recognise.xml { roots[root, default: []].append(number) }
            for (group, alternatives) in form.recognise.text.enumerated() {
                for phrase in alternatives.map(FoldedText.init) {
                    let text = phrase.text
                    let first = text.split(whereSeparator: { !$0.isLetter && !$0.isNumber }).first.map(String.init) ?? text
                    phrases[first, default: []].append(Phrase(form: number, group: group, text: phrase))
                }
            }
        }
        firstWords = WordSet(phrases.keys)
    }

    /// The candidates among all forms for one document.
    ///
    /// Text is looked at, and laid out, only when neither fields nor the root element name a form.
    func candidates(for document: OpenDocument, subject: String?) -> [Candidate] {
        var found: [Candidate] = []
        if let root = document.xml?.root {
            let local = root.split(separator: "}").last ?? ""
            let numbers = (roots[root] ?? []) + (roots["{*}\(local)"] ?? [])
            for number in numbers { found.append(candidate(number, document, score: 1, features: 1, rank: 3)) }
        }
        if document.document.kind == .json { found += memberCandidates(document) }
        let names = Set(document.document.fields.map(\.name))
        found += fieldCandidates(Set(names.flatMap { fields[$0] ?? [] }), names, document)
        if found.isEmpty, !names.isEmpty {
            // Nothing fits well: then all are looked at, to tell the clerk which come nearest.
            found = fieldCandidates(Set(forms.indices), names, document)
        }
        if !found.contains(where: { $0.score >= Self.threshold }), document.document.isReadable,
            document.document.kind == .text || document.document.kind == .pdf
        {
            found += textCandidates(document, subject: subject)
            found += declaredCandidates(document, subject: subject)
        }
        return found
    }

    /// Forms that a letter declares to be: in its text, or in its subject where the text only brings it along.
    private func declaredCandidates(_ document: OpenDocument, subject: String?) -> [Candidate] {
        guard !declaring.isEmpty else { return [] }
        let sentences = Sentences(document.beginning(Self.mostDeclared), subject: subject)
        let all = sentences.all
        let texts = [FoldedText(subject ?? ""), document.folded()]
        return declaring.compactMap { number in
            if forms[number].recognise.without.contains(where: { Self.holds(texts, FoldedText($0)) }) { return nil }
            let wanted = forms[number].recognise.declares.filter { $0.isAbout(all) }
            func stance(_ statements: [Statement]) -> Statement.Stance {
                var stance = Statement.Stance.silent
                for statement in statements {
                    for declaration in wanted {
                        switch statement.stance(to: declaration) {
                        case .declares: return .declares
                        case .mentions: stance = .mentions
                        case .silent: continue
                        }
                    }
                }
                return stance
            }
            let rank = document.document.kind == .pdf ? 1 : 0
            switch stance(sentences.own) {
            case .declares: return candidate(number, document, score: 1, features: 2, rank: rank)
            case .mentions: return nil
            case .silent:
                let isOther = sentences.own.contains { $0.isQuestion || $0.isReport }
                guard !isOther, stance(sentences.subject) == .declares else { return nil }
                return candidate(number, document, score: 0.9, features: 1, rank: rank)
            }
        }
    }

    /// So many characters of a document are searched for declarations: who writes more says what they want before.
    private static let mostDeclared = 20_000

    private func fieldCandidates(_ numbers: Set<Int>, _ names: Set<String>, _ document: OpenDocument) -> [Candidate] {
        numbers.compactMap { number in
            let print = forms[number].recognise.acroform
            let count = print.count { names.contains($0) }
            return count == 0 ? nil : candidate(number, document, score: Double(count) / Double(print.count), features: count, rank: 2)
        }
    }

    /// Forms some of whose members a JSON document has.
    private func memberCandidates(_ document: OpenDocument) -> [Candidate] {
        guard !members.isEmpty, let names = document.xml?.names else { return [] }
        return members.compactMap { number in
            let print = forms[number].recognise.json
            let count = print.count { $0.contains(where: names.contains) }
            return count == 0 ? nil : candidate(number, document, score: Double(count) / Double(print.count), features: count, rank: 3)
        }
    }

    private func textCandidates(_ document: OpenDocument, subject: String?) -> [Candidate] {
        let texts = [FoldedText(subject ?? ""), document.folded()]
        var groups: [Int: Set<Int>] = [:]
        for word in texts.reduce(into: Set<String>(), { $0.formUnion($1.words(among: firstWords)) }) {
            for phrase in phrases[word] ?? [] where Self.holds(texts, phrase.text) {
                groups[phrase.form, default: []].insert(phrase.group)
            }
        }
        return groups.compactMap { number, matched in
            let print = forms[number].recognise
            guard !print.without.contains(where: { Self.holds(texts, FoldedText($0)) }) else { return nil }
            let score = Double(matched.count) / Double(print.text.count)
            return candidate(number, document, score: score, features: matched.count, rank: document.document.kind == .pdf ? 1 : 0)
        }
    }

    /// Whether a phrase stands in the subject or in the text; neither is copied for it.
    private static func holds(_ texts: [FoldedText], _ phrase: FoldedText) -> Bool { texts.contains { holds($0, phrase) } }

    private static func holds(_ text: FoldedText, _ phrase: FoldedText) -> Bool {
        guard phrase.isPlain, !phrase.bytes.isEmpty else { return (" " + text.text + " ").contains(phrase.text) }
        guard text.range(of: phrase, in: 0..<text.bytes.count) != nil else { return false }
        return text.isPlain || (" " + text.text + " ").contains(phrase.text)
    }

    private func candidate(_ number: Int, _ document: OpenDocument, score: Double, features: Int, rank: Int) -> Candidate {
        Candidate(
            form: forms[number].form.id,
            document: document.document.digest,
            name: document.document.name,
            score: score,
            features: features,
            rank: rank
        )
    }
}

extension FormReader {
    /// Tells which form a message brings, over all its documents.
    ///
    /// - Parameters:
    ///   - documents: the message's documents, still open.
    ///   - subject: counts as text of the documents without a form of their own.
    /// - Returns: all candidates, the chosen one marked, and why none was chosen.
    public func recognise(_ documents: [OpenDocument], subject: String?) -> Recognition {
        var recognition = Recognition()
        recognition.candidates = documents.flatMap { document in
            index.candidates(for: document, subject: document.document.kind == .text ? subject : nil)
        }
        .sorted { ($0.rank, $0.score, $0.features, $1.form) > ($1.rank, $1.score, $1.features, $0.form) }
        var fitting = recognition.candidates.indices.filter { recognition.candidates[$0].score >= RecognitionIndex.threshold }
        // Whoever takes something back, or begins another matter, may do so in reply to our letter; it is no answer to its questions.
        let others = fitting.compactMap { form(recognition.candidates[$0].form)?.form }.filter { !$0.isAnswer }
        fitting.removeAll { index in
            guard let answer = form(recognition.candidates[index].form)?.form, answer.isAnswer else { return false }
            return others.contains { $0.withdraws || $0.record != answer.record }
        }
        guard let first = fitting.first else {
            let asks = documents.contains { document in
                document.document.kind == .text && Sentences(document.beginning(2000), subject: subject).all.contains(where: \.isQuestion)
            }
            // What it is counts for more than that no form was found in it.
            let unread = documents.compactMap { Self.inPlaceOfForm($0.document) }
            guard unread.isEmpty else {
                recognition.findings += unread
                return recognition
            }
            let near = scores(recognition.candidates, "Am nächsten kommen: ")
            recognition.findings.append(asks ? Finding(.letterQuestion) : Finding(.formUnknown, ["scores": near]))
            return recognition
        }
        let best = recognition.candidates[first]
        let rivals = fitting.dropFirst().map { recognition.candidates[$0] }.filter { $0.rank == best.rank }
        if let rival = rivals.first(where: {
            $0.document == best.document && $0.form != best.form && best.score - $0.score < RecognitionIndex.margin
                && $0.features >= best.features - 1
        }) {
            recognition.findings.append(
                Finding(
                    .formAmbiguous,
                    document: best.name,
                    [
                        "form": title(best.form), "rival": title(rival.form),
                        "scores": scores(recognition.candidates, "Übereinstimmung: "),
                    ]
                )
            )
            return recognition
        }
        if let other = rivals.first(where: { $0.document != best.document && best.rank > 0 }) {
            recognition.findings.append(Finding(.formSeveral, document: other.name, ["first": best.name]))
        }
        recognition.chosen = first
        return recognition
    }

    /// Takes the form that a person named, wherever in a message it fits best.
    ///
    /// - Parameters:
    ///   - documents: the message's documents, still open.
    ///   - subject: the subject of the message.
    ///   - form: the id of the form.
    /// - Returns: the same as without a person, if there is no such form or no document.
    public func recognise(_ documents: [OpenDocument], subject: String?, as form: String) -> Recognition {
        var recognition = recognise(documents, subject: subject)
        guard let definition = self.form(form) else { return recognition }
        let known = recognition.candidates.firstIndex { $0.form == form }
        if known == nil {
            guard let document = Self.document(for: definition, among: documents) else { return recognition }
            let isData = !definition.recognise.xml.isEmpty || !definition.recognise.json.isEmpty
            let rank = !isData ? definition.recognise.acroform.isEmpty ? 0 : 2 : 3
            let (digest, name) = (document.document.digest, document.document.name)
            recognition.candidates.append(Candidate(form: form, document: digest, name: name, score: 0, features: 0, rank: rank))
        }
        let chosen = known ?? recognition.candidates.count - 1
        recognition.chosen = chosen
        recognition.findings = [Finding(.formGiven, document: recognition.candidates[chosen].name, ["form": title(form)])]
        return recognition
    }

    /// The first document of the kind that a form is for.
    private static func document(for form: FormDefinition, among documents: [OpenDocument]) -> OpenDocument? {
        if !form.recognise.acroform.isEmpty {
            return documents.first { !$0.document.fields.isEmpty } ?? documents.first { $0.document.kind == .pdf }
        }
        if !form.recognise.xml.isEmpty || !form.recognise.json.isEmpty { return documents.first { $0.xml != nil } }
        return documents.first { $0.document.kind == .text } ?? documents.first { $0.document.kind == .pdf && $0.document.isReadable }
    }

    /// A document of which nothing is read: what it is.
    private static func inPlaceOfForm(_ document: Document) -> Finding? {
        if document.kind == .image { return Finding(.formAsPhoto, document: document.name, ["what": "Foto"]) }
        if document.isImageOnly { return Finding(.formAsPhoto, document: document.name, ["what": "Scan ohne lesbaren Text"]) }
        return document.officeFile.map { Finding(.formAsFile, document: document.name, ["what": $0]) }
    }

    /// How well the forms fit, best first: ` Übereinstimmung: „A“ 100 % (6 Merkmale), …`.
    private func scores(_ candidates: [Candidate], _ lead: String) -> String {
        var seen: Set<String> = []
        let best = candidates.sorted { ($0.score, $0.features, $1.form) > ($1.score, $1.features, $0.form) }.filter {
            seen.insert($0.form).inserted
        }.prefix(5)
        guard !best.isEmpty else { return "" }
        let lines = best.map {
            "„\(title($0.form))“ \(Int(($0.score * 100).rounded())) % (\($0.features == 1 ? "1 Merkmal" : "\($0.features) Merkmale"))"
        }
        return " " + lead + lines.joined(separator: ", ") + "."
    }

    private func title(_ form: String) -> String { self.form(form)?.form.title ?? form }
}
