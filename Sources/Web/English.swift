/// The desk's sentences in English, by the German ones.
enum English {
    static let words: [String: String] = [:]
}
