import ChandlerCore
import ChandlerHTTP
import Testing

@testable import ChandlerVenues

@Suite struct GeckoTerminalCandlesTests {
    private static let start = receipt - 86_400_000_000
    private static let series = PoolSeriesID(
        venue: "geckoterminal",
        pool: Pool(network: "solana", address: "pool", mint: "base"),
        interval: .minute
    )

    // Pages.

    @Test func pagesAscendAndEachWindowIsAskedBackward() async throws {
        let server = CandleServer(minutes: Set(0..<2_500))
        let stub = StubVenue(server.answer)
        let pages = try await collect(source(stub), Self.series, span(0..<2_500))
        #expect(pages.map(\.candles.count) == [1_000, 1_000, 500])
        #expect(zip(pages, pages.dropFirst()).allSatisfy { $0.range.end == $1.range.start })
        #expect(pages.first?.range.start == Self.start)
        #expect(minutes(pages) == Array(0..<2_500))
        #expect(pages.allSatisfy { $0.rejected == [] })
        let first = Self.start.milliseconds / 1_000 + 60_000
        #expect(
            stub.paths.sorted().first
                == "/api/v2/networks/solana/pools/pool/ohlcv/minute?aggregate=1"
                + "&before_timestamp=\(first)&limit=1000&currency=usd&token=base"
        )
        #expect(pages.first?.origin.path == "/api/v2/networks/solana/pools/pool/ohlcv/minute")
    }

    @Test func quietIntervalsCostNoCandle() async throws {
        // 44 % are missing, so an answer reaches far back beyond its window.
        let traded = Set((0..<3_000).filter { $0 % 9 > 3 })
        let stub = StubVenue(CandleServer(minutes: traded).answer)
        let pages = try await collect(source(stub), Self.series, span(500..<3_000))
        #expect(minutes(pages) == traded.filter { $0 >= 500 }.sorted())
        #expect(pages.count == 3 && pages.allSatisfy { $0.rejected == [] })
    }

    @Test(arguments: [3, 100, 999])
    func shortAnswersAreContinued(limit: Int) async throws {
        let server = CandleServer(minutes: Set(0..<1_000), limit: limit)
        let pages = try await collect(
            source(StubVenue(server.answer)),
            Self.series,
            span(0..<1_000)
        )
        #expect(minutes(pages) == Array(0..<1_000) && pages.count == 1)
    }

    /// The repeated newest row takes the place of the oldest one, which is then asked for.
    @Test func repeatedNewestRowCostsNoCandle() async throws {
        let server = CandleServer(minutes: Set(0..<1_000), repeatsNewest: true)
        let stub = StubVenue(server.answer)
        let pages = try await collect(source(stub), Self.series, span(0..<1_000))
        #expect(minutes(pages) == Array(0..<1_000))
        #expect(stub.requests.count == 2)
        // The row nearer the top counts.
        #expect(pages.first?.candles.last?.volume == 999)
        #expect(pages.flatMap(\.rejected) == [])
    }

    @Test func beginningOfThePoolEndsThePaging() async throws {
        let stub = StubVenue(CandleServer(minutes: Set(700..<1_500)).answer)
        let pages = try await collect(source(stub), Self.series, span(0..<1_500))
        #expect(minutes(pages) == Array(700..<1_500))
        #expect(stub.requests.count == 3)
    }

    @Test func formingCandleIsNeverKept() async throws {
        let server = CandleServer(minutes: Set(0..<100), repeatsNewest: true)
        let pages = try await collect(
            source(StubVenue(server.answer)),
            Self.series,
            span(0..<100),
            closedBefore: Self.start + 99 * 60_000_000 + 30_000_000
        )
        #expect(minutes(pages) == Array(0..<99))
        #expect(pages.flatMap(\.rejected) == [])
    }

    @Test func emptyAnswersAreEmptyPages() async throws {
        let stub = StubVenue(CandleServer(minutes: []).answer)
        let pages = try await collect(source(stub), Self.series, span(0..<1_001))
        #expect(pages.count == 2 && minutes(pages).isEmpty && stub.requests.count == 2)
        #expect(try await collect(source(stub), Self.series, span(5..<5)).isEmpty)
    }

    @Test func answerThatIgnoresTheSpanIsRefused() async throws {
        let newest = CandleServer(minutes: Set(5_000..<5_010)).body(before: .max)
        let error = await venueError {
            _ = try await collect(source(StubVenue(always: newest)), Self.series, span(0..<10))
        }
        #expect(error?.code == .badAnswer)
        #expect(error?.message.contains("after the span") == true)
    }

    @Test(arguments: [
        (Interval.minute, "minute", "1"), (.fiveMinutes, "minute", "5"),
        (.fifteenMinutes, "minute", "15"), (.hour, "hour", "1"), (.fourHours, "hour", "4"),
        (.twelveHours, "hour", "12"), (.day, "day", "1"),
    ])
    func intervalsAreMapped(interval: Interval, frame: String, aggregate: String) async throws {
        let stub = StubVenue(CandleServer(minutes: []).answer)
        let range = TimeRange(receipt - 86_400_000_000, receipt)
        _ = try await collect(source(stub), series(interval), range)
        #expect(
            stub.paths.first?.contains("/ohlcv/\(frame)?aggregate=\(aggregate)&") == true
        )
        #expect(source(stub).intervals.contains(interval) && source(stub).intervals.count == 7)
    }

    @Test func intervalThatItLacksIsNamedWithThoseItHas() async throws {
        let stub = StubVenue(always: "{}")
        let error = await venueError {
            _ = try await collect(source(stub), series(.eightHours), span(0..<1_000))
        }
        #expect(error?.code == .unknownInterval && stub.requests.isEmpty)
        #expect(error?.message.hasSuffix("1m 5m 15m 1h 4h 12h 1d") == true)
    }

    // The priced token.

    @Test func pricesOfAnotherTokenAreRefused() async throws {
        let server = CandleServer(minutes: Set(0..<5), base: "other", quote: "base")
        let error = await venueError {
            _ = try await collect(source(StubVenue(server.answer)), Self.series, span(0..<5))
        }
        #expect(error?.code == .badAnswer)
        #expect(error?.message.contains("prices \"other\" against \"base\"") == true)
    }

    @Test(arguments: ["base", "quote"])
    func tokenIsAskedForByItsAddress(token: String) async throws {
        let other = token == "base" ? "quote" : "base"
        let server = CandleServer(minutes: Set(0..<5), base: token, quote: other)
        let stub = StubVenue(server.answer)
        let pool = Pool(network: "solana", address: "pool", mint: token)
        let series = PoolSeriesID(venue: "geckoterminal", pool: pool, interval: .minute)
        let pages = try await collect(source(stub, token: token), series, span(0..<5))
        #expect(minutes(pages) == Array(0..<5))
        #expect(stub.paths.first?.hasSuffix("&token=\(token)") == true)
        let error = await venueError {
            _ = try await collect(source(stub, token: "else"), series, span(0..<5))
        }
        #expect(error?.code == .refused)
    }

    // The wall.

    @Test func historyEndsAtTheWall() async throws {
        let gecko = source(StubVenue(always: ""))
        let now = try #require(Timestamp(parsing: "2026-09-01T12:34:56Z"))
        #expect(gecko.served(.day, at: now)?.description == "2026-03-07T00:00:00Z")
        #expect(gecko.served(.minute, at: now)?.description == "2026-03-05T12:36:00Z")
    }

    @Test func whatLiesBeyondTheWallIsEmptyAndNoMatterOfKeys() async throws {
        let wall = "{\"errors\":[{\"status\":\"401\",\"title\":\"within the past 180 days\"}]}"
        let stub = StubVenue { _, _ in .text(401, wall) }
        let old = receipt - 200 * 86_400_000_000
        let pages = try await collect(
            source(stub),
            Self.series,
            TimeRange(old, old + 600_000_000)
        )
        #expect(pages.map(\.candles.count) == [0] && stub.requests.count == 1)
        let error = await venueError {
            _ = try await collect(source(stub), Self.series, span(0..<5))
        }
        #expect(error?.code == .refused)
        #expect(error?.message.contains("not of keys: there are none") == true)
        #expect(error?.message.contains("within the past 180 days") == true)
    }

    // Limits.

    @Test func refusalsWithoutAUsefulPauseDoubleIt() async throws {
        let body = "{\"status\":{\"error_code\":429,\"error_message\":\"slow down\"}}"
        let good = CandleServer(minutes: Set(0..<5))
        let stub = StubVenue { (url, number) throws(HTTPError) in
            number < 4
                ? .text(429, headers: ["retry-after": "0"], body) : try good.answer(url, number)
        }
        let clock = LeapingClock()
        let pages = try await collect(source(stub, clock: clock), Self.series, span(0..<5))
        #expect(minutes(pages) == Array(0..<5))
        let pauses = clock.sleeps.filter { $0 >= .seconds(19) }
        #expect(pauses.count == 3)
        for (pause, least) in zip(pauses, [20, 40, 80]) {
            #expect(pause >= .seconds(least) && pause < .seconds(least + 10))
        }
    }

    // Pools.

    private static let poolBody =
        "{\"data\":{\"id\":\"solana_pool\",\"attributes\":{\"address\":\"pool\","
        + "\"name\":\"BASE / QUOTE 1%\"},\"relationships\":{\"base_token\":{\"data\":"
        + "{\"id\":\"solana_base\"}},\"quote_token\":{\"data\":{\"id\":\"solana_quote\"}}}}}"

    @Test func poolTellsWhichTokenIsPriced() async throws {
        let stub = StubVenue(always: Self.poolBody)
        let pool = try await source(stub).pool("pool", on: "solana")
        #expect(
            pool == Pool(network: "solana", address: "pool", mint: "base", symbol: "BASE")
        )
        #expect(
            stub.paths
                == ["/api/v2/networks/solana/pools/pool?include=base_token,quote_token"]
        )
        let other = try await source(stub, token: "quote").pool("pool", on: "solana")
        #expect(other.mint == "quote" && other.symbol == nil)
        let error = await venueError {
            _ = try await source(stub, token: "third").pool("pool", on: "solana")
        }
        #expect(error?.code == .refused && error?.message.contains("neither") == true)
        let wrong = await venueError { _ = try await source(stub).pool("pond", on: "solana") }
        #expect(wrong?.code == .badAnswer)
    }

    @Test func unknownPoolIsNamed() async throws {
        let body = "{\"errors\":[{\"status\":\"404\",\"title\":\"Not Found\"}]}"
        let stub = StubVenue { _, _ in .text(404, body) }
        let first = await venueError { _ = try await source(stub).pool("p", on: "eth") }
        #expect(first?.code == .unknownSymbol && stub.paths.first?.contains("/eth/") == true)
        let second = await venueError {
            _ = try await collect(source(stub), Self.series, span(0..<5))
        }
        #expect(second?.code == .unknownSymbol)
    }

    @Test func clockComesFromAnswersAndIsSetBackByTheirAge() async throws {
        let headers: HTTPHeaders = ["Date": "Fri, 01 Mar 2024 00:00:00 GMT"]
        let stub = StubVenue { _, _ in .text(200, headers: headers, Self.poolBody) }
        let gecko = source(stub)
        #expect(try await gecko.serverTime() == receipt - 60_000_000)
        #expect(stub.paths == ["/api/v2/networks"])
        // An answer that is there already tells the time as well.
        #expect(try await gecko.serverTime() == receipt - 60_000_000)
        #expect(stub.requests.count == 1)
        let silent = source(StubVenue(always: Self.poolBody))
        #expect(await venueError { _ = try await silent.serverTime() }?.code == .badAnswer)
    }

    private func source(
        _ stub: StubVenue,
        token: String? = nil,
        clock: LeapingClock = LeapingClock()
    ) -> GeckoTerminalCandles {
        GeckoTerminalCandles(
            stub.connection(GeckoTerminalProfile.profile, clock: clock),
            token: token
        )
    }

    private func series(_ interval: Interval) -> PoolSeriesID {
        PoolSeriesID(venue: "geckoterminal", pool: Self.series.pool, interval: interval)
    }

    private func span(_ minutes: Range<Int>) -> TimeRange {
        TimeRange(
            Interval.minute.advance(Self.start, by: minutes.lowerBound),
            Interval.minute.advance(Self.start, by: minutes.upperBound)
        )
    }

    private func minutes(_ pages: [TokenCandlePage]) -> [Int] {
        pages.flatMap(\.candles).map { Int(($0.openTime - Self.start) / 60_000_000) }
    }

    /// Serves minutes as GeckoTerminal does: newest first, those without trades left out.
    private struct CandleServer {
        let minutes: Set<Int>
        var limit = 1_000
        var repeatsNewest = false
        var base = "base"
        var quote = "quote"

        @Sendable func answer(_ url: String, _: Int) throws(HTTPError) -> HTTPResponse {
            let before = StubVenue.parameter("before_timestamp", url).flatMap { Int64($0) }
            return .text(body(before: before ?? .max))
        }

        func body(before: Int64) -> String {
            let first = start.milliseconds / 1_000
            let wanted = minutes.sorted(by: >).filter { first + Int64($0) * 60 < before }
            var rows = wanted.map { "[\(first + Int64($0) * 60),2.5,3,2,2.75,\($0)]" }
            if repeatsNewest, let newest = wanted.first {
                rows.insert("[\(first + Int64(newest) * 60),2.5,3,2,2.75,0.5]", at: 1)
            }
            return "{\"data\":{\"attributes\":{\"ohlcv_list\":"
                + "[\(rows.prefix(limit).joined(separator: ","))]}},\"meta\":{\"base\":"
                + "{\"address\":\"\(base)\"},\"quote\":{\"address\":\"\(quote)\"}}}"
        }
    }
}
