import KeyHolder

/// The program that holds the office's private keys: started by `eingang`, not by people.
@main
struct Main {
    static func main() {
        let words = CommandLine.arguments
        guard words.count == 3, let perMinute = Int(words[2]) else { return }
        KeyHolder.run(directory: words[1], perMinute: perMinute)
    }
}
