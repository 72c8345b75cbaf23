import Testing

@testable import ChandlerDatasets

@Suite struct WarmUpTests {
    private let nan = Double.nan

    /// Leading rows found when the columns arrive in pieces of a size.
    private func leading(_ columns: [[Double]], _ lengths: [Int], cut: Int) -> Int {
        var warmUp = WarmUp(lengths: lengths)
        var total = 0
        let count = columns.first?.count ?? 0
        for start in stride(from: 0, to: count, by: cut) {
            let rows = start..<min(count, start + cut)
            let found = warmUp.advance(over: rows, features: columns)
            if found > 0 { #expect(total == start, "warm-up rows are the first ones") }
            total += found
        }
        return total
    }

    @Test(arguments: 1...7)
    func lastsUntilTheSlowestFeatureHasAValue(cut: Int) {
        let columns = [[nan, nan, 1, 1, 1, 1], [nan, nan, nan, nan, 1, 1], [1, 1, 1, 1, 1, 1]]
        #expect(leading(columns, [2, 4, 0], cut: cut) == 4)
    }

    @Test(arguments: 1...7)
    func endsAtOnceWhereTheStateCameFromEarlierCandles(cut: Int) {
        #expect(leading([[1, 1, nan, 1, 1, 1]], [4], cut: cut) == 0)
    }

    @Test(arguments: 1...7)
    func doesNotLastLongerThanTheIndicatorNeeds(cut: Int) {
        #expect(leading([[nan, nan, nan, nan, nan, nan]], [2], cut: cut) == 2)
        #expect(leading([[nan, nan, nan, nan, 1, nan]], [6], cut: cut) == 4)
        #expect(leading([[nan, nan, nan, nan, nan, nan]], [9], cut: cut) == 6)
    }

    @Test func isEmptyWithoutFeatures() {
        var warmUp = WarmUp(lengths: [])
        #expect(warmUp.advance(over: 0..<5, features: []) == 0)
    }
}
