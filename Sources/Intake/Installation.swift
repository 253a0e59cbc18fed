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
        /// The folder records are handed over in; nil when there is none yet.
        public var handover: String?
    }

    /// The offices in the order of the configuration; never empty.
    public internal(set) var branches: [Branch]
    /// How many reader processes work side by side for each profile.
    public internal(set) var readers: Int
    /// Whether revocation may be asked for over the network.
    public internal(set) var fetchesRevocation = false

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
