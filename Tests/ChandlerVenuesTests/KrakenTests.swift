import ChandlerCore
import ChandlerHTTP
import Foundation
import Testing

@testable import ChandlerVenues

@Suite struct KrakenTests {
    // Answers.

    @Test(
        .enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"),
        arguments: [
            ("ohlc_btcusd_60_with_forming", Interval.hour, 1_790_359_200),
            ("ohlc_xxbtzusd_1m_tail", .minute, 1_688_672_160),
        ] as [(String, Interval, Int64)]
    )
    func sampleGivesExactlyItsExpectation(name: String, interval: Interval, running: Int64) throws {
        struct Expectation: Decodable {
            struct Row: Decodable {
                let open_time_ms, trades: Int64
                let open, high, low, close, base_volume: String
                let closed: Bool
            }
            let candles_oldest_first: [Row]
        }
        let page = try parse(
            Fixture.sample("kraken/\(name).json"),
            interval,
            closedBefore: Timestamp(milliseconds: running * 1_000 + 999)
        )
        let data = try Fixture.sampleData("kraken/\(name).expected.json")
        let all = try JSONDecoder().decode(Expectation.self, from: data).candles_oldest_first
        let wanted = all.filter(\.closed)
        #expect(page.rejected == [])
        #expect(page.notes.forming == all.count - wanted.count)
        #expect(page.candles.map(\.openTime.milliseconds) == wanted.map(\.open_time_ms))
        for (candle, row) in zip(page.candles, wanted) {
            #expect(trimmed(candle.open.description) == trimmed(row.open))
            #expect(trimmed(candle.high.description) == trimmed(row.high))
            #expect(trimmed(candle.low.description) == trimmed(row.low))
            #expect(trimmed(candle.close.description) == trimmed(row.close))
            #expect(trimmed(candle.volume.description) == trimmed(row.base_volume))
            #expect(candle.quoteVolume == nil)
            #expect(candle.tradeCount == row.trades)
        }
    }

