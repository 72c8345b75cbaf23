import Testing

@testable import ChandlerPostgres

@Suite struct NumericImageTests {
    private func bytes(_ mantissa: Int64, _ exponent: Int) -> [UInt8] {
        let image = NumericImage(mantissa: mantissa, exponent: exponent)
        var bytes = [UInt8](repeating: 0xAA, count: NumericImage.maximumLength)
        bytes.withUnsafeMutableBytes { target in
            target.storeBytes(of: image.head, as: UInt64.self)
            target.storeBytes(of: image.groups, toByteOffset: image.groupsOffset, as: UInt64.self)
        }
        return Array(bytes.prefix(image.length))
    }

    struct Example: Sendable {
        let mantissa: Int64
        let exponent: Int
        /// What follows the length, in words of 16 bits.
        let words: [UInt16]

        init(_ mantissa: Int64, _ exponent: Int, _ words: [UInt16]) {
            (self.mantissa, self.exponent, self.words) = (mantissa, exponent, words)
        }
    }

    private static let examples: [Example] = [
        Example(0, 0, [0x8000]),
        Example(0, -5, [0x8000]),
        Example(15, -1, [0x8080, 1, 5_000]),
        Example(-15, -1, [0xA080, 1, 5_000]),
        Example(1_234_567_891, -5, [0x8281, 1, 2_345, 6_789, 1_000]),
        Example(1_200_000_000, -9, [0x8080, 1, 2_000]),
        Example(1, 4, [0x8001, 1]),
        Example(12, -6, [0x837E, 1_200]),
        Example(1, -64, [64, 0xFFF0, 1]),
        Example(-1, 300, [0x4000, 75, 1]),
    ]

    @Test(arguments: examples)
    func theWordsAreThoseOfTheServer(example: Example) {
        let (mantissa, exponent, words) = (example.mantissa, example.exponent, example.words)
        let length = UInt32(4 + 2 * words.count) << 2
        let expected =
            withUnsafeBytes(of: length) { Array($0) }
            + words.flatMap { word in withUnsafeBytes(of: word) { Array($0) } }
        #expect(bytes(mantissa, exponent) == expected)
    }
}
