public import Foundation

/// A JSON text in the making: what the command line prints, with its keys in the order they are documented.
///
/// Foundation's encoder leaves out absent values and cannot keep an order; both are part of the fixed output.
public enum JSON: Sendable, CustomStringConvertible {
    /// `null`.
    case null
    /// `true` or `false`.
    case boolean(Bool)
    /// A number, written with all its digits.
    case number(Decimal)
    /// A string.
    case string(String)
    /// An array.
    case array([JSON])
    /// An object with its keys in this order.
    case object([(String, JSON)])

    /// A string, or `null` when there is none.
    public static func optional(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }

    /// A whole number.
    public static func integer(_ number: Int) -> JSON { .number(Decimal(number)) }

    /// A coordinate, to a hundredth.
    public static func coordinate(_ number: Double) -> JSON {
        guard number.isFinite, abs(number) < 1e9 else { return .null }
        return .number(Decimal(Int((number * 100).rounded())) / 100)
    }

    /// The text on one line (RFC 8259).
    public var description: String {
        var out = ""
        write(to: &out, indent: nil)
        return out
    }

    /// The text over several lines, two spaces a level.
    public var pretty: String {
        var out = ""
        write(to: &out, indent: 0)
        return out
    }

    private func write(to out: inout String, indent: Int?) {
        switch self {
        case .null: out += "null"
        case .boolean(let flag): out += flag ? "true" : "false"
        case .number(let number): out += "\(number)"
        case .string(let text): Self.quote(text, to: &out)
        case .array(let items):
            Self.enclose("[", "]", items, &out, indent) { item, out, inner in item.write(to: &out, indent: inner) }
        case .object(let members):
            Self.enclose("{", "}", members, &out, indent) { member, out, inner in
                Self.quote(member.0, to: &out)
                out += inner == nil ? ":" : ": "
                member.1.write(to: &out, indent: inner)
            }
        }
    }

    private static func enclose<Item>(
        _ open: String,
        _ close: String,
        _ items: [Item],
        _ out: inout String,
        _ indent: Int?,
        _ write: (Item, inout String, Int?) -> Void
    ) {
        out += open
        let inner = indent.map { $0 + 1 }
        for (index, item) in items.enumerated() {
            if index > 0 { out += "," }
            if let inner { out += "\n" + String(repeating: "  ", count: inner) }
            write(item, &out, inner)
        }
        if let indent, !items.isEmpty { out += "\n" + String(repeating: "  ", count: indent) }
        out += close
    }

    private static func quote(_ text: String, to out: inout String) {
        out += "\""
        defer { out += "\"" }
        // Most text has nothing to escape; U+2028 and U+2029 begin with this byte.
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C && $0 != 0x7F && $0 != 0xE2 }) {
            out += text
            return
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            // U+2028 and U+2029 are escaped so that one object stays one line for every reader of lines.
            case _ where scalar.value < 0x20 || scalar.value == 0x7F || (0x2028...0x2029).contains(scalar.value):
                let hex = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: out.unicodeScalars.append(scalar)
            }
        }
    }
}
