public import Documents
public import Mail
public import Vocabulary

extension Verification {
    /// The sub-indication of everything that was seen but not checked.
    private static let notChecked = "NOT_CHECKED_YET"

    /// Detects the channel of a message and the signatures in it and its documents.
    ///
    /// - Returns: `indeterminate` when there is anything to check, `none` otherwise; never a pass.
    public static func detect(message: Message?, documents: [Document]) -> Verification {
        var verification = Verification()
        verification.reports =
            (message.map(reports(on:)) ?? []) + documents.filter(\.isSigned).map(report(on:))
        let order: [Channel] = [.deMail, .smime, .pades, .xmldsig]
        guard let strongest = order.first(where: { channel in verification.reports.contains { $0.channel == channel } })
        else { return verification }
        verification.channel = strongest
        verification.indication = .indeterminate
        verification.subIndication = notChecked
        return verification
    }

    private static func reports(on message: Message) -> [Report] {
        var reports: [Report] = []
        if message.header.contains(where: { $0.name.lowercased().hasPrefix("x-de-mail-") }) {
            reports.append(
                report(
                    .deMail,
                    nil,
                    "Die Nachricht trägt De-Mail-Kopfzeilen; die Prüfsumme und das Siegel des Anbieters wurden noch nicht geprüft."
                )
            )
        }
        let signed = message.parts.contains { part in
            part.type == "multipart/signed" || part.type == "application/pkcs7-mime" || part.type == "application/x-pkcs7-mime"
        }
        if signed {
            reports.append(
                report(
                    .smime,
                    nil,
                    "Die Nachricht ist elektronisch signiert oder verschlüsselt (S/MIME); die Signatur wurde noch nicht geprüft."
                )
            )
        }
        return reports
    }

    private static func report(on document: Document) -> Report {
        let channel: Channel =
            switch document.kind {
            case .pdf: .pades
            case .xml: .xmldsig
            default: .smime
            }
        return report(channel, document.name, "„\(document.name)“ trägt eine elektronische Signatur; sie wurde noch nicht geprüft.")
    }

    private static func report(_ channel: Channel, _ document: String?, _ message: String) -> Report {
        Report(channel: channel, indication: .indeterminate, subIndication: notChecked, document: document, message: message)
    }
}
