import ChandlerCore

/// The completeness of every series in every month, as a table with a colour a cell.
///
/// Cells are kept short: they are what a page mostly consists of.
struct HeatMapSection {
    private let series: [SeriesCoverage]
    private let months: [Month]
    private let hiddenSeries: Int
    private let hiddenMonths: Int
    private let data: ReportData

    init(_ data: ReportData) {
        self.data = data
        series = Array(data.series.prefix(data.options.series))
        hiddenSeries = data.series.count - series.count
        let first = series.compactMap(\.months.first?.month).min()
        let last = series.compactMap(\.months.last?.month).max()
        var all: [Month] = []
        if let first, let last {
            var month = max(first, last.advanced(by: 1 - data.options.months))
            while month <= last {
                all.append(month)
                month = month.next
            }
            let span = (last.year - first.year) * 12 + last.month - first.month + 1
            hiddenMonths = span - all.count
        } else {
            hiddenMonths = 0
        }
        months = all
    }

    var markup: Markup {
        if series.isEmpty { return Markup("p", [:], Markup(EmptyPage.words(data))) }
        let label = "Completeness by series and month"
        return Markup(
            "p",
            ["class": "lead"],
            Markup(
                "Candles that are stored or archived, of those that the series' span has room for."
            )
        )
            + HeatMapLegend.markup
            + Markup(
                "div",
                [
                    "class": "scroll newest tall", "tabindex": "0", "role": "region",
                    "aria-label": label,
                ],
                Markup("table", ["class": "heat"], head, body)
            ) + notes
    }

    private var notes: Markup {
        var words: [String] = []
        if hiddenMonths > 0 {
            words.append("\(Figures.plural(hiddenMonths, "earlier month")) not shown")
        }
        if hiddenSeries > 0 {
            words.append(
                "\(Figures.count(hiddenSeries)) more series not shown; --venue, --symbol and "
                    + "--interval choose, \"chandler status\" lists all"
            )
        }
        return words.isEmpty
            ? .empty : Markup("p", ["class": "note"], Markup(words.joined(separator: "; ") + "."))
    }

    // MARK: - Head

    private var head: Markup {
        let years = Dictionary(grouping: months, by: \.year).sorted { $0.key < $1.key }
        return Markup(
            "thead",
            [:],
            Markup(
                "tr",
                [:],
                [Markup("th", ["rowspan": "2", "scope": "col", "class": "name"], Markup("Series"))]
                    + years.map { year, months in
                        Markup(
                            "th",
                            ["colspan": "\(months.count)", "scope": "colgroup", "class": "year"],
                            Markup(months.count > 1 ? "\(year)" : "’\(twoDigits(year % 100))")
                        )
                    }
                    + [
                        Markup(
                            "th",
                            ["rowspan": "2", "scope": "col", "class": "n"],
                            Markup("Complete")
                        )
                    ]
            ),
            Markup(
                "tr",
                [:],
                months.map { month in
                    Markup(
                        "th",
                        ["scope": "col", "class": isFirst(month) ? "y" : nil],
                        Markup(twoDigits(month.month))
                    )
                }
            )
        )
    }

    private func isFirst(_ month: Month) -> Bool { month.month == 1 || month == months.first }

    // MARK: - Body

    private var body: Markup { Markup("tbody", [:], series.map(row)) }

    private func row(_ coverage: SeriesCoverage) -> Markup {
        let present = coverage.stored + coverage.archived
        var cells = [
            Markup("th", ["scope": "row", "class": "name"], SeriesName.markup(coverage.series))
        ]
        let known = Dictionary(uniqueKeysWithValues: coverage.months.map { ($0.month, $0) })
        var empty = 0
        func closeEmpty() {
            guard empty > 0 else { return }
            cells.append(
                Markup("td", ["colspan": empty > 1 ? "\(empty)" : nil])
            )
            empty = 0
        }
        for month in months {
            guard let cell = known[month] else {
                empty += 1
                continue
            }
            closeEmpty()
            cells.append(HeatMapCell(cell).markup)
        }
        closeEmpty()
        let total = Figures.percent(present, of: coverage.expected)
        return Markup("tr", [:], cells + [Markup("td", ["class": "n"], Markup(total))])
    }
}

/// A number from 0 to 99 with a leading zero.
private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
