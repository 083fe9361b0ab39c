/// A number without rounding: a reduced fraction.
///
/// Values of two versions are compared, never measured, so that no binary fraction may come in between: 0.1 is a
/// tenth. Operations that would leave the range give nil, and the text is then compared as words.
package struct ExactNumber: Hashable, Comparable, Sendable {
    package let numerator: Int128
    /// At least 1.
    package let denominator: Int128

    /// More digits than this are a reference or an identifier, no quantity.
    static let mostDigits = 15

    package init(_ whole: Int) {
        numerator = Int128(whole)
        denominator = 1
    }

    package init?(_ numerator: Int128, over denominator: Int128) {
        guard denominator > 0 else { return nil }
        let divisor = Self.greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
        self.numerator = numerator / Int128(max(divisor, 1))
        self.denominator = denominator / Int128(max(divisor, 1))
    }

    /// Reads ASCII digits before and after a decimal separator.
    init?(digits: some Sequence<UInt8>, fraction: some Sequence<UInt8>) {
        var numerator: Int128 = 0
        var denominator: Int128 = 1
        var count = 0
        for digit in digits {
            numerator = numerator * 10 + Int128(digit) - 48
            count += 1
            guard count <= Self.mostDigits else { return nil }
        }
        for digit in fraction {
            numerator = numerator * 10 + Int128(digit) - 48
            denominator *= 10
            count += 1
            guard count <= Self.mostDigits else { return nil }
        }
        guard count > 0 else { return nil }
        self.init(numerator, over: denominator)
    }

    package static func < (left: ExactNumber, right: ExactNumber) -> Bool {
        let (a, overflowA) = left.numerator.multipliedReportingOverflow(by: right.denominator)
        let (b, overflowB) = right.numerator.multipliedReportingOverflow(by: left.denominator)
        if overflowA || overflowB {
            return left.numerator / left.denominator < right.numerator / right.denominator
        }
        return a < b
    }

    package func times(_ other: ExactNumber) -> ExactNumber? {
        let (top, overflowTop) = numerator.multipliedReportingOverflow(by: other.numerator)
        let (bottom, overflowBottom) = denominator.multipliedReportingOverflow(by: other.denominator)
        guard !overflowTop, !overflowBottom else { return nil }
        return ExactNumber(top, over: bottom)
    }

    package func plus(_ other: ExactNumber) -> ExactNumber? {
        let (a, overflowA) = numerator.multipliedReportingOverflow(by: other.denominator)
        let (b, overflowB) = other.numerator.multipliedReportingOverflow(by: denominator)
        let (top, overflowTop) = a.addingReportingOverflow(b)
        let (bottom, overflowBottom) = denominator.multipliedReportingOverflow(by: other.denominator)
        guard !overflowA, !overflowB, !overflowTop, !overflowBottom else { return nil }
        return ExactNumber(top, over: bottom)
    }

    package func divided(by other: ExactNumber) -> ExactNumber? {
        guard other.numerator != 0 else { return nil }
        let sign: Int128 = other.numerator < 0 ? -1 : 1
        guard let inverse = ExactNumber(sign * other.denominator, over: sign * other.numerator) else {
            return nil
        }
        return times(inverse)
    }

    /// The value as an `Int`, where it is a whole number that fits.
    package var whole: Int? { denominator == 1 ? Int(exactly: numerator) : nil }

    /// By how many percent `other` is more than this, rounded to the nearest whole; nil from zero.
    package func percentChange(to other: ExactNumber) -> Int? {
        guard numerator > 0, let ratio = other.divided(by: self) else { return nil }
        let (doubled, overflow) = ratio.numerator.multipliedReportingOverflow(by: 200)
        let (whole, overflowToo) = ratio.denominator.multipliedReportingOverflow(by: 200)
        guard !overflow, !overflowToo else { return nil }
        // Rounded to the nearest, a half away from zero.
        let isFall = doubled < whole
        let distance = isFall ? whole - doubled : doubled - whole
        let percent = (distance + ratio.denominator) / (2 * ratio.denominator)
        return Int(exactly: percent).map { isFall ? -$0 : $0 }
    }

    private static func greatestCommonDivisor(_ a: UInt128, _ b: UInt128) -> UInt128 {
        var (a, b) = (a, b)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }
}

extension ExactNumber: CustomStringConvertible {
    /// `3`, `1/3`: for comparing and for reasons.
    package var description: String { denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)" }
}
