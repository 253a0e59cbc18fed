/// What the markers of a JPEG file say (ITU-T T.81, annex B; Exif 2.3 for how the camera was held).
struct JPEGHeader {
    /// Pixels from left to right, as stored.
    private(set) var width = 0
    /// Pixels from top to bottom, as stored.
    private(set) var height = 0
    /// 1 for grey, 3 for colours, 4 for inks.
    private var components = 0
    /// How far it is turned clockwise to be seen, in degrees.
    private(set) var turn = 0
    /// Whether Adobe wrote it: then inks are stored the other way round.
    private var isAdobe = false

    /// Reads the markers before the pixels; nil for what is no JPEG with 8 bits a sample.
    init?(_ bytes: [UInt8]) {
        guard bytes.starts(with: [0xFF, 0xD8]) else { return nil }
        var place = 2
        while components == 0 {
            while place < bytes.count, bytes[place] == 0xFF { place += 1 }
            guard place + 3 <= bytes.count else { return nil }
            let marker = bytes[place]
            let length = Photo.number(bytes[place + 1..<place + 3])
            guard length >= 2, place + 1 + length <= bytes.count else { return nil }
            read(marker, bytes[place + 3..<place + 1 + length])
            place += 1 + length
            // Between segments there is nothing but fill bytes; where pixels begin without a size, it is none.
            guard components > 0 || (place < bytes.count && bytes[place] == 0xFF && marker != 0xDA) else { return nil }
        }
        guard [1, 3, 4].contains(components), width > 0, height > 0 else { return nil }
    }

    private mutating func read(_ marker: UInt8, _ segment: ArraySlice<UInt8>) {
        let bytes = Array(segment)
        switch marker {
        case 0xC0, 0xC1, 0xC2:
            guard bytes.count >= 6, bytes[0] == 8 else { return }
            (height, width, components) = (Photo.number(bytes[1..<3]), Photo.number(bytes[3..<5]), Int(bytes[5]))
        case 0xE1 where bytes.starts(with: Array("Exif\0\0".utf8)): turn = Self.turn(Array(bytes.dropFirst(6)))
        case 0xEE where bytes.starts(with: "Adobe".utf8): isAdobe = true
        default: break
        }
    }

    /// How the camera was held (tag 0x0112); mirrored pictures are shown as they are.
    private static func turn(_ tiff: [UInt8]) -> Int {
        guard tiff.count >= 8 else { return 0 }
        let isLittle = tiff[0] == 0x49
        func number(_ place: Int, _ count: Int) -> Int? {
            guard place >= 0, place + count <= tiff.count else { return nil }
            let bytes = tiff[place..<place + count]
            return isLittle ? bytes.reversed().reduce(0) { $0 << 8 | Int($1) } : Photo.number(bytes)
        }
        guard let directory = number(4, 4), let entries = number(directory, 2) else { return 0 }
        for entry in 0..<entries {
            let place = directory + 2 + 12 * entry
            guard let tag = number(place, 2) else { return 0 }
            if tag == 0x0112 { return [3: 180, 6: 90, 8: 270][number(place + 8, 2) ?? 1] ?? 0 }
        }
        return 0
    }

    /// A PDF with one page that shows the picture, one point for each pixel.
    func page(around picture: [UInt8]) -> [UInt8] {
        let space = [1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"][components] ?? "/DeviceRGB"
        let decode = components == 4 && isAdobe ? " /Decode [1 0 1 0 1 0 1 0]" : ""
        let drawing = "\(width) 0 0 \(height) 0 0 cm /P Do"
        let objects: [(head: String, stream: [UInt8]?)] = [
            ("<< /Type /Catalog /Pages 2 0 R >>", nil),
            ("<< /Type /Pages /Kids [3 0 R] /Count 1 >>", nil),
            (
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 \(width) \(height)] /Rotate \(turn) "
                    + "/Resources << /XObject << /P 5 0 R >> >> /Contents 4 0 R >>", nil
            ),
            ("<< /Length \(drawing.utf8.count) >>", Array(drawing.utf8)),
            (
                "<< /Type /XObject /Subtype /Image /Width \(width) /Height \(height) /ColorSpace \(space) /BitsPerComponent 8\(decode) "
                    + "/Filter /DCTDecode /Length \(picture.count) >>", picture
            ),
        ]
        var file = Array("%PDF-1.4\n".utf8)
        var places: [Int] = []
        for (index, object) in objects.enumerated() {
            places.append(file.count)
            file += Array("\(index + 1) 0 obj\n\(object.head)\n".utf8)
            if let stream = object.stream { file += Array("stream\n".utf8) + stream + Array("\nendstream\n".utf8) }
            file += Array("endobj\n".utf8)
        }
        let table = places.map { place in
            let digits = String(place)
            return String(repeating: "0", count: max(0, 10 - digits.count)) + digits + " 00000 n \n"
        }
        let start = file.count
        file += Array("xref\n0 \(objects.count + 1)\n0000000000 65535 f \n\(table.joined())".utf8)
        return file + Array("trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n".utf8)
    }
}
