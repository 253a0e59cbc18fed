internal import Definitions
internal import Vocabulary

/// XML Schema (XSD 1.0) of a record as it is handed over in XML: elements by the names of fields, in the order of the alphabet.
struct RecordXSD {
    private let type: RecordType

    init(_ type: RecordType) { self.type = type }

    private static let comment = """
        Der Datensatz, wie er als datensatz.xml übergeben wird: Elemente in der Reihenfolge des Alphabets, Zeilen und mehrere Werte als „eintrag“.
        Elemente ohne minOccurs="0" hat jeder vollständige Datensatz. Was nur unter einer Bedingung gilt oder nötig ist, steht mit ihr in FEEL in
        der Beschreibung und wird hier nicht geprüft; was eine Person als nicht zutreffend vermerkt hat, kann fehlen.
        """

    var text: String {
        var out = XMLText()
        out.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
        out.open("xs:schema", [("xmlns:xs", "http://www.w3.org/2001/XMLSchema"), ("version", type.version)])
        document([type.title, Self.comment], &out)
        out.open("xs:element", [("name", type.id)])
        out.open("xs:complexType")
        sequence(type.fields, &out)
        for (name, kind) in [("vorgang", "xs:string"), ("version", "xs:string"), ("eingang", "xs:dateTime")] {
            out.empty("xs:attribute", [("name", name), ("type", kind), ("use", "required")])
        }
        out.close("xs:complexType")
        out.close("xs:element")
        out.close("xs:schema")
        return out.text
    }

    private func sequence(_ fields: [Field], _ out: inout XMLText) {
        out.open("xs:sequence")
        for field in fields.sorted(by: { $0.name < $1.name }) { element(field, &out) }
        out.close("xs:sequence")
    }

    private func element(_ field: Field, _ out: inout XMLText) {
        var attributes = [("name", field.name)]
        if !field.isAlwaysThere { attributes.append(("minOccurs", "0")) }
        out.open("xs:element", attributes)
        document([field.label] + field.remarks, &out)
        if field.kind == .group {
            out.open("xs:complexType")
            sequence(field.fields, &out)
            out.close("xs:complexType")
        } else if field.kind == .list || field.isMany {
            entries(field, &out)
        } else {
            value(field, &out)
        }
        out.close("xs:element")
    }

    /// Rows, or several values, as elements of their own.
    private func entries(_ field: Field, _ out: inout XMLText) {
        out.open("xs:complexType")
        out.open("xs:sequence")
        out.open("xs:element", [("name", "eintrag"), ("maxOccurs", "unbounded")])
        if field.kind == .list {
            out.open("xs:complexType")
            sequence(field.fields, &out)
            out.close("xs:complexType")
        } else {
            value(field, &out)
        }
        out.close("xs:element")
        out.close("xs:sequence")
        out.close("xs:complexType")
    }

    private func value(_ field: Field, _ out: inout XMLText) {
        out.open("xs:simpleType")
        let (base, facets) = Self.restriction(of: field.kind)
        out.open("xs:restriction", [("base", base)])
        if field.kind == .code {
            for code in field.codes {
                out.open("xs:enumeration", [("value", code.key)])
                document([code.label], &out)
                out.close("xs:enumeration")
            }
        } else {
            for (name, value) in facets { out.empty(name, [("value", value)]) }
        }
        out.close("xs:restriction")
        out.close("xs:simpleType")
    }

    private static func restriction(of kind: Field.Kind) -> (base: String, facets: [(String, String)]) {
        switch kind {
        case .text, .name, .attachment, .group, .list: ("xs:string", [("xs:minLength", "1")])
        case .phone: ("xs:string", [("xs:pattern", "[0-9 +/()\\-]{5,}")])
        case .code: ("xs:string", [])
        case .boolean: ("xs:boolean", [])
        case .integer: ("xs:integer", [])
        case .member: ("xs:nonNegativeInteger", [])
        case .decimal, .money: ("xs:decimal", [])
        case .date: ("xs:date", [])
        case .month: ("xs:gYearMonth", [])
        case .time: ("xs:dateTime", [])
        case .iban: ("xs:string", [("xs:pattern", "[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")])
        case .bic: ("xs:string", [("xs:pattern", "[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")])
        case .postcode: ("xs:string", [("xs:pattern", "[0-9]{5}")])
        case .email: ("xs:string", [("xs:pattern", "[^@ ]+@[^@ ]+")])
        }
    }

    private func document(_ texts: [String], _ out: inout XMLText) {
        out.open("xs:annotation")
        for text in texts { out.element("xs:documentation", text, [("xml:lang", "de")]) }
        out.close("xs:annotation")
    }
}

/// XML or HTML in the making, an element a line.
struct XMLText {
    private(set) var text = ""
    private var depth = 0

    /// A line as it is.
    mutating func raw(_ line: String) { text += String(repeating: "  ", count: depth) + line + "\n" }

    mutating func open(_ name: String, _ attributes: [(String, String)] = []) {
        raw("<\(name)\(Self.written(attributes))>")
        depth += 1
    }

    mutating func close(_ name: String) {
        depth -= 1
        raw("</\(name)>")
    }

    mutating func empty(_ name: String, _ attributes: [(String, String)]) { raw("<\(name)\(Self.written(attributes))/>") }

    mutating func element(_ name: String, _ content: String, _ attributes: [(String, String)] = []) {
        raw("<\(name)\(Self.written(attributes))>\(Self.escaped(content))</\(name)>")
    }

    private static func written(_ attributes: [(String, String)]) -> String {
        attributes.map { " \($0.0)=\"\(escaped($0.1))\"" }.joined()
    }

    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }
}
