private import Foundation
public import Vocabulary

extension Verification {
    /// The validation report after ETSI TS 119 102-2, V1.4.1.
    ///
    /// - Parameters:
    ///   - source: the name of what was verified.
    ///   - digest: its digest.
    ///   - receivedAt: the time it was judged for.
    /// - Returns: an XML document with one SignatureValidationReport for each report, or one that says that there was no signature.
    public func etsi(source: String, digest: Digest, receivedAt: Instant) -> String {
        let writer = ETSIReport(receivedAt: receivedAt)
        let signatures = reports.enumerated().map { writer.signature($0.element, $0.offset) }
        let objects = reports.enumerated().map { writer.objects($0.element, $0.offset) }.joined()
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <ValidationReport xmlns="http://uri.etsi.org/19102/v1.4.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
            \(signatures.isEmpty ? writer.nothing() : signatures.joined())\
            <SignatureValidationObjects>
            \(writer.object("source", "signedData", source, digest))\(objects)</SignatureValidationObjects>
            </ValidationReport>

            """
    }
}

private struct ETSIReport {
    var receivedAt: Instant

    /// One signature; the order of the elements is fixed (clause 4.3.2).
    func signature(_ report: Verification.Report, _ number: Int) -> String {
        element(
            "SignatureValidationReport",
            constraints(report) + times(proven: report.provenTime)
                + document(report, number)
                + (report.claimedTime.map { element("SignatureAttributes", element("SigningTime", leaf("Time", $0.description))) } ?? "")
                + signer(report, number)
                + element("SignatureQuality", leaf("SignatureQualityInformation", "urn:eingang:level:\(report.level.rawValue)"))
                + process
                + element(
                    "SignatureValidationStatus",
                    status(report.indication, report.subIndication, total: true) + chain(report, number)
                )
        )
    }

    /// The report for something that carries no signature.
    func nothing() -> String {
        let status = leaf("MainIndication", "urn:eingang:mainindication:no-signature-found")
        return element("SignatureValidationReport", times(proven: nil) + process + element("SignatureValidationStatus", status))
    }

    /// The certificates of the path and what the signature covers, by their digests.
    func objects(_ report: Verification.Report, _ number: Int) -> String {
        let certificates = report.path.enumerated().map { object("c-\(number)-\($0)", "certificate", nil, $1.digest) }
        return (certificates + report.covers.enumerated().map { object("d-\(number)-\($0)", "signedData", $1.name, $1.digest) }).joined()
    }

    func object(_ id: String, _ type: String, _ name: String?, _ digest: Digest) -> String {
        let value = """
            <DigestAlgAndValue><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>\
            <ds:DigestValue>\(Data(digest.bytes).base64EncodedString())</ds:DigestValue></DigestAlgAndValue>

            """
        let place = name.map { leaf("URI", uri($0)) } ?? ""
        return """
            <ValidationObject id="\(id)">
            \(leaf("ObjectType", "urn:etsi:019102:validationObject:\(type)"))\
            \(element("ValidationObjectRepresentation", value + place))</ValidationObject>

            """
    }

    private var process: String {
        element("SignatureValidationProcess", leaf("SignatureValidationProcessID", "urn:etsi:019102:validationprocess:LTVM"))
    }

    /// The steps, each with its end; remarks follow with the status.
    private func constraints(_ report: Verification.Report) -> String {
        let steps = report.checks.filter { $0.indication != .none }.map { check in
            element(
                "ValidationConstraint",
                leaf("ValidationConstraintIdentifier", "urn:eingang:check:" + uri(check.name))
                    + element("ConstraintStatus", leaf("Status", "urn:etsi:019102:constraintStatus:applied"))
                    + element(
                        "ValidationStatus",
                        status(check.indication, nil, total: false) + element("AssociatedValidationReportData", remarks([check]))
                    )
            )
        }
        return steps.isEmpty ? "" : element("ValidationConstraintsEvaluationReport", steps.joined())
    }

    /// When it was judged, and since when it provably exists: by a timestamp, or since it was received.
    private func times(proven: Instant?) -> String {
        let best = proven ?? receivedAt
        let proof = best == receivedAt ? "provided" : "validation"
        return element(
            "ValidationTimeInfo",
            leaf("ValidationTime", receivedAt.description)
                + element("BestSignatureTime", leaf("POETime", best.description) + leaf("TypeOfProof", "urn:etsi:019102:poetype:\(proof)"))
        )
    }

    /// What the signature covers.
    private func document(_ report: Verification.Report, _ number: Int) -> String {
        let ids = report.covers.indices.map { "d-\(number)-\($0)" }
        return ids.isEmpty ? "" : element("SignersDocument", reference("SignersDocumentRepresentation", ids))
    }

    private func signer(_ report: Verification.Report, _ number: Int) -> String {
        guard !report.path.isEmpty else { return "" }
        let name = report.signer.map { leaf("Signer", $0) } ?? ""
        return """
            <SignerInformation Pseudonym="\(report.isPseudonym)">
            \(reference("SignerCertificate", ["c-\(number)-0"]))\(name)</SignerInformation>

            """
    }

    private func chain(_ report: Verification.Report, _ number: Int) -> String {
        let isAnchored = report.checks.contains { $0.name == "Zertifikatspfad" && $0.indication == .passed }
        let links = report.path.indices.map { index in
            let isLast = index == report.path.count - 1
            let role = index == 0 ? "SigningCertificate" : isLast && isAnchored ? "TrustAnchor" : "IntermediateCertificate"
            return reference(role, ["c-\(number)-\(index)"])
        }
        let remarks = remarks(report.checks.filter { $0.indication == .none })
        guard !links.isEmpty || !remarks.isEmpty else { return "" }
        return element("AssociatedValidationReportData", (links.isEmpty ? "" : element("CertificateChain", links.joined())) + remarks)
    }

    private func status(_ indication: Verification.Indication, _ reason: String?, total: Bool) -> String {
        let main =
            switch indication {
            case .passed: total ? "total-passed" : "passed"
            case .failed: total ? "total-failed" : "failed"
            case .indeterminate, .none: "indeterminate"
            }
        return leaf("MainIndication", "urn:etsi:019102:mainindication:\(main)")
            + (reason.map { leaf("SubIndication", "urn:etsi:019102:subindication:\($0)") } ?? "")
    }

    /// Sentences for the clerk.
    private func remarks(_ checks: [Verification.Check]) -> String {
        guard !checks.isEmpty else { return "" }
        let data = checks.map { element("ReportData", leaf("Type", "urn:eingang:check:" + uri($0.name)) + leaf("Value", $0.detail)) }
        return element("AdditionalValidationReportData", data.joined())
    }

    private func reference(_ name: String, _ ids: [String]) -> String { "<\(name) VOReference=\"\(ids.joined(separator: " "))\"/>\n" }

    private func element(_ name: String, _ content: String) -> String { "<\(name)>\n\(content)</\(name)>\n" }

    private func leaf(_ name: String, _ value: String) -> String { "<\(name)>\(text(value))</\(name)>\n" }

    private func text(_ text: String) -> String {
        Label.withoutControls(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    private func uri(_ name: String) -> String { name.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? "" }
}
