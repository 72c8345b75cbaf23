import ChandlerCore
import Foundation
import Testing

@testable import FixtureExchange

/// What is particular to GeckoTerminal, on the hand-made file: minutes 0 to 4 and 8 to 11 of
/// 2024, of which minute 1 has no trades.
@Suite struct GeckoTerminalDialectTests {
    private static let now = "2024-01-01T00:15:00Z"
    private static let base = "/networks/solana/pools/"
    private static let memecoin = base + FixtureTokens.memecoinPool + "/ohlcv/minute"
    private static let granite = base + FixtureTokens.granitePool + "/ohlcv/minute"

    private func ask(
        _ target: String,
        now: String = now,
        _ change: (inout FixtureExchangeConfiguration) -> Void = { _ in }
    ) async throws -> RawAnswer {
        nonisolated(unsafe) var answer: RawAnswer?
        try await withServer([TestFiles.small], now: now, change) { _, client in
            answer = try await client.send("GET", target)
        }
        return try #require(answer)
    }

    @Test(
        "Rows are newest first, end before the given time, and have trades",
        arguments: [
            ("", [11, 10, 9, 8, 4, 3, 2, 0]), ("?limit=2", [11, 10]),
            ("?before_timestamp=\(second(9))", [8, 4, 3, 2, 0]),
            ("?before_timestamp=\(second(9) + 1)&limit=1", [9]),
            ("?before_timestamp=\(second(0))", []),
            (
                "?include_empty_intervals=true&before_timestamp=\(second(9))",
                [8, 7, 6, 5, 4, 3, 2, 1, 0]
            ),
        ] as [(String, [Int])]
    )
    func rows(query: String, minutes: [Int]) async throws {
        for prefix in ["", "/api/v2"] {
            let answer = try await ask(prefix + Self.granite + query)
            #expect(answer.status == 200)
            #expect(list(answer).map { $0[0] } == minutes.map { "\(second($0))" })
        }
    }

    @Test func quietIntervalsAreFilledUpToTheRunningOne() async throws {
        let query = "?include_empty_intervals=true&limit=4"
        let rows = list(try await ask(Self.granite + query, now: "2024-01-01T00:14:59.999Z"))
        #expect(rows.map { $0[0] } == [14, 14, 13, 12].map { "\(second($0))" })
        #expect(rows.last?.dropFirst() == ["99.75", "99.75", "99.75", "99.75", "0.0"])
    }

