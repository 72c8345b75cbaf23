import ChandlerCore
import ChandlerHTTP
import Foundation
import Testing

@testable import ChandlerVenues

@Suite struct GateTests {
    private static let pairs = "[{\"id\":\"BTC_USDT\",\"base\":\"BTC\",\"quote\":\"USDT\"}]"

    // Rows.

    @Test(
        .enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"),
        arguments: [
            ("candlesticks_btc_usdt_1m_6_forming", Interval.minute, 1),
            ("candlesticks_btc_usdt_1h_7cols", .hour, 0),
            ("candlesticks_btc_usdt_one_row", .fiveMinutes, 0),
        ]
    )
    func sharedSampleGivesExactlyItsExpectation(
        name: String,
        interval: Interval,
        forming: Int
    ) throws {
        let page = try parse(Fixture.sample("gate/\(name).json"), interval)
        let data = try Fixture.sampleData("gate/\(name).expected.json")
        let expected = try JSONDecoder().decode(Expectation.self, from: data)
            .candles_oldest_first.filter { $0.closed != false }
        #expect(page.rejected == [])
        #expect(page.notes == PageNotes(forming: forming))
        #expect(page.candles.count == expected.count)
        for (candle, wanted) in zip(page.candles, expected) {
            #expect(candle.openTime.milliseconds == wanted.open_time_ms)
            #expect(trimmed(candle.open.description) == trimmed(wanted.open))
            #expect(trimmed(candle.high.description) == trimmed(wanted.high))
            #expect(trimmed(candle.low.description) == trimmed(wanted.low))
            #expect(trimmed(candle.close.description) == trimmed(wanted.close))
            #expect(Decimal(string: candle.volume.description) == rounded(wanted.base_volume))
            #expect(
                candle.quoteVolume.flatMap { Decimal(string: $0.description) }
                    == rounded(wanted.quote_volume)
            )
            #expect(candle.tradeCount == nil)
        }
    }

    @Test(.enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"))
    func sampleWithoutRowsHasNone() throws {
        let page = try parse(Fixture.sample("gate/candlesticks_empty.json"), .minute)
        #expect(page.rows == 0 && page.candles.isEmpty && page.rejected.isEmpty)
    }

    @Test(
        "A row is complete where neither its flag nor the clock says otherwise",
        arguments: [
            ("\"true\"", 1, true), ("\"false\"", 1, false), ("\"true\"", 0, false), (nil, 1, true),
            (nil, 0, false),
        ] as [(String?, Int, Bool)]
    )
    func flagAndClockDecide(flag: String?, minutesOver: Int, isComplete: Bool) throws {
        let row = Self.row(march.milliseconds / 1_000, flag: flag)
        let scope = PageScope(
            interval: .minute,
            range: TimeRange(march, Interval.minute.advance(march, by: 5)),
            closedBefore: Interval.minute.advance(march, by: minutesOver)
        )
        let page = try LayoutParser(GateDialect().layout)
            .parse(HTTPBody(text: "[\(row)]"), scope: scope)
        #expect(page.candles.count == (isComplete ? 1 : 0))
        #expect(page.notes.forming == (isComplete ? 0 : 1))
        #expect(page.rejected == [])
    }

    @Test func pricesAreNeverRoundedAndVolumesAre() throws {
        let second = march.milliseconds / 1_000
        let precise = Self.row(second, close: "2.123456789")
        let volumes = Self.row(second + 60, volume: "0.123456789012")
        let page = try parse(HTTPBody(text: "[\(precise),\(volumes)]"), .minute)
        #expect(page.rejected.map(\.rule) == ["too_precise"])
        #expect(page.rejected.first?.payload == precise)
        #expect(page.candles.map(\.volume.description) == ["0.12345679"])
    }

    @Test func rowOfSixFieldsIsRejectedAndKept() throws {
        let page = try parse(HTTPBody(text: "[[\"1709251200\",\"1\",\"2\",\"2\",\"2\",\"2\"]]"))
        #expect(page.rejected.map(\.rule) == ["wrong_shape"])
    }

    // Requests.

    @Test func windowIsAskedForByBothEndsAndWithoutALimit() async throws {
        let stub = Self.stub { _, _ in [] }
        _ = try await collect(client(stub), minutes: 1_000)
        #expect(
            stub.urls.last
                == "https://api.gateio.ws/api/v4/spot/candlesticks?currency_pair=BTC_USDT"
                + "&interval=1m&from=1709251200&to=1709311140"
        )
    }

    @Test func pagesMeetEveryMinuteOnceAndNoWindowIsTooBroad() async throws {
        let stub = Self.stub { from, to in Array(stride(from: from, through: to, by: 60)) }
        let pages = try await collect(client(stub), minutes: 2_500)
        let wanted = (0..<2_500).map { Interval.minute.advance(march, by: $0) }
        #expect(pages.flatMap(\.candles).map(\.openTime) == wanted)
        #expect(pages.flatMap(\.rejected).isEmpty)
        let windows = stub.urls.filter { $0.contains("candlesticks") }
        #expect(windows.count == 3)
        for url in windows {
            let from = Int(StubVenue.parameter("from", url) ?? "") ?? 0
            let to = Int(StubVenue.parameter("to", url) ?? "") ?? .max
            #expect(to - from <= 999 * 60)
        }
    }

    @Test func spanBeforeTheReachIsAnEmptyPage() async throws {
        let body =
            "{\"label\":\"INVALID_PARAM_VALUE\",\"message\":\"Candlestick too long ago. "
            + "Maximum 10000 points ago are allowed\"}"
        let stub = StubVenue { url, _ in
            if url.contains("candlesticks") { return .text(400, body) }
            let isTime = url.hasSuffix("/time")
            return .text(isTime ? "{\"server_time\":1719792000000}" : Self.pairs)
        }
        let pages = try await collect(client(stub), minutes: 10)
        #expect(pages.map(\.candles.count) == [0])
        #expect(pages.flatMap(\.rejected).isEmpty)
    }

    @Test func historyBeginsWithinTheReachAndIsSearchedInDays() async throws {
        let stub = Self.stub { from, to in
            Array(stride(from: max(from, 1_577_836_800), through: to, by: 86_400))
        }
        let client = client(stub)
        let series = SeriesID(venue: "gate", symbol: try Symbol("BTCUSDT"), interval: .minute)
        let first = try await client.firstOpenTime(of: series, from: Timestamp(seconds: 0))
        #expect(first == Interval.minute.advance(march, by: -9_898))
        let days = SeriesID(venue: "gate", symbol: try Symbol("BTCUSDT"), interval: .day)
        let oldest = try await client.firstOpenTime(of: days, from: Timestamp(seconds: 0))
        #expect(oldest == Timestamp(seconds: 1_577_836_800))
        let windows = stub.urls.filter { $0.contains("candlesticks") }
        #expect(windows.allSatisfy { StubVenue.parameter("interval", $0) == "1d" })
        #expect(windows.allSatisfy { StubVenue.parameter("to", $0) != nil })
        #expect(
            windows.dropFirst().first.flatMap { StubVenue.parameter("from", $0) } == "1356998400"
        )
    }

    @Test func venuesOwnClockIsAsked() async throws {
        let stub = Self.stub { _, _ in [] }
        #expect(try await client(stub).serverTime() == march + 123_000)
        #expect(stub.urls == ["https://api.gateio.ws/api/v4/spot/time"])
    }

    // Errors.

    @Test(
        .enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"),
        arguments: [
            ("error_range_too_broad", VenueRefusal.Kind.wrong),
            ("error_unknown_pair", .unknownSymbol),
        ]
    )
    func errorSampleIsSorted(name: String, kind: VenueRefusal.Kind) throws {
        let response = HTTPResponse(status: 400, body: try Fixture.sample("gate/\(name).json"))
        #expect(GateDialect().refusal(in: response)?.kind == kind)
    }

    @Test(
        "Errors are sorted by label, and by words where several share one",
        arguments: [
            (400, "INVALID_CURRENCY_PAIR", "Invalid currency pair A_B", .unknownSymbol),
            (400, "INVALID_CURRENCY", "Invalid currency A", .unknownSymbol),
            (400, "INVALID_PARAM_VALUE", "Candlestick too long ago. Maximum", .beyondReach),
            (
                400, "INVALID_PARAM_VALUE", "Invalid request parameter `interval` value: 3w",
                .unknownInterval
            ),
            (400, "INVALID_PARAM_VALUE", "limit conflicts", .wrong),
            (429, "TOO_MANY_REQUESTS", "", .rateLimited(nil)),
            (429, "SOMETHING_NEW", "", .rateLimited(nil)),
            (500, "SERVER_ERROR", "", .transient), (500, "INTERNAL", "", .transient),
            (502, "SOMETHING_NEW", "", .transient), (403, "FORBIDDEN", "", .blocked),
            (400, "SOMETHING_NEW", "", .wrong),
        ] as [(Int, String, String, VenueRefusal.Kind)]
    )
    func labelsAreSorted(
        status: Int,
        label: String,
        message: String,
        kind: VenueRefusal.Kind
    ) {
        let body = "{\"label\":\"\(label)\",\"message\":\"\(message)\"}"
        let refusal = GateDialect().refusal(in: .text(HTTPStatus(rawValue: status), body))
        #expect(refusal?.kind == kind)
        #expect(refusal?.words.contains(label) == true)
    }

    @Test(arguments: ["[]", "<html>", "{\"id\":\"BTC_USDT\"}", "", "{\"server_time\":1}"])
    func whatIsNoErrorIsLeftToTheStatus(body: String) {
        #expect(GateDialect().refusal(in: .text(200, body)) == nil)
    }

    @Test(
        arguments: [
            ("1709251207", .seconds(7)), ("1709251100", .zero), ("soon", nil),
            ("9223372036854775807", nil),
        ] as [(String, Duration?)]
    )
    func pauseLastsUntilTheMomentInTheHeader(reset: String, pause: Duration?) {
        let headers: HTTPHeaders = [
            "Date": "Fri, 01 Mar 2024 00:00:00 GMT", "X-Gate-RateLimit-Reset-Timestamp": reset,
        ]
        let response = HTTPResponse.text(429, headers: headers, "{\"label\":\"TOO_MANY_REQUESTS\"}")
        #expect(GateDialect().refusal(in: response)?.kind == .rateLimited(pause))
    }

    @Test func pairThatIsNotListedIsNamedInTheError() async throws {
        let stub = Self.stub { _, _ in [] }
        let error = await #expect(throws: VenueError.self) {
            try await client(stub).instrument(try Symbol("ETHUSDT"))
        }
        #expect(error?.code == .unknownSymbol)
    }

    @Test func pairThatTheVenueNoLongerKnowsIsAnUnknownSymbol() async throws {
        let body = "{\"label\":\"INVALID_CURRENCY\",\"message\":\"Invalid currency BTC\"}"
        let stub = StubVenue { url, _ in
            url.contains("candlesticks") ? .text(400, body) : .text(Self.pairs)
        }
        let error = await #expect(throws: VenueError.self) {
            _ = try await collect(client(stub), minutes: 1)
        }
        #expect(error?.code == .unknownSymbol)
    }

    // Instruments.

    @Test(.enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"))
    func instrumentsHaveStepsFromCountsOfDecimals() throws {
        let page = try GateDialect().instruments(in: Fixture.sample("gate/currency_pairs_3.json"))
        #expect(page.cursor == nil)
        #expect(page.instruments.map(\.venueSymbol) == ["BTC_USDT", "CHZ_USDT", "ETH_USDT"])
        #expect(page.instruments.map(\.symbol.text) == ["BTCUSDT", "CHZUSDT", "ETHUSDT"])
        #expect(page.instruments.map(\.tickSize) == ["0.1", "0.00001", "0.01"])
        #expect(page.instruments.map(\.stepSize) == ["0.0001", "0.01", "0.0001"])
        #expect(page.instruments.allSatisfy { $0.status == "tradable" && $0.venue == "gate" })
        #expect(page.instruments.first?.baseAsset == "BTC")
        #expect(page.instruments.first?.quoteAsset == "USDT")
    }

    @Test func instrumentsThatAreNoTickersAreLeftOut() throws {
        let body = """
            [{"id":"币_USDT","base":"币","quote":"USDT","precision":2},
            {"id":"A_USDT","base":"A","quote":"USDT","precision":0,"amount_precision":-1}]
            """
        let page = try GateDialect().instruments(in: HTTPBody(text: body))
        #expect(page.instruments.map(\.venueSymbol) == ["A_USDT"])
        #expect(page.instruments.first?.tickSize == "1")
        #expect(page.instruments.first?.stepSize == nil)
    }
}

