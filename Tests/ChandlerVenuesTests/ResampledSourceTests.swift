import ChandlerCore
import Testing

@testable import ChandlerVenues

@Suite struct ResampledSourceTests {
    /// A venue of flat quarter hours: candle n has price and volume n + 1.
    private struct QuarterHours: CandleSource {
        var count: Int
        var pageSize: Int
        var absent: Set<Int> = []
        var broken: Set<Int> = []

        let venue = "quarters"
        let intervals: [Interval] = [.minute, .fifteenMinutes, .hour, .day]
        let missing = MissingCandle.silence
        let counters = RequestCounters()

        func instruments() async throws(VenueError) -> [Instrument] { [] }
        func instrument(_ symbol: Symbol) async throws(VenueError) -> Instrument? { nil }
        func serverTime() async throws(VenueError) -> Timestamp { march }

        func firstOpenTime(
            of series: SeriesID,
            from start: Timestamp
        ) async throws(VenueError) -> Timestamp? { max(start, march) }

        func pages(
            of series: SeriesID,
            in range: TimeRange,
            closedBefore: Timestamp
        ) -> any AsyncSequence<CandlePage, any Error> & Sendable {
            precondition(series.interval == .fifteenMinutes, "the longest that divides 30m")
            var pages: [CandlePage] = []
            for window in PageWindows(range, interval: .fifteenMinutes, size: pageSize) {
                var page = CandlePage(
                    range: window.range,
                    candles: [],
                    rejected: [],
                    origin: PageOrigin(host: "here", path: "/candles", fetchedAt: march)
                )
                var candles: [Candle] = []
                var rejected: [RejectedRow] = []
                for index in 0..<count {
                    let open = Interval.fifteenMinutes.advance(march, by: index)
                    let isOver = Interval.fifteenMinutes.close(of: open) <= closedBefore
                    guard window.range.contains(open), isOver, !absent.contains(index) else {
                        continue
                    }
                    if broken.contains(index) {
                        rejected.append(
                            RejectedRow(openTime: open, rule: "x", reason: "y", payload: "z")
                        )
                        continue
                    }
                    let price = Price(raw: Int64(index + 1))
                    candles.append(
                        Candle(
                            openTime: open,
                            open: price,
                            high: price,
                            low: price,
                            close: price,
                            volume: Quantity(raw: Int128(index + 1))
                        )
                    )
                }
                page = CandlePage(
                    range: page.range,
                    candles: candles,
                    rejected: rejected,
                    origin: page.origin
                )
                pages.append(page)
            }
            return AsyncStream(pages).mapped
        }
    }

    private func joined(
        _ venue: QuarterHours,
        halves: Int,
        closedBefore: Timestamp? = nil
    ) async throws -> [CandlePage] {
        let source = try ResampledSource(venue, to: .thirtyMinutes)
        let series = SeriesID(
            venue: "quarters",
            symbol: try Symbol("BTCUSDT"),
            interval: .thirtyMinutes
        )
        let range = TimeRange(march, Interval.thirtyMinutes.advance(march, by: halves))
        var pages: [CandlePage] = []
        let found = source.pages(
            of: series,
            in: range,
            closedBefore: closedBefore ?? range.end
        )
        for try await page in found { pages.append(page) }
        return pages
    }

    /// Whatever the pages of the venue are, those of the longer interval touch and cover the span.
    @Test(arguments: [1, 2, 3, 5, 100])
    func pagesCoverTheSpanAndCandlesAreExact(pageSize: Int) async throws {
        let pages = try await joined(QuarterHours(count: 40, pageSize: pageSize), halves: 20)
        #expect(pages.first?.range.start == march)
        #expect(pages.last?.range.end == Interval.thirtyMinutes.advance(march, by: 20))
        #expect(zip(pages, pages.dropFirst()).allSatisfy { $0.range.end == $1.range.start })
        let candles = pages.flatMap(\.candles)
        #expect(candles.count == 20)
        for (index, candle) in candles.enumerated() {
            #expect(Int(candle.volume.raw) == 4 * index + 3)
            #expect(Int(candle.open.raw) == 2 * index + 1)
            #expect(Int(candle.close.raw) == 2 * index + 2)
        }
        #expect(pages.allSatisfy { $0.origin.path == "/candles (joined from 15m)" })
    }

    @Test func aCandleThatIsNotOverIsNotMade() async throws {
        let now = Interval.fifteenMinutes.advance(march, by: 5)
        let pages = try await joined(
            QuarterHours(count: 40, pageSize: 100),
            halves: 20,
            closedBefore: now
        )
        #expect(pages.flatMap(\.candles).count == 2)
    }

    @Test func aCandleWithABrokenPartIsNotMadeAndThePartIsSaid() async throws {
        let venue = QuarterHours(count: 8, pageSize: 3, absent: [0], broken: [3])
        let pages = try await joined(venue, halves: 4)
        let opens = [0, 2, 3].map { Interval.thirtyMinutes.advance(march, by: $0) }
        #expect(pages.flatMap(\.candles).map(\.openTime) == opens)
        #expect(pages.flatMap(\.candles).first?.volume.raw == 2)
        let said = pages.flatMap(\.rejected).map(\.openTime)
        #expect(said == [Interval.fifteenMinutes.advance(march, by: 3)])
    }

    @Test func theWantedIntervalIsAddedAndOneThatCannotBeJoinedIsRefused() throws {
        let venue = QuarterHours(count: 0, pageSize: 1)
        let source = try ResampledSource(venue, to: .thirtyMinutes)
        #expect(source.intervals == [.minute, .fifteenMinutes, .thirtyMinutes, .hour, .day])
        #expect(try ResampledSource(venue, to: .month).intervals.contains(.month))
        let error = #expect(throws: VenueError.self) {
            _ = try ResampledSource(venue, to: .second)
        }
        #expect(error?.code == .unknownInterval)
    }
}

extension AsyncStream where Element == CandlePage {
    fileprivate init(_ pages: [CandlePage]) {
        self.init { continuation in
            for page in pages { continuation.yield(page) }
            continuation.finish()
        }
    }

    /// The same as a sequence that may throw.
    fileprivate var mapped: AsyncThrowingStream<CandlePage, any Error> {
        let pages = self
        return AsyncThrowingStream { continuation in
            Task {
                for await page in pages { continuation.yield(page) }
                continuation.finish()
            }
        }
    }
}
