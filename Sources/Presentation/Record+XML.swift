public import Deciding
public import Vocabulary

extension MergedRecord {
    /// The record as XML: an element for each field by its name, one element `eintrag` for each entry of a list, ISO dates.
    ///
    /// - Parameters:
    ///   - number: the number of its case.
    ///   - receivedAt: when the application was received.
    /// - Returns: an XML document whose root is named after the record type.
    public func xml(number: String, receivedAt: Instant) -> String {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        let attributes = [("vorgang", number), ("version", version), ("eingang", receivedAt.description)]
        text += "<\(type) " + attributes.map { "\($0.0)=\"\(XMLText.escaped($0.1))\"" }.joined(separator: " ") + ">\n"
        Self.write(value, depth: 1, into: &text)
        return text + "</\(type)>\n"
    }

    private static func write(_ value: Value, depth: Int, into text: inout String) {
        guard case .group(let members) = value else { return }
        for (name, member) in members.sorted(by: { $0.key < $1.key }) { write(member, name, depth, into: &text) }
    }

    private static func write(_ value: Value, _ name: String, _ depth: Int, into text: inout String) {
        let indent = String(repeating: "  ", count: depth)
        switch value {
        case .group:
            text += "\(indent)<\(name)>\n"
            write(value, depth: depth + 1, into: &text)
            text += "\(indent)</\(name)>\n"
        case .list(let values):
            text += "\(indent)<\(name)>\n"
            for value in values { write(value, "eintrag", depth + 1, into: &text) }
            text += "\(indent)</\(name)>\n"
        default:
            let plain: String = if case .string(let string) = value.json { string } else { value.json.description }
            text += "\(indent)<\(name)>\(XMLText.escaped(plain))</\(name)>\n"
        }
    }
}
