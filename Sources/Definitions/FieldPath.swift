/// Paths of fields in a record, such as `einkommen[0].brutto`.
public enum FieldPath {
    /// A path with the numbers of its rows left out: `einkommen[0].brutto` is `einkommen[].brutto`.
    public static func generic(_ path: String) -> String {
        guard path.utf8.contains(UInt8(ascii: "[")) else { return path }
        var out = ""
        var inside = false
        for character in path {
            if character == "]" { inside = false }
            if !inside { out.append(character) }
            if character == "[" { inside = true }
        }
        return out
    }
}
