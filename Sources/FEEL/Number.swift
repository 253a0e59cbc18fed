internal import CDecimal
public import Foundation

/// A number of 34 significant decimal digits, rounded half to even (IEEE 754-2008 decimal128; DMN 1.5, 10.3.2.3.1).
///
/// Never infinite and never "not a number": operations without such a result are nil.
public struct Number: Sendable {
    private let low: UInt64
    private let high: UInt64

    private init(unchecked raw: eg_decimal) {
        low = raw.low
        high = raw.high
    }

    private init?(_ raw: eg_decimal) {
        guard eg_decimal_finite(raw) else { return nil }
        self.init(unchecked: raw)
    }

    private var raw: eg_decimal { eg_decimal(low: low, high: high) }

    /// A whole number.
    public init(_ value: Int) { self.init(unchecked: eg_decimal_of(Int64(value))) }

    /// Reads digits with an optional sign, point and exponent; nil for anything else.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.first.map({ $0 == 45 || $0 == 46 || (48...57).contains($0) }) == true,
            text.utf8.allSatisfy({ (48...57).contains($0) || [43, 45, 46, 69, 101].contains($0) })
        else { return nil }
        self.init(unsafe String(text).withCString { unsafe eg_decimal_read($0) })
    }

    /// Takes a number of a record.
    public init?(_ decimal: Decimal) { self.init(decimal.description) }

    /// The nearest binary number.
    public var double: Double { eg_decimal_double(raw) }

    /// The number as records keep it; nil beyond their range.
    public var decimal: Decimal? { Decimal(string: description, locale: Locale(identifier: "en_US_POSIX")) }

    /// The value cut off at the point; nil when it does not fit.
    public var truncated: Int? {
        let value = eg_decimal_integer(raw)
        return value == .min ? nil : Int(value)
    }

    /// The whole number it is; nil when it has a fraction or does not fit.
    public var integer: Int? { truncated.flatMap { Number($0) == self ? $0 : nil } }

    static func + (a: Number, b: Number) -> Number? { Number(eg_decimal_add(a.raw, b.raw)) }
    static func - (a: Number, b: Number) -> Number? { Number(eg_decimal_subtract(a.raw, b.raw)) }
    static func * (a: Number, b: Number) -> Number? { Number(eg_decimal_multiply(a.raw, b.raw)) }
    static func / (a: Number, b: Number) -> Number? { Number(eg_decimal_divide(a.raw, b.raw)) }
    static prefix func - (a: Number) -> Number { Number(unchecked: eg_decimal_subtract(eg_decimal_of(0), a.raw)) }

    func power(_ exponent: Number) -> Number? {
        guard let count = exponent.integer, abs(count) <= 10_000 else { return Number(eg_decimal_power(raw, exponent.raw)) }
        var (result, base, left) = (Number(1), self, abs(count))
        while left > 0 {
            if left & 1 == 1 {
                guard let product = result * base else { return nil }
                result = product
            }
            left >>= 1
            guard left > 0 else { break }
            guard let square = base * base else { return nil }
            base = square
        }
        return count < 0 ? Number(1) / result : result
    }

    var squareRoot: Number? { Number(eg_decimal_sqrt(raw)) }
    var exponential: Number? { Number(eg_decimal_exp(raw)) }
    var logarithm: Number? { Number(eg_decimal_log(raw)) }
    var magnitude: Number { self < Number(0) ? -self : self }

    /// How a number is cut to a number of decimals.
    enum Rounding { case halfEven, floor, ceiling, towardZero, awayFromZero, halfUp, halfDown }

    /// Rounds to so many decimals; negative counts tens.
    ///
    /// Nil when the result has more than 34 digits.
    func rounded(scale: Int = 0, _ rounding: Rounding) -> Number? {
        guard (-6111...6176).contains(scale), let unit = Number("1e\(-scale)") else { return nil }
        func quantized(_ mode: Int) -> Number? { Number(eg_decimal_quantize(raw, unit.raw, UInt32(mode))) }
        switch rounding {
        case .halfEven: return quantized(EG_HALF_EVEN)
        case .floor: return quantized(EG_FLOOR)
        case .ceiling: return quantized(EG_CEILING)
        case .towardZero: return quantized(EG_TOWARD_ZERO)
        case .awayFromZero: return quantized(self < Number(0) ? EG_FLOOR : EG_CEILING)
        case .halfUp: return quantized(EG_HALF_AWAY)
        case .halfDown:
            guard let cut = quantized(EG_TOWARD_ZERO), let rest = self - cut, let double = rest.magnitude + rest.magnitude else {
                return nil
            }
            return double > unit ? quantized(self < Number(0) ? EG_FLOOR : EG_CEILING) : cut
        }
    }

    /// The largest whole number not above it; itself when it has no fraction to cut.
    var floor: Number { rounded(.floor) ?? self }
}

extension Number: Hashable, Comparable, ExpressibleByIntegerLiteral, CustomStringConvertible {
    /// Compares by value: 1.0 equals 1.00.
    public static func == (a: Number, b: Number) -> Bool { eg_decimal_compare(a.raw, b.raw) == 0 }
    /// Orders by value.
    public static func < (a: Number, b: Number) -> Bool { eg_decimal_compare(a.raw, b.raw) < 0 }
    /// Equal numbers hash alike.
    public func hash(into hasher: inout Hasher) { hasher.combine(double) }
    /// A literal in Swift code.
    public init(integerLiteral value: Int) { self.init(value) }

    /// The digits without exponent, with the decimals it was calculated with.
    public var description: String {
        let text = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
            guard let start = buffer.baseAddress else { return "" }
            unsafe eg_decimal_write(raw, start)
            return unsafe String(cString: start)
        }
        let parts = text.dropFirst().split(separator: "E")
        guard parts.count == 2, let exponent = Int(parts[1]) else { return text }
        var digits = String(parts[0])
        if exponent > 0 {
            digits = digits == "0" ? digits : digits + String(repeating: "0", count: exponent)
        } else if exponent < 0 {
            if digits.count <= -exponent { digits = String(repeating: "0", count: 1 - exponent - digits.count) + digits }
            digits.insert(".", at: digits.index(digits.endIndex, offsetBy: exponent))
        }
        return text.hasPrefix("-") && self != 0 ? "-" + digits : digits
    }
}
