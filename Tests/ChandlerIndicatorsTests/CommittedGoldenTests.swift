import ChandlerIndicators
import Foundation
import Testing

/// Every column, and further parameters of every family, against the committed golden values,
/// which fixtures/golden/indicators/reference.py made from the definitions.
struct CommittedGoldenTests {
    @Test func everyColumnAgreesWithTheSecondImplementation() throws {
        let folder = SharedData.packageRoot.appending(path: "fixtures/golden/indicators")
        let golden = try Table(folder.appending(path: "golden.csv.gz"))
        let file = folder.appending(path: "candles.csv")
        let candles = try CandleColumns(file: file, limit: golden.rows.count)
        let comparison = GoldenComparison(candles: candles)
        let names = golden.header.dropFirst().filter { $0 != "ichimoku_chikou_plot" }
        let set = try IndicatorSet(names: names)
        #expect(set.names.count == names.count)
        #expect(Set(names).isSuperset(of: IndicatorSet.full.names))
        var engine = IndicatorEngine(set)
        let frame = engine.update(candles)
        for (name, column) in zip(set.names, frame.columns) {
            let info = set.info(of: name)
            let wanted = try golden.column(name)
            #expect(comparison.firstDifference(info, column, wanted) == nil)
            #expect(wanted.firstIndex { !$0.isNaN } == info.warmUp)
        }
    }

    @Test func chikouAgreesWithTheSecondImplementation() throws {
        let folder = SharedData.packageRoot.appending(path: "fixtures/golden/indicators")
        let golden = try Table(folder.appending(path: "golden.csv.gz"))
        let file = folder.appending(path: "candles.csv")
        let candles = try CandleColumns(file: file, limit: golden.rows.count)
        let difference = GoldenComparison(candles: candles).firstDifference(
            ChartOnly.chikouInfo,
            ChartOnly.chikouPlot(closes: candles.closes),
            try golden.column("ichimoku_chikou_plot")
        )
        #expect(difference == nil)
    }
}
