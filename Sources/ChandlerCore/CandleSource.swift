/// The seam between venues and the pipeline: whoever can fetch candles of one venue.
///
/// A new venue conforms to this in a folder of its own under `ChandlerVenues`. Implementations
/// retry what is worth retrying and keep within the venue's limits; what they throw is final.
public protocol CandleSource: Sendable {
    /// The venue's name in the table, such as `binance`.
    var venue: String { get }

    /// The intervals this venue has.
    var intervals: [Interval] { get }

    /// What it means that a candle is missing between others.
    var missing: MissingCandle { get }

    /// All instruments in the venue's list; empty where there is none.
    ///
    /// - Throws: ``VenueError`` where the list cannot be had.
    func instruments() async throws(VenueError) -> [Instrument]

    /// The last 24 hours' turnover of all instruments that trade now, in the venue's order.
    ///
    /// Instruments of which the venue tells no amount are left out.
    ///
    /// - Throws: ``VenueError`` with code `refused` where the venue has no such list, or where it
    ///   cannot be had.
    func turnover() async throws(VenueError) -> [InstrumentTurnover]

    /// Looks an instrument up in the venue's own list; `nil` where there is no list to look in.
    ///
    /// - Throws: ``VenueError`` with code `unknownSymbol` where the venue has none of that name.
    func instrument(_ symbol: Symbol) async throws(VenueError) -> Instrument?

    /// The venue's own clock, which decides whether a candle is complete.
    func serverTime() async throws(VenueError) -> Timestamp

    /// The open time of the first candle at or after a moment, or `nil` where there is none.
    func firstOpenTime(
        of series: SeriesID,
        from start: Timestamp
    ) async throws(VenueError) -> Timestamp?

    /// Fetches a span page by page: in order, later pages prefetched while earlier are processed.
    ///
    /// The pages' ranges touch and cover `range` exactly. Rows that break a rule are in
    /// ``CandlePage/rejected``; every other row whose interval ended at or before `closedBefore`
    /// is in ``CandlePage/candles``. The forming candle is in neither.
    ///
    /// Stopping the iteration cancels what is in flight. Errors thrown while iterating are
    /// ``VenueError``.
    func pages(
        of series: SeriesID,
        in range: TimeRange,
        closedBefore: Timestamp
    ) -> any AsyncSequence<CandlePage, any Error> & Sendable

    /// What has been asked of the venue so far.
    var counters: RequestCounters { get }

    /// What became of the files of the venue's bulk archive, where one is used.
    var archived: ArchiveTally? { get }

    /// The first open time that the venue still serves at a moment; `nil` where history is whole.
    func served(_ interval: Interval, at now: Timestamp) -> Timestamp?
}

extension CandleSource {
    /// No archive is used.
    public var archived: ArchiveTally? { nil }

    /// History is whole.
    public func served(_ interval: Interval, at now: Timestamp) -> Timestamp? { nil }

    /// There is no list of turnovers.
    public func turnover() async throws(VenueError) -> [InstrumentTurnover] {
        throw VenueError(
            .refused,
            "list the 24-hour turnover of \(venue): there is no such list here, so the most traded "
                + "cannot be picked; name the symbols instead"
        )
    }
}

/// One response of a venue, parsed.
public struct CandlePage: Sendable {
    /// The span this page answers for; pages of one fetch touch.
    public let range: TimeRange
    /// Complete candles, open times strictly ascending, inside `range`.
    public let candles: [Candle]
    /// Rows that broke a rule.
    public let rejected: [RejectedRow]
    /// Where the rows came from.
    public let origin: PageOrigin

    /// Creates a page.
    public init(
        range: TimeRange,
        candles: [Candle],
        rejected: [RejectedRow],
        origin: PageOrigin
    ) {
        self.range = range
        self.candles = candles
        self.rejected = rejected
        self.origin = origin
    }
}

/// Where a page came from, kept so that any row can be explained later.
public struct PageOrigin: Sendable, Hashable {
    /// The host that answered, with its port where it is not the scheme's own.
    public let host: String
    /// The path without the query.
    public let path: String
    /// When the answer arrived, by this machine's clock.
    public let fetchedAt: Timestamp

    /// Creates an origin.
    public init(host: String, path: String, fetchedAt: Timestamp) {
        self.host = host
        self.path = path
        self.fetchedAt = fetchedAt
    }
}

/// What was asked of a venue during a run.
public struct RequestCounters: Sendable, Hashable {
    /// Requests sent, retries included.
    public var requests: Int
    /// Requests that repeated an earlier one after a fault.
    public var retries: Int
    /// Bytes received on the wire, before decompression.
    public var bytes: Int

    /// Creates counters.
    public init(requests: Int = 0, retries: Int = 0, bytes: Int = 0) {
        self.requests = requests
        self.retries = retries
        self.bytes = bytes
    }
}
