import Testing

@testable import ChandlerParquet

/// The decoders against the encoders, whose own tests compare them with the format's text, and
/// against input that no encoder writes.
@Suite struct DecodingTests {
    private static let counts = [0, 1, 7, 8, 9, 31, 32, 33, 64, 128, 129, 257, 1000]

    private func isDamaged(_ body: () throws -> Void) -> Bool {
        do {
            try body()
            return false
        } catch {
            if case .damaged? = error as? PageFault { return true }
            return false
        }
    }

    private func decode<Value: FixedWidthInteger & SignedInteger>(
        differences bytes: [UInt8],
        _ count: Int
    ) throws -> [Value] {
        var values = [Value](repeating: 0, count: count)
        try values.withUnsafeMutableBufferPointer { target in
            try bytes.withUnsafeBytes { bytes in
                try DeltaBinaryPacked.decode(bytes, into: target)
            }
        }
        return values
    }

    private func decode(runs bytes: [UInt8], width: Int, _ count: Int) throws -> [UInt32] {
        var values = [UInt32](repeating: .max, count: count)
        try values.withUnsafeMutableBufferPointer { target in
            try bytes.withUnsafeBytes { bytes in
                var cursor = ByteCursor(bytes)
                try RunLengthHybrid.decode(&cursor, width: width, into: target)
            }
        }
        return values
    }

    @Test(arguments: 0...64) func packedNumbersOfEveryWidthComeApart(width: Int) {
        for count in Self.counts {
            var random = SeededRandom(seed: UInt64(width * 10_000 + count))
            let mask = width == 0 ? 0 : UInt64.max >> UInt64(64 - width)
            let values = (0..<count).map { _ in random.next() & mask }
            let packed = bytes { buffer in
                values.withUnsafeBufferPointer { BitPacking.append($0, width: width, to: &buffer) }
            }
            var found = [UInt64](repeating: .max, count: count)
            found.withUnsafeMutableBufferPointer { target in
                packed.withUnsafeBytes { BitPacking.unpack($0, width: width, into: target) }
            }
            #expect(found == values)
        }
    }

    @Test(arguments: [1, 3, 8, 20, 32]) func runsComeBack(width: Int) throws {
        for count in Self.counts where count > 0 {
            var random = SeededRandom(seed: UInt64(width * 10_000 + count))
            let mask = UInt32.max >> UInt32(32 - width)
            var value: UInt32 = 0
            let values = (0..<count).map { row -> UInt32 in
                if row % 50 < 25 || row % 9 == 0 {
                    value = UInt32(truncatingIfNeeded: random.next()) & mask
                }
                return value
            }
            let encoded = bytes { buffer in
                values.withUnsafeBufferPointer {
                    RunLengthHybrid.append($0, width: width, to: &buffer)
                }
            }
            #expect(try decode(runs: encoded, width: width, count) == values)
            // Cut off, they are damage, or only lack the zeros that fill the last group.
            for length in 0..<encoded.count {
                let part = Array(encoded[..<length])
                let found = try? decode(runs: part, width: width, count)
                #expect(found == nil || found == values, "\(length) of \(encoded.count) bytes")
            }
            #expect(isDamaged { _ = try decode(runs: [], width: width, count) })
        }
    }

