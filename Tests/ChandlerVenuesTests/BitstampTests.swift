import ChandlerCore
import ChandlerHTTP
import Foundation
import Testing

@testable import ChandlerVenues

@Suite struct BitstampTests {
    private static let markets = """
        [{"name":"BTC/USD","market_symbol":"btcusd","base_currency":"BTC","quote_currency":"USD",
        "base_decimals":8,"counter_decimals":0,"trading":"Enabled","market_type":"SPOT"},
        {"name":"BTC/USD-PERP","market_symbol":"btcusd-perp","base_currency":"BTC",
        "quote_currency":"USD","trading":"Enabled","market_type":"PERPETUAL"}]
        """

    // Rows.

    @Test(.enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"))
    func sharedSampleGivesExactlyItsExpectation() throws {
        let name = "bitstamp/ohlc_btcusd_60_limit10_start_ignored"
        let page = try parse(Fixture.sample("\(name).json"), .minute)
        let data = try Fixture.sampleData("\(name).expected.json")
        let expected = try JSONDecoder().decode(SampleCandles.self, from: data)
            .candles_oldest_first
        #expect(page.rejected == [] && page.notes == PageNotes())
        #expect(page.candles.count == 10 && expected.count == 10)
        for (candle, wanted) in zip(page.candles, expected) {
            candle.expectPrices(of: wanted)
            #expect(trimmed(candle.volume.description) == trimmed(wanted.base_volume))
            #expect(candle.quoteVolume == nil && candle.tradeCount == nil)
        }
    }

    @Test(
        .enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"),
        arguments: [
            ("60_limit1000", Interval.minute, 1_000, 1_577_776_800, 1_577_836_740, 13),
            ("86400_limit1000_duplicate", .day, 999, 1_491_523_200, 1_577_750_400, 0),
            ("86400_limit1000_end_inclusive", .day, 999, 1_491_609_600, 1_577_836_800, 0),
        ]
    )
    func longSampleHasTheFactsOfTheIndex(
        name: String,
        interval: Interval,
        count: Int,
        first: Int64,
        last: Int64,
        silent: Int
    ) throws {
        let page = try parse(Fixture.sample("bitstamp/ohlc_btcusd_\(name).json"), interval)
        #expect(page.rejected == [])
        #expect(page.candles.count == count)
        #expect(page.candles.first?.openTime == Timestamp(seconds: first))
        #expect(page.candles.last?.openTime == Timestamp(seconds: last))
        #expect(page.candles.filter { $0.volume.raw == 0 }.count == silent)
    }

    @Test(.enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"))
    func laterOfTwoRowsWithOneOpenTimeIsKept() throws {
        let sample = try Fixture.sample("bitstamp/ohlc_btcusd_86400_limit1000_duplicate.json")
        let page = try parse(sample, .day)
        let revised = page.candles.filter { $0.openTime == Timestamp(seconds: 1_546_992_000) }
        #expect(page.rows == 1_000)
        #expect(page.notes.corrected == 1)
        #expect(revised.map { trimmed($0.close.description) } == ["4002.13"])
    }

    @Test(.enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"))
    func rowsBeforeTheWindowAreDroppedWithoutAWord() throws {
        let sample = try Fixture.sample("bitstamp/ohlc_btcusd_60_limit10_start_ignored.json")
        let range = TimeRange(Timestamp(seconds: 1_577_836_500), Timestamp(seconds: 1_577_836_800))
        let scope = PageScope(interval: .minute, range: range, closedBefore: range.end)
        let page = try LayoutParser(BitstampDialect().layout).parse(sample, scope: scope)
        #expect(page.candles.count == 5)
        #expect(page.candles.first?.openTime == range.start)
        #expect(page.rejected == [])
    }

    @Test(arguments: [
        "{\"data\":{\"ohlc\":[],\"pair\":\"BTC/USD\"}}",
        "{\"data\":{\"pair\":\"BTC/USD\",\"ohlc\":[]}}",
    ])
    func answerWithoutRowsIsEmpty(body: String) throws {
        let page = try parse(HTTPBody(text: body), .minute)
        #expect(page.rows == 0 && page.rejected == [])
    }

    @Test func fieldsAreFoundByNameInAnyOrderAndWholePricesAreRead() throws {
        let row = """
            {"volume":"1.5","high":"73250","timestamp":"1709251200","close":"73241","low":"73000",
            "open":"73100"}
            """
        let page = try parse(HTTPBody(text: "{\"data\":{\"ohlc\":[\(row)]}}"), .minute)
        let candle = try #require(page.candles.first)
        #expect(candle.openTime == march)
        #expect(
            [candle.open, candle.high, candle.low, candle.close].map { trimmed($0.description) }
                == ["73100", "73250", "73000", "73241"]
        )
        #expect(trimmed(candle.volume.description) == "1.5")
    }

    @Test func rowWithoutAFieldIsRejected() throws {
        let row = "{\"timestamp\":\"1709251200\",\"open\":\"1\",\"high\":\"1\",\"low\":\"1\"}"
        let page = try parse(HTTPBody(text: "{\"data\":{\"ohlc\":[\(row)]}}"), .minute)
        #expect(page.candles.isEmpty)
        #expect(page.rejected.count == 1)
    }

    // Requests.

    @Test func windowIsAskedForByItsEndAndAFewRowsMore() async throws {
        let venue = FakeMarket(minutes: 0)
        _ = try await collect(venue, minutes: 20)
        #expect(
            venue.stub.urls.last
                == "https://www.bitstamp.net/api/v2/ohlc/btcusd/?step=60&end=1709252340&limit=31"
        )
    }

    @Test func pagesMeetEveryMinuteOnceAlthoughRowsBeforeThemCome() async throws {
        let venue = FakeMarket(minutes: 2_500)
        let pages = try await collect(venue, minutes: 2_500)
        #expect(pages.map(\.candles.count) == [990, 990, 520])
        #expect(pages.flatMap(\.candles).map(\.openTime) == venue.minutes(0..<2_500))
        #expect(pages.flatMap(\.rejected).isEmpty)
        #expect(venue.requests.count == 3)
        #expect(venue.requests.allSatisfy { StubVenue.parameter("start", $0) == nil })
        #expect(
            venue.requests.allSatisfy {
                (1...1_000).contains(Int(StubVenue.parameter("limit", $0) ?? "") ?? 0)
            }
        )
    }

