import ChandlerCore
import ChandlerIndicators
import ChandlerStore

/// Recomputes the indicators of a stale series from its first candle.
///
/// Candles pass through in pieces, so that memory stays flat. Each piece is a transaction of its
/// own that writes only rows that differ; the last one says that the series is current again. A run
/// that was stopped leaves it stale, and the next one begins anew.
struct PoolRefresh {
    static let defaultPiece = 4_096

    let lane: StoreLane
    let runID: Int64
    let progress: any ProgressSink
    var piece = PoolRefresh.defaultPiece

    /// Brings the indicators of a series up to date.
    ///
    /// - Parameter state: The series; its record is current afterwards.
    /// - Returns: How many rows that had indicators were rewritten.
    /// - Throws: `StoreError`, ``PipelineError`` or `CancellationError`.
    func run(_ state: inout PoolSeriesState) async throws -> Int {
        guard state.record.isStale else { return 0 }
        let interval = state.series.interval
        var engine = try PoolEngine(state.indicators, nil)
        var settled: Timestamp?
        var rewritten = 0
        var held: [TokenCandle] = []
        var position = state.record.firstOpenTime
        while true {
            try Task.checkCancellation()
            let read = try await next(state.record, from: position)
            let candles = held + read
            let split = max(0, candles.count - state.overlap)
            let isLast = read.count < piece
            var frames = [engine.update(candles[..<split])]
            settled = split > 0 ? candles[split - 1].openTime : settled
            held = Array(candles[split...])
            position = read.last.map { interval.close(of: $0.openTime) } ?? position
            if isLast {
                state.record.state = settled.map { engine.savedState(at: $0) }
                state.record.isStale = false
                state.tail = held
                frames.append(engine.update(held))
            }
            var job = PoolLoadJob(
                series: state.series,
                way: .refreshIndicators,
                candles: isLast ? candles : Array(candles[..<split]),
                indicators: engine.loadable(frames)
            )
            if isLast { job.record = state.record }
            rewritten += try await lane.load(job, runID: runID).recomputed
            progress.recomputed(read.count)
            if isLast { return rewritten }
        }
    }

    private func next(
        _ record: PoolSeriesRecord,
        from position: Timestamp?
    ) async throws -> [TokenCandle] {
        guard let position, let watermark = record.watermark else { return [] }
        return try await lane.candles(
            of: record.series,
            in: TimeRange(position, record.series.interval.close(of: watermark)),
            limit: piece
        )
    }
}
