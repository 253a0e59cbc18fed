import Foundation
import TestSupport
import Testing

/// Every sample through the program, compared whole with what is written beside it.
struct SampleTests {
    static let folders: [String] = {
        let samples = Place.repository.appendingPathComponent("SampleForms").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: samples)) ?? []
        return names.filter { FileManager.default.fileExists(atPath: "\(samples)/\($0)/expected.json") }.sorted()
    }()

    @Test func `there are at least 16 messages with an expected outcome`() { #expect(Self.folders.count >= 17) }

    @Test(arguments: folders)
    func `a sample has the expected outcome, whole`(folder: String) throws {
        let run = try Run.eingang("process", "--json", "--trust", "SampleForms/trust", "SampleForms/\(folder)")
        #expect(run.status == 0)
        #expect(run.errors == "")
        let file = Place.repository.appendingPathComponent("SampleForms/\(folder)/expected.json")
        let actual = try Self.text(try run.objects)
        let expected = try Self.text(try JSONSerialization.jsonObject(with: Data(contentsOf: file)))
        if actual != expected {
            try Data(actual.utf8).write(to: file.deletingLastPathComponent().appendingPathComponent("expected.actual.json"))
        }
        #expect(actual == expected, "see SampleForms/\(folder)/expected.actual.json")
    }

    @Test(arguments: folders.filter { $0.first?.isNumber == true && $0 != "24-postfach" && !$0.contains("de-mail") })
    func `LF and CRLF line ends give the same record`(folder: String) throws {
        let url = Place.repository.appendingPathComponent("SampleForms/\(folder)/message.eml")
        let bytes = Array(try Data(contentsOf: url))
        let lf = bytes.indices.filter { bytes[$0] != 13 || $0 + 1 == bytes.count || bytes[$0 + 1] != 10 }.map { bytes[$0] }
        let crlf = lf.flatMap { $0 == 10 ? [13, 10] : [$0] }
        let records = try [lf, crlf].map { bytes in
            let object = try #require(try Run.eingang("process", "--json", "-", input: Data(bytes)).objects.first)
            return try Self.text([object["record"], object["outcome"], object["missing"]].map { $0 ?? NSNull() })
        }
        #expect(records[0] == records[1])
    }

    private static func text(_ object: Any) throws -> String {
        String(decoding: try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .prettyPrinted]), as: UTF8.self)
    }
}
