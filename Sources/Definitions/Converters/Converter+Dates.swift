internal import Vocabulary

extension Converter {
    private static let months = [
        "januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember",
    ]

    /// Reads a day: `3.2.1984`, `03.02.84`, `03021984`, `1984-02-03`, `3. Februar 1984`, `3/2/1984`.
    ///
    /// A two-digit year later than the year of receipt belongs to the century before, and the reading is unsure.
    func date(_ text: String) -> Conversion {
        if let date = CalendarDate(iso: text) { return .value(.date(date)) }
        let parts = numbers(in: text)
        if parts.count == 1, parts[0].count == 8 {
            let digits = Array(parts[0])
            return date(day: String(digits[0...1]), month: String(digits[2...3]), year: String(digits[4...7]))
        }
        guard parts.count == 3 else { return .refused("kein Datum") }
        return date(day: parts[0], month: parts[1], year: parts[2])
    }

    /// Reads a month: `05/2026`, `5.2026`, `2026-05`, `Mai 2026`.
    func month(_ text: String) -> Conversion {
        let parts = numbers(in: text)
        if parts.count == 2, let a = Int(parts[0]), let b = Int(parts[1]) {
            if parts[1].count == 4, let month = YearMonth(year: b, month: a) { return .value(.month(month)) }
            if parts[0].count == 4, let month = YearMonth(year: a, month: b) { return .value(.month(month)) }
        }
        if case .value(.date(let date), let unsure) = date(text), let month = YearMonth(year: date.year, month: date.month) {
            return .value(.month(month), isUnsure: unsure)
        }
        return .refused("kein Monat")
    }

    private func date(day: String, month: String, year: String) -> Conversion {
        guard day.count <= 2, month.count <= 2, let day = Int(day), let month = Int(month), var full = Int(year) else {
            return .refused("kein Datum")
        }
        let isShort = year.count == 2
        guard isShort || year.count == 4 else { return .refused("kein Datum") }
        if isShort { full += full > referenceYear % 100 ? (referenceYear / 100 - 1) * 100 : referenceYear / 100 * 100 }
        guard full >= 1850, let date = CalendarDate(year: full, month: month, day: day) else { return .refused("kein Tag, den es gibt") }
        return .value(.date(date), isUnsure: isShort)
    }

    /// The numbers of a date in order, a month's name as its number; empty if anything else stands there.
    private func numbers(in text: String) -> [String] {
        var numbers: [String] = []
        for piece in text.lowercased().split(whereSeparator: { $0 == "." || $0 == "/" || $0 == "-" || $0.isWhitespace }) {
            if piece.allSatisfy({ $0.isASCII && $0.isNumber }) {
                numbers.append(String(piece))
            } else if piece.count >= 3,
                let index = Self.months.firstIndex(where: {
                    $0.hasPrefix(piece) || (piece == "maerz" && $0 == "märz") || (piece == "mrz" && $0 == "märz")
                })
            {
                numbers.append(String(index + 1))
            } else {
                return []
            }
        }
        return numbers
    }
}
