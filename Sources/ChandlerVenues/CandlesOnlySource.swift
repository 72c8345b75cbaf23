import ChandlerCore

/// A venue's candles from a place that serves nothing else, such as a mirror or a cache.
///
/// Without the venue's list a symbol is taken as it stands; without its clock this machine's own
/// decides which candles are complete, so it must not run ahead.
struct CandlesOnlySource: CandleSource {
    private let source: any CandleSource

    init(_ source: any CandleSource) {
        self.source = source
    }

    var venue: String { source.venue }

    var intervals: [Interval] { source.intervals }

    var counters: RequestCounters { source.counters }

    func served(_ interval: Interval, at now: Timestamp) -> Timestamp? {
        source.served(interval, at: now)
    }

    var missing: MissingCandle { source.missing }

    func instruments() async throws(VenueError) -> [Instrument] { [] }

    func instrument(_ symbol: Symbol) async throws(VenueError) -> Instrument? { nil }

    func serverTime() async throws(VenueError) -> Timestamp { .now }

    func firstOpenTime(
        of series: SeriesID,
        from start: Timestamp
    ) async throws(VenueError) -> Timestamp? {
        try await source.firstOpenTime(of: series, from: start)
    }

    func pages(
        of series: SeriesID,
        in range: TimeRange,
        closedBefore: Timestamp
    ) -> any AsyncSequence<CandlePage, any Error> & Sendable {
        source.pages(of: series, in: range, closedBefore: closedBefore)
    }
}
