internal import Deadlines
public import FEEL
internal import Vocabulary

/// What expressions may call beside the functions of FEEL: the deadlines of German public law and the check digits of an IBAN.
public enum DomainFunctions {
    /// All functions of definitions and of `eingang eval`.
    public static let all = FunctionLibrary.standard.adding([
        bekanntgabe, widerspruchsfrist, workingDay, isWorkingDay, ibanValid, taxIdValid,
    ])

    private static let land = FEELParameter("land", .oneOf(Land.allCases.map(\.rawValue)))

    /// `bekanntgabe(posted, electronic)`: the day a decision is taken as made known (SGB X § 37(2)).
    private static let bekanntgabe = FEELFunction(
        "bekanntgabe",
        [FEELParameter("posted", .date), FEELParameter("electronic", .boolean)],
        result: .date
    ) {
        guard case .date(let posted) = $0[0] else { throw FEELFailure("„posted“ ist kein Datum") }
        return .date(Bekanntgabe(sent: posted, by: $0[1] == .boolean(true) ? .electronic : .post).date)
    }

    /// `widerspruchsfrist(bekanntgabe, land, notice)`: the last day for an objection (VwGO §§ 70(1), 58(2)).
    private static let widerspruchsfrist = FEELFunction(
        "widerspruchsfrist",
        [FEELParameter("bekanntgabe", .date), land, FEELParameter("notice", .boolean)],
        result: .date
    ) {
        guard case .date(let date) = $0[0] else { throw FEELFailure("„bekanntgabe“ ist kein Datum") }
        return .date(
            Widerspruchsfrist(after: Bekanntgabe(received: date), land: try land(of: $0[1]), hasNotice: $0[2] == .boolean(true)).end
        )
    }

    /// `working day(date, land)`: the first working day from a day on (SGB X § 26(3)).
    private static let workingDay = FEELFunction("working day", [FEELParameter("date", .date), land], result: .date) {
        guard case .date(let date) = $0[0] else { throw FEELFailure("„date“ ist kein Datum") }
        return .date(try land(of: $0[1]).workingDay(from: date))
    }

    private static let isWorkingDay = FEELFunction("is working day", [FEELParameter("date", .date), land], result: .boolean) {
        guard case .date(let date) = $0[0] else { throw FEELFailure("„date“ ist kein Datum") }
        return .boolean(try land(of: $0[1]).workingDay(from: date) == date)
    }

    /// `iban valid(text)`: whether the check digits and the length are right (ISO 13616).
    private static let ibanValid = FEELFunction("iban valid", [FEELParameter("text", .string)], result: .boolean) {
        guard case .string(let text) = $0[0] else { throw FEELFailure("„text“ ist keine Zeichenkette") }
        guard case .value = BankAccount.iban(text) else { return .boolean(false) }
        return .boolean(true)
    }

    /// `tax id valid(text)`: eleven digits, the last of which checks the others (ISO 7064, MOD 11,10; AO § 139b).
    private static let taxIdValid = FEELFunction("tax id valid", [FEELParameter("text", .string)], result: .boolean) {
        guard case .string(let text) = $0[0] else { throw FEELFailure("„text“ ist keine Zeichenkette") }
        let digits = text.filter { !$0.isWhitespace }.compactMap(\.wholeNumberValue)
        guard digits.count == 11, text.allSatisfy({ $0.isWhitespace || ($0.isASCII && $0.isNumber) }), digits[0] != 0 else {
            return .boolean(false)
        }
        let product = digits.dropLast().reduce(10) { product, digit in
            let sum = (digit + product) % 10
            return (sum == 0 ? 10 : sum) * 2 % 11
        }
        return .boolean((11 - product) % 10 == digits[10])
    }

    private static func land(of value: FEELValue) throws -> Land {
        guard case .string(let key) = value, let land = Land(rawValue: key) else {
            throw FEELFailure("„land“ ist kein Kürzel eines Landes")
        }
        return land
    }
}
