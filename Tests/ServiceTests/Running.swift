import Foundation
import Glibc
import TestSupport
import Testing
import Vocabulary

/// The service as it runs for an office: the program itself, started and ended by a test.
final class Running {
    let folder: URL
    let store: String
    let log: URL
    private let configuration: String
    private var process: Process?

    /// Starts it.
    ///
    /// - Parameters:
    ///   - configuration: the YAML, with paths that begin in the folder.
    ///   - folder: where it and the store lie.
    /// - Throws: when it cannot be started.
    init(_ configuration: String, in folder: URL) throws {
        self.folder = folder
        (store, log) = (folder.appendingPathComponent("store").path, folder.appendingPathComponent("log"))
        self.configuration = folder.appendingPathComponent("eingang.yaml").path
        try Data(configuration.utf8).write(to: URL(fileURLWithPath: self.configuration))
        if !FileManager.default.fileExists(atPath: store) {
            try FileManager.default.createDirectory(atPath: store, withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: Tokens.store().appendingPathComponent("token.key").path, toPath: store + "/token.key")
        }
        try start()
    }

    deinit { if let process, process.isRunning { Glibc.kill(process.processIdentifier, SIGKILL) } }

    func start(_ environment: [String: String] = [:], through program: [String] = []) throws {
        let process = Process()
        let command = program + [Place.program, "serve", "--config", configuration, "--store", store, "--schemas", Place.schemas.path]
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if !FileManager.default.fileExists(atPath: log.path) { _ = FileManager.default.createFile(atPath: log.path, contents: nil) }
        let handle = try FileHandle(forWritingTo: log)
        try handle.seekToEnd()
        (process.standardError, process.standardOutput, process.standardInput) = (handle, handle, FileHandle.nullDevice)
        try process.run()
        self.process = process
    }

    var isRunning: Bool { process?.isRunning ?? false }

    /// The most memory it or one of its readers ever used, in bytes.
    func peakMemory() throws -> Int {
        let pids = try Run("/usr/bin/pgrep", ["-P", "\(process?.processIdentifier ?? 0)"]).output.split(separator: "\n").map(String.init)
        let files = (pids + ["\(process?.processIdentifier ?? 0)"]).map { "/proc/\($0)/status" }
        let lines = files.compactMap { try? String(contentsOfFile: $0, encoding: .utf8) }.flatMap { $0.split(separator: "\n") }
        return lines.filter { $0.hasPrefix("VmHWM:") }.compactMap { Int($0.filter(\.isNumber)) }.max().map { $0 << 10 } ?? 0
    }

