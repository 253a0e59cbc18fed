public import Vocabulary

extension Message.Opened {
    /// Puts the parts of a message that was wrapped inside a part, encrypted or signed, under that part.
    ///
    /// Their byte ranges stay those within the wrapped message.
    public mutating func embed(_ inner: Message.Opened, in index: Int) {
        let offset = message.parts.count
        for var part in inner.message.parts {
            part.index += offset
            part.parent = part.parent.map { $0 + offset } ?? index
            part.depth += message.parts[index].depth + 1
            message.parts.append(part)
            contents[part.index] = inner.contents[part.index - offset]
        }
        message.parts[index].isOpened = true
        contents[index] = nil
        message.findings += inner.message.findings
    }
}
