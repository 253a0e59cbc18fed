internal import Channels
internal import Deadlines
internal import Deciding
internal import Definitions
internal import Foundation
public import Readers
internal import TextFiles
internal import Vocabulary
internal import Yams

extension Installation {
    /// Reads a configuration.
    ///
    /// - Parameters:
    ///   - file: a YAML file; nil for the defaults.
    ///   - profile: what holds where the file says nothing: the definitions, and what `--trust` and `--keys` say.
    /// - Throws: ``InstallationError`` with every fault and its place.
    public init(file: String?, profile: ReaderProfile) throws(InstallationError) {
        self.init(branches: [Branch(profile: profile)], readers: max(1, ProcessInfo.processInfo.activeProcessorCount))
        guard let file else { return }
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw InstallationError("Die Konfiguration „\(file)“ kann nicht gelesen werden. Bitte prüfen Sie den Pfad.")
        }
        let reader = YAMLReader(file: file)
        var loader = InstallationLoader(reader: reader, base: URL(fileURLWithPath: file).deletingLastPathComponent().path, profile: profile)
        if let top = reader.top(text) { loader.load(top) }
        let faults = reader.faults.sorted { ($0.line, $0.column) < ($1.line, $1.column) } + loader.letterFaults
        guard faults.isEmpty else { throw InstallationError(faults) }
        if !loader.branches.isEmpty { branches = loader.branches }
        for index in branches.indices { branches[index].office.isAlone = branches.count == 1 }
        readers = loader.readers ?? readers
        (sources, mail, deMail, http, grace) = (loader.sources, loader.mail, loader.deMail, loader.http, loader.grace)
        fetchesRevocation = loader.fetchesRevocation
    }
}

/// Reads a configuration, collecting all its faults.
struct InstallationLoader {
    let reader: YAMLReader
    /// The directory that relative paths begin at: that of the configuration.
    let base: String
    /// What holds for an office that says nothing else.
    var profile: ReaderProfile
    var branches: [Installation.Branch] = []
    var readers: Int?
    var fetchesRevocation = false
    var letterFaults: [DefinitionFault] = []
    var sources: [MessageSource] = []
    var mail: RemoteServer?
    var deMail: RemoteServer?
    var http: (host: String, port: Int)?
    var grace = 30

    mutating func load(_ top: Node) {
        let members = reader.members(
            of: top,
            known: ["office", "offices", "demail", "trust", "limits", "readers", "sources", "outgoing", "http", "desk"]
        )
        if let node = members["demail"] { readDeMail(node) }
        if let node = members["trust"] { readTrust(node) }
        if let node = members["limits"] { readLimits(node) }
        if let node = members["readers"] { readers = positive(node) }
        if let node = members["office"] {
            branches.append(branch(node, key: Office.only))
            if let several = members["offices"] { reader.fault(at: several, "„office“ und „offices“ schließen einander aus.") }
        } else if let several = members["offices"] {
            for entry in reader.entries(of: several) { branches.append(branch(entry.value, key: entry.key, at: entry.node)) }
            if branches.isEmpty { reader.fault(at: several, "„offices“ nennt keine Behörde.") }
            refuseSharedAddresses(several)
        }
        loadService(members)
    }

    // MARK: Offices

    private mutating func branch(_ node: Node, key: String, at place: Node? = nil) -> Installation.Branch {
        var branch = Installation.Branch(profile: profile)
        if key.isEmpty || key.count > 40 || !key.allSatisfy({ $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }) {
            reader.fault(at: place ?? node, "Der Schlüssel einer Behörde besteht aus Kleinbuchstaben, Ziffern und Strichen, höchstens 40.")
        }
        branch.office.id = key
        let known: Set<String> = [
            "name", "land", "contact", "followUpDays", "asksForPDF", "addresses", "letters", "trust", "keys", "handover",
            "from", "replies", "departments", "caseNumber", "hours",
        ]
        let members = reader.members(of: node, known: known)
        if let name = reader.string(members["name"]) { branch.office.name = name }
        if let node = members["land"] {
            if let land = reader.string(node).flatMap(Land.init(rawValue:)) {
                branch.office.land = land
            } else {
                reader.fault(at: node, "„land“ ist das Kürzel eines Landes, etwa ST oder HE.")
            }
        }
        if members["contact"] != nil { branch.office.contact = reader.strings(members["contact"]) }
        if let node = members["followUpDays"], let days = positive(node) { branch.office.followUpDays = days }
        branch.office.asksForPDF = reader.boolean(members["asksForPDF"])
        branch.addresses = addresses(members["addresses"])
        if let node = members["letters"], let path = directory(node) { branch.office.letters = letters(in: path) }
        if let node = members["trust"], let path = directory(node) { branch.profile.trust = path }
        if let node = members["keys"], let path = directory(node) { branch.profile.keys = path }
        loadReplies(members, into: &branch)
        return branch
    }

