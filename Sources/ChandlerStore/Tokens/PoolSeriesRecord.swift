public import ChandlerCore

/// What the database says about a pool's series: a row of `cubi.token_series`.
public struct PoolSeriesRecord: Sendable, Hashable {
    /// Indicator state as it was after one candle.
    public struct State: Sendable, Hashable {
        /// The open time of the last candle the state has seen.
        public let openTime: Timestamp
        /// The state's own bytes.
        public let bytes: [UInt8]

        /// Creates a state.
        public init(openTime: Timestamp, bytes: [UInt8]) {
            self.openTime = openTime
            self.bytes = bytes
        }
    }

    /// The series.
    public let series: PoolSeriesID
    /// The open time of the first stored candle; `nil` while there is none.
    public var firstOpenTime: Timestamp?
    /// The open time of the last stored candle; `nil` while there is none.
    public var watermark: Timestamp?
    /// The spans the aggregator has answered for; an interval inside without a candle was silent.
    public var coverage: Coverage
    /// The names of the indicators stored with each candle, in canonical order.
    public var indicators: [String]
    /// The fingerprint of the set the state belongs to.
    public var fingerprint: String
    /// Where to go on computing, a few candles before the watermark; `nil` before the first candle.
    public var state: State?
    /// Whether stored indicators await recomputation from the first candle.
    public var isStale: Bool

    /// Creates a record.
    public init(
        series: PoolSeriesID,
        firstOpenTime: Timestamp? = nil,
        watermark: Timestamp? = nil,
        coverage: Coverage = Coverage(),
        indicators: [String],
        fingerprint: String,
        state: State? = nil,
        isStale: Bool = false
    ) {
        self.series = series
        self.firstOpenTime = firstOpenTime
        self.watermark = watermark
        self.coverage = coverage
        self.indicators = indicators
        self.fingerprint = fingerprint
        self.state = state
        self.isStale = isStale
    }
}
