public import ChandlerCore

/// How complete a series is, as a whole and month by month.
public struct SeriesCoverage: Sendable {
    /// The series.
    public let series: SeriesID
    /// From the first candle to the end of the last one.
    public let range: TimeRange
    /// The open time of the last stored candle.
    public let watermark: Timestamp
    /// The names of the stored indicators.
    public let indicators: [String]
    /// From here on, indicators await recomputation.
    public let staleFrom: Timestamp?
    /// Every month of the span in which a candle opens, ascending.
    public let months: [MonthCoverage]
    /// Gaps that were not fetched yet, those after the last candle too.
    public let gapsOpen: Int
    /// Gaps that the venue has no candles for, those after the last candle too.
    public let gapsConfirmed: Int

    /// Candles that the span has room for.
    public var expected: Int { months.reduce(0) { $0 + $1.expected } }
    /// Candles that are in the table.
    public var stored: Int { months.reduce(0) { $0 + ($1.isArchived ? 0 : $1.present) } }
    /// Candles that are in an archive.
    public var archived: Int { months.reduce(0) { $0 + ($1.isArchived ? $1.present : 0) } }
    /// Candles that broke a rule.
    public var rejected: Int { months.reduce(0) { $0 + $1.rejected } }
    /// Candles that are not there, whatever the reason.
    public var missing: Int { expected - stored - archived }
    /// Whether every candle of the span is there.
    public var isComplete: Bool { missing == 0 }
}
