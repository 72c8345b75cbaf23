import ChandlerCore
import ChandlerStore
import TestSupport

@testable import ChandlerReport

/// Data for a page without a database.
enum SampleReport {
    static let now = Timestamp(seconds: 1_718_452_800)

    /// What a stranger might have written.
    static let hostile =
        "<script>alert('x')</script><img src=\"https://evil.example/a.png\">\u{202E}"

    /// A page's data with some of everything.
    ///
    /// - Parameters:
    ///   - seriesCount: How many series.
    ///   - days: How many days each has, of 12-hour candles.
    ///   - charts: How many of them are drawn.
    ///   - configure: Changes the options.
    /// - Returns: The data, the same each time.
    /// - Throws: Nothing but what a ticker that is none would.
    static func data(
        series seriesCount: Int = 4,
        days: Int = 400,
        charts: Int = 2,
        _ configure: (inout ReportOptions) -> Void = { _ in }
    ) throws -> ReportData {
        var options = ReportOptions(now: now)
        configure(&options)
        var data = ReportData(options: options, database: "prices & more", version: "1.2.3")
        var random = SeededGenerator(seed: 7)
        for index in 0..<seriesCount {
            let series = SeriesID(
                venue: index % 3 == 2 ? "okx" : "binance",
                symbol: try Symbol("COIN\(index)USDT"),
                interval: .twelveHours
            )
            let known = RandomSeries(
                series,
                from: Timestamp(seconds: 1_683_892_800 + Int64(index) * 864_000),
                count: days * 2,
                &random
            )
            var ledger = known.ledger
            ledger.indicators = ["sma_50", "ema_12", "rsi_14"]
            let open = known.spans(.open).count
            ledger.gapsOpen = open
            ledger.gapsConfirmed = known.gaps.count - open
            let archived = Set((0..<3).map { known.openTimes[0].month.advanced(by: $0) })
            data.series.append(ledger.counted(archived: archived))
            data.gaps.entries += known.gaps.map { .init(series: series, gap: $0) }
            if index < charts { data.charts.append(chart(series, &random)) }
        }
        data.gaps.count = data.gaps.entries.count
        data.gaps.openCount = data.gaps.entries.count { $0.gap.status == .open }
        data.gaps.missing = data.gaps.entries.reduce(0) { $0 + $1.gap.missing }
        data.gaps.entries = Array(data.gaps.entries.prefix(options.gaps))
        data.runs = runs
        data.runCount = 1_234
        return data
    }

    /// 200 candles that walk about, with indicators.
    private static func chart(
        _ series: SeriesID,
        _ random: inout SeededGenerator
    ) -> StoredChart {
        let start = series.interval.floor(now - 200 * 43_200_000_000)
        var price = 4_200_000_000_000
        var candles: [Candle] = []
        for index in 0..<200 {
            let open = price
            price += Int.random(in: -20_000_000_000...20_000_000_000, using: &random)
            let spread = Int.random(in: 0...9_000_000_000, using: &random)
            candles.append(
                Candle(
                    openTime: series.interval.advance(start, by: index),
                    open: Price(raw: Int64(open)),
                    high: Price(raw: Int64(max(open, price) + spread)),
                    low: Price(raw: Int64(min(open, price) - spread)),
                    close: Price(raw: Int64(price)),
                    volume: Quantity(raw: Int128(spread))
                )
            )
        }
        let closes = candles.map(\.close.double)
        return StoredChart(
            series: series,
            candles: candles,
            overlays: [ChartSeries(name: "sma_50", values: closes)],
            panels: [
                ChartPanel(
                    title: "rsi_14",
                    series: [ChartSeries(name: "", values: closes.map { _ in 50 })],
                    levels: [30, 70],
                    bounds: 0...100
                )
            ]
        )
    }

    /// Fifty runs, some of them failed, one with the words of a stranger.
    private static let runs: [RunRecord] = (0..<50).map { back in
        let id = Int64(1_234 - back)
        let status: RunStatus = back == 3 ? .failed : back == 9 ? .interrupted : .succeeded
        let started = now - Int64(back + 1) * 21_600_000_000
        return RunRecord(
            runID: id,
            command: "ingest",
            pipeline: back % 2 == 0 ? "crypto-core-1m" : nil,
            shard: nil,
            arguments: "[]",
            version: "1.2.3",
            status: status,
            exitCode: status == .succeeded ? 0 : 69,
            error: status == .succeeded ? nil : "fetch page 3: \(hostile)",
            report: nil,
            totals: RunTotals(
                rows: back * 997 % 50_000,
                bytes: 1_000,
                requests: back % 40,
                retries: 0
            ),
            startedAt: started,
            finishedAt: started + Int64(2 + back) * 1_000_000
        )
    }
}
