import ChandlerCore
import Testing

@testable import FixtureExchange

@Suite struct CoinbaseDialectTests {
    private static let advanced = "/api/v3/brokerage/market/products/SMALL-USDT/candles"
    private static let exchange = "/products/SMALL-USDT/candles"

    @Test func advancedTradeServesObjectsNewestFirstWithBothEnds() throws {
        let range = "?granularity=ONE_MINUTE&start=1704067200&end=1704067260"
        let answer = try CoinbaseAsk().get(Self.advanced + range)
        #expect(answer.status == 200)
        #expect(
            answer.text == """
                {"candles":[{"start":"1704067260","low":"101.00000000","high":"101.00000000",\
                "open":"101.00000000","close":"101.00000000","volume":"0.00000000"},\
                {"start":"1704067200","low":"99.50000000","high":"101.50000000",\
                "open":"100.00000000","close":"101.00000000","volume":"12.34567890"}]}
                """
        )
    }

    @Test func exchangeServesNumbersWithNoiseAndTakesEitherSpellingOfTimes() throws {
        let rows = """
            [[1704067260,101,101,101,101,0],[1704067200,99.5,101.5,100,101,12.3456789]]
            """
        let range = "?granularity=60&start=1704067200&end=1704067260"
        #expect(try CoinbaseAsk().get(Self.exchange + range).text == rows)
        let named = "?granularity=60&start=2024-01-01T00%3A00%3A00Z&end=2024-01-01T00%3A01%3A00Z"
        #expect(try CoinbaseAsk().get(Self.exchange + named).text == rows)
        let noisy = "?granularity=60&start=1704067680&end=1704067680"
        #expect(
            try CoinbaseAsk().get(Self.exchange + noisy).text
                == "[[1704067680,98.5,98.5,98.5,98.5,0.500000000000001]]"
        )
    }

    @Test func tinyNumbersHaveExponents() {
        let texts: [CandleField: String] = [
            .openTime: "1704067200000", .open: "0.00000012", .high: "0.00000100",
            .low: "0.00000001", .close: "abc", .volume: "7",
        ]
        let row = CoinbaseRow(texts.mapValues { Array($0.utf8) })
        #expect(row.numbers(noisy: false) == "[1704067200,1e-8,0.000001,1.2e-7,\"abc\",7]")
        #expect(row.numbers(noisy: true).hasSuffix(",7.000000000000001]"))
    }

    @Test func rowBeforeTheStartSlipsInWhereTheStartIsQuiet() throws {
        // Minutes 5 to 7 are not there.
        let range = "?granularity=60&start=1704067500&end=1704067620"
        let answer = try CoinbaseAsk().get(Self.exchange + range)
        #expect(answer.text == "[[1704067440,98,99,98.12345678,98.5,1]]")
        let advanced = "?granularity=ONE_MINUTE&start=1704067500&end=1704067620"
        #expect(try CoinbaseAsk().get(Self.advanced + advanced).text == "{\"candles\":[]}")
        let before = "?granularity=60&start=1704060000&end=1704060060"
        #expect(try CoinbaseAsk().get(Self.exchange + before).text == "[]")
    }

    @Test func exchangeTakesThreeHundredIntervalsAndAdvancedTradeLessThan350Candles() throws {
        let ask = try CoinbaseAsk([TestFiles.candles])
        let exchange = "/products/BTC-USDT/candles?granularity=60&start=1704067200&end="
        let most = ask.get(exchange + "\(1_704_067_200 + 300 * 60)")
        #expect(most.rows == 301)
        let tooWide = ask.get(exchange + "\(1_704_067_200 + 301 * 60)")
        #expect(tooWide.status == 400)
        #expect(
            tooWide.text == """
                {"message":"granularity too small for the requested time range. Count of \
                aggregations requested exceeds 300"}
                """
        )
        let advanced =
            "/api/v3/brokerage/market/products/BTC-USDT/candles"
            + "?granularity=ONE_MINUTE&start=1704067200&end="
        #expect(ask.get(advanced + "\(1_704_067_200 + 348 * 60)").objects == 349)
        let tooMany = ask.get(advanced + "\(1_704_067_200 + 349 * 60)")
        #expect(tooMany.status == 400)
        #expect(tooMany.text.contains("number of candles requested should be less than 350"))
    }

    @Test func exchangeWithoutARangeSendsTheNewest350RowsAndAdvancedTradeAnError() throws {
        let ask = try CoinbaseAsk([TestFiles.candles])
        let exchange = "/products/BTC-USDT/candles?granularity=60"
        for query in ["", "&start=1704067200", "&end=1704067260"] {
            #expect(ask.get(exchange + query).rows == 350)
        }
        #expect(ask.get(exchange).text.prefix(13) == "[[1712063400,")
        let advanced = "/api/v3/brokerage/market/products/BTC-USDT/candles?granularity=ONE_MINUTE"
        #expect(ask.get(advanced).status == 400)
    }

    @Test func daysAreJoinedFromMinutes() throws {
        let path = "/api/v3/brokerage/market/products/BTC-USDT/candles?granularity=ONE_DAY"
        let answer = try CoinbaseAsk([TestFiles.candles])
            .get(path + "&start=1704067200&end=1704240000")
        #expect(answer.objects == 3)
    }

    @Test func runningCandleIsIncludedWithoutAFlag() throws {
        let ask = try CoinbaseAsk(now: "2024-01-01T00:02:30Z")
        let range = "?granularity=60&start=1704067320&end=1704070000"
        #expect(ask.get(Self.exchange + range).text == "[[1704067320,101,101,101,101,1.5]]")
    }

    @Test(arguments: [
        (Self.exchange + "?granularity=1800", 400, #"{"message":"Unsupported granularity"}"#),
        ("/products/NOPE-USD/candles?granularity=60", 404, #"{"message":"NotFound"}"#),
        ("/products/SMALLUSDT/candles?granularity=60", 404, #"{"message":"NotFound"}"#),
        (
            "/api/v3/brokerage/market/products/NOPE-USD/candles?granularity=ONE_MINUTE", 404,
            #"{"error":"NOT_FOUND","message":"Product NOPE-USD not supported"}"#
        ),
    ])
    func wrongRequestGetsTheVenuesWords(path: String, status: Int, text: String) throws {
        let answer = try CoinbaseAsk().get(path)
        #expect(answer.status == status)
        #expect(answer.text == text)
    }

    @Test func refusalsAreInTheVenuesWords() throws {
        let ask = try CoinbaseAsk()
        let limited = ask.get("/products", refusing: .tooManyRequests(seconds: 3))
        #expect(limited.status == 429)
        #expect(limited.text == #"{"message":"Public rate limit exceeded"}"#)
        #expect(limited.headers == [:])
        let advanced = "/api/v3/brokerage/market/products"
        #expect(ask.get(advanced, refusing: .tooManyRequests(seconds: 3)).status == 429)
        for refusal in [Refusal.banned(seconds: 3), .forbidden, .blockedCountry] {
            let answer = ask.get("/products", refusing: refusal)
            #expect(answer.status == 403)
            #expect(answer.text.hasPrefix("<html>"))
        }
        #expect(ask.get(advanced, refusing: .internalError).status == 500)
        #expect(ask.get(advanced, refusing: .maintenance).status == 503)
    }

    @Test func weightIsCountedAndSet() throws {
        let ask = try CoinbaseAsk()
        ask.dialect.setUsedWeight(CoinbaseAsk.limit)
        #expect(ask.get("/products").status == 429)
        ask.dialect.setUsedWeight(0)
        #expect(ask.get("/products").status == 200)
    }

    @Test func listsAndTimeAreServedForBoth() throws {
        let ask = try CoinbaseAsk(now: "2024-01-01T00:00:30.25Z")
        #expect(
            ask.get("/products").text.contains(
                #"{"id":"SMALL-USDT","base_currency":"SMALL","quote_currency":"USDT","#
            )
        )
        #expect(
            ask.get("/api/v3/brokerage/market/products").text.contains(
                #""num_products":2,"pagination":null}"#
            )
        )
        #expect(
            ask.get("/time").text == #"{"iso":"2024-01-01T00:00:30.25Z","epoch":1704067230.250}"#
        )
        #expect(
            ask.get("/api/v3/brokerage/time").text
                == #"{"iso":"2024-01-01T00:00:30.25Z","epochSeconds":"1704067230","#
                + #""epochMillis":"1704067230250"}"#
        )
    }

    @Test func subjectNamesTheSeriesInWordsOfAllVenues() throws {
        let dialect = CoinbaseDialect(weightLimit: 1)
        let path = Self.exchange + "?granularity=900&start=2024-01-01T00:15:00Z&end=x"
        let subject = dialect.subject(of: VenueRequest(method: "GET", target: path, headers: [:]))
        #expect(subject?.asksForCandles == true)
        #expect(subject?.symbol == "SMALLUSDT")
        #expect(subject?.interval == "15m")
        #expect(subject?.start == 1_704_068_100_000)
        for other in ["/api/v3/klines", "/api/v3/time", "/products/X", "/api/v1/timestamp", "/"] {
            let request = VenueRequest(method: "GET", target: other, headers: [:])
            #expect(dialect.subject(of: request) == nil)
        }
    }
}

/// Asks the dialect without a server.
private struct CoinbaseAsk {
    static let limit = 100
    let dialect = CoinbaseDialect(weightLimit: limit)
    private let exchange: Exchange

    init(_ candles: [String] = [TestFiles.small], now: String? = nil) throws {
        exchange = try Exchange(candles, now: now.flatMap { Timestamp(parsing: $0) })
    }

    func get(_ target: String, refusing refusal: Refusal? = nil) -> AskedAnswer {
        dialect.ask(target, in: exchange, refusing: refusal)
    }
}

extension AskedAnswer {
    /// How many rows are arrays.
    fileprivate var rows: Int { text.split(separator: "],[").count }
    /// How many rows are objects.
    fileprivate var objects: Int { text.split(separator: "},{").count }
}
