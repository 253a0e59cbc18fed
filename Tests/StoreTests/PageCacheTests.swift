import Foundation
import Store
import TestSupport
import Testing
import Vocabulary

/// What is remembered of documents beside the store.
struct PageCacheTests {
    private let place = Place.temporary().path
    private let digest = Digest(of: "a".utf8)

    private func cache(version: Int = 1, most: Int = 1 << 20) throws -> PageCache {
        try Archive(directory: place).pageCache(version: version, mostBytes: most)
    }

    private var files: [String] {
        let root = place + "/pictures"
        return ((try? FileManager.default.subpathsOfDirectory(atPath: root)) ?? []).map { "\(root)/\($0)" }
    }

    @Test func `an entry is found again by its office alone`() throws {
        let cache = try cache()
        cache.keep([1, 2, 3], PageCache.Key(office: "a", digest, "p1"))
        #expect(try self.cache().find(PageCache.Key(office: "a", digest, "p1")) == [1, 2, 3])
        #expect(cache.find(PageCache.Key(office: "b", digest, "p1")) == nil)
        #expect(cache.find(PageCache.Key(office: "a", digest, "p2")) == nil)
    }

    @Test func `only the program's own user may look into it`() throws {
        let old = umask(0)
        defer { umask(old) }
        try cache().keep([1], PageCache.Key(office: "../a", digest, "../../x"))
        #expect(files.count == 3 && files.contains { $0.hasSuffix("\(digest.hex)-x") }, "\(files)")
        for file in files + [place + "/pictures"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: file)
            let isFolder = attributes[.type] as? FileAttributeType == .typeDirectory
            #expect(attributes[.posixPermissions] as? Int == (isFolder ? 0o700 : 0o600), "\(file)")
        }
    }

    @Test func `what is damaged, cut off or deleted is not there`() throws {
        let cache = try cache()
        let key = PageCache.Key(office: "a", digest, "p1")
        for damage in [Data("Unsinn".utf8), Data(), Data(repeating: 0, count: 500)] {
            cache.keep(Array("ein Bild".utf8), key)
            let file = try #require(files.first { $0.hasSuffix("-p1") })
            try damage.write(to: URL(fileURLWithPath: file))
            #expect(cache.find(key) == nil)
        }
        cache.keep([1], key)
        let file = try #require(files.first { $0.hasSuffix("-p1") })
        var whole = try Data(contentsOf: URL(fileURLWithPath: file))
        whole[whole.count - 1] ^= 1
        try whole.write(to: URL(fileURLWithPath: file))
        #expect(cache.find(key) == nil)
        try FileManager.default.removeItem(atPath: place + "/pictures")
        #expect(cache.find(key) == nil)
        cache.keep([2], key)
        #expect(cache.find(key) == [2])
    }

    @Test func `the oldest goes when it is full`() throws {
        let cache = try cache(most: 10_000)
        for number in 0..<40 { cache.keep([UInt8](repeating: 0, count: 1000), PageCache.Key(office: "a", digest, "p\(number)")) }
        let size = files.reduce(0) { sum, file in
            let attributes = try? FileManager.default.attributesOfItem(atPath: file)
            return sum + (attributes?[.type] as? FileAttributeType == .typeRegular ? attributes?[.size] as? Int ?? 0 : 0)
        }
        #expect(size <= 10_000 && size > 4000, "\(size)")
        #expect(cache.find(PageCache.Key(office: "a", digest, "p39")) != nil && cache.find(PageCache.Key(office: "a", digest, "p0")) == nil)
    }

    @Test func `another version begins anew, and a backup leaves it out`() async throws {
        try cache().keep([1], PageCache.Key(office: "a", digest, "p1"))
        let target = Place.temporary().path + "/b"
        try await Archive(directory: place).backUp(to: target)
        #expect(!FileManager.default.fileExists(atPath: target + "/pictures"))
        #expect(try cache(version: 2).find(PageCache.Key(office: "a", digest, "p1")) == nil)
        #expect(!files.contains { $0.contains("/1") })
    }
}
