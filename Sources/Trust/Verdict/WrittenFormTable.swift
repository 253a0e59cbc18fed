public import Vocabulary

/// Which means meets the written form on which day (§ 3a VwVfG, § 36a SGB I), as a table of rows.
public struct WrittenFormTable: Sendable {
    /// A means of sending a declaration.
    enum Means: Sendable { case qualifiedSignature, confirmedDeMail }

    struct Row: Sendable {
        var means: Means
        /// The first and last day of receipt it holds for; nil for no limit.
        var from: CalendarDate?
        var until: CalendarDate?
        /// Whether it holds for objections (§ 70 VwGO) or only for applications and notifications.
        var forObjections: Bool
        var source: String
    }

    let rows: [Row]

    /// Makes the table.
    public init(deMailUntil: CalendarDate? = WrittenForm.certainLastDay) {
        let start2024 = CalendarDate(iso: "2024-01-01")
        rows = [
            Row(means: .qualifiedSignature, from: nil, until: nil, forObjections: true, source: "§ 3a Abs. 2 VwVfG, § 36a Abs. 2 SGB I"),
            Row(
                means: .confirmedDeMail,
                from: CalendarDate(iso: "2013-08-01"),
                until: CalendarDate(iso: "2023-12-31"),
                forObjections: false,
                source: "§ 3a Abs. 2 Satz 4 Nr. 2 VwVfG alter Fassung"
            ),
            Row(means: .confirmedDeMail, from: start2024, until: deMailUntil, forObjections: true, source: "§ 3a Abs. 3 Nr. 2 d VwVfG"),
        ]
    }

    /// Whether a verified signature or channel meets the form, and why, in one German sentence.
    ///
    /// - Parameters:
    ///   - report: the verdict.
    ///   - day: the day of receipt.
    ///   - isObjection: whether the record is an objection; nil for a record that is not known.
    /// - Returns: the answer and its reason.
    func judge(_ report: Verification.Report, on day: CalendarDate, isObjection: Bool?) -> (isMet: Bool, reason: String) {
        let means: Means
        switch report.indication {
        case .none:
            return (false, "Die Schriftform ist nicht erfüllt, weil die Nachricht keine Signatur trägt und auf keinem sicheren Weg kam.")
        case .failed: return (false, "Die Schriftform ist nicht erfüllt, weil die Signatur oder das Siegel der Nachricht ungültig ist.")
        case .indeterminate:
            return (false, "Ob die Schriftform erfüllt ist, ist offen, weil die Signatur oder das Siegel nicht bestätigt werden konnte.")
        case .passed: break
        }
        if report.channel == .deMail {
            guard report.isAuthoritative else {
                return (false, "Die Schriftform ist nicht erfüllt, weil die De-Mail ohne Absenderbestätigung gesendet wurde.")
            }
            guard report.isQualifiedProvider else {
                return (false, "Die Schriftform ist nicht erfüllt, weil der De-Mail-Anbieter hier nicht als qualifiziert eingetragen ist.")
            }
            means = .confirmedDeMail
        } else {
            guard report.level == .qualified else {
                let why =
                    report.level == .qualifiedSeal
                    ? "ein Siegel keine Unterschrift einer Person ist" : "die Signatur gültig, aber keine qualifizierte ist"
                return (false, "Die Schriftform ist nicht erfüllt, weil \(why).")
            }
            means = .qualifiedSignature
        }
        guard !report.isPseudonym else {
            return (false, "Die Schriftform ist nicht erfüllt, weil mit einem Pseudonym signiert wurde (§ 3a Abs. 2 Satz 3 VwVfG).")
        }
        let name = means == .qualifiedSignature ? "qualifizierte elektronische Signatur" : "absenderbestätigte De-Mail"
        let valid = rows.filter { row in
            row.means == means && (row.from.map { $0 <= day } ?? true) && (row.until.map { day <= $0 } ?? true)
        }
        guard let row = valid.first else {
            return (false, "Die Schriftform ist nicht erfüllt, weil eine \(name) am \(day.german) dafür nicht genügte.")
        }
        guard row.forObjections || isObjection == false else {
            return (
                false,
                "Die Schriftform ist nicht erfüllt, weil eine \(name) am \(day.german) nur für Anträge und Anzeigen genügte (\(row.source))."
            )
        }
        return (true, "Die Schriftform ist erfüllt durch die \(name) (\(row.source)).")
    }
}

