import ChandlerCore
import ChandlerHTTP
import Foundation
import Testing

@testable import ChandlerVenues

@Suite struct OKXTests {
    // Answers.

    @Test(
        .enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"),
        arguments: [
            ("candles_spot_btc-usdt_1H", OKXDialect.Market.spot, Interval.hour),
            ("candles_swap_btc-usdt-swap_1m", .swap, .minute),
            ("candles_forming_4", .spot, .minute),
            ("candles_zero_volume", .spot, .minute),
        ]
    )
    func sampleGivesExactlyItsExpectation(
        name: String,
        segment: OKXDialect.Market,
        interval: Interval
    ) throws {
        struct Expectation: Decodable {
            struct Row: Decodable {
                let open_time_ms: Int64
                let open, high, low, close, base_volume, quote_volume: String
                let closed: Bool
            }
            let candles_oldest_first: [Row]
        }
        let page = try parse(Fixture.sample("okx/\(name).json"), interval, segment)
        let data = try Fixture.sampleData("okx/\(name).expected.json")
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
            #expect(trimmed(candle.volume.description) == rounded(row.base_volume))
            #expect(candle.quoteVolume.map { trimmed($0.description) } == rounded(row.quote_volume))
            #expect(candle.tradeCount == nil)
        }
    }

    @Test(.enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"))
    func unalignedRowsOfTheDocumentationAreRejectedAndAnEmptyListIsNoFault() throws {
        let example = try parse(Fixture.sample("okx/candles_doc_example.json"), .minute)
        #expect(example.candles == [])
        #expect(example.rejected.map(\.rule) == Array(repeating: "open_time_off_grid", count: 2))
        #expect(try parse(Fixture.sample("okx/candles_empty.json"), .minute).rows == 0)
    }

    @Test func flagIsBelievedOverTheClockAndTheClockOverTheFlag() throws {
        let rows = [OKXStub.row(2, flag: "1"), OKXStub.row(1, flag: "0"), OKXStub.row(0)]
        let body = HTTPBody(text: OKXStub.envelope(rows))
        let page = try LayoutParser(OKXDialect(segment: .spot).layout).parse(
            body,
            scope: scope(minutes: 9, closedBefore: Interval.minute.advance(march, by: 2))
        )
        #expect(page.candles.map(\.openTime) == [march])
        #expect(page.notes.forming == 2)
    }

    @Test func priceWithTooManyDecimalsIsRejectedAndNotRounded() throws {
        let row = OKXStub.row(0).replacing("2.75", with: "2.750000001")
        let page = try parse(HTTPBody(text: OKXStub.envelope([row])), .minute)
        #expect(page.rejected.map(\.rule) == ["too_precise"])
        #expect(page.rejected.first?.payload == row)
    }

    @Test(
        arguments: [
            (
                200, "{\"code\":\"51001\",\"msg\":\"Instrument ID does not exist\",\"data\":[]}",
                .unknownSymbol
            ),
            (
                400, "{\"code\":\"51000\",\"msg\":\"Parameter instId error\",\"data\":[]}",
                .unknownSymbol
            ),
            (
                400, "{\"code\":\"51000\",\"msg\":\"Parameter bar error\",\"data\":[]}",
                .unknownInterval
            ),
            (200, "{\"code\":\"51000\",\"msg\":\"Parameter bar  error\"}", .unknownInterval),
            (400, "{\"code\":\"51000\",\"msg\":\"Parameter after error\",\"data\":[]}", .wrong),
            (400, "{\"code\":\"51000\",\"msg\":\"Parameter barrier error\"}", .wrong),
            (429, "{\"msg\":\"Too Many Requests\",\"code\":\"50011\"}", .rateLimited(nil)),
            (200, "{\"code\":\"50011\",\"msg\":\"Rate limit reached\"}", .rateLimited(nil)),
            (503, "{\"code\":\"50001\",\"msg\":\"Service temporarily unavailable\"}", .transient),
            (400, "{\"code\":\"50004\",\"msg\":\"Endpoint request timeout\"}", .transient),
            (429, "{\"code\":\"50013\",\"msg\":\"System is busy\"}", .transient),
            (500, "{\"code\":\"50026\",\"msg\":\"System error\"}", .transient),
            (200, "{\"code\":\"50061\",\"msg\":\"\"}", .transient),
            (400, "{\"code\":\"50014\",\"msg\":\"Parameter instId can not be empty\"}", .wrong),
            (200, "{\"code\":\"1\"}", .wrong),
            // The status says more than a code that is not known.
            (503, "{\"code\":\"59999\",\"msg\":\"?\"}", nil), (429, "{\"code\":\"59999\"}", nil),
            (403, "<html>blocked</html>", nil), (200, "", nil), (200, "{\"code\":0}", nil),
            (200, "{\"code\":\"0\",\"msg\":\"\",\"data\":[]}", nil),
        ] as [(Int, String, VenueRefusal.Kind?)]
    )
    func errorIsSortedByItsCode(status: Int, body: String, kind: VenueRefusal.Kind?) {
        let response = HTTPResponse.text(HTTPStatus(rawValue: status), body)
        #expect(OKXDialect(segment: .spot).refusal(in: response)?.kind == kind)
    }

    @Test(.enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"))
    func sampleOfAnErrorNamesTheInterval() throws {
        let body = try Fixture.sample("okx/error_51000_bar.json")
        let refusal = OKXDialect(segment: .spot).refusal(in: .text(400, body.text))
        let wanted = VenueRefusal(
            kind: .unknownInterval,
            words: "code 51000 \"Parameter bar error\""
        )
        #expect(refusal == wanted)
    }

    // The list of instruments.

    @Test(.enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"))
    func sampleOfInstrumentsIsReadWithItsSteps() throws {
        let dialect = OKXDialect(segment: .spot)
        let one = try dialect.instruments(in: Fixture.sample("okx/instruments_spot.json"))
        #expect(
            one.instruments == [
                Instrument(
                    venue: "okx",
                    symbol: try Symbol("BTCUSDT"),
                    venueSymbol: "BTC-USDT",
                    baseAsset: "BTC",
                    quoteAsset: "USDT",
                    status: "live",
                    tickSize: "0.1",
                    stepSize: "0.00000001"
                )
            ]
        )
        let more = try dialect.instruments(in: Fixture.sample("okx/instruments_spot_3.json"))
        #expect(
            more.instruments.map(\.venueSymbol)
                == ["BTC-USD", "ETH-USD", "SOL-USD", "XRP-USD", "USDT-USD"]
        )
        #expect(more.cursor == nil)
    }

    @Test func namesOfOtherShapesAreLeftOut() throws {
        let names = [
            "BTC-USDT", "BTC-USDT-SWAP", "BTC-USD-240329", "BTC-USD_UM-SWAP", "BTC", "-", "ß-USDT",
        ]
        let text = OKXStub.envelope(
            names.map {
                "{\"instId\":\"\($0)\",\"tickSz\":\"\",\"lotSz\":\"1\",\"instIdCode\":7,\"tradeQuoteCcyList\":[]}"
            }
        )
        let spot = try OKXDialect(segment: .spot).instruments(in: HTTPBody(text: text)).instruments
        #expect(spot.map(\.venueSymbol) == ["BTC-USDT"])
        #expect(spot.first?.tickSize == nil && spot.first?.stepSize == "1")
        let swap = try OKXDialect(segment: .swap).instruments(in: HTTPBody(text: text)).instruments
        #expect(swap.map(\.venueSymbol) == ["BTC-USDT-SWAP"])
        #expect(swap.first?.symbol.text == "BTCUSDT" && swap.first?.venue == "okx-swap")
        #expect(swap.first?.baseAsset == "BTC" && swap.first?.quoteAsset == "USDT")
        #expect(swap.first?.stepSize == nil)
    }

    // Requests.

    @Test func windowIsSpelledWithBothEndsLeftOut() async throws {
        let venue = OKXStub(minutes: 10)
        let pages = try await venue.pages(0..<5)
        #expect(pages.flatMap(\.candles).count == 5)
        #expect(
            venue.stub.urls == [
                "https://www.okx.com/api/v5/public/instruments?instType=SPOT",
                "https://www.okx.com/api/v5/market/history-candles?instId=BTC-USDT&bar=1m"
                    + "&before=1709251199999&after=1709251440001&limit=6",
            ]
        )
    }

    @Test(
        arguments: [
            (.hour, "1H"), (.sixHours, "6Hutc"), (.day, "1Dutc"), (.threeDays, "3Dutc"),
            (.week, "1Wutc"), (.month, "1Mutc"), (.minute, "1m"),
        ] as [(Interval, String)]
    )
    func daysAndLongerAreAskedForInUTC(interval: Interval, bar: String) {
        #expect(OKXDialect(segment: .spot).profile.intervals[interval] == bar)
    }

    @Test func eightHoursAndSecondsAreNotOffered() {
        #expect(!Venue.okx.intervals.contains(.eightHours))
        #expect(!Venue.okx.intervals.contains(.second))
        #expect(Venue.okx.name == "okx" && Venue.okxSwap.name == "okx-swap")
    }

    @Test("Pages cover the span whatever an answer holds", arguments: [300, 100, 7])
    func paging(held: Int) async throws {
        let venue = OKXStub(minutes: 1_000, held: held)
        let pages = try await venue.pages(10..<660)
        #expect(pages.map(\.candles.count) == [300, 300, 50])
        #expect(pages.flatMap(\.candles).map(\.openTime) == minutes(10..<660))
        #expect(pages.allSatisfy { $0.rejected.isEmpty })
        #expect(zip(pages, pages.dropFirst()).allSatisfy { $0.range.end == $1.range.start })
    }

    @Test func outageInsideAPageIsLeftOpen() async throws {
        let venue = OKXStub(minutes: 20, missing: 5..<8)
        let pages = try await venue.pages(0..<20)
        #expect(pages.flatMap(\.candles).map(\.openTime) == minutes(0..<5) + minutes(8..<20))
        #expect(venue.client.missing == .outage)
    }

    @Test func runningCandleIsLeftOut() async throws {
        let venue = OKXStub(minutes: 5)
        let pages = try await venue.pages(0..<9, closedBefore: march + 270_000_000)
        #expect(pages.flatMap(\.candles).map(\.openTime) == minutes(0..<4))
        #expect(pages.flatMap(\.rejected) == [])
        #expect(venue.stub.urls.count == 2)
    }

    @Test func spanBeforeTheFirstCandleIsEmpty() async throws {
        let pages = try await OKXStub(minutes: 5).pages(-600 ..< -400)
        #expect(pages.count == 1)
        #expect(pages[0].candles == [] && pages[0].rejected == [])
    }

    @Test func symbolThatIsNotListedIsNotAskedFor() async throws {
        let venue = OKXStub(minutes: 5)
        let error = await fault { try await venue.pages(0..<5, symbol: "NOPEUSDT") }
        #expect(error?.code == .unknownSymbol)
        #expect(error?.message.contains("chandler symbols --venue okx") == true)
        #expect(venue.stub.urls.count == 1)
    }

    @Test func symbolThatTheVenueRefusesIsUnknown() async throws {
        let venue = OKXStub(minutes: 5)
        let error = await fault { try await venue.pages(0..<5, symbol: "GONEUSDT") }
        #expect(error?.code == .unknownSymbol)
        #expect(error?.isRetryable == false)
        #expect(error?.message.contains("code 51001") == true)
    }

    @Test func firstCandleIsSearchedThroughDays() async throws {
        let venue = OKXStub(minutes: 3_000)
        let series = SeriesID(venue: "okx", symbol: try Symbol("BTCUSDT"), interval: .minute)
        let found = try await venue.client.firstOpenTime(
            of: series,
            from: Timestamp(microseconds: 0)
        )
        #expect(found == march)
        let days = venue.stub.urls.filter { StubVenue.parameter("bar", $0) == "1Dutc" }
        #expect(days.first.flatMap { StubVenue.parameter("before", $0) } == "1483228799999")
        // 2,616 days lie between, 300 to a request; the last answer may have been cut before its
        // first row, hence one more question.
        #expect(days.count == 10)
        let later = try await venue.client.firstOpenTime(of: series, from: march + 90_000_000)
        #expect(later == march + 120_000_000)
    }

    @Test func timeIsReadFromItsText() async throws {
        let venue = OKXStub(minutes: 5)
        #expect(try await venue.client.serverTime() == OKXStub.now)
        for text in [
            "{\"data\":[]}", "{\"data\":[{\"ts\":\"\(Int64.max)\"}]}",
            "{\"data\":[{\"ts\":\"x\"}]}",
        ] {
            guard case .request(_, let read) = OKXDialect(segment: .spot).clock else { return }
            #expect(throws: (any Error).self) { try read(HTTPBody(text: text)) }
        }
    }

    private func parse(
        _ body: HTTPBody,
        _ interval: Interval,
        _ segment: OKXDialect.Market = .spot
    ) throws -> ParsedPage {
        let everything = PageScope(
            interval: interval,
            range: TimeRange(Timestamp(microseconds: 0), VenueTime.end),
            closedBefore: VenueTime.end
        )
        return try LayoutParser(OKXDialect(segment: segment).layout).parse(body, scope: everything)
    }

    /// A volume as the table holds it: eight decimals, rounded by Foundation's arithmetic.
    private func rounded(_ text: String) -> String {
        var exact = Decimal(string: text) ?? .nan
        var result = Decimal()
        NSDecimalRound(&result, &exact, 8, .plain)
        return "\(result)"
    }

    private func minutes(_ indices: Range<Int>) -> [Timestamp] {
        indices.map { Interval.minute.advance(march, by: $0) }
    }

    private func fault<Result>(_ body: () async throws -> Result) async -> VenueError? {
        do {
            _ = try await body()
            return nil
        } catch {
            return error as? VenueError
        }
    }
}

