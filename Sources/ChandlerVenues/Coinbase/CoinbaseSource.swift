import ChandlerCore

/// Coinbase's candles, looked for from where its minutes begin rather than its days.
///
/// History is searched in days, but those of the oldest book begin half a year after its minutes.
/// Where the first day found is that of the oldest books, shorter candles may lie before it, so
/// the search answers with the moment at which the oldest minute opened: no candle is lost, and
/// windows without any cost a request each.
///
/// **Source:** BTC-USD was seen to begin on 2015-01-20 in minutes, and on 2015-07-20 in hours and
/// days. Other intervals are taken to begin as early as minutes.
struct CoinbaseSource: CandleSource {
    /// No candle of the venue is older; the search for a series' beginning starts here.
    static let firstDay = Timestamp(seconds: 1_420_070_400)
    /// 2015-01-20, when the oldest minutes open.
    static let firstMinute = Timestamp(seconds: 1_421_712_000)
    /// 2015-07-20, when the oldest hours and days open.
    static let oldestDay = Timestamp(seconds: 1_437_350_400)

    private let source: any CandleSource

    /// Makes a source over one whose history is searched in days.
    init(_ source: any CandleSource) {
        self.source = source
    }

    var venue: String { source.venue }

    var intervals: [Interval] { source.intervals }

    var counters: RequestCounters { source.counters }

    var missing: MissingCandle { source.missing }

    func instruments() async throws(VenueError) -> [Instrument] {
        try await source.instruments()
    }

    func turnover() async throws(VenueError) -> [InstrumentTurnover] {
        try await source.turnover()
    }

    func instrument(_ symbol: Symbol) async throws(VenueError) -> Instrument? {
        try await source.instrument(symbol)
    }

    func serverTime() async throws(VenueError) -> Timestamp {
        try await source.serverTime()
    }

    func firstOpenTime(
        of series: SeriesID,
        from start: Timestamp
    ) async throws(VenueError) -> Timestamp? {
        let found = try await source.firstOpenTime(of: series, from: start)
        guard let found, found <= Self.oldestDay, ![.hour, .day].contains(series.interval) else {
            return found
        }
        return min(found, max(series.interval.ceiling(start), Self.firstMinute))
    }

    func pages(
        of series: SeriesID,
        in range: TimeRange,
        closedBefore: Timestamp
    ) -> any AsyncSequence<CandlePage, any Error> & Sendable {
        source.pages(of: series, in: range, closedBefore: closedBefore)
    }
}

extension Venue {
    /// Describes one of Coinbase's two APIs.
    init(coinbase dialect: some ExchangeDialect) {
        let plain = Venue(dialect)
        self.init(
            name: plain.name,
            intervals: plain.intervals
        ) { (options) throws(VenueError) in
            CoinbaseSource(try plain.source(options))
        }
    }
}
