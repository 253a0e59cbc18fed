public import Definitions
public import Vocabulary

/// One thing a reader process found; sent as soon as it is known, so that nothing is lost when the process dies.
public enum ReadEvent: Sendable, Codable {
    /// When the submission was received.
    case receipt(Instant, isKnown: Bool)
    /// The message.
    case message(Message)
    /// What the letter of ours carries that it answers.
    case thread(ThreadToken)
    /// A document in it.
    case document(Document)
    /// The text of a document.
    case text(Digest, String)
    /// What was found in a document after it was sent.
    case documentFindings(Digest, [Finding])
    /// What is verified so far.
    case verification(Verification)
    /// Which forms it could be.
    case recognition(Recognition)
    /// What it looks like, where no form was recognised.
    case shape(String)
    /// What the chosen form's rules read.
    case mapping(MappedForm)
    /// Something a person should know.
    case finding(Finding)
    /// Who could be asked about revocation.
    case revocationServices([RevocationService])
    /// What the reader was started with.
    case equipment(Equipment)
    /// The bytes of a document, in Base64.
    case content(Digest, String)
    /// How large the pages of a document are when they are shown.
    case frames(PageFrames)
    /// What a page of a document looks like.
    case picture(Digest, PagePicture)
    /// The form that was filled in.
    case filled(FilledForm)
    /// Elements of the file, in document order.
    case elements([XMLNode])
    /// A content key that it asks for; the answer comes in a frame of its own.
    case unwrap(UnwrapRequest)
    /// Acts that it should not be able to do and is.
    case escapes([String])
    /// What is wrong with the definitions.
    case lint(DefinitionReport)
    /// The end, with microseconds of processor time by stage.
    case done(timings: [String: Int])
}

/// What a reader process cannot do any more once it has started.
public struct Confinement: Sendable, Codable, Hashable {
    /// System calls are filtered: no file opened for writing, no socket, no other program, no new process.
    public var filtersCalls: Bool
    /// Files are out of reach, but for fonts and character maps.
    public var restrictsFiles: Bool

    /// Makes a value.
    public init(filtersCalls: Bool, restrictsFiles: Bool) { (self.filtersCalls, self.restrictsFiles) = (filtersCalls, restrictsFiles) }

    /// What the kernel does not offer, in German; nil when nothing is lacking.
    public var gap: String? {
        switch (filtersCalls, restrictsFiles) {
        case (true, true): nil
        case (true, false):
            "Der Leseprozess kann alle Dateien lesen, die dieses Konto lesen darf: Der Kernel bietet kein Landlock (ab Linux 5.13)."
        case (false, true): "Der Leseprozess ist nicht auf die nötigen Systemaufrufe beschränkt: seccomp ist nicht verfügbar."
        case (false, false):
            "Der Leseprozess ist nicht eingeschlossen: Weder seccomp noch Landlock sind verfügbar. Eine feindliche Datei, die ihn übernimmt, kann lesen, was dieses Konto lesen darf, und ins Netz."
        }
    }
}

/// What a reader process was started with, or why it cannot be used.
public struct Equipment: Sendable, Codable {
    /// The definitions; nil when their directory cannot be read.
    public var catalogue: Catalogue?
    /// What of the trust directory could not be used, in German.
    public var trustFaults: [String] = []
    /// When the first of the trust lists runs out; nil when none says so.
    public var trustListsEnd: Instant?
    /// Why the reader cannot be used, in German.
    public var failure: String?
    /// What it cannot do any more.
    public var confinement = Confinement(filtersCalls: false, restrictsFiles: false)
    /// What was read from the trust lists, in Base64, for the next process to begin with; empty when there is nothing new.
    public var trustLists = ""

    /// Nothing yet.
    public init() {}
}

/// What a reader process is asked to do; the bytes follow in a frame of their own.
public struct ReadRequest: Sendable, Codable {
    /// How far a submission is read.
    public enum Purpose: String, Sendable, Codable {
        /// Everything up to the mapped values.
        case mapping
        /// All fields and texts, before any form is recognised.
        case extraction
        /// All documents with their bytes.
        case contents
        /// One document with its bytes as they came.
        case file
        /// What a person sees of it: which documents there are with the frames of their pages, or pictures of pages of one.
        case pages
        /// The blank form with values filled in, for trying definitions out.
        case filling
        /// The elements of one XML or JSON file, without looking for any form in it.
        case tree
        /// Nothing: the reader says what it was started with.
        case equipment
        /// Nothing: the reader tries what it must not be able to do, with the source as a file that is none of its business.
        case escape
        /// The definitions themselves: the bytes are the fields of the blank PDFs that forms name, by file.
        case lint
    }