    @Test("Rows that an answer leaves out at its beginning are asked for again")
    func shortAnswerLosesNothing() async throws {
        let venue = FakeMarket(minutes: 990, mostRows: 300)
        let pages = try await collect(venue, minutes: 990)
        #expect(pages.flatMap(\.candles).map(\.openTime) == venue.minutes(0..<990))
        #expect(venue.requests.count == 4)
    }

    @Test func formingCandleIsLeftOut() async throws {
        let venue = FakeMarket(minutes: 6)
        let closed = Interval.minute.advance(march, by: 5)
        let pages = try await collect(venue, minutes: 10, closedBefore: closed + 30_000_000)
        #expect(pages.flatMap(\.candles).map(\.openTime) == venue.minutes(0..<5))
        #expect(pages.flatMap(\.rejected).isEmpty)
    }

    @Test func beginningIsSearchedInDaysAndByTheirEnd() async throws {
        let venue = FakeMarket(minutes: 0, firstDay: 1_500_000_000)
        let client = venue.client
        let series = SeriesID(venue: "bitstamp", symbol: try Symbol("BTCUSD"), interval: .minute)
        let first = try await client.firstOpenTime(of: series, from: Timestamp(seconds: 0))
        #expect(first == Interval.day.ceiling(Timestamp(seconds: 1_500_000_000)))
        #expect(venue.requests.allSatisfy { StubVenue.parameter("step", $0) == "86400" })
        #expect(venue.requests.allSatisfy { StubVenue.parameter("start", $0) == nil })
        let later = try await client.firstOpenTime(of: series, from: march)
        #expect(later == march)
    }

    @Test func clockIsTheHeaderOfAnyAnswer() async throws {
        let venue = FakeMarket(minutes: 0)
        #expect(try await venue.client.serverTime() == Interval.minute.advance(march, by: 2_600))
        let mute = FakeMarket(minutes: 0, hasDate: false)
        await #expect(throws: VenueError.self) { try await mute.client.serverTime() }
    }

