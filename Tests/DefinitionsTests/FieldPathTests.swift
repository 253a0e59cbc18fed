import Definitions
import Testing

struct FieldPathTests {
    @Test(arguments: ["a", "a.b", "a[0].b", "a[99999].b[12].c"])
    func `a path of a record is sound`(path: String) { #expect(FieldPath.isSound(path)) }

    @Test(arguments: [
        "a[9223372036854775807].b", "a[-1]", "a[", "a[x]", "a[]", "a[100000]", String(repeating: "a", count: 1001),
        "a[0].b[99999999999999999999]",
    ])
    func `a path whose rows cannot be counted is not`(path: String) { #expect(!FieldPath.isSound(path)) }
}
