import Deciding
import Foundation
import Intake
import Presentation
import Readers
import Store
import TestSupport
import Testing
import Vocabulary

/// What came in, as clerks see it.
struct OriginalsTests {
    private static let now = Instant(seconds: 1_795_425_300)

    /// An office with readers and a store.
    private struct Office {
        let pipeline: Pipeline
        let pool: ReaderPool
        let place = Place.temporary().path
        let archive: Archive
        let originals: Originals

        init(_ limits: Limits = Limits(), readers: Int = 2) async throws {
            var profile = ReaderProfile(schemas: Place.schemas.path)
            profile.limits = limits
            profile.keys = KeyFixtures.directory.path
            (pipeline, pool) = try await Pipelines.make(profile, readers: readers)
            archive = try Archive(directory: place)
            originals = Originals([pipeline], archive) { OriginalsTests.now }
        }

        func receive(_ bytes: [UInt8], _ source: String = "a.eml") async throws -> Digest {
            let submission = Submission(source: source, bytes: bytes, receivedAt: OriginalsTests.now)
            _ = try await archive.receive(submission, office: pipeline.office.id, now: OriginalsTests.now)
            return submission.digest
        }

        var id: String { pipeline.office.id }

        func page(_ number: Int, _ document: Digest, _ submission: Digest) async throws -> ShownPage {
            try await originals.page(number, of: document, in: submission, office: id)
        }

        /// The remembered pages, by name.
        var kept: [String: URL] {
            let root = URL(fileURLWithPath: place + "/pictures")
            let names = (try? FileManager.default.subpathsOfDirectory(atPath: root.path)) ?? []
            return Dictionary(uniqueKeysWithValues: names.filter { $0.contains("-p") }.map { ($0, root.appendingPathComponent($0)) })
        }
    }

    private func sample(_ folder: String) throws -> [UInt8] {
        Array(try Data(contentsOf: Place.repository.appendingPathComponent("SampleForms/\(folder)/message.eml")))
    }

    @Test func `every value of a form lies on a page that is shown`() async throws {
        let office = try await Office()
        let bytes = try sample("01-mietzuschuss-vollstaendig")
        let digest = try await office.receive(bytes)
        let shown = try await office.originals.submission(digest, office: office.id)
        #expect(shown.isMessage && shown.note == nil)
        let form = try #require(shown.documents.first { $0.kind == .pdf })
        #expect(form.pages.count == 2 && form.note == nil && form.isFile)
        let decision = try await office.pipeline.process(Submission(source: "a", bytes: bytes), now: Self.now).decision
        let places = decision.readings.flatMap(\.provenance).filter { $0.page != nil }
        #expect(places.count > 30)
        for place in places {
            #expect(form.shows(place))
            let (page, rect) = (try #require(place.page), try #require(place.rect))
            let frame = try #require(form.frame(ofPage: page))
            let spot = try #require(frame.place(of: rect), "\(place)")
            #expect(spot.width > 5 && spot.height > 5 && spot.x + spot.width <= Double(frame.width))
        }
        let page = try await office.page(1, form.digest, digest)
        #expect(try SeenPicture(page.png).width == 1100)
        #expect(page.text.contains("Familienname") && page.text.contains("[Weber]") && page.text.contains("[X] Erstantrag"))
        #expect(page.png.count < 150_000)
        let file = try await office.originals.file(form.digest, in: digest, office: office.id)
        #expect(file.name.hasSuffix(".pdf") && Digest(of: file.bytes) == form.digest)
    }

    @Test func `a page that was drawn is remembered without a reader, and drawn anew when what is remembered is damaged`() async throws {
        let office = try await Office()
        let digest = try await office.receive(try Fixtures.bytes("turned90.pdf"), "turned.pdf")
        let first = try await office.page(1, digest, digest)
        let file = try #require(office.kept.values.first)
        try Data("Unsinn".utf8).write(to: file)
        #expect(try await office.page(1, digest, digest).png == first.png)
        await office.pool.shutDown()
        #expect(try await office.page(1, digest, digest).png == first.png)
        try FileManager.default.removeItem(at: file)
        await #expect(throws: PageFailure.notNow(ReaderPool.Failure.shutDown.description)) { try await office.page(1, digest, digest) }
    }

    @Test func `nothing is shown of another office, another submission, or a page that is not there`() async throws {
        let office = try await Office()
        let digest = try await office.receive(try sample("01-mietzuschuss-vollstaendig"))
        let other = try await office.receive(try Fixtures.bytes("turned0.pdf"), "turned.pdf")
        let form = try #require(try await office.originals.submission(digest, office: office.id).documents.first { $0.kind == .pdf }).digest
        _ = try await office.page(1, form, digest)
        let asked: [(Int, Digest, Digest, String)] = [
            (1, form, digest, "anderswo"), (1, form, other, office.id), (3, form, digest, office.id), (0, form, digest, office.id),
            (.max, form, digest, office.id), (1, digest, digest, office.id), (1, form, Digest(of: "x".utf8), office.id),
        ]
        for (page, document, submission, id) in asked {
            await #expect(throws: PageFailure.notThere) {
                try await office.originals.page(page, of: document, in: submission, office: id)
            }
        }
        await #expect(throws: PageFailure.notThere) { try await office.originals.file(form, in: other, office: office.id) }
        await #expect(throws: PageFailure.notThere) { try await office.originals.submission(digest, office: "anderswo") }
    }

