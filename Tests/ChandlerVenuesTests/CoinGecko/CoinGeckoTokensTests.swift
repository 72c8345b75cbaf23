import ChandlerCore
import ChandlerHTTP
import Testing

@testable import ChandlerVenues

@Suite struct CoinGeckoTokensTests {
    private static let list =
        "[{\"id\":\"dog\",\"platforms\":{\"solana\":\"Dog1\",\"ethereum\":\"0xd\"}},"
        + "{\"id\":\"dog-copy\",\"platforms\":{\"solana\":\"Dog1\"}},"
        + "{\"id\":\"cat\",\"platforms\":{\"solana\":\"Cat1\"}},{\"id\":\"bitcoin\",\"platforms\":{}},"
        + "{\"id\":\"odd\",\"platforms\":{\"solana\":\"\"}},{\"id\":null},7,{\"id\":\"bare\"}]"

    @Test func mintsAreFoundByTheListOfCoins() async throws {
        let stub = stub { ids in ids.map { Self.coin($0) } }
        let source = AggregatorSources.tokens("coingecko", stub)
        let answer = try await source.tokens(.mints(["Cat1", "nope", "Dog1"]))
        #expect(answer.snapshots.map(\.mint) == ["Cat1", "Dog1"])
        let cat = try #require(answer.snapshots.first)
        #expect(cat.price == 1.091e-05 && cat.volume == 999_990_888_207_043)
        #expect(cat.symbol == "scat" && cat.raw == Self.coin("cat"))
        #expect(cat.observedAt.description == "2024-08-15T15:20:33.99Z")
        #expect(cat.liquidity == nil && cat.createdAt == nil)
        _ = try await source.tokens(.mints(["Dog1"]))
        // The list is fetched once.
        #expect(
            stub.paths == [
                "/api/v3/coins/list?include_platform=true", Self.markets("ids=cat,dog"),
                Self.markets("ids=dog"),
            ]
        )
    }

    @Test func nothingIsAskedForTokensThatAreNoCoins() async throws {
        let stub = stub { _ in [] }
        let source = AggregatorSources.tokens("coingecko", stub)
        #expect(try await source.tokens(.mints([])).snapshots == [])
        #expect(stub.paths.isEmpty)
        #expect(try await source.tokens(.mints(["nope"])).snapshots == [])
        #expect(stub.paths.count == 1)
    }

    @Test func searchGoesByTickerAndByName() async throws {
        let stub = stub { _ in ["bitcoin", "dog"].map { Self.coin($0) } }
        let source = AggregatorSources.tokens("coingecko", stub)
        let answer = try await source.tokens(.search("DoG"))
        // A coin without an address on the network is left out, and is nothing broken.
        #expect(answer.snapshots.map(\.mint) == ["Dog1"] && answer.rejected == [])
        #expect(
            stub.paths.dropFirst() == [
                Self.markets("symbols=dog&include_tokens=all"), Self.markets("names=dog"),
            ]
        )
        let error = await venueError { _ = try await source.tokens(.recent) }
        #expect(error?.code == .refused)
    }

    @Test func coinOnTwoPagesCountsOnce() async throws {
        let stub = StubVenue { (url, _) throws(HTTPError) in
            if url.contains("/list") { return .text(Self.list) }
            let isFirst = StubVenue.parameter("page", url) == "1"
            let others = (0..<(isFirst ? 249 : 3)).map { _ in Self.coin("bitcoin") }
            return .text("[\((others + [Self.coin("dog")]).joined(separator: ","))]")
        }
        let source = AggregatorSources.tokens("coingecko", stub)
        let answer = try await source.tokens(.mints(["Dog1"]))
        #expect(answer.snapshots.map(\.mint) == ["Dog1"])
        #expect(stub.paths.count == 3 && stub.paths.last?.contains("page=2") == true)
    }

    @Test func failedListIsAskedForAgain() async throws {
        let stub = StubVenue { (url, number) throws(HTTPError) in
            if number == 1 { return .text(400, "{\"error\":\"no\"}") }
            return .text(url.contains("/list") ? Self.list : "[\(Self.coin("dog"))]")
        }
        let source = AggregatorSources.tokens("coingecko", stub)
        let error = await venueError { _ = try await source.tokens(.mints(["Dog1"])) }
        #expect(error?.code == .refused)
        #expect(try await source.tokens(.mints(["Dog1"])).snapshots.count == 1)
    }

    @Test func limitsAndHostsFollowThePlan() {
        let keyless = CoinGeckoPlan.keyless.profile
        let demo = CoinGeckoPlan.demo(key: "k").profile
        let pro = CoinGeckoPlan.pro(key: "k").profile
        #expect(keyless.limit == WeightLimit(weight: 1, per: .seconds(8)))
        #expect(keyless.headers.fields.isEmpty && keyless.host == demo.host)
        #expect(demo.headers["x-cg-demo-api-key"] == "k" && demo.limit.weight == 90)
        #expect(pro.headers["x-cg-pro-api-key"] == "k" && pro.limit.weight == 300)
        #expect(pro.host == "https://pro-api.coingecko.com")
    }

    // Errors.

    @Test(
        arguments: [
            (200, "{\"error\":\"coin not found\"}", VenueRefusal.Kind.unknownSymbol),
            (404, "{\"error\":\"coin not found\"}", .unknownSymbol),
            (400, "{\"error\":\"bad\"}", .wrong),
            (429, "{\"error\":\"slow\"}", .rateLimited(nil)),
            (200, "{\"status\":{\"error_code\":429,\"error_message\":\"m\"}}", .rateLimited(nil)),
            (
                401, "{\"error\":{\"status\":{\"error_code\":10012,\"error_message\":\"m\"}}}",
                .beyondReach
            ),
            (200, "{\"status\":{\"error_code\":10012,\"error_message\":\"m\"}}", .beyondReach),
            (401, "{\"status\":{\"error_code\":10002,\"error_message\":\"m\"}}", .keyRefused),
            (400, "{\"error\":{\"status\":{\"error_code\":10010}}}", .keyRefused),
            (403, "{\"status\":{\"error_code\":1020}}", .blocked),
            (500, "{\"status\":{\"error_code\":500}}", .transient),
        ] as [(Int, String, VenueRefusal.Kind)]
    )
    func shapesOfErrorsAreSorted(status: Int, body: String, kind: VenueRefusal.Kind) {
        let refusal = CoinGeckoAnswer(.text(HTTPStatus(rawValue: status), body))?.refusal
        #expect(refusal?.kind == kind)
    }

    @Test func keysThatAreMissingOrMisplacedAreNamed() {
        for (code, words) in [
            (10_002, "a key is needed: COINGECKO_API_KEY"),
            (10_011, "paid ones into COINGECKO_PRO_API_KEY"),
            (10_005, "not part of the key's plan"),
        ] {
            let body = "{\"status\":{\"error_code\":\(code),\"error_message\":\"m\"}}"
            let refusal = CoinGeckoAnswer(.text(401, body))?.refusal
            #expect(refusal?.words.contains(words) == true)
            #expect(refusal?.words.hasPrefix("code \(code) \"m\"") == true)
        }
        for body in [
            "[]", "{}", "{\"error\":null}", "{\"status\":\"ok\"}", "{\"gecko_says\":\"\"}",
        ] {
            #expect(CoinGeckoAnswer(.text(200, body)) == nil)
        }
    }

    private static func markets(_ which: String) -> String {
        "/api/v3/coins/markets?vs_currency=usd&\(which)&per_page=250&page=1&precision=full"
    }

    private static func coin(_ id: String) -> String {
        "{\"id\":\"\(id)\",\"symbol\":\"s\(id)\",\"current_price\":1.091e-05,\"market_cap\":null,"
            + "\"total_volume\":999990888207043.0,\"last_updated\":\"2024-08-15T15:20:33.990Z\"}"
    }

    private func stub(_ coins: @escaping @Sendable ([String]) -> [String]) -> StubVenue {
        StubVenue { (url, _) throws(HTTPError) in
            if url.contains("/list") { return .text(Self.list) }
            let ids =
                StubVenue.parameter("ids", url)?.split(separator: ",").map { String($0) } ?? []
            return .text("[\(coins(ids).joined(separator: ","))]")
        }
    }
}
