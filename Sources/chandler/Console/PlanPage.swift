import ChandlerCore
import ChandlerPipeline
import ChandlerVenues

/// A plan, for people.
struct PlanPage {
    let plan: PipelinePlan

    /// The page's lines.
    var lines: [String] {
        let part = plan.selection.shard.map { " · shard \($0)" } ?? ""
        var lines = ["", "pipeline \(plan.name)\(part) · at \(plan.selection.begins.compact)"]
        if let note = plan.note { lines.append("  note: \(note)") }
        let series = plan.series
        if !series.isEmpty { lines += [""] + table(series) + [""] + totals }
        if !plan.others.isEmpty { lines.append("") }
        lines += plan.others.map { other in
            let words = [other.subject, other.words].filter { !$0.isEmpty }.joined(separator: " · ")
            return "  \(other.stage.padding(to: 11)) \(words)"
        }
        return lines + ["", "Nothing was fetched and nothing was changed.", ""]
    }

    private func table(_ series: [PipelinePlan.Series]) -> [String] {
        let header = [
            "series", "stands at", "fetch", "candles", "new", "requests", "files", "months",
            "to make", "dataset",
        ]
        return Table(header, series.map(row)).lines
    }

    private func row(_ entry: PipelinePlan.Series) -> [String] {
        let plan = entry.plan
        let isFetched = entry.isFetched
        return [
            "\(plan.series)", plan.watermark?.compact ?? "nothing",
            isFetched ? span(plan) : "left alone",
            Words.count(isFetched ? plan.candles : 0),
            Words.count(isFetched ? plan.newCandles : 0),
            Words.count(isFetched ? entry.cost.requests : 0),
            Words.count(isFetched ? entry.cost.files : 0),
            Words.count(isFetched ? plan.months.count : 0),
            Words.count(isFetched ? plan.newMonths.count : 0),
            entry.folder.map { "\($0): up to \(Words.plural(entry.datasetRows, "row"))" } ?? "none",
        ]
    }

    private func span(_ plan: SeriesPlan) -> String {
        guard let first = plan.ranges.first, let last = plan.ranges.last else { return "nothing" }
        let count = plan.ranges.count
        return "\(TimeRange(first.start, last.end))" + (count == 1 ? "" : " in \(count) parts")
    }

    private var totals: [String] {
        let cost = plan.cost
        let fetched = plan.series.filter(\.isFetched).map(\.plan)
        let months = Set(fetched.flatMap(\.newMonths)).sorted()
        let archived = Set(fetched.flatMap(\.archivedMonths)).sorted()
        var lines = [
            "  fetch       up to \(Words.plural(fetched.reduce(0) { $0 + $1.candles }, "candle")) "
                + "with \(Words.plural(cost.requests, "request")) for them and "
                + "\(Words.plural(cost.files, "file")), "
                + "\(Words.seconds(cost.seconds)) at least by the venues' limits"
        ]
        if !months.isEmpty {
            lines.append("  months      to make: " + months.map(\.dashed).joined(separator: " "))
        }
        if !archived.isEmpty {
            lines.append("  archived    " + archived.map(\.dashed).joined(separator: " "))
        }
        return lines
    }
}
