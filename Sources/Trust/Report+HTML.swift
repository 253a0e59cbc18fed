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
        """
        <!DOCTYPE html>
        <html lang="de"><head><meta charset="utf-8"><title>Prüfprotokoll: \(HTML.text(source))</title>
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <style>\(HTML.style)</style></head><body>
        <h1>Prüfprotokoll</h1>
        <p class="verdict \(indication.rawValue)"><strong>\(indication.german)</strong> \(HTML.text(sentence ?? "Die Einsendung trägt keine Signatur und kam nicht per De-Mail."))</p>
        <p>\(HTML.text(writtenFormReason ?? ""))</p>
        <table><tr><th>Einsendung</th><td>\(HTML.text(source))</td></tr>
        <tr><th>Prüfsumme</th><td class="mono">\(digest)</td></tr>
        <tr><th>Beurteilt zum</th><td>\(receivedAt.german)</td></tr></table>
        \(reports.enumerated().map { HTML.section($0.element, number: $0.offset + 1) }.joined(separator: "\n"))
        </body></html>

        """
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

/// Pieces of the page.
private enum HTML {
    static let style = """
        body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}
        h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem}table{border-collapse:collapse;width:100%}
        th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #ccc}th{width:13rem;font-weight:600}
        .mono{font-family:ui-monospace,monospace;font-size:.85rem;overflow-wrap:anywhere}
        .verdict{padding:.6rem .8rem;border-left:.4rem solid #666;background:#f3f3f3}.passed{border-color:#1a7f37}
        .failed{border-color:#b3261e}.indeterminate{border-color:#9a6700}
        """

    /// Text without markup.
    static func text(_ text: String) -> String {
        Label.withoutControls(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }

    static func section(_ report: Verification.Report, number: Int) -> String {
        var rows: [(String, String)] = [
            ("Gegenstand", text(report.document ?? "die Nachricht")), ("Signiert von", text(report.signer ?? "nicht bekannt")),
        ]
        if report.level != .none { rows.append(("Art", report.level.german)) }
        if let time = report.claimedTime { rows.append(("Signiert am (nach Angabe)", time.german)) }
        if let time = report.provenTime { rows.append(("Bestand nachweislich am", time.german)) }
        if let code = report.subIndication { rows.append(("Kennung nach EN 319 102-1", text(code))) }
        rows += report.covers.map { ("Abgedeckt", "\(text($0.name))<br><span class=\"mono\">\($0.digest)</span>") }
        return """
            <h2>\(number). Prüfung</h2>
            <p class="verdict \(report.indication.rawValue)"><strong>\(report.indication.german)</strong> \(text(report.message))</p>
            <table>\(rows.map { "<tr><th>\($0)</th><td>\($1)</td></tr>" }.joined())</table>
            <h3>Schritte</h3>
            <table>\(report.checks.map(step).joined())</table>
            \(report.path.isEmpty ? "" : "<h3>Zertifikate</h3><table>\(report.path.map(certificate).joined())</table>")
            """
    }

    private static func step(_ check: Verification.Check) -> String {
        let mark =
            switch check.indication {
            case .passed: "in Ordnung"
            case .failed: "nicht in Ordnung"
            case .indeterminate: "offen"
            case .none: "Hinweis"
            }
        return "<tr><th>\(text(check.name))</th><td>\(mark): \(text(check.detail))</td></tr>"
    }

    private static func certificate(_ certificate: Verification.CertificateSummary) -> String {
        """
        <tr><th>\(text(certificate.subject))</th><td>ausgestellt von \(text(certificate.issuer))<br>gültig vom \(certificate.notBefore.german) \
        bis \(certificate.notAfter.german)<br><span class="mono">Nummer \(text(certificate.serial)), \(certificate.digest)</span></td></tr>
        """
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
