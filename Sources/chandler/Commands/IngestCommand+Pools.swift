import ChandlerCore
import ChandlerHTTP
import ChandlerIndicators
import ChandlerPipeline
import ChandlerStore
import ChandlerVenues

/// `chandler ingest --pool`: candles of pools, one after the other, since aggregators allow little.
extension IngestCommand {
    func ingestPools(over network: HTTPNetwork) async throws {
        let aggregator = try AggregatorCatalogue.aggregator(named: series.venue)
        let source = try venue.aggregator(aggregator, on: pools.network.name, over: network)
            .candles(aggregator, token: pools.token)
        try PoolIngest.check(series.interval, at: source)
        let lane = try await database.lane(for: "ingest")
        let run = try await LedgerRun("ingest", over: lane)
        let progress = RunProgress(isQuiet: false, seriesCount: pools.addresses.count)
        let clock = ContinuousClock()
        let begun = clock.now
        var seconds = StageSeconds()
        var entries: [PoolOutcome.Entry] = []
        for address in pools.addresses {
            entries.append(await ingest(address, source, lane, run.id, progress, &seconds))
        }
        progress.end()
        seconds.wall = begun.duration(to: clock.now) / .seconds(1)
        let outcome = PoolOutcome(
            runID: run.id,
            venue: source.venue,
            network: pools.network.name,
            entries: entries,
            seconds: seconds,
            requests: source.counters,
            maxRejects: maxRejects
        )
        try await run.end(outcome.failure, outcome.document)
        try show(outcome)
    }

    private func ingest(
        _ address: String,
        _ source: any PoolCandleSource,
        _ lane: StoreLane,
        _ runID: Int64,
        _ progress: RunProgress,
        _ seconds: inout StageSeconds
    ) async -> PoolOutcome.Entry {
        var begun: PoolIngest?
        do {
            try Task.checkCancellation()
            let pool = try await source.pool(address, on: pools.network.name)
            let series = PoolSeriesID(venue: source.venue, pool: pool, interval: series.interval)
            let options = IngestOptions(
                series: series,
                from: time.from,
                to: time.to,
                indicators: try selection(stored: try await lane.record(of: series)?.indicators),
                overlap: overlap,
                refetch: refetch,
                recompute: recompute
            )
            let ingest = PoolIngest(
                source: source,
                lane: lane,
                runID: runID,
                options: options,
                progress: progress
            )
            begun = ingest
            let report = try await ingest.run(seconds: &seconds)
            return PoolOutcome.Entry(address: address, report: report, error: nil)
        } catch {
            return PoolOutcome.Entry(
                address: address,
                report: begun?.partialReport,
                error: error
            )
        }
    }

    private func show(_ outcome: PoolOutcome) throws {
        if output.json {
            try Console.printJSON(outcome.document)
        } else {
            outcome.summary.forEach(Console.print)
        }
        guard let failure = outcome.failure else { return }
        Console.error(failure.message)
        throw CommandFailure(exit: failure.exit, message: failure.message, isShown: true)
    }
}
