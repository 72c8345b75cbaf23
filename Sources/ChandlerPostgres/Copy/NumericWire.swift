/// The wire form of `numeric` for integers that count hundred-millionths.
///
/// Four 16-bit numbers (group count, weight of the first group, sign, decimals shown) and then
/// groups of four decimal digits. Eight decimals are exactly two groups, so no digit has to be moved
/// over a group's border and every step is integer arithmetic.
///
/// **Source:** PostgreSQL, `numeric_send` and `numeric_recv` in `numeric.c`.
@usableFromInline
enum NumericWire {
    @usableFromInline static let negative: UInt16 = 0x4000
    @usableFromInline static let scale: Int16 = 8

    /// Length word, four header words, and five groups: 19 digits.
    @usableFromInline static let largestInt64Field = 4 + 8 + 2 * 5

    /// Length word, four header words, and ten groups: 39 digits.
    @usableFromInline static let largestInt128Field = 4 + 8 + 2 * 10

    /// Writes length and value; returns how many bytes that took.
    @inlinable
    static func write(_ value: Int64, to field: UnsafeMutableRawPointer) -> Int {
        let magnitude = value.magnitude
        let whole = magnitude / 100_000_000
        let fraction = UInt32(truncatingIfNeeded: magnitude % 100_000_000)
        let top = UInt32(truncatingIfNeeded: whole / 100_000_000)
        let low = UInt32(truncatingIfNeeded: whole % 100_000_000)

        let leading = top != 0 ? 0 : low >= 10_000 ? 1 : low != 0 ? 2 : fraction >= 10_000 ? 3 : 4
        // All five groups go down; those in front land where the header is written afterwards.
        let groups = field + (12 &- 2 &* leading)
        store(top, to: groups, at: 0)
        store(low / 10_000, to: groups, at: 1)
        store(low % 10_000, to: groups, at: 2)
        store(fraction / 10_000, to: groups, at: 3)
        store(fraction % 10_000, to: groups, at: 4)
        return writeHeader(
            to: field,
            groupCount: 5 &- leading,
            weight: 2 &- leading,
            isNegative: value < 0
        )
    }

    /// Writes length and value of any 128-bit integer; returns how many bytes that took.
    @inlinable
    static func write(_ value: Int128, to field: UnsafeMutableRawPointer) -> Int {
        let (upper, low) = value.magnitude.quotientAndRemainder(
            dividingBy: 10_000_000_000_000_000
        )
        let (top, middle) = upper.quotientAndRemainder(dividingBy: 10_000_000_000_000_000)
        let first = UInt64(truncatingIfNeeded: top)
        let leading = leadingZeroGroups(first, middle: middle, low: low)

        let groups = field + (12 &- 2 &* leading)
        // With eight or nine leading zero groups these two would land before the field.
        if leading < 2 {
            store(UInt32(truncatingIfNeeded: first / 10_000), to: groups, at: 0)
            store(UInt32(truncatingIfNeeded: first % 10_000), to: groups, at: 1)
        }
        if leading < 6 {
            storeFour(UInt64(truncatingIfNeeded: middle), to: groups, at: 2)
        }
        storeFour(UInt64(truncatingIfNeeded: low), to: groups, at: 6)
        return writeHeader(
            to: field,
            groupCount: 10 &- leading,
            weight: 7 &- leading,
            isNegative: value < 0
        )
    }

    @inlinable
    static func leadingZeroGroups(_ first: UInt64, middle: UInt128, low: UInt128) -> Int {
        if first != 0 { return first >= 10_000 ? 0 : 1 }
        let isInMiddle = middle != 0
        let part = UInt64(truncatingIfNeeded: isInMiddle ? middle : low)
        let start = isInMiddle ? 2 : 6
        if part >= 1_000_000_000_000 { return start }
        if part >= 100_000_000 { return start + 1 }
        return part >= 10_000 ? start + 2 : start + 3
    }

    /// Writes the four groups of a number below 10^16.
    @inlinable
    static func storeFour(_ value: UInt64, to groups: UnsafeMutableRawPointer, at index: Int) {
        let upper = UInt32(truncatingIfNeeded: value / 100_000_000)
        let lower = UInt32(truncatingIfNeeded: value % 100_000_000)
        store(upper / 10_000, to: groups, at: index)
        store(upper % 10_000, to: groups, at: index &+ 1)
        store(lower / 10_000, to: groups, at: index &+ 2)
        store(lower % 10_000, to: groups, at: index &+ 3)
    }

    @inlinable
    static func store(_ group: UInt32, to groups: UnsafeMutableRawPointer, at index: Int) {
        let word = UInt16(truncatingIfNeeded: group).bigEndian
        groups.storeBytes(of: word, toByteOffset: 2 &* index, as: UInt16.self)
    }

    /// Drops trailing zero groups and writes the length and the four header words.
    @inlinable
    static func writeHeader(
        to field: UnsafeMutableRawPointer,
        groupCount: Int,
        weight: Int,
        isNegative: Bool
    ) -> Int {
        var count = groupCount
        while count > 0 {
            let place = 10 &+ 2 &* count
            guard field.loadUnaligned(fromByteOffset: place, as: UInt16.self) == 0 else { break }
            count &-= 1
        }
        let size = 8 &+ 2 &* count
        let shownWeight = count == 0 ? 0 : weight
        let sign = isNegative ? negative : 0
        field.storeBytes(of: Int32(truncatingIfNeeded: size).bigEndian, as: Int32.self)
        (field + 4).storeBytes(of: Int16(truncatingIfNeeded: count).bigEndian, as: Int16.self)
        (field + 6).storeBytes(
            of: Int16(truncatingIfNeeded: shownWeight).bigEndian,
            as: Int16.self
        )
        (field + 8).storeBytes(of: sign.bigEndian, as: UInt16.self)
        (field + 10).storeBytes(of: scale.bigEndian, as: Int16.self)
        return 4 &+ size
    }
}
