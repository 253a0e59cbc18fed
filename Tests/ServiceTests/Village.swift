import Foundation
import TestSupport
import Testing

/// The service of one office without a mail server before it: messages come by LMTP and otherwise, letters go to one place.
final class Village {
    let folder: URL
    let service: Running
    let letters: Letters
    let lmtp: Int
    let http: Int
    private let sink: Peer

    static let office = "wohngeld@dorf.example"

    /// Starts it.
    ///
    /// - Parameters:
    ///   - replies: what stands in `replies`.
    ///   - office: more of what stands in `office`.
    ///   - sources: more sources.
    ///   - folder: where everything lies; folders that the configuration names must be there.
    /// - Throws: when it cannot be started.
    init(_ replies: String = "", office: String = "", sources: String = "", in folder: URL = Place.temporary()) throws {
        self.folder = folder
        letters = Letters(folder: folder.appendingPathComponent("briefe"))
        for name in ["briefe", "uebergabe"] {
            try FileManager.default.createDirectory(at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
        }
        sink = try Peer("smtp_sink.py", [letters.folder.path])
        (lmtp, http) = (try freePort(), try freePort())
        service = try Running(
            """
            office:
              name: Wohngeldbehörde Dorf
              addresses: [\(Self.office)]
              handover: { folder: uebergabe }
              replies: { \(replies) }
              \(office)
            sources:
              post: { lmtp: { listen: "127.0.0.1:\(lmtp)" } }
              \(sources)
            outgoing: { mail: { url: "smtp://127.0.0.1:\(try sink.number("port"))" } }
            http: { listen: "127.0.0.1:\(http)" }
            readers: 1
            """,
            in: folder
        )
    }

    /// Waits until messages can come in; after each start anew.
    func ready(_ starts: Int = 1) async throws {
        try await wait("the listener") { service.said.components(separatedBy: "] listening for mail").count > starts }
    }

    /// Hands a message over as a mail server does; gives what went wrong.
    func deliver(_ message: String, from: String = "sabine.weber@example.org") throws -> String {
        try send(Data(message.utf8), from: from, to: [Self.office], port: lmtp, lmtp: true)
    }

    func cases() throws -> [[String: Any]] { try service.ask("cases", office: "office") }

    func shown(_ number: String) throws -> [String: Any] { try service.ask("show", number, office: "office").first ?? [:] }

    func phase(_ number: String) throws -> String? { try shown(number)["phase"] as? String }

    /// The kinds of what happened to a case, in order.
    func events(_ number: String) throws -> [String] {
        (try shown(number)["events"] as? [[String: Any]] ?? []).compactMap { $0["kind"] as? String }
    }

    func records() -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/uebergabe")) ?? []).filter { !$0.hasSuffix(".neu") }
    }
}
