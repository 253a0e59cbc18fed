internal import Documents
internal import Vocabulary

extension Examination {
    /// Verifies every signature of a PDF; what may be read is the last revision that one of them really signs.
    func reveal(_ pdf: PDFSignatures, _ name: String) -> Opener.Revealed {
        var revealed = Opener.Revealed(name: name, bytes: pdf.bytes)
        revealed.isSigned = true
        var judged: [(end: Int?, report: Int)] = []
        var last: (end: Int, content: Digest)?
        for signature in pdf.signatures where !signature.isTimestamp {
            let before = reports.count
            verify(signature, of: pdf, name: name)
            for index in before..<reports.count {
                judged.append((signature.end, index))
                let isRight = reports[index].checks.first?.indication == .passed
                if isRight, let end = signature.end, end >= last?.end ?? 0, let content = reports[index].covers.first?.digest {
                    last = (end, content)
                }
                noteField(of: signature, &reports[index])
            }
        }
        if pdf.isCut {
            revealed.findings.append(Finding(.pdfSignaturesCut, document: name, ["most": "\(pdf.signatures.count)"]))
        }
        guard let (end, content) = last else { return revealed }
        revealed.content = content
        let later = pdf.changes(from: end, to: pdf.bytes.count)
        if !later.isNone {
            revealed.bytes = pdf.revision(end)
            revealed.findings.append(laterChange(later, name))
        }
        for (own, index) in judged {
            // An earlier signature covers what is read if nothing in between says anything else.
            guard let own, own < end, pdf.changes(from: own, to: end).isNone else { continue }
            reports[index].covers.append(.init(name: name, digest: content))
        }
        return revealed
    }

    /// A signature that no field refers to is shown by no program; whoever signed cannot be asked to have meant it.
    private func noteField(of signature: PDFSignatures.Signature, _ report: inout Verification.Report) {
        guard !signature.hasField else {
            return report.checks.append(.init("Unterschriftsfeld", .none, "Feld „\(signature.field)“."))
        }
        let why = "Die Unterschrift gehört zu keinem Feld des Formulars; Anzeigeprogramme zeigen sie nicht."
        report.checks.append(.init("Unterschriftsfeld", SubIndication.signatureConstraints.indication, why))
        guard report.indication == .passed else { return }
        (report.indication, report.subIndication) = (
            SubIndication.signatureConstraints.indication, SubIndication.signatureConstraints.rawValue
        )
        report.message += " " + why
    }

    private func laterChange(_ changes: PDFSignatures.Changes, _ name: String) -> Finding {
        let what =
            changes.other || changes.pages
            ? "Inhalte" : changes.annotations ? "Anmerkungen" : "Felder (\(changes.fields.prefix(10).joined(separator: ", ")))"
        return Finding(.pdfChangedAfterSignature, document: name, ["what": what])
    }

    private func verify(_ signature: PDFSignatures.Signature, of pdf: PDFSignatures, name: String) {
        guard let signed = pdf.signed(by: signature), let end = signature.end else {
            return reports.append(
                fault(
                    .formatFailure,
                    "„\(name)“: Die Signatur (\(signature.place)) lässt mehr aus als sich selbst (ByteRange).",
                    channel: .pades,
                    document: name
                )
            )
        }
        let data: SignedData
        do throws(SignedData.Failure) {
            data = try SignedData(signature.contents)
        } catch {
            guard case .format(let why) = error else { return }
            return reports.append(fault(.formatFailure, "„\(name)“: \(why).", channel: .pades, document: name))
        }
        var detached: [UInt8]? = signed
        switch signature.filter {
        case "/ETSI.CAdES.detached", "/adbe.pkcs7.detached": break
        case "/adbe.pkcs7.sha1":
            detached = nil
            guard data.content.map(Array.init) == PublicKey.digest("sha1", of: signed) else {
                return reports.append(
                    fault(.hashFailure, "„\(name)“: \(SubIndication.hashFailure.german).", channel: .pades, document: name)
                )
            }
        default:
            return reports.append(
                fault(
                    .cryptoConstraints,
                    "„\(name)“: Die Art der Signatur „\(signature.filter)“ wird nicht geprüft.",
                    channel: .pades,
                    document: name
                )
            )
        }
        var extra = SignatureFacts()
        extra.certificates = pdf.certificates
        extra.revocation = pdf.revocation
        extra.claimedTime = signature.time
        extra.timestamps = pdf.signatures.filter { $0.isTimestamp && ($0.end ?? 0) > end }.compactMap { stamp in
            pdf.signed(by: stamp).map { (stamp.contents, $0) }
        }
        let before = reports.count
        let covered = Verification.Covered(name: name, digest: Digest(of: signed))
        verify(data, detached: detached, name: name, covers: [covered], channel: .pades, extra: extra)
        let changes = pdf.changes(from: end, to: pdf.bytes.count)
        for index in before..<reports.count { judge(changes, after: signature, pdf, &reports[index]) }
    }

    /// Classes what was changed after a signature against what it, or a certification before it, allows (ISO 32000-2, 12.8.2.2).
    private func judge(
        _ changes: PDFSignatures.Changes,
        after signature: PDFSignatures.Signature,
        _ pdf: PDFSignatures,
        _ report: inout Verification.Report
    ) {
        // A certification among signatures that were not read may allow nothing.
        let permission = pdf.isCut ? 1 : pdf.signatures.compactMap(\.permission).min()
        let locked = changes.fields.filter { field in pdf.signatures.contains { ($0.end ?? 0) <= (signature.end ?? 0) && $0.locks(field) } }
        let verdict: (SubIndication, String)?
        if changes.other {
            verdict = (.formatFailure, "Nach der Unterschrift wurde etwas geändert, das kein Ausfüllen und keine Anmerkung ist.")
        } else if changes.pages {
            verdict = (.formatFailure, "Nach der Unterschrift wurden Seiten geändert.")
        } else if changes.addsFields {
            verdict = (.formatFailure, "Nach der Unterschrift kamen Felder hinzu.")
        } else if changes.form, permission == 1 || !locked.isEmpty {
            verdict = (.formatFailure, "Nach der Unterschrift wurden Felder geändert, obwohl sie das ausschließt.")
        } else if changes.annotations, let permission, permission < 3 {
            verdict = (.formatFailure, "Nach der Unterschrift kamen Anmerkungen hinzu, obwohl sie das ausschließt.")
        } else if changes.annotations, permission == nil {
            verdict = (.signatureConstraints, "Nach der Unterschrift kamen Anmerkungen hinzu, die den Inhalt verdecken können.")
        } else {
            verdict = nil
            let what =
                changes.isNone
                ? "Danach wurde nichts geändert."
                : "Danach wurde nur geändert, was erlaubt ist: " + (changes.form ? "Felder ausgefüllt." : "Anmerkungen.")
            report.checks.append(.init("Spätere Änderungen", .passed, what))
        }
        guard let verdict else { return }
        report.checks.append(.init("Spätere Änderungen", verdict.0.indication, verdict.1))
        guard report.indication == .passed || (report.indication == .indeterminate && verdict.0.indication == .failed) else { return }
        (report.indication, report.subIndication) = (verdict.0.indication, verdict.0.rawValue)
        report.message += " " + verdict.1
    }
}
