internal import Dispatch
internal import Foundation
internal import Glibc
public import Vocabulary

/// Everything that is kept, in one directory: rows of submissions and cases, the bytes of messages, states of trust.
public struct Archive: Sendable {
    /// The rows.
    public let rows: any CaseStore
    /// Who may use the desk.
    public let people: any PeopleStore
    /// The secret that tokens of letters and names of deliveries are made with; nil where nothing ever leaves.
    public let tokenKey: TokenKey?
    let directory: String
    private let blobs: Blobs
    private let trust: KeptTrust

    /// Opens the directory, making it if it is not there.
    public init(directory: String) throws(StoreError) {
        guard Private.makeDirectory(directory + "/raw") else { throw StoreError.unusable(directory) }
        for name in ["", "/raw", "/trust"] { Private.lock(directory + name) }
        let store = try SQLiteStore(directory: directory)
        try self.init(directory: directory, rows: store, people: store, tokenKey: Self.tokenKey(in: directory))
    }

    /// The secret of this installation; made once, never shown, part of every backup: without it no answer finds its case.
    private static func tokenKey(in directory: String) throws(StoreError) -> TokenKey {
        let path = directory + "/token.key"
        return try Private.alone(in: directory) { () throws(StoreError) in
            if let data = FileManager.default.contents(atPath: path) {
                guard data.count >= 32 else {
                    throw StoreError(.damaged, "„\(Label.escaped(path))“ ist beschädigt. Bitte holen Sie die Datei aus der Sicherung.")
                }
                return TokenKey(Array(data))
            }
            var random = SystemRandomNumberGenerator()
            let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
            guard Private.write(bytes, to: path), Blobs.sync(directory) else { throw .notWritten(path, errno) }
            return TokenKey(bytes)
        }
    }

    /// Keeps bytes in a directory and rows elsewhere.
    public init(directory: String, rows: any CaseStore, people: any PeopleStore, tokenKey: TokenKey? = nil) {
        (self.rows, self.people, self.tokenKey, self.directory) = (rows, people, tokenKey, directory)
        blobs = Blobs(directory: directory + "/raw")
        trust = KeptTrust(directory: directory + "/trust")
        blobs.removeUnfinished(now: Date())
    }

    /// Receives a submission: when this returns, its bytes and its row survive a power failure, and the sender may be told.
    ///
    /// - Returns: its row and whether it is new.
    /// - Throws: ``StoreError``; `otherUpload` when other bytes came with its key before: then nothing of it is kept.
    public func receive(_ submission: Submission, office: String, now: Instant) async throws(StoreError) -> (receipt: Receipt, isNew: Bool)
    {
        // Told before anything is written where that is known; of two at once, the row decides.
        if let key = submission.envelope.key, let before = try await rows.upload(key, of: submission.source), before != submission.digest {
            throw StoreError.otherUpload
        }
        try await keep(submission)
        return try await rows.receive(submission, office: office, now: now)
    }

    /// A disk blocks: on a thread of its own, not on one that others wait for.
    private func keep(_ submission: Submission) async throws(StoreError) {
        let kept: Result<Void, StoreError> = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(returning: Result { () throws(StoreError) in try blobs.keep(submission) })
            }
        }
        try kept.get()
    }

    /// The bytes of a submission, checked against their digest.
    public func bytes(of digest: Digest) throws(StoreError) -> [UInt8] { try blobs.bytes(of: digest, most: .max).head }

    /// A received submission with its bytes, checked against their digest.
    ///
    /// - Parameters:
    ///   - receipt: its row.
    ///   - most: how many bytes of it are read; no more are held.
    /// - Returns: the submission; it is not whole if it is larger.
    /// - Throws: ``StoreError`` if its bytes are not there or not those that were kept.
    public func submission(of receipt: Receipt, most: Int) throws(StoreError) -> Submission {
        let (head, size) = try blobs.bytes(of: receipt.digest, most: most + 1)
        var submission = receipt.submission(head)
        submission.size = size
        return submission
    }

    /// Keeps the trust directory as it is now, so that what was verified with it can be verified again years later.
    ///
    /// - Parameters:
    ///   - directory: the trust directory.
    ///   - entries: the names of the files and folders in it that are kept; private keys must not be among them.
    /// - Returns: the digest that names the state, and the directory it is kept in, which is to be used from then on.
    /// - Throws: `StoreError` when it could not be kept.
    public func keepTrust(_ directory: String, entries: [String]) throws(StoreError) -> (state: Digest, path: String) {
        let state = try trust.keep(directory, entries: entries)
        return (state, trust.path(of: state))
    }

    /// Keeps a state of the trust directory with revocation data that was got for a submission.
    public func keepTrust(_ state: Digest?, adding revocation: [[UInt8]]) throws(StoreError) -> Digest {
        try trust.keep(state, adding: revocation.map { ("revocation/\(Digest(of: $0).hex)", $0) })
    }

    /// What a reader read from the trust lists of a state; empty when there is nothing, or it cannot be read: then it is read anew.
    public func trustLists(of state: Digest) -> [UInt8] { trust.lists(of: state) }

    /// Keeps what a reader read from the trust lists of a state, for the next one to begin with.
    public func keepTrustLists(_ bytes: [UInt8], of state: Digest) throws(StoreError) { try trust.keep(lists: bytes, of: state) }

    /// The trust directory of a kept state, checked against its digest.
    public func trustDirectory(of state: Digest) throws(StoreError) -> String { try trust.checkedPath(of: state) }
}
