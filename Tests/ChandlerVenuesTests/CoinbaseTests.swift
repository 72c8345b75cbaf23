import ChandlerCore
import ChandlerHTTP
import Foundation
import Testing

@testable import ChandlerVenues

@Suite struct CoinbaseTests {
    // Samples.

    @Test(
        .enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"),
        arguments: [
            ("advanced_candles_btc-usd_1h_2", Interval.hour),
            // The documentation's own example opens at no minute.
            ("advanced_candles_doc_example", .second), ("exchange_candles_btc-usd_60_10", .minute),
        ]
    )
    func sharedSampleGivesExactlyItsExpectation(name: String, interval: Interval) throws {
        let layout = Self.layout(name)
        let page = try Self.parse(Fixture.sample("coinbase/\(name).json"), layout, interval)
        let data = try Fixture.sampleData("coinbase/\(name).expected.json")
        let expected = try JSONDecoder().decode(SampleCandles.self, from: data).candles_oldest_first
        #expect(page.rejected == [])
        #expect(page.candles.count == expected.count)
        for (candle, wanted) in zip(page.candles, expected) {
            candle.expectPrices(of: wanted)
            let volume = try Self.volume(wanted.base_volume, layout)
            #expect(trimmed(candle.volume.description) == volume)
            #expect(candle.quoteVolume == nil)
            #expect(candle.tradeCount == nil)
        }
    }

    @Test(
        .enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"),
        arguments: ["advanced_candles_empty", "exchange_candles_empty"]
    )
    func sampleWithoutCandlesIsAnEmptyPage(name: String) throws {
        let body = try Fixture.sample("coinbase/\(name).json")
        let page = try Self.parse(body, Self.layout(name), .minute)
        #expect(page.rows == 0)
        #expect(page.candles == [])
        #expect(CoinbaseAnswer(.text(body.text)) == nil)
    }

    @Test(
        .enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"),
        arguments: [
            ("error_400_range", 400, VenueRefusal.Kind.wrong),
            ("error_400_advanced_range", 400, .wrong),
            ("error_429_exchange", 429, .rateLimited(nil)),
        ]
    )
    func sampleOfAnErrorIsSorted(name: String, status: Int, kind: VenueRefusal.Kind) throws {
        let body = try Fixture.sample("coinbase/\(name).json").text
        #expect(Self.refusal(status, body)?.kind == kind)
    }

    @Test(.enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"))
    func sampleOfProductsGivesBothNamesOfOneBook() throws {
        let body = try Fixture.sample("coinbase/advanced_products.json")
        let page = try CoinbaseDialect().instruments(in: body)
        #expect(page.cursor == nil)
        #expect(page.instruments.map(\.venueSymbol) == ["BTC-USD", "BTC-USDC"])
        #expect(
            page.instruments.first
                == Instrument(
                    venue: "coinbase",
                    symbol: try Symbol("BTCUSD"),
                    venueSymbol: "BTC-USD",
                    baseAsset: "BTC",
                    quoteAsset: "USD",
                    status: "online",
                    tickSize: "0.01",
                    stepSize: "0.00000001"
                )
        )
    }

    // Rows.

    @Test func noiseOfVolumesIsRoundedAndThatOfPricesRejected() throws {
        let rows = """
            [[1709251320,8.1e-05,2e2,100,1.5,2.2357688599999963],\
            [1709251260,1,3,2,2.5,5e-07],[1709251200,1,3.0000000000000004,2,2.5,1]]
            """
        let page = try Self.parse(rows, CoinbaseExchangeDialect().layout, .minute)
        #expect(page.candles.map(\.volume.description) == ["0.00000050", "2.23576886"])
        #expect(page.candles.map(\.low.description) == ["1.00000000", "0.00008100"])
        #expect(page.candles.map(\.high.description) == ["3.00000000", "200.00000000"])
        #expect(page.rejected.map(\.rule) == ["too_precise"])
        #expect(page.rejected.map(\.openTime) == [march])
        #expect(page.rejected[0].payload == "[1709251200,1,3.0000000000000004,2,2.5,1]")
    }

    @Test func textsOfAdvancedTradeAreNotRounded() throws {
        let rows = """
            {"candles":[{"start":"1709251200","low":"1","high":"3","open":"2","close":"2.5",\
            "volume":"0.123456789"}]}
            """
        let page = try Self.parse(rows, CoinbaseDialect().layout, .minute)
        #expect(page.candles == [])
        #expect(page.rejected.map(\.rule) == ["too_precise"])
    }

    // Lists and errors.

