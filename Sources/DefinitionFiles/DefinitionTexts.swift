/// The files that definitions were loaded from, for those who look at more of them than loading needs.
public struct DefinitionTexts: Sendable {
    /// All files that were looked at, relative to the directory.
    public internal(set) var files: [String] = []
    /// The text of each file in YAML.
    public internal(set) var texts: [String: String] = [:]
    /// The files of each record that is there, `record.yaml` first.
    public internal(set) var records: [String: [String]] = [:]
    /// The file of each form.
    public internal(set) var forms: [String: String] = [:]
    /// The file of each shared type.
    public internal(set) var types: [String: String] = [:]
    /// The file of each code list.
    public internal(set) var codes: [String: String] = [:]
}
