import ChandlerCore
import Testing

@testable import FixtureExchange

/// The quirks of OKX, asked of the dialect itself.
@Suite struct OKXDialectTests {
    private static let path = "/api/v5/market/history-candles?instId=SMALL-USDT&bar=1m"

    @Test func rowsAreNewestFirstWithAFlagForTheRunningOne() throws {
        let rows = try rows(Self.path, now: "2024-01-01T00:03:30Z")
        #expect(rows.map { $0[0] } == [3, 2, 1, 0].map { "\"\(minute($0))\"" })
        #expect(rows.map { $0[8] } == ["\"0\"", "\"1\"", "\"1\"", "\"1\""])
        #expect(rows.allSatisfy { $0.count == 9 })
    }

    @Test(
        "Both ends are left out, and the newest rows stay",
        arguments: [
            ("&before=\(minute(0))&after=\(minute(3))", [2, 1]),
            ("&before=\(minute(0) - 1)&after=\(minute(2) + 1)", [2, 1, 0]),
            ("&after=\(minute(2))", [1, 0]), ("&before=\(minute(1))", [4, 3, 2]),
            ("&limit=2", [4, 3]), ("&before=\(minute(0) - 1)&limit=2", [4, 3]),
            ("&after=\(minute(0))", []), ("&before=\(minute(3))&after=\(minute(2))", []),
            ("&startTime=1&end=2&after=\(Int64.max)", [4, 3, 2, 1, 0]),
        ]
    )
    func window(parameters: String, wanted: [Int]) throws {
        let rows = try rows(Self.path + parameters, now: "2024-01-01T00:04:30Z")
        #expect(rows.map { $0[0] } == wanted.map { "\"\(minute($0))\"" })
    }

    @Test func answerHoldsThreeHundredRowsAndAHundredUnasked() throws {
        let path = "/api/v5/market/history-candles?instId=BTC-USDT&bar=1m"
        let now = "2024-01-02T00:00:00Z"
        #expect(try rows(path + "&limit=500", TestFiles.candles, now: now).count == 300)
        #expect(try rows(path, TestFiles.candles, now: now).count == 100)
    }

    @Test func recentCandlesEndAfter1440OfThem() throws {
        let path = "/api/v5/market/candles?instId=BTC-USDT&bar=1m&limit=300"
        let now = "2024-01-02T01:00:30Z"
        let old = try rows(path + "&after=\(minute(61))", TestFiles.candles, now: now)
        #expect(old == [])
        let edge = try rows(path + "&after=\(minute(63))", TestFiles.candles, now: now)
        #expect(edge.map { $0[0] } == ["\"\(minute(62))\"", "\"\(minute(61))\""])
    }

    @Test func daysAreThoseOfUTCAndHongKongsAreEmpty() throws {
        let path = "/api/v5/market/history-candles?instId=SMALL-USDT&bar="
        let now = "2024-01-03T12:00:00Z"
        let days = try rows(path + "1Dutc", now: now).map { $0[0] }
        #expect(days == [2, 1, 0].map { "\"\(minute($0 * 1_440))\"" })
        #expect(try rows(path + "1D", now: now) == [])
    }

    @Test func futuresCountContractsBeforeTheVolume() throws {
        let spot = try rows(Self.path + "&limit=1", now: "2024-01-01T00:01:00Z")
        let path = "/api/v5/market/history-candles?instId=SMALL-USDT-SWAP&bar=1m&limit=1"
        let swap = try rows(path, now: "2024-01-01T00:01:00Z")
        #expect(swap[0][6] == spot[0][5] && swap[0][7] == spot[0][7])
        #expect(swap[0][5] != spot[0][5])
        #expect(spot[0][6] == spot[0][7])
    }

