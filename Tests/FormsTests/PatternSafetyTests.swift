@testable import Forms
import Testing

struct PatternSafetyTests {
    @Test(arguments: [
        "(a+)+b", "(a*)*b", "(a|a)*b", "(a|ab|b)*c", "([a-z]+)*1", "(\\w+\\s?)*$", "(.*,)*x", "(?:\\d+\\.?)+ €", "(a?b?)*c", "(x+x+)+y",
        "([^.]{0,300} ?)*weil",
    ])
    func `a pattern that can explode is found with a text that shows it`(pattern: String) throws {
        let witness = try #require(PatternSafety(pattern).witness)
        #expect(witness.count >= 20)
    }

    @Test(arguments: [
        "a+b+", "(?:ab)+c", "[^\\n]{0,80}?([\\p{L}-]+)\\s*(?:\\n|$)", "(\\d{1,2}\\. ?(?:\\d{1,2}\\.|\\p{L}+) ?\\d{2,4})", "(a|b)*c",
        "(?:\\p{L}+ )*x",
        "(\\d+),(\\d+)?", "\\b[A-Z0-9][A-Za-z0-9/.-]*[A-Za-z0-9]", "(?:[a-z]+;)*", "^\\s*$", "(ab|cd)+", "(a{2}b)*",
    ])
    func `a sound pattern is left alone`(pattern: String) { #expect(PatternSafety(pattern).witness == nil) }
}
