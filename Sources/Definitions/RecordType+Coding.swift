public import FEEL

extension FEEL.Expression: Codable {
    /// Reads the text of an expression and parses it again.
    public init(from decoder: any Decoder) throws {
        try self.init(decoder.singleValueContainer().decode(String.self), functions: DomainFunctions.all)
    }

    /// Writes the text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension RecordType: Codable {
    private enum Key: String, CodingKey {
        case id, version, title, needsWrittenForm, prefix, fields, checks, objection, addressee, identity, searched, blankForms, letters
    }

    /// Reads what is written in a definition; everything that follows from it is made anew.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        self.init(
            id: try container.decode(String.self, forKey: .id),
            version: try container.decode(String.self, forKey: .version),
            title: try container.decode(String.self, forKey: .title),
            needsWrittenForm: try container.decode(Bool.self, forKey: .needsWrittenForm),
            prefix: try container.decode(String.self, forKey: .prefix),
            fields: try container.decode([Field].self, forKey: .fields)
        )
        checks = try container.decode([Check].self, forKey: .checks)
        objection = try container.decodeIfPresent(ObjectionPaths.self, forKey: .objection)
        addressee = try container.decode([[String]].self, forKey: .addressee)
        identity = try container.decode([String].self, forKey: .identity)
        searched = try container.decode([String].self, forKey: .searched)
        blankForms = try container.decode([BlankForm].self, forKey: .blankForms)
        letters = try container.decode([LetterTemplate.Kind: LetterTemplate].self, forKey: .letters)
    }

    /// Writes what is written in a definition.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(id, forKey: .id)
        try container.encode(version, forKey: .version)
        try container.encode(title, forKey: .title)
        try container.encode(needsWrittenForm, forKey: .needsWrittenForm)
        try container.encode(prefix, forKey: .prefix)
        try container.encode(fields, forKey: .fields)
        try container.encode(checks, forKey: .checks)
        try container.encodeIfPresent(objection, forKey: .objection)
        try container.encode(addressee, forKey: .addressee)
        try container.encode(identity, forKey: .identity)
        try container.encode(searched, forKey: .searched)
        try container.encode(blankForms, forKey: .blankForms)
        try container.encode(letters, forKey: .letters)
    }
}
