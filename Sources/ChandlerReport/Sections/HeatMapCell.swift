import ChandlerCore

/// One month of one series: colour for completeness, marks for what else there is to know.
struct HeatMapCell {
    private let coverage: MonthCoverage

    init(_ coverage: MonthCoverage) {
        self.coverage = coverage
    }

    var markup: Markup {
        Markup(
            "td",
            ["class": classes, "style": style, "title": title],
            coverage.isComplete || hidesText
                ? Markup("i", [:], Markup(percent)) : Markup(String(wholePercent))
        )
    }

    /// 0 for nothing, 6 for everything, never rounded up.
    var level: Int {
        if coverage.isComplete { return 6 }
        if coverage.present == 0 { return 0 }
        switch wholePercent {
        case ..<50: return 1
        case ..<80: return 2
        case ..<95: return 3
        case ..<99: return 4
        default: return 5
        }
    }

    private var wholePercent: Int {
        Figures.wholePercent(coverage.present, of: coverage.expected)
    }

    private var percent: String { Figures.percent(coverage.present, of: coverage.expected) }

    /// Text is not legible over hatching and beside the edge of a part.
    private var hidesText: Bool { coverage.isArchived || coverage.isPartial }

    private var classes: String {
        "m l\(level)" + (coverage.isArchived ? " a" : "") + (coverage.isPartial ? " p" : "")
            + (coverage.open > 0 ? " o" : "")
    }

    /// Which part of the cell is filled; at least a line of it is seen.
    private var style: String? {
        guard coverage.isPartial else { return nil }
        let begin = min(Int(coverage.begin * 100), 94)
        let end = max(Int((coverage.end * 100).rounded(.up)), begin + 6)
        return "--b:\(begin)%;--e:\(end)%"
    }

    /// The numbers, for who points at the cell and for who has it read out.
    var title: String {
        var words =
            "\(coverage.month.dashed): \(percent), \(Figures.count(coverage.present)) of "
            + Figures.plural(coverage.expected, "candle")
        if coverage.open > 0 { words += ", \(Figures.count(coverage.open)) not fetched" }
        if coverage.confirmed > 0 {
            words += ", \(Figures.count(coverage.confirmed)) not at the venue"
        }
        if coverage.rejected > 0 { words += ", \(Figures.count(coverage.rejected)) broke a rule" }
        if coverage.isPartial { words += "; part of the month" }
        if coverage.isArchived { words += "; archived" }
        return words
    }
}