    @Test(.enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"))
    func wholeRecordedAnswerHasTheFactsOfTheIndex() throws {
        let page = try parse(
            Fixture.sample("kraken/ohlc_xbtusdt_1m_721.json"),
            .minute,
            closedBefore: Timestamp(milliseconds: 1_762_820_221_000)
        )
        #expect(page.rows == 721 && page.rejected == [])
        #expect(page.candles.count == 720 && page.notes.forming == 1)
        #expect(page.candles.first?.openTime.milliseconds == 1_762_777_020_000)
        #expect(page.candles.last?.openTime.milliseconds == 1_762_820_160_000)
        // The running row is quiet too.
        #expect(page.candles.count { $0.volume.raw == 0 && $0.tradeCount == 0 } == 215)
    }

    @Test(
        arguments: [
            (200, "{\"error\":[\"EQuery:Unknown asset pair\"]}", .unknownSymbol),
            (200, "{\"error\":[\"EQuery:Unknown asset pair\"],\"result\":null}", .unknownSymbol),
            (200, "{\"error\":[\"EGeneral:Invalid arguments\"]}", .unknownInterval),
            (200, "{\"error\":[\"EGeneral:Invalid arguments:interval\"]}", .unknownInterval),
            (200, "{\"error\":[\"EGeneral:Invalid arguments:since\"]}", .wrong),
            (200, "{\"error\":[\"EAPI:Rate limit exceeded\"],\"result\":{}}", .rateLimited(nil)),
            (200, "{\"error\":[\"EGeneral:Too many requests\"]}", .rateLimited(nil)),
            (200, "{\"error\":[\"EService:Throttled: 1709251242\"]}", .rateLimited(.seconds(42))),
            (200, "{\"error\":[\"EService: Throttled: 1709251242\"]}", .rateLimited(.seconds(42))),
            (200, "{\"error\":[\"EService:Throttled: 1709251199\"]}", .rateLimited(.seconds(1))),
            (200, "{\"error\":[\"EService:Throttled\"]}", .rateLimited(nil)),
            (200, "{\"error\":[\"EService:Throttled: soon\"]}", .rateLimited(nil)),
            (200, "{\"error\":[\"EService:Throttled: \(Int64.max)\"]}", .rateLimited(nil)),
            (200, "{\"error\":[\"EGeneral:Temporary lockout\"]}", .rateLimited(.seconds(900))),
            (200, "{\"error\":[\"EService:Unavailable\"]}", .transient),
            (200, "{\"error\":[\"EService:Busy\"]}", .transient),
            (200, "{\"error\":[\"EService:Timeout\"]}", .transient),
            (200, "{\"error\":[\"EGeneral:Internal error\"]}", .transient),
            (200, "{\"error\":[\"WGeneral:Old\",\"EQuery:Unknown asset pair\"]}", .unknownSymbol),
            (200, "{\"error\":[\"EGeneral:Permission denied\"]}", .wrong),
            (200, "{\"error\":[\"\"]}", .wrong),
            // The status says more than an error that is not known.
            (502, "{\"error\":[\"EAPI:Feature disabled\"]}", nil),
            (200, "{\"error\":[\"WGeneral:Old\"],\"result\":{\"A\":[],\"last\":0}}", nil),
            (200, "{\"error\":[],\"result\":{}}", nil), (520, "<html>error</html>", nil),
            (200, "<html>maintenance</html>", nil), (503, "", nil), (200, "", .rateLimited(nil)),
        ] as [(Int, String, VenueRefusal.Kind?)]
    )
    func errorIsSortedByItsWords(status: Int, body: String, kind: VenueRefusal.Kind?) {
        let response = HTTPResponse.text(
            HTTPStatus(rawValue: status),
            headers: ["Date": "Fri, 01 Mar 2024 00:00:00 GMT"],
            body
        )
        #expect(KrakenDialect().refusal(in: response)?.kind == kind)
    }

    @Test(
        .enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"),
        arguments: [
            ("error_unknown_pair", VenueRefusal.Kind.unknownSymbol, "EQuery:Unknown asset pair"),
            ("error_bad_interval", .unknownInterval, "EGeneral:Invalid arguments"),
        ]
    )
    func sampleOfAnErrorIsSorted(name: String, kind: VenueRefusal.Kind, words: String) throws {
        let body = try Fixture.sample("kraken/\(name).json")
        let refusal = KrakenDialect().refusal(in: .text(body.text))
        #expect(refusal == VenueRefusal(kind: kind, words: "error \"\(words)\""))
    }

    // The list of pairs.

    @Test(.enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"))
    func samplesOfPairsGiveTheNamesThatPeopleUse() throws {
        let dialect = KrakenDialect()
        let one = try dialect.instruments(in: Fixture.sample("kraken/asset_pairs_nautilus.json"))
        #expect(
            one.instruments == [
                Instrument(
                    venue: "kraken",
                    symbol: try Symbol("BTCUSDT"),
                    venueSymbol: "BTC/USDT",
                    baseAsset: "BTC",
                    quoteAsset: "USDT",
                    status: "online",
                    tickSize: "0.1",
                    stepSize: "0.00000001"
                )
            ]
        )
        let two = try dialect.instruments(in: Fixture.sample("kraken/asset_pairs_xethxxbt.json"))
        #expect(two.instruments.map(\.venueSymbol) == ["BTC/USD", "ETH/BTC"])
        #expect(two.instruments.map(\.symbol.text) == ["BTCUSD", "ETHBTC"])
        #expect(two.instruments.map(\.tickSize) == ["0.1", "0.00001"])
        #expect(two.cursor == nil)
    }

    @Test func pairsWithoutAPlainNameAreLeftOut() throws {
        let text = """
            {"error":[],"result":{
            "XDGXBT":{"wsname":"XDG/XBT","pair_decimals":8,"lot_decimals":0},
            "SOLUSD":{"wsname":"SOL/USD","pair_decimals":0,"lot_decimals":99},
            "XBTUSD.d":{"altname":"XBTUSD.d"}, "A":{"wsname":"ETH2.S/USD"},
            "B":{"wsname":"XBTUSD"}, "C":{"wsname":"A/B/C"}, "D":{"wsname":"XBTC/USD"}}}
            """
        let found = try KrakenDialect().instruments(in: HTTPBody(text: text)).instruments
        #expect(found.map(\.venueSymbol) == ["DOGE/BTC", "SOL/USD", "XBTC/USD"])
        #expect(found.map(\.tickSize) == ["0.00000001", "1", nil])
        #expect(found.map(\.stepSize) == ["1", nil, nil])
        #expect(found[0].baseAsset == "DOGE" && found[0].quoteAsset == "BTC")
    }

    // Requests.

    @Test func windowIsSpelledWithTheSecondBeforeIt() async throws {
        let venue = KrakenStub(now: 100)
        let pages = try await venue.pages(40..<45)
        #expect(pages.flatMap(\.candles).map(\.openTime) == minutes(40..<45))
        #expect(
            venue.stub.urls == [
                "https://api.kraken.com/0/public/AssetPairs",
                "https://api.kraken.com/0/public/OHLC?pair=BTC%2FUSD&interval=1&since=1709253599",
            ]
        )
    }

