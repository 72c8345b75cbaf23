import ChandlerCore
import ChandlerDatasets

/// Writes the splits of a dataset as a line of time, with what was left out between them.
struct DatasetTimeLine {
    let summary: DatasetSummary

    init(_ summary: DatasetSummary) {
        self.summary = summary
    }

    var text: String {
        guard !summary.range.isEmpty else { return "" }
        return "<h4>Splits</h4>\n<div class=\"ds-line\">" + bars + dropped + "</div>\n" + dates
            + key
    }

    // MARK: - The line

    private var bars: String {
        summary.parts.map { part in
            let place = place(part.range)
            // The words stand between what is left out at both ends, whole or not at all: where
            // they do not fit they fall to a second line that nobody sees.
            let lead = share(overlap(part.range, leftOut.map(\.embargo)))
            let trail = share(overlap(part.range, leftOut.map(\.purge)))
            let isFree = place.width - lead - trail > 0
            let padding = isFree ? "0 \(room(trail)) 0 \(room(lead))" : "0"
            let style =
                "left:\(percent(place.start));width:\(percent(place.width));padding:\(padding)"
            let title =
                "\(part.split.rawValue): \(part.rows.grouped) rows, "
                + "\(part.range.start.compact) to \(part.range.end.compact)"
            let words = "<i></i><em>\(part.split.rawValue) \(part.rows.grouped)</em>"
            return "<span class=\"ds-\(DatasetMarkup.index(part.split))\" style=\"\(style)\" "
                + "title=\"\(SVGText.escaped(title))\">\(isFree ? words : "")</span>"
        }.joined()
    }

    private func room(_ share: Double) -> String {
        share > 0 ? "calc(max(4px,\(percent(share))) + 6px)" : "8px"
    }

    private var dropped: String {
        leftOut.map { purge, embargo in
            span(purge, "ds-purge", "purged: labels reach into the next split")
                + span(embargo, "ds-embargo", "embargo after the boundary")
        }.joined()
    }

    /// What is left out before and after each boundary.
    private var leftOut: [(purge: TimeRange, embargo: TimeRange)] {
        let range = summary.range
        return summary.boundaries.map { boundary in
            (
                TimeRange(
                    boundary - min(summary.purgeMicroseconds, boundary - range.start),
                    boundary
                ),
                TimeRange(
                    boundary,
                    boundary + min(summary.embargoMicroseconds, max(0, range.end - boundary))
                )
            )
        }
    }

    private func span(_ part: TimeRange, _ role: String, _ title: String) -> String {
        guard !part.isEmpty else { return "" }
        let place = place(part)
        // What is too thin to be seen grows away from the boundary.
        let side =
            role == "ds-purge"
            ? "right:\(percent(1 - place.start - place.width))" : "left:\(percent(place.start))"
        return "<span class=\"\(role)\" style=\"\(side);width:\(percent(place.width))\" title=\""
            + "\(SVGText.escaped(title))\"></span>"
    }

    private func place(_ part: TimeRange) -> (start: Double, width: Double) {
        let range = summary.range
        let all = Double(range.microseconds)
        let start = min(max(0, Double(part.start - range.start) / all), 1)
        return (start, min(Double(part.microseconds) / all, 1 - start))
    }

    private func overlap(_ part: TimeRange, _ others: [TimeRange]) -> Int64 {
        others.reduce(0) { $0 + ($1.intersection(part)?.microseconds ?? 0) }
    }

    private func share(_ microseconds: Int64) -> Double {
        Double(microseconds) / Double(summary.range.microseconds)
    }

    private func percent(_ share: Double) -> String { "\(NumberText.fixed(share * 100, 3))%" }

    // MARK: - Dates

    /// About the pixels of a character.
    private static let digit = 7.0
    /// The line's pixels in the narrowest window that shows more than the first and last moment.
    private static let narrowest = 870.0

    /// Both ends, and the boundaries that stay clear of other dates.
    private var dates: String {
        let range = summary.range
        let last = "\(range.end.compact) UTC"
        var text = "<div class=\"ds-ends\"><span>\(range.start.compact)</span>"
        var end = Double(range.start.compact.count) * Self.digit
        let limit = Self.narrowest - Double(last.count) * Self.digit
        for boundary in summary.boundaries {
            let share = min(max(0, share(boundary - range.start)), 1)
            let half = Double(boundary.compact.count) * Self.digit / 2
            let middle = share * Self.narrowest
            guard middle - half > end + 8, middle + half < limit - 8 else { continue }
            end = middle + half
            text +=
                "<span class=\"ds-mid\" style=\"left:\(percent(share))\">\(boundary.compact)</span>"
        }
        return text + "<span class=\"ds-last\">\(last)</span></div>\n"
    }

    private var key: String {
        var text = "<ul class=\"ds-key\">"
        for part in summary.parts {
            let share = summary.rows > 0 ? Double(part.rows) / Double(summary.rows) : 0
            text += "<li><i class=\"ds-\(DatasetMarkup.index(part.split))\"></i>"
            text += "\(part.split.rawValue) \(part.rows.grouped) rows, \(NumberText.percent(share))"
            if part.range.start > summary.range.start {
                text += " <small>from \(part.range.start.compact)</small>"
            }
            text += "</li>"
        }
        if !summary.boundaries.isEmpty {
            let purge = DatasetMarkup.length(summary.purgeMicroseconds)
            let embargo = DatasetMarkup.length(summary.embargoMicroseconds)
            text += "<li><i class=\"ds-purge\"></i>purge \(purge)</li>"
            text += "<li><i class=\"ds-embargo\"></i>embargo \(embargo)</li>"
        }
        return text + "</ul>\n"
    }
}
