@testable import Channels
import Vocabulary

/// A dialogue with its other side: says bytes, answers for the reception, notes what comes back.
struct Conversation {
    var dialogue: MailDialogue
    var acceptance: (MailDialogue.Message) -> Acceptance = { _ in .accepted(number: "7") }
    private(set) var replies = ""
    private(set) var messages: [MailDialogue.Message] = []
    private(set) var accepted: [MailDialogue.Message] = []
    private(set) var isClosed = false

    init(_ language: MailDialogue.Terms.Language, mostBytes: Int = 1000, offersTLS: Bool = false) {
        dialogue = MailDialogue(.init(language: language, hostName: "mx.example.org", mostBytes: mostBytes, offersTLS: offersTLS))
    }

    /// Every address but those that begin with `nobody` has an office.
    static func knows(_ address: String) -> Bool { !address.hasPrefix("nobody") }

    mutating func say(_ bytes: some Collection<UInt8>) {
        dialogue.take(bytes)
        while let action = dialogue.next(Self.knows) {
            switch action {
            case .reply(let words): replies += words
            case .handOver(let message):
                messages.append(message)
                let answer = acceptance(message)
                if case .accepted = answer { accepted.append(message) }
                if case .reply(let words) = dialogue.answer(answer) { replies += words }
            case .startTLS(let words):
                replies += words
                dialogue.secure()
            case .close(let words):
                replies += words
                isClosed = true
            }
        }
    }

    /// Says text in which `|` is an end of line.
    mutating func say(_ text: String) { say(Array(text.replacing("|", with: "\r\n").utf8)) }

    /// The codes of all replies, with the enhanced ones; `!` at the end when the connection was closed.
    var codes: String {
        let lines = replies.split(separator: "\r\n").filter { $0.dropFirst(3).first == " " }
        let codes = lines.map { line in
            let words = line.split(separator: " ", maxSplits: 2)
            return words.count > 1 && words[1].contains(/^[245]\.\d+\.\d+$/) ? "\(words[0]) \(words[1])" : "\(words[0])"
        }
        return codes.joined(separator: ", ") + (isClosed ? "!" : "")
    }
}
