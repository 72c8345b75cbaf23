public import ChandlerCore

/// What the database says about a series: the row of `ingest_watermarks`.
public struct SeriesRecord: Sendable, Hashable {
    /// The series.
    public let series: SeriesID
    /// The open time of the first stored candle.
    public var firstOpenTime: Timestamp
    /// The open time of the last stored candle.
    public var watermark: Timestamp
    /// The spans the venue has answered for.
    public var coverage: Coverage
    /// The end of the latest span that was asked for and loaded whole.
    public var askedUntil: Timestamp
    /// The names of the indicators stored with each candle, in canonical order.
    public var indicators: [String]
    /// The fingerprint of the set the saved states belong to.
    public var fingerprint: String
    /// From here on, stored indicators await recomputation; `nil` when all are current.
    public var staleFrom: Timestamp?

    /// Creates a record.
    public init(
        series: SeriesID,
        firstOpenTime: Timestamp,
        watermark: Timestamp,
        coverage: Coverage,
        askedUntil: Timestamp? = nil,
        indicators: [String],
        fingerprint: String,
        staleFrom: Timestamp? = nil
    ) {
        self.series = series
        self.firstOpenTime = firstOpenTime
        self.watermark = watermark
        self.coverage = coverage
        self.askedUntil = askedUntil ?? series.interval.close(of: watermark)
        self.indicators = indicators
        self.fingerprint = fingerprint
        self.staleFrom = staleFrom
    }
}

/// Indicator state as it was after one candle: a row of `ingest_states`.
public struct SavedState: Sendable, Hashable {
    /// Why the state is kept.
    public enum Kind: String, Sendable, Hashable {
        /// The last candle of a month: kept for good, to begin a recomputation at.
        case month
        /// Near the watermark: replaced by the next load.
        case tail
    }

    /// The open time of the last candle the state has seen.
    public let lastOpenTime: Timestamp
    /// Why the state is kept.
    public let kind: Kind
    /// The fingerprint of the set the state belongs to.
    public let fingerprint: String
    /// The state's own bytes.
    public let bytes: [UInt8]

    /// Creates a saved state.
    public init(lastOpenTime: Timestamp, kind: Kind, fingerprint: String, bytes: [UInt8]) {
        self.lastOpenTime = lastOpenTime
        self.kind = kind
        self.fingerprint = fingerprint
        self.bytes = bytes
    }
}
