import ChandlerCore

/// The candles of pools in numbers; nothing where there are none.
struct PoolTable {
    let data: ReportData

    var markup: Markup {
        let shown = data.pools.prefix(data.options.series)
        if shown.isEmpty { return .empty }
        let table = PageTable(
            columns: [
                .text("Pool"), .text("Token"), .text("First candle"), .text("To"),
                .number("Stored"), .number("Silent"), .number("Not asked"), .number("Complete"),
                .number("Indicators"), .text("State"),
            ],
            rows: shown.map(cells)
        )
        let left = data.pools.count - shown.count
        return Markup("h3", [:], Markup("Pools")) + table.markup("Pools")
            + Markup(
                "p",
                ["class": "note"],
                Markup(
                    "Silent: the aggregator has no candle because nothing was traded; nothing is "
                        + "missing then."
                        + (left > 0 ? " \(Figures.count(left)) more pools not shown." : "")
                )
            )
    }

    private func cells(_ pool: PoolCoverage) -> [Markup] {
        func number(_ value: Int) -> Markup { Markup(Figures.count(value)) }
        return [
            Markup("b", [:], Markup("\(pool.series)")),
            Markup(pool.series.pool.symbol ?? pool.series.pool.mint),
            Markup(pool.range.start.compact), Markup(pool.range.end.compact),
            number(pool.stored), number(pool.silent), number(pool.unasked),
            Markup(Figures.percent(pool.expected - pool.unasked, of: pool.expected)),
            number(pool.indicators), Markup(pool.isStale ? "stale" : "current"),
        ]
    }
}