/// OKX with some minutes of March 2024, newest first, neither end of a window included.
private struct OKXStub {
    static let now = Interval.minute.advance(march, by: 100_000)

    let stub: StubVenue
    let client: ExchangeClient<OKXDialect>

    /// - Parameters:
    ///   - minutes: How many minutes exist.
    ///   - held: The most rows of an answer, whatever is asked for.
    ///   - missing: Minutes that an outage left out.
    init(minutes: Int, held: Int = 300, missing: Range<Int> = 0..<0) {
        stub = StubVenue { url, _ in
            .text(Self.answer(url, minutes: minutes, held: held, missing: missing))
        }
        client = ExchangeClient(
            OKXDialect(segment: .spot),
            VenueOptions(prefetchDepth: 1),
            transport: stub,
            clock: LeapingClock(),
            seed: 1
        )
    }

    func pages(
        _ indices: Range<Int>,
        symbol: String = "BTCUSDT",
        closedBefore: Timestamp = now
    ) async throws -> [CandlePage] {
        let series = SeriesID(venue: "okx", symbol: try Symbol(symbol), interval: .minute)
        let range = TimeRange(
            Interval.minute.advance(march, by: indices.lowerBound),
            Interval.minute.advance(march, by: indices.upperBound)
        )
        var pages: [CandlePage] = []
        for try await page in client.pages(of: series, in: range, closedBefore: closedBefore) {
            pages.append(page)
        }
        return pages
    }

