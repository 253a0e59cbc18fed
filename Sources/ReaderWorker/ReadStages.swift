internal import DefinitionFiles
internal import Definitions
internal import Documents
internal import Foundation
internal import Glibc
internal import Mail
internal import Mapping
internal import Readers
internal import Trust
internal import Vocabulary

/// READ, inside the reader process: extract, verify, recognise, map.
///
/// Each result is sent at once.
struct ReadStages {
    private let records: [String: RecordType]
    private let forms: FormReader
    let limits: Limits
    private let sendAll: ([ReadEvent]) -> Void
    private let verifier: Verifier
    private let writtenForm: WrittenFormTable
    private var clock = StageClock()

    init(
        _ definitions: LoadedDefinitions,
        trust: TrustStore,
        profile: ReaderProfile,
        unwrap: @escaping (UnwrapRequest) -> UnwrapAnswer,
        send: @escaping ([ReadEvent]) -> Void
    ) {
        records = definitions.catalogue.records
        forms = FormReader(records: records, forms: definitions.forms)
        limits = profile.limits
        writtenForm = WrittenFormTable(deMailUntil: profile.deMailFormUntil)
        verifier = Verifier(trust, limits: limits, unwrap: unwrap)
        sendAll = send
    }

    func send(_ event: ReadEvent) { sendAll([event]) }

    mutating func run(_ request: ReadRequest, _ raw: [UInt8], revocation: [[UInt8]]) {
        clock = StageClock()
        if request.purpose == .filling {
            let filled = PDFFilling.fill(raw, request.values, limits: limits)
            return sendAll((filled.map { [.filled($0)] } ?? []) + [.done(timings: clock.timings)])
        }
        var bytes = raw
        if raw.count > limits.messageBytes {
            bytes = Array(raw.prefix(limits.messageBytes))
            send(.finding(Finding(.limitMessageBytes, ["most": "\(limits.messageBytes >> 20)"])))
        }
        let isDocument = Self.isBareDocument(bytes)
        var opened = isDocument ? nil : Message.open(bytes, limits: limits)
        // Only our own server's word proves that something existed at a time.
        let existence = request.receivedAt ?? opened?.message.receivedAt ?? request.now
        let examination = verifier.examination(existence: existence, revocation: revocation)
        let receivedAt = receipt(request, opened?.message)
        clock.end("receive")
        if var message = opened {
            examination.verify(&message, raw: bytes)
            opened = message
        }
        clock.end("verify")
        if let message = opened?.message { send(.message(message)) }
        clock.end("receive")

        var documents: [OpenDocument] = []
        var letter: Letter?
        var opener = Opener(limits: limits)
        let meter = Meter()
        opener.reveal = { bytes, name in meter.measure { examination.reveal(bytes, name: name) } }
        if let opened {
            letter = Letter(opened.message, digest: Digest(of: bytes))
            extract(opened, &opener, &documents, &letter, request.purpose)
        } else {
            for document in opener.open(bytes, name: Label.of(request.source)) { add(document, to: &documents, request.purpose) }
        }
        if [.pages, .file].contains(request.purpose) {
            show(documents, request)
            return sendAll([.done(timings: clock.timings)])
        }
        if let thread = letter?.thread { send(.thread(thread)) }
        clock.end("extract")
        clock.move(meter.time, from: "extract", to: "verify")

        examination.finish(documents.map(\.document))
        if !examination.revocationServices.isEmpty { send(.revocationServices(examination.revocationServices)) }
        for finding in examination.findings { send(.finding(finding)) }
        // Said before anything is mapped, so that it is known even if the reader dies over the mapping.
        send(.verification(conclusion(examination, nil, documents, letter, receivedAt)))
        clock.end("verify")
        // Once everything is mapped there is nothing left to die over, and one look at the pipe is enough for all of it.
        var last: [ReadEvent] = []
        if request.purpose == .mapping, examination.confirmation == nil {
            var mapping = mapped(documents, letter, receivedAt, as: request.form, &last)
            let verification = conclusion(examination, mapping, documents, letter, receivedAt)
            mapping?.heedOnlySigned(verification)
            last += (mapping.map { [.mapping($0)] } ?? []) + [.verification(verification)]
        }
        sendAll(last + [.done(timings: clock.timings)])
    }

