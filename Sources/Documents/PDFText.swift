internal import CPoppler
internal import Vocabulary

/// Lays out the text of a PDF with poppler: every word with its rectangle.
enum PDFText {
    static func layout(of bytes: [UInt8], limits: Limits) -> TextLayout {
        var layout = TextLayout()
        var characters = 0
        unsafe bytes.withUnsafeBytes { raw in
            // The static bytes are borrowed until the document is gone, within this closure.
            guard let shared = unsafe g_bytes_new_static(raw.baseAddress, gsize(raw.count)) else { return }
            defer { unsafe g_bytes_unref(shared) }
            guard let document = unsafe poppler_document_new_from_bytes(shared, nil, nil) else { return }
            defer { unsafe g_object_unref(UnsafeMutableRawPointer(document)) }
            let pages = unsafe min(Int(poppler_document_get_n_pages(document)), limits.pages)
            for index in 0..<max(0, pages) {
                guard let page = unsafe poppler_document_get_page(document, Int32(index)) else { continue }
                defer { unsafe g_object_unref(UnsafeMutableRawPointer(page)) }
                let lines = unsafe self.lines(of: page, number: index + 1)
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

    private static func lines(of page: OpaquePointer, number: Int) -> [TextLayout.Line] {
        guard let text = unsafe poppler_page_get_text(page) else { return [] }
        defer { unsafe g_free(text) }
        var boxes: UnsafeMutablePointer<PopplerRectangle>?
        var count: guint = 0
        guard unsafe poppler_page_get_text_layout(page, &boxes, &count) != 0, let boxes = unsafe boxes else { return [] }
        defer { unsafe g_free(boxes) }
        var width = 0.0
        var height = 0.0
        unsafe poppler_page_get_size(page, &width, &height)
        var crop = PopplerRectangle()
        unsafe poppler_page_get_crop_box(page, &crop)
        let place = Place(height: height, left: crop.x1, bottom: crop.y1)
        var words = WordCollector(page: number)
        // poppler: "the layout has one rectangle for each character of the text".
        for (index, scalar) in unsafe String(cString: text).unicodeScalars.enumerated() {
            guard index < Int(count) else { break }
            words.add(scalar, unsafe place.rect(boxes[index]))
        }
        return words.finish()
    }

    /// Turns poppler's coordinates (origin top left of the crop box) into the page's own.
    private struct Place {
        var height: Double
        var left: Double
        var bottom: Double

        func rect(_ box: PopplerRectangle) -> Rect {
            Rect(box.x1 + left, height - box.y2 + bottom, box.x2 + left, height - box.y1 + bottom)
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
