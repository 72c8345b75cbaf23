import ChandlerCore
import ChandlerPipeline

/// What a run did with many series, for people: a line each, and what they cost together.
struct ManySummary {
    let series: [IngestOutcome.Series]
    let seconds: StageSeconds
    let requests: RequestCounters
    let archive: ArchiveTally?

    /// The summary's lines.
    var lines: [String] {
        let header = [
            "series", "inserted", "updated", "unchanged", "rejected", "missing", "watermark",
            "result",
        ]
        let inserted = series.reduce(0) { $0 + ($1.report?.inserted ?? 0) }
        let rate =
            seconds.wall > 0 && inserted > 0
            ? " · \(Words.count(Int(Double(inserted) / seconds.wall))) candles/s" : ""
        let failed = series.count { $0.error != nil }
        var lines = [""] + Table(header, series.map(row)).lines
        lines += [
            "",
            "  series     \(series.count - failed) done · \(failed) failed",
            "  rows       \(Words.count(inserted)) inserted",
            "  time       \(Words.seconds(seconds.wall))\(rate)",
            "  memory     \(Words.bytes(Memory.peakBytes)) at most",
            "  requests   \(requests.words)",
        ]
        if let archive { lines.append("  archive    " + archive.words) }
        let recomputed = series.reduce(0) { $0 + ($1.report?.recomputed ?? 0) }
        if recomputed > 0 {
            lines.append("  indicators \(Words.plural(recomputed, "row")) recomputed")
        }
        lines += Set(series.compactMap { $0.report?.servedNote }).sorted().map {
            "  note       " + $0
        }
        lines += series.compactMap { entry in
            entry.report?.archivedNote.map { "  note       \(entry.series): \($0)" }
        }
        if failed > 0 { lines += [""] + failures }
        return lines + [""]
    }

    /// What went wrong: series that failed alike share a line, as those of a dead host do.
    private var failures: [String] {
        var groups: [(pattern: String, message: String, series: [SeriesID])] = []
        for entry in series {
            guard let message = entry.failure?.message else { continue }
            let pattern = message.replacing(entry.series.symbol.text, with: "")
            if let known = groups.firstIndex(where: { $0.pattern == pattern }) {
                groups[known].series.append(entry.series)
            } else {
                groups.append((pattern, message, [entry.series]))
            }
        }
        return groups.map { group in
            let others = group.series.count - 1
            let who = group.series.first.map { "\($0)" } ?? ""
            return "  \(who)\(others == 0 ? "" : " and \(others) more"): \(group.message)"
        }
    }

    private func row(_ entry: IngestOutcome.Series) -> [String] {
        let result =
            entry.failure.map { "failed (\($0.exit.rawValue))" }
            ?? (entry.report?.isUnknownToVenue == true ? "no candles" : "done")
        guard let report = entry.report else {
            return ["\(entry.series)", "0", "0", "0", "0", "0", "", result]
        }
        return [
            "\(entry.series)", Words.count(report.inserted), Words.count(report.updated),
            Words.count(report.unchanged), Words.count(report.rejected),
            Words.count(report.missing), report.watermark?.compact ?? "", result,
        ]
    }
}

extension RequestCounters {
    /// Such as `12 · 0 retries · 3.4 MB received`.
    var words: String {
        "\(Words.count(requests)) · "
            + Words.plural(retries, "retry").replacing("retrys", with: "retries")
            + " · \(Words.bytes(Int64(bytes))) received"
    }
}

extension ArchiveTally {
    /// Such as `24 files · 1 absent · 0 refused · 2 candles differ, REST's kept · 60 filled from REST`.
    var words: String {
        var parts = [Words.plural(files, "file"), "\(Words.count(absent)) absent"]
        parts.append("\(Words.count(refused)) refused" + (firstRefusal.map { " (\($0))" } ?? ""))
        if differences > 0 {
            parts.append("\(Words.plural(differences, "candle")) differed, REST's were taken")
        }
        if filled > 0 { parts.append("\(Words.plural(filled, "candle")) filled from REST") }
        if rejected > 0 { parts.append("\(Words.plural(rejected, "row")) broke a rule") }
        return parts.joined(separator: " · ")
    }
}
