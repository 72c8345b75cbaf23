import ChandlerCore
import ChandlerStore

/// What stands above everything: whose data, when, how things stand.
struct HeadSection {
    let data: ReportData

    var markup: Markup {
        Markup(
            "header",
            [:],
            Markup("p", ["class": "brand"], Markup("Chandler report")),
            Markup("h1", [:], Markup(data.database)),
            Markup(
                "p",
                ["class": "lead"],
                Markup("Made "),
                Markup(
                    "time",
                    ["datetime": data.options.now.description],
                    Markup("\(data.options.now.compact) UTC")
                ),
                Markup(
                    data.options.filterWords.isEmpty ? "" : ", of \(data.options.filterWords) only"
                )
            ),
            verdict,
            tiles
        )
    }

    private var verdict: Markup {
        let verdict = data.verdict
        let sign =
            switch verdict.grade {
            case .complete: "✓"
            case .empty: "–"
            case .gaps: "!"
            case .failed: "✕"
            }
        return Markup(
            "p",
            ["class": "verdict \(verdict.grade.rawValue)", "role": "status"],
            Markup("span", ["aria-hidden": "true"], Markup(sign)),
            Markup("strong", [:], Markup(verdict.words))
        )
    }

    // MARK: - Totals

    private var tiles: Markup {
        let series = data.series
        let stored = series.reduce(0) { $0 + $1.stored }
        let archived = series.reduce(0) { $0 + $1.archived }
        let expected = series.reduce(0) { $0 + $1.expected }
        var tiles = [
            tile("Series", Figures.count(series.count), venues),
            tile(
                "Candles",
                Figures.count(stored),
                archived > 0 ? "and \(Figures.count(archived)) archived" : "in the table"
            ),
            tile(
                "Complete",
                Figures.percent(stored + archived, of: expected),
                "\(Figures.count(expected - stored - archived)) missing"
            ),
            tile(
                "Open gaps",
                Figures.count(data.gaps.openCount),
                "of \(Figures.plural(data.gaps.count, "gap"))"
            ),
        ]
        if let last = data.runs.first {
            tiles.append(tile("Last run", last.outcome, "\(last.startedAt.minutes) UTC"))
        }
        return Markup("dl", ["class": "tiles"], tiles)
    }

    private var venues: String {
        let count = Set(data.series.map(\.series.venue)).count
        return "at \(Figures.plural(count, "venue"))"
    }

    private func tile(_ name: String, _ value: String, _ detail: String) -> Markup {
        Markup(
            "div",
            [:],
            Markup("dt", [:], Markup(name)),
            Markup("dd", [:], Markup("b", [:], Markup(value)), Markup("small", [:], Markup(detail)))
        )
    }
}

extension Timestamp {
    /// The moment to the minute, for people: `2024-03-01 12:30`.
    var minutes: String {
        let text = description
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5))"
    }
}
