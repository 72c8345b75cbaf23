import ChandlerCore
import ChandlerHTTP
import Testing

@testable import ChandlerVenues

@Suite struct DexScreenerTests {
    @Test func deepestPairWithTheTokenAsBaseCounts() throws {
        let pairs = [
            pair("A", "SOL", price: "0.5", liquidity: "100", volume: "7", created: 3),
            pair("A", "SOL", price: "0.6", liquidity: "5e3", volume: "8", created: 2),
            pair("A", "SOL", price: "0.7", liquidity: nil, volume: "9", created: 1),
            pair("SOL", "A", price: "90", liquidity: "1e9", volume: "1", created: 1),
            pair("A", "SOL", price: "1", liquidity: "1e9", volume: "1", created: 1, chain: "eth"),
        ]
        let answer = try read(array(pairs), ["A"])
        let snapshot = try #require(answer.snapshots.first)
        #expect(answer.snapshots.count == 1 && answer.rejected == [])
        #expect(snapshot.price == 0.6 && snapshot.liquidity == 5_000 && snapshot.volume == 8)
        #expect(snapshot.symbol == "tA" && snapshot.raw == pairs[1])
        // The oldest pair tells how old the token is at least.
        #expect(snapshot.createdAt?.milliseconds == 1_000)
        #expect(snapshot.observedAt == receipt)
    }

    @Test func searchTellsEveryBaseOfTheChain() throws {
        let pairs = [
            pair("B", "A", price: "1", liquidity: "1", volume: "1", created: 1),
            pair("A", "B", price: "2", liquidity: "1", volume: "1", created: 1),
            pair("B", "C", price: "3", liquidity: "1", volume: "1", created: 1),
        ]
        let body = "{\"schemaVersion\":\"1.0.0\",\"pairs\":\(array(pairs))}"
        let answer = try read(body, nil)
        #expect(answer.snapshots.map(\.mint) == ["B", "A"])
        // Of equally deep pairs the first counts.
        #expect(answer.snapshots.first?.price == 1)
    }

    @Test(arguments: [
        "[]", "null", "{\"schemaVersion\":\"1.0.0\",\"pairs\":null,\"pair\":null}",
        "{\"schemaVersion\":\"1.0.0\",\"pairs\":[]}", "{\"schemaVersion\":\"1.0.0\"}", "{}",
    ])
    func nothingIsNoData(body: String) throws {
        let answer = try read(body, ["A"])
        #expect(answer.snapshots == [] && answer.rejected == [])
    }

    @Test(arguments: ["7", "\"x\"", "{\"error\":\"x\"}", "{\"pairs\":7}", "{\"pairs\":{}}"])
    func somethingElseIsNoAnswer(body: String) {
        #expect(throws: JSONFault.self) { try read(body, ["A"]) }
    }

    @Test func pairWithoutABaseIsRejectedAlone() throws {
        let good = pair("A", "SOL", price: "1", liquidity: "1", volume: "1", created: 1)
        let bare = "{\"chainId\":\"solana\"}"
        let answer = try read(array([bare, good, "null"]), ["A"])
        #expect(answer.snapshots.count == 1)
        #expect(answer.rejected.map(\.rule) == ["bad_mint", "wrong_shape"])
        #expect(answer.rejected.first?.payload == bare)
    }

    @Test func fieldsMayBeMissing() throws {
        let bare = "{\"chainId\":\"solana\",\"baseToken\":{\"address\":\"A\"}}"
        let snapshot = try #require(try read(array([bare]), ["A"]).snapshots.first)
        #expect(snapshot.price == nil && snapshot.liquidity == nil && snapshot.volume == nil)
        #expect(snapshot.symbol == nil && snapshot.createdAt == nil && snapshot.raw == bare)
    }

    @Test func askedSpellingIsKept() throws {
        let plain = "0xdac17f958d2ee523a2206206994597c13d831ec7"
        let checked = "0xdAC17F958D2ee523a2206206994597C13D831ec7"
        let pairs = [pair(checked, "B", price: "1", liquidity: "1", volume: "1", created: 1)]
        #expect(try read(array(pairs), [plain]).snapshots.map(\.mint) == [plain])
    }

    @Test func requestsNameTheChain() async throws {
        let stub = StubVenue(always: "[]")
        let source = AggregatorSources.tokens("dexscreener", stub)
        _ = try await source.tokens(.mints((0..<31).map { "m\($0)" }))
        _ = try await source.tokens(.search("dog wif hat"))
        let first = (0..<30).map { "m\($0)" }.joined(separator: ",")
        #expect(
            stub.paths == [
                "/tokens/v1/solana/\(first)", "/tokens/v1/solana/m30",
                "/latest/dex/search?q=dog wif hat",
            ]
        )
        let error = await venueError { _ = try await source.tokens(.recent) }
        #expect(error?.code == .refused)
        #expect(error?.message.contains("does not list the newest tokens") == true)
    }

    private func read(_ text: String, _ asked: [String]?) throws -> TokenAnswer {
        try DexScreenerTokens.read(try json(text), try tokenScope(asked), chain: "solana")
    }

    private func array(_ pairs: [String]) -> String { "[\(pairs.joined(separator: ","))]" }

    private func pair(
        _ base: String,
        _ quote: String,
        price: String,
        liquidity: String?,
        volume: String,
        created: Int,
        chain: String = "solana"
    ) -> String {
        let depth = liquidity.map { ",\"liquidity\":{\"usd\":\($0)}" } ?? ""
        return "{\"chainId\":\"\(chain)\",\"baseToken\":{\"address\":\"\(base)\","
            + "\"symbol\":\"t\(base)\"},\"quoteToken\":{\"address\":\"\(quote)\"},"
            + "\"priceUsd\":\"\(price)\",\"volume\":{\"h24\":\(volume),\"m5\":0}\(depth),"
            + "\"priceChange\":{},\"pairCreatedAt\":\(created * 1_000)}"
    }
}
