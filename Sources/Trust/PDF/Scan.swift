internal import Glibc

/// Looks for a text in bytes.
enum Scan {
    static func contains(_ text: String, in bytes: [UInt8]) -> Bool {
        let wanted = Array(text.utf8)
        return unsafe bytes.withUnsafeBytes { whole in
            guard var place = whole.baseAddress, whole.count >= wanted.count else { return false }
            let last = unsafe place + (whole.count - wanted.count)
            while unsafe place <= last, let hit = unsafe memchr(place, Int32(wanted[0]), last - place + 1) {
                if unsafe memcmp(hit, wanted, wanted.count) == 0 { return true }
                unsafe place = UnsafeRawPointer(hit) + 1
            }
            return false
        }
    }
}
