import Foundation

/// A picture as another program sees it: its size, and what of it has a colour.
package struct SeenPicture: Sendable, Decodable {
    package var width: Int
    package var height: Int
    /// Left, top, right and bottom edge of what is red; nil when nothing is.
    package var red: [Int]?
    /// How many pixels are neither white nor red.
    package var dark: Int

    /// Opens a picture with Pillow.
    package init(_ png: [UInt8]) throws {
        let file = Place.temporary().appendingPathComponent("a.png")
        try Data(png).write(to: file)
        let script = """
            import json, sys
            from PIL import Image
            picture = Image.open(sys.argv[1]).convert("RGB")
            data = picture.load()
            def isRed(p): return p[0] > 180 and p[1] < 100 and p[2] < 100
            red, dark = [], 0
            for y in range(picture.height):
                for x in range(picture.width):
                    if isRed(data[x, y]): red.append((x, y))
                    elif min(data[x, y]) < 160: dark += 1
            box = [min(x for x, y in red), min(y for x, y in red), max(x for x, y in red) + 1, max(y for x, y in red) + 1] if red else None
            print(json.dumps({"width": picture.width, "height": picture.height, "red": box, "dark": dark}))
            """
        let run = try Run("/usr/bin/python3", ["-c", script, file.path])
        self = try JSONDecoder().decode(Self.self, from: Data(run.output.utf8))
    }
}