    static func envelope(_ rows: [String]) -> String {
        "{\"code\":\"0\",\"msg\":\"\",\"data\":[\(rows.joined(separator: ","))]}"
    }

    static func row(_ index: Int, flag: String = "1") -> String {
        "[\"\(Interval.minute.advance(march, by: index).milliseconds)\",\"2.5\",\"3\",\"2\","
            + "\"2.75\",\"10\",\"25\",\"25\",\"\(flag)\"]"
    }

    private static func answer(
        _ url: String,
        minutes: Int,
        held: Int,
        missing: Range<Int>
    ) -> String {
        if url.contains("/public/time") { return envelope(["{\"ts\":\"\(now.milliseconds)\"}"]) }
        if url.contains("/instruments?") {
            return envelope(
                ["BTC-USDT", "GONE-USDT"].map {
                    "{\"instId\":\"\($0)\",\"baseCcy\":\"BTC\",\"quoteCcy\":\"USDT\",\"state\":\"live\"}"
                }
            )
        }
        guard StubVenue.parameter("instId", url) == "BTC-USDT" else {
            return "{\"code\":\"51001\",\"msg\":\"Instrument ID does not exist\",\"data\":[]}"
        }
        let step: Int64 = StubVenue.parameter("bar", url) == "1Dutc" ? 86_400_000 : 60_000
        let before = Int64(StubVenue.parameter("before", url) ?? "") ?? 0
        let after = Int64(StubVenue.parameter("after", url) ?? "") ?? .max
        let limit = Int(StubVenue.parameter("limit", url) ?? "") ?? 100
        let count = (Int64(minutes) * 60_000 + step - 1) / step
        let rows = (0..<Int(count)).reversed().filter { index in
            let open = march.milliseconds + Int64(index) * step
            return before < open && open < after && !(step == 60_000 && missing.contains(index))
        }
        .prefix(min(limit, held))
        .map { row(Int(Int64($0) * step / 60_000)) }
        return envelope(Array(rows))
    }
}
