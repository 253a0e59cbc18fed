internal import Foundation
internal import Hummingbird
internal import Store
internal import Vocabulary

/// Who comes in: passwords, sessions, and that a request is meant by the person whose browser sends it.
struct Gate: Sendable {
    /// Somebody who is logged in.
    struct Visitor: Sendable {
        /// Who it is.
        var account: Account
        /// The session, to end it.
        var session: Digest
        /// What every form of theirs carries, so that no other page can send one (CSRF).
        var mark: String
    }

    /// What came of trying to log in.
    enum Admission: Sendable {
        /// They are in; the browser gets this secret.
        case admitted(secret: String)
        /// Name or password is wrong; nobody learns which.
        case wrong
        /// Too many were wrong: nothing is looked at until then.
        case locked(until: Instant)
        /// Too many people log in at this moment: nothing is looked at, and nothing is counted.
        case busy
    }

    let people: any PeopleStore
    /// Whether the browser may send the secret only over TLS: everywhere but on this machine itself.
    let isSecure: Bool
    let clock: @Sendable () -> Instant
    private let passwords = Passwords()

    init(people: any PeopleStore, isSecure: Bool, clock: @escaping @Sendable () -> Instant) {
        (self.people, self.isSecure, self.clock) = (people, isSecure, clock)
    }

    /// So many wrong passwords are free.
    private static let freeFailures = 5
    /// Seconds without doing anything after which somebody is logged out.
    private static let idle = 30 * 60
    /// Seconds after which they have to log in again in any case: a day's work.
    private static let longest = 10 * 3600
    /// A session is written anew only so often, in seconds.
    private static let grain = 60
    private static let cookie = "eingang"
    /// What is compared where there is no account, so that nobody learns by the time that there is none.
    private static let nobody = PasswordVerifier(of: "niemand hat dieses Kennwort")

    /// Tries a name and a password.
    func admit(_ name: String, _ password: String) async throws(StoreError) -> Admission {
        guard await passwords.join() else { return .busy }
        do throws(StoreError) {
            let admission = try await look(name, password)
            await passwords.leave()
            return admission
        } catch {
            await passwords.leave()
            throw error
        }
    }

    private func look(_ name: String, _ password: String) async throws(StoreError) -> Admission {
        let now = clock()
        guard let account = try await people.account(name.precomposedStringWithCanonicalMapping) else {
            if let nobody = Self.nobody { _ = await passwords.fits(password, nobody) }
            return .wrong
        }
        if let until = account.lockedUntil, until > now { return .locked(until: until) }
        // Counted before it is looked at: who tries many at once is counted as often.
        let failures = account.failures + 1
        let seconds = failures < Self.freeFailures ? 0 : min(3600, 30 << min(7, failures - Self.freeFailures))
        let until = seconds == 0 ? nil : Instant(seconds: now.seconds + seconds)
        _ = try await people.fail(account: account.name, lockedUntil: until)
        guard await passwords.fits(password, account.password) else { return .wrong }
        var random = SystemRandomNumberGenerator()
        let secret = (0..<4).map { _ in String(UInt64.random(in: .min ... .max, using: &random), radix: 36) }.joined(separator: "-")
        try await people.closeSessions(
            openedBefore: Instant(seconds: now.seconds - Self.longest),
            seenBefore: Instant(seconds: now.seconds - Self.idle)
        )
        try await people.open(Session(id: Digest(of: secret.utf8), person: account.name, openedAt: now, seenAt: now))
        return .admitted(secret: secret)
    }

    /// What a new password is known by, made beside the threads that decide; nil for one that is none.
    func verifier(of password: String) async -> PasswordVerifier? { await passwords.verifier(of: password) }

    /// Who sends a request; nil for nobody who is logged in.
    func visitor(_ request: Request) async throws(StoreError) -> Visitor? {
        guard let secret = request.cookies[Self.cookie]?.value else { return nil }
        let (id, now) = (Digest(of: secret.utf8), clock())
        guard let (session, account) = try await people.session(id), now.seconds - session.seenAt.seconds < Self.idle,
            now.seconds - session.openedAt.seconds < Self.longest
        else { return nil }
        if now.seconds - session.seenAt.seconds >= Self.grain { try await people.touch(id, at: now) }
        let mark = HMAC.sha256("form".utf8, key: Array(secret.utf8)).map { String($0, radix: 36) }.joined()
        return Visitor(account: account, session: id, mark: mark)
    }

    /// Whether a request that changes something comes from a page of ours.
    func isOwn(_ request: Request) -> Bool {
        guard let origin = request.headers[.origin] else { return false }
        let host = request.head.authority ?? ""
        return origin == "https://\(host)" || (!isSecure && origin == "http://\(host)")
    }

    /// What the browser keeps; an empty secret makes it forget.
    func cookie(_ secret: String) -> String {
        let end = secret.isEmpty ? "; Max-Age=0" : ""
        return "\(Self.cookie)=\(secret); Path=/; HttpOnly; SameSite=Strict\(isSecure ? "; Secure" : "")\(end)"
    }
}
