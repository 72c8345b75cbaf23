public import ChandlerCore

/// One transaction of a series: rows and everything that must move together with them.
public struct LoadJob: Sendable {
    /// How rows reach their month's partition.
    public enum Way: Sendable, Hashable {
        /// Nothing is stored in the span: rows are copied straight in.
        case insert
        /// The span holds rows: new ones are staged and merged, unchanged rows are not written.
        case merge
        /// Only the indicators of stored rows are written, where they differ.
        case refreshIndicators
    }

    /// The series.
    public let series: SeriesID
    /// The span inside one month that the job settles.
    public let range: TimeRange
    /// How rows reach the partition.
    public let way: Way
    /// The rows to write, open times ascending, all inside `range`.
    public let candles: [Candle]
    /// Their indicators, row by row as `candles`; `nil` stores none.
    public let indicators: IndicatorColumns?
    /// Whether an earlier batch of the same turn order fills the same month.
    public var continuesMonth = false
    /// How many of the rows are not stored yet.
    public var newRows = 0
    /// Stored candles the venue sent with other values.
    public var revisions: [CandleRevision] = []
    /// Rows that were not stored.
    public var rejects: [RejectEntry] = []
    /// Where the rows came from; `nil` when nothing was fetched.
    public var segment: Segment?
    /// The gaps inside `gapRange`, which replace those recorded there.
    public var gaps: [Gap] = []
    /// The span `gaps` speaks of; `nil` leaves the recorded gaps alone.
    public var gapRange: TimeRange?
    /// The series' record afterwards; `nil` while nothing is stored.
    public var record: SeriesRecord?
    /// States to save; saving a tail state replaces the earlier ones.
    public var states: [SavedState] = []

    /// Creates a job without ledger entries; those are set afterwards.
    public init(
        series: SeriesID,
        range: TimeRange,
        way: Way,
        candles: [Candle],
        indicators: IndicatorColumns?
    ) {
        precondition(
            indicators.map { $0.count == candles.count } ?? true,
            "Invariant: indicators and candles of a job have the same rows"
        )
        self.series = series
        self.range = range
        self.way = way
        self.candles = candles
        self.indicators = indicators
    }
}

/// Where a loaded span came from: a row of `ingest_segments`.
public struct Segment: Sendable, Hashable {
    /// The host that answered; several are joined by a comma.
    public let host: String
    /// The path without the query.
    public let path: String
    /// How many pages contributed.
    public let pages: Int
    /// How many candles the venue sent.
    public let rowCount: Int
    /// SHA-256 of the rows as fetched.
    public let digest: String
    /// When the first page arrived.
    public let firstFetchedAt: Timestamp
    /// When the last page arrived.
    public let lastFetchedAt: Timestamp

    /// Creates a segment.
    public init(
        host: String,
        path: String,
        pages: Int,
        rowCount: Int,
        digest: String,
        firstFetchedAt: Timestamp,
        lastFetchedAt: Timestamp
    ) {
        self.host = host
        self.path = path
        self.pages = pages
        self.rowCount = rowCount
        self.digest = digest
        self.firstFetchedAt = firstFetchedAt
        self.lastFetchedAt = lastFetchedAt
    }
}

/// A rejected row with its origin: a row of `ingest_rejects`.
public struct RejectEntry: Sendable, Hashable {
    /// The row, the rule and the reason.
    public let row: RejectedRow
    /// The page it stood in.
    public let origin: PageOrigin

    /// Creates an entry.
    public init(row: RejectedRow, origin: PageOrigin) {
        self.row = row
        self.origin = origin
    }
}
