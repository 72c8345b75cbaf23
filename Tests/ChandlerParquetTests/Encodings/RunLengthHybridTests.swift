import Testing

@testable import ChandlerParquet

@Suite struct RunLengthHybridTests {
    private func encoded(_ values: [UInt32], width: Int) -> [UInt8] {
        bytes { buffer in
            values.withUnsafeBufferPointer { RunLengthHybrid.append($0, width: width, to: &buffer) }
        }
    }

    private func decoded(_ bytes: [UInt8], width: Int, count: Int) -> [UInt32] {
        var reader = BitReader(bytes)
        var values: [UInt32] = []
        while !reader.isAtEnd {
            let header = reader.varint()
            if header & 1 == 1 {
                let packed = reader.packed(count: Int(header >> 1) * 8, width: width)
                values += packed.map { UInt32($0) }
            } else {
                let run = UInt32(reader.packed(count: 1, width: (width + 7) / 8 * 8)[0])
                values += [UInt32](repeating: run, count: Int(header >> 1))
            }
        }
        // Only the last packed group may hold more than there are values.
        #expect(values.count >= count && values.count < count + 8)
        return Array(values.prefix(count))
    }

    @Test func oneGroupOfDifferentValuesIsBitPacked() {
        let expected: [UInt8] = [0x03, 0x88, 0xC6, 0xFA]
        #expect(encoded(Array(0...7), width: 3) == expected)
    }

    @Test func repetitionIsARun() {
        #expect(encoded(.init(repeating: 4, count: 100), width: 3) == [0xC8, 0x01, 0x04])
    }

    @Test func runOfAWideValueTakesWholeBytes() {
        #expect(encoded(.init(repeating: 0x1234, count: 8), width: 13) == [0x10, 0x34, 0x12])
    }

    @Test func runFillsTheOpenGroupFirst() {
        // 1 0 0 0 0 0 0 0 fill one group; the other nine zeros are a run.
        let values: [UInt32] = [1] + .init(repeating: 0, count: 16)
        #expect(encoded(values, width: 1) == [0x03, 0x01, 0x12, 0x00])
    }

    @Test func lastGroupIsFilledWithZeros() {
        #expect(encoded([1, 0, 1], width: 1) == [0x03, 0x05])
        #expect(encoded([1, 2, 3], width: 9) == [0x03, 1, 4, 12, 0, 0, 0, 0, 0, 0])
    }

    @Test func nothingIsNoBytes() {
        #expect(encoded([], width: 1) == [])
    }

    @Test(arguments: 0..<200) func randomRunsReadBack(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let width = Int.random(in: 1...20, using: &random)
        var values: [UInt32] = []
        for _ in 0..<Int.random(in: 1...30, using: &random) {
            let value = UInt32.random(in: 0..<(1 << UInt32(width)), using: &random)
            let length = Int.random(in: 1...25, using: &random)
            values += [UInt32](repeating: value, count: length)
        }
        let result = decoded(encoded(values, width: width), width: width, count: values.count)
        #expect(result == values, "seed \(seed)")
    }
}
