internal import Definitions
internal import Documents
internal import Vocabulary

/// Tells which of the documents that a record asks for are enclosed, by the names of the files and by what stands in them.
struct Enclosures {
    let type: RecordType
    let documents: [OpenDocument]
    /// So much of a document's text is looked at: what it is called stands at its beginning.
    private static let mostText = 4000
    /// So many documents are looked into; a message rarely has more.
    private static let mostDocuments = 30

    /// A reading for each attachment field whose words a document shows.
    var readings: [FieldReading] {
        let documents = documents.prefix(Self.mostDocuments).filter { $0.document.kind != .archive && $0.document.kind != .text }
        guard !documents.isEmpty else { return [] }
        let fields = type.leaves.filter { $0.kind == .attachment && !$0.shows.isEmpty }
        guard !fields.isEmpty else { return [] }
        var readings: [FieldReading] = []
        for document in documents {
            let name = Self.words(document.document.name)
            if let field = Self.first(fields, in: name) {
                readings.append(reading(field, document))
            } else if document.document.isReadable, document.document.kind == .pdf,
                let field = Self.first(fields, in: Self.words(String(document.text().text.prefix(Self.mostText))))
            {
                readings.append(reading(field, document))
            }
        }
        var seen: Set<String> = []
        return readings.filter { seen.insert($0.path).inserted }
    }

    /// The field whose longest phrase the text has.
    private static func first(_ fields: [Field], in text: String) -> Field? {
        let hits = fields.compactMap { field in field.shows.map(words).filter { text.contains($0) }.map(\.count).max().map { (field, $0) } }
        return hits.max { $0.1 < $1.1 }?.0
    }

    /// Folded words between single spaces, so that a phrase is found only as whole words.
    private static func words(_ text: String) -> String {
        " " + Converter.folded(text).split { !$0.isLetter && !$0.isNumber }.joined(separator: " ") + " "
    }

    private func reading(_ field: Field, _ document: OpenDocument) -> FieldReading {
        let name = document.document.name
        let provenance = Provenance(document: document.document.digest, name: name, rule: "\(type.id)/record.yaml", raw: name)
        return FieldReading(path: field.path, state: .read, value: .text(document.document.name), provenance: [provenance])
    }
}
