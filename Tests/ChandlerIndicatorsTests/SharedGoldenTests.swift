import ChandlerIndicators
import Foundation
import Testing

/// Every column against the golden files of the reference data.
@Suite(.enabled(if: SharedData.isUsable, SharedData.reason))
struct SharedGoldenTests {
    @Test(arguments: ["BTCUSDT-1m", "SHIBUSDT-1h", "BTCUSDT-1d", "LUNAUSDT-1h"])
    func realSeriesAgreeWithTheGoldenFiles(name: String) throws {
        let data = try #require(SharedData.folder, SharedData.reason)
        let golden = try Table(data.appending(path: "indicators/golden-\(name).csv.gz"))
        let file = data.appending(path: "ohlcv/\(name).csv.gz")
        try compare(try CandleColumns(file: file, limit: golden.rows.count), golden, [:])
    }

    @Test(arguments: [
        "constant", "constant-large", "zero-volume", "zero-volume-start", "rising", "falling",
        "jump", "tiny", "offset", "doji", "huge-volume", "one-row", "five-rows", "exact-lookback",
    ])
    func handMadeSeriesAgreeWithTheGoldenFiles(name: String) throws {
        let data = try #require(SharedData.folder, SharedData.reason)
        let folder = data.appending(path: "indicators/adversarial")
        let golden = try Table(folder.appending(path: "golden-\(name)-1m.csv.gz"))
        let file = folder.appending(path: "\(name)-1m.csv.gz")
        var allowances: [String: Double] = [:]
        if name == "jump" {
            for column in golden.header where column.hasPrefix("stochrsi_") {
                allowances[column] = 1e-6
            }
        } else if name == "offset" {
            allowances = ["cci_20": 1e-3, "bb_pctb_20_2": 1e-3]
        }
        let candles = try CandleColumns(file: file, limit: golden.rows.count)
        #expect(candles.count == golden.rows.count)
        try compare(candles, golden, allowances)
    }

    private func compare(
        _ candles: CandleColumns,
        _ golden: Table,
        _ allowances: [String: Double]
    ) throws {
        let comparison = GoldenComparison(candles: candles, allowances: allowances)
        let set = IndicatorSet.full
        var engine = IndicatorEngine(set)
        let frame = engine.update(candles)
        let openTimes = golden.rows.map { Int64($0[0]).map { $0 * 1_000 } }
        #expect(openTimes == candles.openTimes)
        for (name, column) in zip(set.names, frame.columns) {
            let wanted = try golden.column(name)
            let difference = comparison.firstDifference(set.info(of: name), column, wanted)
            #expect(difference == nil)
        }
        let chikou = comparison.firstDifference(
            ChartOnly.chikouInfo,
            ChartOnly.chikouPlot(closes: candles.closes),
            try golden.column("ichimoku_chikou_plot")
        )
        #expect(chikou == nil)
        #expect(golden.header.count == set.names.count + 2)
    }
}