    @Test func productsOfTheExchangeKeepDelistedOnesAndLeaveOutWhatIsNoPair() throws {
        let body = HTTPBody(
            text: """
                [{"id":"ETH-EUR","base_currency":"ETH","quote_currency":"EUR",\
                "quote_increment":"0.01","base_increment":"0.00000001","status":"online",\
                "trading_disabled":false},{"id":"BTC-USDC","base_currency":"BTC",\
                "quote_currency":"USDC","quote_increment":"0.01","base_increment":"0.00000001",\
                "status":"delisted","trading_disabled":true},{"id":"A-B-C"},{"id":"Ä-USD"}]
                """
        )
        let found = try CoinbaseExchangeDialect().instruments(in: body).instruments
        #expect(found.map(\.symbol.text) == ["ETHEUR", "BTCUSDC"])
        #expect(found.map(\.status) == ["online", "delisted"])
        #expect(found.map(\.tickSize) == ["0.01", "0.01"])
    }

    @Test(arguments: [
        (404, #"{"message":"NotFound"}"#, VenueRefusal.Kind.unknownSymbol),
        (400, #"{"message":"Unsupported granularity"}"#, .unknownInterval),
        (404, #"{"error":"NOT_FOUND","message":"Product X-USD not supported"}"#, .unknownSymbol),
        (400, #"{"error":"INVALID_ARGUMENT","message":"granularity is bad"}"#, .unknownInterval),
        (400, #"{"error":"INVALID_ARGUMENT","error_details":"range"}"#, .wrong),
        (401, #"{"error":"UNAUTHENTICATED","message":"no key"}"#, .wrong),
        (403, #"{"message":"Forbidden"}"#, .blocked),
        (429, #"{"error":"RESOURCE_EXHAUSTED"}"#, .rateLimited(nil)),
        (500, #"{"message":"Internal server error"}"#, .transient),
        (503, #"{"error":"UNAVAILABLE","message":"granularity"}"#, .transient),
    ])
    func errorIsSortedByItsStatusAndWords(
        status: Int,
        body: String,
        kind: VenueRefusal.Kind
    ) throws {
        #expect(Self.refusal(status, body)?.kind == kind)
    }

    @Test(arguments: ["<html>403</html>", "", "[]", "{}", #"{"candles":[]}"#, #"{"message":7}"#])
    func bodyWithoutAnErrorIsLeftToItsStatus(body: String) {
        #expect(Self.refusal(403, body) == nil)
    }

    @Test func errorIsToldInTheVenuesWords() throws {
        let body = #"{"error":"NOT_FOUND","error_details":"","message":"Product X not supported"}"#
        #expect(Self.refusal(404, body)?.words == #"NOT_FOUND "Product X not supported""#)
        #expect(Self.refusal(404, #"{"message":"NotFound"}"#)?.words == #""NotFound""#)
    }

    // Requests.

    @Test func requestsNameBothEndsAndAskForFreshAnswers() throws {
        let market = try Self.market
        let last = march + 299 * 60_000_000
        let advanced = CoinbaseDialect()
            .candles(of: market, .minute, from: march, through: last, limit: 300)
        #expect(
            advanced.description
                == "GET /api/v3/brokerage/market/products/BTC-USD/candles"
                + "?start=1709251200&end=1709269140&granularity=ONE_MINUTE"
        )
        let exchange = CoinbaseExchangeDialect()
            .candles(of: market, .sixHours, from: march, through: last, limit: 300)
        #expect(
            exchange.description
                == "GET /products/BTC-USD/candles?granularity=21600"
                + "&start=2024-03-01T00%3A00%3A00Z&end=2024-03-01T04%3A59%3A00Z"
        )
        for request in [advanced, exchange] {
            #expect(request.headers["Cache-Control"] == "no-cache")
            #expect(request.weight == 1)
        }
    }

    @Test func clockIsReadFromTheVenue() async throws {
        let advanced = CoinbaseServer()
        #expect(try await advanced.client(CoinbaseDialect()).serverTime() == CoinbaseServer.now)
        #expect(advanced.stub.urls == ["https://api.coinbase.com/api/v3/brokerage/time"])
        let exchange = CoinbaseServer()
        let client = exchange.client(CoinbaseExchangeDialect())
        #expect(try await client.serverTime() == CoinbaseServer.now)
        #expect(exchange.stub.urls == ["https://api.exchange.coinbase.com/time"])
    }

    // Pages.

    @Test(arguments: [true, false])
    func windowsOfThreeHundredRowsMeetEveryCandleOnce(isAdvanced: Bool) async throws {
        // Quiet at the first and the last minute of the second window, and inside the third.
        let server = CoinbaseServer(minutes: 650, quiet: [300, 599, 610])
        let candles = try await server.candles(isAdvanced, minutes: 700, closed: 650)
        let wanted = (0..<650).filter { ![300, 599, 610].contains($0) }
        #expect(candles.map { $0.openTime } == wanted.map { march + Int64($0) * 60_000_000 })
        #expect(candles.first?.low.description == "2.00000000")
        #expect(candles.first?.high.description == "3.00000000")
        #expect(candles.first?.open.description == "2.50000000")
        #expect(candles.first?.close.description == "2.75000000")
        #expect(server.askedRows.max() == 300)
    }

    @Test(arguments: [true, false])
    func formingCandleIsLeftOut(isAdvanced: Bool) async throws {
        let server = CoinbaseServer(minutes: 10)
        let candles = try await server.candles(isAdvanced, minutes: 10, closed: 9)
        #expect(candles.count == 9)
    }

    @Test func symbolThatIsNotListedIsUnknown() async throws {
        let client = CoinbaseServer().client(CoinbaseDialect())
        let error = await #expect(throws: VenueError.self) {
            try await client.instrument(try Symbol("NOPEUSD"))
        }
        #expect(error?.code == .unknownSymbol)
    }

    @Test func productThatTheVenueDoesNotKnowIsUnknown() async throws {
        let stub = StubVenue { _, _ in .text(404, #"{"message":"NotFound"}"#) }
        let source = ExchangeClient(
            CoinbaseExchangeDialect(),
            VenueOptions(servesCandlesOnly: true),
            transport: stub,
            clock: LeapingClock()
        )
        let series = SeriesID(venue: "x", symbol: try Symbol("NOPEUSD"), interval: .minute)
        let range = TimeRange(march, march + 60_000_000)
        let error = await #expect(throws: VenueError.self) {
            for try await _ in source.pages(of: series, in: range, closedBefore: range.end) {}
        }
        #expect(error?.code == .unknownSymbol)
        #expect(stub.urls.count == 1)
    }

    // Beginnings.

    @Test(arguments: [
        (Interval.minute, "2015-07-20", "2015-01-01", "2015-01-20T00:00:00Z"),
        (.minute, "2015-07-20", "2015-03-01", "2015-03-01T00:00:00Z"),
        (.fourHours, "2015-07-20", "2000-01-01", "2015-01-20T00:00:00Z"),
        (.hour, "2015-07-20", "2015-01-01", "2015-07-20T00:00:00Z"),
        (.day, "2015-07-20", "2015-01-01", "2015-07-20T00:00:00Z"),
        (.minute, "2016-05-18", "2015-01-01", "2016-05-18T00:00:00Z"),
        (.minute, "2015-07-20", "2023-03-01T00:00:30", "2023-03-01T00:01:00Z"),
    ])
    func beginningIsSearchedInDaysButMinutesOfTheOldestBookBeginBefore(
        interval: Interval,
        firstDay: String,
        start: String,
        beginning: String
    ) async throws {
        let day = try #require(Timestamp(parsing: firstDay))
        let server = CoinbaseServer(firstDay: day)
        let source = CoinbaseSource(server.client(CoinbaseDialect()))
        let series = SeriesID(venue: "coinbase", symbol: try Symbol("BTCUSD"), interval: interval)
        let from = try #require(Timestamp(parsing: start))
        let found = try await source.firstOpenTime(of: series, from: from)
        #expect(found?.description == beginning)
    }

    @Test func beginningOfABookWithoutTradesIsNone() async throws {
        let source = CoinbaseSource(CoinbaseServer().client(CoinbaseExchangeDialect()))
        let symbol = try Symbol("BTCUSD")
        let series = SeriesID(venue: "coinbase-exchange", symbol: symbol, interval: .minute)
        #expect(try await source.firstOpenTime(of: series, from: march) == nil)
    }

    @Test func bothVenuesSayWhatTheyHave() throws {
        #expect(Venue.coinbase.name == "coinbase")
        #expect(Venue.coinbaseExchange.name == "coinbase-exchange")
        let advanced = ["1m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "1d"]
        #expect(Venue.coinbase.intervals.map(\.rawValue) == advanced)
        let exchange = ["1m", "5m", "15m", "1h", "6h", "1d"]
        #expect(Venue.coinbaseExchange.intervals.map(\.rawValue) == exchange)
        let source = try Venue.coinbase.source(VenueOptions(baseURL: "http://127.0.0.1:9"))
        #expect(source.missing == .silence)
        #expect(source.venue == "coinbase")
    }
}

extension CoinbaseTests {
    private static var market: Instrument {
        get throws {
            Instrument(
                venue: "coinbase",
                symbol: try Symbol("BTCUSD"),
                venueSymbol: "BTC-USD",
                baseAsset: "BTC",
                quoteAsset: "USD",
                status: "online"
            )
        }
    }

    private static func layout(_ name: String) -> RowLayout {
        name.hasPrefix("advanced") ? CoinbaseDialect().layout : CoinbaseExchangeDialect().layout
    }

    private static func volume(_ text: String, _ layout: RowLayout) throws -> String {
        guard layout.roundsVolumes else { return trimmed(text) }
        return try Array(text.utf8).withUnsafeBufferPointer {
            trimmed(try Quantity(rounding: $0).description)
        }
    }

    private static func parse(
        _ text: String,
        _ layout: RowLayout,
        _ interval: Interval
    ) throws -> ParsedPage {
        try parse(HTTPBody(text: text), layout, interval)
    }

    private static func parse(
        _ body: HTTPBody,
        _ layout: RowLayout,
        _ interval: Interval
    ) throws -> ParsedPage {
        let scope = PageScope(
            interval: interval,
            range: TimeRange(Timestamp(microseconds: 0), VenueTime.end),
            closedBefore: VenueTime.end
        )
        return try LayoutParser(layout).parse(body, scope: scope)
    }

    private static func refusal(_ status: Int, _ body: String) -> VenueRefusal? {
        CoinbaseDialect().refusal(in: .text(HTTPStatus(rawValue: status), body))
    }
}

/// Answers as both APIs do: minutes of March 2024 newest first, or days from a first one on.
private struct CoinbaseServer {
    static let now = Timestamp(milliseconds: 1_709_290_800_250)

    let stub: StubVenue

    init(minutes: Int = 0, quiet: Set<Int> = [], firstDay: Timestamp? = nil) {
        stub = StubVenue { url, _ in
            if url.hasSuffix("/brokerage/time") {
                return .text(
                    #"{"iso":"x","epochSeconds":"1709290800","epochMillis":"1709290800250"}"#
                )
            }
            if url.hasSuffix("/time") { return .text(#"{"iso":"x","epoch":1709290800.25}"#) }
            guard url.contains("/candles?") else { return .text(Self.products(url)) }
            guard let (first, last) = Self.ends(url) else { return .text(400, "{}") }
            let isAdvanced = url.contains("/brokerage/")
            if let granularity = StubVenue.parameter("granularity", url),
                ["ONE_DAY", "86400"].contains(granularity)
            {
                let open = firstDay.map { max($0, first) }
                let times = open.flatMap { $0 <= last ? [$0] : nil } ?? []
                return .text(Self.page(times, isAdvanced))
            }
            var times = (0..<minutes).filter { !quiet.contains($0) }
                .map { march + Int64($0) * 60_000_000 }
                .filter { first <= $0 && $0 <= last }
            // A row before the start slips in where the start is quiet.
            if times.first != first, minutes > 0 { times.insert(first - 60_000_000, at: 0) }
            return .text(Self.page(times.reversed(), isAdvanced))
        }
    }

    /// How many rows each request for minutes could have brought.
    var askedRows: [Int] {
        stub.urls.compactMap { url in
            Self.ends(url).map { Int(($1 - $0) / 60_000_000) + 1 }
        }
    }

    func client<Dialect: ExchangeDialect>(_ dialect: Dialect) -> ExchangeClient<Dialect> {
        ExchangeClient(dialect, VenueOptions(), transport: stub, clock: LeapingClock(), seed: 1)
    }

    func candles(_ isAdvanced: Bool, minutes: Int, closed: Int) async throws -> [Candle] {
        let source: any CandleSource =
            isAdvanced ? client(CoinbaseDialect()) : client(CoinbaseExchangeDialect())
        let series = SeriesID(
            venue: source.venue,
            symbol: try Symbol("BTCUSD"),
            interval: .minute
        )
        let range = TimeRange(march, Interval.minute.advance(march, by: minutes))
        let closedBefore = Interval.minute.advance(march, by: closed)
        var candles: [Candle] = []
        for try await page in source.pages(of: series, in: range, closedBefore: closedBefore) {
            #expect(page.rejected == [])
            candles += page.candles
        }
        return candles
    }

    private static func ends(_ url: String) -> (Timestamp, Timestamp)? {
        let ends = ["start", "end"].compactMap { StubVenue.parameter($0, url) }.compactMap {
            text in Int64(text).map { Timestamp(seconds: $0) } ?? Timestamp(parsing: text)
        }
        return ends.count == 2 ? (ends[0], ends[1]) : nil
    }

    private static func products(_ url: String) -> String {
        url.contains("/brokerage/")
            ? #"{"products":[{"product_id":"BTC-USD","status":"online"}]}"#
            : #"[{"id":"BTC-USD","status":"online"}]"#
    }

    private static func page(_ times: [Timestamp], _ isAdvanced: Bool) -> String {
        let rows = times.map { time in
            let seconds = time.milliseconds / 1_000
            return isAdvanced
                ? #"{"start":"\#(seconds)","low":"2.00","high":"3.00","open":"2.50","#
                    + #""close":"2.75","volume":"10.5"}"#
                : "[\(seconds),2,3,2.5,2.75,10.500000000000002]"
        }
        let list = "[" + rows.joined(separator: ",") + "]"
        return isAdvanced ? "{\"candles\":\(list)}" : list
    }
}
