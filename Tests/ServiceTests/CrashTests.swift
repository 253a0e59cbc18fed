import Foundation
import TestSupport
import Testing

/// The service is killed while mail comes in by every way; `make crash` does it a thousand times.
struct CrashTests {
    @Test func `killed at any moment and at any call of the disk, nothing is lost or there twice`() throws {
        let kills = ProcessInfo.processInfo.environment["EINGANG_CRASHES"] ?? "10"
        let script = Place.repository.appendingPathComponent("Tests/Fixtures/crash.py").path
        let run = try Run("/usr/bin/python3", [script, Place.program, "--kills", kills])
        print(run.output)
        #expect(run.status == 0, "\(run.output)\(run.errors)")
    }
}