extension Verification {
    /// The whole from its reports.
    ///
    /// - Parameters:
    ///   - reports: one for each signature and channel.
    ///   - used: the digests of the contents a record was read from; nil when none was read, and everything counts.
    ///   - receivedAt: the time of receipt.
    ///   - isObjection: whether the record is an objection; nil when it is not known.
    ///   - table: the table of the written form.
    /// - Returns: the strongest evidence *for what was used*. A signature that does not cover it counts for nothing.
    public static func conclude(
        _ reports: [Report],
        used: Set<Digest>?,
        receivedAt: Instant,
        isObjection: Bool?,
        table: WrittenFormTable = WrittenFormTable()
    ) -> Verification {
        var verification = Verification()
        let day = receivedAt.localDate
        let judged = reports.map { report -> (report: Report, isMet: Bool, reason: String, rank: Int) in
            var report = report
            let covers = Set(report.covers.map(\.digest))
            if let used, !used.isSubset(of: covers), report.indication == .passed {
                report.indication = .indeterminate
                report.subIndication = SubIndication.dataNotFound.rawValue
                report.message = "Die Angaben stehen in einem Teil, den die Signatur nicht abdeckt. " + report.message
            }
            let form = table.judge(report, on: day, isObjection: isObjection)
            report.checks.append(.init("Schriftform", .none, form.reason))
            let certainty = report.indication == .passed ? 400 : report.indication == .indeterminate ? 200 : 100
            let level = Level.allCases.firstIndex(of: report.level) ?? 0
            return (report, form.isMet, form.reason, (form.isMet ? 1000 : 0) + certainty + level * 10 + (report.isAuthoritative ? 5 : 0))
        }
        verification.reports = judged.map(\.report)
        verification.signedFor = signedFor(reports, used)
        guard let best = judged.enumerated().max(by: { ($0.element.rank, -$0.offset) < ($1.element.rank, -$1.offset) })?.element else {
            let nothing = Report(channel: .none, indication: .none, subIndication: nil, document: nil, message: "")
            verification.writtenFormReason = table.judge(nothing, on: day, isObjection: isObjection).reason
            return verification
        }
        verification.channel = best.report.channel
        verification.indication = best.report.indication
        verification.subIndication = best.report.subIndication
        verification.signer = best.report.signer
        verification.writtenForm = best.isMet
        verification.writtenFormReason = best.reason
        verification.sentence = best.report.message
        return verification
    }

    /// See ``Verification/signedFor``.
    private static func signedFor(_ reports: [Report], _ used: Set<Digest>?) -> [String]? {
        let seals = reports.filter { $0.channel == .deMail }
        if seals.contains(where: { $0.indication == .passed }) { return nil }
        let signatures = reports.filter { report in
            report.channel != .deMail && !report.covers.isEmpty && (used.map { $0.isSubset(of: Set(report.covers.map(\.digest))) } ?? true)
        }
        // A sender who is only claimed to be confirmed is nobody's word.
        guard !signatures.isEmpty || seals.contains(where: { $0.indication == .failed }) else { return nil }
        // Anybody may sign what somebody else signed: of several that count the same, only what all of them name is certain.
        let best: (Report) -> Int = { $0.indication == .passed ? 2 : $0.indication == .indeterminate ? 1 : 0 }
        let strongest = signatures.map(best).max()
        let named = signatures.filter { best($0) == strongest }.map { Set($0.addresses) }
        return named.dropFirst().reduce(named.first ?? []) { $0.intersection($1) }.sorted()
    }
}
