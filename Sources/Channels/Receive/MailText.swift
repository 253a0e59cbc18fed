/// The text of a message behind DATA: its end found, dots taken away, held up to a limit (RFC 5321, 4.1.1.4 and 4.5.2).
///
/// Only CRLF.CRLF is an end. CR or LF alone spoils the message: one server may take it for an end of line where another does not, and
/// then two messages look like one ("SMTP smuggling").
struct MailText {
    private enum Place { case lineStart, line, carriageReturn, dot, dotAndCarriageReturn }

    /// How many octets are held; what is longer is read to its end and not held.
    let mostBytes: Int
    /// The octets up to now; none once the message cannot be taken.
    private(set) var bytes: [UInt8] = []
    private(set) var isTooLarge = false
    /// Whether CR or LF stood alone.
    private(set) var hasBareEnd = false
    private var place = Place.lineStart

    init(mostBytes: Int) { self.mostBytes = mostBytes }

    /// Takes the next bytes in.
    ///
    /// - Parameter input: what came; after an end there may be more.
    /// - Returns: where in it the text ended; nil when it goes on.
    mutating func take(_ input: ArraySlice<UInt8>) -> Int? {
        var index = input.startIndex
        while index < input.endIndex {
            switch (place, input[index]) {
            case (.dotAndCarriageReturn, .lineFeed): return index + 1
            case (.carriageReturn, .lineFeed):
                hold([.carriageReturn, .lineFeed])
                place = .lineStart
            case (.carriageReturn, _), (.dotAndCarriageReturn, _):
                spoil()
                continue
            case (.lineStart, .dot): place = .dot
            case (.dot, .carriageReturn): place = .dotAndCarriageReturn
            case (_, .carriageReturn): place = .carriageReturn
            case (_, .lineFeed): spoil()
            default:
                let end = input[index...].firstIndex { $0 == .carriageReturn || $0 == .lineFeed } ?? input.endIndex
                hold(input[index..<end])
                (place, index) = (.line, end)
                continue
            }
            index += 1
        }
        return nil
    }

    private mutating func spoil() { (hasBareEnd, bytes, place) = (true, [], .line) }

    private mutating func hold(_ more: ArraySlice<UInt8>) {
        if hasBareEnd || isTooLarge { return }
        if bytes.count + more.count > mostBytes {
            (isTooLarge, bytes) = (true, [])
        } else {
            bytes.append(contentsOf: more)
        }
    }
}
