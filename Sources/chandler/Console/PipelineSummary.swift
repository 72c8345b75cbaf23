import ChandlerCore
import ChandlerDatasets
import ChandlerPipeline

/// What a run of a pipeline did, for people.
struct PipelineSummary {
    let name: String
    let shard: String?
    let runID: Int64
    let outcome: PipelineOutcome

    /// The summary's lines.
    var lines: [String] {
        let part = shard.map { " · shard \($0)" } ?? ""
        var lines = ["", "pipeline \(name) · run \(runID)\(part)"]
        if let ingest = outcome.ingest { lines += [""] + table(ingest.series) }
        if let pools = outcome.pools { lines += [""] + table(pools) }
        lines.append("")
        lines += outcome.results.flatMap(Self.lines)
        lines += totals
        lines += notes.map { Self.line("note", $0) }
        let failures = outcome.failures
        if !failures.isEmpty {
            lines += [""] + failures.map { "  \($0.title): \($0.failure.message)" }
        }
        return lines + [""]
    }

    private static func line(_ name: String, _ words: String) -> String {
        "  " + name.padding(to: 11) + " " + words
    }

    private static func lines(_ result: StageResult) -> [String] {
        let state =
            switch result.status {
            case .succeeded, .running: ""
            case .failed: "failed (\(result.failure?.exit.rawValue ?? 70))"
            case .interrupted: "interrupted"
            case .skipped: "skipped"
            }
        let time = result.seconds > 0 ? Words.seconds(result.seconds) : ""
        let words = [result.subject, state, result.words, time].filter { !$0.isEmpty }
        return [line(result.name, words.joined(separator: " · "))]
            + result.notes.map { line("", "note: \($0)") }
    }

    private func table(_ series: [IngestOutcome.Series]) -> [String] {
        let header = [
            "series", "inserted", "updated", "unchanged", "rejected", "missing", "stood at",
            "watermark", "dataset", "result",
        ]
        let rows = series.map { entry in
            let report = entry.report
            let result =
                entry.failure.map { "failed (\($0.exit.rawValue))" }
                ?? (report?.isUnknownToVenue == true ? "no candles" : "done")
            return [
                "\(entry.series)", Words.count(report?.inserted ?? 0),
                Words.count(report?.updated ?? 0), Words.count(report?.unchanged ?? 0),
                Words.count(report?.rejected ?? 0), Words.count(report?.missing ?? 0),
                (entry.earlier ?? outcome.watermarks[entry.series])?.compact ?? "nothing",
                (report?.watermark ?? entry.earlier)?.compact ?? "nothing",
                entry.dataset.map { Words.plural($0.totalRows, "row") } ?? "none", result,
            ]
        }
        return Table(header, rows).lines
    }

    private func table(_ pools: PoolOutcome) -> [String] {
        let header = [
            "pool", "inserted", "updated", "unchanged", "rejected", "watermark", "result",
        ]
        let rows = pools.entries.map { entry in
            let report = entry.report
            let result = pools.failure(of: entry).map { "failed (\($0.exit.rawValue))" } ?? "done"
            return [
                entry.subject, Words.count(report?.inserted ?? 0),
                Words.count(report?.updated ?? 0), Words.count(report?.unchanged ?? 0),
                Words.count(report?.rejected ?? 0), report?.watermark?.compact ?? "nothing", result,
            ]
        }
        return Table(header, rows).lines
    }

    private var totals: [String] {
        let totals = outcome.totals
        var requests = RequestCounters()
        requests += outcome.ingest?.requests ?? RequestCounters()
        requests += outcome.pools?.requests ?? RequestCounters()
        var lines: [String] = []
        if let ingest = outcome.ingest {
            let failed = ingest.series.count { $0.error != nil }
            lines.append(
                Self.line("series", "\(ingest.series.count - failed) done · \(failed) failed")
            )
        }
        lines += [
            Self.line("rows", "\(Words.count(totals.rows)) inserted or updated"),
            Self.line("time", Words.seconds(outcome.seconds)),
            Self.line("memory", "\(Words.bytes(Memory.peakBytes)) at most"),
        ]
        if totals.requests > 0 {
            lines.append(
                Self.line(
                    "requests",
                    "\(Words.count(totals.requests)) · \(Words.count(totals.retries)) repeated"
                )
            )
        }
        if let archive = outcome.ingest?.archive {
            lines.append(Self.line("archive", archive.words))
        }
        return lines
    }

    private var notes: [String] {
        let series = outcome.ingest?.series ?? []
        return Set(series.compactMap { $0.report?.servedNote }).sorted()
            + series.compactMap { entry in
                entry.report?.archivedNote.map { "\(entry.series): \($0)" }
            }
    }
}

extension String {
    /// Fills up with blanks.
    func padding(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