    func addresses(_ node: Node?) -> [String] {
        reader.strings(node).map { address in
            let parts = address.split(separator: "@", omittingEmptySubsequences: false)
            if parts.count != 2 || parts.contains(where: \.isEmpty), let node {
                reader.fault(at: node, "„\(address)“ ist keine E-Mail-Adresse.")
            }
            return address.lowercased()
        }
    }

    /// A message must have one office.
    private func refuseSharedAddresses(_ node: Node) {
        var owners: [String: String] = [:]
        for branch in branches {
            for address in branch.addresses {
                if let owner = owners[address], owner != branch.office.id {
                    reader.fault(at: node, "Die Adresse „\(address)“ haben zwei Behörden: \(owner) und \(branch.office.id).")
                }
                owners[address] = branch.office.id
            }
        }
    }

    /// Letters of the office: in the directory for all records, in a folder named after a record for that one.
    private mutating func letters(in path: String) -> [String: [LetterTemplate.Kind: LetterTemplate]] {
        // A directory that was there a moment ago and cannot be listed has no letters of its own.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        var letters: [String: [LetterTemplate.Kind: LetterTemplate]] = [:]
        for name in [""] + names.sorted() where !name.hasPrefix(".") && !name.hasSuffix(".mustache") {
            let files = LetterFiles(root: path, folder: name.isEmpty ? "." : name)
            if !files.templates.isEmpty { letters[name] = files.templates }
            letterFaults += files.faults
        }
        return letters
    }

    // MARK: Settings

    private mutating func readDeMail(_ node: Node) {
        guard let value = reader.members(of: node, known: ["formEffectUntil"])["formEffectUntil"] else { return }
        guard let day = reader.string(value).flatMap(CalendarDate.init(iso:)) else {
            return reader.fault(at: value, "„formEffectUntil“ ist ein Tag wie 2026-05-31.")
        }
        profile.deMailFormUntil = day
    }

    private mutating func readTrust(_ node: Node) {
        fetchesRevocation = reader.boolean(reader.members(of: node, known: ["fetchRevocation"])["fetchRevocation"])
    }

    private static var limits: [String: WritableKeyPath<Limits, Int>] {
        [
            "messageBytes": \.messageBytes, "parts": \.parts, "depth": \.depth, "pages": \.pages, "fields": \.fields,
            "archiveFiles": \.archiveFiles, "archiveRatio": \.archiveRatio, "textCharacters": \.textCharacters,
            "xmlNodes": \.xmlNodes, "cpuSeconds": \.cpuSeconds, "wallSeconds": \.wallSeconds, "memoryBytes": \.memoryBytes,
            "outputBytes": \.outputBytes, "readerMessages": \.readerMessages,
            "unwrapsPerMinute": \.unwrapsPerMinute, "pictureSeconds": \.pictureSeconds,
        ]
    }

    private mutating func readLimits(_ node: Node) {
        let members = reader.members(of: node, known: Set(Self.limits.keys))
        for (key, path) in Self.limits {
            if let node = members[key], let number = positive(node) { profile.limits[keyPath: path] = number }
        }
    }

    func positive(_ node: Node) -> Int? {
        guard let number = reader.integer(node) else { return nil }
        if number > 0 { return number }
        reader.fault(at: node, "Hier wird eine ganze Zahl über 0 erwartet.")
        return nil
    }

    /// A directory, relative to the configuration.
    func directory(_ node: Node) -> String? {
        guard let text = reader.string(node) else { return nil }
        let path = text.hasPrefix("/") ? text : "\(base)/\(text)"
        var isDirectory: ObjCBool = false
        if unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue { return path }
        reader.fault(at: node, "Das Verzeichnis „\(text)“ gibt es nicht. Gesucht wurde es ab dem Ort der Konfiguration.")
        return nil
    }
}
