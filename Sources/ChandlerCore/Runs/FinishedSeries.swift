/// Where one series stands at the end of a run.
public struct FinishedSeries: Sendable, Hashable {
    /// The venue's name.
    public let venue: String
    /// The ticker, or a pool's address.
    public let symbol: String
    /// The length of a candle.
    public let interval: Interval
    /// The open time of the last stored candle; `nil` where nothing is stored.
    public let watermark: Timestamp?
    /// Rows that were inserted or updated by the run.
    public let rows: Int
    /// Gaps of the whole series that were not fetched yet.
    public let gapsOpen: Int
    /// Candles missing in all gaps of the series.
    public let missing: Int
    /// Rows that broke a rule and were not stored.
    public let rejected: Int

    /// Creates a series' standing.
    public init(
        venue: String,
        symbol: String,
        interval: Interval,
        watermark: Timestamp?,
        rows: Int,
        gapsOpen: Int,
        missing: Int,
        rejected: Int
    ) {
        self.venue = venue
        self.symbol = symbol
        self.interval = interval
        self.watermark = watermark
        self.rows = rows
        self.gapsOpen = gapsOpen
        self.missing = missing
        self.rejected = rejected
    }
}
