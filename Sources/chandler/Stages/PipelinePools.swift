import ChandlerCore
import ChandlerHTTP
import ChandlerPipeline
import ChandlerPipelineFiles
import ChandlerVenues

/// The pools of a pipeline with their sources.
struct PipelinePools {
    /// The candles of the part that is worked on, each once, in the order of the file.
    private(set) var entries: [PoolStage.Entry] = []
    /// Where they come from, each once.
    private(set) var sources: [any PoolCandleSource] = []
    /// Entries that came to nothing, and why.
    private(set) var failures: [(subject: String, error: any Error)] = []

    /// Opens the sources; nothing is asked yet.
    init(
        _ file: PipelineFile,
        _ selection: PipelineSelection,
        over network: HTTPNetwork,
        _ access: VenueArguments
    ) {
        for entry in file.pools {
            do {
                let aggregator = try AggregatorCatalogue.aggregator(named: entry.venue)
                let source = try access.aggregator(aggregator, on: entry.network, over: network)
                    .candles(aggregator, token: entry.token)
                sources.append(source)
                for interval in entry.intervals {
                    try PoolIngest.check(interval, at: source)
                    add(entry, interval, source, file, selection)
                }
            } catch {
                failures.append(("\(entry.venue) \(entry.network)", error))
            }
        }
    }

    private mutating func add(
        _ entry: PoolEntry,
        _ interval: Interval,
        _ source: any PoolCandleSource,
        _ file: PipelineFile,
        _ selection: PipelineSelection
    ) {
        for pool in entry.pools {
            let isOurs = selection.shard?.holds(pool: pool, venue: source.venue, interval) ?? true
            let isNew = !entries.contains { known in
                known.address == pool && known.interval == interval
                    && known.network == entry.network && known.source.venue == source.venue
            }
            guard isOurs, isNew else { continue }
            entries.append(
                PoolStage.Entry(
                    address: pool,
                    network: entry.network,
                    interval: interval,
                    source: source,
                    from: entry.from.resolved(at: selection.begins),
                    to: selection.end(entry.to, interval),
                    indicators: entry.indicators ?? file.indicators
                )
            )
        }
    }
}
