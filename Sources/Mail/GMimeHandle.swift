internal import CGMime
internal import Vocabulary

/// The only place that makes and frees GMime objects and copies what they hand out.
enum GMimeHandle {
    /// Initialised once, before the first message; GMime keeps global tables.
    private static let initialised: Void = g_mime_init()

    /// Parses the bytes and lends the message and the codes of the parser's warnings for the call.
    static func withMessage(
        _ bytes: UnsafeRawBufferPointer,
        _ body: (UnsafeMutablePointer<GMimeMessage>, Set<Int>) -> Void
    ) {
        _ = initialised
        guard let base = bytes.baseAddress,
            let stream = unsafe g_mime_stream_mem_new_with_buffer(base.assumingMemoryBound(to: CChar.self), bytes.count)
        else { return }
        defer { unsafe g_object_unref(stream) }
        guard let parser = unsafe g_mime_parser_new_with_stream(stream) else { return }
        defer { unsafe g_object_unref(parser) }
        let options = unsafe g_mime_parser_options_new()
        defer { unsafe g_mime_parser_options_free(options) }
        var warnings = Warnings()
        unsafe withUnsafeMutablePointer(to: &warnings) { collected in
            unsafe g_mime_parser_options_set_warning_callback(
                options,
                { _, code, _, context in
                    unsafe context?.assumingMemoryBound(to: Warnings.self).pointee.codes.insert(Int(code.rawValue))
                },
                collected
            )
            guard let message = unsafe g_mime_parser_construct_message(parser, options) else { return }
            defer { unsafe g_object_unref(message) }
            unsafe body(message, collected.pointee.codes)
        }
    }

    private struct Warnings {
        var codes: Set<Int> = []
    }

    /// Copies a string GMime keeps; broken UTF-8 is repaired, and control and direction-changing characters become spaces, so
    /// that no header can draw on a terminal or begin a line of its own.
    static func string(_ text: UnsafePointer<CChar>?) -> String? {
        guard let text = unsafe text else { return nil }
        let copy = unsafe String(cString: text)
        let isPlain = copy.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        return isPlain ? copy : Label.withoutControls(copy)
    }

    /// Copies and frees a string GMime hands over.
    static func taking(_ text: UnsafeMutablePointer<CChar>?) -> String? {
        guard let text = unsafe text else { return nil }
        defer { unsafe g_free(text) }
        return unsafe String(cString: text)
    }

    /// The content of a part with its transfer encoding undone.
    static func content(of part: UnsafeMutablePointer<GMimePart>) -> [UInt8] {
        guard let wrapper = unsafe g_mime_part_get_content(part), let stream = unsafe g_mime_stream_mem_new() else {
            return []
        }
        defer { unsafe g_object_unref(stream) }
        unsafe g_mime_data_wrapper_write_to_stream(wrapper, stream)
        let memory = unsafe UnsafeMutableRawPointer(stream).assumingMemoryBound(to: GMimeStreamMem.self)
        guard let array = unsafe g_mime_stream_mem_get_byte_array(memory), let data = unsafe array.pointee.data else {
            return []
        }
        return unsafe Array(UnsafeBufferPointer(start: data, count: Int(array.pointee.len)))
    }

    /// Converts text from a charset to UTF-8; nil if the charset is unknown or the bytes do not fit it.
    static func utf8(_ bytes: [UInt8], from charset: String) -> String? {
        unsafe bytes.withUnsafeBytes { raw in
            guard let base = raw.baseAddress else { return "" }
            var written: gsize = 0
            guard
                let text = unsafe g_convert(
                    base.assumingMemoryBound(to: CChar.self),
                    raw.count,
                    "UTF-8",
                    charset,
                    nil,
                    &written,
                    nil
                )
            else { return nil }
            defer { unsafe g_free(text) }
            let buffer = unsafe UnsafeRawBufferPointer(start: text, count: Int(written))
            return unsafe String(decoding: buffer, as: UTF8.self)
        }
    }
}
