internal import Deciding
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Vocabulary

/// An address of the desk: what it does and who may use it.
///
/// The desk has no others.
struct Route: Sendable {
    /// Who may use an address.
    enum Access: Sendable {
        /// Everybody: the page to log in, and how it looks.
        case everybody
        /// Whoever has one of these roles, for an office of theirs where the address names one.
        case roles(Set<Account.Role>)
    }

    /// `get` shows, `post` changes.
    var method: HTTPRequest.Method
    /// As Hummingbird writes it: `/b/:office/vorgang/:number`.
    var path: RouterPath
    /// Who may use it.
    var access: Access
    /// What it does.
    var answer: @Sendable (Visit) async throws -> Response

    /// An address for everybody.
    init(_ method: HTTPRequest.Method, _ path: RouterPath, _ answer: @escaping @Sendable (Visit) async throws -> Response) {
        (self.method, self.path, access, self.answer) = (method, path, .everybody, answer)
    }

    /// An address for people with one of some roles, about no single office.
    init(
        _ method: HTTPRequest.Method,
        _ path: RouterPath,
        for roles: Set<Account.Role>,
        _ answer: @escaping @Sendable (Visit, Gate.Visitor) async throws -> Response
    ) {
        (self.method, self.path, access) = (method, path, .roles(roles))
        self.answer = { visit in
            guard let visitor = visit.visitor else { throw Refusal.notFound }
            return try await answer(visit, visitor)
        }
    }

    /// An address about an office, which stands in its path, for people of that office with one of some roles.
    init(
        _ method: HTTPRequest.Method,
        _ path: RouterPath,
        in roles: Set<Account.Role>,
        _ answer: @escaping @Sendable (Work) async throws -> Response
    ) {
        (self.method, self.path, access) = (method, path, .roles(roles))
        self.answer = { visit in
            guard let visitor = visit.visitor, let branch = visit.office else { throw Refusal.notFound }
            return try await answer(Work(visit: visit, visitor: visitor, branch: branch))
        }
    }
}

/// One request, by somebody who may make it.
struct Visit: Sendable {
    /// What stands in the address and behind its question mark.
    var request: Request
    /// The parts of the address that have names.
    var parameters: [String: String]
    /// What the form says, by the names of its fields.
    var form: [String: String] = [:]
    /// Who it is; nil only where everybody may come.
    var visitor: Gate.Visitor?
    /// The office that the address names.
    var office: Desk.Branch?
    /// In which language the desk speaks.
    var language = Language.german

    /// What stands behind the question mark under a name; empty when there is nothing.
    func query(_ name: String) -> String { FormBody.fields(request.uri.query ?? "")[name] ?? "" }
}

/// A request about an office, by somebody who works there.
struct Work: Sendable {
    let visit: Visit
    let visitor: Gate.Visitor
    let branch: Desk.Branch

    /// The key of the office.
    var office: String { branch.office.id }
    /// The case that the address names.
    var number: String { visit.parameters["number"] ?? "" }
    /// The name that the events have.
    var person: String { visitor.account.name }
    var form: [String: String] { visit.form }
    var language: Language { visit.language }
    /// Where the pages of the office begin.
    var root: String { "/b/\(office)" }
    /// Where the page of a case is.
    func place(of number: String) -> String { "\(root)/vorgang/\(number)" }
}

/// A request that is refused, with the sentence that people read.
struct Refusal: Error {
    var status: HTTPResponse.Status
    var sentence: String
    /// The methods that the address has, where it was asked with another.
    var allowed: [HTTPRequest.Method] = []

    /// Nobody is logged in: they are led to the page to log in.
    static let unknown = Refusal(status: .seeOther, sentence: "Bitte melden Sie sich an.")
    static func method(_ allowed: [HTTPRequest.Method]) -> Refusal {
        Refusal(status: .methodNotAllowed, sentence: "Diese Seite wird anders aufgerufen.", allowed: allowed)
    }
    static let notFound = Refusal(status: .notFound, sentence: "Diese Seite gibt es nicht.")
    static let forbidden = Refusal(status: .forbidden, sentence: "Das dürfen Sie mit Ihrem Konto nicht sehen oder tun.")
    static let foreign = Refusal(
        status: .forbidden,
        sentence:
            "Die Anfrage kam nicht von einer Seite dieses Arbeitsplatzes. Bitte gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal."
    )
}

/// A form as browsers send it (`application/x-www-form-urlencoded`).
enum FormBody {
    /// More is no form of ours.
    static let mostBytes = 1 << 20

    /// Takes it apart; of several fields of one name the last counts.
    static func fields(_ text: String) -> [String: String] {
        var fields: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(plain)
            fields[parts[0]] = parts.count == 2 ? parts[1] : ""
        }
        return fields
    }

    /// A value as it stands in an address.
    static func quoted(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    /// `unreserved` of RFC 3986, 2.3.
    private static let unreserved = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

    private static func plain(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "+") {
                bytes.append(UInt8(ascii: " "))
            } else if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
    }
}
