import ChandlerCore
import ChandlerDatasets

/// Writes the table of a dataset's features, those that drift most first.
struct DatasetFeatureTable {
    let summary: DatasetSummary

    init(_ summary: DatasetSummary) {
        self.summary = summary
    }

    private var others: [Split] {
        [.validation, .test].filter { split in
            summary.parts.contains { $0.split == split && $0.rows > 0 }
        }
    }

    private var splits: [Split] { summary.parts.map(\.split) }

    var text: String {
        guard !summary.features.isEmpty else { return "" }
        // What a person looks for comes first; the rest may be scrolled to.
        var head = "<th>feature</th><th>unit</th><th>distribution</th>"
        for split in others {
            head += number("\(split.rawValue)<br/>PSI") + number("\(split.rawValue)<br/>shift")
        }
        head += number("nulls") + number("min") + number("max")
        for split in splits { head += number("\(split.rawValue)<br/>mean ± deviation") }
        return "<h4>Features</h4>\n<div class=\"ds-scroll\"><table class=\"ds-features\"><thead>"
            + "<tr>\(head)</tr></thead><tbody>\n"
            + summary.features.map(row).joined(separator: "\n")
            + "\n</tbody></table></div>\n" + explanation
    }

    private func number(_ words: String) -> String { "<th class=\"ds-n\">\(words)</th>" }

    private var explanation: String {
        "<p class=\"ds-note\">Shift: how far the mean is from that in training, in standard "
            + "deviations. PSI: population stability index over the deciles of training; above "
            + "\(NumberText.fixed(FeatureDrift.moderateThreshold, 1)) a feature has moved, above "
            + "\(NumberText.fixed(FeatureDrift.threshold, 2)) it is another one (marked ▲). A split "
            + "with fewer than \(FeatureDrift.leastValues) values tells neither. Features in units of "
            + "price drift wherever the price does.</p>\n"
    }

    private func row(_ feature: FeatureSummary) -> String {
        let all = splits.compactMap { feature.statistics[$0] }
        var text =
            "<tr><td title=\"\(SVGText.escaped(feature.meaning))\">\(SVGText.escaped(feature.name))"
            + "</td><td><small>\(SVGText.escaped(feature.unit))</small></td>"
            + "<td>\(DatasetHistogram(feature).svg)</td>"
        for split in others { text += cells(feature.drift[split]) }
        text +=
            "<td class=\"ds-n\">\(nulls(feature))</td>"
            + "<td class=\"ds-n\">\(DatasetMarkup.number(all.compactMap(\.minimum).min()))</td>"
            + "<td class=\"ds-n\">\(DatasetMarkup.number(all.compactMap(\.maximum).max()))</td>"
        for split in splits {
            let values = feature.statistics[split]
            text +=
                "<td class=\"ds-n\">\(DatasetMarkup.number(values?.mean)) "
                + "<small>± \(DatasetMarkup.number(values?.standardDeviation))</small></td>"
        }
        return text + "</tr>"
    }

    private func cells(_ drift: FeatureDrift?) -> String {
        guard let drift else { return "<td class=\"ds-n\">–</td><td class=\"ds-n\">–</td>" }
        let sign = drift.meanDifference < 0 ? "−" : drift.meanDifference > 0 ? "+" : ""
        let shift = sign + NumberText.fixed(drift.meanDifference.magnitude, 2)
        let index = NumberText.fixed(drift.stabilityIndex, 2)
        let role =
            drift.isFlagged
            ? " ds-flag" : drift.stabilityIndex > FeatureDrift.moderateThreshold ? " ds-moved" : ""
        return "<td class=\"ds-n\(role)\">\(drift.isFlagged ? "▲ " : "")\(index)</td>"
            + "<td class=\"ds-n\">\(shift)</td>"
    }

    /// Rows without a number, per split; what should never be there is named.
    private func nulls(_ feature: FeatureSummary) -> String {
        let all = splits.map { feature.statistics[$0] ?? ColumnStatistics() }
        let counts = all.map { $0.nulls.grouped }
        let text = all.allSatisfy { $0.nulls == 0 } ? "0" : counts.joined(separator: " / ")
        let odd = all.reduce(0) { $0 + $1.nans + $1.infinities }
        return odd == 0
            ? text
            : "\(text) <span class=\"ds-flag\">\(odd.grouped) NaN or infinite</span>"
    }
}
