public import Definitions
public import Documents
public import Vocabulary

/// Recognises forms and reads them: the front door of this module, one for each reader process.
///
/// Not Sendable on purpose: it holds XML Schemas, each compiled once in the life of a reader.
public final class FormReader {
    let records: [String: RecordType]
    let forms: [FormDefinition]
    let index: RecognitionIndex
    private var compiled: [String: XMLSchema] = [:]

    /// Makes a reader of forms.
    ///
    /// - Parameters:
    ///   - records: the record types by id.
    ///   - forms: the forms, each of a record type among them.
    public init(records: [String: RecordType], forms: [FormDefinition]) {
        (self.records, self.forms) = (records, forms)
        index = RecognitionIndex(forms)
    }

    func form(_ id: String) -> FormDefinition? { forms.first { $0.form.id == id } }

    /// The record type whose questions a letter repeats or answers by their names; nil where none does, or two do as well.
    public func answered(by letter: Letter) -> RecordType? {
        let said = Set(letter.lines.compactMap { AnswerReader.named($0.text) })
        let counts = records.values.map { type in
            let questions = Questions(of: type)
            return (type: type, count: said.count { questions.path(of: $0) != nil })
        }
        let most = counts.map(\.count).max() ?? 0
        let best = counts.filter { $0.count == most }
        return most > 0 && best.count == 1 ? best[0].type : nil
    }

    /// Reads the fields of a recognised form.
    ///
    /// - Parameters:
    ///   - candidate: what recognition chose.
    ///   - documents: the message's documents, still open.
    ///   - letter: the message around them; nil for a bare document.
    ///   - receivedAt: the time of receipt, against which two-digit years are read.
    /// - Returns: nil if the form or document is not there any more.
    public func map(_ candidate: Candidate, documents: [OpenDocument], letter: Letter?, receivedAt: Instant) -> MappedForm? {
        guard let form = form(candidate.form), let type = records[form.form.record],
            let document = documents.first(where: { $0.document.digest == candidate.document })
        else { return nil }
        var mapper = Mapper(
            form: form,
            type: type,
            sources: SourceReader(form: form, document: document, letter: letter, receivedAt: receivedAt),
            converter: Converter(referenceYear: receivedAt.localDate.year)
        )
        mapper.isLetter = candidate.rank < 2
        mapper.apply(form.rules, under: "", row: Row())
        var mapped = MappedForm(form: form.form.id, record: type.id, document: candidate.document, readings: mapper.readings, findings: [])
        if let letter {
            mapped.answers = letter.thread?.number
            if form.form.isAnswer {
                let answers = AnswerReader(type: type, letter: letter, converter: mapper.converter)
                mapped.readings += answers.readings
                mapped.numbered = answers.numbered
                mapped.findings = answers.findings
            }
        }
        mapped.findings += mapper.findings(for: document.document)
        mapped.readings += Enclosures(type: type, documents: documents.filter { $0.document.digest != candidate.document }).readings
        mapped.findings += schemaFindings(form, document)
        return mapped
    }

    /// Where an XML document breaks the XML Schema of its form.
    private func schemaFindings(_ form: FormDefinition, _ document: OpenDocument) -> [Finding] {
        guard let bytes = form.schema, let tree = document.xml else { return [] }
        let schema = compiled[form.form.id] ?? XMLSchema(bytes)
        compiled[form.form.id] = schema
        return (schema?.problems(in: tree) ?? []).map { $0.finding(document.document.name) }
    }
}