    @Test func pagesCoverTheSpanAndSurplusIsNoFault() async throws {
        let venue = KrakenStub(now: 700)
        let pages = try await venue.pages(0..<700, pageSize: 300)
        #expect(pages.map(\.candles.count) == [300, 300, 100])
        #expect(pages.flatMap(\.candles).map(\.openTime) == minutes(0..<700))
        #expect(pages.flatMap(\.rejected) == [])
        #expect(venue.stub.urls.count == 4)
    }

    @Test func windowNeverAsksForMoreThanAnAnswerHolds() async throws {
        let venue = KrakenStub(now: 720)
        let pages = try await venue.pages(0..<720, pageSize: 5_000)
        #expect(pages.map(\.candles.count) == [720])
        #expect(venue.stub.urls.count == 2)
    }

    @Test func whatLiesBeforeTheReachIsEmptyAndEnds() async throws {
        let venue = KrakenStub(now: 2_000)
        let pages = try await venue.pages(0..<2_000)
        #expect(pages.map(\.candles.count) == [0, 160, 560])
        #expect(pages.flatMap(\.candles).map(\.openTime) == minutes(1_280..<2_000))
        #expect(pages.flatMap(\.rejected) == [])
        #expect(venue.stub.urls.count == 4)
    }

    @Test func runningCandleIsLeftOut() async throws {
        let venue = KrakenStub(now: 50)
        let pages = try await venue.pages(40..<60)
        #expect(pages.flatMap(\.candles).map(\.openTime) == minutes(40..<50))
        #expect(pages.flatMap(\.rejected) == [])
        let none = try await venue.pages(50..<51)
        #expect(none.flatMap(\.candles) == [] && none.flatMap(\.rejected) == [])
    }

    @Test func firstCandleIsWithinTheReach() async throws {
        let venue = KrakenStub(now: 2_000)
        let series = SeriesID(venue: "kraken", symbol: try Symbol("BTCUSD"), interval: .minute)
        let oldest = try await venue.client.firstOpenTime(of: series, from: march)
        #expect(oldest == Interval.minute.advance(march, by: 2_000 - 718))
        let asked = Interval.minute.advance(march, by: 1_500)
        let recent = try await venue.client.firstOpenTime(of: series, from: asked - 1)
        #expect(recent == asked)
    }

    @Test func youngPairBeginsWithItsFirstCandle() async throws {
        let venue = KrakenStub(now: 2_000, first: 1_700)
        let series = SeriesID(venue: "kraken", symbol: try Symbol("BTCUSD"), interval: .minute)
        let found = try await venue.client.firstOpenTime(of: series, from: march)
        #expect(found == Interval.minute.advance(march, by: 1_700))
    }

