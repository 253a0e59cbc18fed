internal import Foundation
internal import Vocabulary

/// The keys of an office.
struct KeyRing {
    private var keys: [OfficeKey] = []

    /// Loads every file of a directory; what holds no key with its certificate is said and passed over.
    init(directory: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        for name in names.filter({ !$0.hasPrefix(".") }).sorted() {
            if let data = FileManager.default.contents(atPath: directory + "/" + name), let key = OfficeKey(pem: Array(data)) {
                keys.append(key)
            } else {
                Log.say("\(name): nicht verwendet; erwartet wird ein Schlüssel ohne Passwort mit seinem Zertifikat (PEM)")
            }
        }
    }

    /// The key that a content key is encrypted with.
    ///
    /// Some programs write the issuer's name with other character types than the certificate has it. To compare such names they would have
    /// to be parsed; a serial number that fits is enough, since a key that is not the right one opens nothing.
    func key(of recipient: UnwrapRequest.Recipient) -> OfficeKey? {
        switch recipient {
        case .certificate(let issuer, let serial):
            let candidates = keys.filter { $0.serial == serial }
            return candidates.first { $0.issuer == issuer } ?? candidates.first
        case .subjectKey(let identifier):
            return keys.first { $0.identifier == identifier }
        }
    }
}