extension GateTests {
    private struct Expectation: Decodable {
        struct Row: Decodable {
            let open_time_ms: Int64
            let open: String
            let high: String
            let low: String
            let close: String
            let base_volume: String
            let quote_volume: String
            let closed: Bool?
        }

        let candles_oldest_first: [Row]
    }

    /// The number with eight decimals, by arithmetic that is not Chandler's.
    private func rounded(_ text: String) -> Decimal? {
        guard var exact = Decimal(string: text) else { return nil }
        var result = Decimal()
        NSDecimalRound(&result, &exact, 8, .plain)
        return result
    }

    private func parse(_ body: HTTPBody, _ interval: Interval = .minute) throws -> ParsedPage {
        let scope = PageScope(
            interval: interval,
            range: TimeRange(Timestamp(microseconds: 0), VenueTime.end),
            closedBefore: VenueTime.end
        )
        return try LayoutParser(GateDialect().layout).parse(body, scope: scope)
    }

    /// A row of the venue's order of columns.
    private static func row(
        _ second: Int64,
        close: String = "2.5",
        volume: String = "10",
        flag: String? = "\"true\""
    ) -> String {
        "[\"\(second)\",\"25\",\"\(close)\",\"3\",\"2\",\"2.25\",\"\(volume)\""
            + (flag.map { ",\($0)" } ?? "") + "]"
    }