    @Test func startOfTheEpochIsNoNegativeSince() throws {
        let request = KrakenDialect().candles(
            of: Instrument(
                venue: "kraken",
                symbol: try Symbol("BTCUSD"),
                venueSymbol: "BTC/USD",
                baseAsset: "BTC",
                quoteAsset: "USD",
                status: "online"
            ),
            .day,
            from: Timestamp(microseconds: 0),
            through: nil,
            limit: 1
        )
        #expect(
            request.description == "GET /0/public/OHLC?pair=BTC%2FUSD&interval=1440&since=0"
        )
    }

    @Test func emptyBodyIsWaitedForAndTheRequestRepeated() async throws {
        let stub = StubVenue { _, number in
            number == 1 ? .text("") : .text("{\"error\":[],\"result\":{\"unixtime\":1709251200}}")
        }
        let clock = LeapingClock()
        let client = ExchangeClient(
            KrakenDialect(),
            VenueOptions(),
            transport: stub,
            clock: clock,
            seed: 1
        )
        #expect(try await client.serverTime() == march)
        #expect(stub.urls.count == 2)
        #expect((clock.sleeps.max() ?? .zero) > .seconds(2))
    }

    @Test(arguments: ["{\"result\":{\"unixtime\":9223372036854775807}}", "{\"result\":{}}"])
    func timeThatIsNoneIsAFault(text: String) {
        guard case .request(_, let read) = KrakenDialect().clock else { return }
        #expect(throws: (any Error).self) { try read(HTTPBody(text: text)) }
    }

    @Test(arguments: ["NOPEUSD", "GONEUSD"])
    func symbolThatIsNotListedOrIsRefusedIsUnknown(symbol: String) async throws {
        let venue = KrakenStub(now: 100)
        do {
            _ = try await venue.pages(0..<5, symbol: symbol)
            Issue.record("an unknown symbol was accepted")
        } catch let error as VenueError {
            #expect(error.code == .unknownSymbol)
            #expect(!error.isRetryable)
            #expect(error.message.contains("chandler symbols --venue kraken"))
        }
        #expect(venue.stub.urls.count == (symbol == "NOPEUSD" ? 1 : 2))
    }

    @Test func weeksAndTheirLikeAreNotOffered() {
        #expect(Venue.kraken.name == "kraken")
        #expect(
            Venue.kraken.intervals.map(\.rawValue) == ["1m", "5m", "15m", "30m", "1h", "4h", "1d"]
        )
    }

    private func parse(
        _ body: HTTPBody,
        _ interval: Interval,
        closedBefore: Timestamp
    ) throws -> ParsedPage {
        let everything = PageScope(
            interval: interval,
            range: TimeRange(Timestamp(microseconds: 0), VenueTime.end),
            closedBefore: closedBefore
        )
        return try LayoutParser(KrakenDialect().layout).parse(body, scope: everything)
    }

    private func minutes(_ indices: Range<Int>) -> [Timestamp] {
        indices.map { Interval.minute.advance(march, by: $0) }
    }
}

/// Kraken at some minute of March 2024: its newest 720 minutes, and the running one always.
private struct KrakenStub {
    let stub: StubVenue
    let client: ExchangeClient<KrakenDialect>
    private let small: @Sendable (Int) -> ExchangeClient<KrakenDialect>
    private let now: Timestamp

    /// - Parameters:
    ///   - now: The number of the running minute.
    ///   - first: The number of the minute with which the pair begins.
    init(now: Int, first: Int = 0) {
        self.now = Interval.minute.advance(march, by: now) + 30_000_000
        let time = self.now.milliseconds / 1_000
        let stub = StubVenue { url, _ in .text(Self.answer(url, now: now, first: first, time)) }
        self.stub = stub
        small = { size in
            ExchangeClient(
                KrakenDialect(),
                VenueOptions(prefetchDepth: 1, pageSize: size),
                transport: stub,
                clock: LeapingClock(),
                seed: 1
            )
        }
        client = small(720)
    }

    func pages(
        _ indices: Range<Int>,
        symbol: String = "BTCUSD",
        pageSize: Int = 720
    ) async throws -> [CandlePage] {
        let series = SeriesID(venue: "kraken", symbol: try Symbol(symbol), interval: .minute)
        let range = TimeRange(
            Interval.minute.advance(march, by: indices.lowerBound),
            Interval.minute.advance(march, by: indices.upperBound)
        )
        var pages: [CandlePage] = []
        let all = small(pageSize).pages(of: series, in: range, closedBefore: now)
        for try await page in all { pages.append(page) }
        return pages
    }

    private static func answer(_ url: String, now: Int, first: Int, _ time: Int64) -> String {
        if url.hasSuffix("/Time") { return "{\"error\":[],\"result\":{\"unixtime\":\(time)}}" }
        if url.hasSuffix("/AssetPairs") {
            return "{\"error\":[],\"result\":{\"XXBTZUSD\":{\"wsname\":\"XBT/USD\"},"
                + "\"GONEUSD\":{\"wsname\":\"GONE/USD\"}}}"
        }
        guard StubVenue.parameter("pair", url) == "BTC/USD" else {
            return "{\"error\":[\"EQuery:Unknown asset pair\"]}"
        }
        let since = Int64(StubVenue.parameter("since", url) ?? "") ?? 0
        let complete = (max(first, now - 720)..<now).filter { second($0) > since }
        let rows = (complete + [now]).map { index in
            "[\(second(index)),\"2.5\",\"3\",\"2\",\"2.75\",\"2.6\",\"10\",7]"
        }
        return "{\"error\":[],\"result\":{\"BTC/USD\":[\(rows.joined(separator: ","))],"
            + "\"last\":\(second(now - 1))}}"
    }

    private static func second(_ index: Int) -> Int64 {
        Interval.minute.advance(march, by: index).milliseconds / 1_000
    }
}
