import ChandlerHTTP
import ChandlerPipeline
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
        let outcome = await PoolStage(
            entries: pools.addresses.map { address in
                PoolStage.Entry(
                    address: address,
                    network: pools.network.name,
                    interval: series.interval,
                    source: source,
                    from: time.from,
                    to: time.to,
                    indicators: indicators
                )
            },
            sources: [source],
            overlap: overlap,
            refetch: refetch,
            recompute: recompute,
            maxRejects: maxRejects,
            runID: run.id,
            progress: RunProgress(isQuiet: false, seriesCount: pools.addresses.count)
        ).run(over: lane)
        try await run.end(
            outcome.failure,
            outcome.document,
            totals: outcome.totals,
            stages: outcome.stages
        )
        try show(outcome)
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