    @Test func `an encrypted message is shown through the key process`() async throws {
        let office = try await Office()
        let digest = try await office.receive(try KeyFixtures.message())
        let shown = try await office.originals.submission(digest, office: office.id)
        #expect(shown.documents.contains { $0.text?.contains("Apfelbaum") == true && $0.isBody }, "\(shown)")
    }

    @Test func `a page that never ends is broken off once for all who wait, while messages are read and the next page is shown`()
        async throws
    {
        var limits = Limits()
        limits.pictureSeconds = 2
        let office = try await Office(limits)
        let digest = try await office.receive(try Fixtures.bytes("forms-in-forms.pdf"), "formulare.pdf")
        #expect(try await office.originals.submission(digest, office: office.id).documents.first?.pages.count == 2)
        let bytes = try sample("07-xml")
        let start = ContinuousClock.now
        let failures = try await withThrowingTaskGroup(of: PageFailure?.self) { group in
            for _ in 0..<10 {
                group.addTask {
                    do throws(PageFailure) {
                        _ = try await office.originals.page(1, of: digest, in: digest, office: office.id)
                        return nil
                    } catch { return error }
                }
            }
            for number in 0..<10 {
                let decision = try await office.pipeline.process(Submission(source: "\(number)", bytes: bytes), now: Self.now).decision
                #expect(decision.outcome == .handover)
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(failures.count == 10)
        for failure in failures {
            guard case .notShown(let why) = failure else {
                Issue.record("\(String(describing: failure))")
                continue
            }
            #expect(why.contains("Sekunden"))
        }
        // Ten times would be twenty seconds of processor time.
        #expect(ContinuousClock.now - start < .seconds(19))
        #expect(try SeenPicture(try await office.page(2, digest, digest).png).width == 1100)
    }

    @Test func `what cannot be shown says why, and can still be had as a file`() async throws {
        let office = try await Office()
        let files = [
            ("photo.gif", "Format"), ("outer.zip", "Archiv"), ("office.docx", "Word-Datei"), ("box-beyond.pdf", "Dokument"),
            ("photo-bomb.png", "Größe"),
        ]
        for (name, word) in files {
            let mail = """
                From: a@example.org
                Subject: Anlage
                MIME-Version: 1.0
                Content-Type: application/octet-stream; name="\(name)"
                Content-Transfer-Encoding: base64


                """
            let bytes = try Fixtures.bytes(name)
            let digest = try await office.receive(Array(mail.utf8) + Array(Data(bytes).base64EncodedData(options: .lineLength76Characters)))
            let document = try #require(try await office.originals.submission(digest, office: office.id).documents.first)
            #expect(document.note?.contains(word) == true, "\(name): \(document.note ?? "-")")
            #expect(try await office.originals.file(document.digest, in: digest, office: office.id).bytes == bytes, "\(name)")
        }
    }

    @Test func `nine thousand notes on a page are drawn or broken off, and the next message is read`() async throws {
        var limits = Limits()
        limits.pictureSeconds = 1
        let office = try await Office(limits, readers: 1)
        let digest = try await office.receive(try Fixtures.bytes("notes.pdf"), "notizen.pdf")
        do throws(PageFailure) {
            let page = try await office.originals.page(1, of: digest, in: digest, office: office.id)
            #expect(page.png.count < 100_000)
        } catch {
            guard case .notShown(let why) = error else { throw error }
            #expect(why.contains("Sekunden"))
        }
        let next = try await office.pipeline.process(Submission(source: "a", bytes: try sample("07-xml")), now: Self.now).decision
        #expect(next.outcome == .handover)
    }

    @Test func `pages are drawn ahead`() async throws {
        let office = try await Office()
        let digest = try await office.receive(try sample("01-mietzuschuss-vollstaendig"))
        await office.originals.prepare([digest], office: office.id)
        let end = ContinuousClock.now + .seconds(60)
        while office.kept.count < 2, ContinuousClock.now < end { await Task.yield() }
        #expect(Set(office.kept.keys.map { $0.suffix(3) }) == ["-p1", "-p2"])
    }
}