    /// Answers all paths; `seconds` gives the open times between two ends.
    private static func stub(
        _ seconds: @escaping @Sendable (Int64, Int64) -> [Int64]
    ) -> StubVenue {
        StubVenue { url, _ in
            if url.contains("currency_pairs") { return .text(pairs) }
            if url.hasSuffix("/spot/time") { return .text("{\"server_time\":1709251200123}") }
            let from = Int64(StubVenue.parameter("from", url) ?? "") ?? 0
            let to = Int64(StubVenue.parameter("to", url) ?? "") ?? 0
            return .text("[" + seconds(from, to).map { row($0) }.joined(separator: ",") + "]")
        }
    }

    private func client(_ stub: StubVenue) -> ExchangeClient<GateDialect> {
        ExchangeClient(
            GateDialect(),
            VenueOptions(),
            transport: stub,
            clock: LeapingClock(),
            seed: 1
        )
    }

    private func collect(
        _ client: ExchangeClient<GateDialect>,
        minutes: Int
    ) async throws -> [CandlePage] {
        let end = Interval.minute.advance(march, by: minutes)
        let series = SeriesID(venue: "gate", symbol: try Symbol("BTCUSDT"), interval: .minute)
        var pages: [CandlePage] = []
        for try await page in client.pages(
            of: series,
            in: TimeRange(march, end),
            closedBefore: end
        ) {
            pages.append(page)
        }
        return pages
    }
}
