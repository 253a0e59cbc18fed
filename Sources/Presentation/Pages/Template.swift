internal import Mustache

/// A page of our own, in Mustache for HTML: every value is escaped unless the template says otherwise.
struct Template: Sendable {
    private let template: MustacheTemplate

    /// Takes a text of this program.
    init(_ text: String) {
        do {
            template = try MustacheTemplate(string: "{{% CONTENT_TYPE:HTML}}\n" + text)
        } catch {
            preconditionFailure("a page of this program is no template: \(error)")
        }
    }

    func render(_ context: [String: Any]) -> String { template.render(context) }
}
