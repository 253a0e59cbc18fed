package import Foundation

/// Keys of an office that is invented, and messages that OpenSSL encrypts for them.
package enum KeyFixtures {
    /// A directory for `--keys`: an RSA key and one on an elliptic curve, each with its certificate.
    package static let directory: URL = {
        let url = Place.temporary()
        for (name, kind) in [("rsa", ["rsa:2048"]), ("ec", ["ec", "-pkeyopt", "ec_paramgen_curve:brainpoolP256r1"])] {
            let path = url.appendingPathComponent("\(name).pem").path
            let words = ["-keyout", path, "-out", path + ".crt", "-subj", "/CN=Wohngeldstelle \(name)", "-days", "30", "-noenc"]
            guard let run = try? Run("/usr/bin/openssl", ["req", "-x509", "-newkey"] + kind + words), run.status == 0,
                let key = try? Data(contentsOf: URL(fileURLWithPath: path)),
                let certificate = try? Data(contentsOf: URL(fileURLWithPath: path + ".crt")),
                (try? (key + certificate).write(to: URL(fileURLWithPath: path))) != nil,
                (try? FileManager.default.moveItem(atPath: path + ".crt", toPath: certificatePath(name))) != nil
            else { preconditionFailure("openssl cannot make a key") }
        }
        return url
    }()

    private static let certificates = Place.temporary()

    package static func certificatePath(_ name: String) -> String { certificates.appendingPathComponent("\(name).crt").path }

    /// A message in an envelope.
    ///
    /// - Parameters:
    ///   - key: `rsa` or `ec`.
    ///   - options: more of what `openssl cms -encrypt` understands.
    /// - Returns: the message.
    /// - Throws: what starting OpenSSL throws.
    package static func message(for key: String = "rsa", _ options: [String] = ["-aes256"]) throws -> [UInt8] {
        let head = "From: Erika Muster <erika.muster@example.org>\r\nSubject: Verschlüsselt\r\nMIME-Version: 1.0\r\n"
        return Array(head.utf8) + (try part(for: key, options))
    }

    /// A message with several such parts, each in an envelope of its own.
    package static func message(parts: Int) throws -> [UInt8] {
        let part = try part(for: "rsa", ["-aes256"])
        let head = "From: Erika Muster <erika.muster@example.org>\r\nSubject: Verschlüsselt\r\nMIME-Version: 1.0\r\n"
        let body = (0..<parts).flatMap { _ in Array("--b\r\n".utf8) + part }
        return Array((head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n").utf8) + body + Array("--b--\r\n".utf8)
    }

    private static func part(for key: String, _ options: [String]) throws -> [UInt8] {
        _ = directory
        let entity = "Content-Type: text/plain\r\n\r\nDas Losungswort ist Apfelbaum.\r\n"
        let place = Place.temporary().appendingPathComponent("out").path
        let recipient = ["-recip", certificatePath(key)]
        let words = ["cms", "-encrypt", "-binary", "-outform", "DER", "-out", place]
        let keyOptions = options.firstIndex(of: "-keyopt") ?? options.endIndex
        let all = words + options[..<keyOptions] + recipient + options[keyOptions...]
        let run = try Run("/usr/bin/openssl", all, input: Data(entity.utf8))
        guard run.status == 0 else { preconditionFailure("openssl cms: \(run.errors)") }
        let base64 = try Data(contentsOf: URL(fileURLWithPath: place)).base64EncodedString(options: .lineLength64Characters)
        let type =
            "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\n"
            + "Content-Transfer-Encoding: base64\r\n"
        return Array((type + "\r\n" + base64 + "\r\n").utf8)
    }
}
