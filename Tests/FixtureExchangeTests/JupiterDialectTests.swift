import ChandlerCore
import Testing

@testable import FixtureExchange

@Suite struct JupiterDialectTests {
    private static let now = "2024-01-01T00:10:30Z"

    @Test func pricesAreAnObjectWithoutThoseThatAreNotReliable() async throws {
        let mints = [
            FixtureTokens.memecoin, FixtureTokens.tiny, FixtureTokens.unpriced,
            FixtureTokens.unknown, FixtureTokens.unknownToJupiter, FixtureTokens.quiet,
        ]
        try await withServer([TestFiles.small], now: Self.now) { _, client in
            let path = "/price/v3?ids=" + mints.joined(separator: ",")
            let answer = try await client.send("GET", path)
            let object = answer.object
            #expect(
                Set(object.keys)
                    == [FixtureTokens.memecoin, FixtureTokens.tiny, FixtureTokens.quiet]
            )
            #expect(member(object, FixtureTokens.memecoin, "usdPrice") as? Double == 9.9e-08)
            #expect(answer.sent("usdPrice") == "9.9e-08")
            #expect(answer.sent("blockId").flatMap(Int.init) != nil)
            let quiet = member(object, FixtureTokens.quiet) as? [String: Any] ?? [:]
            #expect(quiet["blockId"].map { "\($0)" } == "<null>")
            #expect(quiet["priceChange24h"].map { "\($0)" } == "<null>")
            #expect(try await client.send("GET", path).body == answer.body)
            let none = try await client.send("GET", "/price/v3?ids=\(FixtureTokens.unknown)")
            #expect(none.text == "{}")
        }
    }

    @Test(
        "Only so many mints are taken",
        arguments: [
            ("/price/v3?ids=", 50, 200), ("/price/v3?ids=", 51, 400), ("/price/v3?ids=", 0, 400),
            ("/tokens/v2/search?query=", 100, 200), ("/tokens/v2/search?query=", 101, 400),
            ("/tokens/v2/search?query=", 0, 400),
        ]
    )
    func limits(path: String, count: Int, status: Int) async throws {
        var random = SplitMix64(seed: 5)
        let mints = (0..<count).map { _ in SolanaAddress.make(&random) }.joined(separator: ",")
        try await withServer([TestFiles.small], now: Self.now) { _, client in
            let answer = try await client.send("GET", path + mints)
            #expect(answer.status == status)
            #expect(status == 200 || answer.text.hasPrefix("{\"code\":400,\"message\":"))
        }
    }

    @Test func searchFindsMintsTickersAndNames() async throws {
        try await withServer([TestFiles.small], now: Self.now) { _, client in
            let pair = "\(FixtureTokens.tiny),\(FixtureTokens.unknown),\(FixtureTokens.quiet)"
            #expect(try await found(client, pair) == [FixtureTokens.tiny, FixtureTokens.quiet])
            #expect(try await found(client, FixtureTokens.unknownToJupiter).isEmpty)
            #expect(try await found(client, "NOJUP").isEmpty)
            let twins = try await found(client, "twin")
            #expect(twins == [FixtureTokens.otherTwin, FixtureTokens.twin])
            #expect(try await found(client, "fixture%20").count == 20)
            #expect(try await client.send("GET", "/tokens/v2/search?query=zzzz").text == "[]")
        }
    }

    @Test func tokenObjectsLackWhatIsNotKnown() async throws {
        try await withServer([TestFiles.small], now: Self.now) { _, client in
            let memecoin = try await token(client, FixtureTokens.memecoin)
            #expect(memecoin["usdPrice"] as? Double == 9.9e-08)
            #expect((memecoin["holderCount"] as? Int).map { $0 > 0 } == true)
            #expect(member(memecoin, "stats24h", "buyVolume") is Double)
            let odd = try await token(client, FixtureTokens.oddlyNamed)
            #expect(odd["symbol"] as? String == "🐕\u{200D}\"\\é\u{202E}")
            let quiet = try await token(client, FixtureTokens.quiet)
            #expect(quiet["holderCount"].map { "\($0)" } == "<null>")
            #expect(member(quiet, "stats24h", "buyVolume") == nil)
            let unpriced = try await token(client, FixtureTokens.unpriced)
            #expect(unpriced["usdPrice"] == nil && unpriced["liquidity"] == nil)
            #expect(unpriced["id"] as? String == FixtureTokens.unpriced)
        }
    }

    @Test func valuesStayForAMinuteAndThenMove() async throws {
        try await withServer([TestFiles.small], now: Self.now) { server, client in
            let path = "/tokens/v2/search?query=\(FixtureTokens.costly)"
            let first = try await client.send("GET", path)
            server.setNow(.init(milliseconds: Int64(minute(10)) + 59_999))
            #expect(try await client.send("GET", path).body == first.body)
            server.setNow(.init(milliseconds: Int64(minute(11))))
            let next = try await client.send("GET", path)
            #expect(next.sent("updatedAt") != first.sent("updatedAt"))
            #expect(next.sent("usdPrice") != first.sent("usdPrice"))
            let updated = try #require(next.objects.first?["updatedAt"] as? String)
            #expect(updated.hasPrefix("2024-01-01T00:1") && updated.count == 30)
        }
    }

    @Test func thirtyNewestComeNewestFirst() async throws {
        try await withServer([TestFiles.small], now: Self.now) { _, client in
            let tokens = try await client.send("GET", "/tokens/v2/recent").objects
            let created = tokens.compactMap { member($0, "firstPool", "createdAt") as? String }
            #expect(created.count == 30)
            #expect(created == created.sorted(by: >))
            let mint = try #require(tokens.first?["id"] as? String)
            let again = try await client.send("GET", "/price/v3?ids=" + mint)
            #expect(member(again.object, mint, "launchpad") as? String == "pump.fun")
        }
    }

    @Test func limitStandsInHeadersWithoutAPause() async throws {
        try await withServer([TestFiles.small], now: Self.now, faults: ["429:9@after=1"]) {
            _,
            client in
            let path = "/price/v3?ids=\(FixtureTokens.usdc)"
            let first = try await client.send("GET", path)
            #expect(first.headers["x-ratelimit-limit"] == "6000")
            #expect(first.headers["x-ratelimit-remaining"] == "5999")
            #expect(first.headers["x-ratelimit-current"] == "1")
            let refused = try await client.send("GET", path)
            #expect(refused.status == 429)
            #expect(
                refused.text == "{\"code\":429,\"message\":\"[API Gateway] Too many requests\"}"
            )
            #expect(refused.headers["x-ratelimit-remaining"] == "-1")
            #expect(refused.headers["x-ratelimit-reset"] == "1704067839")
            #expect(refused.headers["retry-after"] == nil)
        }
    }

    @Test func usedLimitRefuses() async throws {
        try await withServer([TestFiles.small], now: Self.now, faults: [], { $0.weightLimit = 2 }) {
            _,
            client in
            let path = "/price/v3?ids=\(FixtureTokens.usdc)"
            var statuses: [Int] = []
            for _ in 0..<3 { statuses.append(try await client.send("GET", path).status) }
            #expect(statuses == [200, 200, 429])
        }
    }

    @Test(arguments: [(nil, 401), ("wrong", 401), ("fixture-secret", 200)] as [(String?, Int)])
    func keyIsAskedForWhereOneIsConfigured(key: String?, status: Int) async throws {
        let configure: (inout FixtureExchangeConfiguration) -> Void = {
            $0.aggregators.jupiterKey = "fixture-secret"
        }
        try await withServer([TestFiles.small], now: Self.now, configure) { _, client in
            let headers = key.map { ["x-api-key": $0] } ?? [:]
            let path = "/price/v3?ids=\(FixtureTokens.usdc)"
            let answer = try await client.send("GET", path, headers: headers)
            #expect(answer.status == status)
            #expect(status == 200 || answer.text == "{\"code\":401,\"message\":\"Unauthorized\"}")
        }
    }

    private func found(_ client: RawConnection, _ query: String) async throws -> [String] {
        try await client.send("GET", "/tokens/v2/search?query=" + query).objects
            .compactMap { $0["id"] as? String }
    }

    private func token(_ client: RawConnection, _ mint: String) async throws -> [String: Any] {
        let answer = try await client.send("GET", "/tokens/v2/search?query=" + mint)
        return try #require(answer.objects.first)
    }
}
