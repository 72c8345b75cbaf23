import ChandlerIndicators
import Testing

struct ChartOnlyTests {
    @Test func chikouIsTheCloseTwentyFiveCandlesLater() {
        let closes = (0..<30).map(Double.init)
        let plot = ChartOnly.chikouPlot(closes: closes)
        #expect(plot.count == 30)
        #expect(Array(plot[..<5]) == [25, 26, 27, 28, 29])
        #expect(plot[5...].allSatisfy { $0.isNaN })
    }

    @Test(arguments: [0, 1, 24, 25])
    func shortSeriesHaveNoValue(count: Int) {
        let plot = ChartOnly.chikouPlot(closes: Array(repeating: 1, count: count))
        #expect(plot.count == count)
        #expect(plot.allSatisfy { $0.isNaN })
    }
}