    // Errors.

    @Test(
        .enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"),
        arguments: [
            ("error_maintenance", 503, VenueRefusal.Kind.transient),
            ("error_maintenance", 200, .transient), ("error_403_dotted", 403, .blocked),
            ("error_403_dotted", 200, .blocked),
        ]
    )
    func errorSampleIsSorted(name: String, status: Int, kind: VenueRefusal.Kind) throws {
        let body = try Fixture.sample("bitstamp/\(name).json")
        let response = HTTPResponse(status: HTTPStatus(rawValue: status), body: body)
        let refusal = BitstampDialect().refusal(in: response)
        #expect(refusal?.kind == kind)
        #expect(refusal?.words.contains(kind == .blocked ? "403.004" : "maintenance") == true)
    }

    @Test(
        "The status decides, whatever the body is",
        arguments: [
            (404, "<html>Not Found</html>", .unknownSymbol), (404, "", .unknownSymbol),
            (404, "{\"status\":\"error\",\"response_code\":\"404.007\"}", .unknownSymbol),
            (429, "", .rateLimited(nil)), (429, "<html>", .rateLimited(nil)),
            (403, "<html>Forbidden</html>", .rateLimited(nil)), (403, "", .rateLimited(nil)),
            (451, "", .blocked), (503, "<html>We'll be back</html>", .transient),
            (500, "{\"error\":[1]}", .transient), (400, "{\"error\":\"Invalid limit\"}", .wrong),
            (400, "{\"response_code\":\"400.002\"}", .rateLimited(nil)),
            (400, "{\"code\":\"400.067\",\"reason\":\"x\"}", .rateLimited(nil)),
            (400, "{\"response_code\":\"400.068\"}", .rateLimited(nil)),
            (
                400, "{\"status\":\"error\",\"reason\":{\"step\":[\"Select a valid choice.\"]}}",
                .unknownInterval
            ),
            (400, "\u{0}", .wrong), (410, "{\"response_code\":\"410.001\"}", .wrong),
            (200, "{\"status\":\"error\",\"response_code\":\"404.003\"}", .unknownSymbol),
            (200, "{\"status\":\"error\",\"reason\":\"no idea\"}", .transient),
        ] as [(Int, String, VenueRefusal.Kind)]
    )
    func statusDecides(status: Int, body: String, kind: VenueRefusal.Kind) {
        let response = HTTPResponse.text(HTTPStatus(rawValue: status), body)
        let refusal = BitstampDialect().refusal(in: response)
        #expect(refusal?.kind == kind)
        #expect(refusal?.words.isEmpty == false)
    }

    @Test(arguments: [
        (200, "[]"), (200, "{\"data\":{\"ohlc\":[],\"pair\":\"BTC/USD\"}}"), (200, "<html>"),
        (301, ""), (501, "{\"error\":\"x\"}"),
    ])
    func whatIsNoErrorOfTheVenueIsLeftToTheStatus(status: Int, body: String) {
        let response = HTTPResponse.text(HTTPStatus(rawValue: status), body)
        #expect(BitstampDialect().refusal(in: response) == nil)
    }

