internal import Deciding
internal import Definitions
internal import Foundation
internal import Intake
internal import Readers
internal import Vocabulary

extension SchemaImport {
    /// Begins definitions with what an office has: a blank PDF form (AcroForm or XFA), an XML document, or an XML Schema.
    ///
    /// Written are a record, a form, one case that fills it in, and what came of it. A form whose record is there already is compared with the
    /// one it was made from, and what is new is added; see ``Outcome/changes``.
    ///
    /// - Parameter file: its path.
    /// - Returns: what was written.
    /// - Throws: ``SchemaFaults`` with all that is wrong; then nothing was written.
    public func begin(_ file: String) async throws(SchemaFaults) -> Outcome {
        let bytes = try read(file)
        let beginning = try await beginning(bytes, file)
        try refuseSize(of: beginning.schema, file)
        let pool = pool(target)
        let known = FileManager.default.fileExists(atPath: target) ? await catalogue(pool) : nil
        await pool.shutDown()
        let stem = FieldName.of(URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent)
        if let record = record ?? stem, let fields = beginning.pdf, known?.records[record] != nil {
            return try await BlankUpdate(work: self, record: record, known: known).run(fields, bytes, file)
        }
        let definitions = ImportedDefinitions(
            beginning.schema,
            record: try id(
                of: beginning.schema,
                named: stem,
                known,
                file
            ),
            prefix: prefix(of: beginning.schema, known),
            notes: ImportNotes(file: file)
        )
        let name = URL(fileURLWithPath: file).lastPathComponent
        var files = definitions.files(source: name, xsd: nil).files
        if beginning.pdf != nil { files.append(("\(definitions.record)/blank/\(name)", bytes)) }
        let isCase = beginning.sample != nil || !beginning.example.isEmpty
        if isCase { files += caseFiles(beginning, definitions) }
        var outcome = Outcome(
            format: beginning.schema.format,
            title: beginning.schema.title,
            record: definitions.record,
            fields: beginning.schema.count,
            written: try await write(files, definitions.record, file),
            losses: []
        )
        if isCase { await take(&outcome, form: definitions.formId) }
        return outcome
    }

    /// What definitions can begin with.
    private struct Beginning {
        var schema: ImportedSchema
        /// The fields of a PDF form.
        var pdf: [FormField]?
        /// What is filled into them.
        var example: [(name: String, value: String)] = []
        /// A document as somebody would send it.
        var sample: String?
    }

    private func beginning(_ bytes: [UInt8], _ file: String) async throws(SchemaFaults) -> Beginning {
        let pool = pool(target)
        defer { Task { await pool.shutDown() } }
        guard bytes.prefix(1024).split(separator: UInt8(ascii: "%")).contains(where: { $0.starts(with: "PDF-".utf8) }) else {
            let opened = try await tree(of: bytes, file, pool)
            if opened.isJSON {
                throw SchemaFaults(
                    file,
                    "Aus einem JSON-Dokument wird noch kein Anfang gemacht. Ein JSON-Schema liest: eingang schema import"
                )
            }
            if opened.root.name == "schema" {
                let schema = try imported(opened, file, []).0
                return Beginning(schema: schema, sample: ExampleInstance(schema)?.text)
            }
            return fromXML(opened.root, title: FieldName.label(URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent))
        }
        let (document, text) = try await opened(bytes, file)
        let stem = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
        let first = text.split(whereSeparator: \.isNewline).first { $0.contains(where: \.isLetter) }.map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        let title = first.flatMap { $0.count <= 90 ? Label.withoutControls($0) : nil } ?? FieldName.label(stem)
        if !document.fields.isEmpty {
            let form = BlankPDF(document.fields, title: title, file: URL(fileURLWithPath: file).lastPathComponent)
            return Beginning(schema: form.schema, pdf: document.fields, example: form.example)
        }
        guard document.isXFA else {
            throw SchemaFaults(
                file,
                "Das PDF hat keine Formularfelder. Gedruckte Seiten liest eine Regel mit „text“; wie, steht in Definitions.md."
            )
        }
        return fromXML(try await tree(of: bytes, file, pool).root, title: FieldName.label(stem))
    }

    private func fromXML(_ root: XMLNode, title: String) -> Beginning {
        var reader = XMLSample()
        let schema = reader.schema(root, title: title)
        return Beginning(schema: schema, sample: "\(XMLDocumentText(Self.filled(root)))")
    }

    /// A document with something in every element that has nothing in it.
    private static func filled(_ node: XMLNode) -> XMLNode {
        var node = node
        if node.children.isEmpty, node.text.allSatisfy(\.isWhitespace) {
            node.text = FieldGuess.example(FieldGuess(name: node.name, label: "").kind, name: node.name)
        }
        node.children = node.children.map(filled)
        return node
    }

