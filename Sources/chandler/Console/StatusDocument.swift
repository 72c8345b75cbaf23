import ChandlerCore
import ChandlerPipeline
import ChandlerStore

/// What is stored, for programs.
struct StatusDocument: Encodable {
    struct LastRun: Encodable {
        let runId: Int64
        let command: String
        let pipeline: String?
        let shard: String?
        /// How it ended for the series; for a pipeline, how the run stands.
        let status: String
        /// How the run stands, which may have failed for other series.
        let runStatus: String
        let exitCode: Int?
        let error: String?
        let startedAt: String
        let finishedAt: String?
        let agoSeconds: Double
    }

    struct Entry: Encodable {
        let venue: String
        let symbol: String
        let interval: String
        let from: String
        let to: String
        let watermark: String
        let lagSeconds: Double
        let lagCandles: Int
        let candles: Int
        let archived: Int
        let archivedMonths: [String]
        let expected: Int
        /// Cut to two decimals: 100 means that not one is missing.
        let completenessPercent: Double?
        let gapsOpen: Int
        let gapsConfirmed: Int
        let missing: Int
        let rejected: Int
        let indicators: Int
        let staleFrom: String?
        let lastRun: LastRun?
    }

    struct Pool: Encodable {
        let venue: String
        let network: String
        let pool: String
        let mint: String
        let symbol: String?
        let interval: String
        let from: String
        let to: String
        let watermark: String
        let lagSeconds: Double
        let lagCandles: Int
        let candles: Int
        let silent: Int
        let notAsked: Int
        let completenessPercent: Double?
        let indicators: Int
        let isStale: Bool
        let lastRun: LastRun?
    }

    let now: String
    let series: [Entry]
    let pools: [Pool]
    let pipelines: [LastRun]

    init(_ board: StatusBoard) {
        now = board.now.description
        series = board.series.map { Entry($0, board) }
        pools = board.pools.map { Pool($0, board) }
        pipelines = board.pipelines.map { run in
            LastRun(run, run.standing.rawValue, run.error, board)
        }
    }
}

extension StatusDocument.LastRun {
    fileprivate init(
        _ run: RunRecord,
        _ status: String,
        _ error: String?,
        _ board: StatusBoard
    ) {
        self.init(
            runId: run.runID,
            command: run.command,
            pipeline: run.pipeline,
            shard: run.shard,
            status: status,
            runStatus: run.standing.rawValue,
            exitCode: run.exitCode,
            error: error,
            startedAt: run.startedAt.description,
            finishedAt: run.finishedAt?.description,
            agoSeconds: board.age(of: run)
        )
    }

    fileprivate init(_ last: SeriesRun, _ board: StatusBoard) {
        self.init(last.run, last.status.rawValue, last.error, board)
    }
}

extension StatusDocument.Entry {
    fileprivate init(_ status: SeriesStatus, _ board: StatusBoard) {
        let lag = status.lag(at: board.now)
        self.init(
            venue: status.series.venue,
            symbol: status.series.symbol.text,
            interval: status.series.interval.rawValue,
            from: status.range.start.description,
            to: status.range.end.description,
            watermark: status.watermark.description,
            lagSeconds: lag.seconds,
            lagCandles: lag.candles,
            candles: status.stored,
            archived: status.archived,
            archivedMonths: status.archivedMonths.map(\.dashed),
            expected: status.expected,
            completenessPercent: status.completeness.map { Double($0) / 100 },
            gapsOpen: status.gapsOpen,
            gapsConfirmed: status.gapsConfirmed,
            missing: status.missing,
            rejected: status.rejected,
            indicators: status.indicators,
            staleFrom: status.staleFrom?.description,
            lastRun: board.seriesRuns[status.series].map { .init($0, board) }
        )
    }
}

extension StatusDocument.Pool {
    fileprivate init(_ status: PoolStatus, _ board: StatusBoard) {
        let lag = status.lag(at: board.now)
        self.init(
            venue: status.series.venue,
            network: status.series.pool.network,
            pool: status.series.pool.address,
            mint: status.series.pool.mint,
            symbol: status.series.pool.symbol,
            interval: status.series.interval.rawValue,
            from: status.range.start.description,
            to: status.range.end.description,
            watermark: status.watermark.description,
            lagSeconds: lag.seconds,
            lagCandles: lag.candles,
            candles: status.stored,
            silent: status.silent,
            notAsked: status.unasked,
            completenessPercent: status.completeness.map { Double($0) / 100 },
            indicators: status.indicators,
            isStale: status.isStale,
            lastRun: board.poolRuns[status.series].map { .init($0, board) }
        )
    }
}