    /// How far it is read.
    public var purpose: Purpose
    /// Where the submission came from.
    public var source: String
    /// When it was received; nil when only the message itself can say.
    public var receivedAt: Instant?
    /// The present.
    public var now: Instant
    /// The form that a person says it is; nil to find out.
    public var form: String?
    /// How many frames with CRLs and OCSP responses follow after the bytes.
    public var revocation = 0
    /// The document that is asked for, by the digest of its bytes or of its content; nil for all.
    public var document: Digest?
    /// The pages of it that are to be drawn, from 1.
    public var pages: [Int] = []
    /// What is filled in, by the name of the field.
    public var values: [String: String] = [:]

    /// Makes a request.
    public init(_ purpose: Purpose, source: String, receivedAt: Instant?, now: Instant) {
        (self.purpose, self.source, self.receivedAt, self.now) = (purpose, source, receivedAt, now)
    }
}

extension ReadRequest.Purpose {
    /// What a reader may take for it: somebody waits for pictures, so they get less time.
    public func limits(_ whole: Limits) -> Limits {
        guard self == .pages else { return whole }
        var limits = whole
        limits.cpuSeconds = min(whole.cpuSeconds, whole.pictureSeconds)
        limits.wallSeconds = min(whole.wallSeconds, 6 * whole.pictureSeconds)
        return limits
    }
}

extension Reading {
    /// Takes in what a reader process sent.
    ///
    /// - Parameters:
    ///   - event: what it sent.
    ///   - receipt: the time of receipt that is known without it, and stays.
    /// - Returns: false when it says something no reader would say that was not taken over.
    mutating func take(_ event: ReadEvent, receipt: Instant?) -> Bool {
        guard event.isPlausible else { return false }
        switch event {
        case .receipt(let instant, let isKnown): if receipt == nil { (receivedAt, isReceiptKnown) = (instant, isKnown) }
        case .message(let message): self.message = message
        case .thread(let thread): self.thread = thread
        case .document(let document): documents.append(document)
        case .text(let digest, let text): texts[digest] = text
        case .documentFindings(let digest, let findings):
            for index in documents.indices where documents[index].digest == digest { documents[index].findings = findings }
        case .verification(let verification): self.verification = verification
        case .recognition(let recognition): self.recognition = recognition
        case .shape(let shape): self.shape = shape
        case .mapping(let mapping): self.mapping = mapping
        case .finding(let finding): findings.append(finding)
        case .revocationServices(let services): revocationServices = services
        case .content(let digest, let text): contents[digest] = text
        case .frames(let frames): self.frames[frames.document] = frames.pages
        case .picture(_, let picture): pictures.append(picture)
        case .filled(let form): filled = form
        case .elements(let nodes): elements += nodes
        case .equipment, .escapes, .unwrap, .lint: break
        case .done(let timings): self.timings = timings
        }
        return true
    }
}

extension ReadEvent {
    /// Whether the values are such that nothing which counts with them can overflow.
    fileprivate var isPlausible: Bool {
        switch self {
        case .receipt(let instant, _): Self.times.contains(instant.seconds)
        case .shape(let shape): shape.utf8.count <= 1000
        case .mapping(let mapped): mapped.readings.allSatisfy { FieldPath.isSound($0.path) }
        case .frames(let frames): frames.pages.count <= PageFrames.most && frames.pages.allSatisfy { $0?.isSound ?? true }
        case .picture(_, let picture): picture.frame.isSound && (1...PageFrames.most).contains(picture.number)
        case .done(let timings): timings.values.allSatisfy { (0...86_400_000_000).contains($0) }
        default: true
        }
    }

    /// From 1990 to 2199; no office received anything by mail outside of it.
    private static let times = 631_152_000...7_258_118_399
}
