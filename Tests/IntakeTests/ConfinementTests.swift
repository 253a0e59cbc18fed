import Foundation
import Readers
import TestSupport
import Testing
import Vocabulary

/// What a reader cannot do, however hostile what it reads.
struct ConfinementTests {
    private let now = Instant(seconds: 1_795_425_300)

    private func pool() -> ReaderPool {
        ReaderPool(ReaderCommand(executable: Place.reader, profile: ReaderProfile(schemas: Place.schemas.path)), count: 1)
    }

    @Test func `a reader tries each forbidden act and is refused`() async throws {
        let pool = pool()
        let confinement = try await pool.equipment().confinement
        try #require(confinement.filtersCalls, "this kernel has no seccomp")
        let file = Place.temporary().appendingPathComponent("fremd.txt")
        try Data("geheim".utf8).write(to: file)
        let acts = try #require(try await pool.escapes(file: file.path))
        // Without Landlock a file can still be read.
        #expect(acts == (confinement.restrictsFiles ? [] : ["read"]))
        #expect(try String(contentsOf: file, encoding: .utf8) == "geheim")
        if !confinement.restrictsFiles { print("This kernel has no Landlock, so reading other files was not refused and not tested.") }
    }

    @Test func `without confinement the acts succeed, which the program says at its start and in doctor`() throws {
        let trace = Place.temporary().appendingPathComponent("trace").path
        let strace = ["-f", "-qq", "-o", trace, "-e", "trace=prctl", "-e", "inject=prctl:error=EPERM", Place.program]
        let process = try Run("/usr/bin/strace", strace + ["process", "SampleForms/18-formlos"])
        #expect(process.status == 0 && process.errors.contains("Der Leseprozess ist nicht eingeschlossen"), "\(process.errors)")
        let doctor = try Run("/usr/bin/strace", strace + ["doctor"])
        #expect(doctor.status == 1)
        #expect(doctor.output.contains("Achtung     Einschluss des Leseprozesses"))
        for act in ["read", "socket", "local socket", "program in memory", "process", "kill"] {
            #expect(doctor.output.contains(act), "\(doctor.output)")
        }
    }

    @Test func `doctor finds nothing here`() throws {
        let run = try Run.eingang("doctor", "--trust", "SampleForms/trust", "--store", Place.temporary().path + "/leer")
        #expect(run.status == 0, "\(run.output)\(run.errors)")
        #expect(run.output.split(separator: "\n").allSatisfy { $0.hasPrefix("in Ordnung") })
    }

    @Test(arguments: [
        ("iso-8859-15", "Stra\u{DF}e \u{20AC}", "iso8859-15"), ("windows-1250", "Łódź", "cp1250"), ("koi8-r", "Москва", "koi8-r"),
        ("iso-2022-jp", "東京", "iso2022_jp"),
    ])
    func `a confined reader still reads every charset`(charset: String, text: String, codec: String) throws {
        let encoded = try Run(
            "/usr/bin/python3",
            ["-c", "import base64, sys; print(base64.b64encode(sys.argv[1].encode(sys.argv[2])).decode())", text, codec]
        )
        let mail =
            "From: a@example.org\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/plain; charset=\(charset)\nContent-Transfer-Encoding: base64\n\n\(encoded.output)"
        let run = try Run.eingang("read", "--json", "-", input: Data(mail.utf8))
        let documents = try #require(try run.objects.first?["documents"] as? [[String: Any]])
        #expect((documents.first?["text"] as? String)?.contains(text) == true, "\(run.output)")
    }
}
