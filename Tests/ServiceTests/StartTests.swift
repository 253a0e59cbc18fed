import Foundation
import TestSupport
import Testing

/// What is said when the service cannot begin.
struct StartTests {
    @Test(arguments: ["post", "http"])
    func `an address that another program has is told with its name in the configuration`(name: String) throws {
        let folder = Place.temporary()
        let sink = try Peer("smtp_sink.py", [folder.path])
        let (taken, free) = (try sink.number("port"), try freePort())
        let configuration = """
            sources: { post: { lmtp: { listen: "127.0.0.1:\(name == "post" ? taken : free)" } } }
            http: { listen: "127.0.0.1:\(name == "http" ? taken : free)" }
            """
        try Data(configuration.utf8).write(to: folder.appendingPathComponent("eingang.yaml"))
        let run = try Run.eingang(
            "serve",
            "--config",
            folder.appendingPathComponent("eingang.yaml").path,
            "--store",
            folder.path + "/store"
        )
        #expect(run.status == 3 && run.errors.contains("eingang: „\(name)“ kann unter der Adresse"), "\(run.status) \(run.errors)")
    }
}
