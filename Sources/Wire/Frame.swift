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

    /// Writes frames at one go, waiting no longer than until the deadline; to a descriptor that blocks, as long as it takes.
    public static func write(_ payloads: [[UInt8]], to descriptor: Int32, until deadline: ContinuousClock.Instant) throws(Failure) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(payloads.reduce(0) { $0 + 4 + $1.count })
        for payload in payloads {
            bytes += header(payload.count)
            bytes += payload
        }
        try writeAll(bytes, to: descriptor, until: deadline)
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32, until deadline: ContinuousClock.Instant) throws(Failure) {
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes[done...].withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                done += count
            } else if errno == EAGAIN {
                try wait(for: Int16(POLLOUT), on: descriptor, until: deadline)
            } else if errno != EINTR {
                throw .closed
            }
        }
    }

    fileprivate static func wait(for event: Int16, on descriptor: Int32, until deadline: ContinuousClock.Instant) throws(Failure) {
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

/// The frames that come through a pipe; what is there already is taken at one go.
public struct FrameReader {
    private let descriptor: Int32
    /// Bytes that came and were not asked for yet.
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)
    private var filled = 0..<0

    /// Reads from a descriptor, which stays open.
    public init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// The next frame, of at most `most` bytes.
    ///
    /// - Throws: ``Frame/Failure`` when there is none until the deadline.
    public mutating func next(most: Int, until deadline: ContinuousClock.Instant) throws(Frame.Failure) -> [UInt8] {
        while filled.count < 4 {
            if filled.lowerBound > 0 {
                buffer.replaceSubrange(0..<filled.count, with: Array(buffer[filled]))
                filled = 0..<filled.count
            }
            filled = 0..<filled.count + (try Self.fill(&buffer, from: filled.count, of: descriptor, until: deadline))
        }
        let count = buffer[filled].prefix(4).reduce(0) { $0 << 8 | Int($1) }
        guard count <= most else { throw .tooLong }
        let start = filled.lowerBound + 4
        if count <= filled.upperBound - start {
            filled = start + count..<filled.upperBound
            return Array(buffer[start..<start + count])
        }
        var bytes = [UInt8](repeating: 0, count: count)
        var done = filled.upperBound - start
        bytes.replaceSubrange(0..<done, with: buffer[start..<filled.upperBound])
        filled = 0..<0
        while done < count { done += try Self.fill(&bytes, from: done, of: descriptor, until: deadline) }
        return bytes
    }

    /// Reads what is there, waiting until something is.
    private static func fill(
        _ bytes: inout [UInt8],
        from place: Int,
        of descriptor: Int32,
        until deadline: ContinuousClock.Instant
    ) throws(Frame.Failure) -> Int {
        while true {
            try Frame.wait(for: Int16(POLLIN), on: descriptor, until: deadline)
            // Not of a slice: to write into one copies all that is still to come, at every turn.
            let got = unsafe bytes.withUnsafeMutableBytes { whole in
                let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: whole[place...])
                return unsafe Glibc.read(descriptor, rest.baseAddress, rest.count)
            }
            if got > 0 { return got }
            if got == 0 || (errno != EAGAIN && errno != EINTR) { throw .closed }
        }
    }
}
