import ChandlerCore
import Testing

@testable import FixtureExchange

/// What is particular to Gate, on the hand-made file: minutes 0 to 4 and 8 to 11 of 2024.
@Suite struct GateDialectTests {
    private static let path = "/api/v4/spot/candlesticks?currency_pair=SMALL_USDT&interval=1m"

    @Test(
        "Both ends are included; one end alone spans a page at most",
        arguments: [
            ("", [0, 1, 2, 3, 4, 8, 9, 10, 11]),
            ("&limit=2", [10, 11]),
            ("&from=\(second(1))&to=\(second(3))", [1, 2, 3]),
            ("&from=\(second(1) + 1)&to=\(second(3) - 1)", [2]),
            ("&from=\(second(5))&to=\(second(7))", []),
            ("&from=\(second(9))", [9, 10, 11]),
            ("&to=\(second(1))", [0, 1]),
        ] as [(String, [Int])]
    )
    func windowPicksRows(query: String, minutes: [Int]) throws {
        let answer = try ask(Self.path + query)
        #expect(answer.status == 200)
        #expect(answer.openTimes == minutes.map(second))
        #expect(!minutes.isEmpty || answer.text == "[]")
    }

    @Test func rowIsEightTextsInTheVenuesOrder() throws {
        let answer = try ask(Self.path + "&from=\(second(0))&to=\(second(0))")
        #expect(
            answer.text == """
                [["1704067200","1246.91356890","101.00000000","101.50000000","99.50000000",\
                "100.00000000","12.34567890","true"]]
                """
        )
    }

    @Test func runningCandleIsSentAndSaysSo() throws {
        let now = Timestamp(milliseconds: Int64(minute(10)) + 30_000)
        let answer = try ask(Self.path + "&limit=2", now: now)
        #expect(answer.openTimes == [second(9), second(10)])
        #expect(answer.text.contains("\"true\"],[\"\(second(10))\""))
        #expect(answer.text.hasSuffix("\"false\"]]"))
    }

    @Test(
        "What the venue refuses",
        arguments: [
            ("&from=\(second(0))&to=\(second(999))", 200, "["),
            ("&from=\(second(0))&to=\(second(1_000))", 400, "Candlestick range too broad"),
            ("&from=\(second(0))&limit=5", 400, "INVALID_PARAM_VALUE"),
            ("&from=\(second(0))000", 400, "`from` value"),
            ("&limit=1001", 400, "`limit` value: 1001"),
            ("&from=\(second(-9_500))&to=\(second(-9_000))", 200, "[]"),
            ("&from=\(second(-9_990))&to=\(second(-9_000))", 400, "Candlestick too long ago"),
        ]
    )
    func refusals(query: String, status: Int, words: String) throws {
        let answer = try ask(Self.path + query)
        #expect(answer.status == status)
        #expect(answer.text.contains(words))
    }

    @Test(
        "Pairs and currencies that are not known have labels of their own",
        arguments: [
            ("SMALL_EUR", "INVALID_CURRENCY_PAIR"), ("SMALLUSDT", "INVALID_CURRENCY"),
            ("NONE_USDT", "INVALID_CURRENCY"),
        ]
    )
    func unknownPairs(name: String, label: String) throws {
        let path = "/api/v4/spot/candlesticks?currency_pair=\(name)&interval=1m"
        let answer = try ask(path)
        #expect(answer.status == 400)
        #expect(answer.text.hasPrefix("{\"label\":\"\(label)\","))
        #expect(try ask("/api/v4/spot/currency_pairs/\(name)").status == 400)
    }

    @Test func intervalThatIsNotServedIsNamed() throws {
        let path = "/api/v4/spot/candlesticks?currency_pair=SMALL_USDT&interval=7d"
        #expect(try ask(path).text.contains("`interval` value: 7d"))
    }

    @Test func listHasCountsOfDecimalsAndStates() throws {
        let one = try ask("/api/v4/spot/currency_pairs/SMALL_USDT", broken: "SMALLUSDT").text
        #expect(one.hasPrefix("{\"id\":\"SMALL_USDT\",\"base\":\"SMALL\",\"quote\":\"USDT\","))
        #expect(one.contains("\"amount_precision\":1,\"precision\":2,"))
        #expect(one.contains("\"trade_status\":\"untradable\""))
        #expect(try ask("/api/v4/spot/currency_pairs").text.contains("," + one.prefix(20)))
        #expect(try ask("/api/v4/spot/time").text == "{\"server_time\":1704068100000}")
    }

    @Test func limitIsToldWithItsEndAndOtherRefusalsWithALabel() throws {
        let limited = try ask(Self.path, refusing: .tooManyRequests(seconds: 7))
        #expect(limited.status == 429)
        #expect(limited.text.contains("TOO_MANY_REQUESTS"))
        #expect(limited.headers["X-Gate-RateLimit-Reset-Timestamp"] == "1704068107")
        #expect(try ask(Self.path, refusing: .forbidden).text.contains("FORBIDDEN"))
        #expect(try ask(Self.path, refusing: .internalError).status == 500)
        #expect(try ask(Self.path, refusing: .maintenance).text.hasPrefix("<html>"))
    }

    @Test func faultsFindTheSubjectOfARequest() throws {
        let dialect = GateDialect(weightLimit: 100)
        let target = Self.path + "&from=1704067200&to=1704067260"
        let request = VenueRequest(method: "GET", target: target, headers: [:])
        let subject = try #require(dialect.subject(of: request))
        #expect(subject.asksForCandles && subject.symbol == "SMALLUSDT")
        #expect(subject.interval == "1m" && subject.start == 1_704_067_200_000)
        let other = VenueRequest(method: "GET", target: "/api/v4/futures", headers: [:])
        #expect(dialect.subject(of: other) == nil)
    }

    private func ask(
        _ target: String,
        now: Timestamp = Timestamp(milliseconds: Int64(minute(15))),
        broken: String? = nil,
        refusing refusal: Refusal? = nil
    ) throws -> AskedAnswer {
        try GateDialect(weightLimit: 100).ask(target, now: now, broken: broken, refusing: refusal)
    }
}

extension AskedAnswer {
    /// The first fields of all rows.
    fileprivate var openTimes: [Int] {
        text.split(separator: "[").compactMap {
            $0.split(separator: "\"").first.flatMap { Int($0) }
        }
    }
}
