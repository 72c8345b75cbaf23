import Testing

@testable import ChandlerParquet

@Suite struct DefinitionLevelsTests {
    private func encoded(_ levels: [UInt32]) -> [UInt8] {
        bytes { buffer in
            levels.withUnsafeBufferPointer { DefinitionLevels.append($0, to: &buffer) }
        }
    }

    @Test func noNullsAreOneRunOfOnes() {
        let expected: [UInt8] = [2, 0, 0, 0, 0x14, 0x01]
        #expect(bytes { DefinitionLevels.appendUniform(1, count: 10, to: &$0) } == expected)
        #expect(encoded(.init(repeating: 1, count: 10)) == expected)
    }

    @Test func allNullsAreOneRunOfZeros() {
        let expected: [UInt8] = [2, 0, 0, 0, 0x14, 0x00]
        #expect(bytes { DefinitionLevels.appendUniform(0, count: 10, to: &$0) } == expected)
        #expect(encoded(.init(repeating: 0, count: 10)) == expected)
    }

    @Test func mixedLevelsAreBitPacked() {
        // 0 1 1 0 1 1 1 0, then 1 0: lowest bit first, two groups.
        #expect(encoded([0, 1, 1, 0, 1, 1, 1, 0, 1, 0]) == [3, 0, 0, 0, 0x05, 0x76, 0x01])
    }

    @Test func warmUpIsFollowedByARun() {
        let levels: [UInt32] = .init(repeating: 0, count: 19) + .init(repeating: 1, count: 981)
        // 19 nulls are a run; the ones that follow are one too (981 << 1 = 1962 = AA 0F).
        #expect(encoded(levels) == [5, 0, 0, 0, 0x26, 0x00, 0xAA, 0x0F, 0x01])
    }

    @Test func lengthCountsBytesAfterItself() {
        var random = SeededRandom(seed: 7)
        let levels = (0..<10_000).map { _ in UInt32(random.next() & 1) }
        let result = encoded(levels)
        let length = result.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        #expect(length == result.count - 4)
        #expect(length > 1250)
    }
}
