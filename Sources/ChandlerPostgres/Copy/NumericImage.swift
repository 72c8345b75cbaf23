/// The form in which a `numeric` lies inside a stored `jsonb`.
///
/// A length word, a header with sign, decimals shown and weight, and groups of four decimal digits
/// without leading or trailing zero groups. The machine's own byte order: an image is for servers of
/// the same order only.
///
/// **Source:** PostgreSQL, `NumericShort` and `NumericLong` in `numeric.c`; unchanged since 9.1.
public enum NumericImage {
    /// More bytes than ``write(mantissa:exponent:to:)`` ever touches.
    public static let maximumLength = 16

    /// Writes mantissa times ten to the exponent, showing no decimal that is a trailing zero.
    ///
    /// - Parameters:
    ///   - mantissa: At most 13 decimal digits.
    ///   - exponent: The power of ten; -400 to 400.
    ///   - target: At least ``maximumLength`` writable bytes.
    /// - Returns: The length, which is even but not always a multiple of four.
    @inlinable
    public static func write(
        mantissa: Int64,
        exponent: Int,
        to target: UnsafeMutableRawPointer
    ) -> Int {
        // Shifted so that the last group ends where a group of the number ends: times 1, 10, 100 or
        // 1000, which are the 16-bit parts of one word.
        let factors: UInt64 = 0x03E8_0064_000A_0001
        let factor = factors >> UInt64(truncatingIfNeeded: 16 &* (exponent & 3))
        let aligned = mantissa.magnitude &* (factor & 0xFFFF)
        let upper = aligned / 100_000_000
        let lower = aligned &- upper &* 100_000_000
        let first = upper / 10_000
        let third = lower / 10_000
        // First group in the lowest bits, as groups follow each other in memory.
        let groups =
            first | (upper &- first &* 10_000) << 16 | third << 32
            | (lower &- third &* 10_000) << 48
        guard groups != 0 else {
            target.storeBytes(of: 6 << 2, as: UInt32.self)
            target.storeBytes(of: 0x8000, toByteOffset: 4, as: UInt16.self)
            return 6
        }
        let leading = groups.trailingZeroBitCount >> 4
        let count = 4 &- leading &- groups.leadingZeroBitCount >> 4
        let weight = exponent >> 2 &+ 3 &- leading
        var decimals = 0
        if exponent < 0 {
            decimals = -exponent
            var rest = mantissa.magnitude
            while decimals > 0, rest % 10 == 0 {
                rest /= 10
                decimals &-= 1
            }
        }
        let isNegative = mantissa < 0
        guard decimals <= 63, weight >= -64, weight <= 63 else {
            target.storeBytes(of: UInt32(8 + 2 * count) << 2, as: UInt32.self)
            target.storeBytes(
                of: UInt16(decimals) | (isNegative ? 0x4000 : 0),
                toByteOffset: 4,
                as: UInt16.self
            )
            target.storeBytes(of: Int16(weight), toByteOffset: 6, as: Int16.self)
            target.storeBytes(
                of: groups >> UInt64(16 * leading),
                toByteOffset: 8,
                as: UInt64.self
            )
            return 8 + 2 * count
        }
        let header =
            0x8000 | (isNegative ? 0x2000 : 0) | decimals << 7 | (weight < 0 ? 0x40 : 0)
            | weight & 0x3F
        target.storeBytes(
            of: UInt32(truncatingIfNeeded: 6 &+ 2 &* count) << 2,
            as: UInt32.self
        )
        target.storeBytes(
            of: UInt16(truncatingIfNeeded: header),
            toByteOffset: 4,
            as: UInt16.self
        )
        target.storeBytes(
            of: groups >> UInt64(truncatingIfNeeded: 16 &* leading),
            toByteOffset: 6,
            as: UInt64.self
        )
        return 6 &+ 2 &* count
    }
}