    /// What is verified about what was used: the contents the record was read from, or everything when none was read.
    private func conclusion(
        _ examination: Examination,
        _ mapping: MappedForm?,
        _ documents: [OpenDocument],
        _ letter: Letter?,
        _ receivedAt: Instant
    ) -> Verification {
        let contents = Dictionary(documents.map { ($0.document.digest, $0.document.content) }) { first, _ in first }
        let used = mapping.map { mapping in
            Set(mapping.sources.compactMap { digest in digest == letter?.digest ? letter?.body : contents[digest] ?? digest })
        }
        let isObjection = mapping.flatMap { records[$0.record] }.map(\.isObjection)
        var verification = Verification.conclude(
            examination.reports,
            used: used,
            receivedAt: receivedAt,
            isObjection: isObjection,
            table: writtenForm
        )
        // Its seal must hold, and no signature in it may be wrong.
        let isSound = verification.indication == .passed && !verification.reports.contains { $0.indication == .failed }
        verification.confirmation = isSound ? examination.confirmation : nil
        return verification
    }

    /// The time of receipt: given, else when our own server took it, else what the sender's clock said.
    private func receipt(_ request: ReadRequest, _ message: Message?) -> Instant {
        // Clocks may differ by a day, not more: a time in the future is no time of receipt.
        let latest = Instant(seconds: request.now.seconds + 86400)
        if let given = request.receivedAt ?? message?.receivedAt.flatMap({ $0 <= latest ? $0 : nil }) {
            send(.receipt(given, isKnown: true))
            return given
        }
        if let claimed = message?.date, claimed <= latest {
            send(.receipt(claimed, isKnown: true))
            send(.finding(Finding(.receiptClaimed)))
            return claimed
        }
        send(.receipt(request.now, isKnown: false))
        send(.finding(Finding(.receiptUnknown)))
        return request.now
    }

    private func extract(
        _ opened: Message.Opened,
        _ opener: inout Opener,
        _ documents: inout [OpenDocument],
        _ letter: inout Letter?,
        _ purpose: ReadRequest.Purpose
    ) {
        for plain in opened.message.parts where !plain.isContainer && !Self.isAlternative(plain, in: opened.message) {
            let part = fuller(plain, in: opened)
            guard let content = opened.contents[part.index], let digest = part.digest else { continue }
            if part.isBody {
                let isFirst = letter?.lines.isEmpty ?? false
                if let document = body(part, content, digest, opener, &letter, isFirst: isFirst) { add(document, to: &documents, purpose) }
            } else if part.type != "text/plain" || part.name != nil || part.isAttachment {
                let name = part.name ?? "Anhang \(part.index)"
                if opener.isExhausted {
                    send(.finding(Finding(.messageFiles, document: name, ["most": "\(limits.parts)"])))
                    return
                }
                for document in opener.open(content, name: name, depth: part.depth) { add(document, to: &documents, purpose) }
            }
        }
    }

    /// So many bytes of a text are compared with its alternative.
    private static let mostCompared = 65_536

