import ChandlerCore
import Testing

@testable import FixtureExchange

/// What is particular to Bitstamp, on the hand-made file: minutes 0 to 4 and 8 to 11 of 2024.
@Suite struct BitstampDialectTests {
    private static let path = "/api/v2/ohlc/smallusdt/?step=60"

    @Test(
        "An end beats a start, and a start alone is the beginning of a span",
        arguments: [
            ("&limit=3", [9, 10, 11]),
            ("&limit=2&end=\(second(9))", [8, 9]),
            ("&limit=2&end=\(second(9) - 1)", [4, 8]),
            ("&limit=2&start=\(second(0))&end=\(second(9))", [8, 9]),
            ("&limit=3&start=\(second(1))", [1, 2, 3]),
            ("&limit=3&start=\(second(1) + 1)", [2, 3, 4]),
            ("&limit=3&start=\(second(4))", [4]),
            ("&limit=3&start=\(second(5))", []),
            ("&limit=1000&start=0", []),
            ("&limit=5&end=\(second(-1))", []),
        ] as [(String, [Int])]
    )
    func windowPicksRows(query: String, minutes: [Int]) throws {
        let answer = try ask(Self.path + query)
        #expect(answer.status == 200)
        #expect(answer.openTimes == minutes.map(second))
    }

    @Test func rowIsAnObjectOfTexts() throws {
        let answer = try ask(Self.path + "&limit=1&end=\(second(0))")
        #expect(
            answer.text == """
                {"data":{"pair":"SMALL/USDT","ohlc":[{"timestamp":"1704067200",\
                "open":"100.00000000","high":"101.50000000","low":"99.50000000",\
                "close":"101.00000000","volume":"12.34567890"}]}}
                """
        )
        let empty = try ask(Self.path + "&limit=1&end=1")
        #expect(empty.text == "{\"data\":{\"pair\":\"SMALL/USDT\",\"ohlc\":[]}}")
    }

    @Test func runningCandleComesUnlessItIsExcluded() throws {
        let now = Timestamp(milliseconds: Int64(minute(10)) + 30_000)
        let all = try ask(Self.path + "&limit=2", now: now)
        #expect(all.openTimes == [second(9), second(10)])
        let closed = try ask(Self.path + "&limit=2&exclude_current_candle=true", now: now)
        #expect(closed.openTimes == [second(8), second(9)])
    }

    @Test(
        "What the venue refuses",
        arguments: [
            ("/api/v2/ohlc/smalleur/?step=60&limit=1", 404, "404.007"),
            ("/api/v2/ohlc/SMALLUSDT/?step=60&limit=1", 404, "404.007"),
            ("/api/v2/ohlc/smallusdt/?step=61&limit=1", 400, "\"step\":"),
            ("/api/v2/ohlc/smallusdt/?limit=1", 400, "\"step\":"),
            ("/api/v2/ohlc/smallusdt/?step=60", 400, "\"limit\":"),
            ("/api/v2/ohlc/smallusdt/?step=60&limit=1001", 400, "\"limit\":"),
            ("/api/v2/ohlc/smallusdt/?step=60&limit=0", 400, "\"limit\":"),
            ("/api/v2/ohlc/smallusdt/?step=60&limit=1&end=x", 400, "\"end\":"),
        ]
    )
    func refusals(target: String, status: Int, words: String) throws {
        let answer = try ask(target)
        #expect(answer.status == status)
        #expect(answer.text.contains(words))
        #expect(answer.text.hasPrefix("{\"status\":\"error\",\"reason\":{"))
    }

    @Test func pathWithoutTheSlashIsSentToTheOneWithIt() throws {
        let answer = try ask("/api/v2/ohlc/smallusdt?step=60&limit=1")
        #expect(answer.status == 301)
        #expect(answer.headers["Location"] == "/api/v2/ohlc/smallusdt/?step=60&limit=1")
    }

    @Test func longerCandlesAreJoinedFromShorterOnes() throws {
        let answer = try ask(
            "/api/v2/ohlc/smallusdt/?step=180&limit=1&end=\(second(3))"
        )
        #expect(answer.openTimes == [second(3)])
    }

    @Test func bothListsTellCountsOfDecimals() throws {
        let newer = try ask("/api/v2/markets/", broken: "SMALLUSDT").text
        #expect(newer.contains("{\"name\":\"SMALL/USDT\",\"market_symbol\":\"smallusdt\","))
        #expect(newer.contains("\"base_decimals\":") && newer.contains("\"counter_decimals\":"))
        #expect(newer.contains("\"trading\":\"Disabled\""))
        let older = try ask("/api/v2/trading-pairs-info/").text
        #expect(older.contains("{\"name\":\"SMALL/USDT\",\"url_symbol\":\"smallusdt\","))
        #expect(!older.contains("Disabled"))
    }

    @Test func refusalsHaveNoHeadersAndBlocksArePages() throws {
        let limited = try ask(Self.path, refusing: .tooManyRequests(seconds: 7))
        #expect(limited.status == 429 && limited.headers.isEmpty)
        #expect(limited.text.contains("400.002"))
        let banned = try ask(Self.path, refusing: .banned(seconds: 7))
        #expect(banned.status == 403 && banned.text.hasPrefix("<html>"))
        #expect(try ask(Self.path, refusing: .internalError).status == 500)
        #expect(try ask(Self.path, refusing: .maintenance).status == 503)
    }

    @Test func faultsFindTheSubjectOfARequest() throws {
        let dialect = BitstampDialect(weightLimit: 100)
        func subject(_ target: String) -> RequestSubject? {
            dialect.subject(of: VenueRequest(method: "GET", target: target, headers: [:]))
        }
        let start = subject(Self.path + "&start=1704067200&limit=5")
        #expect(start?.symbol == "SMALLUSDT" && start?.interval == "1m")
        #expect(start?.start == 1_704_067_200_000)
        #expect(subject(Self.path + "&start=1&end=2&limit=5")?.start == nil)
        #expect(subject("/api/v2/markets/")?.asksForCandles == false)
        #expect(subject("/api/v2/symbols") == nil)
    }

    private func ask(
        _ target: String,
        now: Timestamp = Timestamp(milliseconds: Int64(minute(15))),
        broken: String? = nil,
        refusing refusal: Refusal? = nil
    ) throws -> AskedAnswer {
        try BitstampDialect(weightLimit: 100).ask(
            target,
            now: now,
            broken: broken,
            refusing: refusal
        )
    }
}

extension AskedAnswer {
    /// The open times of all rows.
    fileprivate var openTimes: [Int] {
        text.split(separator: "{\"timestamp\":\"").dropFirst().compactMap {
            $0.split(separator: "\"").first.flatMap { Int($0) }
        }
    }
}
