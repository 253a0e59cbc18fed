internal import Definitions
internal import Documents
internal import Vocabulary

/// Reads the rows of a table by the places of its headings.
struct TextTable {
    private let layout: TextLayout
    private let rule: TableRule
    private static let mostRows = 50

    private typealias Cell = (text: String, rect: Rect)

    init(_ layout: TextLayout, _ rule: TableRule) {
        self.layout = layout
        self.rule = rule
    }

    /// The rows below the headings: what stands under each heading.
    var rows: [[String: TextSearch.Hit]] {
        let pages = Set(layout.lines.compactMap(\.page)).sorted().filter { rule.page == nil || rule.page == $0 }
        for page in pages {
            let lines = Self.visualRows(layout.lines.filter { $0.page == page }.flatMap(\.words))
            for (index, line) in lines.enumerated() {
                if let columns = columns(in: line) { return body(Array(lines[(index + 1)...]), columns, page) }
            }
        }
        return []
    }

    /// Words at one height belong to one row, from top to bottom and from left to right.
    static func visualRows(_ words: [TextLayout.Word]) -> [[(text: String, rect: Rect)]] {
        var rows: [[(text: String, rect: Rect)]] = []
        let placed = words.compactMap { word in word.rect.map { (text: word.text, rect: $0) } }.sorted { $0.rect.y1 > $1.rect.y1 }
        for word in placed {
            let middle = (word.rect.y0 + word.rect.y1) / 2
            if let last = rows.last?.first, abs((last.rect.y0 + last.rect.y1) / 2 - middle) < (last.rect.y1 - last.rect.y0) * 0.6 {
                rows[rows.count - 1].append(word)
            } else {
                rows.append([word])
            }
        }
        return rows.map { $0.sorted { $0.rect.x0 < $1.rect.x0 } }
    }

    /// Words with no more than a space between them belong together.
    private static func cells(_ row: [Cell]) -> [Cell] {
        row.reduce(into: []) { cells, word in
            if let last = cells.last, word.rect.x0 - last.rect.x1 < (word.rect.y1 - word.rect.y0) * 0.6 {
                cells[cells.count - 1] = (last.text + " " + word.text, last.rect.union(word.rect))
            } else {
                cells.append(word)
            }
        }
    }

    /// The places of the headings, when this row has them all in their order.
    private func columns(in row: [Cell]) -> [Rect]? {
        var found: [Rect] = []
        var start = 0
        let words = row.map { Converter.folded($0.text) }
        for heading in rule.headings {
            let wanted = Converter.folded(heading).split(separator: " ").map(String.init)
            guard !wanted.isEmpty, words.count >= start + wanted.count,
                let at = (start...words.count - wanted.count).first(where: { Array(words[$0..<$0 + wanted.count]) == wanted })
            else { return nil }
            found.append(row[at..<at + wanted.count].dropFirst().reduce(row[at].rect) { $0.union($1.rect) })
            start = at + wanted.count
        }
        return found
    }

    private func body(_ lines: [[Cell]], _ columns: [Rect], _ page: Int) -> [[String: TextSearch.Hit]] {
        var rows: [[String: TextSearch.Hit]] = []
        var above = columns[0]
        let ends = rule.until.map(Converter.folded)
        for line in lines.prefix(Self.mostRows) {
            let text = Converter.folded(line.map(\.text).joined(separator: " "))
            let height = above.y1 - above.y0
            guard let first = line.first, above.y0 - first.rect.y1 < 3 * height, !ends.contains(where: text.hasPrefix) else { break }
            var cells: [String: TextSearch.Hit] = [:]
            for cell in Self.cells(line) {
                let column = columns.indices.min { Self.distance(cell.rect, columns[$0]) < Self.distance(cell.rect, columns[$1]) } ?? 0
                var hit = cells[rule.headings[column]] ?? TextSearch.Hit(text: "", page: page, rect: cell.rect, line: 0)
                hit.text += (hit.text.isEmpty ? "" : " ") + cell.text
                hit.rect = hit.rect?.union(cell.rect)
                cells[rule.headings[column]] = hit
            }
            rows.append(cells)
            above = first.rect
        }
        return rows
    }

    /// How far a cell lies beside a heading; 0 when it lies under it.
    private static func distance(_ cell: Rect, _ heading: Rect) -> Double { max(0, max(heading.x0 - cell.x1, cell.x0 - heading.x1)) }
}
