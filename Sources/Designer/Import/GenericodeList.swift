internal import Definitions
internal import Vocabulary

/// A code list as XÖV publishes it (OASIS Genericode 1.0), given beside a schema that refers to it.
struct GenericodeList {
    static let namespace = "http://docs.oasis-open.org/codelist/ns/genericode/1.0/"

    /// The names a schema may call it by: of the version first, then of the list.
    var names: [String]
    /// What it is called.
    var title: String
    /// The ids of the columns in their order.
    private let columns: [String]
    private let keys: [String]
    private let rows: [[String: String]]

    /// Reads a list.
    ///
    /// - Parameters:
    ///   - root: the document.
    ///   - file: the name of its file without ending, by which it is known as well.
    init?(_ root: XMLNode, file: String) {
        guard root.name == "CodeList", let set = root.first("ColumnSet"), let simple = root.first("SimpleCodeList") else { return nil }
        let identity = root.first("Identification")
        let said = ["CanonicalVersionUri", "CanonicalUri", "ShortName"].map { identity?.first($0)?.words ?? "" }
        names = (said + [file]).filter { !$0.isEmpty }
        title = ["LongName", "ShortName"].compactMap { identity?.first($0)?.words }.first { !$0.isEmpty } ?? file
        let columns = set.all("Column").compactMap { $0.attributes["Id"] }
        self.columns = columns
        keys = set.all("Key").compactMap { $0.first("ColumnRef")?.attributes["Ref"] }
        rows = simple.all("Row").map { row in
            var cells: [String: String] = [:]
            var place = 0
            for value in row.all("Value") {
                // Without a reference the column is the one after the last.
                if let column = value.attributes["ColumnRef"], let index = columns.firstIndex(of: column) { place = index }
                if columns.indices.contains(place) { cells[columns[place]] = value.first("SimpleValue")?.words ?? "" }
                place += 1
            }
            return cells
        }
        guard !columns.isEmpty, !rows.isEmpty else { return nil }
    }

    /// Its entries.
    ///
    /// - Parameters:
    ///   - key: the column with the keys, if the schema names one.
    ///   - label: the column with what people call them.
    /// - Returns: the entries in order, each key once.
    func codes(key: String?, label: String?) -> [Code] {
        func column(_ named: String?, _ others: [String], not taken: String?) -> String? {
            if let named, columns.contains(named) { return named }
            return others.first { columns.contains($0) && $0 != taken } ?? columns.first { $0 != taken }
        }
        guard let keyColumn = column(key, Array(keys.prefix(1)) + ["code", "Code"], not: nil) else { return [] }
        let labelColumn = column(label, ["name", "Name", "beschreibung"], not: keyColumn) ?? keyColumn
        var seen: Set<String> = []
        return rows.compactMap { row in
            guard let key = row[keyColumn], !key.isEmpty, seen.insert(key).inserted else { return nil }
            return Code(key: key, label: row[labelColumn].flatMap { $0.isEmpty ? nil : $0 } ?? key)
        }
    }
}