    @Test func hugeRunsFillOnlyWhatIsWanted() throws {
        let most: [UInt8] = [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]
        #expect(try decode(runs: most + [5], width: 3, 4) == [5, 5, 5, 5])
        let packed: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]
        #expect(try decode(runs: packed + [0b10_01_00_11], width: 2, 4) == [3, 0, 1, 2])
        #expect(isDamaged { _ = try decode(runs: packed, width: 2, 4) })
        #expect(isDamaged { _ = try decode(runs: [2, 0], width: 33, 1) })
        // Empty runs lead nowhere, but to the end of the bytes.
        #expect(isDamaged { _ = try decode(runs: [1, 1, 1], width: 0, 9) })
    }

    @Test(arguments: [1, 8, 20, 40, 64]) func differencesComeBack(bits: Int) throws {
        for count in Self.counts {
            var random = SeededRandom(seed: UInt64(count * 100 + bits))
            let wide = (0..<count).map { _ in Int64(bitPattern: random.next()) >> (64 - bits) }
            let narrow = wide.map { Int32(truncatingIfNeeded: $0) }
            let wideBytes = bytes { buffer in
                wide.withUnsafeBufferPointer { DeltaBinaryPacked.append($0, to: &buffer) }
            }
            let narrowBytes = bytes { buffer in
                narrow.withUnsafeBufferPointer { DeltaBinaryPacked.append($0, to: &buffer) }
            }
            #expect(try decode(differences: wideBytes, count) as [Int64] == wide)
            #expect(try decode(differences: narrowBytes, count) as [Int32] == narrow)
            #expect(
                isDamaged {
                    _ = try decode(differences: wideBytes, count + 1) as [Int64]
                }
            )
        }
    }

    @Test(
        arguments: [
            [], [0x80], [0x80, 0x01, 0x04, 0x02], [0x80, 0x01, 0x00, 0x02, 0x00, 0x00],
            [0x00, 0x04, 0x02, 0x00, 0x00], [0x80, 0x01, 0x03, 0x02, 0x00, 0x00],
            [0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0x01, 0x02, 0x00, 0x00],
            // A width of 65 bits, and a first value of more than 64.
            [0x80, 0x01, 0x04, 0x02, 0x00, 0x00, 65, 0, 0, 0] + [UInt8](repeating: 0, count: 400),
            [0x80, 0x01, 0x04, 0x02] + [UInt8](repeating: 0xFF, count: 11),
        ] as [[UInt8]]
    )
    func brokenDifferencesAreDamage(input: [UInt8]) {
        #expect(
            isDamaged {
                _ = try decode(differences: input, 2) as [Int64]
            }
        )
    }

    @Test func streamsComeTogether() throws {
        for count in Self.counts {
            var random = SeededRandom(seed: UInt64(count))
            let values = (0..<count).map { _ in random.next() }
            let doubles = values.map { Double(bitPattern: $0) }
            let encoded = bytes { buffer in
                doubles.withUnsafeBufferPointer { ByteStreamSplit.append($0, to: &buffer) }
            }
            var found = [UInt64](repeating: 0, count: count)
            try found.withUnsafeMutableBufferPointer { target in
                try encoded.withUnsafeBytes { try ByteStreamSplit.decode($0, into: target) }
            }
            #expect(found == values)
        }
    }

    @Test func flagsComeBack() {
        for count in Self.counts {
            var random = SeededRandom(seed: UInt64(count))
            let flags = (0..<count).map { _ in Bool.random(using: &random) }
            let encoded = bytes { buffer in
                flags.withUnsafeBufferPointer { PlainEncoding.append($0, to: &buffer) }
            }
            var found = [Bool](repeating: true, count: count)
            let ones = found.withUnsafeMutableBufferPointer { target in
                encoded.withUnsafeBytes { PlainEncoding.decode($0, into: target) }
            }
            #expect(found == flags)
            #expect(ones == flags.count { $0 })
        }
    }

    @Test(
        arguments: [
            ([0x7F], 127), ([0x80], -128), ([0xFF, 0xFE], -2), ([0x01, 0x00, 0x00], 65_536),
            ([0x80] + .init(repeating: 0, count: 15), .min),
            ([0x7F] + .init(repeating: 0xFF, count: 15), .max),
        ] as [([UInt8], Int128)]
    )
    func decimalOfAnyLengthKeepsItsSign(input: [UInt8], expected: Int128) throws {
        var found: [Int128] = [0]
        try found.withUnsafeMutableBufferPointer { target in
            try input.withUnsafeBytes {
                try PlainEncoding.decode(bigEndian: $0, width: input.count, into: target)
            }
        }
        #expect(found == [expected])
    }
}
