import ChandlerCore
import ChandlerIndicators
import ChandlerStore

/// What is known of a series while it is being loaded: its record, and its indicators.
///
/// Only the task that prepares batches holds this; every batch carries away the record as it
/// will be once the batch is committed.
struct SeriesState {
    let series: SeriesID
    let indicators: IndicatorSet
    /// The months whose candles cannot be read.
    let archive: ArchivedMonths
    var record: SeriesRecord?
    /// Spans before the first candle that the venue has nothing for; they join the record with
    /// the next batch.
    var answered = Coverage()

    init(
        series: SeriesID,
        indicators: IndicatorSet,
        record: SeriesRecord?,
        archive: ArchivedMonths = ArchivedMonths()
    ) {
        self.series = series
        self.indicators = indicators
        self.record = record
        self.archive = archive
    }

    /// The engine as it stands just before a moment.
    ///
    /// It continues from the last state saved before the moment and replays the candles stored
    /// since, at most about a month of them.
    ///
    /// - Throws: ``PipelineError`` with code `inconsistent` where some of them are archived.
    func engine(before moment: Timestamp, _ lane: StoreLane) async throws -> SeriesEngine {
        let valid = min(moment, record?.staleFrom ?? moment)
        let fingerprint = SeriesEngine.computed(for: indicators).fingerprint
        var engine = SeriesEngine(indicators)
        var position = record?.firstOpenTime
        if let saved = try await lane.savedState(
            of: series,
            before: valid,
            fingerprint: fingerprint
        ) {
            engine = try SeriesEngine(indicators, saved)
            position = series.interval.close(of: saved.lastOpenTime)
        }
        if let start = position, start < moment {
            try await checkReplay(of: TimeRange(start, moment), lane)
        }
        while let start = position, start < moment {
            let range = StoredSpan.chunk(from: start, to: moment, interval: series.interval)
            engine.skip(try await lane.candles(of: series, in: range))
            position = range.end
        }
        return engine
    }

    private func checkReplay(of span: TimeRange, _ lane: StoreLane) async throws {
        guard let record, try await archive.candles(of: record, in: span, lane) > 0 else { return }
        let months = archive.within(span)
        throw PipelineError(
            .inconsistent,
            "compute the indicators of \(series) from \(span.end.compact) on: \(months.words), and "
                + "no state of these indicators is saved at their end; nothing was changed; bring "
                + "them back first: \(months.hint)"
        )
    }

    /// Whether candles may be stored in a span, judged by what the venue has answered for.
    func mayHold(_ range: TimeRange) -> Bool {
        guard let record else { return false }
        let stored = TimeRange(
            record.firstOpenTime,
            series.interval.close(of: record.watermark)
        )
        guard let shared = stored.intersection(range) else { return false }
        return !record.coverage.covered(in: shared).isEmpty
    }

    /// Adds stored candles to the record.
    mutating func extend(_ candles: [Candle], covered: Coverage, staleFrom: Timestamp?) {
        if record == nil, let first = candles.first, let last = candles.last {
            record = SeriesRecord(
                series: series,
                firstOpenTime: first.openTime,
                watermark: last.openTime,
                coverage: covered,
                indicators: indicators.names,
                fingerprint: SeriesEngine.computed(for: indicators).fingerprint
            )
        }
        guard var record else { return }
        if let first = candles.first, let last = candles.last {
            record.firstOpenTime = min(record.firstOpenTime, first.openTime)
            record.watermark = max(record.watermark, last.openTime)
        }
        record.coverage = Coverage(record.coverage.ranges + covered.ranges + answered.ranges)
        record.staleFrom = staleFrom
        self.record = record
    }
}

/// Stored candles are read in pieces of about one batch, so that memory stays flat.
enum StoredSpan {
    /// The next piece of a span: at most one batch of candles, not beyond a month's end.
    static func chunk(from start: Timestamp, to end: Timestamp, interval: Interval) -> TimeRange {
        let limit = interval.advance(start, by: BatchCutter.defaultLimit)
        return TimeRange(start, min(start.month.end, limit, end))
    }
}
