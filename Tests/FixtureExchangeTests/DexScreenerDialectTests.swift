import Testing

@testable import FixtureExchange

@Suite struct DexScreenerDialectTests {
    private static let now = "2024-01-01T00:10:30Z"

    private func ask(_ target: String) async throws -> RawAnswer {
        nonisolated(unsafe) var answer: RawAnswer?
        try await withServer([TestFiles.small], now: Self.now) { _, client in
            answer = try await client.send("GET", target)
        }
        return try #require(answer)
    }

    @Test(
        "Nothing is said in each path's own way",
        arguments: [
            (
                "/latest/dex/pairs/solana/\(FixtureTokens.unknownPool)",
                "{S,\"pairs\":null,\"pair\":null}"
            ),
            ("/latest/dex/tokens/\(FixtureTokens.unknown)", "{S,\"pairs\":null}"),
            ("/latest/dex/search?q=zzznonexistent", "{S,\"pairs\":[]}"),
            ("/tokens/v1/solana/\(FixtureTokens.unknown)", "[]"),
            ("/tokens/v1/solana/\(FixtureTokens.unknownToDexScreener)", "[]"),
            ("/token-pairs/v1/solana/\(FixtureTokens.unknown)", "[]"),
            ("/token-pairs/v1/ethereum/\(FixtureTokens.memecoin)", "[]"),
        ]
    )
    func nothing(target: String, text: String) async throws {
        let answer = try await ask(target)
        #expect(answer.status == 200)
        #expect(
            answer.text
                == text.split(separator: "S").joined(separator: "\"schemaVersion\":\"1.0.0\"")
        )
    }

    @Test func pairsOfATokenHaveItOnEitherSide() async throws {
        let pairs = try await ask("/tokens/v1/solana/\(FixtureTokens.memecoin)").objects
        let addresses = pairs.compactMap { $0["pairAddress"] as? String }
        #expect(
            addresses == [
                FixtureTokens.memecoinPool, FixtureTokens.memecoinQuotePool,
                FixtureTokens.memecoinSidePool,
            ]
        )
        #expect(member(pairs[0], "baseToken", "address") as? String == FixtureTokens.memecoin)
        #expect(member(pairs[1], "quoteToken", "address") as? String == FixtureTokens.memecoin)
        #expect(pairs[0]["priceUsd"] as? String == "0.000000099")
        // The price is that of the base token, which is SOL here.
        #expect((pairs[1]["priceUsd"] as? String).flatMap(Double.init).map { $0 > 100 } == true)
        #expect(pairs[2]["labels"] as? [String] == ["CLMM"])
        let only = try await ask("/token-pairs/v1/solana/\(FixtureTokens.quoteOnly)").objects
        #expect(only.count == 1)
        #expect(member(only[0], "quoteToken", "address") as? String == FixtureTokens.quoteOnly)
    }

    @Test func pricesAreTextsWithoutExponentsAndAddressesKeepTheirCase() async throws {
        let answer = try await ask("/token-pairs/v1/solana/\(FixtureTokens.tiny)")
        let price = try #require(answer.objects.first?["priceUsd"] as? String)
        #expect(price.hasPrefix("0.00000000000") && price.count <= 2 + 11 + 4)
        #expect(!price.contains("e"))
        let url = try #require(answer.objects.first?["url"] as? String)
        #expect(url == url.lowercased())
    }

    @Test func quietPairLacksItsPriceLiquidityAndChanges() async throws {
        let answer = try await ask("/token-pairs/v1/solana/\(FixtureTokens.quiet)")
        let pair = try #require(answer.objects.first)
        #expect(pair["priceUsd"] == nil && pair["liquidity"] == nil && pair["fdv"] == nil)
        #expect((pair["priceChange"] as? [String: Any])?.isEmpty == true)
        #expect(member(pair, "volume", "h24") as? Double == 0)
    }

    @Test func corruptPriceIsAQuarter() async throws {
        try await withServer([TestFiles.small], now: Self.now) { _, client in
            let mint = FixtureTokens.corruptAtDexScreener
            let pair = try await client.send("GET", "/token-pairs/v1/solana/" + mint).objects
            let wrong = try #require((pair[0]["priceUsd"] as? String).flatMap(Double.init))
            let prices = try await client.send("GET", "/price/v3?ids=" + mint).object
            let right = try #require(member(prices, mint, "usdPrice") as? Double)
            #expect(abs(right / wrong - 4) < 0.01)
        }
    }

    @Test func severalTokensComeTogetherAndASinglePairTwice() async throws {
        let list = "\(FixtureTokens.twin),\(FixtureTokens.unknown),\(FixtureTokens.otherTwin)"
        #expect(try await ask("/tokens/v1/solana/" + list).objects.count == 2)
        let object = try await ask("/latest/dex/tokens/" + list).object
        #expect((object["pairs"] as? [Any])?.count == 2)
        let single = try await ask("/latest/dex/pairs/solana/\(FixtureTokens.granitePool)").object
        #expect(member(single, "pair", "pairAddress") as? String == FixtureTokens.granitePool)
        let pools = "\(FixtureTokens.granitePool),\(FixtureTokens.memecoinPool)"
        let both = try await ask("/latest/dex/pairs/solana/" + pools).object
        #expect((both["pairs"] as? [Any])?.count == 2 && both["pair"] == nil)
        let found = try await ask("/latest/dex/search?q=TWIN").object
        #expect((found["pairs"] as? [Any])?.count == 2)
        let many = try await ask("/latest/dex/search?q=fixture").object
        #expect((many["pairs"] as? [Any])?.count == 30)
    }

    @Test func tooManyOrMalformedAddressesAreRefused() async throws {
        let many = [String](repeating: FixtureTokens.twin, count: 31).joined(separator: ",")
        #expect(try await ask("/tokens/v1/solana/" + many).status == 400)
        #expect(try await ask("/tokens/v1/solana/nonsense").status == 400)
        #expect(try await ask("/tokens/v1/solana/0xabc").text == "[]")
    }
}
