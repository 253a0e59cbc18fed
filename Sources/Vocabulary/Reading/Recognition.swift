/// How well a document fits a form.
public struct Candidate: Sendable, Codable {
    /// The form's id.
    public var form: String
    /// The document's digest.
    public var document: Digest
    /// The document's name.
    public var name: String
    /// From 0 to 1: the share of the form's features that the document shows.
    public var score: Double
    /// How many features it shows.
    public var features: Int
    /// How much the kind of feature is worth: a letter's words less than a form's fields.
    public var rank: Int

    /// Makes a candidate.
    public init(form: String, document: Digest, name: String, score: Double, features: Int, rank: Int) {
        (self.form, self.document, self.name) = (form, document, name)
        (self.score, self.features, self.rank) = (score, features, rank)
    }
}

/// What recognition found: the best candidate, if it stands out, and all others.
public struct Recognition: Sendable, Codable {
    /// All candidates, best first.
    public var candidates: [Candidate] = []
    /// Why no form was chosen, or what else the clerk should know.
    public var findings: [Finding] = []
    /// The place of the chosen candidate among them.
    public var chosen: Int?

    /// Nothing recognised.
    public init() {}
}
