internal import Definitions
public import Documents
internal import Foundation
internal import Vocabulary

extension FormReader {
    /// What a message looks like in which no form was recognised, so that those that look alike can be put together.
    ///
    /// Two messages have the same shape when they bring a PDF with the same fields, an XML file with the same root, a PDF that begins with the
    /// same words, the same kind of file, or the same subject, numbers aside. What counts is the document a form could be; the text of the
    /// message counts where there is no other.
    ///
    /// - Parameters:
    ///   - documents: the message's documents, still open.
    ///   - subject: the subject of the message.
    /// - Returns: the shape: its kind, a colon, and what is the same.
    public func shape(of documents: [OpenDocument], subject: String?) -> String {
        let shapes = documents.map { Shape($0, subject: subject) }
        let best = shapes.min { $0.rank < $1.rank } ?? Shape(subject: subject)
        return best.kind + ":" + Label.withoutControls(String(best.same.prefix(Shape.longest)))
    }
}

private struct Shape {
    /// Letters of what is the same.
    static let longest = 100

    /// What is told apart first counts first.
    var rank: Int
    var kind: String
    var same: String

    init(subject: String?) { (rank, kind, same) = (9, "text", Self.plain(subject ?? "")) }

    init(_ open: OpenDocument, subject: String?) {
        let document = open.document
        if !document.fields.isEmpty {
            let names = Set(document.fields.map(\.name)).sorted()
            let digest = Digest(of: names.joined(separator: "\n").utf8).hex.prefix(8)
            (rank, kind, same) = (0, "pdf-form", "\(names.count) \(digest)")
        } else if let root = open.xml?.root {
            (rank, kind, same) = (1, "xml", root)
        } else if document.kind == .pdf, document.isImageOnly {
            (rank, kind, same) = (4, "scan", "")
        } else if document.kind == .pdf, !document.isReadable {
            (rank, kind, same) = (3, "pdf-closed", "")
        } else if document.kind == .pdf {
            let lines = open.beginning(2000).split(whereSeparator: \.isNewline).map { Self.plain(String($0)) }
            (rank, kind, same) = (2, "pdf", lines.first { !$0.isEmpty } ?? "")
        } else if document.kind == .image {
            (rank, kind, same) = (5, "image", "")
        } else if document.kind == .text {
            (rank, kind, same) = (9, "text", Self.plain(subject ?? ""))
        } else {
            (rank, kind, same) = (6, "file", document.officeFile ?? document.kind.rawValue)
        }
    }

    /// Words without numbers and without what mail programs write before them.
    private static func plain(_ text: String) -> String {
        var words = Converter.folded(text.replacing(/[0-9]+/, with: "0")).split(separator: " ")
        while let first = words.first, ["re:", "aw:", "wg:", "fw:", "fwd:", "antw:"].contains(first) { words.removeFirst() }
        return words.joined(separator: " ")
    }
}
