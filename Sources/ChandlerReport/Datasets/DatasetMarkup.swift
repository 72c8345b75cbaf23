import ChandlerCore
import ChandlerDatasets

/// Writes one dataset of the report.
struct DatasetMarkup {
    let summary: DatasetSummary

    init(_ summary: DatasetSummary) {
        self.summary = summary
    }

    var text: String {
        "<details class=\"ds\"><summary>\(head)</summary>\n"
            + summary.changes.map { "<p class=\"ds-change\">\(SVGText.escaped($0))</p>\n" }.joined()
            + summary.warnings.map { "<p class=\"ds-note\">\(SVGText.escaped($0))</p>\n" }.joined()
            + DatasetTimeLine(summary).text + series + losses + labels
            + DatasetFeatureTable(summary).text
            + "</details>\n"
    }

    private var head: String {
        let names = summary.series.map(\.name)
        let shown =
            names.count > 3
            ? "\(names.prefix(3).joined(separator: ", ")) and \(names.count - 3) more"
            : names.joined(separator: ", ")
        var text =
            "<strong>\(SVGText.escaped(summary.folder))</strong> · \(SVGText.escaped(shown)) · "
            + "\(summary.rows.grouped) rows · \(summary.features.count) features · "
            + "\(SVGText.escaped(summary.format)), \(bytes)"
        let drifting = summary.features.count { $0.drift.values.contains(where: \.isFlagged) }
        if !summary.changes.isEmpty { text += badge("changed since written", "ds-bad") }
        if summary.hasPassedLeakCheck == false { text += badge("splits share time", "ds-bad") }
        if drifting > 0 {
            text += badge(
                "\(drifting) \(drifting == 1 ? "feature drifts" : "features drift")",
                "ds-warn"
            )
        }
        return text
    }

    private func badge(_ words: String, _ role: String) -> String {
        "<span class=\"ds-badge \(role)\">\(words)</span>"
    }

    private var bytes: String {
        let size = Double(summary.bytes)
        return size < 1_000 ? "\(summary.bytes) B" : NumberText.short(size) + "B"
    }

    // MARK: - Words

    static func index(_ split: Split) -> Int {
        switch split {
        case .train: 0
        case .validation: 1
        case .test: 2
        }
    }

    /// A length of time in its largest units.
    static func length(_ microseconds: Int64) -> String {
        if microseconds == 0 { return "none" }
        let units: [(Int64, String)] = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")]
        var rest = microseconds / 1_000_000
        var parts: [String] = []
        for (unit, name) in units where rest >= unit && parts.count < 2 {
            parts.append("\(rest / unit) \(name)")
            rest %= unit
        }
        return parts.joined(separator: " ")
    }

    // MARK: - Series, losses, labels

    private var series: String {
        let missing = summary.series.filter { $0.missing > 0 }
        guard !missing.isEmpty else { return "" }
        let words = missing.prefix(12).map { series in
            "\(SVGText.escaped(series.name)): \(series.missing.grouped) of "
                + "\((series.candles + series.missing).grouped) candles are missing"
        }
        return "<p class=\"ds-note\">\(words.joined(separator: " · "))</p>\n"
    }

    private var losses: String {
        let rows = summary.losses.filter { $0.rows > 0 }
        guard !rows.isEmpty else {
            return "<h4>Dropped candles</h4>\n<p class=\"ds-note\">None.</p>\n"
        }
        let lines = rows.map { loss in
            "<tr><td class=\"ds-n\">\(loss.rows.grouped)</td>"
                + "<td>\(SVGText.escaped(loss.name.replacing("_", with: "-")))</td>"
                + "<td>\(SVGText.escaped(loss.reason))</td></tr>"
        }
        return "<h4>Dropped candles</h4>\n<div class=\"ds-scroll\"><table><tbody>"
            + lines.joined() + "</tbody></table></div>\n"
    }

    private var labels: String {
        guard !summary.labels.isEmpty else { return "" }
        var text =
            "<h4>Labels</h4>\n<div class=\"ds-scroll\"><table><thead><tr><th>horizon</th><th>split</th>"
            + "<th>direction: down, flat, up</th><th>barrier: down, none, up</th>"
            + "<th class=\"ds-n\">log return: mean</th><th class=\"ds-n\">deviation</th>"
            + "<th class=\"ds-n\">null</th></tr></thead><tbody>"
        for label in summary.labels {
            for (row, part) in summary.parts.enumerated() {
                let values = label.logReturn[part.split] ?? ColumnStatistics()
                text += "<tr>"
                if row == 0 {
                    text += "<th rowspan=\"\(summary.parts.count)\">\(label.horizon)</th>"
                }
                text += "<td>\(part.split.rawValue)</td>"
                text += "<td>\(balance(label.direction[part.split], "flat"))</td>"
                text += "<td>\(balance(label.barrier[part.split], "none"))</td>"
                text += "<td class=\"ds-n\">\(Self.number(values.mean))</td>"
                text += "<td class=\"ds-n\">\(Self.number(values.standardDeviation))</td>"
                text += "<td class=\"ds-n\">\(values.nulls.grouped)</td></tr>"
            }
        }
        return text + "</tbody></table></div>\n"
    }

    private func balance(_ balance: LabelSummary.Balance?, _ middle: String) -> String {
        guard let balance, balance.count > 0 else { return "<small>none</small>" }
        let parts = [
            (balance.down, "down", "ds-down"), (balance.flat, middle, "ds-flat"),
            (balance.up, "up", "ds-up"),
        ]
        let title = parts.map { "\($0.1) \($0.0.grouped)" }.joined(separator: ", ")
        let spans = parts.filter { $0.0 > 0 }.map { rows, _, role in
            let share = balance.share(rows)
            let words = share >= 0.15 ? NumberText.percent(share, 0) : ""
            return "<span class=\"\(role)\" style=\"width:\(NumberText.fixed(share * 100, 2))%\">"
                + "\(words)</span>"
        }
        return "<div class=\"ds-share\" role=\"img\" aria-label=\"\(title)\" title=\"\(title)\">"
            + spans.joined() + "</div>"
    }

    static func number(_ value: Double?) -> String {
        value.map { NumberText.significant($0, 4) } ?? "–"
    }
}