    @Test func memecoinPricesAreTheFilesDigitsWithExponents() async throws {
        let answer = try await ask(Self.memecoin + "?before_timestamp=\(second(4))&limit=1")
        #expect(
            list(answer) == [
                [
                    "\(second(3))", "1.0025e-07", "1.0025e-07", "9.812345678e-08",
                    "9.812345678e-08", "24800.0",
                ]
            ]
        )
        let unscaled = try await ask(Self.granite + "?before_timestamp=\(second(4))&limit=1")
        #expect(
            list(unscaled) == [
                ["\(second(3))", "100.25", "100.25", "98.12345678", "98.12345678", "24800.0"]
            ]
        )
        #expect(
            member(answer.object, "meta", "base", "address") as? String == FixtureTokens.memecoin
        )
        #expect(member(answer.object, "data", "type") as? String == "ohlcv_request_response")
    }

    @Test func runningRowComesTwiceTheNewerFirst() async throws {
        let answer = try await ask(Self.granite + "?limit=3", now: "2024-01-01T00:10:30Z")
        let rows = list(answer)
        #expect(rows.map { $0[0] } == [second(10), second(10), second(9)].map { "\($0)" })
        #expect(rows[0][5] == "99.0" && rows[1][5] == "49.5")
        #expect(rows[0][4] == "99.0")
    }

    @Test func longerRowsAreJoined() async throws {
        let answer = try await ask(Self.granite + "?aggregate=5")
        #expect(list(answer).map { $0[0] } == ["\(second(10))", "\(second(5))", "\(second(0))"])
        #expect(list(answer)[2].prefix(5) == ["\(second(0))", "100.0", "102.0", "98.0", "98.5"])
        let path = Self.base + FixtureTokens.granitePool + "/ohlcv/day"
        let days = try await ask(path, now: "2024-01-03T00:00:00Z")
        #expect(list(days).map { $0[1] }.dropFirst(2) == ["101.0", "100.0"])
    }

    @Test func otherSideAndOtherCurrencyAreComputed() async throws {
        let query = "?limit=1&before_timestamp=\(second(4))&token="
        let quote = try await ask(Self.granite + query + FixtureTokens.usdc + "&currency=token")
        let row = list(quote)[0].compactMap(Double.init)
        #expect(row[2] > row[3] && row[1] < 0.0101 && row[1] > 0.0098)
        #expect(member(quote.object, "meta", "base", "address") as? String == FixtureTokens.usdc)
        let native = try await ask(Self.granite + query + "base&currency=token")
        #expect(list(native)[0].compactMap(Double.init)[1] > 100)
        #expect(try await ask(Self.granite + query + FixtureTokens.twin).status == 400)
    }

    @Test(
        "Errors have a status and a title",
        arguments: [
            ("?aggregate=7", 400, "Invalid aggregate. Allowed values: 1, 5, 15"),
            ("?limit=1001", 400, "Invalid limit"), ("?limit=0", 400, "Invalid limit"),
            ("?before_timestamp=x", 400, "Invalid before_timestamp"),
            ("?before_timestamp=1704067200000", 400, "Invalid before_timestamp"),
            ("?currency=eur", 400, "Invalid currency"),
            ("?before_timestamp=1688515200", 401, "past 180 days"),
        ]
    )
    func errors(query: String, status: Int, title: String) async throws {
        let answer = try await ask(Self.granite + query)
        #expect(answer.status == status)
        #expect(answer.text.hasPrefix("{\"errors\":[{\"status\":\"\(status)\",\"title\":\""))
        #expect(answer.text.contains(title))
    }

    @Test(arguments: [
        base + FixtureTokens.unknownPool, base + FixtureTokens.unknownPool + "/ohlcv/minute",
        "/networks/eth/pools/" + FixtureTokens.granitePool,
        base + FixtureTokens.granitePool + "/ohlcv/week",
        "/networks/solana/tokens/\(FixtureTokens.unknown)/pools",
        "/networks/solana/tokens/\(FixtureTokens.unknownToGeckoTerminal)/pools",
    ])
    func unknownIsNotFound(target: String) async throws {
        let answer = try await ask(target)
        #expect(answer.status == 404)
        #expect(answer.text == "{\"errors\":[{\"status\":\"404\",\"title\":\"Not Found\"}]}")
    }

    @Test func historyEndsAtTheWall() async throws {
        let reach: (inout FixtureExchangeConfiguration) -> Void = { $0.aggregators.reachDays = 1 }
        let now = "2024-01-02T00:03:00Z"
        let newest = try await ask(Self.granite, now: now, reach)
        #expect(list(newest).last?[0] == "\(second(3))")
        let last = try await ask(
            Self.granite + "?before_timestamp=\(second(3) + 1)",
            now: now,
            reach
        )
        #expect(list(last).count == 1)
        let beyond = try await ask(Self.granite + "?before_timestamp=\(second(3))", now: now, reach)
        #expect(beyond.status == 401)
    }

    @Test func silentRowsAreAlwaysTheSameAndAboutSoMany() async throws {
        let silent: (inout FixtureExchangeConfiguration) -> Void = {
            $0.aggregators.silentPercent = 40
        }
        try await withServer([TestFiles.candles], now: "2024-01-03T00:00:00Z", silent) {
            _,
            client in
            let answer = try await client.send("GET", Self.memecoin + "?limit=1000")
            let times = list(answer).compactMap { Int($0[0]) }
            #expect(times.count == 1_000)
            let span = (times[0] - times[999]) / 60 + 1
            #expect((1_550...1_800).contains(span), "\(span) minutes")
            let again = try await client.send("GET", Self.memecoin + "?limit=1000")
            #expect(again.body == answer.body)
            let page = try await client.send(
                "GET",
                Self.memecoin + "?limit=500&before_timestamp=\(times[499])"
            )
            #expect(list(page).compactMap { Int($0[0]) } == Array(times[500...]))
        }
    }

    @Test func poolAttributesAreTexts() async throws {
        let answer = try await ask(Self.base + FixtureTokens.memecoinPool)
        let data = try #require(answer.object["data"] as? [String: Any])
        #expect(data["id"] as? String == "solana_" + FixtureTokens.memecoinPool)
        let price = member(data, "attributes", "base_token_price_usd") as? String
        #expect(price.flatMap(Double.init) == 9.95e-08)
        let quote = try #require(member(data, "attributes", "quote_token_price_usd") as? String)
        #expect(quote.count > 60)
        #expect(
            member(data, "relationships", "base_token", "data", "id") as? String
                == "solana_" + FixtureTokens.memecoin
        )
        let pools = try await ask("/networks/solana/tokens/\(FixtureTokens.notANumber)/pools")
        #expect(pools.text.contains("\"base_token_price_usd\":\"NaN\""))
        #expect(pools.text.contains("\"market_cap_usd\":null"))
    }

    @Test func listsHaveTwentyPoolsAndTenPages() async throws {
        let first = try await ask("/api/v2/networks/solana/new_pools")
        let second = try await ask("/api/v2/networks/solana/new_pools?page=2")
        #expect(addresses(first).count == 20 && addresses(second).count == 20)
        #expect(Set(addresses(first)).isDisjoint(with: addresses(second)))
        #expect(try await ask("/networks/solana/new_pools?page=11").status == 401)
        #expect(addresses(try await ask("/networks/solana/new_pools?page=9")).isEmpty)
        let found = try await ask("/search/pools?query=FXM")
        #expect(addresses(found).contains(FixtureTokens.memecoinQuotePool))
        let pools = try await ask("/networks/solana/tokens/\(FixtureTokens.memecoin)/pools")
        #expect(addresses(pools).first == FixtureTokens.memecoinPool)
        let many = "multi/\(FixtureTokens.granitePool),\(FixtureTokens.unknownPool)"
        #expect(addresses(try await ask(Self.base + many)) == [FixtureTokens.granitePool])
    }

    @Test func limitIsToldInTheOtherShapeWithAUselessPause() async throws {
        try await withServer([TestFiles.small], now: Self.now, faults: ["429:30"]) { _, client in
            let answer = try await client.send("GET", Self.granite)
            #expect(answer.status == 429)
            #expect(answer.headers["retry-after"] == "0")
            #expect(answer.text.hasPrefix("{\"status\":{\"error_code\":429,"))
            #expect(
                try await client.send("GET", Self.base + FixtureTokens.granitePool).status == 200
            )
        }
    }

    private func addresses(_ answer: RawAnswer) -> [String] {
        (answer.object["data"] as? [[String: Any]] ?? []).compactMap {
            member($0, "attributes", "address") as? String
        }
    }

    /// The rows with their numbers as they were sent.
    private func list(_ answer: RawAnswer) -> [[String]] {
        guard let start = answer.text.range(of: "\"ohlcv_list\":[")?.upperBound,
            let end = answer.text.range(of: "]}},\"meta\"")?.lowerBound
        else { return [] }
        return answer.text[start..<end].split(separator: "]").map { row in
            row.drop { $0 == "," || $0 == "[" }.split(separator: ",").map(String.init)
        }
    }
}
