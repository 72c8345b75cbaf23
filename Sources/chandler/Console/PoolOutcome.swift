import ChandlerCore
import ChandlerPipeline
import ChandlerStore

/// How an ingest of pools ended.
struct PoolOutcome {
    /// How one pool ended.
    struct Entry {
        let address: String
        let report: PoolReport?
        let error: (any Error)?
    }

    let runID: Int64
    let venue: String
    let network: String
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
        if let stopped = failures.first(where: { $0.exit == .interrupted }) {
            return (stopped.exit, stopped.message)
        }
        return (
            first.exit,
            "\(failures.count) of \(entries.count) pools failed; the first, "
                + "\(first.entry.address): \(first.message)"
        )
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

    private func failure(of entry: Entry) -> RunFailure? {
        if let error = entry.error {
            return (Failure.exit(of: error) ?? .software, Failure.words(error))
        }
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
        return "\(venue) has no candle of \(entry.address) in this span"
    }

    private func servedNote(_ entry: Entry) -> String? {
        entry.report?.servedFrom.map {
            "\(venue) serves \(entry.report?.series.interval.rawValue ?? "") candles from "
                + "\($0.compact) on only"
        }
    }
}
