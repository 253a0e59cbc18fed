import Testing
import Vocabulary

@testable import Channels

/// What is said to whom (RFC 5321, RFC 2033, RFC 1870, RFC 6531, RFC 3207), without a connection.
struct MailDialogueTests {
    static let begin = "EHLO a|MAIL FROM:<a@b.de>|RCPT TO:<c@d.de>|DATA|"
    static let long = String(repeating: "x", count: 64)

    static func labels(_ count: Int) -> String { (0..<count).map { _ in "x" }.joined(separator: ".") }

    static let smtp: [(said: String, codes: String)] = [
        // Greetings, and what is no command here.
        ("HELO a|", "250"), ("ehlo a|", "250"), ("EHLO|", "501 5.5.4"), ("EHLO a b|", "501 5.5.4"), ("LHLO a|", "500 5.5.1"),
        ("FOO|", "500 5.5.1"), ("|", "500 5.5.1"),
        ("EXPN x|AUTH x|BDAT 3|ETRN x|TURN|", "502 5.5.1, 502 5.5.1, 502 5.5.1, 502 5.5.1, 502 5.5.1"),
        ("NOOP|NOOP x|HELP|VRFY x|VRFY|", "250 2.0.0, 250 2.0.0, 214 2.0.0, 252 2.0.0, 501 5.5.4"), ("QUIT|NOOP|", "221 2.0.0!"),
        ("QUIT x|RSET x|RSET  |", "501 5.5.4, 501 5.5.4, 250 2.0.0"), ("NO\u{0}OP|NO\tOP|NOOP \u{7F}|", "500 5.5.2, 500 5.5.2, 500 5.5.2"),
        ("NOOP ä|MAıL x|", "250 2.0.0, 500 5.5.1"),
        // Order.
        ("MAIL FROM:<a@b.de>|", "503 5.5.1"), ("EHLO a|RCPT TO:<c@d.de>|DATA|", "250, 503 5.5.1, 503 5.5.1"),
        ("EHLO a|MAIL FROM:<a@b.de>|MAIL FROM:<a@b.de>|DATA|", "250, 250 2.1.0, 503 5.5.1, 503 5.5.1"),
        ("EHLO a|MAIL FROM:<a@b.de>|RSET|RCPT TO:<c@d.de>|", "250, 250 2.1.0, 250 2.0.0, 503 5.5.1"),
        ("EHLO a|MAIL FROM:<a@b.de>|EHLO a|RCPT TO:<c@d.de>|", "250, 250 2.1.0, 250, 503 5.5.1"),
        // Messages, two in one conversation, and recipients of which one is unknown.
        (begin + "Hallo|.|QUIT|", "250, 250 2.1.0, 250 2.1.5, 354, 250 2.0.0, 221 2.0.0!"),
        (
            begin + "x|.|MAIL FROM:<>|RCPT TO:<c@d.de>|DATA|y|.|",
            "250, 250 2.1.0, 250 2.1.5, 354, 250 2.0.0, 250 2.1.0, 250 2.1.5, 354, 250 2.0.0"
        ),
        ("EHLO a|MAIL FROM:<>|RCPT TO:<nobody@d.de>|RCPT TO:<c@d.de>|DATA|.|", "250, 250 2.1.0, 550 5.1.1, 250 2.1.5, 354, 250 2.0.0"),
        ("EHLO a|MAIL FROM:<>|RCPT TO:<nobody@d.de>|DATA|", "250, 250 2.1.0, 550 5.1.1, 503 5.5.1"),
        // Parameters.
        ("HELO a|MAIL FROM:<a@b.de> SIZE=1|", "250, 555 5.5.4"), ("EHLO a|MAIL FROM:<a@b.de> SIZE=1000 BODY=8bitmime|", "250, 250 2.1.0"),
        ("EHLO a|MAIL FROM:<a@b.de> SIZE=1001|", "250, 552 5.3.4"),
        ("EHLO a|MAIL FROM:<a@b.de> SIZE=99999999999999999999|", "250, 552 5.3.4"),
        (
            "EHLO a|MAIL FROM:<a@b.de> SIZE=-1|MAIL FROM:<a@b.de> SIZE|MAIL FROM:<a@b.de> SIZE=1 size=2|",
            "250, 501 5.5.4, 501 5.5.4, 501 5.5.4"
        ),
        ("EHLO a|MAIL FROM:<a@b.de> BODY=BINARYMIME|MAIL FROM:<a@b.de> BODY|", "250, 501 5.5.4, 501 5.5.4"),
        (
            "EHLO a|MAIL FROM:<a@b.de> FOO=1|MAIL FROM:<a@b.de> AUTH=<>|MAIL FROM:<a@b.de>  BODY=7BIT|",
            "250, 555 5.5.4, 555 5.5.4, 501 5.5.4"
        ),
        ("EHLO a|MAIL FROM:<a@b.de>  |RCPT TO:<c@d.de> NOTIFY=NEVER|", "250, 250 2.1.0, 555 5.5.4"),
        (
            "EHLO a|MAIL FROM:<ä@b.de>|MAIL FROM:<ä@b.de> SMTPUTF8=1|MAIL FROM:<ä@ö.de> SMTPUTF8|RCPT TO:<ü@d.de>|",
            "250, 553 5.6.7, 501 5.5.4, 250 2.1.0, 250 2.1.5"
        ),
        ("EHLO a|MAIL FROM:<a@b.de>|RCPT TO:<ü@d.de>|", "250, 250 2.1.0, 553 5.6.7"),
        // Encryption, where it is not offered.
        ("EHLO a|STARTTLS|", "250, 502 5.5.1"),
    ]