    @Test(
        arguments: [
            (
                "market/history-candles?instId=NOPE-USDT&bar=1m", 200, "51001",
                "Instrument ID does not exist"
            ),
            (
                "market/history-candles?instId=SMALLUSDT&bar=1m", 200, "51001",
                "Instrument ID does not exist"
            ),
            (
                "market/history-candles?instId=SMA-LLUSDT", 200, "51001",
                "Instrument ID does not exist"
            ),
            ("market/history-candles?bar=1m", 400, "50014", "Parameter instId can not be empty"),
            (
                "market/history-candles?instId=SMALL-USDT&bar=8H", 400, "51000",
                "Parameter bar error"
            ),
            (
                "market/history-candles?instId=SMALL-USDT&bar=1h", 400, "51000",
                "Parameter bar error"
            ),
            ("market/candles?instId=SMALL-USDT&after=x", 400, "51000", "Parameter after error"),
            ("market/candles?instId=SMALL-USDT&limit=0", 400, "51000", "Parameter limit error"),
            ("public/instruments", 400, "50014", "Parameter instType can not be empty"),
            ("public/instruments?instType=spot", 400, "51000", "Parameter instType error"),
        ]
    )
    func wrongRequestGetsTheVenuesWords(
        target: String,
        status: Int,
        code: String,
        message: String
    ) throws {
        let answer = try answer("/api/v5/" + target)
        #expect(answer.status == status)
        #expect(
            answer.text == "{\"code\":\"\(code)\",\"msg\":\"\(message)\",\"data\":[]}"
        )
    }

    @Test func instrumentsCarryTheVenuesNamesAndShortSteps() throws {
        let text = try answer("/api/v5/public/instruments?instType=SPOT").text
        #expect(text.hasPrefix("{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"alias\":\"\","))
        #expect(text.contains("\"instId\":\"SMALL-USDT\"") && text.contains("\"state\":\"live\""))
        #expect(text.contains("\"tickSz\":\"0.") && !text.contains("0\",\"tradeQuoteCcyList"))
        let swaps = try answer("/api/v5/public/instruments?instType=SWAP").text
        #expect(swaps.contains("\"baseCcy\":\"\"") && swaps.contains("\"SMALL-USDT-SWAP\""))
        #expect(
            try answer("/api/v5/public/instruments?instType=OPTION").text
                == "{\"code\":\"0\",\"msg\":\"\",\"data\":[]}"
        )
    }

    @Test func timeIsAText() throws {
        let answer = try answer("/api/v5/public/time", now: "2024-01-01T00:00:01.5Z")
        #expect(
            answer.text
                == "{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"ts\":\"\(newYear + 1_500)\"}]}"
        )
    }

    @Test(
        arguments: [
            (
                .tooManyRequests(seconds: 3), 429,
                "{\"msg\":\"Too Many Requests\",\"code\":\"50011\"}"
            ),
            (.banned(seconds: 9), 429, "1015"), (.forbidden, 403, "blocked"),
            (.blockedCountry, 403, "1009"), (.internalError, 500, "\"code\":\"50026\""),
            (.maintenance, 503, "maintenance"),
        ] as [(Refusal, Int, String)]
    )
    func refusalIsWordedAsTheVenueDoes(refusal: Refusal, status: Int, words: String) throws {
        let answer = try answer(Self.path, refusing: refusal)
        #expect(answer.status == status)
        #expect(answer.text.contains(words))
        let pause = answer.headers["Retry-After"]
        #expect(pause == (refusal == .banned(seconds: 9) ? "9" : nil))
    }

    @Test func usedUpLimitIsRefusedUntilItIsSetAnew() throws {
        let dialect = OKXDialect(weightLimit: 2)
        let statuses = try (0..<3).map { _ in try answer(Self.path, of: dialect).status }
        #expect(statuses == [200, 200, 429])
        dialect.setUsedWeight(0)
        #expect(try answer(Self.path, of: dialect).status == 200)
    }

    @Test func subjectIsNamedInWordsOfAllVenues() {
        let dialect = OKXDialect(weightLimit: 100)
        let request = VenueRequest(
            method: "GET",
            target: "/api/v5/market/candles?instId=BTC-USDT&bar=1Dutc&before=\(newYear - 1)",
            headers: [:]
        )
        let wanted = RequestSubject(
            path: "/api/v5/market/candles",
            asksForCandles: true,
            symbol: "BTCUSDT",
            interval: "1d",
            start: Int64(newYear)
        )
        #expect(dialect.subject(of: request) == wanted)
        let other = VenueRequest(method: "GET", target: "/api/v5/market/books", headers: [:])
        #expect(dialect.subject(of: other) == nil)
    }

    private func rows(
        _ target: String,
        _ candles: String = TestFiles.small,
        now: String
    ) throws -> [[String]] {
        let text = try answer(target, candles, now: now).text
        let head = "{\"code\":\"0\",\"msg\":\"\",\"data\":["
        try #require(text.hasPrefix(head) && text.hasSuffix("]}"), "\(text)")
        return text.dropFirst(head.count).dropLast(2).split(separator: "]").map { row in
            row.drop { $0 == "," || $0 == "[" }.split(separator: ",").map(String.init)
        }
    }

    private func answer(
        _ target: String,
        _ candles: String = TestFiles.small,
        now: String = "2024-01-02T00:00:00Z",
        of dialect: OKXDialect = OKXDialect(weightLimit: 100),
        refusing refusal: Refusal? = nil
    ) throws -> AskedAnswer {
        try dialect.ask(target, candles, now: Timestamp(parsing: now), refusing: refusal)
    }
}
