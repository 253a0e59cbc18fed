import Testing
import Vocabulary

@testable import Channels

/// What holds for all conversations, tried on many.
struct MailDialogueSplitTests {
    /// Everything from the tables, as bytes.
    private static let corpus: [[UInt8]] =
        MailDialogueTests.smtp.map { Array($0.said.replacing("|", with: "\r\n").utf8) }
        + MailDialogueTests.ends.map { end in
            Array((MailDialogueTests.begin.replacing("|", with: "\r\n") + "Text\(end)MAIL FROM:<a@b.de>\r\nx\r\n.\r\nQUIT\r\n").utf8)
        }

    private static let good = Array(
        "EHLO a|MAIL FROM:<a@b.de>|RCPT TO:<c@d.de>|DATA|Text|..|.|MAIL FROM:<>|RCPT TO:<c@d.de>|DATA|Text|.|".replacing("|", with: "\r\n")
            .utf8
    )

    @Test func `The same bytes get the same replies however they are cut`() {
        var random = Seeded(20_261_125)
        for bytes in Self.corpus {
            var whole = Conversation(.smtp)
            whole.say(bytes)
            var cut = Conversation(.smtp)
            for byte in bytes { cut.say([byte]) }
            #expect(cut.replies == whole.replies && cut.messages == whole.messages, "\(String(decoding: bytes, as: UTF8.self))")
            for _ in 0..<5 {
                var pieces = Conversation(.smtp)
                var rest = bytes[...]
                while !rest.isEmpty {
                    let piece = rest.prefix(Int.random(in: 1...20, using: &random))
                    pieces.say(piece)
                    rest = rest.dropFirst(piece.count)
                }
                #expect(pieces.replies == whole.replies && pieces.messages == whole.messages)
            }
        }
    }

    @Test func `No conversation is told that a message was accepted which the reception did not accept`() {
        var random = Seeded(20_261_126)
        let words = [
            "\r\n", "\n", "\r", ".\r\n", "DATA\r\n", "MAIL FROM:<>\r\n", "RCPT TO:<c@d.de>\r\n", "EHLO a\r\n", "LHLO a\r\n", "\u{0}",
            "RSET\r\n",
        ].map { Array($0.utf8) }
        var accepted = 0
        for round in 0..<20_000 {
            var bytes = round % 4 < 2 ? Self.good : Self.corpus[Int.random(in: 0..<Self.corpus.count, using: &random)]
            let isLocal = round % 2 == 0
            if isLocal, bytes.starts(with: Array("EHLO".utf8)) { bytes[0] = UInt8(ascii: "L") }
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                let place = Int.random(in: 0...bytes.count, using: &random)
                switch Int.random(in: 0...3, using: &random) {
                case 0: bytes.insert(contentsOf: words[Int.random(in: 0..<words.count, using: &random)], at: place)
                case 1 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 2 where place < bytes.count: bytes.remove(at: place)
                default: bytes.append(contentsOf: bytes[place...])
                }
            }
            let answers: [Acceptance] = [.accepted(number: "\(round)"), .later(.full), .refused(.unknownRecipient)]
            let answer = answers[round % 3]
            var conversation = Conversation(isLocal ? .lmtp : .smtp, mostBytes: 200)
            conversation.acceptance = { _ in answer }
            conversation.say(bytes)
            let told = conversation.replies.split(separator: "\r\n").count { $0.contains("Angenommen als") }
            let accepting = conversation.accepted
            let least = isLocal ? accepting.reduce(0) { $0 + $1.recipients.count } : accepting.count
            // A recipient that was named twice is answered twice.
            #expect(isLocal && !accepting.isEmpty ? told >= least : told == least)
            #expect(conversation.messages.allSatisfy { !$0.recipients.isEmpty && $0.bytes.count <= 200 })
            accepted += least
        }
        #expect(accepted > 1000)
    }
}

/// SplitMix64: the same numbers on every run.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