    @Test(arguments: smtp)
    func `SMTP is answered as its standard says`(_ row: (said: String, codes: String)) {
        var conversation = Conversation(.smtp)
        conversation.say(row.said)
        #expect(conversation.codes == row.codes, "\(row.said)")
    }

    @Test(arguments: [
        ("HELO a|EHLO a|LHLO a|", "500 5.5.1, 500 5.5.1, 250"), ("STARTTLS|", "500 5.5.1"),
        ("LHLO a|MAIL FROM:<>|DATA|", "250, 250 2.1.0, 503 5.5.1"),
        (
            "LHLO a|MAIL FROM:<>|RCPT TO:<a@d.de>|RCPT TO:<nobody@d.de>|RCPT TO:<b@d.de>|RCPT TO:<a@d.de>|DATA|x|.|QUIT|",
            "250, 250 2.1.0, 250 2.1.5, 550 5.1.1, 250 2.1.5, 250 2.1.5, 354, 250 2.0.0, 250 2.0.0, 250 2.0.0, 221 2.0.0!"
        ),
    ])
    func `LMTP is answered once for each recipient`(_ said: String, _ codes: String) {
        var conversation = Conversation(.lmtp)
        conversation.say(said)
        #expect(conversation.codes == codes, "\(said)")
        #expect(conversation.messages.allSatisfy { $0.recipients == ["a@d.de", "b@d.de"] })
    }

    @Test func `What is offered is announced, STARTTLS only until it was used`() {
        var conversation = Conversation(.smtp, offersTLS: true)
        #expect(conversation.dialogue.greeting == "220 mx.example.org ESMTP Eingang\r\n")
        conversation.say("EHLO a|")
        let offers = "250-mx.example.org\r\n250-PIPELINING\r\n250-SIZE 1000\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n"
        #expect(conversation.replies == offers + "250-ENHANCEDSTATUSCODES\r\n250 STARTTLS\r\n")
        for said in ["MAIL FROM:<>|", "STARTTLS|", "RCPT TO:<a@b.de>|", "MAIL FROM:<>|", "EHLO a|", "STARTTLS|"] { conversation.say(said) }
        #expect(conversation.codes == "250, 250 2.1.0, 220 2.0.0, 503 5.5.1, 503 5.5.1, 250, 502 5.5.1")
        #expect(conversation.replies.contains("250 ENHANCEDSTATUSCODES\r\n"))
    }

    @Test func `Nothing that was sent ahead of the encryption is obeyed`() {
        var conversation = Conversation(.smtp, offersTLS: true)
        conversation.say("EHLO a|STARTTLS|MAIL FROM:<a@b.de>|")
        #expect(conversation.codes == "250, 554 5.5.1!")
    }

