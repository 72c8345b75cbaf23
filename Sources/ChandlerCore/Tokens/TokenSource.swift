/// The seam between aggregators and the pipeline: whoever can tell what a token is worth now.
///
/// Implementations retry what is worth retrying and keep within the source's limits; what they throw
/// is final.
public protocol TokenSource: Sendable {
    /// The source's name in the table, such as `jupiter`.
    var source: String { get }

    /// Asks for tokens, in as many requests as the source needs.
    ///
    /// - Returns: What was found; absence means that the source knows nothing, never zero.
    /// - Throws: ``VenueError``, with code `refused` where the source has no answer to such questions.
    func tokens(_ question: TokenQuestion) async throws(VenueError) -> TokenAnswer

    /// What has been asked of the source so far.
    var counters: RequestCounters { get }
}

/// The seam between aggregators and the pipeline: whoever can fetch candles of a pool.
public protocol PoolCandleSource: Sendable {
    /// The aggregator's name in the table, such as `geckoterminal`.
    var venue: String { get }

    /// The intervals it has.
    var intervals: [Interval] { get }

    /// Looks a pool up, and which of its tokens is priced.
    ///
    /// - Throws: ``VenueError`` with code `unknownSymbol` where there is no such pool.
    func pool(_ address: String, on network: String) async throws(VenueError) -> Pool

    /// The aggregator's own clock, which decides whether a candle is complete.
    func serverTime() async throws(VenueError) -> Timestamp

    /// The first open time that is still served at a moment; `nil` where history is whole.
    func served(_ interval: Interval, at now: Timestamp) -> Timestamp?

    /// Fetches a span page by page, in order of time.
    ///
    /// The pages' ranges touch and cover `range` exactly; the forming candle is in none.
    ///
    /// Errors thrown while iterating are ``VenueError``.
    func pages(
        of series: PoolSeriesID,
        in range: TimeRange,
        closedBefore: Timestamp
    ) -> any AsyncSequence<TokenCandlePage, any Error> & Sendable

    /// What has been asked of the aggregator so far.
    var counters: RequestCounters { get }
}
