import Foundation
import TestSupport
import Testing

/// The service is killed, and refused what it asks of the disk and the network, while mail comes in by every way; `make crash` does it a
/// thousand times.
struct CrashTests {
    @Test(arguments: ["--kills", "--refusals"])
    func `killed or refused at any moment and at any call, nothing is lost or there twice`(_ kind: String) throws {
        let count = ProcessInfo.processInfo.environment["EINGANG_CRASHES"] ?? "10"
        let script = Place.repository.appendingPathComponent("Tests/Fixtures/crash.py").path
        let run = try Run("/usr/bin/python3", [script, Place.program, kind, count])
        print(run.output)
        #expect(run.status == 0, "\(run.output)\(run.errors)")
    }
}
