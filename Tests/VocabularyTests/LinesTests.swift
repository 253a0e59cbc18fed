import Testing
import Vocabulary

struct LinesTests {
    @Test(arguments: ["", "\n", "a", "a\nb", "a\r\nb\n", "\r\n\n\r\r\nx\n\n", "\u{DC}\n\u{301}\u{1F600}\n"])
    func `lines are those between line feeds that are characters of their own`(text: String) {
        #expect(Lines.of(text) == text.split(separator: "\n", omittingEmptySubsequences: false))
    }
}
