import ChandlerCore
import ChandlerDatasets
import ChandlerIndicators
import TestSupport

/// A dataset that Chandler wrote, for tests that read it.
struct WrittenDataset {
    let scratch: ScratchFolder
    let report: DatasetReport
    let options: DatasetOptions

    var folder: String { options.directory }

    init(
        _ candles: [Candle],
        format: DatasetFormat = .parquetZstd,
        indicators: String = "sma_20,rsi_14,log_return,obv,bb_bandwidth_20_2",
        horizons: [Int] = [1, 15]
    ) throws {
        scratch = try ScratchFolder("dataset")
        let series = SeriesID(
            venue: "binance",
            symbol: try Symbol("BTCUSDT"),
            interval: .minute
        )
        let set = try IndicatorSet(parsing: indicators)
        let start = candles.first?.openTime ?? ChartTestCandles.start
        let end = candles.last.map { Interval.minute.close(of: $0.openTime) } ?? start
        var options = DatasetOptions(
            directory: scratch.path + "/set",
            series: [series],
            range: TimeRange(start, end),
            indicators: set,
            programVersion: "1.2.3",
            horizons: horizons,
            format: format
        )
        options.rowGroupRows = 700
        let writer = try DatasetWriter(options: options)
        var engine = IndicatorEngine(set)
        var ranges = IndicatorEngine(try IndicatorSet(names: ["atr_14"]))
        try writer.begin(series: series)
        try writer.append(
            candles: candles,
            features: engine.update(CandleColumns(candles)),
            atr14: ranges.update(CandleColumns(candles)).columns[0]
        )
        try writer.endSeries()
        report = try writer.finish(watermarks: [series: end])
        self.options = options
    }
}
