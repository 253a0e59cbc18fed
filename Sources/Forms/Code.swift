internal import Documents
public import Vocabulary

/// An entry of a code list: a key for programs, a label for people, and when it is in force.
public struct Code: Hashable, Sendable {
    /// The key, as records keep it.
    public var key: String
    /// What people call it now.
    public var label: String
    /// Its first day; nil when it always was.
    public var from: CalendarDate?
    /// Its last day; nil while it is.
    public var until: CalendarDate?
    /// What it was called before, each with the last day of that name, oldest first.
    public var earlier: [Name] = []
    /// Other words that mean it.
    public var also: [String] = []

    /// A name with the last day it was in use.
    public struct Name: Hashable, Sendable {
        /// The name.
        public var label: String
        /// Its last day.
        public var until: CalendarDate
    }

    /// A code that is always in force.
    public init(key: String, label: String) { (self.key, self.label) = (key, label) }

    /// What it is called on a day.
    public func label(on day: CalendarDate) -> String { earlier.first { day <= $0.until }?.label ?? label }

    /// Whether it is in force on a day.
    public func isValid(on day: CalendarDate) -> Bool { from.map { $0 <= day } ?? true && until.map { day <= $0 } ?? true }

    /// Every word that means it.
    var words: [String] { [key, label] + earlier.map(\.label) + also }
}

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