    @Test(arguments: [
        ("<a@b.de>", "a@b.de"), ("<>", ""), ("<a.b+c@x-y.b_c.de>", "a.b+c@x-y.b_c.de"), ("<@x.de,@y.de:a@b.de>", "a@b.de"),
        ("<\"a b\"@c.de>", "\"a b\"@c.de"), ("<\"a\"@c.de>", "a@c.de"), ("<\"\\a\\\"\"@c.de>", "\"a\\\"\"@c.de"),
        ("<\">\"@c.de>", "\">\"@c.de"),
        ("<\"\"@c.de>", "\"\"@c.de"), ("<a@[127.0.0.1]>", "a@[127.0.0.1]"), ("<a@[IPv6:::1]>", "a@[IPv6:::1]"),
        ("<\(long)@b.de>", "\(long)@b.de"),
        ("<x\(long)@b.de>", nil), ("<\"\(long)\"@b.de>", nil), ("<a@\(long).de>", nil),
        ("<a@\(labels(126))>", "a@\(labels(126))"),
        ("<a@\(labels(127))>", nil), ("a@b.de", nil), (" <a@b.de>", nil), ("<a@b.de", nil), ("<a@b.de>x", nil), ("<a>", nil),
        ("<@b.de>", nil), ("<a@>", nil), ("<a.@b.de>", nil), ("<.a@b.de>", nil), ("<a..b@b.de>", nil), ("<a@b..de>", nil),
        ("<a@-b.de>", nil), ("<a@b-.de>", nil), ("<a b@c.de>", nil),
        ("<a@b@c.de>", nil), ("<<a@b.de>>", nil), ("<\"a@b.de>", nil), ("<\"a\"b@c.de>", nil), ("<\"a\\", nil), ("<@x:a@b.de", nil),
        ("<@x.de,y.de:a@b.de>", nil), ("<a@[]>", nil), ("<postmaster>", nil),
    ])
    func `A path is read strictly`(_ path: String, _ address: String?) {
        #expect(MailPath(Array(path.utf8)[...], of: .sender)?.address == address, "\(path)")
    }

    @Test(arguments: [
        ("<PostMaster>", "PostMaster"), ("<\"postmaster\">", "postmaster"), ("<>", nil), ("<a>", nil), ("<a@b.de>", "a@b.de"),
    ])
    func `Only the postmaster needs no domain, and only a sender may be nobody`(_ path: String, _ address: String?) {
        #expect(MailPath(Array(path.utf8)[...], of: .recipient)?.address == address, "\(path)")
    }

    /// The ends of a message that some servers know and others do not, each with a second message behind it.
    static let ends = [
        "\n.\n", "\n.\r\n", "\r.\r\n", "\r\n.\n", "\r\n.\r", "\r.\r", "\r\n.\r.\r\n", "\n\n.\r\n", "\r\r\n.\n", "a\rb", "a\nb",
        "\r\n.\r\r\n",
    ]

    @Test(arguments: ends, [MailDialogue.Terms.Language.smtp, .lmtp])
    func `A message with another end than CRLF is refused, and nothing smuggled in it is taken`(
        _ end: String,
        _ language: MailDialogue.Terms.Language
    ) {
        var conversation = Conversation(language)
        if language == .lmtp { conversation.say("L" + Self.begin.dropFirst()) } else { conversation.say(Self.begin) }
        conversation.say(Array("Subject: a\r\n\r\nText\(end)".utf8))
        let smuggled = "MAIL FROM:<chef@amt.de>|RCPT TO:<c@d.de>|DATA|Subject: b||Geld|.|"
        conversation.say(smuggled + "MAIL FROM:<x@y.de>|RCPT TO:<c@d.de>|DATA|c|.|QUIT|")
        #expect(conversation.codes == "250, 250 2.1.0, 250 2.1.5, 354, 550 5.6.11!")
        #expect(conversation.messages.isEmpty)
    }

    @Test(arguments: ["NOOP\nNOOP\r\n", "NOOP\rNOOP\r\n", "\n", "NOOP\r\r\n", "\rNOOP\r\n"])
    func `A command with another end than CRLF ends the conversation`(_ said: String) {
        var conversation = Conversation(.smtp)
        conversation.say(Array(said.utf8))
        #expect(conversation.codes == "521 5.5.2!")
    }

