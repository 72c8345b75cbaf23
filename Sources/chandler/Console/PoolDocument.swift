import ChandlerCore
import ChandlerPipeline
import ChandlerStore

/// What a run did with pools, as the JSON document of `--json` and of the ledger.
struct PoolDocument: Encodable {
    struct Series: Encodable {
        let venue: String
        let network: String
        let pool: String
        let mint: String?
        let symbol: String?
        let interval: String?
        let from: String?
        let to: String?
        let fetched: Int
        let inserted: Int
        let updated: Int
        let unchanged: Int
        let recomputed: Int
        let silent: Int
        let rejected: Int
        let watermark: String?
        let servedFrom: String?
        let error: String?
    }

    let runId: Int64
    let status: String
    let exitCode: Int32
    let error: String?
    let series: [Series]
    let seconds: RunDocument.Seconds
    let requests: RunDocument.Requests
    let peakMemoryBytes = Memory.peakBytes
}

extension PoolOutcome {
    /// The run as a JSON document.
    var document: PoolDocument {
        PoolDocument(
            runId: runID,
            status: RunOutcome(failure).status.rawValue,
            exitCode: failure?.exit.rawValue ?? 0,
            error: failure?.message,
            series: entries.map(series),
            seconds: RunDocument.Seconds(seconds),
            requests: RunDocument.Requests(requests)
        )
    }

    func series(_ entry: Entry) -> PoolDocument.Series {
        let report = entry.report
        return PoolDocument.Series(
            venue: entry.venue,
            network: report?.series.pool.network ?? entry.network,
            pool: entry.address,
            mint: report?.series.pool.mint,
            symbol: report?.series.pool.symbol,
            interval: report?.series.interval.rawValue,
            from: report?.range.start.description,
            to: report?.range.end.description,
            fetched: report?.fetched ?? 0,
            inserted: report?.inserted ?? 0,
            updated: report?.updated ?? 0,
            unchanged: report?.unchanged ?? 0,
            recomputed: report?.recomputed ?? 0,
            silent: report?.silent ?? 0,
            rejected: report?.rejected ?? 0,
            watermark: report?.watermark?.description,
            servedFrom: report?.servedFrom?.description,
            error: entry.error.map { Failure.words($0) }
        )
    }
}
