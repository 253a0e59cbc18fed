internal import Deadlines
public import Forms
internal import Foundation
internal import Trust
public import Vocabulary
internal import Yams

/// What an installation sets: its office and its limits.
///
/// Every value has a default.
public struct Configuration: Sendable {
    /// The office.
    public var office = Office()
    /// The limits.
    public var limits = Limits()
    /// The last day of receipt on which a confirmed De-Mail met the written form.
    public var deMailFormUntil = WrittenFormTable.certainLastDay
    /// Whether revocation may be asked for over the network.
    public var fetchesRevocation = false
    /// How many reader processes work side by side.
    public var readers = max(1, ProcessInfo.processInfo.activeProcessorCount)

    /// The defaults.
    public init() {}

    /// Reads a YAML file.
    ///
    /// - Throws: `ConfigurationError` naming the key that is wrong.
    public init(file: String) throws(ConfigurationError) {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw ConfigurationError(description: "Die Konfiguration „\(file)“ kann nicht gelesen werden. Bitte prüfen Sie den Pfad.")
        }
        guard let parsed = try? Yams.load(yaml: text), let top = parsed as? [String: Any] else {
            throw ConfigurationError(description: "Die Konfiguration „\(file)“ ist kein gültiges YAML.")
        }
        for (key, value) in top {
            switch key {
            case "office": try readOffice(Self.group(value, key))
            case "demail": try readDeMail(Self.group(value, key))
            case "trust": try readTrust(Self.group(value, key))
            case "limits": try readLimits(Self.group(value, key))
            case "readers": readers = try Self.integer(value, key)
            default:
                throw ConfigurationError(
                    description:
                        "Den Schlüssel „\(key)“ gibt es in der Konfiguration nicht. Möglich sind office, demail, trust, limits, readers."
                )
            }
        }
    }

    private mutating func readOffice(_ group: [String: Any]) throws(ConfigurationError) {
        for (key, value) in group {
            switch key {
            case "name": office.name = try Self.string(value, key)
            case "land":
                guard let land = Land(rawValue: try Self.string(value, key)) else {
                    throw ConfigurationError(description: "„land“ ist das Kürzel eines Landes, etwa ST oder HE.")
                }
                office.land = land
            case "contact":
                if let lines = value as? [String] { office.contact = lines } else { office.contact = [try Self.string(value, key)] }
            case "followUpDays": office.followUpDays = try Self.integer(value, key)
            default:
                throw ConfigurationError(
                    description: "Den Schlüssel „office.\(key)“ gibt es nicht. Möglich sind name, land, contact, followUpDays."
                )
            }
        }
    }

    private mutating func readDeMail(_ group: [String: Any]) throws(ConfigurationError) {
        for (key, value) in group {
            let day = (value as? String).flatMap(CalendarDate.init(iso:)) ?? (value as? Date).map { Instant($0).localDate }
            guard key == "formEffectUntil", let day else {
                throw ConfigurationError(description: "In „demail“ gibt es nur „formEffectUntil“, einen Tag wie 2026-05-31.")
            }
            deMailFormUntil = day
        }
    }

    private mutating func readTrust(_ group: [String: Any]) throws(ConfigurationError) {
        for (key, value) in group {
            guard key == "fetchRevocation", let isSet = value as? Bool else {
                throw ConfigurationError(description: "In „trust“ gibt es nur „fetchRevocation“, true oder false.")
            }
            fetchesRevocation = isSet
        }
    }

    private static var limitKeys: [String: WritableKeyPath<Limits, Int>] {
        [
            "messageBytes": \.messageBytes, "parts": \.parts, "depth": \.depth, "pages": \.pages, "fields": \.fields,
            "archiveFiles": \.archiveFiles, "archiveRatio": \.archiveRatio, "textCharacters": \.textCharacters,
            "xmlNodes": \.xmlNodes, "cpuSeconds": \.cpuSeconds, "wallSeconds": \.wallSeconds, "memoryBytes": \.memoryBytes,
            "outputBytes": \.outputBytes,
        ]
    }

    private mutating func readLimits(_ group: [String: Any]) throws(ConfigurationError) {
        for (key, value) in group {
            guard let path = Self.limitKeys[key] else {
                throw ConfigurationError(
                    description:
                        "Den Schlüssel „limits.\(key)“ gibt es nicht. Möglich sind \(Self.limitKeys.keys.sorted().joined(separator: ", "))."
                )
            }
            limits[keyPath: path] = try Self.integer(value, key)
        }
    }

    private static func group(_ value: Any, _ key: String) throws(ConfigurationError) -> [String: Any] {
        guard let group = value as? [String: Any] else {
            throw ConfigurationError(description: "„\(key)“ enthält Zuordnungen „Schlüssel: Wert“.")
        }
        return group
    }

    private static func string(_ value: Any, _ key: String) throws(ConfigurationError) -> String {
        guard let text = value as? String else { throw ConfigurationError(description: "„\(key)“ ist ein Text.") }
        return text
    }

    private static func integer(_ value: Any, _ key: String) throws(ConfigurationError) -> Int {
        guard let number = value as? Int, number > 0 else { throw ConfigurationError(description: "„\(key)“ ist eine ganze Zahl über 0.") }
        return number
    }
}

/// A configuration that cannot be used.
public struct ConfigurationError: Error, Sendable, CustomStringConvertible {
    /// What is wrong and what to do.
    public var description: String
}
