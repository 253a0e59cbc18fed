public import Foundation
public import Vocabulary

extension FEELValue {
    /// Reads a JSON text: numbers keep their digits, dates stay strings.
    ///
    /// - Throws: `DecodingError` when the text is no JSON.
    public init(json: Data) throws { self = try JSONDecoder().decode(Decoded.self, from: json).value }

    private struct Decoded: Decodable {
        var value: FEELValue

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                value = .null
            } else if let flag = try? container.decode(Bool.self) {
                value = .boolean(flag)
            } else if let number = try? container.decode(Decimal.self) {
                value = Number(number).map(FEELValue.number) ?? .null
            } else if let text = try? container.decode(String.self) {
                value = .string(text)
            } else if let items = try? container.decode([Decoded].self) {
                value = .list(items.map(\.value))
            } else {
                value = .context(FEELContext(try container.decode([String: Decoded].self).mapValues(\.value)))
            }
        }
    }

    /// The value as JSON: what JSON has no type for is its text.
    public var json: JSON {
        switch self {
        case .null: .null
        case .boolean(let flag): .boolean(flag)
        case .number(let number): number.decimal.map(JSON.number) ?? .string(number.description)
        case .list(let items): .array(items.map(\.json))
        case .context(let context): .object(context.keys.map { ($0, context[$0]?.json ?? .null) })
        default: .string(text)
        }
    }

    /// The name of its type without what it holds: `number`, `date and time`, `list`.
    public var typeName: String {
        switch self {
        case .list: "list"
        case .context: "context"
        case .range: "range"
        case .function: "function"
        default: FEELType(of: self).name
        }
    }
}
