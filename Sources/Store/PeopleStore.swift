public import Vocabulary

/// Somebody who may use the desk (Konto).
public struct Account: Sendable, Hashable {
    /// What somebody does here; everybody sees only their own offices.
    public enum Role: String, Sendable, CaseIterable {
        /// Reads and decides cases (Sachbearbeitung).
        case clerk
        /// Writes schemas and rules, and sees what could not be read.
        case designer
        /// Says who may do what.
        case administrator
        /// Sees what happened, and nothing of what citizens wrote (Revision).
        case auditor

        /// The role in a word, in German.
        public var german: String {
            switch self {
            case .clerk: "Sachbearbeitung"
            case .designer: "Formulargestaltung"
            case .administrator: "Verwaltung der Konten"
            case .auditor: "Revision"
            }
        }
    }

    /// The name they log in with, and that the events have.
    public var name: String
    /// What they do.
    public var role: Role
    /// The keys of their offices; empty for all.
    public var offices: Set<String>
    /// What their password is known by.
    public var password: PasswordVerifier
    /// How often a wrong password was given since the last right one.
    public var failures = 0
    /// Until when no password is looked at.
    public var lockedUntil: Instant?

    /// Makes an account.
    public init(name: String, role: Role, offices: Set<String>, password: PasswordVerifier) {
        (self.name, self.role, self.offices, self.password) = (name, role, offices, password)
    }

    /// Whether a name can be one: it stands in events and lines.
    public static func isName(_ name: String) -> Bool {
        (1...64).contains(name.count) && name == Label.withoutControls(name) && name.first?.isWhitespace == false
            && name.last?.isWhitespace == false
    }

    /// So many characters has a password at least.
    public static let leastCharacters = 12

    /// Whether somebody works for an office.
    public func worksFor(_ office: String) -> Bool { offices.isEmpty || offices.contains(office) }
}

/// Somebody who has logged in (Sitzung); who holds its secret is that person.
public struct Session: Sendable, Hashable {
    /// The digest of the secret that the browser holds; the secret itself is kept nowhere.
    public var id: Digest
    /// Whose it is.
    public var person: String
    /// When they logged in.
    public var openedAt: Instant
    /// When they did something last.
    public var seenAt: Instant

    /// Makes a session.
    public init(id: Digest, person: String, openedAt: Instant, seenAt: Instant) {
        (self.id, self.person, self.openedAt, self.seenAt) = (id, person, openedAt, seenAt)
    }
}

/// Who may use the desk, and who is there now.
public protocol PeopleStore: Sendable {
    /// All accounts by name.
    func accounts() async throws(StoreError) -> [Account]

    /// The account of a name.
    func account(_ name: String) async throws(StoreError) -> Account?

    /// Keeps an account as it is now, and writes down who did that; whoever is logged in with it is logged out.
    func keep(_ account: Account, by person: String, at now: Instant) async throws(StoreError)

    /// Removes an account with its sessions, and writes down who did that; false when there is none. What the person did stays in the events.
    func remove(account name: String, by person: String, at now: Instant) async throws(StoreError) -> Bool

    /// Counts a wrong password, before it is looked at: who tries many at once is counted as often.
    ///
    /// - Returns: how many there are now.
    func fail(account name: String, lockedUntil: Instant?) async throws(StoreError) -> Int

    /// Forgets wrong passwords, and opens a session.
    func open(_ session: Session) async throws(StoreError)

    /// The session of a secret's digest with its account.
    func session(_ id: Digest) async throws(StoreError) -> (session: Session, account: Account)?

    /// Says that somebody is still there.
    func touch(_ id: Digest, at now: Instant) async throws(StoreError)

    /// Ends a session.
    func close(_ id: Digest) async throws(StoreError)

    /// Removes sessions that were opened, or used last, too long ago.
    func closeSessions(openedBefore: Instant, seenBefore: Instant) async throws(StoreError)
}
