internal import CPoppler
private import Foundation
internal import Vocabulary

/// Draws the pages of a PDF as somebody sees them who opens it: with what is filled in, without what is hidden.
enum PDFPages {
    /// The frames of its pages from the first, nil for those without extent; no more than are shown.
    static func frames(of bytes: [UInt8], turns: [Int]) -> [PageFrame?] {
        let frames = unsafe Poppler.withDocument(bytes) { document in
            (0..<min(unsafe Poppler.pages(of: document), PageFrames.most)).map { index in
                unsafe Poppler.withPage(index + 1, of: document) { page in unsafe frame(of: page, index + 1, turns) } ?? nil
            }
        }
        return frames ?? []
    }

    /// Draws pages, one after the other, and gives each away at once.
    ///
    /// - Parameters:
    ///   - numbers: the pages, from 1; those that are not there or cannot be shown are left out.
    ///   - bytes: the PDF.
    ///   - turns: how far each page is turned, as its dictionary says.
    ///   - fields: what is filled in, for the text.
    ///   - each: takes a picture.
    static func draw(_ numbers: [Int], of bytes: [UInt8], turns: [Int], fields: [FormField], each: (PagePicture) -> Void) {
        unsafe Poppler.withDocument(bytes) { document in
            for number in numbers where number > 0 && number <= PageFrames.most {
                let picture = unsafe Poppler.withPage(number, of: document) { page -> PagePicture? in
                    guard let frame = unsafe frame(of: page, number, turns), let png = unsafe draw(page, in: frame) else { return nil }
                    let lines = unsafe PDFText.lines(of: page, number: number, turn: frame.turn)
                    let text = PageText(lines, filledIn: fields, page: number, frame: frame).text
                    return PagePicture(number: number, frame: frame, png: Data(png).base64EncodedString(), text: text)
                }
                if let picture = picture ?? nil { each(picture) }
            }
        }
    }

    private static func frame(of page: OpaquePointer, _ number: Int, _ turns: [Int]) -> PageFrame? {
        let turn = number <= turns.count ? turns[number - 1] : 0
        return unsafe PageFrame(box: Poppler.box(of: page), turn: turn)
    }

    private static func draw(_ page: OpaquePointer, in frame: PageFrame) -> [UInt8]? {
        unsafe Raster.png(width: frame.width, height: frame.height) { canvas in
            unsafe cairo_scale(canvas, Double(frame.width) / frame.seenWidth, Double(frame.height) / frame.seenHeight)
            // As on a screen, not as on paper: what is only for printing, such as a watermark, is not what the citizen saw.
            unsafe poppler_page_render(page, canvas)
        }
    }
}
