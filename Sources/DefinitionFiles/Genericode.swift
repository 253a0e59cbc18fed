internal import Definitions
internal import Documents

/// Reads code lists as XÖV publishes them (OASIS Genericode 1.0).
enum Genericode {
    /// The entries of a list; nil when the bytes are no Genericode.
    ///
    /// The key column is that of the first key; the label column is the first other column.
    static func read(_ bytes: [UInt8]) -> [Code]? {
        guard let tree = XMLTree.read(bytes), tree.root.hasSuffix("}CodeList") || tree.root == "CodeList" else { return nil }
        func texts(_ xpath: String) -> [String] { tree.matches(xpath).map(\.value) }
        let columns = texts("/*/ColumnSet/Column/@Id")
        guard let key = texts("/*/ColumnSet/Key[1]/ColumnRef/@Ref").first ?? columns.first else { return nil }
        let label = columns.first { $0 != key } ?? key
        let keys = texts("/*/SimpleCodeList/Row/Value[@ColumnRef='\(key)']/SimpleValue")
        let codes = keys.enumerated().map { index, value in
            Code(key: value, label: texts("/*/SimpleCodeList/Row[\(index + 1)]/Value[@ColumnRef='\(label)']/SimpleValue").first ?? value)
        }
        return codes.isEmpty ? nil : codes
    }
}
