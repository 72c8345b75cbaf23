import Testing

@testable import ChandlerParquet

@Suite struct VariableLengthIntegerTests {
    @Test(
        arguments: [
            (UInt64(0), [0x00]), (1, [0x01]), (127, [0x7F]), (128, [0x80, 0x01]),
            (300, [0xAC, 0x02]), (16_384, [0x80, 0x80, 0x01]),
            (.max, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]),
        ] as [(UInt64, [UInt8])]
    )
    func varintHoldsSevenBitsAByte(value: UInt64, expected: [UInt8]) {
        #expect(bytes { $0.append(varint: value) } == expected)
    }

    @Test(
        arguments: [
            (Int64(0), [0x00]), (-1, [0x01]), (1, [0x02]), (-2, [0x03]), (2, [0x04]), (-64, [0x7F]),
            (64, [0x80, 0x01]),
            (.max, [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]),
            (.min, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]),
        ] as [(Int64, [UInt8])]
    )
    func zigzagKeepsSmallNegativesShort(value: Int64, expected: [UInt8]) {
        #expect(bytes { $0.append(zigzag: value) } == expected)
    }
}
