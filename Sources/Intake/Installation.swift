public import Channels
public import Deciding
public import Definitions
public import Readers

/// What an installation is set up with: its offices, its limits, how many readers it runs.
///
/// Every value has a default; without any file there is one office that trusts nobody.
public struct Installation: Sendable {
    /// An office with everything that is its own.
    public struct Branch: Sendable {
        /// What letters and deadlines need to know.
        public var office = Office()
        /// The addresses messages to it go to.
        public var addresses: [String] = []
        /// Where its trust, its keys and the definitions lie.
        public var profile: ReaderProfile
        /// Where records are handed over; nil when nowhere yet.
        public var handover: HandoverTarget?
        /// The address its letters come from; the first of its own unless it names one.
        public var from: String?
        /// The hours in which somebody is there, Monday to Friday, as hours of the day.
        public var hours = 8..<16
    }

    /// The offices in the order of the configuration; never empty.
    public internal(set) var branches: [Branch]
    /// How many reader processes work side by side for each profile.
    public internal(set) var readers: Int
    /// Whether revocation may be asked for over the network.
    public internal(set) var fetchesRevocation = false
    /// Where messages come from.
    public internal(set) var sources: [MessageSource] = []
    /// The server that takes letters by open mail; nil when letters cannot leave that way.
    public internal(set) var mail: RemoteServer?
    /// The gateway that takes letters by De-Mail.
    public internal(set) var deMail: RemoteServer?
    /// Where uploads, health and metrics are served; nil when nowhere.
    public internal(set) var http: (host: String, port: Int)?
    /// Seconds that something a clerk has let go at the desk still waits, so that it can be called back.
    public internal(set) var grace = 30

    /// The office of a key.
    ///
    /// - Parameter key: what `--office` says; nil is enough where there is only one.
    /// - Returns: the office with everything that is its own.
    /// - Throws: ``InstallationError`` that names the offices there are.
    public func branch(_ key: String?) throws(InstallationError) -> Branch {
        let keys = branches.map(\.office.id)
        guard let key else {
            if branches.count == 1 { return branches[0] }
            throw InstallationError("Es gibt mehrere Behörden. Bitte wählen Sie eine mit --office: \(keys.joined(separator: ", ")).")
        }
        if let branch = branches.first(where: { $0.office.id == key }) { return branch }
        throw InstallationError("Eine Behörde „\(key)“ gibt es in der Konfiguration nicht. Möglich sind: \(keys.joined(separator: ", ")).")
    }
}

/// Where records go.
public enum HandoverTarget: Sendable {
    /// A folder that the back office's own system looks into.
    case folder(String)
    /// A web address that takes them (Standard Webhooks), with its secret and the file of authorities it is checked against.
    case webhook(url: String, secret: String, authorities: String?)
}

/// Where messages come from.
public struct MessageSource: Sendable {
    /// The kinds of sources.
    public enum Kind: Sendable {
        /// A mail server hands over (RFC 2033), on an address or a socket.
        case lmtp(host: String, port: Int)
        /// The same on a socket of this machine.
        case lmtpSocket(String)
        /// Mail servers deliver (RFC 5321).
        case smtp(host: String, port: Int, certificate: String?, key: String?)
        /// A Maildir that a mail server delivers into.
        case maildir(String)
        /// A folder that people or scanners put files into.
        case folder(String)
        /// A mailbox on an IMAP server.
        case mailbox(RemoteServer, folder: String, seconds: Int)
        /// Uploads over HTTP, with what their token hashes to.
        case uploads(token: String)
    }

    /// Its name, which starts the source of each submission.
    public var name: String
    /// What it is.
    public var kind: Kind
    /// The office that what it brings is for; nil when the address says it.
    public var office: String?
    /// Whether it is the office's own gateway, whose header tells when a message was received.
    public var isGateway = false
    /// The largest message it takes, in bytes.
    public var mostBytes = 100 << 20
}

/// An installation that cannot be used: all that is wrong with it, with places.
public struct InstallationError: Error, Sendable, CustomStringConvertible {
    /// What is wrong, each with its place in the configuration.
    public var faults: [DefinitionFault] = []
    /// What is wrong and what to do.
    public var description: String

    init(_ description: String) { self.description = description }

    init(_ faults: [DefinitionFault]) {
        self.faults = faults
        description = (["Die Konfiguration ist fehlerhaft:"] + faults.map(\.long)).joined(separator: "\n")
    }
}
