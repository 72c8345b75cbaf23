public import ChandlerCore

/// How complete one month of a series is.
public struct MonthCoverage: Sendable, Hashable {
    /// The month.
    public let month: Month
    /// Candles that the part of the month inside the series' span has room for.
    public let expected: Int
    /// Candles that the series has, in the table or in an archive.
    public let present: Int
    /// Candles that were not fetched yet.
    public let open: Int
    /// Candles that the venue has not got.
    public let confirmed: Int
    /// Whether the candles are in an archive and not in the table.
    public let isArchived: Bool
    /// Which part of the month the series' span has, from 0 to 1; a whole month from 0 to 1.
    public let begin: Double
    /// Where that part ends.
    public let end: Double

    /// Candles that were sent and broke a rule, so that nothing is stored in their place.
    public var rejected: Int { max(0, expected - present - open - confirmed) }

    /// Whether every candle that the span has room for is there.
    public var isComplete: Bool { present == expected }

    /// Whether the series begins or ends inside the month.
    public var isPartial: Bool { begin > 0 || end < 1 }
}
