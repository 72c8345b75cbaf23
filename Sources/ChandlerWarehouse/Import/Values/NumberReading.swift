import Glibc

/// Reads numbers exactly as their columns hold them.
enum NumberReading {
    /// A `numeric(precision, scale)` as a count of hundred-millionths.
    ///
    /// - Throws: ``ValueFault``; a value that would have to be rounded is refused.
    static func decimal(
        _ bytes: UnsafeBufferPointer<UInt8>,
        precision: Int,
        scale: Int
    ) throws(ValueFault) -> Int128 {
        guard let text = DecimalText(bytes) else { throw .type(bytes, "a decimal number") }
        guard let units = text.units(scale: scale) else {
            if text.digits != 0, text.exponent + scale < 0, !text.isHuge || text.exponent < -scale {
                throw .range(bytes, "has more than \(scale) decimals and is never rounded")
            }
            throw tooLarge(bytes, precision, scale)
        }
        guard units.magnitude < powers[precision] else { throw tooLarge(bytes, precision, scale) }
        return units * Int128(powers[8 - scale])
    }

    private static func tooLarge(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ precision: Int,
        _ scale: Int
    ) -> ValueFault {
        .range(bytes, "has more than \(precision - scale) digits before the point")
    }

    private static let powers: [UInt128] = {
        var powers: [UInt128] = [1]
        for _ in 0..<38 { powers.append((powers.last ?? 1) * 10) }
        return powers
    }()

    /// An integer of a number of bytes; `12.0` and `1e3` are integers too.
    static func integer(
        _ bytes: UnsafeBufferPointer<UInt8>,
        size: Int
    ) throws(ValueFault) -> Int64 {
        guard let text = DecimalText(bytes) else { throw .type(bytes, "a whole number") }
        guard text.isHuge || text.exponent >= 0 else { throw .type(bytes, "a whole number") }
        let bits = size * 8 - 1
        guard let value = text.units(scale: 0), value >= -(Int128(1) << bits),
            value < Int128(1) << bits
        else { throw .range(bytes, "does not fit into \(size) bytes") }
        return Int64(truncatingIfNeeded: value)
    }

    /// A `double precision`: the nearest one, as the server reads it; NaN and infinities by name.
    static func double(_ bytes: UnsafeBufferPointer<UInt8>) throws(ValueFault) -> Double {
        guard let text = DecimalText(bytes) else { return try named(bytes) }
        // Both factors are exact, so that one rounding is left, which is the right one.
        if !text.isHuge, text.digits < 1 << 53, abs(text.exponent) <= 22 {
            let digits = Double(UInt64(truncatingIfNeeded: text.digits))
            let power = tens[abs(text.exponent)]
            let value = text.exponent < 0 ? digits / power : digits * power
            return text.isNegative ? -value : value
        }
        return try slow(bytes, text)
    }

    private static let tens: [Double] = (0...22).map { pow(10, Double($0)) }

    private static func slow(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ text: DecimalText
    ) throws(ValueFault) -> Double {
        let value = strtod(String(decoding: bytes, as: UTF8.self), nil)
        guard value.isFinite, value != 0 || text.digits == 0 && !text.isHuge else {
            throw .range(bytes, "is out of the range of double precision")
        }
        return value
    }

    private static func named(_ bytes: UnsafeBufferPointer<UInt8>) throws(ValueFault) -> Double {
        switch String(decoding: bytes.prefix(10), as: UTF8.self).lowercased() {
        case "nan": .nan
        case "inf", "+inf", "infinity", "+infinity": .infinity
        case "-inf", "-infinity": -.infinity
        default: throw .type(bytes, "a number")
        }
    }
}
