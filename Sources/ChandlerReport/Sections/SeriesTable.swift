import ChandlerCore

/// The numbers of every series, for who wants them exactly.
struct SeriesTable {
    let data: ReportData

    var markup: Markup {
        let shown = data.series.prefix(data.options.series)
        if shown.isEmpty { return .empty }
        let hasArchive = shown.contains { $0.archived > 0 }
        let table = PageTable(
            columns: [
                .text("Series"), .text("First candle"), .text("Last candle"), .number("Stored"),
            ] + (hasArchive ? [.number("Archived")] : []) + [
                .number("Missing"), .number("Rejected"), .number("Open gaps"),
                .number("Other gaps"),
                .number("Indicators"), .text("State"),
            ],
            rows: shown.map { cells($0, hasArchive) }
        )
        return Markup(
            "details",
            [:],
            Markup("summary", [:], Markup("Numbers of every series")),
            table.markup("Numbers of every series")
        )
    }

    private func cells(_ coverage: SeriesCoverage, _ hasArchive: Bool) -> [Markup] {
        func number(_ value: Int) -> Markup { Markup(Figures.count(value)) }
        return [
            SeriesName.markup(coverage.series), Markup(coverage.range.start.compact),
            Markup(coverage.watermark.compact), number(coverage.stored),
        ] + (hasArchive ? [number(coverage.archived)] : []) + [
            number(coverage.missing - coverage.rejected), number(coverage.rejected),
            number(coverage.gapsOpen), number(coverage.gapsConfirmed),
            number(coverage.indicators.count),
            Markup(coverage.staleFrom.map { "stale from \($0.compact)" } ?? "current"),
        ]
    }
}
