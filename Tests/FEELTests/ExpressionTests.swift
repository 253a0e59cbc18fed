import FEEL
import Foundation
import Testing
import Vocabulary

struct ExpressionTests {
    private let context: [String: FEELValue] = [
        "a": .number(3), "name": .string("Weber"), "nichts": .null, "tag": .date(CalendarDate(dayNumber: 0)),
        "rows": .list([.context(["x": .number(1)]), .context(["x": .number(2), "y": .null])]),
    ]

    @Test(arguments: [
        ("1 + 2 * 3", FEELValue.number(7)), ("-a + 5", .number(2)), ("a in [1..3]", .boolean(true)), ("a in (3..5]", .boolean(false)),
        ("a between 1 and 5 and true", .boolean(true)), ("nichts = null", .boolean(true)), ("nichts > 3", .null),
        ("nichts > 3 and false", .boolean(false)), ("nichts > 3 or true", .boolean(true)), ("not(nichts)", .null),
        ("if nichts then 1 else 2", .number(2)), ("count(rows)", .number(2)), ("sum(rows.x)", .number(3)),
        ("some r in rows satisfies r.x > 1", .boolean(true)), ("every r in rows satisfies r.x > 1", .boolean(false)),
        ("every r in rows satisfies r.y = 1", .boolean(false)), ("rows[x > 1].x", .list([.number(2)])), ("1 / 0", .null),
        ("name = \"Weber\"", .boolean(true)), ("name = 3", .null), ("a in (1, 3)", .boolean(true)),
        ("list contains([1, 2], 2)", .boolean(true)), ("tag < date(\"2026-01-01\")", .boolean(true)), ("abs(1 - 3)", .number(2)),
    ])
    func `an expression has this value`(text: String, value: FEELValue) throws {
        #expect(try FEEL.Expression(text).evaluate(in: [context]) == value)
    }

    @Test(arguments: [("1 +", 4), ("(1", 3), ("\"offen", 1), ("1 2", 3), ("a = ; 3", 5)])
    func `a faulty expression names the column`(text: String, column: Int) {
        let error = #expect(throws: FEELError.self) { try FEEL.Expression(text) }
        #expect(error?.column == column)
    }

    @Test func `nesting without end is refused, not a crash`() {
        #expect(throws: FEELError.self) { try FEEL.Expression(String(repeating: "(", count: 100_000)) }
    }

    @Test func `the paths an expression reads are known`() throws {
        #expect(try FEEL.Expression("a.b = 1 and count(c) > d.e.f").paths == [["a", "b"], ["c"], ["d", "e", "f"]])
    }
}
