import ChandlerCore

/// A series as tables show it: the ticker first, which people look for.
enum SeriesName {
    static func markup(_ series: SeriesID) -> Markup {
        Markup("b", [:], Markup(series.symbol.text)) + Markup(" \(series.interval.rawValue) ")
            + Markup("small", [:], Markup(series.venue))
    }
}
