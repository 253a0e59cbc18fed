internal import Foundation
internal import Glibc

/// Files and directories that only the program's own user may look into, whatever the umask says.
enum Private {
    /// Makes a directory with those above it; true if it is there.
    static func makeDirectory(_ path: String) -> Bool {
        var made = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: false) {
            made += made.isEmpty && !path.hasPrefix("/") ? String(part) : "/" + part
            // Directories above that are not ours to make are there already, or the last look tells.
            if !part.isEmpty, unsafe mkdir(made, 0o700) == 0, unsafe chmod(made, 0o700) != 0 { return false }
        }
        var found = stat()
        return unsafe stat(path, &found) == 0 && found.st_mode & S_IFMT == S_IFDIR
    }

    /// Writes a file whole or not at all, under a name of its own until then; false, with errno set, when that was not possible.
    ///
    /// - Parameters:
    ///   - bytes: what is written.
    ///   - path: where.
    ///   - lasting: whether it is to be on the disk when this returns.
    /// - Returns: whether it is written.
    static func write(_ bytes: [UInt8], to path: String, lasting: Bool = true) -> Bool {
        let temporary = "\(path).\(UUID().uuidString).neu"
        let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        let isWritten = fchmod(descriptor, 0o600) == 0 && write(bytes, to: descriptor) && (!lasting || fsync(descriptor) == 0)
        guard Glibc.close(descriptor) == 0, isWritten, unsafe rename(temporary, path) == 0 else {
            let code = errno
            unsafe unlink(temporary)
            errno = code
            return false
        }
        return true
    }

    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes[done...].withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count <= 0 {
                if count < 0, errno == EINTR { continue }
                return false
            }
            done += count
        }
        return true
    }

    /// Takes everybody else's rights away from what an earlier version made with more; makes the file if it is not there.
    static func lock(_ path: String, making: Bool = false) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | (making ? O_CREAT : 0), 0o600)
        guard descriptor >= 0 else { return }
        var found = stat()
        // What cannot be changed belongs to somebody else, who has to close it.
        if unsafe fstat(descriptor, &found) == 0 { fchmod(descriptor, found.st_mode & S_IFMT == S_IFDIR ? 0o700 : 0o600) }
        Glibc.close(descriptor)
    }

    /// Does something that only one program may do at a time in a directory, and waits for its turn.
    static func alone<Output, Fault: Error>(in directory: String, _ body: () throws(Fault) -> Output) throws(Fault) -> Output {
        let descriptor = unsafe open(directory, O_RDONLY | O_CLOEXEC)
        defer { if descriptor >= 0 { Glibc.close(descriptor) } }
        while descriptor >= 0, flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
        return try body()
    }
}
