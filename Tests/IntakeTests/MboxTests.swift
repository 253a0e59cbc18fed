import Foundation
import Intake
import Testing

struct MboxTests {
    private struct Lines: IteratorProtocol {
        var rest: [[UInt8]]
        mutating func next() -> [UInt8]? { rest.isEmpty ? nil : rest.removeFirst() }
    }

    @Test func `messages come back with exactly their bytes`() {
        let file = "From a Mon\nSubject: 1\n\n>From dem Amt\n>>From x\nEnde\n\nFrom b Mon\nSubject: 2\n\nText\nFrom mitten\n"
        var mbox = Mbox(
            Lines(rest: file.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { Array(($0 + "\n").utf8) })
        )
        var messages: [String] = []
        while let message = mbox.next() { messages.append(String(decoding: message, as: UTF8.self)) }
        #expect(messages == ["Subject: 1\n\nFrom dem Amt\n>From x\nEnde\n", "Subject: 2\n\nText\nFrom mitten\n"])
    }
}
