import Testing

@testable import ChandlerParquet

@Suite struct DeltaBinaryPackedTests {
    private func encoded<Value>(_ values: [Value]) -> [UInt8]
    where Value: FixedWidthInteger & SignedInteger {
        bytes { buffer in
            values.withUnsafeBufferPointer { DeltaBinaryPacked.append($0, to: &buffer) }
        }
    }

    private func decoded<Value>(_ bytes: [UInt8], as type: Value.Type) -> [Value]
    where Value: FixedWidthInteger & SignedInteger {
        var reader = BitReader(bytes)
        let blockSize = Int(reader.varint())
        let miniblocks = Int(reader.varint())
        let count = Int(reader.varint())
        var values = [Value(reader.zigzag())]
        while values.count < count {
            let smallest = Value(reader.zigzag())
            let widths = (0..<miniblocks).map { _ in Int(reader.byte()) }
            for width in widths where values.count < count {
                for above in reader.packed(count: blockSize / miniblocks, width: width)
                where values.count < count {
                    let step = smallest &+ Value(truncatingIfNeeded: above)
                    values.append((values.last ?? 0) &+ step)
                }
            }
        }
        #expect(reader.isAtEnd)
        return Array(values.prefix(count))
    }

    /// Encodings.md, first example: 1, 2, 3, 4, 5 have equal differences and need no bits.
    @Test func evenStepsNeedNoBits() {
        let expected: [UInt8] = [0x80, 0x01, 0x04, 0x05, 0x02, 0x02, 0, 0, 0, 0]
        #expect(encoded([1, 2, 3, 4, 5] as [Int64]) == expected)
        #expect(encoded([1, 2, 3, 4, 5] as [Int32]) == expected)
    }

    /// Encodings.md, second example: 7, 5, 3, 1, 2, 3, 4, 5 give -2 as the smallest difference
    /// and 0 0 0 3 3 3 3 above it, in two bits each.
    @Test func specExampleComesOutAsPrinted() {
        let expected: [UInt8] = [
            0x80, 0x01, 0x04, 0x08, 0x0E, 0x03, 2, 0, 0, 0, 0xC0, 0x3F, 0, 0, 0, 0, 0, 0,
        ]
        #expect(encoded([7, 5, 3, 1, 2, 3, 4, 5] as [Int64]) == expected)
    }

    @Test func noValuesAndOneValueAreAHeaderOnly() {
        #expect(encoded([] as [Int64]) == [0x80, 0x01, 0x04, 0x00, 0x00])
        #expect(encoded([-3] as [Int64]) == [0x80, 0x01, 0x04, 0x01, 0x05])
    }

    @Test func differencesWrapAround() {
        let wide: [Int64] = [.min, .max, .min, 0, .max, -1, .min, 1, .max, .max, .min]
        #expect(decoded(encoded(wide), as: Int64.self) == wide)
        let narrow: [Int32] = [.min, .max, .min, 0, .max, -1, .min, 1, .max, .max, .min]
        #expect(decoded(encoded(narrow), as: Int32.self) == narrow)
    }

    @Test func narrowDifferencesNeverTakeMoreThan32Bits() {
        let result = encoded([.min, .max, 0, .min, 5, .max] as [Int32])
        // Header of five bytes, smallest difference, then the widths.
        var reader = BitReader(result)
        for _ in 0..<3 { _ = reader.varint() }
        for _ in 0..<2 { _ = reader.zigzag() }
        #expect(reader.byte() <= 32)
    }

    @Test(arguments: [1, 2, 32, 33, 34, 128, 129, 130, 161, 257, 1000], [1, 8, 20, 40, 64])
    func randomValuesReadBack(count: Int, bits: Int) {
        var random = SeededRandom(seed: UInt64(count * 100 + bits))
        let values = (0..<count).map { _ in Int64(bitPattern: random.next()) >> (64 - bits) }
        #expect(decoded(encoded(values), as: Int64.self) == values)
        let narrow = values.map { Int32(truncatingIfNeeded: $0) }
        #expect(decoded(encoded(narrow), as: Int32.self) == narrow)
    }
}
