import Testing

@testable import ChandlerParquet

@Suite struct PlainEncodingTests {
    @Test func integersAreLittleEndian() {
        let wide: [Int64] = [1, -2]
        #expect(
            bytes { buffer in
                wide.withUnsafeBufferPointer { PlainEncoding.append($0, to: &buffer) }
            } == [1, 0, 0, 0, 0, 0, 0, 0, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]
        )
        let narrow: [Int32] = [0x0102_0304]
        #expect(
            bytes { buffer in
                narrow.withUnsafeBufferPointer { PlainEncoding.append($0, to: &buffer) }
            } == [4, 3, 2, 1]
        )
    }

    @Test func doublesAreTheirBitPatterns() {
        let values = [1.0, -0.0]
        #expect(
            bytes { buffer in
                values.withUnsafeBufferPointer { PlainEncoding.append($0, to: &buffer) }
            } == [0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0x80]
        )
    }

    @Test func textHasItsLengthInFront() {
        #expect(
            bytes { buffer in
                "aé".withTextBytes { PlainEncoding.append($0, to: &buffer) }
            } == [3, 0, 0, 0, 0x61, 0xC3, 0xA9]
        )
    }
}
