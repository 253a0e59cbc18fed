public import Foundation
public import Vocabulary

/// Where a value is looked for, and what is made of it.
public struct Source: Sendable {
    /// Where a value is looked for.
    public enum Place: Sendable {
        /// Form fields by name, joined when there are several.
        case acro([String], join: String)
        /// Two boxes, one for yes and one for no.
        case yesNo(yes: String, no: String)
        /// An XPath into XML or XFA data.
        case xml(String)
        /// Text near an anchor.
        case text(TextRule)
        /// What stands under a heading in the row of a table.
        case column(String)
        /// A `label: value` line of the message text.
        case body([String])
        /// Something of the message's header.
        case message(String)
        /// Who writes a letter and where they live: surname, given, birthday, street, number, postcode, town, or the representative.
        case letter(String)
        /// A constant.
        case value(String)
    }

    /// Where it is looked for.
    public var place: Place
    /// The converter, when it is not that of the field's type.
    public var converter: Field.Kind?
    /// Keys for what is written on the form, which stands here folded (`Converter.folded`).
    public var codes: [String: String] = [:]
    /// The part of what is found that is meant, as the first group of a pattern; nil for all of it.
    public var part: NSRegularExpression?
    /// The value to take as soon as anything is found.
    public var then: String?
    /// `file:line`.
    public var rule: String

    /// Whether a converter can refuse what this finds.
    func canRefuse(_ kind: Field.Kind) -> Bool {
        switch place {
        case .value, .message, .letter, .yesNo: false
        default: then == nil && kind != .text && kind != .attachment
        }
    }

    /// Makes a source that takes what it finds as the field's type says.
    public init(place: Place, rule: String) { (self.place, self.rule) = (place, rule) }
}

/// Text near an anchor, or a pattern in the text.
public struct TextRule: Sendable {
    /// Where the value stands as seen from the anchor.
    public enum Direction: String, Sendable {
        /// In the same row.
        case rightOf = "right-of"
        /// In the next row.
        case below
        /// Wherever the pattern matches.
        case pattern
        /// Anywhere.
        case contains
        /// The whole text.
        case all
        /// A place on the page.
        case region
    }

    /// Where the value stands as seen from the anchor.
    public var direction: Direction
    /// The anchor's words, or phrases any of which must be contained.
    public var anchors: [String]
    /// The patterns, of which the first that matches counts; compiled when the definition is loaded: compiling costs a hundred times more
    /// than searching.
    public var patterns: [NSRegularExpression] = []
    /// Where on the page, in points from its lower left corner.
    public var region: Rect?
    /// Words at which the value ends.
    public var until: [String] = []
    /// The page, from 1; nil for all.
    public var page: Int?
    /// Which occurrence of the anchor, from 1.
    public var occurrence = 1

    /// Makes a rule.
    public init(direction: Direction, anchors: [String]) { (self.direction, self.anchors) = (direction, anchors) }
}

/// A table on a printed page: the row of its headings, and what ends it.
public struct TableRule: Sendable {
    /// The headings from left to right.
    public var headings: [String]
    /// Words at which the table ends.
    public var until: [String]
    /// The page, from 1; nil for all.
    public var page: Int?

    /// Makes a rule.
    public init(headings: [String], until: [String], page: Int?) { (self.headings, self.until, self.page) = (headings, until, page) }
}
