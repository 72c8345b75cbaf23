import ChandlerCore
import ChandlerHTTP
import Testing

@testable import ChandlerVenues

@Suite struct ExchangeClientTests: PlainVenueSuite {
    // Pages.

    @Test func pagesComeInOrderAndCoverTheSpan() async throws {
        let stub = StubVenue(PlainServer(minutes: 0..<25).answer)
        let client = client(stub)
        let pages = try await collect(client, minutes: 25)
        #expect(pages.map(\.candles.count) == [10, 10, 5])
        #expect(pages.flatMap(\.candles).map(\.openTime) == minutes(0..<25))
        #expect(zip(pages, pages.dropFirst()).allSatisfy { $0.range.end == $1.range.start })
        #expect(pages.allSatisfy { $0.rejected.isEmpty && $0.origin.path == "/candles" })
        #expect(pages.first?.origin.host == "stub")
        #expect(client.counters.requests == 4)
        let last = "https://plain.test/candles?symbol=BTC-USDT&interval=m&from=1709252400000"
        #expect(
            candleURLs(stub).sorted().last?.hasPrefix(last + "&to=1709252640000&limit=") == true
        )
    }

    @Test func nothingIsFetchedBeforeTheFirstPageIsWanted() async throws {
        let stub = StubVenue(PlainServer(minutes: 0..<25).answer)
        let client = client(stub)
        _ = client.pages(of: try series, in: TimeRange(march, march + 1), closedBefore: march)
        #expect(stub.urls.isEmpty)
        // No candle can open in this span.
        #expect(try await collect(client, TimeRange(march + 1, march + 2)).isEmpty)
    }

    @Test(arguments: [1, 3, 7, 10, 1_000])
    func smallerPagesGiveTheSameCandles(pageSize: Int) async throws {
        let stub = StubVenue(PlainServer(minutes: 0..<25).answer)
        let client = client(stub, options: VenueOptions(prefetchDepth: 3, pageSize: pageSize))
        let pages = try await collect(client, minutes: 25)
        #expect(pages.flatMap(\.candles).map(\.openTime) == minutes(0..<25))
        let limits = candleURLs(stub).compactMap { StubVenue.parameter("limit", $0) }
        // One more leaves room for the last row of the page before.
        #expect(limits.allSatisfy { Int($0).map { $0 <= min(pageSize + 1, 10) } == true })
    }

    @Test func shortPageIsAskedForAgainAtItsEnd() async throws {
        let stub = StubVenue(PlainServer(minutes: 0..<10, limit: 4).answer)
        let pages = try await collect(client(stub), minutes: 10)
        #expect(pages.map(\.candles.count) == [10])
        #expect(pages.flatMap(\.candles).map(\.openTime) == minutes(0..<10))
        #expect(candleURLs(stub).compactMap(from) == [0, 4, 8])
    }

    @Test func shortPageIsAskedForAgainAtItsBeginningWhereTheNewestStay() async throws {
        let server = PlainServer(minutes: 0..<10, limit: 4, keepsNewest: true)
        let stub = StubVenue(server.answer)
        let pages = try await collect(client(stub, keepsNewest: true), minutes: 10)
        #expect(pages.map(\.candles.count) == [10])
        #expect(pages.flatMap(\.candles).map(\.openTime) == minutes(0..<10))
        #expect(candleURLs(stub).compactMap(to) == [9, 5, 1])
    }

    @Test(arguments: [false, true])
    func hidesNoCandleBehindAnOutage(keepsNewest: Bool) async throws {
        let missing: Set<Int> = [0, 1, 4, 5, 6, 18, 19]
        let server = PlainServer(
            minutes: 0..<20,
            missing: missing,
            limit: 3,
            keepsNewest: keepsNewest
        )
        let stub = StubVenue(server.answer)
        let pages = try await collect(client(stub, keepsNewest: keepsNewest), minutes: 20)
        #expect(
            pages.flatMap(\.candles).map(\.openTime)
                == (0..<20).filter { !missing.contains($0) }.flatMap { minutes($0..<($0 + 1)) }
        )
        #expect(pages.count == 2)
        #expect(pages.last?.range.end == Interval.minute.advance(march, by: 20))
    }

    @Test func historyThatBeginsInsideAWindowEndsTheAsking() async throws {
        let server = PlainServer(minutes: 6..<10, keepsNewest: true)
        let stub = StubVenue(server.answer)
        let pages = try await collect(client(stub, keepsNewest: true), minutes: 10)
        #expect(pages.flatMap(\.candles).map(\.openTime) == minutes(6..<10))
        #expect(candleURLs(stub).count == 2)
        #expect(pages.first?.range.start == march)
    }

    @Test func emptySpanIsOneEmptyPageAndOneRequest() async throws {
        for keepsNewest in [false, true] {
            let stub = StubVenue(PlainServer(minutes: 0..<0).answer)
            let pages = try await collect(client(stub, keepsNewest: keepsNewest), minutes: 10)
            #expect(pages.map(\.candles.count) == [0])
            #expect(candleURLs(stub).count == 1)
        }
    }

    @Test func formingCandleIsLeftOutWithoutAnotherRequest() async throws {
        let stub = StubVenue(PlainServer(minutes: 0..<5).answer)
        let pages = try await collect(
            client(stub),
            TimeRange(march, march + 600_000_000),
            closedBefore: march + 270_000_000
        )
        #expect(pages.flatMap(\.candles).map(\.openTime) == minutes(0..<4))
        #expect(candleURLs(stub).count == 1)
    }

    /// A venue that adds the running candle to every page must not hide that the page was short.
    @Test func runningCandleOutsideTheSpanIsNotTheEndOfThePage() async throws {
        let server = PlainServer(minutes: 0..<200, limit: 4, alwaysSends: 199)
        let stub = StubVenue(server.answer)
        let range = TimeRange(march, Interval.minute.advance(march, by: 10))
        let now = Interval.minute.advance(march, by: 199) + 1
        let pages = try await collect(
            client(stub, sendsSurplus: true),
            range,
            closedBefore: now
        )
        #expect(pages.flatMap(\.candles).map(\.openTime) == minutes(0..<10))
    }

    @Test func spanBeyondTheReachIsAnEmptyPage() async throws {
        let stub = StubVenue { url, number in
            url.contains("/candles")
                ? .text(400, "{\"error\":\"beyond\"}") : PlainServer().answer(url, number)
        }
        let pages = try await collect(client(stub), minutes: 20)
        #expect(pages.count == 2)
        #expect(pages.allSatisfy { $0.candles.isEmpty && $0.rejected.isEmpty })
        #expect(pages.last?.range.end == Interval.minute.advance(march, by: 20))
        #expect(candleURLs(stub).count == 2)
    }

    @Test func rowThatBreaksARuleIsRejectedOnce() async throws {
        let stub = StubVenue { url, number in
            let good = PlainServer(minutes: 0..<3).answer(url, number)
            guard url.contains("/candles") else { return good }
            return .text(good.body.text.replacing(PlainServer.row(1), with: "[7]"))
        }
        for keepsNewest in [false, true] {
            let page = try await collect(client(stub, keepsNewest: keepsNewest), minutes: 3).first
            #expect(page?.candles.map(\.openTime) == [march, march + 120_000_000])
            #expect(page?.rejected.map(\.rule) == ["wrong_shape"])
        }
    }

    // Errors.

    @Test(arguments: [
        ("unknown-symbol", VenueError.Code.unknownSymbol, 1),
        ("unknown-interval", .unknownInterval, 1), ("wrong", .refused, 1),
        ("blocked", .refused, 2), ("transient", .unreachable, 8), ("limited", .rateLimited, 5),
    ])
    func refusalsBecomeCodes(word: String, code: VenueError.Code, requests: Int) async throws {
        // In the body, whatever the status says.
        for status in [200, 400] {
            let stub = StubVenue { url, number in
                url.contains("/candles")
                    ? .text(HTTPStatus(rawValue: status), "{\"error\":\"\(word)\"}")
                    : PlainServer().answer(url, number)
            }
            let client = client(stub)
            let error = await fault { try await collect(client, minutes: 1) }
            #expect(error?.code == code)
            #expect(error?.isRetryable == (code == .unreachable || code == .rateLimited))
            #expect(error?.message.contains("code \"\(word)\"") == true, "\(error?.message ?? "")")
            #expect(error?.message.hasPrefix("fetch plain BTCUSDT 1m 2024-03-01") == true)
            #expect(candleURLs(stub).count == requests)
        }
    }

    @Test func unknownIntervalNamesThoseThereAre() async throws {
        let stub = StubVenue { url, number in
            url.contains("/candles")
                ? .text("{\"error\":\"unknown-interval\"}")
                : PlainServer().answer(url, number)
        }
        let client = client(stub)
        let error = await fault { try await collect(client, minutes: 1) }
        #expect(error?.message.hasSuffix("intervals there are: 1m 1h 1d") == true)
        #expect(client.intervals == [.minute, .hour, .day])
    }

    @Test func pauseThatTheVenueNamesIsKept() async throws {
        let stub = StubVenue { url, number in
            number == 2
                ? .text("{\"error\":\"limited\",\"pause\":23}")
                : PlainServer(minutes: 0..<1).answer(url, number)
        }
        let clock = LeapingClock()
        let pages = try await collect(client(stub, clock: clock), minutes: 1)
        #expect(pages.flatMap(\.candles).count == 1)
        #expect(clock.sleeps.contains { $0 >= .seconds(23) })
    }

    @Test func statusAloneDecidesWhereTheVenueSaysNothing() async throws {
        for (status, code) in [
            (404, VenueError.Code.refused), (403, .refused), (503, .unreachable),
        ] {
            let stub = StubVenue { _, _ in .text(HTTPStatus(rawValue: status), "<html>no</html>") }
            let client = client(stub)
            let error = await fault { try await client.serverTime() }
            #expect(error?.code == code)
            #expect(error?.message.hasPrefix("ask plain for its time: ") == true)
        }
    }

    @Test(arguments: [
        "<html><head><title>Maintenance</title></head></html>", "[[1709251200000,2.5", "{}", "",
        "7",
    ])
    func answerThatIsNoPageIsRepeatedAndThenReported(body: String) async throws {
        let stub = StubVenue { url, number in
            url.contains("/candles") ? .text(body) : PlainServer().answer(url, number)
        }
        let client = client(stub)
        let error = await fault { try await collect(client, minutes: 1) }
        #expect(error?.code == .badAnswer)
        #expect(candleURLs(stub).count == 3)
        let once = StubVenue { url, number in
            number == 2 ? .text(body) : PlainServer(minutes: 0..<1).answer(url, number)
        }
        #expect(try await collect(self.client(once), minutes: 1).first?.candles.count == 1)
    }

    @Test func cancelledFetchEndsWithItsCode() async throws {
        let stub = StubVenue { _, _ throws(HTTPError) in throw HTTPError(.cancelled, "stopped") }
        let client = client(stub)
        let error = await fault { try await collect(client, minutes: 1) }
        #expect(error?.code == .cancelled)
    }

    // Clock, hosts and mirrors.

    @Test func clockIsReadFromABodyOrAHeader() async throws {
        let stub = StubVenue { url, number in
            url.contains("/date")
                ? .text(200, headers: ["Date": "Fri, 01 Mar 2024 00:00:07 GMT"], "[]")
                : PlainServer(now: 5).answer(url, number)
        }
        #expect(try await client(stub).serverTime() == march + 300_000_000)
        #expect(try await client(stub, readsDate: true).serverTime() == march + 7_000_000)
        let silent = StubVenue { _, _ in .text("[]") }
        let client = client(silent, readsDate: true)
        let error = await fault { try await client.serverTime() }
        #expect(error?.code == .badAnswer)
        #expect(error?.message.contains("header Date") == true)
    }

    @Test func baseURLTakesThePlaceOfTheHosts() async throws {
        let stub = StubVenue(PlainServer().answer)
        let client = client(stub, options: VenueOptions(baseURL: "http://127.0.0.1:9/plain/"))
        _ = try await client.serverTime()
        #expect(stub.urls == ["http://127.0.0.1:9/plain/time"])
    }

    @Test func blockedHostIsLeftForTheNext() async throws {
        let stub = StubVenue { url, number in
            url.hasPrefix("https://plain.test")
                ? .text(403, "{\"error\":\"blocked\"}") : PlainServer(now: 1).answer(url, number)
        }
        let client = client(stub)
        _ = try await client.serverTime()
        _ = try await client.serverTime()
        #expect(stub.urls.map { $0.contains("second") } == [false, true, true])
    }

    @Test func placesThatServeCandlesOnlyAreAskedForNothingElse() async throws {
        let stub = StubVenue { url, number in
            url.contains("/candles")
                ? PlainServer(minutes: 0..<5).answer(url, number) : .text(404, "not here")
        }
        let options = VenueOptions(servesCandlesOnly: true)
        let client = client(stub, options: options)
        let venue = Venue(name: "mirror", intervals: [.minute]) { _ in client }
        let source = try venue.source(options)
        #expect(try await source.instrument(Symbol("NOWHERE")) == nil)
        #expect(try await source.instruments() == [])
        #expect(try await source.firstOpenTime(of: series, from: march) == march)
        let range = TimeRange(march, Interval.minute.advance(march, by: 5))
        var found: [Timestamp] = []
        let now = Interval.minute.advance(march, by: 3)
        for try await page in source.pages(of: try series, in: range, closedBefore: now) {
            found += page.candles.map(\.openTime)
        }
        #expect(found == minutes(0..<3))
        // Without a list the symbol is sent as it stands.
        #expect(stub.urls.allSatisfy { StubVenue.parameter("symbol", $0) == "BTCUSDT" })
        #expect(stub.urls.count == 2)
    }
}
