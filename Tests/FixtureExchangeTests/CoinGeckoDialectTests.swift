import Testing

@testable import FixtureExchange

@Suite struct CoinGeckoDialectTests {
    private static let now = "2024-02-01T10:17:23Z"
    private static let granite = "/coins/\(FixtureTokens.graniteCoin)/ohlc?vs_currency=usd&days="

    private func ask(
        _ target: String,
        now: String = now,
        headers: [String: String] = [:],
        key: String? = nil
    ) async throws -> RawAnswer {
        nonisolated(unsafe) var answer: RawAnswer?
        let configure: (inout FixtureExchangeConfiguration) -> Void = {
            $0.aggregators.coinGeckoKey = key
        }
        try await withServer([TestFiles.candles], now: now, configure) { _, client in
            answer = try await client.send("GET", target, headers: headers)
        }
        return try #require(answer)
    }

    @Test(
        "Rows carry their close on the grid of the days, except the unfinished last",
        arguments: [(1, 1_800, 48), (7, 14_400, 42), (30, 14_400, 180)]
    )
    func steps(days: Int, step: Int, count: Int) async throws {
        for prefix in ["", "/api/v3"] {
            let times = try await ask(prefix + Self.granite + "\(days)").openTimes
            #expect(times.count == count + 1)
            #expect(times.last == 1_706_782_643_000)
            #expect(times.dropLast().allSatisfy { $0 % (step * 1_000) == 0 })
            #expect(zip(times, times.dropFirst().dropLast()).allSatisfy { $1 - $0 == step * 1_000 })
        }
    }

    @Test func lastRowIsMissingOnTheGrid() async throws {
        let times = try await ask(Self.granite + "1", now: "2024-02-01T10:30:00Z").openTimes
        #expect(times.count == 48)
        #expect(times.last == 1_706_783_400_000)
    }

    @Test func longSpansHaveRowsOfFourDays() async throws {
        let times = try await ask(Self.granite + "90").openTimes
        #expect(times.last == 1_706_782_643_000)
        #expect(times.dropLast().allSatisfy { $0 % (4 * 86_400_000) == 0 })
        #expect(times.count == 9)
    }

    @Test func rowsAreThoseOfTheFileOfTheMemecoinDivided() async throws {
        try await withServer([TestFiles.candles], now: Self.now) { _, client in
            let path = "/coins/\(FixtureTokens.memecoinCoin)/ohlc?vs_currency=usd&days=1"
            let small = try await client.send("GET", path).rows
            let large = try await client.send("GET", Self.granite + "1").rows
            #expect(small.count == large.count)
            for (row, other) in zip(small, large) {
                #expect(row[1...] == ArraySlice(other[1...].map(FixtureTokens.memecoinPrice)))
            }
            #expect(small[0][1].contains("e-06"))
        }
    }

    @Test(
        "Errors have one of three shapes",
        arguments: [
            ("/coins/nope/ohlc?vs_currency=usd&days=1", 404, "{\"error\":\"coin not found\"}"),
            (granite + "5", 400, "{\"error\":\""),
            (granite + "max", 401, "{\"error\":{\"status\":{\"error_code\":10012,"),
            (granite + "400", 401, "{\"error\":{\"status\":{\"error_code\":10012,"),
            ("/coins/markets", 422, "{\"error\":\"Missing"),
            ("/coins/markets?vs_currency=xyz", 400, "{\"error\":\"invalid vs_currency\"}"),
            ("/coins/markets?vs_currency=usd&per_page=251", 422, "{\"error\":\""),
        ]
    )
    func errors(target: String, status: Int, start: String) async throws {
        let answer = try await ask(target)
        #expect(answer.status == status)
        #expect(answer.text.hasPrefix(start))
    }

    @Test(
        "A key stands in the plan's own header, or in the query",
        arguments: [
            ([:], "", 401, "{\"status\":{\"error_code\":10002,"),
            (["x-cg-demo-api-key": "wrong"], "", 401, "{\"status\":{\"error_code\":10002,"),
            (["x-cg-pro-api-key": "k1"], "", 400, "{\"error\":{\"status\":{\"error_code\":10010,"),
            (["x-cg-demo-api-key": "k1"], "", 200, "["), ([:], "&x_cg_demo_api_key=k1", 200, "["),
        ] as [([String: String], String, Int, String)]
    )
    func keys(headers: [String: String], query: String, status: Int, start: String) async throws {
        let path = "/coins/markets?vs_currency=usd" + query
        let answer = try await ask(path, headers: headers, key: "k1")
        #expect(answer.status == status)
        #expect(answer.text.hasPrefix(start))
    }

    @Test func listNamesMintsByPlatform() async throws {
        let coins = try await ask("/coins/list?include_platform=true").objects
        let memecoin = coins.first { $0["id"] as? String == FixtureTokens.memecoinCoin }
        #expect(member(memecoin ?? [:], "platforms", "solana") as? String == FixtureTokens.memecoin)
        let mints = coins.compactMap { member($0, "platforms", "solana") as? String }
        #expect(!mints.contains(FixtureTokens.unknownToCoinGecko) && mints.contains(""))
        #expect(try await ask("/api/v3/coins/list").objects.allSatisfy { $0["platforms"] == nil })
    }

    @Test func marketsHaveNullsAndLeaveUnknownIdsOut() async throws {
        let ids = "fixture-quiet,nope,\(FixtureTokens.memecoinCoin)"
        let answer = try await ask("/coins/markets?vs_currency=usd&ids=" + ids)
        let coins = answer.objects
        #expect(
            coins.compactMap { $0["id"] as? String } == [
                FixtureTokens.memecoinCoin, "fixture-quiet",
            ]
        )
        #expect(coins[1]["current_price"].map { "\($0)" } == "<null>")
        #expect(coins[1]["last_updated"].map { "\($0)" } == "<null>")
        #expect(coins[1]["market_cap"] as? Int == 0)
        let updated = try #require(coins[0]["last_updated"] as? String)
        #expect(updated.count == 24 && updated.hasSuffix("Z"))
        #expect(coins[0]["holderCount"] == nil)
        #expect(try await ask("/coins/markets?vs_currency=usd&ids=nope").text == "[]")
    }

    @Test func pagesFollowEachOther() async throws {
        try await withServer([TestFiles.small], now: Self.now) { _, client in
            let path = "/coins/markets?vs_currency=usd&per_page="
            let all = try await client.send("GET", path + "250").objects
            let second = try await client.send("GET", path + "5&page=2").objects
            #expect(
                second.compactMap { $0["id"] as? String }
                    == all[5..<10].compactMap { $0["id"] as? String }
            )
            #expect(try await client.send("GET", path + "5&page=99").text == "[]")
        }
    }
}
