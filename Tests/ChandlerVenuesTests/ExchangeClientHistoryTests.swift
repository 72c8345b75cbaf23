import ChandlerCore
import ChandlerHTTP
import Testing

@testable import ChandlerVenues

/// Where a series begins, and which instruments there are.
@Suite struct ExchangeClientHistoryTests: PlainVenueSuite {
    // The beginning of a series.

    @Test func beginningIsAskedFor() async throws {
        let stub = StubVenue(PlainServer(minutes: 7..<9).answer)
        let first = try await client(stub).firstOpenTime(of: series, from: march + 1)
        #expect(first == minutes(7..<8).first)
        let url = try #require(candleURLs(stub).first)
        #expect(from(url) == 1)
        #expect(StubVenue.parameter("to", url) == nil)
        #expect(StubVenue.parameter("limit", url) == "1")
        let none = StubVenue(PlainServer(minutes: 0..<0).answer)
        #expect(try await client(none).firstOpenTime(of: series, from: march) == nil)
    }

    @Test func beginningBefore1970IsAskedForFrom1970() async throws {
        let stub = StubVenue(PlainServer(minutes: 7..<9).answer)
        let start = Timestamp(microseconds: -86_400_000_000)
        #expect(
            try await client(stub).firstOpenTime(of: series, from: start) == minutes(7..<8).first
        )
        #expect(candleURLs(stub).first.flatMap { StubVenue.parameter("from", $0) } == "0")
    }

    @Test func reachMovesTheBeginning() async throws {
        let server = PlainServer(minutes: 0..<100, now: 100)
        let stub = StubVenue(server.answer)
        let client = client(stub, reach: 50)
        // One candle may complete before the pages are asked for: the oldest is not counted on.
        #expect(
            try await client.firstOpenTime(of: series, from: march) == minutes(52..<53).first
        )
        #expect(
            try await client.firstOpenTime(of: series, from: march + 4_800_000_000)
                == minutes(80..<81).first
        )
    }

    @Test func beginningIsSearchedInLongerCandles() async throws {
        let day = Interval.day.advance(march, by: 25)
        let stub = StubVenue { url, number in
            PlainServer(now: 60 * 24 * 40).answer(url, number, days: [day])
        }
        let client = client(stub, beginning: .searched(.day, since: march))
        let first = try await client.firstOpenTime(of: series, from: .init(microseconds: 0))
        #expect(first == day)
        // Ten days a window, from the venue's first day on.
        #expect(candleURLs(stub).allSatisfy { StubVenue.parameter("interval", $0) == "d" })
        #expect(
            candleURLs(stub).compactMap(from).map { $0 / 1_440 } == [0, 10, 20]
        )
        let later = try await client.firstOpenTime(of: series, from: day + 3_600_000_000)
        #expect(later == day + 3_600_000_000)
    }

    @Test func searchThatFindsNothingEndsNow() async throws {
        let stub = StubVenue(PlainServer(minutes: 0..<0, now: 60 * 24 * 15).answer)
        let client = client(stub, beginning: .searched(.day, since: march))
        #expect(try await client.firstOpenTime(of: series, from: march) == nil)
        #expect(candleURLs(stub).count == 2)
        let never = StubVenue(PlainServer(minutes: 0..<0, now: -5).answer)
        let young = self.client(never, beginning: .searched(.day, since: march))
        #expect(try await young.firstOpenTime(of: series, from: march) == nil)
    }

    @Test func searchHeedsTheReach() async throws {
        let stub = StubVenue(PlainServer(minutes: 0..<0, now: 60 * 24 * 15).answer)
        let client = client(stub, reach: 60, beginning: .searched(.day, since: march))
        #expect(try await client.firstOpenTime(of: series, from: march) == nil)
        #expect(candleURLs(stub).compactMap(from) == [60 * 24 * 14])
    }

    @Test func brokenRowIsWhereHistoryBegins() async throws {
        for beginning in [ExchangeProfile.Beginning.asked, .searched(.minute, since: march)] {
            let broken = PlainServer.row(3).replacing("2.75", with: "\"x\"")
            let stub = StubVenue { url, number in
                url.contains("/candles")
                    ? .text("[\(broken)]") : PlainServer(now: 9).answer(url, number)
            }
            let client = client(stub, beginning: beginning)
            #expect(
                try await client.firstOpenTime(of: series, from: march) == minutes(3..<4).first
            )
        }
    }

    @Test func brokenRowBeforeGoodOnesIsWhereHistoryBegins() async throws {
        let rows = [PlainServer.row(3).replacing("2.75", with: "\"x\""), PlainServer.row(4)]
        for beginning in [ExchangeProfile.Beginning.asked, .searched(.minute, since: march)] {
            let stub = StubVenue { url, number in
                url.contains("/candles")
                    ? .text("[\(rows.joined(separator: ","))]")
                    : PlainServer(now: 9).answer(url, number)
            }
            let client = client(stub, beginning: beginning)
            #expect(
                try await client.firstOpenTime(of: series, from: march) == minutes(3..<4).first
            )
        }
    }

    /// An instrument that was listed today has no complete day yet.
    @Test func runningDayIsWhereHistoryBegins() async throws {
        let stub = StubVenue { url, number in
            url.contains("/candles")
                ? .text("[[\(march.milliseconds),2.5,3,2,2.75,10,\"0\"]]")
                : PlainServer(now: 60).answer(url, number)
        }
        let client = client(stub, isFlagged: true, beginning: .searched(.day, since: march))
        #expect(try await client.firstOpenTime(of: series, from: march) == march)
        let later = march + 1_800_000_000
        #expect(try await client.firstOpenTime(of: series, from: later) == later)
    }

    /// Small pages are a choice of the caller; they must not hide the first candle of a window.
    @Test(arguments: [1, 2, 10])
    func searchFindsTheBeginningWhateverThePageSize(pageSize: Int) async throws {
        let days = [3, 4, 5, 6].map { Interval.day.advance(march, by: $0) }
        let stub = StubVenue { url, number in
            PlainServer(keepsNewest: true, now: 60 * 24 * 10).answer(url, number, days: days)
        }
        let client = client(
            stub,
            keepsNewest: true,
            beginning: .searched(.day, since: march),
            options: VenueOptions(pageSize: pageSize)
        )
        #expect(try await client.firstOpenTime(of: series, from: march) == days[0])
    }

    // Instruments.

    @Test func instrumentsAreFetchedPageByPage() async throws {
        let stub = StubVenue { url, _ in
            switch StubVenue.parameter("after", url) {
            case nil:
                .text(
                    "{\"list\":[\"BTC-USDT\",\"TOO-LONG-FOR-A-TICKER-OF-OURS\"],\"next\":\"a b\"}"
                )
            case "a b": .text("{\"list\":[\"ETH-USDT\"],\"next\":\"c\"}")
            default: .text("{\"list\":[\"SOL-USDT\"],\"next\":\"c\"}")
            }
        }
        // The last page names itself as the next one, and ends the list all the same.
        let found = try await client(stub).instruments()
        #expect(found.map(\.venueSymbol) == ["BTC-USDT", "ETH-USDT", "SOL-USDT"])
        #expect(found.map(\.symbol.text) == ["BTCUSDT", "ETHUSDT", "SOLUSDT"])
        #expect(stub.urls.count == 3)
    }

    @Test func listIsFetchedOnceForAllThatAsk() async throws {
        let stub = StubVenue(PlainServer(minutes: 0..<40).answer)
        let client = client(stub)
        let series = try series
        try await withThrowingTaskGroup(of: Instrument?.self) { group in
            for _ in 0..<20 { group.addTask { try await client.instrument(series.symbol) } }
            for try await found in group { #expect(found?.venueSymbol == "BTC-USDT") }
        }
        _ = try await collect(client, minutes: 40)
        #expect(stub.urls.filter { $0.contains("/markets") }.count == 1)
    }

    @Test func listIsFetchedAgainAfterAFailure() async throws {
        let stub = StubVenue { url, number in
            number == 1 ? .text(400, "{\"error\":\"wrong\"}") : PlainServer().answer(url, number)
        }
        let client = client(stub)
        let symbol = try series.symbol
        let error = await fault { try await client.instrument(symbol) }
        #expect(error?.code == .refused)
        #expect(error?.message.hasPrefix("list the instruments of plain: ") == true)
        #expect(try await client.instrument(symbol)?.venueSymbol == "BTC-USDT")
        #expect(try await client.instruments().count == 4)
        #expect(stub.urls.count == 2)
    }

    @Test func symbolThatIsNotInTheListIsUnknown() async throws {
        let stub = StubVenue(PlainServer().answer)
        let client = client(stub)
        let nope = try Symbol("NOPE")
        let other = SeriesID(venue: "plain", symbol: nope, interval: .minute)
        for error in [
            await fault { try await client.instrument(nope) },
            await fault { try await client.firstOpenTime(of: other, from: march) },
            await fault { try await collect(client, minutes: 1, series: other) },
        ] {
            #expect(error?.code == .unknownSymbol)
            #expect(error?.isRetryable == false)
            #expect(error?.message.contains("plain has no instrument \"NOPE\"") == true)
            #expect(error?.message.contains("chandler symbols --venue plain") == true)
        }
        #expect(stub.urls.count == 1)
    }

    @Test func symbolThatFitsTwoInstrumentsIsNotGuessed() async throws {
        let client = client(StubVenue(PlainServer().answer))
        let twice = try Symbol("ETHUSDT")
        let error = await fault { try await client.instrument(twice) }
        #expect(error?.code == .unknownSymbol)
        #expect(error?.message.contains("\"ETH-USDT\", \"ETH_USDT\"") == true)
    }

    @Test func listThatIsNoListIsABadAnswer() async throws {
        let stub = StubVenue { _, _ in .text("<html>maintenance</html>") }
        let client = client(stub)
        let error = await fault { try await client.instruments() }
        #expect(error?.code == .badAnswer)
        #expect(stub.urls.count == 3)
    }
}