    /// Of a text and its alternatives (RFC 2046, 5.1.4) the one that says more: some programs write `siehe HTML` into the other.
    private func fuller(_ part: Part, in opened: Message.Opened) -> Part {
        guard part.type == "text/plain", part.isBody, let content = opened.contents[part.index] else { return part }
        func words(_ part: Part, _ content: [UInt8]) -> [String] {
            let content = content.prefix(Self.mostCompared)
            let text = TextContent(Array(content), charset: part.charset, name: nil).text
            let plain = part.type == "text/html" ? Opener().open(text: text, isHTML: true, name: "", digest: Digest(of: [])).plain : text
            return (plain ?? "").split { !$0.isLetter && !$0.isNumber }.map { $0.lowercased() }
        }
        let own = words(part, content)
        // A text that was made from the other says the same; only stubs are looked behind.
        guard own.count < 80 else { return part }
        let others = opened.message.parts.filter { other in
            other.type == "text/html" && Self.isAlternative(other, in: opened.message) && Self.isBeside(other, part, in: opened.message)
        }
        for other in others {
            guard let content = opened.contents[other.index] else { continue }
            let more = words(other, content)
            let known = Set(more)
            let isRendition = own.count { known.contains($0) } * 2 >= own.count && !own.isEmpty
            guard more.count > own.count + own.count / 2 + 3 || (!isRendition && more.count > own.count) else { continue }
            send(.finding(Finding(.mailAlternativeFuller)))
            return other
        }
        return part
    }

    /// Whether a text is an alternative to one before it, itself or within a multipart/related.
    private static func isAlternative(_ part: Part, in message: Message) -> Bool {
        part.isAlternative || (part.isBody && part.parent.map { message.parts[$0].isAlternative && message.parts[$0].isContainer } ?? false)
    }

    /// Whether a part lies beside another, itself or within a multipart/related.
    private static func isBeside(_ other: Part, _ part: Part, in message: Message) -> Bool {
        guard let parent = part.parent else { return false }
        return other.parent == parent || other.parent.map { message.parts[$0].parent == parent } ?? false
    }

    /// The text a person wrote; what they quoted is kept aside, so that our own words are not read as theirs.
    private func body(
        _ part: Part,
        _ content: [UInt8],
        _ digest: Digest,
        _ opener: Opener,
        _ letter: inout Letter?,
        isFirst: Bool
    ) -> OpenDocument? {
        let decoded = TextContent(content, charset: part.charset, name: part.name)
        if let finding = decoded.finding { send(.finding(finding)) }
        let isHTML = part.type == "text/html"
        let whole = opener.open(text: decoded.text, isHTML: isHTML, name: "Nachrichtentext", digest: digest)
        let body = MessageBody(whole.plain ?? "")
        guard body.lines.contains(where: { !$0.text.allSatisfy(\.isWhitespace) }) else { return nil }
        if isFirst {
            letter?.body = digest
            letter?.lines = body.lines.map {
                Letter.Line(number: $0.number, text: $0.text, isQuoted: $0.isQuoted, isMarked: $0.isMarked)
            }
        }
        return opener.open(text: body.ownText, isHTML: false, name: "Nachrichtentext", digest: digest)
    }

    private func add(_ document: OpenDocument, to documents: inout [OpenDocument], _ purpose: ReadRequest.Purpose) {
        documents.append(document)
        var value = document.document
        switch purpose {
        case .extraction:
            send(.document(value))
            send(.text(value.digest, document.text().text))
        case .contents:
            value.fields = []
            send(.document(value))
            if !document.bytes.isEmpty { send(.content(value.digest, Data(document.bytes).base64EncodedString())) }
        // Shown when all of them are open.
        case .pages, .file, .filling: break
        case .mapping, .equipment, .escape, .tree, .lint:
            value.fields = []
            send(.document(value))
        }
    }

