import Testing

@testable import ChandlerPostgres

@Suite struct NumericWireTests {
    /// Values on the borders of digit groups, and seeded random ones of every length.
    static func wideValues(count: Int, seed: UInt64) -> [Int128] {
        var values: [Int128] = [0, 1, -1, .max, .min, Int128(Int64.max), Int128(Int64.min)]
        var power: Int128 = 1
        for _ in 0..<38 {
            power *= 10
            values += [power, power - 1, power + 1, -power, 1 - power, 9 * (power / 10)]
        }
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<count {
            let bits = UInt128.random(in: .min ... .max, using: &generator)
            let value =
                Int128(bitPattern: bits) >> Int128(Int.random(in: 0..<127, using: &generator))
            values += [value, value - value % 10_000, value - value % 100_000_000]
        }
        return values
    }

    private func encode(_ value: Int128, wide: Bool) -> [UInt8] {
        var writer = BinaryCopyWriter(sink: nil, flushThreshold: 4096)
        let start = writer.raw.count
        if wide {
            writer.raw.reserve(NumericWire.largestInt128Field)
            writer.raw.used += NumericWire.write(value, to: writer.raw.base + writer.raw.used)
        } else {
            writer.append(fixedPoint8: value)
        }
        return writer.raw.withUnsafeBytes { Array($0[(start + 4)...]) }
    }

    @Test func writingAndReadingAgree() throws {
        let seed: UInt64 = 20_240_229
        for value in Self.wideValues(count: 3000, seed: seed) {
            for wide in [true, false] {
                let bytes = encode(value, wide: wide)
                let read = try bytes.withUnsafeBytes { try NumericReading.fixedPoint8($0) }
                #expect(read == value, "seed \(seed)")
            }
        }
    }

    @Test func bothWidthsWriteTheSameBytes() {
        for value in Self.wideValues(count: 500, seed: 7) where Int64(exactly: value) != nil {
            #expect(encode(value, wide: true) == encode(value, wide: false))
        }
    }

    @Test(
        arguments: [
            (0, [0, 0, 0, 0, 0, 0, 0, 8]),
            (100_000_000, [0, 1, 0, 0, 0, 0, 0, 8, 0, 1]),
            (-150_000_000, [0, 2, 0, 0, 0x40, 0, 0, 8, 0, 1, 0x13, 0x88]),
            (1, [0, 1, 0xFF, 0xFE, 0, 0, 0, 8, 0, 1]),
        ] as [(Int64, [UInt8])]
    )
    func bytesAreThoseOfTheManual(value: Int64, bytes: [UInt8]) {
        #expect(encode(Int128(value), wide: false) == bytes)
    }

    @Test(
        arguments: [
            ([0, 0, 0, 0, 0xC0, 0, 0, 0], "NaN"), ([0, 0, 0, 0, 0xD0, 0, 0, 32], "infinite"),
            ([0, 1, 0xFF, 0xFD, 0, 0, 0, 9, 0, 1], "decimals"),
            ([0, 1, 0, 0, 0, 0, 0, 8], "length"),
            ([0, 1, 0, 0, 0, 0, 0, 8, 0x27, 0x10], "9999"), ([0, 0], "shorter"),
            ([0, 1, 0x7F, 0xFF, 0, 0, 0, 0, 0, 1], "128 bits"),
        ] as [([UInt8], String)]
    )
    func whatDoesNotFitIsRefusedInWords(bytes: [UInt8], word: String) {
        let misfit = #expect(throws: NumericReading.Misfit.self) {
            try bytes.withUnsafeBytes { try NumericReading.fixedPoint8($0) }
        }
        #expect(misfit?.words.contains(word) == true)
    }
}
