import Foundation
import TestSupport
import Testing

/// A folder that people and scanners put files into, and a Maildir: what is taken, when, and what is left alone.
@Suite(.serialized) struct FolderSourceTests {
    private let folder = Place.temporary()
    private var drop: URL { folder.appendingPathComponent("ablage") }
    private var maildir: URL { folder.appendingPathComponent("postfach") }

    private func village(through program: [String] = []) throws -> Village {
        for name in ["ablage", "postfach/new", "postfach/cur", "postfach/tmp"] {
            try FileManager.default.createDirectory(at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
        }
        return try Village(sources: "ablage: { folder: ablage }\n  postfach: { maildir: postfach }", in: folder)
    }

    private func put(_ name: String, _ bytes: Data, in place: URL) throws {
        try bytes.write(to: place.appendingPathComponent(name))
    }

    private func names(_ place: URL) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
    }

    private var taken: [String] { names(drop.appendingPathComponent("angenommen")) }

    private func pdf(_ sample: String) throws -> Data {
        let script =
            "import email, sys; m = email.message_from_binary_file(open(sys.argv[1], 'rb')); sys.stdout.buffer.write("
            + "__import__('base64').b64encode([p for p in m.walk() if p.get_content_type() == 'application/pdf'][0].get_payload(decode=True)))"
        let path = Place.repository.appendingPathComponent("SampleForms/\(sample)/message.eml").path
        return try #require(Data(base64Encoded: try Run("/usr/bin/python3", ["-c", script, path]).output))
    }

    @Test func `a file is taken once it is whole, and moved aside under the number it got`() async throws {
        let village = try village()
        try await village.ready()
        let whole = try pdf("01-mietzuschuss-vollstaendig")
        try put("a-halb.pdf", whole.prefix(whole.count / 2), in: drop)
        try put("b-kopie.part", whole, in: drop)
        try put("b-kopie.tmp", whole, in: drop)
        try put(".b-versteckt.pdf", whole, in: drop)
        // Looked at after the first, twice.
        for name in ["y.eml", "z.eml"] {
            try put(name, Data("From: a@example.org\nSubject: \(name)\n\nGuten Tag.\n".utf8), in: drop)
            try await wait(name) { taken.contains { $0.hasSuffix("-\(name)") } }
        }
        #expect(names(drop) == ["a-halb.pdf", "angenommen", "b-kopie.part", "b-kopie.tmp"])
        let handle = try FileHandle(forWritingTo: drop.appendingPathComponent("a-halb.pdf"))
        try handle.seekToEnd()
        try handle.write(contentsOf: whole.suffix(from: whole.count / 2))
        try handle.close()
        // A finished copy gets its name in one step.
        try FileManager.default.moveItem(at: drop.appendingPathComponent("b-kopie.part"), to: drop.appendingPathComponent("c.pdf"))
        try await wait("both") { taken.contains { $0.hasSuffix("-a-halb.pdf") } && taken.contains { $0.hasSuffix("-c.pdf") } }
        try await wait("the cases") { try village.cases().count == 3 }
        let form = try village.cases().filter { $0["recordType"] as? String == "wohngeld" }
        #expect(form.count == 1, "the same bytes are one application")
        let numbers = Set(taken.filter { $0.hasSuffix(".pdf") }.map { $0.prefix(10) })
        #expect(numbers.count == 1 && taken.allSatisfy { $0.wholeMatch(of: /E-\d{6}-\d-.+/) != nil }, "\(taken)")
        let kept = try Data(contentsOf: drop.appendingPathComponent("angenommen/\(try #require(taken.first { $0.hasSuffix("-c.pdf") }))"))
        #expect(kept == whole)
        #expect(village.service.stop() == 0)
    }