    @Test(arguments: [
        ("Hallo|.|", "Hallo|"), (".|", ""), ("..|.|", ".|"), ("...a|..|b|.|", "..a|.|b|"), (".a|.|", "a|"), ("a.|b .|.|", "a.|b .|"),
        ("||.|", "||"), ("\u{0}ä|.|", "\u{0}ä|"),
    ])
    func `Bytes stay as they are but for the dots of the transfer`(_ said: String, _ kept: String) {
        var conversation = Conversation(.smtp)
        conversation.say(Self.begin + said)
        #expect(conversation.messages.map(\.bytes) == [Array(kept.replacing("|", with: "\r\n").utf8)])
    }

    @Test func `A message of exactly the limit is taken, one octet more is read to its end and refused`() {
        var conversation = Conversation(.smtp)
        conversation.say(Self.begin + "." + String(repeating: "x", count: 998) + "|.|")
        conversation.say(Self.begin + String(repeating: "x", count: 999) + "|.|NOOP|")
        #expect(conversation.codes == "250, 250 2.1.0, 250 2.1.5, 354, 250 2.0.0, 250, 250 2.1.0, 250 2.1.5, 354, 552 5.3.4, 250 2.0.0")
        #expect(conversation.messages.map(\.bytes.count) == [1000])
    }

    @Test func `A command may have 2048 octets`() {
        var conversation = Conversation(.smtp)
        for count in [2041, 2042, 5000] { conversation.say("NOOP " + String(repeating: "x", count: count) + "|") }
        #expect(conversation.codes == "250 2.0.0, 500 5.5.2, 500 5.5.2")
    }

    @Test func `Bytes that are no UTF-8 are refused in commands and kept in messages`() {
        var conversation = Conversation(.smtp)
        conversation.say("EHLO a|")
        conversation.say(Array("MAIL FROM:<".utf8) + [0xFF, 0xC0, 0x80] + Array("@b.de> SMTPUTF8\r\n".utf8))
        conversation.say("MAIL FROM:<a@b.de> BODY=8BITMIME|RCPT TO:<c@d.de>|DATA|")
        conversation.say([0xFF, 0xFE, 0x00] + Array("\r\n.\r\n".utf8))
        #expect(conversation.codes == "250, 500 5.5.2, 250 2.1.0, 250 2.1.5, 354, 250 2.0.0")
        #expect(conversation.messages.first?.bytes == [0xFF, 0xFE, 0x00, 0x0D, 0x0A])
    }

    @Test func `The 101st recipient, the eleventh fault and the 1001st command without a message are too many`() {
        var conversation = Conversation(.smtp)
        conversation.say("EHLO a|MAIL FROM:<>|" + (0...100).map { "RCPT TO:<a\($0)@b.de>|" }.joined() + "DATA|.|")
        #expect(conversation.codes.hasSuffix("250 2.1.5, 452 4.5.3, 354, 250 2.0.0"))
        #expect(conversation.messages.first?.recipients.count == 100)
        conversation.say(String(repeating: "FOO|", count: 11))
        #expect(conversation.codes.hasSuffix("500 5.5.1, 421 4.7.0!"))
        var patient = Conversation(.smtp)
        patient.say(String(repeating: "NOOP|", count: 1001))
        #expect(patient.codes.hasSuffix("250 2.0.0, 421 4.7.0!"))
    }

    @Test(
        arguments: [
            (.accepted(number: "2026-7"), "250 2.0.0 Angenommen als 2026-7"), (.later(.full), "452 4.3.1 "),
            (.later(.paused), "451 4.3.2 "), (.later(.fault), "451 4.3.0 "),
            (.refused(.tooLarge), "552 5.3.4 "), (.refused(.unknownRecipient), "550 5.1.1 "),
        ] as [(Acceptance, String)]
    )
    func `What the reception says is told`(_ acceptance: Acceptance, _ reply: String) {
        var conversation = Conversation(.smtp)
        conversation.acceptance = { _ in acceptance }
        conversation.say(Self.begin + "x|.|NOOP|")
        #expect(conversation.replies.split(separator: "\r\n").dropLast().last?.hasPrefix(reply) == true)
        #expect(conversation.codes.hasSuffix("250 2.0.0"))
    }
}
