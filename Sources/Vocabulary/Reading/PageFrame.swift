/// How the picture of a page lies over the page: which part of it is seen, how it is turned, how many pixels it has.
public struct PageFrame: Hashable, Sendable, Codable {
    /// A rectangle on the picture in pixels, origin top left.
    public struct Place: Hashable, Sendable {
        /// The left edge.
        public var x: Double
        /// The top edge.
        public var y: Double
        /// How wide it is.
        public var width: Double
        /// How high it is.
        public var height: Double

        /// Makes a rectangle.
        public init(x: Double, y: Double, width: Double, height: Double) {
            (self.x, self.y, self.width, self.height) = (x, y, width, height)
        }
    }

    /// The part of the page that is seen (crop box) in points, origin bottom left, before the page is turned.
    public var box: Rect
    /// How far the page is turned clockwise to be seen (ISO 32000-1, table 30, `Rotate`): 0, 90, 180 or 270 degrees.
    public var turn: Int
    /// The picture's width in pixels.
    public var width: Int
    /// The picture's height in pixels.
    public var height: Int

    /// Makes a frame.
    public init(box: Rect, turn: Int, width: Int, height: Int) {
        (self.box, self.turn, self.width, self.height) = (box, turn, width, height)
    }

    /// How wide the page is as it is seen, in points.
    public var seenWidth: Double { turn % 180 == 0 ? box.x1 - box.x0 : box.y1 - box.y0 }

    /// How high the page is as it is seen, in points.
    public var seenHeight: Double { turn % 180 == 0 ? box.y1 - box.y0 : box.x1 - box.x0 }

    /// Where a rectangle of the page lies on the picture, cut to what is seen.
    ///
    /// - Parameter rect: in points, origin bottom left, before the page is turned, as in ``Provenance/rect``.
    /// - Returns: its place; nil when nothing of it is seen.
    public func place(of rect: Rect) -> Place? {
        guard isSound, [rect.x0, rect.y0, rect.x1, rect.y1].allSatisfy(\.isFinite) else { return nil }
        let (left, right) = (max(min(rect.x0, rect.x1), box.x0), min(max(rect.x0, rect.x1), box.x1))
        let (bottom, top) = (max(min(rect.y0, rect.y1), box.y0), min(max(rect.y0, rect.y1), box.y1))
        guard left <= right, bottom <= top else { return nil }
        let (u0, u1, v0, v1) = (left - box.x0, right - box.x0, bottom - box.y0, top - box.y0)
        let (w, h) = (box.x1 - box.x0, box.y1 - box.y0)
        let (x0, y0, x1, y1) =
            switch turn {
            case 90: (v0, u0, v1, u1)
            case 180: (w - u1, v0, w - u0, v1)
            case 270: (h - v1, w - u1, h - v0, w - u0)
            default: (u0, h - v1, u1, h - v0)
            }
        let (across, down) = (Double(width) / seenWidth, Double(height) / seenHeight)
        return Place(x: x0 * across, y: y0 * down, width: (x1 - x0) * across, height: (y1 - y0) * down)
    }

    /// Where on the page something lies that is seen at a place, the reverse of ``place(of:)``.
    ///
    /// - Parameter seen: a rectangle in points of the page as it is seen, origin top left, y downwards.
    /// - Returns: it in points, origin bottom left, before the page is turned.
    public func rect(ofSeen seen: Rect) -> Rect {
        let (w, h) = (box.x1 - box.x0, box.y1 - box.y0)
        let (u0, v0, u1, v1) =
            switch turn {
            case 90: (seen.y0, seen.x0, seen.y1, seen.x1)
            case 180: (w - seen.x1, seen.y0, w - seen.x0, seen.y1)
            case 270: (w - seen.y1, h - seen.x1, w - seen.y0, h - seen.x0)
            default: (seen.x0, h - seen.y1, seen.x1, h - seen.y0)
            }
        return Rect(u0 + box.x0, v0 + box.y0, u1 + box.x0, v1 + box.y0)
    }

    /// Whether it is one that pages have: it may come from a reader that a hostile message has taken over.
    public var isSound: Bool {
        [box.x0, box.y0, box.x1, box.y1].allSatisfy { $0.isFinite && abs($0) < 1e7 } && box.x1 - box.x0 > 0.01 && box.y1 - box.y0 > 0.01
            && [0, 90, 180, 270].contains(turn) && Self.sides.contains(width) && Self.sides.contains(height)
            && width * height <= Self.mostPixels
    }

    /// So wide is the picture of an ordinary page, in pixels.
    public static let usualWidth = 1100
    /// So many pixels has the picture of no page more.
    public static let mostPixels = 4_000_000
    /// So long are the sides of a picture.
    public static let sides = 1...8000

    /// The frame of a page as it is usually shown: scaled to ``usualWidth``, smaller where that would be too large; nil for a page without extent.
    ///
    /// - Parameters:
    ///   - box: the part of the page that is seen.
    ///   - turn: how far it is turned, in degrees; what is no multiple of 90 counts as not turned.
    public init?(box: Rect, turn: Int) {
        let turn = [90, 180, 270].contains((turn % 360 + 360) % 360) ? (turn % 360 + 360) % 360 : 0
        self.init(box: box, turn: turn, width: 1, height: 1)
        guard isSound, seenWidth.isFinite, seenHeight.isFinite else { return nil }
        var scale = Double(Self.usualWidth) / seenWidth
        scale = min(scale, (Double(Self.mostPixels) / (seenWidth * seenHeight)).squareRoot())
        scale = min(scale, Double(Self.sides.upperBound) / max(seenWidth, seenHeight))
        // Rounded down, so that the product stays below the limit.
        (width, height) = (max(1, Int(seenWidth * scale + 1e-6)), max(1, Int(seenHeight * scale + 1e-6)))
        guard isSound else { return nil }
    }
}