    /// The fields and the text of a PDF.
    private func opened(_ bytes: [UInt8], _ file: String) async throws(SchemaFaults) -> (document: Document, text: String) {
        // No definitions are needed for it, but a reader wants a directory of them.
        let empty = FileManager.default.temporaryDirectory.appending(path: "eingang-\(UUID().uuidString)")
        try? FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: empty) }
        let pool = pool(empty.path)
        let request = ReadRequest(.extraction, source: file, receivedAt: nil, now: Instant(Date()))
        let reading: Reading
        do {
            reading = try await pool.read(Submission(source: file, bytes: bytes), request)
        } catch {
            throw SchemaFaults(file, error.description)
        }
        await pool.shutDown()
        guard let document = reading.documents.first, document.isReadable else {
            let reason = (reading.findings + (reading.documents.first?.findings ?? [])).first { !$0.isA(.receiptUnknown) }?.message
            throw SchemaFaults(file, reason ?? "Das PDF kann nicht gelesen werden.")
        }
        return (document, reading.texts[document.digest] ?? "")
    }

    /// The fields of a PDF form.
    func fields(of bytes: [UInt8], _ file: String) async throws(SchemaFaults) -> [FormField] {
        try await opened(bytes, file).document.fields
    }

    // MARK: Writing

    /// A case with an invented document of a schema.
    func exampleFiles(of schema: ImportedSchema, _ definitions: ImportedDefinitions) -> [(path: String, bytes: [UInt8])] {
        guard let example = ExampleInstance(schema) else { return [] }
        let entries = [DefinitionText.Entry("case", "Ein Beispiel mit erfundenen Angaben"), .init("file", example.name)]
        let folder = "\(definitions.record)/cases"
        return [
            ("\(folder)/beispiel.yaml", Array("\(DefinitionText(entries))".utf8)), ("\(folder)/\(example.name)", Array(example.text.utf8)),
        ]
    }

    private func caseFiles(_ beginning: Beginning, _ definitions: ImportedDefinitions) -> [(path: String, bytes: [UInt8])] {
        let folder = "\(definitions.record)/cases"
        var entries = [DefinitionText.Entry("case", "Ein Beispiel mit erfundenen Angaben")]
        if let sample = beginning.sample {
            let text = DefinitionText(entries + [.init("file", "beispiel.xml")])
            return [("\(folder)/beispiel.yaml", Array("\(text)".utf8)), ("\(folder)/beispiel.xml", Array(sample.utf8))]
        }
        let fields = beginning.example.map { DefinitionText.Entry($0.name, $0.value == "true" ? .flag(true) : .text($0.value)) }
        entries += [.init("form", definitions.formId), .init("fields", .map(fields))]
        return [("\(folder)/beispiel.yaml", Array("\(DefinitionText(entries))".utf8))]
    }

    private func write(_ files: [(path: String, bytes: [UInt8])], _ record: String, _ file: String) async throws(SchemaFaults) -> [String] {
        do {
            let written = try await DefinitionFolder(target: target, record: record).write(files) { directory in
                let faults = await self.faults(in: directory)
                if !faults.isEmpty { throw SchemaFaults(faults) }
                return true
            }
            return written ?? []
        } catch let faults as SchemaFaults {
            throw faults
        } catch {
            throw SchemaFaults(file, "In „\(target)“ kann nicht geschrieben werden: \(error.localizedDescription)")
        }
    }

    /// Tries the case and keeps what came of it, and the form as it was filled in; a case that is not taken for the form is noted.
    func take(_ outcome: inout Outcome, form id: String) async {
        let pool = pool(target)
        guard let catalogue = await catalogue(pool) else { return }
        let run = TestRun(Pipeline(catalogue: catalogue, office: Office(), pool: pool), root: target, width: 1)
        let cases = CaseFiles(root: target, folder: outcome.record).cases.filter { $0.name.hasSuffix("/beispiel") }
        for result in await run.results(of: cases) {
            guard let text = result.text, case .whole(let file) = result.testCase.expectation else { continue }
            if result.form != id {
                let reason = result.findings.first { $0.severity == .error }?.message ?? "Kein Formular passt."
                outcome.notes.append("Das Beispiel wird nicht als „\(id)“ erkannt: \(reason)")
                continue
            }
            if result.findings.contains(where: { $0.isA(.xmlSchema) }) {
                outcome.notes.append("Das Beispiel entspricht dem XML-Schema nicht ganz; bitte berichtigen Sie cases/beispiel.xml.")
            }
            // A file that cannot be written now can be later: eingang test --update.
            if (try? Data(text.utf8).write(to: URL(fileURLWithPath: file))) != nil { outcome.written.append(file) }
            guard case .fields(let form, let values) = result.testCase.input, let blank = run.blank(of: form),
                let filled = try? await run.pipeline.fill(blank, values)
            else { continue }
            let sample = "\(target)/\(outcome.record)/beispiel.pdf"
            if (try? Data(filled.bytes).write(to: URL(fileURLWithPath: sample))) != nil { outcome.written.append(sample) }
        }
        await pool.shutDown()
    }
}
