internal import CQPDF
private import Foundation
internal import Vocabulary

/// Reads the structure of a PDF in one pass of libqpdf: pages, fields with values and rectangles, embedded files, XFA.
enum PDFStructure {
    static func open(_ document: Document, _ bytes: [UInt8], limits: Limits) -> (OpenDocument, inner: [Opener.Inner]) {
        var document = document
        document.kind = .pdf
        var inner: [Opener.Inner] = []
        var xfa: [UInt8] = []
        var turns: [Int] = []
        unsafe withReading(of: bytes, limits: limits) { pdf in
            guard let pdf = unsafe pdf else {
                return document.fail(Finding(.pdfDamaged, document: document.name, ["reason": "kann nicht geöffnet werden"]))
            }
            unsafe describe(pdf.pointee, in: &document, limits: limits)
            guard document.isReadable else { return }
            unsafe document.fields = fields(of: pdf.pointee)
            unsafe turns = UnsafeBufferPointer(start: pdf.pointee.turns, count: pdf.pointee.turn_count).map(Int.init)
            unsafe inner = files(of: pdf.pointee)
            if let data = unsafe pdf.pointee.xfa {
                unsafe xfa = Array(UnsafeBufferPointer(start: data, count: pdf.pointee.xfa_size))
            }
        }
        document.noteFields()
        let open = OpenDocument(document, bytes: bytes, limits: limits)
        open.turns = turns
        if !xfa.isEmpty {
            open.document.isXFA = true
            let parsed = XMLTree.parse(xfa, limits: limits)
            open.xml = parsed.tree
            open.document.findings += parsed.problems.map { $0.finding(document.name) }
        }
        return (open, inner)
    }

    /// All fields, each with its name as it stands in the file.
    static func withFields(of bytes: [UInt8], limits: Limits, _ body: (_ rawName: String, FormField) -> Void) {
        unsafe withReading(of: bytes, limits: limits) { pdf in
            guard let pdf = unsafe pdf else { return }
            let names = unsafe UnsafeBufferPointer(start: pdf.pointee.fields, count: pdf.pointee.field_count)
                .map { field in unsafe field.name.map { unsafe String(cString: $0) } ?? "" }
            for (name, field) in zip(names, unsafe fields(of: pdf.pointee)) { body(name, field) }
        }
    }

    private static func withReading(
        of bytes: [UInt8],
        limits: Limits,
        _ body: (UnsafeMutablePointer<eg_pdf>?) -> Void
    ) {
        var bounds = eg_limits(
            fields: limits.fields,
            pages: limits.pages,
            files: limits.parts,
            file_bytes: limits.messageBytes
        )
        unsafe bytes.withUnsafeBufferPointer { buffer in
            let pdf = unsafe eg_pdf_read(buffer.baseAddress, buffer.count, &bounds)
            defer { unsafe eg_pdf_free(pdf) }
            unsafe body(pdf)
        }
    }

    private static func describe(_ pdf: eg_pdf, in document: inout Document, limits: Limits) {
        document.isEncrypted = unsafe pdf.encrypted != 0 || pdf.status == EG_STATUS_LOCKED
        switch unsafe pdf.status {
        case EG_STATUS_OK: break
        case EG_STATUS_LOCKED: return document.fail(Finding(.pdfLocked, document: document.name))
        case EG_STATUS_MEMORY: return document.fail(Finding(.limitMemory, document: document.name))
        default: return document.fail(Finding(.pdfDamaged, document: document.name, ["reason": "ist beschädigt"]))
        }
        document.pages = unsafe Int(pdf.page_count)
        document.isSigned = unsafe pdf.has_signature != 0
        document.isImageOnly = unsafe pdf.has_fonts == 0 && pdf.has_images != 0
        if unsafe pdf.page_count == 0 {
            return document.fail(Finding(.pdfDamaged, document: document.name, ["reason": "enthält keine Seite"]))
        }
        if unsafe pdf.repaired != 0 { document.findings.append(Finding(.pdfRepaired, document: document.name)) }
        if document.isImageOnly { document.findings.append(Finding(.pdfImageOnly, document: document.name)) }
        if unsafe Int(pdf.page_count) > limits.pages {
            document.findings.append(Finding(.limitPages, document: document.name, ["most": "\(limits.pages)"]))
        }
        if unsafe pdf.fields_cut != 0 {
            document.findings.append(Finding(.limitFields, document: document.name, ["most": "\(limits.fields)"]))
        }
        if unsafe pdf.files_cut != 0 { document.findings.append(Finding(.pdfEmbeddedFiles, document: document.name)) }
    }

