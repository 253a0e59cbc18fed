internal import CConfine
internal import Glibc
internal import Vocabulary
internal import Wire

// KeyHolder: the inside of the program `eingang-keys`, which alone loads the office's private keys and knows one operation: to give out
// the content key of an encrypted message. `OfficeKey` is a key, `TokenBucket` says how often. It hears the program, which hands on what
// readers ask; a reader may have been taken over, so nothing it says is parsed here but the frame, and every field is matched or bounded.

/// The process that holds the keys: answers on its standard output what it is asked on its standard input, until that is closed.
public enum KeyHolder {
    /// A question is a key, an identifier and a few names.
    private static let mostBytes = 1 << 16

    /// Loads the keys, gives up every other right, and answers.
    ///
    /// - Parameters:
    ///   - directory: where the keys lie: PEM files, each with a private key and its certificate.
    ///   - perMinute: how many content keys are given out in a minute.
    public static func run(directory: String, perMinute: Int) {
        // A terminal that is gone is no reason to end.
        _ = signal(SIGPIPE, SIG_IGN)
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        let ring = KeyRing(directory: directory)
        // Everything is loaded; from here on there is nothing to open.
        var nothing: UnsafePointer<CChar>?
        _ = unsafe eg_confine(&nothing)
        var desk = Desk(ring: ring, bucket: TokenBucket(perMinute: perMinute, now: Self.now))
        var input = FrameReader(STDIN_FILENO)
        while let question = try? input.next(most: mostBytes, until: .now + .seconds(1 << 30)),
            let request = try? Wire.decode(UnwrapRequest.self, from: question),
            let answer = try? Wire.encode(desk.answer(request, now: Self.now))
        {
            // The far future: a program that does not read will end this process.
            guard (try? Frame.write([answer], to: STDOUT_FILENO, until: .now + .seconds(3600))) != nil else { return }
        }
    }

    /// Seconds of a clock that nobody sets.
    private static var now: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// Answers questions and notes each time a key was used.
private struct Desk {
    let ring: KeyRing
    var bucket: TokenBucket
    /// Whether the last question was refused: a flood of them is noted once.
    var isRefusing = false

    init(ring: KeyRing, bucket: TokenBucket) { (self.ring, self.bucket) = (ring, bucket) }

    mutating func answer(_ request: UnwrapRequest, now: Double) -> UnwrapAnswer {
        guard let key = ring.key(of: request.recipient) else { return .noKey }
        guard bucket.take(now: now) else {
            if !isRefusing { Log.say("Zertifikat \(key.name): verweigert, zu viele Anfragen (unwrapsPerMinute)") }
            isRefusing = true
            return .busy
        }
        isRefusing = false
        guard let contentKey = key.unwrap(request) else {
            Log.say("Zertifikat \(key.name): kein Inhaltsschlüssel (\(request.scheme.name))")
            return .noKey
        }
        Log.say("Zertifikat \(key.name): Inhaltsschlüssel herausgegeben (\(request.scheme.name))")
        return .key(contentKey)
    }
}

extension UnwrapRequest.Scheme {
    fileprivate var name: String {
        switch self {
        case .pkcs1: "RSA PKCS #1 v1.5"
        case .oaep: "RSA-OAEP"
        case .agreement: "ECDH"
        }
    }
}

/// What the operator reads: on standard error, as everything the program says.
enum Log {
    static func say(_ text: String) {
        let line = Array("eingang-keys: \(Label.withoutControls(text))\n".utf8)
        // Where nobody can write it down, the keys still serve.
        _ = unsafe line.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
