internal import Documents
internal import Readers
internal import Vocabulary

/// Opens one XML or JSON file of a designer's and sends its elements; it needs no definitions.
struct TreeStage {
    let limits: Limits
    let send: ([ReadEvent]) -> Void

    /// So many elements go in one frame.
    private static let mostInFrame = 1000

    func run(_ request: ReadRequest, _ bytes: [UInt8]) {
        guard bytes.count <= limits.messageBytes else {
            return send([.finding(Finding(.limitMessageBytes, ["most": "\(limits.messageBytes >> 20)"]))])
        }
        let (nodes, document) = Opener(limits: limits).elements(of: bytes, name: Label.of(request.source))
        send([.document(document)])
        for start in stride(from: 0, to: nodes.count, by: Self.mostInFrame) {
            send([.elements(Array(nodes[start..<min(start + Self.mostInFrame, nodes.count)]))])
        }
    }
}
