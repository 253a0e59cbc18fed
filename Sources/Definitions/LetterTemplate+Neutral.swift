extension LetterTemplate {
    /// Asks for what is missing where nobody has written a letter, so that nobody is left without one.
    ///
    /// Nil never happens: the text below is a letter, as a test shows.
    public static let neutral: LetterTemplate? = try? LetterTemplate(
        """
        Betreff: {{title}}: Bitte ergänzen Sie Ihre Angaben{{#token}} [{{token}}]{{/token}}

        Guten Tag{{#name}} {{name}}{{/name}},

        vielen Dank für Ihre Nachricht.{{#received}} Sie ist am {{received}} bei uns angekommen. Dieses Datum bleibt erhalten.{{/received}}

        {{#hasForms}}
        Bitte füllen Sie dieses Formular aus und schicken Sie es uns zurück:

        {{#forms}}
        – {{title}}
        {{/forms}}

        {{/hasForms}}
        {{#hasQuestions}}
        Uns fehlen noch diese Angaben:

        {{#questions}}
        {{number}}. {{title}}
           {{ask}}
        {{#reason}}
           {{reason}}
        {{/reason}}

        {{/questions}}
        {{/hasQuestions}}
        {{#documents}}
        {{.}}

        {{/documents}}
        {{#hasProofs}}
        Bitte schicken Sie uns auch diese Unterlagen. Eine Kopie oder ein gut lesbares Foto genügt:

        {{#proofs}}
        – {{ask}}
        {{/proofs}}

        {{/hasProofs}}
        {{#hasWanted}}
        Diese Angaben helfen uns außerdem:

        {{#wanted}}
        {{number}}. {{title}}
           {{ask}}

        {{/wanted}}
        {{/hasWanted}}
        Bitte antworten Sie bis zum {{deadline}} auf diese Nachricht.{{#hasAny}} Schreiben Sie Ihre Antwort einfach unter die Frage, oder mit der Nummer der Frage davor: „1: Ihre Antwort“.{{/hasAny}}

        Mit freundlichen Grüßen
        {{office}}
        {{#contact}}
        {{.}}
        {{/contact}}

        """
    )
}
