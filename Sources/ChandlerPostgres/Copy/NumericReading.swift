/// Reads the wire form of `numeric` into an integer that counts hundred-millionths.
enum NumericReading {
    /// Why a value is not such an integer, in words.
    struct Misfit: Error {
        let words: String
    }

    /// Reads one value exactly.
    static func fixedPoint8(_ field: UnsafeRawBufferPointer) throws(Misfit) -> Int128 {
        guard field.count >= 8 else { throw Misfit(words: "it is shorter than a numeric's header") }
        let count = Int(word(field, 0))
        let weight = Int(Int16(bitPattern: word(field, 1)))
        let sign = word(field, 2)
        guard field.count == 8 + 2 * count else {
            throw Misfit(words: "its length does not agree with its \(count) digit groups")
        }
        guard sign == 0 || sign == NumericWire.negative else {
            throw Misfit(words: sign == 0xC000 ? "it is NaN" : "it is infinite")
        }
        let magnitude = try magnitude(of: field, groupCount: count, weight: weight)
        return try signed(magnitude, isNegative: sign != 0)
    }

    private static func magnitude(
        of field: UnsafeRawBufferPointer,
        groupCount: Int,
        weight: Int
    ) throws(Misfit) -> UInt128 {
        var total: UInt128 = 0
        for index in 0..<groupCount {
            let group = word(field, 4 + index)
            guard group < 10_000 else { throw Misfit(words: "a digit group is over 9999") }
            guard group != 0 || weight - index >= -2 else { continue }
            guard weight - index >= -2 else { throw Misfit(words: "it has more than 8 decimals") }
            total = try append(UInt128(group), to: total)
        }
        guard total != 0 else { return 0 }
        // Trailing zero groups down to the eighth decimal are not sent.
        let missing = max(weight + 3 - groupCount, 0)
        for _ in 0..<missing { total = try append(0, to: total) }
        return total
    }

    private static func append(_ group: UInt128, to total: UInt128) throws(Misfit) -> UInt128 {
        let (product, overflows) = total.multipliedReportingOverflow(by: 10_000)
        let (sum, carries) = product.addingReportingOverflow(group)
        guard !overflows, !carries else { throw Misfit(words: "it needs more than 128 bits") }
        return sum
    }

    private static func signed(
        _ magnitude: UInt128,
        isNegative: Bool
    ) throws(Misfit) -> Int128 {
        if isNegative, magnitude == Int128.min.magnitude { return .min }
        guard let value = Int128(exactly: magnitude) else {
            throw Misfit(words: "it needs more than 128 bits")
        }
        return isNegative ? -value : value
    }

    private static func word(_ field: UnsafeRawBufferPointer, _ index: Int) -> UInt16 {
        UInt16(bigEndian: field.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self))
    }
}
