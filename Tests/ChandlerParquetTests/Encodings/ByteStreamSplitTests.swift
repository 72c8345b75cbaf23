import Testing

@testable import ChandlerParquet

@Suite struct ByteStreamSplitTests {
    private func encoded(_ patterns: [UInt64]) -> [UInt8] {
        let values = patterns.map { Double(bitPattern: $0) }
        return bytes { buffer in
            values.withUnsafeBufferPointer { ByteStreamSplit.append($0, to: &buffer) }
        }
    }

    /// The form of the example in Encodings.md (AA BB CC DD, 00 11 22 33, A3 B4 C5 D6 become
    /// AA 00 A3, BB 11 B4, CC 22 C5, DD 33 D6), for eight bytes.
    @Test func streamsFollowEachOther() {
        let result = encoded([
            0x8877_6655_DDCC_BBAA, 0x1100_FFEE_3322_1100, 0x1A2B_3C4D_D6C5_B4A3,
        ])
        let expected: [UInt8] = [
            0xAA, 0x00, 0xA3, 0xBB, 0x11, 0xB4, 0xCC, 0x22, 0xC5, 0xDD, 0x33, 0xD6,
            0x55, 0xEE, 0x4D, 0x66, 0xFF, 0x3C, 0x77, 0x00, 0x2B, 0x88, 0x11, 0x1A,
        ]
        #expect(result == expected)
    }

    @Test(arguments: [0, 1, 15, 16, 17, 31, 32, 33, 100, 1000])
    func everyLengthIsTransposed(count: Int) {
        var random = SeededRandom(seed: 42)
        let patterns = (0..<count).map { _ in random.next() }
        let expected = (0..<8).flatMap { byte in
            patterns.map { UInt8(truncatingIfNeeded: $0 >> UInt64(byte * 8)) }
        }
        #expect(encoded(patterns) == expected)
    }

    @Test func signallingNaNKeepsItsBits() {
        let patterns = [UInt64](repeating: 0x7FF0_0000_0000_0001, count: 16)
        #expect(encoded(patterns).filter { $0 == 0x01 }.count == 16)
        #expect(encoded(patterns).filter { $0 == 0xF0 }.count == 16)
    }
}
