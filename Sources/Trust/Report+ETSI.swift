public import Vocabulary

extension Verification {
    /// The validation report after ETSI TS 119 102-2, V1.4.1.
    ///
    /// - Parameters:
    ///   - source: the name of what was verified.
    ///   - digest: its digest.
    ///   - receivedAt: the time it was judged for.
    /// - Returns: an XML document with one SignatureValidationReport for each report.
    public func etsi(source: String, digest: Digest, receivedAt: Instant) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <ValidationReport xmlns="http://uri.etsi.org/19102/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
        \(reports.enumerated().map { ETSIReport.signature($0.element, number: $0.offset, receivedAt) }.joined(separator: "\n"))
          <SignatureValidationObjects>
            <ValidationObject id="source">
              <ObjectType>urn:etsi:019102:validationObject:signedData</ObjectType>
              <ValidationObjectRepresentation>
                \(ETSIReport.digest(digest))
              </ValidationObjectRepresentation>
            </ValidationObject>
        \(reports.enumerated().map { ETSIReport.objects($0.element, number: $0.offset) }.joined())
          </SignatureValidationObjects>
        </ValidationReport>

        """
    }
}

private enum ETSIReport {
    static func text(_ text: String) -> String {
        Label.withoutControls(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }

    static func digest(_ digest: Digest) -> String {
        let bytes = stride(from: 0, to: 64, by: 2).compactMap { UInt8(digest.hex.dropFirst($0).prefix(2), radix: 16) }
        return """
            <DigestAlgAndValue><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>\
            <ds:DigestValue>\(Base64.encode(bytes))</ds:DigestValue></DigestAlgAndValue>
            """
    }

    /// UTC, as xs:dateTime.
    static func time(_ time: Instant) -> String { time.description }

    static func signature(_ report: Verification.Report, number: Int, _ receivedAt: Instant) -> String {
        let main =
            switch report.indication {
            case .passed: "total-passed"
            case .failed: "total-failed"
            case .indeterminate, .none: "indeterminate"
            }
        let reason = report.subIndication.map { "\n      <SubIndication>urn:etsi:019102:subindication:\(text($0))</SubIndication>" } ?? ""
        let claimed = report.claimedTime.map { "\n      <SigningTime Signed=\"true\"><Time>\(time($0))</Time></SigningTime>" } ?? ""
        let proven = time(report.provenTime ?? receivedAt)
        return """
              <SignatureValidationReport>
                <SignatureAttributes>\(claimed)
                </SignatureAttributes>
                <SignerInformation><SignerCertificate VOReference="#c-\(number)-0"/><Signer>\(text(report.signer ?? ""))</Signer><Pseudonym>\(report.isPseudonym)</Pseudonym></SignerInformation>
                <SignatureQuality><SignatureQualityInformation>urn:eingang:level:\(report.level.rawValue)</SignatureQualityInformation></SignatureQuality>
                <SignatureValidationProcess><SignatureValidationProcessID>urn:etsi:019102:validationprocess:LTVM</SignatureValidationProcessID></SignatureValidationProcess>
                <SignatureValidationStatus>
                  <MainIndication>urn:etsi:019102:mainindication:\(main)</MainIndication>\(reason)
                  <AssociatedValidationReportData>\(report.checks.map(message).joined())</AssociatedValidationReportData>
                </SignatureValidationStatus>
                <ValidationTimeInfo><ValidationTime>\(time(receivedAt))</ValidationTime><BestSignatureTime><POETime>\(proven)</POETime></BestSignatureTime></ValidationTimeInfo>
              </SignatureValidationReport>
            """
    }

    private static func message(_ check: Verification.Check) -> String {
        """
        <AdditionalValidationReportData><ReportData><Type>urn:eingang:check:\(check.indication.rawValue)</Type>\
        <Value>\(text(check.name + ": " + check.detail))</Value></ReportData></AdditionalValidationReportData>
        """
    }

    static func objects(_ report: Verification.Report, number: Int) -> String {
        let certificates = report.path.enumerated().map { index, certificate in
            object("c-\(number)-\(index)", "certificate", certificate.digest)
        }
        let covered = report.covers.enumerated().map { index, item in object("d-\(number)-\(index)", "signedData", item.digest) }
        return (certificates + covered).joined()
    }

    private static func object(_ id: String, _ type: String, _ value: Digest) -> String {
        """
            <ValidationObject id="\(id)"><ObjectType>urn:etsi:019102:validationObject:\(type)</ObjectType>\
        <ValidationObjectRepresentation>\(digest(value))</ValidationObjectRepresentation></ValidationObject>

        """
    }
}
