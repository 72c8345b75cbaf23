import ChandlerCore
import Glibc
import Testing

@testable import ChandlerDatasets

@Suite struct LogRatioTests {
    @Test func agreesWithTheLibraryOverTheWholeRange() {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<100_000 {
            let bits = Int64.random(in: 0...59, using: &generator)
            let first = Int64.random(in: 1...Price.limit >> bits, using: &generator)
            let isNear = Bool.random(using: &generator)
            let second =
                isNear
                ? min(
                    first + Int64.random(in: 0...max(first / 3, 1), using: &generator),
                    Price.limit
                )
                : Int64.random(in: 1...Price.limit, using: &generator)
            let found = logRatio(of: Price(raw: second), to: Price(raw: first))
            // log1p of the exact difference keeps what the quotient of two close prices loses.
            let expected =
                isNear
                ? log1p(Double(second - first) / Double(first))
                : log(Double(second) / Double(first))
            #expect(abs(found - expected) <= 1e-15 * max(abs(expected), isNear ? 0 : 1))
        }
    }

    @Test func isOddAndZeroForEqualPrices() {
        let (low, high) = (Price(raw: 6_799_012_000_000), Price(raw: 6_799_013_000_000))
        #expect(logRatio(of: low, to: low) == 0)
        #expect(logRatio(of: low, to: high) == -logRatio(of: high, to: low))
    }

    @Test(arguments: [(0, 5), (5, 0), (0, 0), (-1, 5)])
    func isUndefinedForPricesThatAreNotPositive(later: Int64, earlier: Int64) {
        #expect(logRatio(of: Price(raw: later), to: Price(raw: earlier)).isNaN)
    }
}
