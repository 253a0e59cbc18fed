/// How much of a message is read before a finding says that a limit was reached.
public struct Limits: Hashable, Sendable, Codable {
    /// Bytes of the whole message.
    public var messageBytes = 50 << 20
    /// MIME parts and files from archives and PDFs, together.
    public var parts = 200
    /// How deep parts, messages, archives and embedded files may nest.
    public var depth = 20
    /// Pages of one PDF.
    public var pages = 1000
    /// Form fields of one PDF.
    public var fields = 10_000
    /// Files in one archive.
    public var archiveFiles = 1000
    /// How many times larger than itself an archive may become.
    public var archiveRatio = 100
    /// Characters of text kept of one document.
    public var textCharacters = 2_000_000
    /// Elements of one XML document.
    public var xmlNodes = 200_000
    /// Seconds of CPU for one message.
    public var cpuSeconds = 30
    /// Seconds by the clock for one message.
    public var wallSeconds = 60
    /// Seconds of CPU for pictures of a few pages; by the clock six times as many.
    public var pictureSeconds = 10
    /// Bytes of address space of a reader process.
    public var memoryBytes = 2 << 30
    /// Messages that one reader process opens before a fresh one takes its place: so long lasts what one of them did to it.
    public var readerMessages = 1000
    /// Content keys that the key process gives out in a minute, to all readers of an office together; also how many at one go.
    public var unwrapsPerMinute = 600
    /// Bytes of what a reader may say about one message.
    public var outputBytes = 64 << 20

    /// The defaults.
    public init() {}
}
