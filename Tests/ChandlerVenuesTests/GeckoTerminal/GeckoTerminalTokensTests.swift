import ChandlerCore
import ChandlerHTTP
import Testing

@testable import ChandlerVenues

@Suite struct GeckoTerminalTokensTests {
    private static let pools = GeckoTerminalPools(network: "solana")

    @Test func deepestPoolCountsAndNumbersAreStrings() throws {
        let pools = [
            pool("A", "B", price: "1.95378e-05", reserve: "0.0005", volume: "153000000"),
            pool("A", "C", price: "2e-5", reserve: "NaN", volume: "1"),
            pool(
                "A",
                "D",
                price: "0.0000203",
                reserve: "54511610.488634398923096739735612698563218038285229066528",
                volume: "NaN"
            ),
        ]
        let answer = try read(pools, ["A"])
        let snapshot = try #require(answer.snapshots.first)
        #expect(answer.snapshots.count == 1 && answer.rejected == [])
        #expect(snapshot.price == 0.0000203 && snapshot.liquidity == 54_511_610.4886344)
        #expect(snapshot.volume == nil && snapshot.symbol == "nA" && snapshot.raw == pools[2])
        #expect(snapshot.createdAt?.description == "2026-09-13T00:51:59Z")
    }

    @Test func tokenThatIsOnlyEverTheQuoteHasNoSnapshot() throws {
        let pools = [pool("A", "B", price: "1", reserve: "1", volume: "1")]
        #expect(try read(pools, ["B"]).snapshots == [])
    }

    @Test func poolsOfOtherNetworksAreIgnored() throws {
        let other = pool("A", "B", price: "1", reserve: "1", volume: "1")
            .replacing("solana_", with: "eth_")
        let answer = try read([other], nil)
        #expect(answer.snapshots == [] && answer.rejected == [])
    }

    @Test func poolWithoutABaseIsRejectedAlone() throws {
        let good = pool("A", "B", price: "1", reserve: "1", volume: "1")
        let nameless = good.replacing("solana_A", with: "solana_")
        let answer = try read([nameless, "{}", good], nil)
        #expect(answer.snapshots.map(\.mint) == ["A"])
        #expect(answer.rejected.map(\.rule) == ["bad_mint", "bad_mint"])
    }

    @Test func tickerOfTheTokenGoesBeforeThePoolsName() throws {
        let included = "{\"id\":\"solana_A\",\"attributes\":{\"symbol\":\"real / one\"}}"
        let list = pool("A", "B", price: "1", reserve: "1", volume: "1")
        let root = try json("{\"data\":[\(list)],\"included\":[\(included)]}")
        let answer = try Self.pools.read(root, try tokenScope())
        #expect(answer.snapshots.first?.symbol == "real / one")
    }

    @Test func eachMintIsAskedForAndUnknownOnesAreAbsent() async throws {
        let known = pool("A", "B", price: "1", reserve: "1", volume: "1")
        let stub = StubVenue { (url, _) throws(HTTPError) in
            url.contains("/tokens/A/")
                ? .text("{\"data\":[\(known)]}")
                : .text(404, "{\"errors\":[{\"status\":\"404\",\"title\":\"Not Found\"}]}")
        }
        let clock = LeapingClock()
        let source = AggregatorSources.tokens("geckoterminal", stub, clock: clock)
        let answer = try await source.tokens(.mints(["X", "A"]))
        #expect(answer.snapshots.map(\.mint) == ["A"] && answer.rejected == [])
        #expect(
            stub.paths
                == ["X", "A"].map {
                    "/api/v2/networks/solana/tokens/\($0)/pools?include=base_token"
                }
        )
        #expect(
            stub.requests.first?.headers["Accept"] == "application/json;version=20230302"
        )
        #expect(clock.sleeps.reduce(.zero, +) >= .milliseconds(2_500))
    }

    @Test func searchAndRecentHavePathsOfTheirOwn() async throws {
        let stub = StubVenue(always: "{\"data\":[]}")
        let source = AggregatorSources.tokens("geckoterminal", stub)
        _ = try await source.tokens(.search("a b"))
        _ = try await source.tokens(.recent)
        #expect(
            stub.paths == [
                "/api/v2/search/pools?query=a b&network=solana&include=base_token",
                "/api/v2/networks/solana/new_pools?include=base_token",
            ]
        )
    }

    @Test(
        arguments: [
            ("{\"errors\":[{\"status\":\"400\",\"title\":\"t\"}]}", 400, VenueRefusal.Kind.wrong),
            ("{\"errors\":[{\"status\":\"401\",\"title\":\"t\"}]}", 401, .beyondReach),
            ("{\"errors\":[{\"status\":\"404\",\"title\":\"t\"}]}", 404, .unknownSymbol),
            ("{\"errors\":[{\"status\":\"429\",\"title\":\"t\"}]}", 429, .rateLimited(nil)),
            ("{\"errors\":[{\"title\":\"t\"}]}", 429, .rateLimited(nil)),
            ("{\"errors\":[{\"status\":\"503\",\"title\":\"t\"}]}", 503, .transient),
            ("{\"status\":{\"error_code\":429,\"error_message\":\"t\"}}", 429, .rateLimited(nil)),
            ("{\"status\":{\"error_code\":429,\"error_message\":\"t\"}}", 200, .rateLimited(nil)),
        ] as [(String, Int, VenueRefusal.Kind)]
    )
    func errorsAreSorted(body: String, status: Int, kind: VenueRefusal.Kind) {
        let response = HTTPResponse.text(HTTPStatus(rawValue: status), body)
        let refusal = GeckoTerminalProfile.profile.refusal(response)
        #expect(refusal?.kind == kind)
        #expect(refusal?.words.contains("\"t\"") == true)
    }

    private func read(_ pools: [String], _ asked: [String]?) throws -> TokenAnswer {
        let root = try json("{\"data\":[\(pools.joined(separator: ","))]}")
        return try Self.pools.read(root, try tokenScope(asked))
    }

    private func pool(
        _ base: String,
        _ quote: String,
        price: String,
        reserve: String,
        volume: String
    ) -> String {
        "{\"id\":\"solana_p\",\"attributes\":{\"base_token_price_usd\":\"\(price)\","
            + "\"name\":\"n\(base) / \(quote) 0.05%\",\"reserve_in_usd\":\"\(reserve)\","
            + "\"pool_created_at\":\"2026-09-13T00:51:59Z\",\"market_cap_usd\":null,"
            + "\"volume_usd\":{\"h24\":\"\(volume)\"}},\"relationships\":{\"base_token\":{\"data\":"
            + "{\"id\":\"solana_\(base)\"}},\"quote_token\":{\"data\":{\"id\":\"solana_\(quote)\"}}}}"
    }
}
