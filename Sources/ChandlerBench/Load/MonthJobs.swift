import ChandlerCore
import ChandlerIndicators
import ChandlerStore

/// The peers' candles with the peers' indicators, month by month, as the pipeline loads them.
struct MonthJobs: Sendable {
    /// One transaction a month, in order; each brings its ledger entries.
    let jobs: [LoadJob]

    /// - Parameter folder: The pages that the peers read.
    /// - Throws: What reading and parsing them throws.
    init(pages folder: String) throws {
        let series = SeriesID(venue: "binance", symbol: try Symbol("BTCUSDT"), interval: .minute)
        let candles = try KlinePages.candles(in: folder)
        let indicators = try IndicatorSet(names: ContenderCommand.indicators)
        var engine = IndicatorEngine(indicators)
        var jobs: [LoadJob] = []
        var start = 0
        while start < candles.count {
            let month = candles[start].openTime.month
            let end = candles[start...].firstIndex { $0.openTime >= month.end } ?? candles.count
            let rows = Array(candles[start..<end])
            jobs.append(Self.job(series, month, rows, &engine, since: candles[0].openTime))
            start = end
        }
        self.jobs = jobs
    }

    private static func job(
        _ series: SeriesID,
        _ month: Month,
        _ candles: [Candle],
        _ engine: inout IndicatorEngine,
        since first: Timestamp
    ) -> LoadJob {
        let frame = engine.update(CandleColumns(candles))
        let last = candles.last?.openTime ?? first
        let fingerprint = engine.set.fingerprint
        var job = LoadJob(
            series: series,
            range: month.range,
            way: .insert,
            candles: candles,
            indicators: IndicatorColumns(
                names: engine.set.names,
                columns: frame.columns,
                count: candles.count
            )
        )
        job.newRows = candles.count
        job.segment = Segment(
            host: "127.0.0.1",
            path: "/api/v3/klines",
            pages: (candles.count + 999) / 1_000,
            rowCount: candles.count,
            digest: String(repeating: "0", count: 64),
            firstFetchedAt: month.end,
            lastFetchedAt: month.end
        )
        job.gapRange = month.range
        job.record = SeriesRecord(
            series: series,
            firstOpenTime: first,
            watermark: last,
            coverage: Coverage([TimeRange(first, month.end)]),
            indicators: engine.set.names,
            fingerprint: fingerprint
        )
        job.states = [
            SavedState(
                lastOpenTime: last,
                kind: .month,
                fingerprint: fingerprint,
                bytes: engine.savedState()
            )
        ]
        return job
    }
}