    @Test func unknownMarketIsAnUnknownSymbolAlsoWhereAPageSaysSo() async throws {
        let venue = FakeMarket(minutes: 1, refusal: .text(404, "<html>Not Found</html>"))
        let error = await #expect(throws: VenueError.self) {
            _ = try await collect(venue, minutes: 1)
        }
        #expect(error?.code == .unknownSymbol)
    }

    // Instruments.

    @Test(.enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"))
    func olderListIsReadToo() throws {
        let sample = try Fixture.sample("bitstamp/trading_pairs_info.json")
        let listed = try BitstampDialect().instruments(in: sample).instruments
        let bitcoin = try #require(listed.first)
        #expect(bitcoin.venueSymbol == "btcusd" && bitcoin.symbol.text == "BTCUSD")
        #expect(bitcoin.baseAsset == "BTC" && bitcoin.quoteAsset == "USD")
        #expect(bitcoin.tickSize == "0.01" && bitcoin.stepSize == "0.00000001")
        #expect(bitcoin.status == "Enabled" && bitcoin.venue == "bitstamp")
        #expect(Set(listed.map(\.venueSymbol)).isSuperset(of: ["btcusdt", "btcusdc", "ethbtc"]))
        #expect(listed.allSatisfy { $0.tickSize != nil && !$0.quoteAsset.isEmpty })
    }

    @Test func newerListIsReadAndPerpetualsAreLeftOut() throws {
        let page = try BitstampDialect().instruments(in: HTTPBody(text: Self.markets))
        let instrument = try #require(page.instruments.first)
        #expect(page.instruments.count == 1 && page.cursor == nil)
        #expect(instrument.venueSymbol == "btcusd")
        #expect(instrument.baseAsset == "BTC" && instrument.quoteAsset == "USD")
        #expect(instrument.tickSize == "1" && instrument.stepSize == "0.00000001")
    }

    private func parse(_ body: HTTPBody, _ interval: Interval) throws -> ParsedPage {
        let scope = PageScope(
            interval: interval,
            range: TimeRange(Timestamp(microseconds: 0), VenueTime.end),
            closedBefore: VenueTime.end
        )
        return try LayoutParser(BitstampDialect().layout).parse(body, scope: scope)
    }

    private func collect(
        _ venue: FakeMarket,
        minutes: Int,
        closedBefore: Timestamp? = nil
    ) async throws -> [CandlePage] {
        let end = Interval.minute.advance(march, by: minutes)
        let series = SeriesID(venue: "bitstamp", symbol: try Symbol("BTCUSD"), interval: .minute)
        var pages: [CandlePage] = []
        for try await page in venue.client.pages(
            of: series,
            in: TimeRange(march, end),
            closedBefore: closedBefore ?? end
        ) {
            pages.append(page)
        }
        return pages
    }

    /// A market that sends the last rows before an end: minutes of March 2024, or all days from
    /// one on.
    private struct FakeMarket: Sendable {
        let stub: StubVenue

        init(
            minutes: Int,
            mostRows: Int = 1_000,
            firstDay: Int64 = 0,
            hasDate: Bool = true,
            refusal: HTTPResponse? = nil
        ) {
            let date: HTTPHeaders = hasDate ? ["Date": "Sat, 02 Mar 2024 19:20:00 GMT"] : [:]
            stub = StubVenue { url, _ in
                guard url.contains("/ohlc/") else {
                    return .text(200, headers: date, BitstampTests.markets)
                }
                if let refusal { return refusal }
                let end = Self.number("end", url)
                var opens: [Int64] = []
                if Self.number("step", url) == 86_400 {
                    let first = (firstDay + 86_399) / 86_400 * 86_400
                    opens = Array(stride(from: first, through: end, by: 86_400))
                } else if minutes > 0 {
                    // An hour of rows before those that the tests ask for.
                    let march: Int64 = 1_709_251_200
                    let last = min(end, march + Int64(minutes - 1) * 60)
                    opens = Array(stride(from: march - 3_600, through: last, by: 60))
                }
                let limit = min(Int(Self.number("limit", url)), mostRows)
                let rows = opens.suffix(limit).map(Self.row).joined(separator: ",")
                return .text("{\"data\":{\"pair\":\"BTC/USD\",\"ohlc\":[\(rows)]}}")
            }
        }

        private static func number(_ name: String, _ url: String) -> Int64 {
            Int64(StubVenue.parameter(name, url) ?? "") ?? 0
        }

        private static func row(_ second: Int64) -> String {
            "{\"timestamp\":\"\(second)\",\"open\":\"2\",\"high\":\"3\",\"low\":\"1\","
                + "\"close\":\"2\",\"volume\":\"5\"}"
        }

        /// The URLs of the requests for candles.
        var requests: [String] { stub.urls.filter { $0.contains("/ohlc/") } }

        var client: ExchangeClient<BitstampDialect> {
            ExchangeClient(
                BitstampDialect(),
                VenueOptions(),
                transport: stub,
                clock: LeapingClock(),
                seed: 1
            )
        }

        func minutes(_ range: Range<Int>) -> [Timestamp] {
            range.map { Interval.minute.advance(march, by: $0) }
        }
    }
}
