internal import CQPDF
private import Foundation
public import Vocabulary

/// Fills in forms, for trying out definitions.
public enum PDFFilling {
    /// A form with values in its fields, as somebody would send it.
    ///
    /// - Parameters:
    ///   - blank: the PDF; without bytes a plain form with these fields is made.
    ///   - values: by the name of the field; of a box or choice its export value, of a box also `true`, empty for nothing.
    ///   - limits: how many fields are looked at.
    /// - Returns: the PDF, and the names that it has no field for; nil when it is no PDF with a form.
    public static func fill(_ blank: [UInt8], _ values: [String: String], limits: Limits = Limits()) -> FilledForm? {
        guard !blank.isEmpty else { return written(blank, values).map { FilledForm(bytes: $0) } }
        // Names count in normal form C everywhere; the file may write them otherwise.
        var rawNames: [String: String] = [:]
        var fields: [String: FormField] = [:]
        PDFStructure.withFields(of: blank, limits: limits) { (rawNames[$1.name], fields[$1.name]) = ($0, $1) }
        guard !rawNames.isEmpty else { return nil }
        var known: [String: String] = [:]
        for (name, value) in values { if let raw = rawNames[name] { known[raw] = value } }
        guard let bytes = written(blank, known) else { return nil }
        var filled = FilledForm(bytes: bytes)
        filled.impossible = values.sorted { $0.key < $1.key }.compactMap { name, value in fields[name].flatMap { impossible(value, in: $0) }
        }
        filled.unknown = values.keys.filter { rawNames[$0] == nil }.sorted()
        return filled
    }

    /// Why a field cannot hold a value; nil when it can.
    private static func impossible(_ value: String, in field: FormField) -> String? {
        guard !value.isEmpty, value != "Off" else { return nil }
        let possible = field.states.map { "„\($0)“" }.joined(separator: ", ")
        switch field.kind {
        case .checkbox, .radio:
            if value == "true" || field.states.contains(value) { return nil }
            return "Das Feld „\(field.name)“ kann nicht „\(value)“ sein. Möglich sind: true, \(possible)."
        case .choice where !field.states.isEmpty && !field.states.contains(value):
            return "Das Feld „\(field.name)“ kann nicht „\(value)“ sein. Möglich sind: \(possible)."
        case .signature, .button: return "Das Feld „\(field.name)“ kann nicht ausgefüllt werden."
        default: return nil
        }
    }

    private static func written(_ blank: [UInt8], _ values: [String: String]) -> [UInt8]? {
        let entries = values.sorted { $0.key < $1.key }
        // One buffer with a zero behind each text: C strings that live as long as the call.
        let texts = entries.flatMap { [Array($0.key.utf8CString), Array($0.value.utf8CString)] }
        let starts = texts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
        return unsafe texts.flatMap(\.self).withUnsafeBufferPointer { buffer -> [UInt8]? in
            guard let base = unsafe buffer.baseAddress ?? UnsafePointer(bitPattern: 1) else { return nil }
            let names = unsafe entries.indices.map { unsafe Optional(base + starts[2 * $0]) }
            let contents = unsafe entries.indices.map { unsafe Optional(base + starts[2 * $0 + 1]) }
            guard let filled = unsafe eg_pdf_fill(blank, blank.count, names, contents, entries.count) else { return nil }
            defer { unsafe eg_filled_free(filled) }
            var size = 0
            let bytes = unsafe eg_filled_bytes(filled, &size)
            return unsafe Array(UnsafeBufferPointer(start: bytes, count: size))
        }
    }
}
