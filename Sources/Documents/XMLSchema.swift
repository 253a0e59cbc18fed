internal import CLibXML2
internal import Vocabulary

/// A W3C XML Schema of the office, compiled once and used for many documents.
@safe public final class XMLSchema {
    private let handle: OpaquePointer

    /// Compiles a schema; nil if it is faulty.
    ///
    /// It must be one file: nothing it refers to is loaded.
    public init?(_ bytes: [UInt8]) {
        XMLLibrary.prepare()
        let parsed: OpaquePointer? = unsafe bytes.withUnsafeBytes { raw in
            guard
                let context = unsafe xmlSchemaNewMemParserCtxt(
                    raw.baseAddress?.assumingMemoryBound(to: CChar.self),
                    Int32(clamping: raw.count)
                )
            else { return nil }
            defer { unsafe xmlSchemaFreeParserCtxt(context) }
            return unsafe xmlSchemaParse(context)
        }
        guard let parsed = unsafe parsed else { return nil }
        unsafe handle = parsed
    }

    deinit { unsafe xmlSchemaFree(handle) }

    /// Validates a document; at most `most` problems, each with its line.
    public func problems(in tree: XMLTree, most: Int = 20) -> [XMLTree.Problem] {
        guard let context = unsafe xmlSchemaNewValidCtxt(handle) else {
            return [XMLTree.Problem(kind: .xmlSchemaNotChecked)]
        }
        defer { unsafe xmlSchemaFreeValidCtxt(context) }
        var collected = Collected()
        let status = unsafe withUnsafeMutablePointer(to: &collected) { pointer in
            unsafe xmlSchemaSetValidStructuredErrors(
                context,
                { userData, error in
                    guard let userData = unsafe userData, let error = unsafe error else { return }
                    let text = unsafe error.pointee.message.map { unsafe String(cString: $0) } ?? ""
                    unsafe userData.assumingMemoryBound(to: Collected.self).pointee.add(text, line: Int(error.pointee.line))
                },
                pointer
            )
            return unsafe xmlSchemaValidateDoc(context, tree.handle)
        }
        if status != 0, collected.problems.isEmpty {
            collected.problems.append(XMLTree.Problem(kind: .xmlSchemaNotChecked))
        }
        return Array(collected.problems.prefix(most))
    }

    private struct Collected {
        var problems: [XMLTree.Problem] = []

        mutating func add(_ text: String, line: Int) {
            guard problems.count < 1000 else { return }
            // libxml2 quotes the offending value between single quotes; findings hold no field values.
            let place = text.split(separator: "'").dropFirst().first.map(String.init) ?? "?"
            let element = place.split(separator: "}").last.map(String.init) ?? place
            problems.append(XMLTree.Problem(kind: .xmlSchema, values: ["line": "\(line)", "element": element], line: line))
        }
    }
}
