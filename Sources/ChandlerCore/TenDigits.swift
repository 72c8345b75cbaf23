import Glibc

/// A double rounded to ten significant decimal digits, as indicators are stored.
///
/// The table's JSON text and the dataset's double are both made from this one value, so that a
/// feature read from either is the same number: `double` is what reading the text back gives.
///
/// The scaling is done in doubles: a value within 1e-16 (relative) of the middle between two
/// ten-digit numbers may go to either, the same one on every machine.
public struct TenDigits: Sendable, Hashable {
    /// The digits as a whole number below 10^10, without trailing zeros; negative for negatives.
    public let mantissa: Int64
    /// The power of ten that `mantissa` is multiplied with.
    public let exponent: Int

    /// Rounds a finite double; `nil` for NaN and infinities, which mean "undefined".
    @inlinable
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        if value == 0 {
            self.init(mantissa: 0, exponent: 0)
            return
        }
        let magnitude = value.magnitude
        guard magnitude >= 1e-12, magnitude < 1e22 else {
            self.init(slowly: value)
            return
        }
        let power = TenDigits.decimalExponent(magnitude)
        let shift = 9 - power
        var digits = Int64(
            (shift >= 0
                ? magnitude * TenDigits.powers[shift] : magnitude / TenDigits.powers[-shift])
                .rounded(.toNearestOrEven)
        )
        var scale = -shift
        while digits % 100 == 0 {
            digits /= 100
            scale += 2
        }
        if digits % 10 == 0 {
            digits /= 10
            scale += 1
        }
        self.init(mantissa: value < 0 ? -digits : digits, exponent: scale)
    }

    @inlinable
    init(mantissa: Int64, exponent: Int) {
        self.mantissa = mantissa
        self.exponent = exponent
    }

    /// Rounds any finite non-zero double through the C library's exact decimal conversion.
    @usableFromInline
    init(slowly value: Double) {
        var buffer = [CChar](repeating: 0, count: 40)
        _ = withVaList([value.magnitude]) { vsnprintf(&buffer, buffer.count, "%.9e", $0) }
        var digits: Int64 = 0
        var power = 0
        var isExponent = false
        var isNegativeExponent = false
        for character in buffer.prefix(while: { $0 != 0 }) {
            switch UInt8(bitPattern: character) {
            case UInt8(ascii: "e"): isExponent = true
            case UInt8(ascii: "-"): isNegativeExponent = true
            case let byte where byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"):
                let digit = Int(byte - UInt8(ascii: "0"))
                if isExponent {
                    power = power * 10 + digit
                } else {
                    digits = digits * 10 + Int64(digit)
                }
            default: break
            }
        }
        var scale = (isNegativeExponent ? -power : power) - 9
        while digits != 0, digits % 10 == 0 {
            digits /= 10
            scale += 1
        }
        self.init(mantissa: value < 0 ? -digits : digits, exponent: scale)
    }

    /// The double that reading the decimal text back gives.
    @inlinable
    public var double: Double {
        if exponent >= 0, exponent <= 22 {
            return Double(mantissa) * TenDigits.powers[exponent]
        }
        if exponent < 0, exponent >= -22 {
            return Double(mantissa) / TenDigits.powers[-exponent]
        }
        return doubleFromText
    }

    @usableFromInline var doubleFromText: Double { Double("\(mantissa)e\(exponent)") ?? .nan }

    /// floor(log10(magnitude)), found from the binary exponent and one comparison.
    @inlinable
    static func decimalExponent(_ magnitude: Double) -> Int {
        // 1233 / 4096 is log10(2) to within 4e-6: over the range here it is off by one at most.
        var power = (Int(magnitude.exponent) * 1_233) >> 12
        if power >= 0 {
            if magnitude < powers[power] { power -= 1 }
        } else if magnitude * powers[-power] < 1 {
            power -= 1
        }
        if power + 1 >= 0, magnitude >= powers[power + 1] {
            power += 1
        } else if power + 1 < 0, magnitude * powers[-power - 1] >= 1 {
            power += 1
        }
        return power
    }

    /// Powers of ten that a double holds exactly.
    @usableFromInline
    static let powers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ]
}
