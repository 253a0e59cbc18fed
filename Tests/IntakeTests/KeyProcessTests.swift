import Foundation
import Readers
import TestSupport
import Testing
import Vocabulary

/// Encrypted messages, and the process that alone has the keys for them.
struct KeyProcessTests {
    private let now = Instant(seconds: 1_795_425_300)
    private var request: ReadRequest { ReadRequest(.extraction, source: "a", receivedAt: nil, now: now) }

    private func pool(readers: Int = 1, perMinute: Int = 600, keyHolder: String? = nil) -> ReaderPool {
        var profile = ReaderProfile(schemas: Place.schemas.path)
        profile.keys = KeyFixtures.directory.path
        profile.limits.unwrapsPerMinute = perMinute
        return ReaderPool(ReaderCommand(executable: Place.reader, profile: profile, keyHolder: keyHolder), count: readers)
    }

    private func read(_ bytes: [UInt8], _ pool: ReaderPool) async throws -> Reading {
        try await pool.read(Submission(source: "a.eml", bytes: bytes), request)
    }

    private func isOpen(_ reading: Reading) -> Bool { reading.texts.values.contains { $0.contains("Apfelbaum") } }

    private func lock(_ reading: Reading) -> String? { reading.findings.first { $0.code == "smime.locked" }?.message }

    @Test(arguments: [
        ("rsa", ["-aes256"]), ("rsa", ["-aes128", "-keyid"]), ("rsa", ["-des3"]), ("rsa", ["-aes-256-gcm"]),
        ("rsa", ["-aes256", "-stream"]), ("rsa", ["-aes256", "-keyopt", "rsa_padding_mode:oaep"]),
        (
            "rsa",
            ["-aes256", "-keyopt", "rsa_padding_mode:oaep", "-keyopt", "rsa_oaep_md:sha256", "-keyopt", "rsa_mgf1_md:sha512"]
        ),
        ("ec", ["-aes256"]), ("ec", ["-aes128", "-keyid"]), ("ec", ["-des3"]), ("ec", ["-aes-192-gcm"]),
        ("ec", ["-aes256", "-keyopt", "ecdh_kdf_md:sha384"]),
    ])
    func `a message is decrypted however its content key is encrypted`(key: String, options: [String]) async throws {
        let pool = pool()
        let reading = try await read(try KeyFixtures.message(for: key, options), pool)
        #expect(isOpen(reading) && lock(reading) == nil, "\(reading.findings.map(\.code))")
        await pool.shutDown()
    }

