import ChandlerCore
import ChandlerPipeline
import ChandlerStore
import Foundation

/// What is stored, and how the last runs went, as of one moment.
struct StatusBoard {
    let now: Timestamp
    let series: [SeriesStatus]
    let pools: [PoolStatus]
    let seriesRuns: [SeriesID: SeriesRun]
    let poolRuns: [PoolSeriesID: SeriesRun]
    /// The last run of every pipeline and shard.
    let pipelines: [RunRecord]

    /// Reads it in a few statements, however many series there are.
    init(_ filter: SeriesFilter, _ lane: StoreLane) async throws {
        let ledgers = try await lane.seriesLedgers().filter { filter.matches($0.record.series) }
        let poolLedgers = try await lane.poolLedgers().filter { filter.matches($0.record.series) }
        series = try await SeriesStatus.all(ledgers, lane)
        pools = poolLedgers.compactMap { PoolStatus($0) }
        seriesRuns = try await lane.lastRuns(ofSeries: ledgers)
        poolRuns = try await lane.lastRuns(ofPools: poolLedgers)
        pipelines = try await lane.lastRunsOfPipelines()
        now = Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1e6))
    }

    /// How old every series is.
    var lags: [(name: String, lag: SeriesLag)] {
        series.map { ("\($0.series)", $0.lag(at: now)) }
            + pools.map { ("\($0.series)", $0.lag(at: now)) }
    }

    /// The board for a person.
    func lines(_ filter: SeriesFilter) -> [String] {
        var blocks: [[String]] = []
        if series.isEmpty, pools.isEmpty {
            blocks.append([
                "No series is stored\(filter.words.isEmpty ? "" : " that matches \(filter.words)"); "
                    + "load one with \"chandler ingest --symbol BTCUSDT --from 30d\"."
            ])
        }
        if !series.isEmpty { blocks.append(seriesTable) }
        if !pools.isEmpty { blocks.append(poolTable) }
        if !pipelines.isEmpty { blocks.append(pipelineTable) }
        return Array(blocks.joined(separator: [""]))
    }

    private var seriesTable: [String] {
        let hasArchive = series.contains { !$0.archivedMonths.isEmpty }
        return Table(
            ["series", "from", "to", "behind", "candles"] + (hasArchive ? ["archived"] : [])
                + ["complete", "gaps", "missing", "rejected", "last run", "indicators", "state"],
            series.map { status in
                [
                    "\(status.series)", status.range.start.compact, status.range.end.compact,
                    Words.age(status.lag(at: now).seconds), Words.count(status.stored),
                ] + (hasArchive ? [Words.count(status.archived)] : []) + [
                    Words.percent(status.completeness),
                    status.gapsOpen == 0
                        ? "\(status.gapsConfirmed)"
                        : "\(status.gapsConfirmed) + \(status.gapsOpen) open",
                    Words.count(status.missing), Words.count(status.rejected),
                    words(seriesRuns[status.series]), "\(status.indicators)",
                    status.staleFrom.map { "stale from \($0.compact)" } ?? "current",
                ]
            }
        ).lines
    }

    private var poolTable: [String] {
        Table(
            [
                "pool", "token", "from", "to", "behind", "candles", "silent", "not asked",
                "complete", "last run", "indicators", "state",
            ],
            pools.map { status in
                [
                    "\(status.series)",
                    status.series.pool.symbol.map(Words.printable) ?? status.series.pool.mint,
                    status.range.start.compact, status.range.end.compact,
                    Words.age(status.lag(at: now).seconds), Words.count(status.stored),
                    Words.count(status.silent), Words.count(status.unasked),
                    Words.percent(status.completeness), words(poolRuns[status.series]),
                    "\(status.indicators)", status.isStale ? "stale" : "current",
                ]
            }
        ).lines
    }

    private var pipelineTable: [String] {
        let hasShards = pipelines.contains { $0.shard != nil }
        let lines = Table(
            ["pipeline"] + (hasShards ? ["shard"] : []) + ["last run", "outcome", "when"],
            pipelines.map { run in
                [Words.printable(run.pipeline ?? "")] + (hasShards ? [run.shard ?? ""] : []) + [
                    "run \(run.runID)", run.standing.rawValue, "\(Words.age(age(of: run))) ago",
                ]
            }
        ).lines
        return zip(lines, [nil] + pipelines.map(\.standing)).map { line, standing in
            standing?.colored(line) ?? line
        }
    }

    private func words(_ last: SeriesRun?) -> String {
        guard let last else { return "-" }
        return "run \(last.run.runID) \(last.status.rawValue) \(Words.age(age(of: last.run))) ago"
    }

    /// Seconds since a run ended, or, where it has not, since it began.
    func age(of run: RunRecord) -> Double {
        let elapsed: Int64 = now - (run.finishedAt ?? run.startedAt)
        return max(0, Double(elapsed) / 1e6)
    }
}

extension Words {
    /// A length of time in two units: `42 s`, `3 min 05 s`, `2 h 03 min`, `12 d 4 h`.
    static func age(_ seconds: Double) -> String {
        let whole = Int(min(max(0, seconds), 1e12))
        if whole < 60 { return "\(whole) s" }
        if whole < 86_400 { return Words.seconds(Double(whole)) }
        let hours = whole / 3_600 % 24
        return "\(count(whole / 86_400)) d" + (hours > 0 ? " \(hours) h" : "")
    }

    /// Hundredths of a percent: `99.99 %`.
    static func percent(_ hundredths: Int?) -> String {
        guard let hundredths else { return "-" }
        let fraction = String(hundredths % 100)
        return "\(hundredths / 100).\(fraction.count == 1 ? "0" : "")\(fraction) %"
    }
}
