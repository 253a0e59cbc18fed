/// Paths of fields in a record, such as `einkommen[0].brutto`.
public enum FieldPath {
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
