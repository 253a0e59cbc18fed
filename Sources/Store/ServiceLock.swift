internal import Foundation
internal import Glibc

/// Says that a service works on a store, so that no second one does; the system takes it back when the program ends, however it ends.
public struct ServiceLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock of a store; nil when somebody has it.
    public init?(store: String) {
        descriptor = unsafe open(store + "/serve.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
    }

    /// Gives it back.
    public func release() { close(descriptor) }
}

extension Archive {
    /// Free space where everything is kept, in bytes; 0 when that cannot be told.
    public var freeBytes: Int {
        var found = statvfs()
        return unsafe statvfs(directory, &found) == 0 ? Int(found.f_bavail) * Int(found.f_frsize) : 0
    }

    /// Whether there is so little of it, less than 64 MB, that the service is not ready to take anything in.
    public var isNearlyFull: Bool { freeBytes <= 64 << 20 }
}
