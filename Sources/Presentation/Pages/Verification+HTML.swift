internal import Mustache
public import Vocabulary

extension Verification {
    /// The record of the validation (Prüfprotokoll) as a page for the clerk: one file, no script, nothing from outside.
    ///
    /// - Parameters:
    ///   - source: what was verified.
    ///   - digest: its digest.
    ///   - receivedAt: the time it was judged for.
    /// - Returns: an HTML document.
    public func html(source: String, digest: Digest, receivedAt: Instant) -> String {
        let report = htmlReport(source: source, digest: digest, receivedAt: receivedAt)
        return ValidationPage.template.render(["source": Label.escaped(source), "report": report])
    }

    /// The same as a part of a page, from its heading on.
    package func htmlReport(source: String, digest: Digest, receivedAt: Instant) -> String {
        ValidationPage.report.render([
            "source": Label.escaped(source),
            "digest": digest.description,
            "time": receivedAt.german,
            "verdict": indication.rawValue,
            "word": indication.german,
            "sentence": Label.withoutControls(sentence ?? "Die Einsendung trägt keine Signatur und kam nicht per De-Mail."),
            "form": Label.withoutControls(writtenFormReason ?? ""),
            "reports": reports.enumerated().map { ValidationPage.section($0.element, number: $0.offset + 1) },
        ])
    }
}

extension Verification.Indication {
    /// The verdict in a word.
    var german: String {
        switch self {
        case .passed: "Gültig."
        case .failed: "Ungültig."
        case .indeterminate: "Nicht bestätigt."
        case .none: "Nichts zu prüfen."
        }
    }
}

/// The page as a template; what stands in double braces is escaped.
private enum ValidationPage {
    static let template = Template(
        """
        <!DOCTYPE html>
        <html lang="de"><head><meta charset="utf-8"><title>Prüfprotokoll: {{source}}</title>
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <style>
        body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}
        h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem}table{border-collapse:collapse;width:100%}
        th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #ccc}th{width:13rem;font-weight:600}
        .mono{font-family:ui-monospace,monospace;font-size:.85rem;overflow-wrap:anywhere}
        .verdict{padding:.6rem .8rem;border-left:.4rem solid #666;background:#f3f3f3}.passed{border-color:#1a7f37}
        .failed{border-color:#b3261e}.indeterminate{border-color:#9a6700}
        </style></head><body>
        {{{report}}}
        </body></html>

        """
    )

    static let report = Template(
        """
        <h1>Prüfprotokoll</h1>
        <p class="verdict {{verdict}}"><strong>{{word}}</strong> {{sentence}}</p>
        <p>{{form}}</p>
        <table><tr><th>Einsendung</th><td>{{source}}</td></tr>
        <tr><th>Prüfsumme</th><td class="mono">{{digest}}</td></tr>
        <tr><th>Beurteilt zum</th><td>{{time}}</td></tr></table>
        {{#reports}}
        <h2>{{number}}. Prüfung</h2>
        <p class="verdict {{verdict}}"><strong>{{word}}</strong> {{message}}</p>
        <table>{{#rows}}<tr><th>{{name}}</th><td>{{value}}{{#digest}}<br><span class="mono">{{digest}}</span>{{/digest}}</td></tr>{{/rows}}</table>
        <h3>Schritte</h3>
        <table>{{#checks}}<tr><th>{{name}}</th><td>{{mark}}: {{detail}}</td></tr>{{/checks}}</table>
        {{#hasPath}}
        <h3>Zertifikate</h3><table>{{#path}}<tr><th>{{subject}}</th><td>ausgestellt von {{issuer}}<br>gültig vom {{from}} bis {{until}}<br><span class="mono">Nummer {{serial}}, {{digest}}</span></td></tr>{{/path}}</table>
        {{/hasPath}}
        {{/reports}}
        """
    )

    static func section(_ report: Verification.Report, number: Int) -> [String: Any] {
        var rows: [(String, String)] = [
            ("Gegenstand", report.document ?? "die Nachricht"), ("Signiert von", report.signer ?? "nicht bekannt"),
        ]
        if report.level != .none { rows.append(("Art", report.level.german)) }
        if let time = report.claimedTime { rows.append(("Signiert am (nach Angabe)", time.german)) }
        if let time = report.provenTime { rows.append(("Bestand nachweislich am", time.german)) }
        if let code = report.subIndication { rows.append(("Kennung nach EN 319 102-1", code)) }
        let covered = report.covers.map { cell("Abgedeckt", $0.name).merging(["digest": $0.digest.description]) { $1 } }
        return [
            "number": number,
            "verdict": report.indication.rawValue,
            "word": report.indication.german,
            "message": Label.withoutControls(report.message),
            "rows": rows.map(cell) + covered,
            "checks": report.checks.map(step),
            "hasPath": !report.path.isEmpty,
            "path": report.path.map(certificate),
        ]
    }

    private static func cell(_ name: String, _ value: String) -> [String: Any] {
        ["name": name, "value": Label.withoutControls(value), "digest": false]
    }

    private static func step(_ check: Verification.Check) -> [String: Any] {
        let mark =
            switch check.indication {
            case .passed: "in Ordnung"
            case .failed: "nicht in Ordnung"
            case .indeterminate: "offen"
            case .none: "Hinweis"
            }
        return ["name": Label.withoutControls(check.name), "mark": mark, "detail": Label.withoutControls(check.detail)]
    }

    private static func certificate(_ certificate: Verification.CertificateSummary) -> [String: Any] {
        [
            "subject": Label.withoutControls(certificate.subject), "issuer": Label.withoutControls(certificate.issuer),
            "from": certificate.notBefore.german, "until": certificate.notAfter.german, "serial": Label.withoutControls(certificate.serial),
            "digest": certificate.digest.description,
        ]
    }
}

extension Verification.Level {
    /// What it is called in German law.
    fileprivate var german: String {
        switch self {
        case .none: "keine Signatur"
        case .advanced: "fortgeschrittene elektronische Signatur"
        case .advancedQualifiedCertificate: "fortgeschrittene Signatur mit qualifiziertem Zertifikat"
        case .qualifiedSeal: "qualifiziertes elektronisches Siegel"
        case .qualified: "qualifizierte elektronische Signatur"
        }
    }
}
