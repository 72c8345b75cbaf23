import ChandlerCore
import ChandlerPipeline
import ChandlerStore

/// A run of a pipeline, as the JSON document of `--json` and of the ledger.
struct PipelineDocument: Encodable {
    struct Stage: Encodable {
        let name: String
        let subject: String
        let status: String
        let seconds: Double
        let rows: Int
        let bytes: Int64
        let dataset: RunDocument.Dataset?
        let words: String?
        let notes: [String]
        let error: String?
    }

    struct Totals: Encodable {
        let rows: Int
        let bytes: Int64
        let requests: Int
        let retries: Int
    }

    let runId: Int64
    let pipeline: String
    let shard: String?
    /// The moment that was given in place of now.
    let at: String?
    let status: String
    let exitCode: Int32
    let error: String?
    let stages: [Stage]
    let series: [RunDocument.Series]
    let pools: [PoolDocument.Series]
    let totals: Totals
    let archive: RunDocument.Archive?
    let seconds: Double
    let peakMemoryBytes = Memory.peakBytes

    init(
        _ name: String,
        _ selection: PipelineSelection,
        runID: Int64,
        _ outcome: PipelineOutcome
    ) {
        let failure = outcome.failure
        runId = runID
        pipeline = name
        shard = selection.shard.map { "\($0)" }
        at = selection.given?.description
        status = RunOutcome(failure).status.rawValue
        exitCode = failure?.exit.rawValue ?? 0
        error = failure?.message
        let words = Dictionary(outcome.results.map { ($0.title, $0) }) { first, _ in first }
        stages = outcome.stages.map { stage in
            let title = stage.subject.isEmpty ? stage.name : "\(stage.name) \(stage.subject)"
            let told = words[title]
            return Stage(
                name: stage.name,
                subject: stage.subject,
                status: stage.status.rawValue,
                seconds: stage.seconds,
                rows: stage.totals.rows,
                bytes: stage.totals.bytes,
                dataset: told?.dataset,
                words: told.flatMap { $0.words.isEmpty ? nil : $0.words },
                notes: told?.notes ?? [],
                error: stage.error
            )
        }
        series = (outcome.ingest?.series ?? []).map { RunDocument.Series($0, isOne: false) }
        pools = outcome.pools.map { pools in pools.entries.map(pools.series) } ?? []
        let moved = outcome.totals
        totals = Totals(
            rows: moved.rows,
            bytes: moved.bytes,
            requests: moved.requests,
            retries: moved.retries
        )
        archive = outcome.ingest?.archive.map { RunDocument.Archive($0) }
        seconds = outcome.seconds
    }
}
