/// The form in which a `numeric` lies inside a stored `jsonb`, as two words to be stored in place.
///
/// A length word, a header with sign, decimals shown and weight, and groups of four decimal digits
/// without leading or trailing zero groups. The machine's own byte order: an image is for servers of
/// the same order only.
///
/// **Shape:** `head` is stored first, then `groups` at ``groupsOffset``, over what of `head` is not
/// used; ``length`` bytes count.
/// **Source:** PostgreSQL, `NumericShort` and `NumericLong` in `numeric.c`; unchanged since 9.1.
public struct NumericImage: Sendable, Hashable {
    /// More bytes than are touched when both words are stored.
    public static let maximumLength = 16

    /// Length word, header, and in the long form the weight; 0 stands for no number.
    public let head: UInt64
    /// Up to four groups of digits, the first one in the lowest bits.
    public let groups: UInt64

    /// What the words of a short form without sign, decimals, weight and groups hold.
    package static let shortHead: UInt64 = 0x8000 << 32 | 6 << 2
    /// What a group adds to a head.
    package static let groupStep: UInt64 = 2 << 2
    /// What a decimal adds to a short head.
    package static let decimalStep: UInt64 = 1 << 39
    /// The sign of a short head.
    package static let negative: UInt64 = 1 << 45

    /// Takes words that were made elsewhere.
    @inlinable
    public init(head: UInt64, groups: UInt64) {
        self.head = head
        self.groups = groups
    }

    /// Prepares mantissa times ten to the exponent, showing no decimal that is a trailing zero.
    ///
    /// - Parameters:
    ///   - mantissa: At most 13 decimal digits.
    ///   - exponent: The power of ten; -400 to 400.
    public init(mantissa: Int64, exponent: Int) {
        // Shifted so that the last group ends where a group of the number ends: times 1, 10, 100 or
        // 1000, which are the 16-bit parts of one word.
        let factors: UInt64 = 0x03E8_0064_000A_0001
        let factor = factors >> UInt64(16 * (exponent & 3)) & 0xFFFF
        let (upper, lower) = (mantissa.magnitude * factor).quotientAndRemainder(
            dividingBy: 100_000_000
        )
        // First group in the lowest bits, as groups follow each other in memory.
        let all =
            upper / 10_000 | (upper % 10_000) << 16 | (lower / 10_000) << 32
            | (lower % 10_000) << 48
        guard all != 0 else {
            self.init(head: NumericImage.shortHead, groups: 0)
            return
        }
        let leading = all.trailingZeroBitCount / 16
        let count = 4 - leading - all.leadingZeroBitCount / 16
        let weight = exponent >> 2 + 3 - leading
        var decimals = max(0, -exponent)
        var rest = mantissa.magnitude
        while decimals > 0, rest % 10 == 0 {
            rest /= 10
            decimals -= 1
        }
        let isNegative = mantissa < 0
        let groups = all >> UInt64(16 * leading)
        if decimals <= 63, -64...63 ~= weight {
            var head = NumericImage.shortHead + UInt64(count) * NumericImage.groupStep
            head += UInt64(decimals) * NumericImage.decimalStep
            head |= NumericImage.weight(weight) | (isNegative ? NumericImage.negative : 0)
            self.init(head: head, groups: groups)
        } else {
            let sign: UInt64 = isNegative ? 0x4000 : 0
            let words =
                (UInt64(decimals) | sign) << 32
                | UInt64(UInt16(truncatingIfNeeded: weight)) << 48
            self.init(head: words | UInt64(8 + 2 * count) << 2, groups: groups)
        }
    }

    /// What a weight from -64 to 63 adds to a short head.
    package static func weight(_ weight: Int) -> UInt64 { UInt64(weight & 0x7F) << 32 }

    /// The length of the image, which is even but not always a multiple of four.
    @inlinable public var length: Int { Int(truncatingIfNeeded: head >> 2) & 0x3F }

    /// Where the groups begin: the short form has no word for the weight.
    @inlinable public var groupsOffset: Int { 8 &- Int(truncatingIfNeeded: head >> 46) & 2 }
}
