import Testing

@testable import ChandlerParquet

@Suite struct BitPackingTests {
    private func packed(_ values: [UInt64], width: Int) -> [UInt8] {
        bytes { buffer in
            values.withUnsafeBufferPointer { BitPacking.append($0, width: width, to: &buffer) }
        }
    }

    /// Encodings.md: 0 to 7 in three bits each are 10001000 11000110 11111010.
    @Test func specExampleComesOutAsPrinted() {
        #expect(packed(Array(0...7), width: 3) == [0b1000_1000, 0b1100_0110, 0b1111_1010])
    }

    @Test func widthZeroTakesNoBytes() {
        #expect(packed([0, 0, 0], width: 0) == [])
    }

    @Test(arguments: 1...64) func everyWidthReadsBack(width: Int) {
        var random = SeededRandom(seed: UInt64(width))
        let mask = UInt64.max >> UInt64(64 - width)
        var values = (0..<67).map { _ in random.next() & mask }
        values += [mask, 0, mask]
        var reader = BitReader(packed(values, width: width))
        #expect(reader.packed(count: values.count, width: width) == values)
        #expect(reader.isAtEnd)
    }

    @Test func widthCountsUsedBits() {
        #expect(BitPacking.width(of: 0) == 0)
        #expect(BitPacking.width(of: 1) == 1)
        #expect(BitPacking.width(of: 255) == 8)
        #expect(BitPacking.width(of: .max) == 64)
    }
}
