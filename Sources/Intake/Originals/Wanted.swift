internal import Vocabulary

/// Pages that somebody waits for, so that whoever draws takes along what is wanted of the same document.
actor Wanted {
    struct Key: Hashable, Sendable {
        var office: String
        var submission: Digest
        var document: Digest
    }

    private var pages: [Key: [Int: Int]] = [:]

    func add(_ number: Int, to key: Key) { pages[key, default: [:]][number, default: 0] += 1 }

    func remove(_ number: Int, from key: Key) {
        guard let count = pages[key]?[number] else { return }
        pages[key]?[number] = count > 1 ? count - 1 : nil
        if pages[key]?.isEmpty ?? false { pages[key] = nil }
    }

    func numbers(of key: Key) -> Set<Int> { Set(pages[key, default: [:]].keys) }
}

/// What is drawn before anybody asks: one case after the other, and of many only the last.
actor Preparation {
    private static let mostWaiting = 8
    private var waiting: [@Sendable () async -> Void] = []
    private var isWorking = false

    func add(_ work: @escaping @Sendable () async -> Void) {
        waiting.append(work)
        if waiting.count > Self.mostWaiting { waiting.removeFirst() }
        guard !isWorking else { return }
        isWorking = true
        Task { await self.run() }
    }

    private func run() async {
        while !waiting.isEmpty { await waiting.removeFirst()() }
        isWorking = false
    }
}
