import ChandlerCore
import Testing

@testable import ChandlerDatasets

@Suite struct LogRatioColumnTests {
    /// With and without rows that the loop cannot do: far prices, and none at all.
    @Test(arguments: [Int64(1_000), 300_000, 10_000_000_000], [0, 5])
    func aColumnOfRatiosIsThatOfSingleOnes(reach: Int64, odd: Int) {
        var generator = SeededGenerator(seed: UInt64(reach))
        for count in [1, 2, 7, 64, 333] {
            let earlier = (0..<count).map { _ in
                Int64.random(in: 3_000_000...(3_000_000 + reach), using: &generator)
            }
            let later = earlier.map { price in
                if odd > 0, Int.random(in: 0..<odd, using: &generator) == 0 { return Int64(0) }
                return price + Int64.random(in: -1_000...reach, using: &generator)
            }
            var found = [Double](repeating: 0, count: count)
            found.withUnsafeMutableBufferPointer { found in
                later.withUnsafeBufferPointer { later in
                    earlier.withUnsafeBufferPointer { earlier in
                        guard let one = later.baseAddress, let other = earlier.baseAddress else {
                            return
                        }
                        logRatios(of: one, to: other, into: found)
                    }
                }
            }
            let expected = zip(later, earlier).map { pair in
                logRatio(of: Price(raw: pair.0), to: Price(raw: pair.1))
            }
            #expect(found.map(\.bitPattern) == expected.map(\.bitPattern))
        }
    }
}
