internal import CPoppler
private import Foundation
public import Vocabulary

// What a person sees of a document: pictures of its pages.
extension OpenDocument {
    /// How its pages lie on their pictures, from the first; empty for what has no pages that can be drawn.
    public var frames: [PageFrame?] {
        guard document.isReadable else { return [] }
        switch document.kind {
        case .pdf: return PDFPages.frames(of: bytes, turns: turns)
        case .image: return Photo(bytes).map { [$0.frame] } ?? []
        default: return []
        }
    }

    /// Draws pages and gives each away as soon as it is drawn.
    ///
    /// - Parameters:
    ///   - numbers: the pages, from 1; those that cannot be drawn are left out.
    ///   - each: takes a picture.
    public func draw(_ numbers: [Int], each: (PagePicture) -> Void) {
        guard document.isReadable else { return }
        switch document.kind {
        case .pdf: PDFPages.draw(numbers, of: bytes, turns: turns, fields: document.fields, each: each)
        case .image:
            guard numbers.contains(1), let photo = Photo(bytes), let png = photo.png else { return }
            each(PagePicture(number: 1, frame: photo.frame, png: Data(png).base64EncodedString(), text: ""))
        default: break
        }
    }

    /// The bytes for who wants the file itself: as they came, but for a file in a signed container, which is taken out of it.
    public var file: [UInt8] {
        guard let received, ContentKind.of(received, name: document.name) == ContentKind.of(bytes, name: document.name) else {
            return bytes
        }
        return received
    }
}
