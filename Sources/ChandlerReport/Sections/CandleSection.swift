import ChandlerCore

/// The last candles of some series, drawn with stored indicators.
struct CandleSection {
    let data: ReportData

    private static let width = 1_216
    private static let height = 480

    var markup: Markup {
        if data.charts.isEmpty {
            return Markup(
                "p",
                [:],
                Markup(
                    data.series.isEmpty
                        ? EmptyPage.words(data) : "No candle is in the table: all are archived."
                )
            )
        }
        let left = data.series.count - data.charts.count
        return Markup("div", ["class": "charts"], data.charts.map(figure))
            + (left <= 0
                ? .empty
                : Markup(
                    "p",
                    ["class": "note"],
                    Markup(
                        "\(Figures.count(left)) more series not drawn; --venue, --symbol and "
                            + "--interval choose."
                    )
                ))
    }

    private func figure(_ stored: StoredChart) -> Markup {
        let chart = CandleChart(
            candles: stored.candles,
            interval: stored.series.interval,
            title: "\(stored.series)",
            overlays: stored.overlays,
            panels: stored.panels,
            width: Self.width,
            height: Self.height
        )
        // The heading is for narrow screens, where the chart's own title is scrolled away.
        return Markup("h3", [:], SeriesName.markup(stored.series))
            + Markup(
                "figure",
                ["class": "scroll newest", "tabindex": "0"],
                Markup(html: chart.svg(.page))
            )
    }
}