    @Test func `names do no harm, links are not followed, folders are left alone, and a name nobody can read is told`() async throws {
        let village = try village()
        try await village.ready()
        try Data("geheim".utf8).write(to: folder.appendingPathComponent("anderswo.eml"))
        let script = #"""
            import os, sys
            drop, elsewhere = sys.argv[1].encode(), sys.argv[2].encode()
            names = [b"-rf.eml", b"; rm -rf x.eml", b"..%2f..%2fetc.eml", b"zeile\nzwei.eml", b"\x1b[2Jbunt.eml", "Müller & Söhne.eml".encode(),
                     "Mu\u0308ller.eml".encode(), "\u202egpj.eml".encode(), b"a" * 251 + b".eml", b"~root.eml", b"$(id).eml", b"kaputt-\xff.eml"]
            for number, name in enumerate(names):
                with open(os.path.join(drop, name), "wb") as file:
                    file.write(b"From: a@example.org\nSubject: Nummer %d\n\nGuten Tag.\n" % number)
            os.symlink(elsewhere, os.path.join(drop, b"verweis.eml"))
            os.symlink(b"gibt-es-nicht", os.path.join(drop, b"ins-leere.eml"))
            os.mkdir(os.path.join(drop, b"ordner.eml"))
            open(os.path.join(drop, b"ordner.eml", b"darin.eml"), "wb").write(b"From: a@example.org\n\nIm Ordner.\n")
            os.mkfifo(os.path.join(drop, b"rohr.eml"))
            """#
        let run = try Run("/usr/bin/python3", ["-c", script, drop.path, folder.appendingPathComponent("anderswo.eml").path])
        try #require(run.status == 0, "\(run.errors)")
        try await wait("all") { taken.count == 10 }
        try await wait("the cases") { try village.cases().count == 10 }
        try await wait("the word") { village.service.said.contains("not taken") }
        #expect(Set(names(drop)).isSuperset(of: ["angenommen", "ins-leere.eml", "ordner.eml", "rohr.eml", "verweis.eml"]))
        #expect(
            taken.allSatisfy { name in
                name.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || "0123456789.-_".unicodeScalars.contains($0) }
            }
        )
        #expect(!village.service.said.contains("\u{1B}"))
        #expect(try String(contentsOf: folder.appendingPathComponent("anderswo.eml"), encoding: .utf8) == "geheim")
        #expect(village.service.stop() == 0)
    }

    @Test func `a file that cannot be read is told once and taken when it can, and so is a folder that goes away`() async throws {
        let village = try village()
        // Whoever is root reads everything; the service of an office is not.
        try await village.ready()
        let limited = ["/usr/bin/setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
        #expect(village.service.stop() == 0)
        try village.service.start(through: limited)
        try await village.ready(2)
        let message = Data("From: a@example.org\nSubject: Gesperrt\n\nGuten Tag.\n".utf8)
        let locked = drop.appendingPathComponent("gesperrt.eml")
        try put("gesperrt.eml", message, in: drop)
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: locked.path)
        try put("offen.eml", message + Data("PS\n".utf8), in: drop)
        try await wait("the other") { taken.contains { $0.hasSuffix("-offen.eml") } }
        try await wait("the word") { village.service.said.contains("not taken") }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: locked.path)
        try await wait("the file") { taken.contains { $0.hasSuffix("-gesperrt.eml") } }

        let away = folder.appendingPathComponent("weg")
        try FileManager.default.moveItem(at: drop, to: away)
        try await wait("the word") { village.service.said.contains("the folder cannot be read") }
        try FileManager.default.moveItem(at: away, to: drop)
        try put("danach.eml", message + Data("PPS\n".utf8), in: drop)
        try await wait("the file") { taken.contains { $0.hasSuffix("-danach.eml") } }
        #expect(village.service.said.components(separatedBy: "the folder cannot be read").count == 2, "said once")
        #expect(village.service.stop() == 0)
    }

    @Test func `a Maildir is emptied from new into cur, and nothing else in it is looked at`() async throws {
        let village = try village()
        try await village.ready()
        func message(_ text: String) -> Data { Data("From: a@example.org\nSubject: \(text)\n\nGuten Tag.\n".utf8) }
        try put("1.tmp.host", message("noch im Werden"), in: maildir.appendingPathComponent("tmp"))
        try put("2.alt.host:2,S", message("schon gelesen"), in: maildir.appendingPathComponent("cur"))
        try put("3.neu.host", message("neu"), in: maildir.appendingPathComponent("new"))
        try put("4.neu.host,S=53:2,", message("neu mit Größe"), in: maildir.appendingPathComponent("new"))
        try put("5.neu.host", message("neu"), in: maildir.appendingPathComponent("new"))
        let read = maildir.appendingPathComponent("cur")
        try await wait("all") { names(maildir.appendingPathComponent("new")).isEmpty }
        #expect(names(read) == ["2.alt.host:2,S", "3.neu.host:2,", "4.neu.host,S=53:2,", "5.neu.host:2,"])
        #expect(names(maildir.appendingPathComponent("tmp")) == ["1.tmp.host"])
        try await wait("the cases") { try village.cases().count == 2 }
        // A file that cannot be put aside is taken once, and told once.
        try FileManager.default.removeItem(at: read)
        try put("6.neu.host", message("ohne cur"), in: maildir.appendingPathComponent("new"))
        try await wait("the case") { try village.cases().count == 3 }
        try await wait("the file") { names(read) == ["6.neu.host:2,"] }
        #expect(village.service.stop() == 0)
    }

    @Test func `a source whose folder is missing at the start is named with its line, and nothing starts`() async throws {
        let village = try Village(in: folder)
        try await village.ready()
        #expect(village.service.stop() == 0)
        let file = folder.appendingPathComponent("eingang.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
            .replacing("sources:\n", with: "sources:\n  ablage: { folder: gibt-es-nicht }\n  postfach: { maildir: auch-nicht }\n")
        try Data(text.utf8).write(to: file)
        let run = try Run(Place.program, ["serve", "--config", file.path, "--store", village.service.store])
        #expect(run.status == 3)
        #expect(run.errors.contains("eingang.yaml:8:21: Das Verzeichnis „gibt-es-nicht“ gibt es nicht."), "\(run.errors)")
        #expect(run.errors.contains("eingang.yaml:9:24: Das Verzeichnis „auch-nicht“ gibt es nicht."), "\(run.errors)")
    }
}
