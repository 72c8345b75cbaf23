/// Reads the digits of the common spellings eight at a time.
///
/// Answers `nil` for every spelling it does not know, valid or not; the slow readers decide those,
/// and are its oracle in the tests. It may read up to eight bytes before a slice, never after it.
enum WholeDigits {
    /// A number of 1 to 16 digits and nothing else.
    @inline(__always)
    static func integer(_ page: UnsafePointer<UInt8>, offset: Int, count: Int) -> Int64? {
        let end = offset + count
        guard end >= 8, count > 0 else { return nil }
        if count <= 8 {
            return eightDigits(last(count, of: page, before: end)).map { Int64($0) }
        }
        guard count <= 16, end >= 16,
            let high = eightDigits(last(count - 8, of: page, before: end - 8)),
            let low = eightDigits(last(8, of: page, before: end))
        else { return nil }
        return Int64(high) &* 100_000_000 &+ Int64(low)
    }

    /// One to eight digits, a point and eight digits, in units of 1e-8.
    @inline(__always)
    static func fixedPoint8(_ page: UnsafePointer<UInt8>, offset: Int, count: Int) -> Int64? {
        let end = offset + count
        guard count >= 10, count <= 17, end >= 17, page[end - 9] == UInt8(ascii: "."),
            let whole = eightDigits(last(count - 9, of: page, before: end - 9)),
            let fraction = eightDigits(last(8, of: page, before: end))
        else { return nil }
        return Int64(whole) &* 100_000_000 &+ Int64(fraction)
    }

    /// The bytes before `end` as a word whose first text byte is its lowest; what stands before
    /// the `count` wanted ones, 1 to 8, becomes the digit 0.
    @inline(__always)
    private static func last(_ count: Int, of page: UnsafePointer<UInt8>, before end: Int) -> UInt64
    {
        let word = UInt64(
            littleEndian: UnsafeRawPointer(page + end - 8).loadUnaligned(as: UInt64.self)
        )
        let kept = ~UInt64(0) &<< UInt64(truncatingIfNeeded: 64 - 8 * count)
        return (word & kept) | (0x3030_3030_3030_3030 & ~kept)
    }

    /// The value of eight ASCII digits, or `nil` where a byte is none.
    ///
    /// **Source:** D. Lemire, "Quickly parsing eight digits", 2018.
    @inline(__always)
    private static func eightDigits(_ word: UInt64) -> UInt64? {
        let high = word & 0xF0F0_F0F0_F0F0_F0F0
        let carried = (word &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0
        guard high | (carried &>> 4) == 0x3333_3333_3333_3333 else { return nil }
        let pairs = ((word & 0x0F0F_0F0F_0F0F_0F0F) &* 2_561) &>> 8
        let fours = ((pairs & 0x00FF_00FF_00FF_00FF) &* 6_553_601) &>> 16
        return ((fours & 0x0000_FFFF_0000_FFFF) &* 42_949_672_960_001) &>> 32
    }
}
