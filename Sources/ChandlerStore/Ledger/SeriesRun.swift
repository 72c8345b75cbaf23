public import ChandlerCore

/// The last run that worked on a series.
public struct SeriesRun: Sendable {
    /// The run, without its report.
    public let run: RunRecord
    /// How it ended for this series: of many series, one may fail and the others not.
    public let status: RunStatus
    /// Why it failed for this series; `nil` where it did not, or where the run alone says why.
    public let error: String?
}

/// A series of either kind as reports name it.
struct ReportedSeries: Hashable {
    let venue: String
    /// The ticker, or the pool's address.
    let name: String
    let interval: String

    init(_ series: SeriesID) {
        venue = series.venue
        name = series.symbol.text
        interval = series.interval.rawValue
    }

    init(_ series: PoolSeriesID) {
        venue = series.venue
        name = series.pool.address
        interval = series.interval.rawValue
    }

    init(venue: String, name: String, interval: String) {
        self.venue = venue
        self.name = name
        self.interval = interval
    }
}
