/// The wire form of `numeric` with a fixed number of decimals, from and to an integer.
///
/// Four 16-bit numbers (group count, weight of the first group, sign, decimals shown) and then groups
/// of four decimal digits.
///
/// **Source:** PostgreSQL, `numeric_send` and `numeric_recv` in `numeric.c`.
enum DecimalWire {
    /// Why a value is not such an integer, in words.
    struct Misfit: Error {
        let words: String
    }

    /// The most bytes that a value takes: four words and eleven groups.
    static let largest = 8 + 2 * 11

    private static let powers: [UInt128] = (0...38).map { count in
        (0..<count).reduce(1) { power, _ in power * 10 }
    }

    /// Reads a value as a count of its smallest decimal.
    static func read(
        _ field: UnsafeRawBufferPointer,
        scale: Int
    ) throws(Misfit) -> Int128 {
        guard field.count >= 8, field.count == 8 + 2 * Int(word(field, 0)) else {
            throw Misfit(words: "its length does not agree with its digit groups")
        }
        let sign = word(field, 2)
        guard sign == 0 || sign == 0x4000 else {
            throw Misfit(words: sign == 0xC000 ? "it is NaN" : "it is infinite")
        }
        guard Int(word(field, 3)) == scale else {
            throw Misfit(words: "it shows \(word(field, 3)) decimals, not \(scale)")
        }
        let magnitude = try magnitude(field, scale: scale)
        guard magnitude <= UInt128(Int128.max) else { throw tooLarge }
        return sign == 0 ? Int128(magnitude) : -Int128(magnitude)
    }

    private static let tooLarge = Misfit(words: "it needs more than 38 digits")

    private static func magnitude(
        _ field: UnsafeRawBufferPointer,
        scale: Int
    ) throws(Misfit) -> UInt128 {
        let count = Int(word(field, 0))
        let weight = Int(Int16(bitPattern: word(field, 1)))
        var total: UInt128 = 0
        for index in 0..<count {
            let group = UInt128(word(field, 4 + index))
            // How many digits of the group stand before the last decimal.
            let digits = min(4, 4 + scale + 4 * (weight - index))
            guard group < 10_000, digits > 0, group % powers[4 - digits] == 0 else {
                throw Misfit(words: "it has more than \(scale) decimals")
            }
            total = try append(group / powers[4 - digits], digits: digits, to: total)
        }
        // Trailing zero groups are not sent.
        let missing = scale + 4 * (weight - count + 1)
        guard total != 0, missing > 0 else { return total }
        guard missing <= 38 else { throw tooLarge }
        return try append(0, digits: missing, to: total)
    }

    private static func append(
        _ value: UInt128,
        digits: Int,
        to total: UInt128
    ) throws(Misfit) -> UInt128 {
        let (product, overflows) = total.multipliedReportingOverflow(by: powers[digits])
        let (sum, carries) = product.addingReportingOverflow(value)
        guard !overflows, !carries else { throw tooLarge }
        return sum
    }

    /// Writes a value; returns how many bytes that took, at most ``largest``.
    static func write(
        _ value: Int128,
        scale: Int,
        to field: UnsafeMutablePointer<UInt8>
    ) -> Int {
        let target = UnsafeMutableRawPointer(field)
        let digits = scale % 4 == 0 ? 4 : scale % 4
        return withUnsafeTemporaryAllocation(of: UInt16.self, capacity: 12) { groups in
            var count = 0
            // The last group holds as many digits as the decimals leave for it.
            let (rest, last) = value.magnitude.quotientAndRemainder(dividingBy: powers[digits])
            groups.initializeElement(at: 0, to: UInt16(last * powers[4 - digits]))
            count = fill(groups, from: 1, with: rest)
            var first = 0
            while count > 0, groups[count - 1] == 0 { count -= 1 }
            while first < count, groups[first] == 0 { first += 1 }
            let shown = count - first
            let weight = shown == 0 ? 0 : count - 1 - (scale + 3) / 4
            let isNegative = value < 0 && shown > 0
            store(UInt16(shown), target, 0)
            store(UInt16(bitPattern: Int16(weight)), target, 1)
            store(isNegative ? 0x4000 : 0, target, 2)
            store(UInt16(scale), target, 3)
            for index in 0..<shown { store(groups[count - 1 - index], target, 4 + index) }
            return 8 + 2 * shown
        }
    }

    /// Puts a number's groups down, the last one first; returns where they end.
    private static func fill(
        _ groups: UnsafeMutableBufferPointer<UInt16>,
        from start: Int,
        with value: UInt128
    ) -> Int {
        var count = start
        var rest = value
        while rest > UInt128(UInt64.max) {
            let (quotient, part) = rest.quotientAndRemainder(dividingBy: powers[16])
            var low = UInt64(part)
            for _ in 0..<4 {
                groups.initializeElement(at: count, to: UInt16(low % 10_000))
                low /= 10_000
                count += 1
            }
            rest = quotient
        }
        var low = UInt64(rest)
        while low > 0 {
            groups.initializeElement(at: count, to: UInt16(low % 10_000))
            low /= 10_000
            count += 1
        }
        return count
    }

    private static func word(_ field: UnsafeRawBufferPointer, _ index: Int) -> UInt16 {
        UInt16(bigEndian: field.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self))
    }

    private static func store(_ word: UInt16, _ field: UnsafeMutableRawPointer, _ index: Int) {
        field.storeBytes(of: word.bigEndian, toByteOffset: 2 * index, as: UInt16.self)
    }
}
