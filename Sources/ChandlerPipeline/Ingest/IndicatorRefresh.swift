import ChandlerCore
import ChandlerIndicators
import ChandlerStore

/// Recomputes the stored indicators that earlier changes made stale.
///
/// Each batch moves `stale_from` forward in the transaction that writes its rows, so that a run
/// that was stopped is continued by the next one. It ends early where the state after a month
/// equals the one saved there: everything later was computed from that very state.
struct IndicatorRefresh {
    let store: Store
    let runID: Int64
    let overlap: Int
    /// Called after each batch with the rows looked at.
    let progress: @Sendable (Int) -> Void

    /// Brings the indicators of a series up to date.
    ///
    /// - Parameter state: The series; its record is current afterwards.
    /// - Returns: How many rows were rewritten.
    /// - Throws: `StoreError`, ``PipelineError`` or `CancellationError`; the next run goes on.
    func run(_ state: inout SeriesState) async throws -> Int {
        guard let record = state.record, var position = record.staleFrom else { return 0 }
        let interval = state.series.interval
        var engine = try await state.engine(before: position, store.control)
        var rewritten = 0
        let end = interval.close(of: record.watermark)
        while position < end {
            try Task.checkCancellation()
            let range = StoredSpan.chunk(from: position, to: end, interval: interval)
            let candles = try await store.control.candles(of: state.series, in: range)
            var states: [SavedState] = []
            let isLast = range.end >= end
            let rows = update(&engine, candles, isLast: isLast, range: range, &states)
            // Without candles the state is the one before, which says nothing.
            let converged =
                isLast ? true : candles.isEmpty ? false : try await hasConverged(state, states)
            state.record?.staleFrom = converged ? nil : range.end
            var job = LoadJob(
                series: state.series,
                range: range,
                way: .refreshIndicators,
                candles: candles,
                indicators: rows.loadable
            )
            job.record = state.record
            job.states = states
            rewritten += try await store.control.load(job, runID: runID).refreshed
            progress(candles.count)
            if converged { break }
            position = range.end
        }
        return rewritten
    }

    private func update(
        _ engine: inout SeriesEngine,
        _ candles: [Candle],
        isLast: Bool,
        range: TimeRange,
        _ states: inout [SavedState]
    ) -> ComputedRows {
        var rows: ComputedRows
        let split = candles.count - overlap
        if isLast, overlap > 0, split > 0 {
            rows = engine.update(candles[..<split])
            if let tail = engine.savedState(.tail) { states.append(tail) }
            rows = rows.appending(engine.update(candles[split...]))
        } else {
            rows = engine.update(candles)
        }
        let endsMonth = range.end == range.start.month.end
        if endsMonth || isLast, let last = engine.savedState(endsMonth ? .month : .tail) {
            states.append(last)
        }
        return rows
    }

    private func hasConverged(_ state: SeriesState, _ states: [SavedState]) async throws -> Bool {
        guard let reached = states.last,
            let saved = try await store.control.savedState(
                of: state.series,
                at: reached.lastOpenTime
            )
        else { return false }
        return saved.fingerprint == reached.fingerprint && saved.bytes == reached.bytes
    }
}
