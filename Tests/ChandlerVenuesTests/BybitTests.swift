import ChandlerCore
import ChandlerHTTP
import Foundation
import Testing

@testable import ChandlerVenues

@Suite struct BybitTests {
    private static let spot = BybitDialect(category: .spot)

    // Rows.

    @Test(
        .enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"),
        arguments: [
            ("kline_spot_btcusdt_60", BybitDialect.Category.spot),
            ("kline_inverse_btcusd_60_doc", .inverse),
        ]
    )
    func sharedSampleGivesExactlyItsExpectation(
        name: String,
        category: BybitDialect.Category
    ) throws {
        let page = try parse(Fixture.sample("bybit/\(name).json"), category)
        let data = try Fixture.sampleData("bybit/\(name).expected.json")
        let expected = try JSONDecoder().decode(SampleCandles.self, from: data).candles_oldest_first
        #expect(page.rejected == [])
        #expect(page.candles.count == expected.count && !expected.isEmpty)
        for (candle, wanted) in zip(page.candles, expected) {
            candle.expectPrices(of: wanted)
            #expect(trimmed(candle.volume.description) == trimmed(wanted.base_volume))
            #expect(
                candle.quoteVolume.map { trimmed($0.description) }
                    == wanted.quote_volume.map(trimmed)
            )
            #expect(candle.tradeCount == nil && candle.takerBuyVolume == nil)
        }
    }

    @Test(.enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"))
    func sharedSampleWithoutRowsIsEmpty() throws {
        let page = try parse(Fixture.sample("bybit/kline_empty.json"), .spot)
        #expect(page.rows == 0 && page.candles == [] && page.rejected == [])
    }

    @Test func turnoverIsRoundedAndPricesAreNot() throws {
        let row = "[\"1709251200000\",\"0.00001234\",\"0.00001234\",\"0.00001234\",\"0.00001234\""
        let rounded = try parse(
            answer([row + ",\"10000000000000.5\",\"123400000.0000000150000001\"]"]),
            .spot
        )
        #expect(rounded.candles.map(\.volume.description) == ["10000000000000.50000000"])
        #expect(rounded.candles.map(\.quoteVolume?.description) == ["123400000.00000002"])
        let price = row.replacing("0.00001234\"", with: "0.000012345\"")
        let rejected = try parse(answer([price + ",\"1\",\"1\"]"]), .spot).rejected
        #expect(rejected.map(\.rule) == ["too_precise"])
    }

    @Test func inverseContractsCountTheirVolumeInTheOtherColumn() throws {
        let rows = [row(0, volume: "268611", turnover: "15.74462667")]
        let inverse = try parse(answer(rows), .inverse).candles.first
        #expect(inverse?.volume.description == "15.74462667")
        #expect(inverse?.quoteVolume?.description == "268611.00000000")
        let linear = try parse(answer(rows), .linear).candles.first
        #expect(linear?.volume.description == "268611.00000000")
        #expect(linear?.quoteVolume?.description == "15.74462667")
    }

    // Errors.

    @Test(
        .enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"),
        arguments: [
            (
                "error_10001_symbol", VenueRefusal.Kind.unknownSymbol,
                "code 10001 \"Not supported symbols\""
            ),
            ("error_10006_rate", .rateLimited(nil), "code 10006 \"Too many visits!\""),
        ]
    )
    func sharedErrorIsSorted(name: String, kind: VenueRefusal.Kind, words: String) throws {
        let body = try Fixture.sample("bybit/\(name).json").text
        let refusal = Self.spot.refusal(in: .text(body))
        #expect(refusal == VenueRefusal(kind: kind, words: words))
    }

    @Test(arguments: [
        (10_001, "Not supported symbols", VenueRefusal.Kind.unknownSymbol),
        (10_001, "params error: Symbol Is Invalid", .unknownSymbol),
        (10_029, "The requested symbol is invalid.", .unknownSymbol),
        (10_001, "Invalid period!", .unknownInterval), (10_001, "Illegal category", .wrong),
        (10_001, "", .wrong), (10_006, "Too many visits!", .rateLimited(nil)),
        (10_018, "Exceeded the IP Rate Limit.", .rateLimited(nil)),
        (10_000, "Server Timeout", .transient), (10_016, "Server error", .transient),
        (10_009, "IP has been banned.", .blocked), (10_024, "Compliance rules", .blocked),
        (99_999, "something new", .wrong),
    ])
    func codesAreSorted(code: Int, message: String, kind: VenueRefusal.Kind) {
        for status in [200, 400, 403] as [HTTPStatus] {
            let refusal = Self.spot.refusal(in: .text(status, error(code, message)))
            #expect(refusal?.kind == kind)
            #expect(refusal?.words == "code \(code) \"\(message)\"")
        }
    }

    @Test func answersWithoutAnErrorAreNoRefusal() {
        for body in [
            answer([row(0)]).text, answer([]).text, "{}", "[]", "", "<html></html>", "retCode",
            "{\"retCode\":\"10001\",\"retMsg\":\"x\"}",
        ] {
            #expect(Self.spot.refusal(in: .text(body)) == nil)
        }
    }

    @Test func pauseEndsWhenTheVenueSays() {
        let headers: HTTPHeaders = [
            "X-Bapi-Limit-Reset-Timestamp": "1709251207000",
            "Date": "Fri, 01 Mar 2024 00:00:00 GMT",
        ]
        let body = error(10_006, "Too many visits!")
        #expect(
            Self.spot.refusal(in: .text(200, headers: headers, body))?.kind
                == .rateLimited(.seconds(7))
        )
    }

    /// Nobody can say how far away a moment is without the server's clock; the policy pauses then.
    @Test func noPauseIsReckonedWithoutTheServersClock() {
        let headers: HTTPHeaders = ["X-Bapi-Limit-Reset-Timestamp": "1709251207000"]
        let body = error(10_006, "Too many visits!")
        #expect(
            Self.spot.refusal(in: .text(200, headers: headers, body))?.kind == .rateLimited(nil)
        )
    }

    /// Status 403 has two meanings, and only one of them ends by waiting.
    @Test func tooFrequentAccessStopsEverythingForTenMinutes() async throws {
        for body in [
            "access too frequent", "403, Access Too Frequent", "<html>access too frequent",
        ] {
            let refusal = Self.spot.refusal(in: .text(403, body))
            #expect(refusal?.kind == .rateLimited(.seconds(600)), "\(body)")
        }
        let stub = StubVenue { _, _ in .text(403, "access too frequent") }
        let client = client(stub)
        let error = await #expect(throws: VenueError.self) { try await client.serverTime() }
        #expect(error?.code == .rateLimited)
        #expect(stub.urls.count == 1)
    }

    @Test(.enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"))
    func blockedCountryIsRefusedByBothHostsAndNotRepeated() async throws {
        let body = try Fixture.sample("bybit/error_403_geo.html").text
        #expect(Self.spot.refusal(in: .text(403, body)) == nil)
        let stub = StubVenue { _, _ in .text(403, body) }
        let client = client(stub)
        let error = await #expect(throws: VenueError.self) { try await client.serverTime() }
        #expect(error?.code == .refused)
        #expect(
            stub.urls == [
                "https://api.bybit.com/v5/market/time", "https://api.bytick.com/v5/market/time",
            ]
        )
    }

    // Instruments and the clock.

    @Test(.enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"))
    func sharedInstrumentIsRead() throws {
        let page = try Self.spot.instruments(in: Fixture.sample("bybit/instruments_info_spot.json"))
        #expect(
            page.instruments == [
                Instrument(
                    venue: "bybit",
                    symbol: try Symbol("BTCUSDT"),
                    venueSymbol: "BTCUSDT",
                    baseAsset: "BTC",
                    quoteAsset: "USDT",
                    status: "Trading",
                    tickSize: "0.01",
                    stepSize: "0.000001"
                )
            ]
        )
        #expect(page.cursor == nil)
    }

    @Test func datedFuturesAreLeftOutAndThePagesFollowed() async throws {
        @Sendable func list(_ symbols: [String], _ cursor: String) -> String {
            let entries = symbols.map {
                "{\"symbol\":\"\($0)\",\"baseCoin\":\"BTC\",\"quoteCoin\":\"USDT\","
                    + "\"status\":\"Trading\",\"lotSizeFilter\":{\"qtyStep\":\"0.001\"},"
                    + "\"priceFilter\":{\"tickSize\":\"0.10\"}}"
            }
            return "{\"retCode\":0,\"retMsg\":\"OK\",\"result\":{\"category\":\"linear\",\"list\":["
                + entries.joined(separator: ",") + "],\"nextPageCursor\":\"\(cursor)\"},"
                + "\"retExtInfo\":{},\"time\":1709251200000}"
        }
        let stub = StubVenue { url, _ in
            url.contains("cursor=")
                ? .text(list(["1000PEPEUSDT"], ""))
                : .text(list(["BTCUSDT", "BTC-29MAR24"], "a%3Db"))
        }
        let found = try await client(stub, .linear).instruments()
        #expect(found.map(\.venueSymbol) == ["BTCUSDT", "1000PEPEUSDT"])
        #expect(found.map(\.stepSize) == ["0.001", "0.001"])
        #expect(
            stub.urls == [
                "https://api.bybit.com/v5/market/instruments-info?category=linear&limit=1000",
                "https://api.bybit.com/v5/market/instruments-info?category=linear&limit=1000"
                    + "&cursor=a%253Db",
            ]
        )
    }

    @Test func clockIsTheEnvelopes() async throws {
        let stub = StubVenue { _, _ in .text(error(0, "OK")) }
        #expect(try await client(stub).serverTime() == march)
        #expect(stub.urls == ["https://api.bybit.com/v5/market/time"])
    }

    // Requests.

    @Test(arguments: [
        (BybitDialect.Category.spot, "bybit"), (.linear, "bybit-linear"),
        (.inverse, "bybit-inverse"),
    ])
    func windowIsSpelledWithItsCategory(category: BybitDialect.Category, name: String) throws {
        let dialect = BybitDialect(category: category)
        #expect(dialect.profile.name == name)
        let request = dialect.candles(
            of: try market,
            .hour,
            from: march,
            through: march + 7_200_000_000,
            limit: 3
        )
        #expect(
            "\(request)".hasSuffix(
                "/v5/market/kline?category=\(category.rawValue)&symbol=BTCUSDT&interval=60"
                    + "&start=1709251200000&end=1709258400000&limit=3"
            )
        )
        let first = dialect.candles(of: try market, .month, from: march, through: nil, limit: 1)
        #expect("\(first)".hasSuffix("&interval=M&start=1709251200000&limit=1"))
    }

    @Test func intervalsAreThoseOfTheVenue() {
        let spellings = Self.spot.profile.intervals
        #expect(spellings.count == 13 && Set(spellings.values).count == 13)
        for missing in [Interval.second, .eightHours, .threeDays] {
            #expect(spellings[missing] == nil)
        }
        #expect(
            spellings[.day] == "D" && spellings[.week] == "W" && spellings[.twelveHours] == "720"
        )
    }

    @Test func pagesNewestFirstAreJoinedInOrder() async throws {
        let stub = StubVenue { url, _ in
            guard let start = StubVenue.parameter("start", url).flatMap({ Int64($0) }),
                let end = StubVenue.parameter("end", url).flatMap({ Int64($0) })
            else { return .text(Self.list) }
            let rows = (0..<25).reversed().filter {
                let open = march.milliseconds + Int64($0) * 60_000
                return start <= open && open <= end
            }
            return .text(answer(rows.map { row($0) }).text)
        }
        let series = SeriesID(venue: "bybit", symbol: try Symbol("BTCUSDT"), interval: .minute)
        let range = TimeRange(march, Interval.minute.advance(march, by: 25))
        // The last minute is still running.
        let now = Interval.minute.advance(march, by: 24) + 1
        var pages: [CandlePage] = []
        for try await page in client(stub, pageSize: 10).pages(
            of: series,
            in: range,
            closedBefore: now
        ) {
            pages.append(page)
        }
        #expect(pages.map(\.candles.count) == [10, 10, 4])
        #expect(
            pages.flatMap(\.candles).map(\.openTime)
                == (0..<24).map { Interval.minute.advance(march, by: $0) }
        )
        #expect(pages.flatMap(\.rejected) == [])
        #expect(stub.urls.count == 4)
    }

    @Test func unknownSymbolIsSaidInWords() async throws {
        let stub = StubVenue { url, _ in
            url.contains("kline") ? .text(error(10_001, "Not supported symbols")) : .text(Self.list)
        }
        let series = SeriesID(venue: "bybit", symbol: try Symbol("BTCUSDT"), interval: .minute)
        let client = client(stub)
        let fault = await #expect(throws: VenueError.self) {
            try await client.firstOpenTime(of: series, from: march)
        }
        #expect(fault?.code == .unknownSymbol)
        #expect(fault?.message.contains("code 10001 \"Not supported symbols\"") == true)
    }

    private static let list =
        "{\"retCode\":0,\"retMsg\":\"OK\",\"result\":{\"category\":\"spot\",\"list\":[{\"symbol\":"
        + "\"BTCUSDT\",\"baseCoin\":\"BTC\",\"quoteCoin\":\"USDT\",\"status\":\"Trading\"}]},"
        + "\"retExtInfo\":{},\"time\":1709251200000}"

    private var market: Instrument {
        get throws {
            Instrument(
                venue: "bybit",
                symbol: try Symbol("BTCUSDT"),
                venueSymbol: "BTCUSDT",
                baseAsset: "BTC",
                quoteAsset: "USDT",
                status: "Trading"
            )
        }
    }

    private func client(
        _ stub: StubVenue,
        _ category: BybitDialect.Category = .spot,
        pageSize: Int? = nil
    ) -> ExchangeClient<BybitDialect> {
        ExchangeClient(
            BybitDialect(category: category),
            VenueOptions(prefetchDepth: 1, pageSize: pageSize),
            transport: stub,
            clock: LeapingClock(),
            seed: 1
        )
    }

    private func parse(
        _ body: HTTPBody,
        _ category: BybitDialect.Category
    ) throws -> ParsedPage {
        let scope = PageScope(
            interval: .hour,
            range: TimeRange(Timestamp(microseconds: 0), VenueTime.end),
            closedBefore: VenueTime.end
        )
        return try LayoutParser(BybitDialect(category: category).layout).parse(body, scope: scope)
    }
}

/// A row of the `index`th minute of March 2024.
private func row(_ index: Int, volume: String = "10", turnover: String = "25") -> String {
    let open = march.milliseconds + Int64(index) * 60_000
    return "[\"\(open)\",\"2.5\",\"3\",\"2\",\"2.75\",\"\(volume)\",\"\(turnover)\"]"
}

private func answer(_ rows: [String]) -> HTTPBody {
    HTTPBody(
        text: "{\"retCode\":0,\"retMsg\":\"OK\",\"result\":{\"category\":\"spot\",\"symbol\":"
            + "\"BTCUSDT\",\"list\":[" + rows.joined(separator: ",") + "]},\"retExtInfo\":{},"
            + "\"time\":1709251200000}"
    )
}

private func error(_ code: Int, _ message: String) -> String {
    "{\"retCode\":\(code),\"retMsg\":\"\(message)\",\"result\":{},\"retExtInfo\":{},"
        + "\"time\":1709251200000}"
}
