import ChandlerCore
import ChandlerStore

/// The rows of a series as they are stored, with indicators computed anew from the saved states.
///
/// The values are those of the table's JSON, because both come from the same engine; `verify`
/// proves it.
struct StoredRows {
    let lane: StoreLane
    let state: SeriesState

    /// Hands all rows of a span to a dataset.
    func feed(
        _ range: TimeRange,
        to feed: DatasetFeed,
        seconds: inout StageSeconds
    ) async throws {
        let clock = ContinuousClock()
        let begun = clock.now
        var engine = try await state.engine(before: range.start, lane)
        var position = range.start
        while position < range.end {
            try Task.checkCancellation()
            let span = StoredSpan.chunk(
                from: position,
                to: range.end,
                interval: state.series.interval
            )
            let candles = try await lane.candles(of: state.series, in: span)
            if !candles.isEmpty { await feed.append(candles, engine.update(candles)) }
            position = span.end
        }
        seconds.dataset += begun.duration(to: clock.now).seconds
    }
}
