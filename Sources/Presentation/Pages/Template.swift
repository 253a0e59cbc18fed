internal import Mustache

/// A page of our own, in Mustache for HTML: every value is escaped unless the template says otherwise.
package struct Template: Sendable {
    private let template: MustacheTemplate

    /// Takes a text of this program.
    package init(_ text: String) {
        do {
            template = try MustacheTemplate(string: "{{% CONTENT_TYPE:HTML}}\n" + text)
        } catch {
            preconditionFailure("a page of this program is no template: \(error)")
        }
    }

    /// The page for a context.
    package func render(_ context: [String: Any]) -> String { template.render(context) }
}
