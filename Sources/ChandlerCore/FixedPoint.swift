/// A price: a whole number of 1e-8 units, exactly what `NUMERIC(18,8)` can hold.
///
/// **Range:** -9999999999.99999999 to 9999999999.99999999.
public struct Price: Sendable, Hashable, Comparable {
    /// The price in units of 1e-8.
    public let raw: Int64

    /// Creates a price from units of 1e-8.
    public init(raw: Int64) {
        self.raw = raw
    }

    /// The largest number of 1e-8 units that `NUMERIC(18,8)` can hold.
    public static let limit: Int64 = 999_999_999_999_999_999

    /// Reads plain decimal text exactly.
    ///
    /// - Throws: ``FixedPointError`` when the text is no plain decimal, has a digit other than 0
    ///   after the eighth decimal, or does not fit the column. Nothing is ever rounded.
    public init(parsing text: UnsafeBufferPointer<UInt8>) throws(FixedPointError) {
        raw = Int64(try parseFixedPoint8(text, limit: UInt64(Price.limit)))
    }

    /// The nearest double.
    public var double: Double { nearestDouble(Int128(raw)) }

    /// Orders prices by value.
    public static func < (lhs: Price, rhs: Price) -> Bool { lhs.raw < rhs.raw }
}

/// A volume: a whole number of 1e-8 units, exactly what `NUMERIC(28,8)` can hold.
///
/// Real hourly volumes (3.2e13 SHIB) overflow `NUMERIC(18,8)`, hence the wider type.
public struct Quantity: Sendable, Hashable, Comparable {
    /// The volume in units of 1e-8.
    public let raw: Int128

    /// Creates a volume from units of 1e-8.
    public init(raw: Int128) {
        self.raw = raw
    }

    /// The largest number of 1e-8 units that `NUMERIC(28,8)` can hold.
    public static let limit: Int128 = 9_999_999_999_999_999_999_999_999_999

    /// Reads plain decimal text exactly, as ``Price/init(parsing:)`` does.
    public init(parsing text: UnsafeBufferPointer<UInt8>) throws(FixedPointError) {
        do throws(FixedPointError) {
            // Nearly every volume fits 64 bits, where multiplication is several times faster.
            raw = Int128(try parseFixedPoint8(text, limit: UInt64.max))
        } catch .outOfRange {
            raw = try parseFixedPoint8(text, limit: UInt128(Quantity.limit))
        }
    }

    /// The nearest double.
    public var double: Double { nearestDouble(raw) }

    /// Orders volumes by value.
    public static func < (lhs: Quantity, rhs: Quantity) -> Bool { lhs.raw < rhs.raw }
}

/// Why a text is not a number that the table can hold exactly.
public enum FixedPointError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The text is not digits with at most one point and a leading minus.
    case notDecimal
    /// A digit other than 0 stands after the eighth decimal.
    case tooPrecise
    /// The value needs more digits before the point than the column has.
    case outOfRange

    /// The rule in words.
    public var description: String {
        switch self {
        case .notDecimal: "is not a plain decimal number"
        case .tooPrecise: "has more than 8 decimals and would have to be rounded"
        case .outOfRange: "is larger than the column can hold"
        }
    }
}

/// Reads `-12.345` as a whole number of 1e-8 units, in the narrowest arithmetic that fits.
@inline(__always)
private func parseFixedPoint8<Magnitude: FixedWidthInteger & UnsignedInteger>(
    _ text: UnsafeBufferPointer<UInt8>,
    limit: Magnitude
) throws(FixedPointError) -> Int128 {
    var index = 0
    let isNegative = text.first == UInt8(ascii: "-")
    if isNegative { index = 1 }
    var value: Magnitude = 0
    var digits = 0
    var decimals = -1
    while index < text.count {
        let byte = text[index]
        index += 1
        let digit = byte &- UInt8(ascii: "0")
        if digit < 10 {
            digits += 1
            if decimals >= 8 {
                if digit != 0 { throw .tooPrecise }
                continue
            }
            if decimals >= 0 { decimals += 1 }
            let (tenfold, carry) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry2) = tenfold.addingReportingOverflow(Magnitude(digit))
            if carry || carry2 { throw .outOfRange }
            value = sum
        } else if byte == UInt8(ascii: "."), decimals < 0, digits > 0 {
            decimals = 0
        } else {
            throw .notDecimal
        }
    }
    if digits == 0 || decimals == 0 { throw .notDecimal }
    for _ in max(decimals, 0)..<8 {
        let (tenfold, carry) = value.multipliedReportingOverflow(by: 10)
        if carry { throw .outOfRange }
        value = tenfold
    }
    if value > limit { throw .outOfRange }
    return isNegative ? -Int128(value) : Int128(value)
}

/// The double nearest to `raw` / 1e8, correctly rounded.
private func nearestDouble(_ raw: Int128) -> Double {
    // Up to 2^53 both operands are exact, so one division rounds once.
    if raw.magnitude <= 1 << 53 { return Double(Int64(raw)) / 1e8 }
    let (whole, fraction) = raw.quotientAndRemainder(dividingBy: 100_000_000)
    if fraction == 0, whole.magnitude <= 1 << 53 { return Double(Int64(whole)) }
    // Beyond, the standard library reads the text with a single rounding.
    return Double(fixedPointText(raw)) ?? .nan
}

/// Plain decimal text with exactly eight decimals.
private func fixedPointText(_ raw: Int128) -> String {
    let (whole, fraction) = raw.magnitude.quotientAndRemainder(dividingBy: 100_000_000)
    let digits = String(fraction)
    return (raw < 0 ? "-" : "") + String(whole) + "."
        + String(repeating: "0", count: 8 - digits.count) + digits
}

extension Price: CustomStringConvertible {
    /// Plain decimal text with eight decimals, as `NUMERIC(18,8)` prints it.
    public var description: String { fixedPointText(Int128(raw)) }
}

extension Quantity: CustomStringConvertible {
    /// Plain decimal text with eight decimals, as `NUMERIC(28,8)` prints it.
    public var description: String { fixedPointText(raw) }
}
