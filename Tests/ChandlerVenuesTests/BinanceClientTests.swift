import ChandlerCore
import ChandlerHTTP
import Testing

@testable import ChandlerVenues

@Suite struct BinanceClientTests {
    private static let refused =
        "{\"code\":0,\"msg\":\"Service unavailable from a restricted location\"}"

    @Test func pagesComeInOrderAndCoverTheSpan() async throws {
        let server = KlinesServer(minutes: 2_500)
        let stub = StubVenue { url, _ in .text(server.body(url)) }
        let client = BinanceClient(stub: stub)
        let range = TimeRange(march, Interval.minute.advance(march, by: 2_500))
        let pages = try await collect(client, range)
        #expect(pages.map(\.candles.count) == [1_000, 1_000, 500])
        #expect(pages.flatMap(\.candles).map(\.openTime) == minutes(0..<2_500))
        #expect(pages.first?.range.start == range.start)
        #expect(zip(pages, pages.dropFirst()).allSatisfy { $0.range.end == $1.range.start })
        #expect(pages.last?.range.end == range.end)
        #expect(pages.allSatisfy { $0.rejected.isEmpty && $0.origin.path == "/api/v3/klines" })
        #expect(pages.first?.origin.host == "stub")
        #expect(client.counters.requests == 3)
        #expect(
            stub.urls.sorted().first
                == "https://api.binance.com/api/v3/klines?symbol=BTCUSDT&interval=1m"
                + "&startTime=1709251200000&endTime=1709311140000&limit=1000"
        )
    }

    @Test func nothingIsFetchedBeforeTheFirstPageIsWanted() async throws {
        let stub = StubVenue { _, _ in .text("[]") }
        let client = BinanceClient(stub: stub)
        _ = client.pages(
            of: try series,
            in: TimeRange(march, march + 1),
            closedBefore: march
        )
        #expect(stub.urls.isEmpty)
        #expect(try await collect(client, TimeRange(march + 1, march + 2)).isEmpty)
    }

    @Test func outageAtTheEndOfAPageIsAskedForAgain() async throws {
        let server = KlinesServer(minutes: 20, missing: [7, 8, 9])
        let stub = StubVenue { url, _ in .text(server.body(url)) }
        let client = BinanceClient(stub: stub, VenueOptions(prefetchDepth: 1, pageSize: 10))
        let pages = try await collect(client, TimeRange(march, march + 1_200_000_000))
        #expect(pages.flatMap(\.candles).map(\.openTime) == minutes(0..<7) + minutes(10..<20))
        #expect(stub.urls.count == 3)
        #expect(StubVenue.parameter("startTime", stub.urls[1]) == "1709251620000")
    }

    @Test func smallerLimitOfTheVenueLosesNothing() async throws {
        let server = KlinesServer(minutes: 1_000, limit: 300)
        let stub = StubVenue { url, _ in .text(server.body(url)) }
        let pages = try await collect(
            BinanceClient(stub: stub),
            TimeRange(march, march + 60_000_000_000)
        )
        #expect(pages.map(\.candles.count) == [1_000])
        #expect(pages[0].candles.map(\.openTime) == minutes(0..<1_000))
        #expect(stub.urls.count == 4)
    }

    @Test(arguments: ["null", "1709251200001"])
    func rowThatCannotBePlacedIsRejectedOnce(openTime: String) async throws {
        let broken = Row(0) { $0.openTime = openTime }
        let stub = StubVenue { _, _ in .text("[\(Row(1).json),\(broken.json)]") }
        let pages = try await collect(
            BinanceClient(stub: stub),
            TimeRange(march, march + 600_000_000)
        )
        #expect(pages.flatMap(\.rejected).count == 1)
        #expect(stub.urls.count == 1)
    }

    @Test func emptySpanIsOneEmptyPage() async throws {
        let stub = StubVenue { _, _ in .text("[]") }
        let pages = try await collect(
            BinanceClient(stub: stub),
            TimeRange(march, march + 60_000_000)
        )
        #expect(pages.count == 1)
        #expect(pages[0].candles.isEmpty && pages[0].rejected.isEmpty)
    }

    @Test func formingCandleEndsThePageWithoutAnotherRequest() async throws {
        let server = KlinesServer(minutes: 5)
        let stub = StubVenue { url, _ in .text(server.body(url)) }
        let pages = try await collect(
            BinanceClient(stub: stub),
            TimeRange(march, march + 600_000_000),
            closedBefore: march + 270_000_000
        )
        #expect(pages.flatMap(\.candles).map(\.openTime) == minutes(0..<4))
        #expect(stub.urls.count == 1)
    }

    @Test func hostsAreTriedInOrderUntilOneServes() async throws {
        let stub = StubVenue { url, _ throws(HTTPError) in
            if url.contains("data-api.binance.vision") {
                return .text("{\"serverTime\":1709251200123}")
            }
            if url.contains("api-gcp") { throw HTTPError(.couldNotConnect, "no route") }
            return .text(451, Self.refused)
        }
        let client = BinanceClient(stub: stub)
        let time = try await client.serverTime()
        #expect(time == march + 123_000)
        #expect(stub.urls == BinanceClient.hosts.map { $0 + "/api/v3/time" })
        _ = try await client.serverTime()
        #expect(stub.urls.last == "https://data-api.binance.vision/api/v3/time")
        #expect(stub.urls.count == BinanceClient.hosts.count + 1)
    }

    @Test func refusalByAllHostsNamesThemAndTheirWords() async {
        let stub = StubVenue { _, _ in .text(451, Self.refused) }
        let error = await fault { try await BinanceClient(stub: stub).serverTime() }
        #expect(error?.code == .refused)
        #expect(error?.isRetryable == false)
        #expect(error?.message.contains("https://api4.binance.com: HTTP 451") == true)
        #expect(error?.message.contains("restricted location") == true)
    }

    @Test func baseURLTakesThePlaceOfAllHosts() async {
        let stub = StubVenue { _, _ throws(HTTPError) in throw HTTPError(.couldNotConnect, "no") }
        let options = VenueOptions(baseURL: "http://127.0.0.1:9/binance/")
        let error = await fault { try await BinanceClient(stub: stub, options).serverTime() }
        #expect(error?.code == .unreachable)
        #expect(error?.isRetryable == true)
        #expect(Set(stub.urls) == ["http://127.0.0.1:9/binance/api/v3/time"])
    }

    @Test func limitIsWaitedForAndTheRequestRepeated() async throws {
        let stub = StubVenue { _, number in
            number == 1
                ? .text(
                    429,
                    headers: ["Retry-After": "17"],
                    "{\"code\":-1003,\"msg\":\"Too much\"}"
                )
                : .text("{\"serverTime\":1709251200123}")
        }
        let clock = LeapingClock()
        let client = BinanceClient(stub: stub, clock: clock)
        _ = try await client.serverTime()
        #expect(clock.sleeps.contains { $0 >= .seconds(17) })
        #expect(client.counters == RequestCounters(requests: 2, retries: 1))
    }

    @Test func banBeyondPatienceIsReportedWithItsLength() async {
        let stub = StubVenue { _, _ in
            .text(
                418,
                headers: ["Retry-After": "7200"],
                "{\"code\":-1003,\"msg\":\"Way too much request weight used; IP banned\"}"
            )
        }
        let error = await fault { try await BinanceClient(stub: stub).serverTime() }
        #expect(error?.code == .rateLimited)
        #expect(error?.message.contains("7200 s") == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("IP banned") == true)
        #expect(stub.urls.count == 1)
    }

    @Test func unknownSymbolIsSaidInWordsAndNotRepeated() async throws {
        let stub = StubVenue { _, _ in .text(400, "{\"code\":-1121,\"msg\":\"Invalid symbol.\"}") }
        let client = BinanceClient(stub: stub)
        let nope = try Symbol("NOPE")
        for error in [
            await fault { try await client.instrument(nope) },
            await fault {
                try await collect(client, TimeRange(march, march + 60_000_000))
            },
        ] {
            #expect(error?.code == .unknownSymbol)
            #expect(error?.message.contains("binance has no instrument \"") == true)
            #expect(error?.message.contains("code -1121 \"Invalid symbol.\"") == true)
        }
        #expect(stub.urls.count == 2)
        #expect(stub.urls[0].hasSuffix("/api/v3/exchangeInfo?symbol=NOPE"))
    }

    @Test func unknownIntervalNamesThoseThereAre() async {
        let stub = StubVenue { _, _ in .text(400, "{\"code\":-1120,\"msg\":\"Invalid interval.\"}")
        }
        let error = await fault {
            try await collect(BinanceClient(stub: stub), TimeRange(march, march + 60_000_000))
        }
        #expect(error?.code == .unknownInterval)
        #expect(
            error?.message.contains("1s 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 3d 1w 1M") == true
        )
    }

    @Test func otherRefusalsCarryTheVenuesWords() async {
        let stub = StubVenue { _, _ in
            .text(400, "{\"code\":-1100,\"msg\":\"Illegal characters found in parameter\"}")
        }
        let error = await fault {
            try await collect(BinanceClient(stub: stub), TimeRange(march, march + 60_000_000))
        }
        #expect(error?.code == .refused)
        #expect(error?.message.contains("code -1100 \"Illegal characters") == true)
        #expect(
            error?.message.hasPrefix("fetch binance BTCUSDT 1m 2024-03-01..2024-03-01 00:01:")
                == true
        )
        #expect(stub.urls.count == 1)
    }

    @Test(arguments: [
        "<html><head><title>Maintenance</title></head></html>", "[[1709251200000,\"2.5", "{}",
        "{\"code\":-1000,\"msg\":\"An unknown error occurred\"}", "",
    ])
    func answerThatIsNoPageIsRepeatedAndThenReported(body: String) async throws {
        let stub = StubVenue { _, _ in .text(body) }
        let error = await fault {
            try await collect(BinanceClient(stub: stub), TimeRange(march, march + 60_000_000))
        }
        #expect(error?.code == .badAnswer)
        #expect(stub.urls.count == 3)
        #expect(error?.message.contains("could not be read") == true, "\(error?.message ?? "")")
        #expect(body.isEmpty || error?.message.contains(body.prefix(20)) == true)

        let server = KlinesServer(minutes: 1)
        let once = StubVenue { url, number in .text(number == 1 ? body : server.body(url)) }
        let pages = try await collect(
            BinanceClient(stub: once),
            TimeRange(march, march + 60_000_000)
        )
        #expect(pages.first?.candles.count == 1)
    }

    @Test func failureOfALaterPageComesAfterTheEarlierPages() async throws {
        let server = KlinesServer(minutes: 40)
        let stub = StubVenue { url, _ in
            StubVenue.parameter("startTime", url) == "1709252400000"
                ? .text(400, "{\"code\":-1121,\"msg\":\"Invalid symbol.\"}")
                : .text(server.body(url))
        }
        let client = BinanceClient(stub: stub, VenueOptions(prefetchDepth: 4, pageSize: 10))
        var iterator = client.pages(
            of: try series,
            in: TimeRange(march, march + 2_400_000_000),
            closedBefore: march + 2_400_000_000
        ).makeAsyncIterator()
        #expect(try await iterator.next()?.candles.count == 10)
        #expect(try await iterator.next()?.candles.count == 10)
        await #expect(throws: VenueError.self) { try await iterator.next() }
        #expect(try await iterator.next() == nil)
    }

    @Test func firstOpenTimeIsThatOfTheOldestCandle() async throws {
        let server = KlinesServer(minutes: 5, missing: [0, 1])
        let stub = StubVenue { url, _ in .text(server.body(url)) }
        let client = BinanceClient(stub: stub)
        let first = try await client.firstOpenTime(
            of: try series,
            from: Timestamp(microseconds: -86_400_000_000)
        )
        #expect(first == Interval.minute.advance(march, by: 2))
        #expect(stub.urls[0].hasSuffix("&startTime=0&limit=1"))
        let none = try await client.firstOpenTime(of: try series, from: march + 3_600_000_000)
        #expect(none == nil)
    }

    @Test func firstOpenTimeOfAnUnreadableRowIsABadAnswer() async {
        let stub = StubVenue { _, _ in .text("[[\"yesterday\"]]") }
        let error = await fault {
            try await BinanceClient(stub: stub).firstOpenTime(of: try series, from: march)
        }
        #expect(error?.code == .badAnswer)
        #expect(error?.message.contains("array of 1 fields") == true)
    }

    @Test func instrumentIsReadFromTheList() async throws {
        let body = try Fixture.body("get_exchange_info_btcusdt.json").text
        let stub = StubVenue { _, _ in .text(body) }
        let found = try await BinanceClient(stub: stub).instrument(try series.symbol)
        #expect(found?.quoteAsset == "USDT")
        let other = try Symbol("ETHUSDT")
        let error = await fault { try await BinanceClient(stub: stub).instrument(other) }
        #expect(error?.code == .unknownSymbol)
    }

    /// A mirror is asked for candles and nothing else; the rules of complete candles stay.
    @Test func placesThatServeCandlesOnlyAreAskedForNothingElse() async throws {
        let server = KlinesServer(minutes: 5)
        let stub = StubVenue { url, _ in
            url.contains("/klines") ? .text(server.body(url)) : .text(404, "not here")
        }
        let venue = Venue(name: "mirror", intervals: [.minute]) { _ in BinanceClient(stub: stub) }
        let source = try venue.source(VenueOptions(servesCandlesOnly: true))
        #expect(try await source.instrument(Symbol("NOWHERE")) == nil)
        let before = Timestamp.now
        let time = try await source.serverTime()
        #expect(before <= time && time <= Timestamp.now)
        #expect(try await source.firstOpenTime(of: series, from: march) == march)
        let range = TimeRange(march, Interval.minute.advance(march, by: 5))
        let now = Interval.minute.advance(march, by: 3)
        var found: [Timestamp] = []
        for try await page in source.pages(of: try series, in: range, closedBefore: now) {
            found += page.candles.map(\.openTime)
        }
        #expect(found == (0..<3).map { Interval.minute.advance(march, by: $0) })
        #expect(stub.urls.allSatisfy { $0.contains("/klines") })
    }

    @Test func cancelledFetchEndsWithItsCode() async {
        let stub = StubVenue { _, _ throws(HTTPError) in throw HTTPError(.cancelled, "stopped") }
        let error = await fault { try await BinanceClient(stub: stub).serverTime() }
        #expect(error?.code == .cancelled)
        #expect(error?.isRetryable == false)
    }

    @Test func threeDayCandlesAreAskedForByWhateverGridTheVenueHas() async throws {
        let opens = ["2024-02-29", "2024-03-03", "2024-03-06"].compactMap { Timestamp(parsing: $0) }
        let rows = opens.map { open in
            Row(0) {
                $0.openTime = "\(open.milliseconds)"
                $0.closeTime = "\(open.milliseconds + 3 * 86_400_000 - 1)"
            }.json
        }
        let stub = StubVenue { _, _ in .text("[" + rows.joined(separator: ",") + "]") }
        let threeDays = SeriesID(venue: "binance", symbol: try series.symbol, interval: .threeDays)
        let range = TimeRange(opens[0], opens[2] + 3 * 86_400_000_000)
        var candles: [Candle] = []
        for try await page in BinanceClient(stub: stub).pages(
            of: threeDays,
            in: range,
            closedBefore: range.end
        ) {
            #expect(page.rejected == [])
            candles += page.candles
        }
        #expect(candles.map(\.openTime) == opens)
        #expect(StubVenue.parameter("endTime", stub.urls[0]) == "1709856000000")
    }

    private var series: SeriesID {
        get throws {
            SeriesID(venue: "binance", symbol: try Symbol("BTCUSDT"), interval: .minute)
        }
    }

    private func collect(
        _ client: BinanceClient,
        _ range: TimeRange,
        closedBefore: Timestamp? = nil
    ) async throws -> [CandlePage] {
        var pages: [CandlePage] = []
        for try await page in client.pages(
            of: try series,
            in: range,
            closedBefore: closedBefore ?? range.end
        ) {
            pages.append(page)
        }
        return pages
    }

    private func minutes(_ indices: Range<Int>) -> [Timestamp] {
        indices.map { Interval.minute.advance(march, by: $0) }
    }

    private func fault(_ body: () async throws -> some Any) async -> VenueError? {
        await #expect(throws: VenueError.self) { _ = try await body() }
    }
}
