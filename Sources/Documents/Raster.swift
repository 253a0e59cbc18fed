internal import CPicture
internal import CPoppler
private import Glibc

/// Pictures that cairo draws.
enum Raster {
    /// Draws on white.
    ///
    /// - Returns: the picture as PNG; nil when that is not possible, say for want of memory.
    static func png(width: Int, height: Int, _ body: (OpaquePointer) -> Void) -> [UInt8]? {
        guard let surface = unsafe cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height)) else { return nil }
        defer { unsafe cairo_surface_destroy(surface) }
        guard unsafe cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, let canvas = unsafe cairo_create(surface) else { return nil }
        unsafe cairo_set_source_rgb(canvas, 1, 1, 1)
        unsafe cairo_paint(canvas)
        unsafe body(canvas)
        // What a page does wrong leaves the canvas in an error, with what was drawn until then on it.
        unsafe cairo_destroy(canvas)
        unsafe cairo_surface_flush(surface)
        guard let data = unsafe cairo_image_surface_get_data(surface) else { return nil }
        let stride = unsafe cairo_image_surface_get_stride(surface)
        var size = 0
        guard let file = unsafe eg_png(data, Int32(width), Int32(height), stride, &size) else { return nil }
        defer { unsafe free(file) }
        return unsafe Array(UnsafeBufferPointer(start: file, count: size))
    }
}
