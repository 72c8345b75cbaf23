import ChandlerCore
import ChandlerHTTP
import ChandlerIndicators
import ChandlerPipeline
import ChandlerStore
import ChandlerVenues

/// Ingests candles of pools one after the other, since aggregators allow little.
struct PoolStage: Sendable {
    /// One pool's candles of one length.
    struct Entry: Sendable {
        let address: String
        let network: String
        let interval: Interval
        let source: any PoolCandleSource
        let from: Timestamp
        let to: Timestamp?
        /// The indicators; `nil` for those stored, and `core` for a new series.
        let indicators: IndicatorSet?
    }

    let entries: [Entry]
    /// Where they come from, each once.
    let sources: [any PoolCandleSource]
    var overlap = 3
    var refetch = false
    var recompute = false
    var maxRejects = 0
    let runID: Int64
    let progress: RunProgress

    /// Does the work.
    ///
    /// - Returns: How each pool ended; one that failed has stopped no other.
    func run(over lane: StoreLane) async -> PoolOutcome {
        let clock = ContinuousClock()
        let begun = clock.now
        var seconds = StageSeconds()
        var outcomes: [PoolOutcome.Entry] = []
        for entry in entries {
            let start = clock.now
            let tally = RequestTally()
            var outcome = await RequestTally.$current.withValue(tally) {
                await ingest(entry, lane, &seconds)
            }
            outcome.requests = RequestCounters(tally.counters)
            outcome.seconds = start.duration(to: clock.now) / .seconds(1)
            outcomes.append(outcome)
        }
        progress.end()
        seconds.wall = begun.duration(to: clock.now) / .seconds(1)
        return PoolOutcome(
            runID: runID,
            entries: outcomes,
            seconds: seconds,
            requests: sources.reduce(into: RequestCounters()) { $0 += $1.counters },
            maxRejects: maxRejects
        )
    }

    private func ingest(
        _ entry: Entry,
        _ lane: StoreLane,
        _ seconds: inout StageSeconds
    ) async -> PoolOutcome.Entry {
        var outcome = PoolOutcome.Entry(entry)
        var begun: PoolIngest?
        do {
            try Task.checkCancellation()
            let ingest = PoolIngest(
                source: entry.source,
                lane: lane,
                runID: runID,
                options: try await options(entry, lane),
                progress: progress
            )
            begun = ingest
            outcome.report = try await ingest.run(seconds: &seconds)
        } catch {
            outcome.report = begun?.partialReport
            outcome.error = Interruption.seen(error)
        }
        return outcome
    }

    private func options(
        _ entry: Entry,
        _ lane: StoreLane
    ) async throws -> IngestOptions<PoolSeriesID> {
        let pool = try await entry.source.pool(entry.address, on: entry.network)
        let series = PoolSeriesID(venue: entry.source.venue, pool: pool, interval: entry.interval)
        let stored = try await lane.record(of: series)?.indicators
        return IngestOptions(
            series: series,
            from: entry.from,
            to: entry.to,
            indicators: try IndicatorSet.chosen(entry.indicators, stored: stored),
            overlap: overlap,
            refetch: refetch,
            recompute: recompute
        )
    }
}