    /// Ends it as systemd would; gives its exit code.
    func stop() -> Int32 {
        guard let process else { return -1 }
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Ends it as a power cut would.
    func kill() {
        guard let process else { return }
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    var said: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

    /// What a verb prints about the store, one object a line.
    func ask(_ verb: String..., office: String) throws -> [[String: Any]] {
        try Run(Place.program, verb + ["--json", "--config", configuration, "--store", store, "--office", office]).objects
    }

    @discardableResult
    func tell(_ verb: String..., office: String) throws -> Run {
        try Run(Place.program, verb + ["--config", configuration, "--store", store, "--office", office])
    }
}

/// Waits until something is so, or a while has passed.
func wait(_ what: String, seconds: Int = 180, _ isSo: () throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(seconds)
    while try !isSo() {
        try #require(ContinuousClock.now < end, "\(what) did not come")
        try await Task.sleep(for: .milliseconds(20))
    }
}

/// A program beside the service that tells in its first line where it can be reached, and ends when nobody talks to it any more.
final class Peer {
    private let process = Process()
    private let input = Pipe()
    let facts: [String: Any]

    init(_ script: String, _ arguments: [String]) throws {
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [Place.repository.appendingPathComponent("Tests/Fixtures/\(script)").path] + arguments
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        var line = Data()
        while let byte = try output.fileHandleForReading.read(upToCount: 1), byte != Data("\n".utf8) { line += byte }
        facts = try #require(try JSONSerialization.jsonObject(with: line) as? [String: Any], "\(script) did not start")
    }

    deinit {
        // Another program that was started meanwhile may hold the other end of the pipe.
        try? input.fileHandleForWriting.close()
        process.terminate()
        let end = ContinuousClock.now + .seconds(15)
        while process.isRunning, ContinuousClock.now < end { sched_yield() }
        if process.isRunning { Glibc.kill(process.processIdentifier, SIGKILL) }
    }

    func number(_ key: String) throws -> Int { try #require(facts[key] as? Int) }
}

/// A port of this machine that nobody listens on, below those that the system gives to whoever connects: until the service has it, nobody
/// else may get it.
func freePort() throws -> Int {
    for _ in 0..<1000 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        let port = UInt16.random(in: 12_000...32_000)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = unsafe inet_addr("127.0.0.1")
        address.sin_port = port.bigEndian
        let isFree = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe bind(descriptor, generic, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        if isFree { return Int(port) }
    }
    throw CocoaError(.fileReadUnknown)
}

/// The letters that reached the citizens.
struct Letters {
    let folder: URL

    /// Every letter so far, in the order they came: the message as it went, and what it says.
    func all() throws -> [ArrivedLetter] {
        let script = """
            import email, email.policy, glob, json, sys, os
            for path in sorted(glob.glob(sys.argv[1] + "/*.eml"), key=lambda p: int(os.path.basename(p)[:-4])):
                raw = open(path, "rb").read()
                message = email.message_from_bytes(raw, policy=email.policy.default)
                print(json.dumps({"to": str(message["To"]), "raw": raw.decode("utf-8", "replace"), "subject": str(message["Subject"]),
                    "text": message.get_body(("plain",)).get_content(), "header": {k: str(v) for k, v in message.items()}}))
            """
        return try Run("/usr/bin/python3", ["-c", script, folder.path]).objects.map { object in
            (
                object["to"] as? String ?? "", object["raw"] as? String ?? "", object["text"] as? String ?? "",
                object["subject"] as? String ?? "",
                object["header"] as? [String: String] ?? [:]
            )
        }
    }
}

/// Gives a message to a mail server as a mail program would; gives what went wrong.
func send(_ message: Data, from: String, to: [String], port: Int, lmtp: Bool = false) throws -> String {
    let script = """
        import smtplib, sys
        data = sys.stdin.buffer.read().replace(b"\\r\\n", b"\\n").replace(b"\\n", b"\\r\\n")
        try:
            server = (smtplib.LMTP if sys.argv[1] == "lmtp" else smtplib.SMTP)("127.0.0.1", int(sys.argv[2]))
            refused = server.sendmail(sys.argv[3], sys.argv[4:], data)
            server.quit()
            if refused: print(refused)
        except (smtplib.SMTPException, OSError) as error: print(repr(error))
        """
    return try Run("/usr/bin/python3", ["-c", script, lmtp ? "lmtp" : "smtp", "\(port)", from] + to, input: message).output
}

/// Uploads a message as a portal would; gives the status, 0 when there is no answer in time.
func upload(_ message: Data, to port: Int, source: String = "portal", token: String = "geheim", seconds: Int = 60) throws -> Int {
    let address = "http://127.0.0.1:\(port)/v1/submissions/\(source)"
    let header = ["-H", "Authorization: Bearer \(token)", "-H", "Content-Type: message/rfc822"]
    let what = ["-s", "-o", "/dev/null", "-w", "%{http_code}", "-m", "\(seconds)", "--data-binary", "@-"]
    return Int(try Run("/usr/bin/curl", what + header + [address], input: message).output) ?? 0
}

/// A letter without a form from somebody.
func letter(_ name: String) -> Data {
    Data("From: \(name)@example.org\nSubject: Wohngeld\nMessage-ID: <\(name)@example.org>\n\nIch beantrage Wohngeld.\n".utf8)
}

func sample(_ name: String) throws -> String {
    try String(contentsOf: Place.repository.appendingPathComponent("SampleForms/\(name)/message.eml"), encoding: .utf8)
}
