internal import Deciding
internal import Definitions
internal import Presentation
internal import Vocabulary

/// What came in, beside the fields: one document with the places of its values marked, and the list of all.
struct Paper {
    let submissions: [ShownSubmission]
    /// The document that is shown; nil when there is none to show.
    let shown: ShownDocument?
    private let work: Work

    /// - Parameters:
    ///   - submissions: all that came in.
    ///   - wanted: the digest of a document, as hexadecimal digits; empty for the one that most was read from.
    ///   - readings: what was read.
    ///   - work: who sees it.
    init(_ submissions: [ShownSubmission], wanted: String, _ readings: [FieldReading], _ work: Work) {
        (self.submissions, self.work) = (submissions, work)
        let all = submissions.flatMap(\.documents)
        let places = readings.flatMap(\.provenance)
        let most = all.max { a, b in places.count(where: a.shows) < places.count(where: b.shows) }
        shown = all.first { $0.digest.hex == wanted } ?? most
    }

    /// What the page shows of it.
    ///
    /// - Parameters:
    ///   - readings: whose places are marked.
    ///   - title: what people call the field of a path.
    /// - Returns: the values of its layout.
    func context(_ readings: [FieldReading], title: (String) -> String) -> [String: Any] {
        var context: [String: Any] = [
            "files": submissions.flatMap { submission in submission.documents.map { file($0) } },
            "messages": submissions.map { ["address": work.address(ofMessage: $0), "note": $0.note.map { $0 as Any } ?? false] },
        ]
        guard let shown else { return context }
        if let note = shown.note { context["note"] = note }
        if shown.pages.isEmpty, let text = shown.text {
            (context["lines"], context["hasLines"]) = (lines(text, of: shown, readings, title), true)
        }
        context["sheets"] = shown.pages.enumerated().compactMap { index, frame in
            frame.map { sheet(index + 1, $0, shown, readings, title) }
        }
        if !shown.pages.isEmpty { context["text"] = work.address(ofText: shown) }
        return context
    }

    private func file(_ document: ShownDocument) -> [String: Any] {
        [
            "name": Label.withoutControls(document.name), "hex": document.digest.hex, "isShown": document == shown,
            "download": document.isFile ? work.address(ofFile: document) as Any : false,
        ]
    }

    private func sheet(
        _ number: Int,
        _ frame: PageFrame,
        _ document: ShownDocument,
        _ readings: [FieldReading],
        _ title: (String) -> String
    ) -> [String: Any] {
        let marks = readings.flatMap { reading in
            reading.provenance.filter { document.shows($0) && $0.page == number }.compactMap { place -> [String: Any]? in
                guard let spot = place.rect.flatMap(frame.place(of:)) else { return nil }
                return [
                    "anchor": Pages.anchor(reading.path), "title": title(reading.path), "look": Pages.state(reading.state).look,
                    "x": Int(spot.x), "y": Int(spot.y), "width": Int(spot.width.rounded(.up)), "height": Int(spot.height.rounded(.up)),
                ]
            }
        }
        return [
            "address": work.address(ofPage: number, of: document), "width": frame.width, "height": frame.height, "number": number,
            "name": work.language("{1}, Seite {2}", Label.withoutControls(document.name), number), "marks": marks,
        ]
    }

    /// A text line by line, with links where something was read.
    private func lines(_ text: String, of document: ShownDocument, _ readings: [FieldReading], _ title: (String) -> String)
        -> [[String: Any]]
    {
        var found: [Int: (path: String, title: String)] = [:]
        for reading in readings {
            for place in reading.provenance where document.shows(place) {
                if let line = place.line, found[line] == nil { found[line] = (reading.path, title(reading.path)) }
            }
        }
        return text.split(separator: "\n", omittingEmptySubsequences: false).prefix(Self.mostLines).enumerated().map { index, line in
            var context: [String: Any] = ["words": Label.withoutControls(String(line))]
            if let mark = found[index + 1] { (context["anchor"], context["title"]) = (Pages.anchor(mark.path), mark.title) }
            return context
        }
    }

    /// More is read in the file itself.
    private static let mostLines = 2000

    /// The part of a page around a place, as a picture; nil where the place lies on no picture.
    func crop(_ place: Provenance) -> [String: Any]? {
        for document in submissions.flatMap(\.documents) where document.shows(place) {
            guard let page = place.page, let frame = document.frame(ofPage: page), let spot = place.rect.flatMap(frame.place(of:)) else {
                continue
            }
            // Enough around it to see what it belongs to.
            let (x, y) = (max(0, spot.x - Self.margin * 4), max(0, spot.y - Self.margin))
            let width = min(Double(frame.width) - x, max(spot.width + Self.margin * 8, 420))
            let height = min(Double(frame.height) - y, spot.height + Self.margin * 2)
            return [
                "address": work.address(ofPage: page, of: document), "pageWidth": frame.width, "pageHeight": frame.height,
                "view": "\(Int(x)) \(Int(y)) \(Int(width)) \(Int(height))", "x": Int(spot.x), "y": Int(spot.y),
                "width": Int(spot.width.rounded(.up)), "height": Int(spot.height.rounded(.up)),
            ]
        }
        return nil
    }

    /// Pixels around a place.
    private static let margin = 26.0

    /// How it looks; part of the layout of a case.
    static let layout = """
        {{#paper}}<nav aria-label="[[Dokumente]]"><ul class="plain files">{{#files}}<li><a href="{{place}}?blatt={{hex}}"{{#isShown}} aria-current="page"{{/isShown}} lang="de">{{name}}</a>{{#download}} <a class="soft" href="{{download}}" aria-label="{{name}} [[herunterladen]]">↓</a>{{/download}}</li>{{/files}}
        {{#messages}}<li><a class="soft" href="{{address}}">[[Nachricht]] ↓</a></li>{{/messages}}</ul></nav>
        {{#messages}}{{#note}}<p class="note warning" lang="de">{{note}}</p>{{/note}}{{/messages}}{{#note}}<p class="note" lang="de">{{note}}</p>{{/note}}
        {{#text}}<p><a class="soft" href="{{text}}">[[Seiten als Text lesen]]</a></p>{{/text}}
        {{#sheets}}<div class="sheet" id="seite-{{number}}"><img src="{{address}}" width="{{width}}" height="{{height}}" alt="{{name}}" lang="de" loading="lazy"><svg viewBox="0 0 {{width}} {{height}}" role="group" aria-label="[[Fundstellen auf Seite]] {{number}}" preserveAspectRatio="none">{{#marks}}<a href="#{{anchor}}" aria-label="{{title}}" tabindex="-1"><title>{{title}}</title><rect class="{{look}}" x="{{x}}" y="{{y}}" width="{{width}}" height="{{height}}"/></a>{{/marks}}</svg></div>{{/sheets}}
        {{#hasLines}}<ol class="lines" lang="de">{{#lines}}<li>{{#anchor}}<a href="#{{anchor}}" title="{{title}}">{{words}}</a>{{/anchor}}{{^anchor}}{{words}}{{/anchor}}</li>{{/lines}}</ol>{{/hasLines}}{{/paper}}
        """

    /// A crop; part of what shows a candidate.
    static let cropLayout = """
        {{#crop}}<svg class="crop" viewBox="{{view}}" role="img" aria-label="[[Ausschnitt der Seite]]"><image href="{{address}}" width="{{pageWidth}}" height="{{pageHeight}}"/><rect x="{{x}}" y="{{y}}" width="{{width}}" height="{{height}}"/></svg>{{/crop}}
        """
}
