import ChandlerCore
import ChandlerPipeline
import ChandlerStore

/// How an ingest of pools ended.
struct PoolOutcome {
    /// How one pool ended.
    struct Entry {
        let venue: String
        let network: String
        let address: String
        let interval: Interval
        var report: PoolReport?
        var error: (any Error)?
        var seconds = 0.0
        /// What was asked of the aggregator for it.
        var requests = RequestCounters()

        /// Where an entry of the stage begins.
        init(_ entry: PoolStage.Entry) {
            venue = entry.source.venue
            network = entry.network
            address = entry.address
            interval = entry.interval
        }

        /// Such as `geckoterminal solana 8sLb... 1h`.
        var subject: String { "\(venue) \(network) \(address) \(interval.rawValue)" }

        /// Whether it was left because the run was to end.
        var isStopped: Bool { error.map(Failure.isInterruption) ?? false }

        /// What it moved; requests are told of all pools together.
        var totals: RunTotals {
            RunTotals(rows: (report?.inserted ?? 0) + (report?.updated ?? 0))
        }
    }

    let runID: Int64
    let entries: [Entry]
    let seconds: StageSeconds
    let requests: RequestCounters
    let maxRejects: Int

    /// The exit code of the run and the words of what went wrong.
    var failure: RunFailure? {
        let failures = entries.compactMap { entry in
            self.failure(of: entry).map { (entry: entry, exit: $0.exit, message: $0.message) }
        }
        guard let first = failures.first else { return nil }
        if entries.count == 1 { return (first.exit, first.message) }
        if let stopped = failures.first(where: \.entry.isStopped) {
            return (stopped.exit, stopped.message)
        }
        return (
            first.exit,
            "\(failures.count) of \(entries.count) pools failed; the first, "
                + "\(first.entry.address): \(first.message)"
        )
    }

    /// What the run moved.
    var totals: RunTotals {
        entries.reduce(into: RunTotals(requests)) { $0 += $1.totals }
    }

    /// The pools as stages of the run.
    var stages: [FinishedStage] {
        entries.map { entry in
            let failure = failure(of: entry)
            var totals = RunTotals(entry.requests)
            totals += entry.totals
            return FinishedStage(
                name: "pools",
                subject: entry.subject,
                status: failure == nil ? .succeeded : entry.isStopped ? .interrupted : .failed,
                seconds: entry.seconds,
                totals: totals,
                error: failure?.message
            )
        }
    }

    /// The run as a person reads it; empty when it failed before there was anything to tell.
    var summary: [String] {
        if entries.count == 1, entries[0].report == nil { return [] }
        let header = [
            "pool", "token", "from", "inserted", "updated", "unchanged", "silent", "rejected",
            "watermark",
            "result",
        ]
        let inserted = entries.reduce(0) { $0 + ($1.report?.inserted ?? 0) }
        let recomputed = entries.reduce(0) { $0 + ($1.report?.recomputed ?? 0) }
        var lines = [""] + Table(header, entries.map(row)).lines
        lines += [
            "",
            "  rows       \(Words.count(inserted)) inserted into cubi.token_candles",
            "  time       \(Words.seconds(seconds.wall))",
            "  requests   \(requests.words)",
        ]
        if recomputed > 0 {
            lines.append("  indicators \(Words.plural(recomputed, "row")) recomputed")
        }
        lines += entries.compactMap(emptyNote).map { "  note       " + $0 }
        lines += Set(entries.compactMap(servedNote)).sorted().map { "  note       " + $0 }
        if entries.count > 1 {
            lines += entries.compactMap { entry in
                failure(of: entry).map { "  \(entry.address): \($0.message)" }
            }
        }
        return lines + [""]
    }

    /// What went wrong with a pool; too many rejects are a failure, when nothing worse happened.
    func failure(of entry: Entry) -> RunFailure? {
        if let error = entry.error { return Failure.run(error) }
        guard let report = entry.report, report.rejected > maxRejects else { return nil }
        return (
            .badData,
            Words.rejected(
                report.rejected,
                of: "\(report.series)",
                report.firstReject,
                allowed: maxRejects
            )
        )
    }

    private func row(_ entry: Entry) -> [String] {
        let result = failure(of: entry).map { "failed (\($0.exit.rawValue))" } ?? "done"
        guard let report = entry.report else {
            return [entry.address, "", "", "0", "0", "0", "0", "0", "", result]
        }
        let pool = report.series.pool
        return [
            entry.address,
            pool.symbol.map(Words.printable) ?? pool.mint,
            report.range.start.compact, Words.count(report.inserted), Words.count(report.updated),
            Words.count(report.unchanged), Words.count(report.silent), Words.count(report.rejected),
            report.watermark?.compact ?? "", result,
        ]
    }

    private func emptyNote(_ entry: Entry) -> String? {
        guard let report = entry.report, entry.error == nil, report.watermark == nil else {
            return nil
        }
        return "\(entry.venue) has no candle of \(entry.address) in this span"
    }

    private func servedNote(_ entry: Entry) -> String? {
        entry.report?.servedFrom.map {
            "\(entry.venue) serves \(entry.report?.series.interval.rawValue ?? "") candles from "
                + "\($0.compact) on only"
        }
    }
}
