internal import Foundation
internal import Glibc

/// Frames over a pipe: four bytes of length, big endian, then the payload.
public enum Frame {
    /// Why a frame did not arrive.
    public enum Failure: Error {
        /// The other side closed the pipe.
        case closed
        /// It took longer than allowed.
        case late
        /// It is longer than allowed.
        case tooLong
        /// It is not what was agreed on.
        case garbled
    }

    static func header(_ count: Int) -> [UInt8] {
        [
            UInt8(truncatingIfNeeded: count >> 24), UInt8(truncatingIfNeeded: count >> 16), UInt8(truncatingIfNeeded: count >> 8),
            UInt8(truncatingIfNeeded: count),
        ]
    }

    /// Writes a frame, waiting no longer than until the deadline.
    public static func write(_ payload: some Collection<UInt8>, to descriptor: Int32, until deadline: ContinuousClock.Instant)
        throws(Failure)
    {
        var bytes = header(payload.count)
        bytes.reserveCapacity(4 + payload.count)
        bytes += payload
        try writeAll(bytes, to: descriptor, until: deadline)
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32, until deadline: ContinuousClock.Instant) throws(Failure) {
        var done = 0
        while done < bytes.count {
            try wait(for: Int16(POLLOUT), on: descriptor, until: deadline)
            let count = unsafe bytes[done...].withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                done += count
            } else if errno != EAGAIN && errno != EINTR {
                throw .closed
            }
        }
    }

    /// Reads a frame of at most `most` bytes.
    public static func read(from descriptor: Int32, most: Int, until deadline: ContinuousClock.Instant) throws(Failure) -> [UInt8] {
        let header = try readAll(4, from: descriptor, until: deadline)
        let count = header.reduce(0) { $0 << 8 | Int($1) }
        guard count <= most else { throw .tooLong }
        return try readAll(count, from: descriptor, until: deadline)
    }

    private static func readAll(_ count: Int, from descriptor: Int32, until deadline: ContinuousClock.Instant) throws(Failure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            try wait(for: Int16(POLLIN), on: descriptor, until: deadline)
            // Not of a slice: to write into one copies all that is still to come, at every turn.
            let got = unsafe bytes.withUnsafeMutableBytes { whole in
                let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: whole[done...])
                return unsafe Glibc.read(descriptor, rest.baseAddress, rest.count)
            }
            if got > 0 {
                done += got
            } else if got == 0 || (errno != EAGAIN && errno != EINTR) {
                throw .closed
            }
        }
        return bytes
    }

    private static func wait(for event: Int16, on descriptor: Int32, until deadline: ContinuousClock.Instant) throws(Failure) {
        while true {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { throw .late }
            let milliseconds = Int32(clamping: left.components.seconds * 1000 + 1 + left.components.attoseconds / 1_000_000_000_000_000)
            var poll = pollfd(fd: descriptor, events: event, revents: 0)
            let ready = unsafe Glibc.poll(&poll, 1, milliseconds)
            if ready > 0 { return }
            if ready < 0, errno != EINTR { throw .closed }
        }
    }
}
