import ChandlerCore
import ChandlerHTTP
import Foundation
import Testing

@testable import ChandlerVenues

@Suite struct KuCoinTests {
    // Samples.

    @Test(
        .enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"),
        arguments: [
            ("candles_btc-usdt_1min_spec", ["data"]), ("candles_two_rows_doc", ["data"]),
            // The unified variant has the same rows one level deeper.
            ("uta_kline_btc-usdt", ["data", "list"]),
        ]
    )
    func sharedSampleGivesExactlyItsExpectation(name: String, path: [String]) throws {
        let page = try Self.parse(Fixture.sample("kucoin/\(name).json"), path)
        let data = try Fixture.sampleData("kucoin/\(name).expected.json")
        let expected = try JSONDecoder().decode(SampleCandles.self, from: data).candles_oldest_first
        #expect(page.rejected == [])
        #expect(page.candles.count == expected.count)
        for (candle, wanted) in zip(page.candles, expected) {
            candle.expectPrices(of: wanted)
            #expect(trimmed(candle.volume.description) == trimmed(wanted.base_volume))
            let turnover = try Self.rounded(try #require(wanted.quote_volume))
            #expect(candle.quoteVolume.map { trimmed($0.description) } == turnover)
            #expect(candle.tradeCount == nil)
        }
    }

    @Test(.enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"))
    func sampleWithoutCandlesIsAnEmptyPage() throws {
        let body = try Fixture.sample("kucoin/candles_empty.json")
        let page = try Self.parse(body)
        #expect(page.rows == 0)
        #expect(page.candles == [])
        #expect(KuCoinDialect().refusal(in: .text(body.text)) == nil)
    }

    @Test(.enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"), arguments: [200, 400])
    func sampleOfAnUnknownPairIsSortedWhateverTheStatus(status: Int) throws {
        let body = try Fixture.sample("kucoin/error_unsupported_pair.json").text
        #expect(Self.refusal(status, body)?.kind == .unknownSymbol)
    }

    @Test(.enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"))
    func sampleOfSymbolsGivesItsInstruments() throws {
        let page = try KuCoinDialect().instruments(in: Fixture.sample("kucoin/symbols.json"))
        #expect(page.cursor == nil)
        #expect(page.instruments.map(\.symbol.text) == ["XLMUSDT", "VETUSDT"])
        #expect(
            page.instruments.last
                == Instrument(
                    venue: "kucoin",
                    symbol: try Symbol("VETUSDT"),
                    venueSymbol: "VET-USDT",
                    baseAsset: "VET",
                    quoteAsset: "USDT",
                    status: "enabled",
                    tickSize: "0.0000001",
                    stepSize: "0.0001"
                )
        )
    }

    // Rows.

    @Test func turnoverIsRoundedAndPricesAreNot() throws {
        let body = """
            {"code":"200000","data":[\
            ["1709251260","2","2.5","3","1.123456789","4","5"],\
            ["1709251200","2","2.5","3","1","4","162703.7089970290123"]]}
            """
        let page = try Self.parse(HTTPBody(text: body))
        #expect(page.candles.map(\.close.description) == ["2.50000000"])
        #expect(page.candles.map(\.high.description) == ["3.00000000"])
        #expect(page.candles.map(\.low.description) == ["1.00000000"])
        #expect(page.candles.map { $0.quoteVolume?.description } == ["162703.70899703"])
        #expect(page.rejected.map(\.rule) == ["too_precise"])
    }

    // Lists and errors.

    @Test func pairsThatAreNoTickersAreLeftOutAndStoppedOnesKept() throws {
        let entries = ["BTC-USDT", "A-B-C", "BTC/USDT", "MAKEITTHATLONGANDMORE-USDT"].map {
            "{\"symbol\":\"\($0)\",\"baseCurrency\":\"A\",\"quoteCurrency\":\"B\","
                + "\"enableTrading\":false}"
        }
        let text = "{\"code\":\"200000\",\"data\":[\(entries.joined(separator: ","))]}"
        let found = try KuCoinDialect().instruments(in: HTTPBody(text: text)).instruments
        #expect(found.map(\.venueSymbol) == ["BTC-USDT"])
        #expect(found.map(\.status) == ["disabled"])
    }

    @Test(arguments: [
        (200, "400100", "Unsupported trading pair.", VenueRefusal.Kind.unknownSymbol),
        (400, "400100", "Incorrect candlestick type.", .unknownInterval),
        (400, "400100", "endAt is invalid", .wrong), (200, "900001", "", .unknownSymbol),
        (400, "400000", "Bad Request", .wrong), (200, "500000", "", .transient),
        (503, "503000", "Service Unavailable", .transient), (200, "200001", "", .wrong),
        (200, "200002", "blocked", .rateLimited(.seconds(10))),
        (429, "1015", "", .rateLimited(.seconds(30))), (403, "400302", "", .blocked),
        (429, "429000", "Too Many Requests", .rateLimited(.milliseconds(2_500))),
        (429, "429000", "Too Many Requests in the system", .rateLimited(.seconds(1))),
    ])
    func errorIsSortedByItsCode(
        status: Int,
        code: String,
        words: String,
        kind: VenueRefusal.Kind
    ) throws {
        let body = "{\"code\":\"\(code)\",\"msg\":\"\(words)\"}"
        let refusal = Self.refusal(status, body, ["gw-ratelimit-reset": "2500"])
        #expect(refusal?.kind == kind)
        #expect(refusal?.words == "code \(code) \"\(words)\"")
    }

    @Test func blockOfTheProxyIsReadFromItsText() {
        #expect(Self.refusal(429, "error code: 1015")?.kind == .rateLimited(.seconds(30)))
        #expect(Self.refusal(429, "slow down") == nil)
        #expect(Self.refusal(200, "error code: 1015") == nil)
    }

    @Test(arguments: ["abc", "-5", "99999999999999999999"])
    func pauseThatCannotBeReadIsLeftToThePolicy(reset: String) {
        let body = #"{"code":"429000","msg":"Too Many Requests"}"#
        let refusal = Self.refusal(429, body, ["gw-ratelimit-reset": reset])
        #expect(refusal?.kind == .rateLimited(nil))
    }

    @Test(arguments: ["<html></html>", "", "[]", "{}", #"{"code":200000,"data":[]}"#])
    func bodyWithoutAnEnvelopeIsLeftToItsStatus(body: String) {
        #expect(Self.refusal(503, body) == nil)
    }

    // Requests.

    @Test func requestNamesBothEndsInSecondsAndOneMoreThanTheLast() throws {
        let dialect = KuCoinDialect()
        let last = march + 1_499 * 60_000_000
        let minutes = dialect.candles(
            of: try Self.market,
            .minute,
            from: march,
            through: last,
            limit: 1_500
        )
        #expect(
            minutes.description
                == "GET /api/v1/market/candles?symbol=BTC-USDT&type=1min"
                + "&startAt=1709251200&endAt=1709341141"
        )
        #expect(minutes.weight == 3)
        #expect(dialect.instruments(after: nil).weight == 4)
    }

    @Test func monthsAreCountedByTheCalendar() async throws {
        let stub = Self.stub { _ in [] }
        let range = TimeRange(
            try #require(Timestamp(parsing: "2024-01-01")),
            try #require(Timestamp(parsing: "2024-04-01"))
        )
        _ = try await Self.candles(stub, .month, range)
        let url = try #require(stub.urls.last)
        #expect(url.hasSuffix("type=1month&startAt=1704067200&endAt=1709251201"))
    }

    @Test func clockIsReadFromTheVenue() async throws {
        let stub = StubVenue { _, _ in .text(#"{"code":"200000","data":1709251200123}"#) }
        let time = try await Self.client(stub).serverTime()
        #expect(time == Timestamp(milliseconds: 1_709_251_200_123))
        #expect(stub.urls == ["https://api.kucoin.com/api/v1/timestamp"])
    }

    // Pages.

    @Test(arguments: [1_500, 100])
    func windowsMeetEveryCandleOnceAlsoWhereAnswersAreShorter(limit: Int) async throws {
        let quiet: Set<Int> = [0, 700, 1_499, 1_500]
        let stub = Self.stub { Self.minutes(2_000, quiet, limit: limit, $0) }
        let range = TimeRange(march, Interval.minute.advance(march, by: 2_100))
        let closed = Interval.minute.advance(march, by: 2_000)
        let candles = try await Self.candles(stub, .minute, range, closedBefore: closed)
        let wanted = (0..<2_000).filter { !quiet.contains($0) }
        #expect(candles.map(\.openTime) == wanted.map { Interval.minute.advance(march, by: $0) })
    }

    @Test(arguments: [false, true])
    func endIsRightWhetherTheVenueIncludesItOrNot(isIncluded: Bool) async throws {
        let stub = Self.stub { Self.minutes(1_600, [], limit: 1_500, $0, includesEnd: isIncluded) }
        let range = TimeRange(march, Interval.minute.advance(march, by: 1_550))
        let candles = try await Self.candles(stub, .minute, range)
        let wanted = (0..<1_550).map { Interval.minute.advance(march, by: $0) }
        #expect(candles.map(\.openTime) == wanted)
    }

    @Test func formingCandleIsLeftOut() async throws {
        let stub = Self.stub { Self.minutes(10, [], limit: 1_500, $0) }
        let range = TimeRange(march, Interval.minute.advance(march, by: 10))
        let closed = Interval.minute.advance(march, by: 9)
        #expect(try await Self.candles(stub, .minute, range, closedBefore: closed).count == 9)
    }

    @Test func unknownPairIsToldWithTheVenuesWords() async throws {
        let stub = StubVenue { _, _ in
            .text(#"{"code":"400100","msg":"Unsupported trading pair."}"#)
        }
        let options = VenueOptions(servesCandlesOnly: true)
        let client = Self.client(stub, options)
        let series = SeriesID(venue: "kucoin", symbol: try Symbol("NOPE"), interval: .day)
        let range = TimeRange(march, march + Timestamp.microsecondsPerDay)
        let error = await #expect(throws: VenueError.self) {
            for try await _ in client.pages(of: series, in: range, closedBefore: range.end) {}
        }
        #expect(error?.code == .unknownSymbol)
        #expect(error?.message.contains("Unsupported trading pair.") == true)
        #expect(stub.urls.count == 1)
    }

    @Test func beginningIsSearchedInDays() async throws {
        let first = try #require(Timestamp(parsing: "2019-02-18"))
        let stub = Self.stub { url in
            let (start, end) = Self.ends(url)
            return start <= first && first < end ? [first] : []
        }
        let series = SeriesID(venue: "kucoin", symbol: try Symbol("BTCUSDT"), interval: .minute)
        let start = Timestamp(microseconds: 0)
        let found = try await Self.client(stub).firstOpenTime(of: series, from: start)
        #expect(found == first)
        #expect(stub.urls.contains { $0.contains("type=1day&startAt=1483228800") })
    }

    @Test func venueSaysWhatItHas() throws {
        #expect(Venue.kucoin.name == "kucoin")
        #expect(!Venue.kucoin.intervals.contains(.week))
        #expect(Venue.kucoin.intervals.count == 13)
        #expect(KuCoinDialect().profile.missing == .late)
    }
}

extension KuCoinTests {
    private static var market: Instrument {
        get throws {
            Instrument(
                venue: "kucoin",
                symbol: try Symbol("BTCUSDT"),
                venueSymbol: "BTC-USDT",
                baseAsset: "BTC",
                quoteAsset: "USDT",
                status: "enabled"
            )
        }
    }

    private static func rounded(_ text: String) throws -> String {
        try Array(text.utf8).withUnsafeBufferPointer {
            trimmed(try Quantity(rounding: $0).description)
        }
    }

    private static func parse(_ body: HTTPBody, _ path: [String] = ["data"]) throws -> ParsedPage {
        var layout = KuCoinDialect().layout
        layout.path = path
        let scope = PageScope(
            interval: .minute,
            range: TimeRange(Timestamp(microseconds: 0), VenueTime.end),
            closedBefore: VenueTime.end
        )
        return try LayoutParser(layout).parse(body, scope: scope)
    }

    private static func refusal(
        _ status: Int,
        _ body: String,
        _ headers: HTTPHeaders = [:]
    ) -> VenueRefusal? {
        let response = HTTPResponse.text(HTTPStatus(rawValue: status), headers: headers, body)
        return KuCoinDialect().refusal(in: response)
    }

    private static func client(
        _ stub: StubVenue,
        _ options: VenueOptions = VenueOptions()
    ) -> ExchangeClient<KuCoinDialect> {
        ExchangeClient(KuCoinDialect(), options, transport: stub, clock: LeapingClock(), seed: 1)
    }

    /// A venue that knows one pair and answers with candles that open at these times.
    private static func stub(_ times: @escaping @Sendable (String) -> [Timestamp]) -> StubVenue {
        StubVenue { url, _ in
            if url.hasSuffix("/timestamp") {
                return .text(#"{"code":"200000","data":1709251200123}"#)
            }
            if url.hasSuffix("/symbols") {
                return .text(
                    #"{"code":"200000","data":[{"symbol":"BTC-USDT","baseCurrency":"BTC","#
                        + #""quoteCurrency":"USDT","enableTrading":true}]}"#
                )
            }
            let rows = times(url).map {
                "[\"\($0.milliseconds / 1_000)\",\"2\",\"2.5\",\"3\",\"1\",\"4\",\"9\"]"
            }
            return .text("{\"code\":\"200000\",\"data\":[\(rows.joined(separator: ","))]}")
        }
    }

    private static func ends(_ url: String) -> (Timestamp, Timestamp) {
        let ends = ["startAt", "endAt"].map { Int64(StubVenue.parameter($0, url) ?? "") ?? 0 }
        return (Timestamp(seconds: ends[0]), Timestamp(seconds: ends[1]))
    }

    /// The newest minutes of a span, newest first, as the venue sends them.
    private static func minutes(
        _ count: Int,
        _ quiet: Set<Int>,
        limit: Int,
        _ url: String,
        includesEnd: Bool = false
    ) -> [Timestamp] {
        let (start, end) = ends(url)
        let times = (0..<count).filter { !quiet.contains($0) }
            .map { Interval.minute.advance(march, by: $0) }
            .filter { start <= $0 && ($0 < end || includesEnd && $0 == end) }
        return Array(times.suffix(limit).reversed())
    }

    private static func candles(
        _ stub: StubVenue,
        _ interval: Interval,
        _ range: TimeRange,
        closedBefore: Timestamp? = nil
    ) async throws -> [Candle] {
        let series = SeriesID(venue: "kucoin", symbol: try Symbol("BTCUSDT"), interval: interval)
        let pages = client(stub)
            .pages(of: series, in: range, closedBefore: closedBefore ?? range.end)
        var candles: [Candle] = []
        for try await page in pages {
            #expect(page.rejected == [])
            candles += page.candles
        }
        return candles
    }
}
