extension LetterTemplate {
    /// Asks for what is missing where nobody has written a letter, so that nobody is left without one.
    ///
    /// Nil never happens: the text below is a letter, as a test shows.
    public static let neutral: LetterTemplate? = try? LetterTemplate(
        """
        Betreff: {{title}}: Bitte ergänzen Sie Ihre Angaben{{#token}} [{{token}}]{{/token}}

        Guten Tag{{#name}} {{name}}{{/name}},

        vielen Dank für Ihre Nachricht. Uns fehlen noch diese Angaben:

        {{#questions}}
        {{number}}. {{title}}
           {{ask}}

        {{/questions}}
        {{#proofs}}
        – {{ask}}
        {{/proofs}}
        {{#documents}}
        {{.}}

        {{/documents}}
        Bitte antworten Sie bis zum {{deadline}} auf diese Nachricht. Schreiben Sie Ihre Antwort einfach unter die Frage.

        Mit freundlichen Grüßen
        {{office}}

        """
    )
}
