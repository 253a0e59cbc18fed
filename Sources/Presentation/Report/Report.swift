public import Vocabulary

/// What an office sees of a period: figures with which it decides whether to keep the service.
///
/// Only counts and durations, nothing about anybody.
public struct Report: Sendable {
    /// A row of a table: what, how often, and of how many where that says something.
    public struct Row: Sendable {
        /// What is counted, in German.
        public var label: String
        /// How often.
        public var count: Int
        /// The share, 0 to 1; nil where there is none.
        public var share: Double?
    }

    /// A table with its title; drawn as bars.
    public struct Table: Sendable {
        /// A stable name.
        public var id: String
        /// What it is about, in German.
        public var title: String
        /// Its rows.
        public var rows: [Row]
    }

    /// How long something took, in hours.
    public struct Spread: Sendable {
        /// A stable name.
        public var id: String
        /// What it is about, in German.
        public var title: String
        /// Of how many cases.
        public var count: Int
        /// A quarter, half and nine tenths of the cases took no longer.
        public var quartile: Double, median: Double, ninetieth: Double
    }

    /// The name of the office.
    public var office: String
    /// The first and the last day.
    public var from: CalendarDate, to: CalendarDate
    /// How many submissions came.
    public var submissions: Int
    /// The tables.
    public var tables: [Table]
    /// How long things took.
    public var spreads: [Spread]

    /// Puts it together.
    public init(
        office: String,
        from: CalendarDate,
        to: CalendarDate,
        submissions: Int,
        tables: [Table],
        spreads: [Spread]
    ) {
        (self.office, self.from, self.to, self.submissions) = (office, from, to, submissions)
        (self.tables, self.spreads) = (tables, spreads)
    }

    /// Everything as one JSON object.
    public var json: JSON {
        .object([
            ("office", .string(office)), ("from", .string(from.description)), ("to", .string(to.description)),
            ("submissions", .integer(submissions)),
            (
                "tables",
                .array(
                    tables.map { table in
                        .object([
                            ("id", .string(table.id)), ("title", .string(table.title)),
                            (
                                "rows",
                                .array(
                                    table.rows.map { row in
                                        .object([
                                            ("label", .string(row.label)), ("count", .integer(row.count)),
                                            ("share", row.share.map { .number(Self.rounded($0, 4)) } ?? .null),
                                        ])
                                    }
                                )
                            ),
                        ])
                    }
                )
            ),
            (
                "hours",
                .array(
                    spreads.map { spread in
                        .object([
                            ("id", .string(spread.id)), ("title", .string(spread.title)), ("cases", .integer(spread.count)),
                            ("quartile", .number(Self.rounded(spread.quartile, 2))), ("median", .number(Self.rounded(spread.median, 2))),
                            ("ninetieth", .number(Self.rounded(spread.ninetieth, 2))),
                        ])
                    }
                )
            ),
        ])
    }

    /// Everything as a person reads it on a terminal.
    public var plain: String {
        var lines = ["Bericht: \(office)", "Zeitraum: \(from.german) bis \(to.german), \(submissions) Einsendungen", ""]
        for table in tables {
            lines.append(table.title)
            let width = min(50, table.rows.map(\.label.count).max() ?? 0)
            for row in table.rows {
                let share = row.share.map { "  \(Self.percent($0))" } ?? ""
                lines.append("  \(row.label)\(String(repeating: " ", count: max(0, width - row.label.count)))  \(row.count)\(share)")
            }
            lines.append(table.rows.isEmpty ? "  nichts\n" : "")
        }
        for spread in spreads {
            lines.append(spread.title)
            lines.append(
                spread.count == 0
                    ? "  noch kein Vorgang"
                    : "  \(spread.count) Vorgänge: die Hälfte in \(Self.time(spread.median)), neun von zehn in \(Self.time(spread.ninetieth))"
            )
        }
        return Label.withoutControls(lines.joined(separator: "\n"), keeping: "\n")
    }

    static func percent(_ share: Double) -> String { "\(Value.german(rounded(share * 100, 1), fraction: 1)) %" }

    /// Hours as people say them.
    static func time(_ hours: Double) -> String {
        if hours < 1 { return "\(Int((hours * 60).rounded())) Minuten" }
        return hours < 48 ? "\(Value.german(rounded(hours, 1))) Stunden" : "\(Value.german(rounded(hours / 24, 1))) Tagen"
    }
}
