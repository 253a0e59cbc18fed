internal import CPoppler
internal import Vocabulary

/// Lays out the text of a PDF with poppler: every word with its rectangle.
enum PDFText {
    /// Lays out a document.
    ///
    /// - Parameters:
    ///   - bytes: the PDF.
    ///   - turns: how far each page is turned, as its dictionary says.
    ///   - limits: how much of it is read.
    /// - Returns: its lines in reading order.
    static func layout(of bytes: [UInt8], turns: [Int], limits: Limits) -> TextLayout {
        var layout = TextLayout()
        var characters = 0
        unsafe Poppler.withDocument(bytes) { document in
            for number in 1...max(1, min(unsafe Poppler.pages(of: document), limits.pages)) {
                let turn = number <= turns.count ? turns[number - 1] : 0
                let lines = unsafe Poppler.withPage(number, of: document) { unsafe self.lines(of: $0, number: number, turn: turn) } ?? []
                characters += lines.reduce(0) { $0 + $1.words.reduce(0) { $0 + $1.text.utf8.count } }
                if characters > limits.textCharacters {
                    layout.isCut = true
                    return
                }
                layout.lines += lines
            }
        }
        return layout
    }

    /// The lines of one page in reading order.
    static func lines(of page: OpaquePointer, number: Int, turn: Int) -> [TextLayout.Line] {
        guard let text = unsafe poppler_page_get_text(page) else { return [] }
        defer { unsafe g_free(text) }
        var boxes: UnsafeMutablePointer<PopplerRectangle>?
        var count: guint = 0
        guard unsafe poppler_page_get_text_layout(page, &boxes, &count) != 0, let boxes = unsafe boxes else { return [] }
        defer { unsafe g_free(boxes) }
        var width = 0.0
        var height = 0.0
        unsafe poppler_page_get_size(page, &width, &height)
        let place = Place(height: height, frame: PageFrame(box: unsafe Poppler.box(of: page), turn: turn))
        var words = WordCollector(page: number)
        // poppler: "the layout has one rectangle for each character of the text".
        for (index, scalar) in unsafe String(cString: text).unicodeScalars.enumerated() {
            guard index < Int(count) else { break }
            words.add(scalar, unsafe place.seen(boxes[index]))
        }
        return place.isTurned ? words.finish().map(place.onPage) : words.finish()
    }

    /// Turns poppler's coordinates (as the page is seen, origin top left of the crop box) into the page's own.
    private struct Place {
        var height: Double
        var frame: PageFrame?

        var isTurned: Bool { frame.map { $0.turn != 0 } ?? false }

        /// As the page is seen, origin bottom left: that is the page's own place unless it is turned.
        func seen(_ box: PopplerRectangle) -> Rect {
            let (left, bottom) = isTurned ? (0, 0) : (frame?.box.x0 ?? 0, frame?.box.y0 ?? 0)
            return Rect(box.x1 + left, height - box.y2 + bottom, box.x2 + left, height - box.y1 + bottom)
        }

        /// A line of a turned page with the places it has before it is turned.
        func onPage(_ line: TextLayout.Line) -> TextLayout.Line {
            var line = line
            for index in line.words.indices {
                line.words[index].rect = line.words[index].rect.map { rect in
                    frame?.rect(ofSeen: Rect(rect.x0, height - rect.y1, rect.x1, height - rect.y0)) ?? rect
                }
            }
            return line
        }
    }
}

/// Collects characters into words and lines.
private struct WordCollector {
    let page: Int
    private var lines: [TextLayout.Line] = []
    private var words: [TextLayout.Word] = []
    private var text = ""
    private var rect: Rect?
    private var last: Rect?

    init(page: Int) { self.page = page }

    mutating func add(_ scalar: Unicode.Scalar, _ box: Rect) {
        if scalar.properties.isWhitespace {
            endWord()
            if scalar == "\n" { endLine() }
        } else {
            // poppler leaves out the space between columns that lie close together, and the break between blocks; the boxes
            // still show the gap and the jump.
            if let last {
                let height = last.y1 - last.y0
                if abs((box.y0 + box.y1) - (last.y0 + last.y1)) > height * 1.2 {
                    endWord()
                    endLine()
                } else if box.x0 - last.x1 > 0.25 * height || last.x0 - box.x1 > height {
                    endWord()
                }
            }
            text.unicodeScalars.append(scalar)
            rect = rect?.union(box) ?? box
            last = box
        }
    }

    mutating func finish() -> [TextLayout.Line] {
        endWord()
        endLine()
        return lines
    }

    private mutating func endWord() {
        if !text.isEmpty { words.append(TextLayout.Word(text: text, rect: rect)) }
        text = ""
        rect = nil
        last = nil
    }

    private mutating func endLine() {
        if !words.isEmpty { lines.append(TextLayout.Line(page: page, number: lines.count + 1, words: words)) }
        words = []
    }
}