    private mutating func mapped(
        _ documents: [OpenDocument],
        _ letter: Letter?,
        _ receivedAt: Instant,
        as given: String?,
        _ events: inout [ReadEvent]
    ) -> MappedForm? {
        var found: MappedForm?
        let known = documents.map(\.document.findings.count)
        var recognition = forms.recognise(documents, subject: letter.map(subject))
        // Where only the id of our letter tells that this is an answer, what it asks or answers tells to which record.
        if recognition.chosen == nil, let letter, letter.isReply, letter.thread == nil, let type = forms.answered(by: letter) {
            recognition = forms.recognise(documents, subject: "\(letter.subject) [\(type.prefix)-")
        }
        if let given { recognition = forms.recognise(documents, subject: letter.map(subject), as: given) }
        clock.end("recognise")
        if let chosen = recognition.chosen {
            let candidate = recognition.candidates[chosen]
            if let mapping = forms.map(candidate, documents: documents, letter: letter, receivedAt: receivedAt) {
                found = mapping
            } else {
                recognition.chosen = nil
            }
        }
        events.append(.recognition(recognition))
        if found == nil { events.append(.shape(forms.shape(of: documents, subject: letter?.subject))) }
        for (document, count) in zip(documents, known) where document.document.findings.count > count {
            events.append(.documentFindings(document.document.digest, document.document.findings))
        }
        clock.end("map")
        return found
    }

    /// The subject, with what forms for answers look for whatever an office's case numbers look like: `[WG-`.
    private func subject(_ letter: Letter) -> String {
        guard let number = letter.thread?.number else { return letter.subject }
        let parts = Set(number.split(separator: "-").map(String.init))
        return letter.subject + records.values.map(\.prefix).filter(parts.contains).map { " [\($0)-" }.joined()
    }

    private static let cms: [UInt8] = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07]

    /// A PDF, XML, JSON, zip or CMS file by itself, rather than a message; some programs write a line before the mark of a PDF.
    private static func isBareDocument(_ bytes: [UInt8]) -> Bool {
        let head = bytes.prefix(1024)
        let firstLine = head.prefix { $0 != 0x0A }
        let isHeader = firstLine.prefix { $0 > 0x20 && $0 != 0x7F }.last == UInt8(ascii: ":") || firstLine.starts(with: "From ".utf8)
        if !isHeader, head.indices.contains(where: { head[$0...].starts(with: "%PDF-".utf8) }) { return true }
        // A SEQUENCE that begins with the object identifier of signed or enveloped data (RFC 5652, 3).
        if bytes.first == 0x30, bytes.prefix(16).count == 16, bytes[..<16].indices.contains(where: { bytes[$0...].starts(with: cms) }) {
            return true
        }
        let start = bytes.prefix(64).drop { $0 <= 0x20 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
        let isJSON = start.first == UInt8(ascii: "{") && start.dropFirst().first { $0 > 0x20 } == UInt8(ascii: "\"")
        return isJSON || start.starts(with: "%PDF-".utf8) || start.first == UInt8(ascii: "<")
            || start.starts(with: [0x50, 0x4B, 0x03, 0x04])
    }
}

extension Letter {
    fileprivate init(_ message: Message, digest: Digest) {
        self.init(digest: digest)
        // Where mail programs could disagree about the sender, nobody is read from the header.
        if !message.isSenderUnclear { (fromName, fromAddress) = (message.from?.name ?? "", message.from?.address ?? "") }
        subject = message.subject
        date = message.date
        isReply = !message.references.isEmpty
    }
}

/// Measures the processor time of stages.
private struct StageClock {
    private(set) var timings: [String: Int] = [:]
    private var last = StageClock.now

    mutating func end(_ stage: String) {
        let now = Self.now
        timings[stage, default: 0] += now - last
        last = now
    }

    /// Gives time that was spent within one stage to another.
    mutating func move(_ time: Int, from: String, to: String) {
        timings[from, default: 0] -= time
        timings[to, default: 0] += time
    }

    /// Microseconds of processor time of this process.
    static var now: Int {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000 + time.tv_nsec / 1000
    }
}

/// Adds up the processor time of work inside a stage.
private final class Meter {
    private(set) var time = 0

    func measure<Result>(_ work: () -> Result) -> Result {
        let start = StageClock.now
        defer { time += StageClock.now - start }
        return work()
    }
}
