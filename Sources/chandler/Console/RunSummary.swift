import ChandlerCore
import ChandlerDatasets
import ChandlerPipeline

/// What a run did, for people; ``RunDocument`` says the same for programs.
struct RunSummary {
    let series: SeriesReport
    let dataset: DatasetReport?
    let seconds: StageSeconds
    let requests: RequestCounters
    let archive: ArchiveTally?
    let chart: CandlestickChart?

    /// The summary's lines.
    var lines: [String] {
        var lines = ["", "\(series.series) · \(series.range)"]
        lines.append("  rows       " + rows)
        lines.append("  gaps       " + gaps)
        if let watermark = series.watermark {
            lines.append("  watermark  \(watermark.compact)")
        }
        if series.isUnknownToVenue {
            lines.append("  note       \(series.series.venue) has no candle in this span")
        }
        if let note = series.servedNote { lines.append("  note       " + note) }
        if let note = series.archivedNote { lines.append("  note       " + note) }
        lines.append("  time       " + time)
        lines.append("  memory     \(Words.bytes(Memory.peakBytes)) at most")
        lines.append("  requests   " + requests.words)
        if let archive { lines.append("  archive    " + archive.words) }
        if let dataset { lines += RunSummary.datasetLines(dataset) }
        if let chart { lines += [""] + chart.lines }
        return lines + [""]
    }

    private var rows: String {
        var parts = [
            "\(Words.count(series.inserted)) inserted", "\(Words.count(series.updated)) updated",
            "\(Words.count(series.unchanged)) unchanged",
            "\(Words.count(series.rejected)) rejected",
        ]
        if series.recomputed > 0 {
            parts.append("indicators of \(Words.count(series.recomputed)) recomputed")
        }
        return parts.joined(separator: " · ")
    }

    private var gaps: String {
        if series.gapsOpen + series.gapsConfirmed == 0 { return "none" }
        return "\(series.gapsConfirmed) confirmed · \(series.gapsOpen) open · "
            + "\(Words.plural(series.missing, "candle")) missing"
    }

    private var time: String {
        let rate =
            seconds.wall > 0 && series.inserted > 0
            ? " · \(Words.count(Int(Double(series.fetched) / seconds.wall))) candles/s" : ""
        return "\(Words.seconds(seconds.wall))\(rate) (side by side: fetch "
            + "\(Words.seconds(seconds.fetch)), indicators \(Words.seconds(seconds.indicators)), "
            + "load \(Words.seconds(seconds.load)), dataset \(Words.seconds(seconds.dataset)))"
    }

    static func datasetLines(_ dataset: DatasetReport) -> [String] {
        let rows = Split.allCases.map { split in
            "\(split.rawValue) \(Words.count(dataset.rows[split] ?? 0))"
        }
        var lines = [
            "  dataset    \(dataset.directory): \(rows.joined(separator: " · ")) rows",
            "             \(Words.plural(dataset.files.count, "file")), "
                + "\(Words.bytes(dataset.bytes))",
        ]
        let dropped = DropReason.allCases.compactMap { reason in
            dataset.dropped[reason].flatMap {
                $0 > 0 ? "\(Words.count($0)) \(reason.rawValue)" : nil
            }
        }
        if !dropped.isEmpty {
            lines.append("             dropped: " + dropped.joined(separator: " · "))
        }
        return lines + dataset.warnings.map { "             note: \($0)" }
    }
}

extension SeriesReport {
    /// That months of the span are archived and were left alone.
    var archivedNote: String? {
        guard let first = archivedMonths.first, let last = archivedMonths.last else { return nil }
        let span = first == last ? first.dashed : "\(first.dashed) to \(last.dashed)"
        let missing =
            notFetched == 0
            ? ""
            : "; \(Words.plural(notFetched, "candle")) before their end were never fetched and are "
                + "not now: \"chandler restore-archive\" first"
        return "\(Words.plural(archived, "candle")) of \(span) \(archived == 1 ? "is" : "are") "
            + "archived and not read again\(missing)"
    }

    /// That the venue does not serve the beginning of the span that was asked for.
    var servedNote: String? {
        servedFrom.map {
            "\(series.venue) serves \(series.interval.rawValue) candles from \($0.compact) on only; "
                + "what lies before is not to be had there"
        }
    }
}