    private static func files(of pdf: eg_pdf) -> [Opener.Inner] {
        unsafe UnsafeBufferPointer(start: pdf.files, count: pdf.file_count).map { file in
            Opener.Inner(
                name: unsafe Label.of(string(file.name) ?? ""),
                bytes: unsafe Array(UnsafeBufferPointer(start: file.data, count: file.size))
            )
        }
    }

    private static func fields(of pdf: eg_pdf) -> [FormField] {
        unsafe UnsafeBufferPointer(start: pdf.fields, count: pdf.field_count).map { raw in
            let options = unsafe UnsafeBufferPointer(start: raw.options, count: raw.option_count).compactMap { unsafe string($0) }
            let widgets = unsafe UnsafeBufferPointer(start: raw.widgets, count: raw.widget_count).map { widget in
                RawField.Widget(
                    page: unsafe widget.page > 0 ? Int(widget.page) : nil,
                    rect: unsafe Rect(widget.rect.0, widget.rect.1, widget.rect.2, widget.rect.3),
                    state: unsafe string(widget.state),
                    appearance: unsafe string(widget.appearance),
                    shown: unsafe string(widget.shown),
                    concealment: unsafe concealments[Int(widget.concealment.rawValue)]
                )
            }
            return RawField(
                name: unsafe string(raw.name) ?? "",
                kind: unsafe kinds[Int(raw.kind.rawValue)],
                flags: unsafe Int(raw.flags),
                maxLength: unsafe Int(raw.max_length),
                tooltip: unsafe string(raw.tooltip),
                defaultValue: unsafe string(raw.default_value),
                hasValue: unsafe raw.has_value != 0,
                values: unsafe UnsafeBufferPointer(start: raw.values, count: raw.value_count).compactMap { unsafe string($0) },
                options: options,
                widgets: widgets,
                appearancesAreStale: unsafe pdf.need_appearances != 0
            ).field
        }
    }

    private static let concealments: [FormField.Concealment?] = [nil, .nowhere, .hidden, .size, .outside, .covered, .colour]

    private static let kinds: [FormField.Kind] = [.text, .checkbox, .radio, .choice, .signature, .button]

    /// Copies a C string in normal form C, so that `ä` in one piece and in two compares and prints alike.
    private static func string(_ text: UnsafePointer<CChar>?) -> String? {
        guard let text = unsafe text else { return nil }
        let copy = unsafe String(cString: text)
        return copy.utf8.allSatisfy { $0 < 0x80 } ? copy : copy.precomposedStringWithCanonicalMapping
    }
}

extension Document {
    /// Says that the document cannot be read, and why.
    mutating func fail(_ finding: Finding) {
        isReadable = false
        findings.append(finding)
    }

    /// One finding for all fields whose value and appearance disagree.
    mutating func noteFields() {
        let names = fields.filter(\.disagrees).map { "„\($0.name)“" }
        guard !names.isEmpty else { return }
        let shown = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? " und \(names.count - 5) weiteren" : "")
        let fields = "\(names.count == 1 ? "dem Feld" : "den Feldern") \(shown)"
        findings.append(Finding(.pdfAppearanceDiffers, document: name, ["fields": fields]))
    }
}
