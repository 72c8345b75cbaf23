import ChandlerCore
import Synchronization

/// A venue whose candles, faults and clock a test holds in its hands.
final class InMemoryVenue: CandleSource {
    /// What the venue knows of one series.
    struct Book: Sendable {
        var candles: [Timestamp: Candle] = [:]
        /// Rows that break a rule, in the place of a candle or beside it.
        var broken: [RejectedRow] = []
    }

    private struct Contents {
        var now: Timestamp
        var books: [SeriesID: Book] = [:]
        var served: [SeriesID: [Timestamp: Candle]] = [:]
        var asked: [TimeRange] = []
        var counters = RequestCounters()
        var generator: SeededGenerator
        var pageSlots: ClosedRange<Int>
        var failAfterPages: Int?
    }

    let venue = "memory"
    let intervals: [Interval]
    let missing = MissingCandle.outage
    private let contents: Mutex<Contents>
    private let moments: Moments

    init(
        now: Timestamp,
        seed: UInt64 = 1,
        pageSlots: ClosedRange<Int> = 1_000...1_000,
        intervals: [Interval] = Interval.allCases,
        moments: Moments = Moments()
    ) {
        self.intervals = intervals
        self.moments = moments
        contents = Mutex(
            Contents(now: now, generator: SeededGenerator(seed: seed), pageSlots: pageSlots)
        )
    }

    // MARK: - What a test does

    /// Changes what the venue knows of a series.
    func change(_ series: SeriesID, _ body: (inout Book) -> Void) {
        contents.withLock { body(&$0.books[series, default: Book()]) }
    }

    func book(_ series: SeriesID) -> Book {
        contents.withLock { $0.books[series] ?? Book() }
    }

    var now: Timestamp {
        get { contents.withLock { $0.now } }
        set { contents.withLock { $0.now = newValue } }
    }

    /// The newest answer for every candle that was ever sent.
    func served(_ series: SeriesID) -> [Timestamp: Candle] {
        contents.withLock { $0.served[series] ?? [:] }
    }

    /// The spans that were asked for since the last call.
    func takeAsked() -> [TimeRange] {
        contents.withLock { contents in
            defer { contents.asked = [] }
            return contents.asked
        }
    }

    /// Lets the next fetches fail after so many pages; `nil` mends the venue.
    func fail(afterPages count: Int?) {
        contents.withLock { $0.failAfterPages = count }
    }

    // MARK: - CandleSource

    func instruments() async throws(VenueError) -> [Instrument] { [] }

    func instrument(_ symbol: Symbol) async throws(VenueError) -> Instrument? {
        Instrument(
            venue: venue,
            symbol: symbol,
            venueSymbol: symbol.text,
            baseAsset: "BASE",
            quoteAsset: "QUOTE",
            status: "TRADING",
            tickSize: "0.01000000"
        )
    }

    func serverTime() async throws(VenueError) -> Timestamp { now }

    func firstOpenTime(
        of series: SeriesID,
        from start: Timestamp
    ) async throws(VenueError) -> Timestamp? {
        let book = book(series)
        return (book.candles.keys.map { $0 } + book.broken.compactMap(\.openTime))
            .filter { $0 >= start }.min()
    }

    func pages(
        of series: SeriesID,
        in range: TimeRange,
        closedBefore: Timestamp
    ) -> any AsyncSequence<CandlePage, any Error> & Sendable {
        contents.withLock { $0.asked.append(range) }
        return Pages(venue: self, series: series, range: range, closedBefore: closedBefore)
    }

    var counters: RequestCounters { contents.withLock { $0.counters } }

    /// The page that begins at a moment.
    fileprivate func page(
        _ series: SeriesID,
        from start: Timestamp,
        in range: TimeRange,
        closedBefore: Timestamp
    ) async throws -> CandlePage {
        await moments.pass()
        try Task.checkCancellation()
        let interval = series.interval
        return try contents.withLock { contents in
            if let left = contents.failAfterPages {
                if left == 0 { throw VenueError(.unreachable, "the venue went away") }
                contents.failAfterPages = left - 1
            }
            contents.counters.requests += 1
            let slots = Int.random(in: contents.pageSlots, using: &contents.generator)
            let end = min(range.end, interval.advance(interval.floor(start), by: max(1, slots)))
            let span = TimeRange(start, end)
            let book = contents.books[series] ?? Book()
            let candles = book.candles.values
                .filter { span.contains($0.openTime) }
                .filter { interval.close(of: $0.openTime) <= closedBefore }
                .sorted { $0.openTime < $1.openTime }
            for candle in candles {
                contents.served[series, default: [:]][candle.openTime] = candle
            }
            return CandlePage(
                range: span,
                candles: candles,
                rejected: book.broken.filter { span.contains($0.openTime ?? range.start) },
                origin: PageOrigin(host: "memory", path: "/candles", fetchedAt: contents.now)
            )
        }
    }

    private struct Pages: AsyncSequence, Sendable {
        typealias Element = CandlePage
        let venue: InMemoryVenue
        let series: SeriesID
        let range: TimeRange
        let closedBefore: Timestamp

        func makeAsyncIterator() -> Iterator { Iterator(pages: self, position: range.start) }

        struct Iterator: AsyncIteratorProtocol {
            let pages: Pages
            var position: Timestamp

            mutating func next() async throws -> CandlePage? {
                guard position < pages.range.end else { return nil }
                let page = try await pages.venue.page(
                    pages.series,
                    from: position,
                    in: pages.range,
                    closedBefore: pages.closedBefore
                )
                position = page.range.end
                return page
            }
        }
    }
}

/// The moments of a run at which a test may step in: pages that are asked for, rows committed.
final class Moments: Sendable {
    private let state = Mutex<(left: Int?, stop: (@Sendable () -> Void)?)>((nil, nil))

    /// Calls `stop` at the moment after so many others.
    func stop(after count: Int, _ stop: @escaping @Sendable () -> Void) {
        state.withLock { $0 = (count, stop) }
    }

    func clear() { state.withLock { $0 = (nil, nil) } }

    func pass() async {
        strike()
        await Task.yield()
    }

    func strike() {
        let stop = state.withLock { state -> (@Sendable () -> Void)? in
            guard let left = state.left else { return nil }
            state.left = left == 0 ? nil : left - 1
            return left == 0 ? state.stop : nil
        }
        stop?()
    }
}
