internal import Deciding
internal import Deadlines
public import Definitions
public import Presentation
public import Store
public import Vocabulary

extension Report {
    /// The report of an office.
    ///
    /// - Parameters:
    ///   - statistics: what was counted.
    ///   - branch: the office.
    ///   - catalogue: the definitions, which know what fields are called.
    ///   - from: the first day.
    ///   - to: the last day.
    public init(_ statistics: Statistics, _ branch: Installation.Branch, _ catalogue: Catalogue, from: CalendarDate, to: CalendarDate) {
        let cases = statistics.phases.reduce(0) { $0 + $1.count }
        let land = branch.office.land
        let outside = Self.outside(statistics.received, hours: branch.hours) { land.workingDay(from: $0) == $0 }
        func sum(_ counts: [Statistics.Count], _ isMeant: (Statistics.Count) -> Bool) -> Int {
            counts.filter(isMeant).reduce(0) { $0 + $1.count }
        }
        var tables = [
            Self.table(
                "volume",
                "Einsendungen nach Weg und Art",
                statistics.volume.map { count in
                    ("\(Self.way(count.names[0])), \(catalogue.records[count.names[1]]?.title ?? "kein Antrag")", count.count)
                }
            ),
            Self.table(
                "trust",
                "Erste Einsendungen: geprüft",
                [
                    ("bestätigt", sum(statistics.trust) { $0.names[1] == "passed" }),
                    ("nicht bestätigt", sum(statistics.trust) { $0.names[1] == "indeterminate" }),
                    ("ungültig", sum(statistics.trust) { $0.names[1] == "failed" }),
                    ("nichts zu prüfen", sum(statistics.trust) { $0.names[1] == "none" }),
                ]
            ),
            Self.table(
                "writtenForm",
                "Erste Einsendungen: Schriftform",
                [
                    ("gewahrt", sum(statistics.trust) { $0.names[2] == "met" }),
                    ("nicht gewahrt", sum(statistics.trust) { $0.names[2] != "met" }),
                ]
            ),
            Self.table("outcome", "Nach der ersten Einsendung", statistics.firstOutcomes.map { (Self.outcome($0.names[0]), $0.count) }),
            Self.table("phase", "Wo die Vorgänge stehen", statistics.phases.map { (Self.phase($0.names[0]), $0.count) }),
            Self.table("followUps", "Schreiben, die etwas nachfordern, je Vorgang", statistics.followUps.map { ($0.names[0], $0.count) }),
            Self.table(
                "hours",
                "Eingang nach Uhrzeit (\(branch.hours.lowerBound) bis \(branch.hours.upperBound) Uhr an Werktagen)",
                [
                    ("in der Dienstzeit", statistics.received.count - outside), ("außerhalb der Dienstzeit", outside),
                ]
            ),
        ]
        for form in statistics.forms {
            let own = statistics.fields.filter { $0.names[0] == form.names[0] }.prefix(15)
            let known = catalogue.forms.first { $0.id == form.names[0] }
            let type = known.flatMap { catalogue.records[$0.record] }
            let rows = own.map { ("\(type?.title(of: $0.names[1]) ?? $0.names[1]): \(Self.state($0.names[2]))", $0.count) }
            tables.append(
                Self.table(
                    "fields.\(form.names[0])",
                    "Fehlt oder unsicher: \(known?.title ?? form.names[0]) (\(form.count) Vorgänge)",
                    rows,
                    of: form.count
                )
            )
        }
        self.init(
            office: branch.office.name,
            from: from,
            to: to,
            submissions: statistics.received.count,
            tables: cases == 0 ? [] : tables,
            spreads: [
                Self.spread("complete", "alles da ist", statistics.toComplete),
                Self.spread("handover", "der Datensatz übergeben ist", statistics.toHandover),
            ]
        )
    }

    private static func way(_ channel: String) -> String {
        ["lmtp": "E-Mail", "smtp": "E-Mail", "imap": "E-Mail", "maildir": "E-Mail", "http": "Upload", "folder": "Ordner", "file": "Datei"][
            channel
        ] ?? channel
    }

    private static func outcome(_ name: String) -> String {
        ["handover": "vollständig", "follow-up": "Rückfrage nötig", "review": "ansehen", "rejected": "kein Antrag"][name] ?? name
    }

    private static func phase(_ name: String) -> String {
        [
            "review": "ansehen", "incomplete": "Rückfrage wartet", "requested": "nachgefordert", "reminded": "erinnert",
            "complete": "vollständig",
            "handed-over": "übergeben", "refused": "versagt", "set-aside": "kein Antrag",
        ][name] ?? name
    }

    private static func state(_ name: String) -> String {
        ["missing": "fehlt", "unsure": "unsicher", "invalid": "ungültig", "conflict": "widersprüchlich"][name] ?? name
    }
}
