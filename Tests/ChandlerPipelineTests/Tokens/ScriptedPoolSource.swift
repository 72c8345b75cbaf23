import ChandlerCore
import Synchronization

/// An aggregator whose candles, faults and clock a test holds in its hands.
final class ScriptedPoolSource: PoolCandleSource {
    private struct Contents {
        var now: Timestamp
        var candles: [Timestamp: TokenCandle] = [:]
        var broken: [RejectedRow] = []
        var asked: [TimeRange] = []
        var pageSlots = 100
        var failAfterPages: Int?
        var history: Int64?
        var counters = RequestCounters()
        var didServe: @Sendable (Int) -> Void = { _ in }
    }

    let venue = "scripted"
    let intervals: [Interval] = [.minute, .hour, .day]
    private let contents: Mutex<Contents>

    init(now: Timestamp) {
        contents = Mutex(Contents(now: now))
    }

    // MARK: - What a test does

    /// Adds candles, or replaces those of the same times.
    func add(_ candles: [TokenCandle]) {
        contents.withLock { for candle in candles { $0.candles[candle.openTime] = candle } }
    }

    /// Takes a candle away.
    func remove(_ openTime: Timestamp) {
        contents.withLock { $0.candles[openTime] = nil }
    }

    /// Rows that break a rule; empty mends them.
    func setBroken(_ rows: [RejectedRow]) { contents.withLock { $0.broken = rows } }

    /// How many intervals a page answers for.
    func setPageSlots(_ count: Int) { contents.withLock { $0.pageSlots = count } }

    /// Lets the next fetches fail after so many pages; `nil` mends the source.
    func fail(afterPages count: Int?) { contents.withLock { $0.failAfterPages = count } }

    /// How many microseconds back are still served.
    func setHistory(_ microseconds: Int64?) { contents.withLock { $0.history = microseconds } }

    /// Called before each page with the pages asked for so far.
    func beforePage(_ body: @escaping @Sendable (Int) -> Void) {
        contents.withLock { $0.didServe = body }
    }

    var now: Timestamp {
        get { contents.withLock { $0.now } }
        set { contents.withLock { $0.now = newValue } }
    }

    /// The spans that were asked for since the last call.
    func takeAsked() -> [TimeRange] {
        contents.withLock { contents in
            defer { contents.asked = [] }
            return contents.asked
        }
    }

    // MARK: - PoolCandleSource

    func pool(_ address: String, on network: String) async throws(VenueError) -> Pool {
        Pool(network: network, address: address, mint: "Mint", symbol: "TOK")
    }

    func serverTime() async throws(VenueError) -> Timestamp { now }

    func served(_ interval: Interval, at now: Timestamp) -> Timestamp? {
        contents.withLock { $0.history.map { now - $0 } }
    }

    var counters: RequestCounters { contents.withLock { $0.counters } }

    func pages(
        of series: PoolSeriesID,
        in range: TimeRange,
        closedBefore: Timestamp
    ) -> any AsyncSequence<TokenCandlePage, any Error> & Sendable {
        contents.withLock { $0.asked.append(range) }
        return Pages(source: self, interval: series.interval, range: range, until: closedBefore)
    }

    private func page(
        _ interval: Interval,
        from start: Timestamp,
        in range: TimeRange,
        until closed: Timestamp
    ) throws -> TokenCandlePage {
        let (served, requests) = contents.withLock { ($0.didServe, $0.counters.requests) }
        served(requests)
        try Task.checkCancellation()
        return try contents.withLock { contents in
            if let left = contents.failAfterPages {
                if left == 0 { throw VenueError(.unreachable, "the source went away") }
                contents.failAfterPages = left - 1
            }
            contents.counters.requests += 1
            let end = min(range.end, interval.advance(start, by: contents.pageSlots))
            let span = TimeRange(start, end)
            return TokenCandlePage(
                range: span,
                candles: contents.candles.values
                    .filter { span.contains($0.openTime) }
                    .filter { interval.close(of: $0.openTime) <= closed }
                    .sorted { $0.openTime < $1.openTime },
                rejected: contents.broken.filter { span.contains($0.openTime ?? start) },
                origin: PageOrigin(host: "memory", path: "/ohlcv", fetchedAt: contents.now)
            )
        }
    }

    private struct Pages: AsyncSequence, Sendable {
        typealias Element = TokenCandlePage
        let source: ScriptedPoolSource
        let interval: Interval
        let range: TimeRange
        let until: Timestamp

        func makeAsyncIterator() -> Iterator { Iterator(pages: self, position: range.start) }

        struct Iterator: AsyncIteratorProtocol {
            let pages: Pages
            var position: Timestamp

            mutating func next() async throws -> TokenCandlePage? {
                guard position < pages.range.end else { return nil }
                let page = try pages.source.page(
                    pages.interval,
                    from: position,
                    in: pages.range,
                    until: pages.until
                )
                position = page.range.end
                return page
            }
        }
    }
}
