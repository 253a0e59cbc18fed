internal import CPoppler
internal import Vocabulary

/// A PDF opened by poppler, which lives no longer than the closure it is handed to.
enum Poppler {
    /// Opens a PDF; nil when poppler cannot.
    static func withDocument<Output>(_ bytes: [UInt8], _ body: (OpaquePointer) -> Output) -> Output? {
        unsafe bytes.withUnsafeBytes { raw -> Output? in
            // The static bytes are borrowed until the document is gone, within this closure.
            guard let shared = unsafe g_bytes_new_static(raw.baseAddress, gsize(raw.count)) else { return nil }
            defer { unsafe g_bytes_unref(shared) }
            guard let document = unsafe poppler_document_new_from_bytes(shared, nil, nil) else { return nil }
            defer { unsafe g_object_unref(UnsafeMutableRawPointer(document)) }
            return unsafe body(document)
        }
    }

    /// How many pages it has.
    static func pages(of document: OpaquePointer) -> Int { unsafe max(0, Int(poppler_document_get_n_pages(document))) }

    /// Takes a page, numbered from 1; nil when it is not there.
    static func withPage<Output>(_ number: Int, of document: OpaquePointer, _ body: (OpaquePointer) -> Output) -> Output? {
        guard let index = Int32(exactly: number - 1), let page = unsafe poppler_document_get_page(document, index) else { return nil }
        defer { unsafe g_object_unref(UnsafeMutableRawPointer(page)) }
        return unsafe body(page)
    }

    /// The part of a page that is seen, in points, before it is turned.
    static func box(of page: OpaquePointer) -> Rect {
        var crop = PopplerRectangle()
        unsafe poppler_page_get_crop_box(page, &crop)
        return Rect(crop.x1, crop.y1, crop.x2, crop.y2)
    }
}