    @Test func `one key process serves all readers of a pool, and only when it is needed`() async throws {
        let pool = pool(readers: 2)
        #expect(isOpen(try await read(Array("Subject: x\r\n\r\nApfelbaum\r\n".utf8), pool)))
        #expect(pool.keyProcessId == nil)
        let message = try KeyFixtures.message()
        let processes = try await withThrowingTaskGroup(of: Int32?.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    let reading = try await read(message, pool)
                    return isOpen(reading) ? pool.keyProcessId : nil
                }
            }
            return try await group.reduce(into: Set<Int32?>()) { $0.insert($1) }
        }
        #expect(processes.count == 1 && !processes.contains(nil))
        #expect(pool.processIds.count == 2)
        await pool.shutDown()
        #expect(pool.keyProcessId == nil)
    }

    @Test func `a killed key process is started anew`() async throws {
        let pool = pool()
        let message = try KeyFixtures.message()
        #expect(isOpen(try await read(message, pool)))
        let first = try #require(pool.keyProcessId)
        kill(first, SIGKILL)
        #expect(isOpen(try await read(message, pool)))
        #expect(pool.keyProcessId != nil && pool.keyProcessId != first)
        await pool.shutDown()
    }

    @Test(arguments: ["/gibt/es/nicht", "/bin/false", "/bin/cat"])
    func `without a key process a message stays locked, and the clerk learns why`(program: String) async throws {
        let pool = pool(keyHolder: program)
        let reading = try await read(try KeyFixtures.message(), pool)
        #expect(!isOpen(reading) && lock(reading)?.contains("Schlüsselprozess") == true)
        #expect(isOpen(try await read(Array("Subject: x\r\n\r\nApfelbaum\r\n".utf8), pool)), "the next is read")
        await pool.shutDown()
    }

    @Test func `too many messages to decrypt in a minute are refused`() async throws {
        let pool = pool(perMinute: 2)
        let reading = try await read(try KeyFixtures.message(parts: 5), pool)
        #expect(reading.message?.parts.count { $0.type == "text/plain" } == 2)
        #expect(reading.findings.filter { $0.code == "smime.locked" && $0.message.contains("zu viele") }.count == 3)
        await pool.shutDown()
    }

    @Test func `the key process can neither gain rights nor call what it does not need`() async throws {
        let pool = pool()
        try #require(try await pool.equipment().confinement.filtersCalls, "this kernel has no seccomp")
        #expect(isOpen(try await read(try KeyFixtures.message(), pool)))
        let process = try #require(pool.keyProcessId)
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        #expect(status.contains("NoNewPrivs:\t1") && status.contains("Seccomp:\t2"))
        await pool.shutDown()
    }

    @Test func `a reader is refused the files with the keys`() async throws {
        let pool = pool()
        let confinement = try await pool.equipment().confinement
        try #require(confinement.restrictsFiles, "this kernel has no Landlock")
        let file = Place.temporary().appendingPathComponent("key.pem").path
        try FileManager.default.copyItem(atPath: KeyFixtures.directory.appendingPathComponent("rsa.pem").path, toPath: file)
        #expect(try await pool.escapes(file: file) == [])
        await pool.shutDown()
    }

    @Test func `only the key process opens the files with the keys, and each use is noted by the certificate`() throws {
        let place = Place.temporary()
        let message = place.appendingPathComponent("a.eml").path
        try Data(try KeyFixtures.message()).write(to: URL(fileURLWithPath: message))
        let trace = place.appendingPathComponent("trace").path
        let keys = KeyFixtures.directory.path
        let calls = ["-f", "-s", "4000", "-qq", "-o", trace, "-e", "trace=execve,open,openat"]
        let run = try Run("/usr/bin/strace", calls + [Place.program, "read", "--keys", keys, message])
        #expect(run.output.contains("Apfelbaum"), "\(run.errors)")
        let lines = try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n").map(String.init)
        func process(_ line: String) -> Substring { line.prefix { $0 != " " } }
        let started = lines.filter { $0.contains("execve(") && $0.contains("/eingang-keys\"") }
        #expect(started.count == 1)
        let opened = Set(lines.filter { $0.contains(keys + "/") && $0.contains(".pem") }.map(process))
        #expect(opened == Set(started.map(process)))
        let readers = lines.filter { $0.contains("execve(") && $0.contains("/eingang-reader\"") }
        #expect(!readers.isEmpty && !readers.contains { $0.contains(keys) }, "no reader is told where they lie")
        let digest = try Run("/usr/bin/openssl", ["x509", "-in", KeyFixtures.certificatePath("rsa"), "-noout", "-fingerprint", "-sha256"])
        let hex = try #require(digest.output.split(separator: "=").last).filter(\.isHexDigit).lowercased().prefix(12)
        let noted = run.errors.split(separator: "\n").filter { $0.hasPrefix("eingang-keys: ") }
        #expect(noted == ["eingang-keys: Zertifikat \(hex): Inhaltsschlüssel herausgegeben (RSA PKCS #1 v1.5)"])
    }

    @Test func `a directory of keys that is not there ends the program with a sentence`() throws {
        let run = try Run.eingang("read", "--keys", "/gibt/es/nicht", "SampleForms/18-formlos")
        #expect(run.status == 3 && run.errors.contains("„/gibt/es/nicht“ für --keys gibt es nicht"), "\(run.status) \(run.errors)")
    }
}
