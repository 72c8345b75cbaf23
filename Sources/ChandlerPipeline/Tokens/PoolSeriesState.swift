import ChandlerCore
import ChandlerIndicators
import ChandlerStore

/// What is known of a pool's series while it is being loaded.
///
/// Indicator state is kept a few candles before the watermark, because aggregators revise the last
/// ones: a change behind that place costs only the candles after it. A change before it makes the
/// series stale: rows are then stored without indicators until all are recomputed in order.
struct PoolSeriesState {
    let indicators: IndicatorSet
    /// How many candles before the watermark the state is kept.
    let overlap: Int
    /// The record as the next transaction will leave it.
    var record: PoolSeriesRecord
    /// The stored candles after the record's state; empty while the series is stale.
    var tail: [TokenCandle] = []

    var series: PoolSeriesID { record.series }

    /// What a page changes: the transaction that stores it.
    ///
    /// - Parameters:
    ///   - page: The page.
    ///   - stored: The stored candles from the page's first to its last.
    ///   - settled: Intervals that are silent before this moment stay so.
    /// - Returns: The transaction, `nil` where nothing changes, and what is new and changed.
    /// - Throws: ``PipelineError`` with code `inconsistent` where the saved state is damaged.
    mutating func absorb(
        _ page: PoolPage,
        stored: [TokenCandle],
        settled: Timestamp
    ) throws(PipelineError) -> (job: PoolLoadJob?, merge: PoolCandleMerge) {
        let before = record
        let merge = PoolCandleMerge(stored: stored, fetched: page.candles)
        extend(page, settled: settled)
        var job = try place(merge.changed)
        job.rejects = page.rejects
        if record != before { job.record = record }
        let isEmpty = job.candles.isEmpty && job.rejects.isEmpty && job.record == nil
        return (isEmpty ? nil : job, merge)
    }

    private mutating func extend(_ page: PoolPage, settled: Timestamp) {
        if let first = page.candles.first, let last = page.candles.last {
            record.firstOpenTime = min(record.firstOpenTime ?? first.openTime, first.openTime)
            record.watermark = max(record.watermark ?? last.openTime, last.openTime)
        }
        let answer = AnsweredSpan(
            range: page.range,
            openTimes: page.candles.map(\.openTime),
            rejects: page.rejects.map(\.row),
            previous: nil,
            settled: settled,
            interval: series.interval,
            missing: .silence
        )
        record.coverage = Coverage(record.coverage.ranges + answer.covered.ranges)
    }

    /// Rows for new and changed candles, with indicators where they can be computed now.
    private mutating func place(_ changed: [TokenCandle]) throws(PipelineError) -> PoolLoadJob {
        guard let first = changed.first?.openTime else {
            return PoolLoadJob(series: series, candles: [], indicators: nil)
        }
        if let state = record.state, first <= state.openTime { record.isStale = true }
        guard !record.isStale else {
            record.state = nil
            tail = []
            return PoolLoadJob(series: series, candles: changed, indicators: nil)
        }
        let candles = PoolCandleMerge.joined(tail, changed)
        var engine = try PoolEngine(indicators, record.state)
        let split = max(0, candles.count - overlap)
        var frames = [engine.update(candles[..<split])]
        if split > 0 { record.state = engine.savedState(at: candles[split - 1].openTime) }
        frames.append(engine.update(candles[split...]))
        tail = Array(candles[split...])
        // Rows before the first change stay as they are.
        let skipped = candles.prefix { $0.openTime < first }.count
        return PoolLoadJob(
            series: series,
            candles: Array(candles[skipped...]),
            indicators: engine.loadable(frames)?.dropFirst(skipped)
        )
    }
}
