import ChandlerCore
import Testing

@testable import FixtureExchange

@Suite struct KuCoinDialectTests {
    private static let candles = "/api/v1/market/candles?symbol=SMALL-USDT&type=1min"

    @Test func rowsRunOpenCloseHighLowNewestFirstWithoutTheEnd() throws {
        let answer = try KuCoinAsk().get(Self.candles + "&startAt=1704067200&endAt=1704067320")
        #expect(answer.status == 200)
        #expect(
            answer.text == """
                {"code":"200000","data":[["1704067260","101.00000000","101.00000000",\
                "101.00000000","101.00000000","0.00000000","0.0000000000001"],\
                ["1704067200","100.00000000","101.00000000","101.50000000","99.50000000",\
                "12.34567890","1246.91356890"]]}
                """
        )
        let longer = try KuCoinAsk().get(Self.candles + "&startAt=1704067200&endAt=1704067321")
        #expect(longer.opens.first == "1704067320")
    }

    @Test func windowOfTooManyCandlesKeepsTheNewest1500() throws {
        let path = "/api/v1/market/candles?symbol=BTC-USDT&type=1min&startAt=1704067200&endAt="
        let answer = try KuCoinAsk([TestFiles.candles]).get(path + "\(1_704_067_200 + 2_000 * 60)")
        #expect(answer.opens.count == 1_500)
        #expect(answer.opens.first == "\(1_704_067_200 + 1_999 * 60)")
    }

    @Test(arguments: [
        "", "&startAt=1704067200", "&startAt=1704067200.0&endAt=1704067320",
        "&startAt=abc&endAt=1704067320",
    ])
    func timesThatCannotBeReadAreIgnoredWithoutAnError(query: String) throws {
        let path = "/api/v1/market/candles?symbol=BTC-USDT&type=1min" + query
        let answer = try KuCoinAsk([TestFiles.candles]).get(path)
        #expect(answer.opens.count == 100)
        #expect(answer.opens.first == "1712063400")
    }

    @Test func millisecondsLieInTheFarFuture() throws {
        let path = Self.candles + "&startAt=1704067200000&endAt=1704067320000"
        #expect(try KuCoinAsk().get(path).text == #"{"code":"200000","data":[]}"#)
    }

    @Test func flatRowsAppearWithTheNextTrade() throws {
        let range = "&startAt=1704067200&endAt=1704070000"
        // The second minute is quiet: its row comes once there was a trade in the third.
        let quiet = try KuCoinAsk(now: "2024-01-01T00:01:59Z").get(Self.candles + range)
        #expect(quiet.opens == ["1704067200"])
        let traded = try KuCoinAsk(now: "2024-01-01T00:02:01Z").get(Self.candles + range)
        #expect(traded.opens == ["1704067320", "1704067260", "1704067200"])
    }

    @Test func runningCandleIsIncludedWithoutAFlag() throws {
        let ask = try KuCoinAsk(now: "2024-01-01T00:02:30Z")
        let answer = ask.get(Self.candles + "&startAt=1704067320&endAt=1704070000")
        #expect(
            answer.text == """
                {"code":"200000","data":[["1704067320","101.00000000","101.00000000",\
                "101.00000000","101.00000000","1.50000000","151.50000050"]]}
                """
        )
    }

    @Test(arguments: [
        ("?symbol=NOPE-USDT&type=1min", 200, "Unsupported trading pair."),
        ("?symbol=SMALLUSDT&type=1min", 200, "Unsupported trading pair."),
        ("?type=1min", 200, "Unsupported trading pair."),
        ("?symbol=SMALL-USDT&type=1m", 400, "Incorrect candlestick type."),
        ("?symbol=SMALL-USDT", 400, "Incorrect candlestick type."),
    ])
    func wrongRequestGetsTheVenuesWords(query: String, status: Int, words: String) throws {
        let answer = try KuCoinAsk().get("/api/v1/market/candles" + query)
        #expect(answer.status == status)
        #expect(answer.text == "{\"code\":\"400100\",\"msg\":\"\(words)\"}")
    }

    @Test func refusalsAreInTheVenuesWords() throws {
        let ask = try KuCoinAsk()
        let limited = ask.get(Self.candles, refusing: .tooManyRequests(seconds: 3))
        #expect(limited.status == 429)
        #expect(limited.text == #"{"code":"429000","msg":"Too Many Requests"}"#)
        #expect(limited.headers["gw-ratelimit-reset"] == "3000")
        let banned = ask.get(Self.candles, refusing: .banned(seconds: 30))
        #expect(banned.status == 429)
        #expect(banned.text == "error code: 1015")
        #expect(ask.get(Self.candles, refusing: .forbidden).status == 403)
        #expect(ask.get(Self.candles, refusing: .blockedCountry).status == 403)
        let broken = ask.get(Self.candles, refusing: .internalError)
        #expect(broken.status == 500)
        #expect(broken.text.hasPrefix(#"{"code":"500000","#))
        #expect(ask.get(Self.candles, refusing: .maintenance).status == 503)
    }

    @Test func weightsAreThreeAndFourAndCountedInHeaders() throws {
        let ask = try KuCoinAsk()
        #expect(ask.get(Self.candles).headers["gw-ratelimit-remaining"] == "97")
        #expect(ask.get("/api/v2/symbols").headers["gw-ratelimit-remaining"] == "93")
        ask.dialect.setUsedWeight(98)
        #expect(ask.get(Self.candles).status == 429)
        ask.dialect.setUsedWeight(0)
        #expect(ask.get(Self.candles).headers["gw-ratelimit-limit"] == "100")
    }

    @Test func symbolsAndTimeAreServed() throws {
        let ask = try KuCoinAsk(now: "2024-01-01T00:00:30.25Z")
        #expect(
            ask.get("/api/v1/timestamp").text == #"{"code":"200000","data":1704067230250}"#
        )
        let symbols = ask.get("/api/v2/symbols").text
        #expect(symbols.contains(#"{"symbol":"SMALL-USDT","name":"SMALL-USDT","#))
        #expect(symbols.contains(#""enableTrading":true}"#))
    }

    @Test func subjectNamesTheSeriesInWordsOfAllVenues() {
        let dialect = KuCoinDialect(weightLimit: 1)
        let target = "/api/v1/market/candles?symbol=SMALL-USDT&type=8hour&startAt=1704067200"
        let subject = dialect.subject(of: VenueRequest(method: "GET", target: target, headers: [:]))
        #expect(subject?.asksForCandles == true)
        #expect(subject?.symbol == "SMALLUSDT")
        #expect(subject?.interval == "8h")
        #expect(subject?.start == 1_704_067_200_000)
        let other = VenueRequest(method: "GET", target: "/api/v3/klines", headers: [:])
        #expect(dialect.subject(of: other) == nil)
    }
}

/// Asks the dialect without a server.
private struct KuCoinAsk {
    static let limit = 100

    let dialect = KuCoinDialect(weightLimit: limit)
    private let exchange: Exchange

    init(_ candles: [String] = [TestFiles.small], now: String? = nil) throws {
        exchange = try Exchange(candles, now: now.flatMap { Timestamp(parsing: $0) }) {
            $0.weightLimit = Self.limit
        }
    }

    func get(_ target: String, refusing refusal: Refusal? = nil) -> AskedAnswer {
        dialect.ask(target, in: exchange, refusing: refusal)
    }
}

extension AskedAnswer {
    /// The open times, as they were sent.
    fileprivate var opens: [String] {
        text.split(separator: "[\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
    }
}
