internal import Dispatch
internal import Vocabulary

/// Looks at passwords one after another, beside the threads that decide about messages and answer pages.
///
/// Each look costs a core a tenth of a second and 32 MB on purpose. Whoever sends many names at once waits in a short line, and is sent
/// away when it is full.
actor Passwords {
    private let thread = DispatchQueue(label: "eingang.passwords")
    private var waiting = 0
    private let most: Int

    /// Makes a line in which so many people wait at most, the one whose password is looked at among them.
    init(most: Int = 8) { self.most = most }

    /// Joins the line; false when it is full.
    ///
    /// Whoever has joined has to leave.
    func join() -> Bool {
        guard waiting < most else { return false }
        waiting += 1
        return true
    }

    /// Leaves the line.
    func leave() { waiting -= 1 }

    /// Whether it is the password; nobody else's is looked at meanwhile.
    nonisolated func fits(_ password: String, _ verifier: PasswordVerifier) async -> Bool {
        await withCheckedContinuation { continuation in
            thread.async { continuation.resume(returning: verifier.fits(password)) }
        }
    }

    /// What a new password is known by; nil for one that is none.
    nonisolated func verifier(of password: String) async -> PasswordVerifier? {
        await withCheckedContinuation { continuation in
            thread.async { continuation.resume(returning: PasswordVerifier(of: password)) }
        }
    }
}
