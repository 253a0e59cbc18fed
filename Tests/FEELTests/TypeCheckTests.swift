import FEEL
import Testing

struct TypeCheckTests {
    private let scope: [String: FEELType] = [
        "antrag": .context(["art": .oneOf(["erst", "erhoehung"]), "eingang": .date, "gruende": .list(.oneOf(["miete", "person"]))]),
        "miete": .number, "name": .string, "ja": .boolean, "personen": .list(.context(["geburtsdatum": .date, "alter": .number])),
    ]

    private func faults(_ text: String) throws -> [String] {
        try FEEL.Expression(text).faults(in: [scope], expecting: .boolean).map { "\($0.code.rawValue) \($0.column) \($0.message)" }
    }

    @Test(arguments: [
        #"antrag.art = "erst""#, "miete > 3 and ja", "some p in personen satisfies p.geburtsdatum + duration(\"P15Y\") <= antrag.eingang",
        #"list contains(antrag.gruende, "miete")"#, "count(personen[alter > 18]) >= 1", "antrag.eingang.year = 2026", "miete in [1..5]",
        #"antrag.art in ("erst", "erhoehung")"#, "personen[1].alter = null", "if ja then miete > 1 else true", "sum(personen.alter) > 3",
        "years and months duration(personen[1].geburtsdatum, antrag.eingang).years >= 15", "not(ja)", "max(1, miete) = 3",
    ])
    func `a sound expression has no fault`(text: String) throws { #expect(try faults(text) == []) }

    @Test(arguments: [
        (#"antrag.art = "erste""#, "neverHolds 12 der Vergleich mit „erste“ trifft nie zu. Meinten Sie „erst“?"),
        ("antrag.artt = null", "unknownName 7 „artt“ gibt es hier nicht. Meinten Sie „art“?"),
        ("mite > 3", "unknownName 1 „mite“ gibt es hier nicht. Meinten Sie „miete“?"),
        ("antrag.eingang > 3", "type 16 date wird mit number verglichen; das trifft nie zu"),
        ("miete + name > 3", "type 7 „+“ geht nicht mit number und string"), ("miete", "type 1 das Ergebnis ist number statt boolean"),
        ("ja > true", "type 4 boolean hat keine Reihenfolge für „>“"),
        ("cont(personen) = 1", "unknownFunction 1 die Funktion „cont“ gibt es nicht. Meinten Sie „count“?"),
        ("contains(name)", "arguments 1 contains: die Zahl der Argumente passt nicht; möglich: (string, match)"),
        ("contains(name, 3)", "arguments 16 contains: hier steht number statt string"),
        (#"antrag.gruende = "miete""#, "type 16 das Feld hat mehrere Werte; gemeint ist wohl list contains(…)"),
        (#"list contains(antrag.gruende, "mite")"#, "neverHolds 31 der Vergleich mit „mite“ trifft nie zu. Meinten Sie „miete“?"),
        (#"antrag.art in ("erst", "neu")"#, "neverHolds 24 der Vergleich mit „neu“ trifft nie zu. Möglich sind: erhoehung, erst"),
        ("some p in personen satisfies p.alder > 3", "unknownName 31 „alder“ gibt es hier nicht. Meinten Sie „alter“?"),
        ("antrag.eingang.yaer = 2026", "unknownName 15 date hat kein „yaer“. Meinten Sie „year“?"),
        ("ja and miete", "type 8 hier steht number statt boolean"),
    ])
    func `a fault says what, where and what was meant`(text: String, fault: String) throws { #expect(try faults(text) == [fault]) }

    @Test func `all faults of an expression are named at once`() throws {
        #expect(try faults("mite > 3 and antrag.artt = 1 or cont(3)").count == 3)
    }
}

struct HostileExpressionTests {
    @Test(arguments: [
        "for i in 1..1000000000 return i", "for i in 1..99999, j in 1..99999 return i * j", "10 ** 10000 ** 10000",
        "{f: function(n) f(n) + f(n), x: f(1)}.x", "(function(f) f(f))(function(f) f(f))",
        "date(\"999999999-12-31\") + duration(\"P999999999D\")",
        "duration(\"P999999999999999999D\") * 1000000000000000000000", "substring(\"abc\", 1e300)", "round up(1e6000, 6000)",
        "(function(d) d(d(d(d(d(d(d(d(\"xxxxxxxxxxxxxxxx\")))))))))(function(s) s + s + s + s + s + s + s + s)", "[1..1e30]",
        "for i in [1..1e30] return i", "string join(for i in 1..9999 return \"xxxxxxxxxx\")",
    ])
    func `an expression that asks for too much ends with a value or a cause`(text: String) throws {
        let outcome = try FEEL.Expression(text).outcome(in: [])
        #expect(outcome.value != .null || outcome.cause != nil)
    }

    @Test func `a cause names the line and the column`() throws {
        let cause = try #require(try FEEL.Expression("1 +\n  foo").outcome(in: []).cause)
        #expect((cause.line, cause.column) == (2, 3) && cause.description.hasPrefix("Zeile 2, Spalte 3"))
    }
}

struct UnaryTestsTests {
    @Test(arguments: [
        ("-", true), ("5", true), ("< 10", true), ("> 10", false), ("[1..5]", true), ("(1..5)", false), ("1, 2, 5", true),
        ("not(5)", false),
        ("not(1, > 7)", true), ("? > 3 and ? < 6", true), ("[1, 5]", true), ("limit", false),
    ])
    func `a value meets unary tests`(tests: String, expected: Bool) throws {
        let expression = try FEEL.Expression(unaryTests: tests)
        #expect(expression.evaluate(in: [["?": .number(5), "limit": .number(7)]]) == .boolean(expected))
    }

    @Test func `names with spaces and symbols are one name when they are known`() throws {
        let names = ["miete gesamt", "a+b", "time offset"]
        let scope: [String: FEELValue] = ["miete gesamt": .number(5), "a+b": .number(1), "miete": .number(100)]
        #expect(try FEEL.Expression("miete gesamt + a+b", names: names).evaluate(in: [scope]) == .number(6))
        #expect(try FEEL.Expression("miete + 1", names: names).evaluate(in: [scope]) == .number(101))
    }

    @Test func `numbers have 34 digits and round half to even`() throws {
        #expect(try FEEL.Expression("1/3").evaluate(in: []).text == "0." + String(repeating: "3", count: 34))
        #expect(try FEEL.Expression("0.1 + 0.2 = 0.3").evaluate(in: []) == .boolean(true))
        #expect(
            try FEEL.Expression("1234567890123456789012345678901234 + 0.5").evaluate(in: []).text == "1234567890123456789012345678901234"
        )
        #expect(
            try FEEL.Expression("1234567890123456789012345678901233 + 0.5").evaluate(in: []).text == "1234567890123456789012345678901234"
        )
    }

    @Test func `the clock is given, never taken`() throws {
        let expression = try FEEL.Expression("today()")
        #expect(expression.outcome(in: []).cause != nil)
        let now = FEELDateTime(date: CalendarDay.today, time: FEELTime(nanoseconds: 0))
        #expect(expression.outcome(in: [], now: now).value == .date(CalendarDay.today))
    }
}
