extension TenDigits {
    /// What ``split(_:count:mantissas:exponents:)`` gives as the exponent of an undefined value.
    public static let undefined = Int16.max

    /// Splits doubles into the mantissas and powers of ten that ``init(_:)`` finds, many at a time.
    ///
    /// A mantissa may end in zeros, which ``init(_:)`` would have taken away.
    ///
    /// - Parameters:
    ///   - values: The doubles; those that are not finite are undefined.
    ///   - count: How many there are.
    ///   - mantissas: Room for `count` whole numbers below 10^10.
    ///   - exponents: Room for `count` powers of ten.
    public static func split(
        _ values: UnsafePointer<Double>,
        count: Int,
        mantissas: UnsafeMutablePointer<Int64>,
        exponents: UnsafeMutablePointer<Int16>
    ) {
        decades.starts.withUnsafeBufferPointer { starts in
            decades.scales.withUnsafeBufferPointer { scales in
                for index in 0..<count {
                    let value = values[index]
                    let magnitude = value.magnitude
                    guard magnitude >= 1e-12 && magnitude < 1e22 else {
                        let slow = TenDigits(value)
                        mantissas[index] = slow?.mantissa ?? 0
                        exponents[index] = slow.map { Int16($0.exponent) } ?? undefined
                        continue
                    }
                    let binary = Int(magnitude.bitPattern >> 52) &- 1_023
                    var decade = (binary &* 1_233) >> 12 &+ Decades.first
                    if magnitude < starts[decade] { decade &-= 1 }
                    if magnitude >= starts[decade &+ 1] { decade &+= 1 }
                    let scale = scales[decade]
                    let scaled =
                        decade <= 9 &+ Decades.first ? magnitude * scale : magnitude / scale
                    // Adding 2^52 leaves no room for a fraction: the sum's last bits are the nearest
                    // whole number, ties to even.
                    let sum = scaled + 0x1p52
                    var digits = Int64(bitPattern: sum.bitPattern & 0x000F_FFFF_FFFF_FFFF)
                    var exponent = decade &- 9 &- Decades.first
                    if digits == 10_000_000_000 {
                        digits = 1_000_000_000
                        exponent &+= 1
                    }
                    mantissas[index] = value < 0 ? -digits : digits
                    exponents[index] = Int16(truncatingIfNeeded: exponent)
                }
            }
        }
    }

    /// Writes the text of a value from ``split(_:count:mantissas:exponents:)``.
    ///
    /// - Parameters:
    ///   - mantissa: Its digits.
    ///   - exponent: Its power of ten; not ``undefined``.
    ///   - target: At least ``maximumTextLength`` writable bytes; all of them may be overwritten.
    /// - Returns: The length of the text.
    public static func write(
        mantissa: Int64,
        exponent: Int16,
        to target: UnsafeMutablePointer<UInt8>
    ) -> Int {
        let digits = mantissa.magnitude
        let whole = Int(exponent) &+ 10
        // Only ordinary values come with all ten digits, and only they have room for their zeros.
        guard digits >= 1_000_000_000, whole > -13, whole < 24 else {
            return TenDigits(mantissa: mantissa, exponent: Int(exponent)).trimmed.write(to: target)
        }
        var sign = 0
        if mantissa < 0 {
            target[0] = UInt8(ascii: "-")
            sign = 1
        }
        return sign + write(digits, whole: whole, to: UnsafeMutableRawPointer(target + sign))
    }

    /// The same value without trailing zeros in the mantissa.
    private var trimmed: TenDigits {
        var digits = mantissa
        var power = exponent
        while digits != 0, digits % 10 == 0 {
            digits /= 10
            power += 1
        }
        return TenDigits(mantissa: digits, exponent: power)
    }

    private static let decades = Decades()

    /// The smallest double of the decade of a power of ten from -22 to 22.
    package static func start(ofDecade power: Int) -> Double {
        if power >= 0 { return powers[power] }
        // As the plain way decides: the first whose scaled value reaches 1.
        var start = (1 / powers[-power]).nextDown.nextDown
        while start * powers[-power] < 1 { start = start.nextUp }
        return start
    }
}

/// Where the decades of ordinary doubles begin, and what brings them to ten whole digits.
private struct Decades {
    /// The position of the decade that begins at 1.
    static let first = 13

    /// The smallest double of each decade, from 10^-13 to 10^22.
    let starts: [Double]
    /// What a value of each decade is multiplied with, or divided by from 10^10 on.
    let scales: [Double]

    init() {
        starts = (-Self.first...22).map { TenDigits.start(ofDecade: $0) }
        scales = (-Self.first...22).map { TenDigits.powers[min(22, abs(9 - $0))] }
    }
}
