import Documents
import Foundation
import TestSupport
import Testing
import Vocabulary

/// Pictures of pages, and where on them something lies.
struct PagePictureTests {
    private func open(_ name: String) throws -> OpenDocument {
        var opener = Opener()
        return try #require(opener.open(try Fixtures.bytes(name), name: name).first)
    }

    private func picture(_ document: OpenDocument, _ page: Int = 1) throws -> (picture: PagePicture, png: [UInt8]) {
        var found: PagePicture?
        document.draw([page]) { found = $0 }
        let picture = try #require(found)
        return (picture, Array(try #require(Data(base64Encoded: picture.png))))
    }

    private func isNear(_ place: PageFrame.Place, _ edges: [Int]) -> Bool {
        let own = [place.x, place.y, place.x + place.width, place.y + place.height]
        return zip(own, edges).allSatisfy { abs($0 - Double($1)) <= 1.5 }
    }

    @Test(arguments: [(0, 0), (90, 90), (180, 180), (270, 270), (-90, 270), (450, 90)])
    func `a rectangle lies where it is seen however the page is turned and cut`(turn: Int, shown: Int) throws {
        let document = try open("turned\(turn).pdf")
        let (picture, png) = try picture(document)
        let seen = try SeenPicture(png)
        #expect(picture.frame.turn == shown && picture.frame.box == Rect(50, 30, 645, 872))
        #expect(seen.width == picture.frame.width && seen.height == picture.frame.height && seen.width == 1100)
        let place = try #require(picture.frame.place(of: Rect(100, 700, 200, 760)))
        #expect(isNear(place, try #require(seen.red)), "\(place) \(seen.red ?? [])")
        #expect(document.frames == [picture.frame])
    }

    @Test(arguments: [0, 90, 180, 270])
    func `words of a turned page have their place before it is turned`(turn: Int) throws {
        let layout = try open("turned\(turn).pdf").text()
        #expect(layout.lines.map(\.text) == ["Antrag auf Wohngeld"])
        let rect = try #require(layout.lines.first?.words.first?.rect)
        // Written at (300, 400), as wide as the word, and turned against the page.
        let expected =
            [0: [300, 397, 342, 412], 90: [288, 400, 303, 442], 180: [258, 388, 300, 403], 270: [297, 358, 312, 400]][turn] ?? []
        #expect(zip([rect.x0, rect.y0, rect.x1, rect.y1], expected).allSatisfy { abs($0 - Double($1)) < 5 }, "\(rect)")
    }

    @Test(arguments: [0, 90, 180, 270])
    func `a place on the picture leads back to the page`(turn: Int) throws {
        let frame = try #require(PageFrame(box: Rect(50, 30, 645, 872), turn: turn))
        let rect = Rect(100, 700, 200, 760)
        let place = try #require(frame.place(of: rect))
        let (across, down) = (frame.seenWidth / Double(frame.width), frame.seenHeight / Double(frame.height))
        let seen = Rect(place.x * across, place.y * down, (place.x + place.width) * across, (place.y + place.height) * down)
        let back = frame.rect(ofSeen: seen)
        #expect(zip([back.x0, back.y0, back.x1, back.y1], [100, 700, 200, 760]).allSatisfy { abs($0 - $1) < 1e-6 })
    }

    @Test func `what reaches out of the page is cut, and what lies outside has no place`() throws {
        let frame = try #require(PageFrame(box: Rect(0, 0, 550, 1000), turn: 0))
        #expect(frame.place(of: Rect(-100, 500, 10, 2000)) == PageFrame.Place(x: 0, y: 0, width: 20, height: 1000))
        #expect(frame.place(of: Rect(600, 0, 700, 10)) == nil)
        #expect(frame.place(of: Rect(.nan, 0, 1, 1)) == nil)
        #expect(frame.place(of: Rect(10, 10, 0, 0))?.width == 20)
    }

    @Test(arguments: [
        (Rect(0, 0, 14400, 14400), true), (Rect(0, 0, 1, 14400), true), (Rect(0, 0, 14400, 1), true), (Rect(-300, -400, 295, 442), true),
        (Rect(0, 0, 1e9, 1e9), false), (Rect(0, 0, 0, 0), false), (Rect(5, 5, 1, 1), false), (Rect(0, 0, .nan, 1), false),
        (Rect(0, 0, .infinity, 1), false), (Rect(0, 0, 1e-300, 1e-300), false),
    ])
    func `no page has more pixels than are drawn`(box: Rect, isShown: Bool) {
        let frame = PageFrame(box: box, turn: 90)
        #expect((frame != nil) == isShown)
        if let frame { #expect(frame.isSound && frame.width * frame.height <= PageFrame.mostPixels) }
    }

    @Test func `what is filled in is seen, and told in the line beside it`() throws {
        let blank = Place.repository.appendingPathComponent("SampleForms/blank/mietzuschuss-2026.pdf")
        var opener = Opener()
        let document = opener.open(Array(try Data(contentsOf: blank)), name: "blank.pdf")[0]
        let empty = try picture(document)
        #expect(empty.png.count < 100_000 && empty.picture.text.contains("[ ] Erstantrag"), "\(empty.picture.text)")
        let filled = try picture(try open("fields.pdf"))
        #expect(filled.picture.text.contains("[Grüße]") && filled.picture.text.contains("[X]"), "\(filled.picture.text)")
        #expect(try SeenPicture(filled.png).dark > 300)
    }

    @Test(arguments: [
        ("photo.jpg", 400, 200, [0, 0, 200, 100]), ("photo-turned.jpg", 200, 400, [100, 0, 200, 200]),
        ("photo-progressive.jpg", 400, 200, [0, 0, 200, 100]), ("photo-inks.jpg", 400, 200, [0, 0, 200, 100]),
        ("photo.png", 400, 200, [0, 0, 200, 100]), ("photo-see-through.png", 400, 200, [0, 0, 200, 100]),
    ])
    func `a photo is a page, upright and in its colours`(name: String, width: Int, height: Int, red: [Int]) throws {
        let (picture, png) = try picture(try open(name))
        let seen = try SeenPicture(png)
        #expect((seen.width, seen.height) == (width, height) && picture.frame.width == width)
        let edges = try #require(seen.red)
        #expect(zip(edges, red).allSatisfy { abs($0 - $1) <= 8 }, "\(edges)")
    }

    @Test func `a grey photo is shown, and one that is cut off as far as it goes`() throws {
        #expect(try SeenPicture(try picture(try open("photo-grey.jpg")).png).dark > 15_000)
        _ = try picture(try open("photo-cut.jpg"))
    }

    @Test(arguments: [
        "photo.gif", "photo-head.jpg", "photo-bomb.png", "outer.zip", "office.docx", "box-beyond.pdf", "million-notes.pdf",
    ])
    func `what cannot be shown has no page`(name: String) throws {
        let document = try open(name)
        #expect(document.frames.allSatisfy { $0 == nil })
        document.draw([1]) { _ in Issue.record("\(name) was drawn") }
    }

    @Test(arguments: [
        "box-huge.pdf", "box-thin.pdf", "box-flat.pdf", "box-zero.pdf", "box-backwards.pdf", "box-none.pdf", "box-nan.pdf",
        "picture-huge.pdf",
    ])
    func `a page that is hostile is drawn within its bounds`(name: String) throws {
        let document = try open(name)
        let (picture, png) = try picture(document)
        #expect(picture.frame.isSound && png.count < 5_000_000 && document.frames.first == picture.frame)
        document.draw([0, -1, 2, 201, .max, .min]) { _ in Issue.record("a page that is not there was drawn") }
    }
}
