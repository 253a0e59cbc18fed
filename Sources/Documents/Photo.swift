internal import CPoppler
internal import Vocabulary

/// A photo or scanned picture as a page: JPEG wrapped into a PDF of one page, PNG as cairo reads it.
struct Photo {
    /// How it lies on its picture.
    let frame: PageFrame
    private let content: Content

    private enum Content {
        case pdf([UInt8])
        case png([UInt8])
    }

    /// More pixels are not unpacked.
    private static let mostPixels = 100_000_000

    /// Looks at its header; nil for a format that is not shown, or a size that is too large.
    init?(_ bytes: [UInt8]) {
        if let header = JPEGHeader(bytes) {
            guard header.width * header.height <= Self.mostPixels,
                let frame = PageFrame(box: Rect(0, 0, Double(header.width), Double(header.height)), turn: header.turn)
            else { return nil }
            self.frame = frame.shrunk(to: header.width, header.height)
            content = .pdf(header.page(around: bytes))
        } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]), bytes.count > 24 {
            let (width, height) = (Self.number(bytes[16..<20]), Self.number(bytes[20..<24]))
            guard width > 0, height > 0, width * height <= Self.mostPixels,
                let frame = PageFrame(box: Rect(0, 0, Double(width), Double(height)), turn: 0)
            else { return nil }
            self.frame = frame.shrunk(to: width, height)
            content = .png(bytes)
        } else {
            return nil
        }
    }

    /// The picture; nil when the file is broken.
    var png: [UInt8]? {
        switch content {
        case .pdf(let file):
            let drawn = unsafe Poppler.withDocument(file) { document in
                unsafe Poppler.withPage(1, of: document) { page in
                    unsafe Raster.png(width: frame.width, height: frame.height) { canvas in
                        unsafe cairo_scale(canvas, Double(frame.width) / frame.seenWidth, Double(frame.height) / frame.seenHeight)
                        unsafe poppler_page_render(page, canvas)
                    }
                }
            }
            return (drawn ?? nil) ?? nil
        case .png(let file): return Self.png(file, in: frame)
        }
    }

    static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

    /// What is still to be read of a file in memory.
    private struct Rest {
        let bytes: [UInt8]
        var place = 0
    }

    private static func png(_ file: [UInt8], in frame: PageFrame) -> [UInt8]? {
        var rest = Rest(bytes: file)
        let read: cairo_read_func_t = { closure, target, count in
            guard let rest = unsafe closure?.assumingMemoryBound(to: Rest.self), let target = unsafe target,
                unsafe rest.pointee.bytes.count - rest.pointee.place >= Int(count)
            else { return CAIRO_STATUS_READ_ERROR }
            for index in 0..<Int(count) { unsafe target[index] = rest.pointee.bytes[rest.pointee.place + index] }
            unsafe rest.pointee.place += Int(count)
            return CAIRO_STATUS_SUCCESS
        }
        let opened = unsafe withUnsafeMutablePointer(to: &rest) { unsafe cairo_image_surface_create_from_png_stream(read, $0) }
        guard let picture = unsafe opened else { return nil }
        defer { unsafe cairo_surface_destroy(picture) }
        guard unsafe cairo_surface_status(picture) == CAIRO_STATUS_SUCCESS else { return nil }
        return unsafe Raster.png(width: frame.width, height: frame.height) { canvas in
            unsafe cairo_scale(canvas, Double(frame.width) / frame.seenWidth, Double(frame.height) / frame.seenHeight)
            unsafe cairo_set_source_surface(canvas, picture, 0, 0)
            unsafe cairo_paint(canvas)
        }
    }
}

extension PageFrame {
    /// No larger than a picture of so many pixels: there is no more to be seen in it.
    fileprivate func shrunk(to width: Int, _ height: Int) -> PageFrame {
        let (wide, high) = turn % 180 == 0 ? (width, height) : (height, width)
        return wide < self.width && high <= self.height ? PageFrame(box: box, turn: turn, width: wide, height: high) : self
    }
}
