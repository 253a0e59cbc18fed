/// Paths of fields in a record, such as `einkommen[0].brutto`.
public enum FieldPath {
    /// Whether the rows of a path are numbers that can be counted with, and the path is no longer than any record needs.
    public static func isSound(_ path: String) -> Bool {
        guard path.utf8.count <= 1000 else { return false }
        return path.split(separator: "[", omittingEmptySubsequences: false).dropFirst().allSatisfy { rest in
            guard let close = rest.firstIndex(of: "]"), let row = Int(rest[..<close]) else { return false }
            return (0..<100_000).contains(row)
        }
    }

    /// A path with the numbers of its rows left out: `einkommen[0].brutto` is `einkommen[].brutto`.
    public static func generic(_ path: String) -> String {
        guard path.utf8.contains(UInt8(ascii: "[")) else { return path }
        var out: [UInt8] = []
        var inside = false
        for byte in path.utf8 {
            if byte == UInt8(ascii: "]") { inside = false }
            if !inside { out.append(byte) }
            if byte == UInt8(ascii: "[") { inside = true }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
