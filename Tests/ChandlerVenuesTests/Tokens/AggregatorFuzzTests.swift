import ChandlerCore
import ChandlerHTTP
import Foundation
import Testing

@testable import ChandlerVenues

/// Every parser meets broken answers: recorded ones where they are there, and made ones.
@Suite struct AggregatorFuzzTests {
    /// `CHANDLER_FUZZ` sets the number of inputs a parser, `CHANDLER_SEED` repeats a run.
    @Test(arguments: FuzzedParser.all)
    func brokenAnswersNeitherCrashNorLetNonsenseThrough(parser: FuzzedParser) throws {
        let count = FuzzRun.count()
        let seed = FuzzRun.seed
        let templates = try parser.templates()
        print(
            "AggregatorFuzzTests \(parser.name) seed \(seed), \(count) inputs from "
                + "\(templates.count) answers"
        )
        var mutator = AggregatorMutator(seed: seed)
        var read = 0
        var kept = 0
        for index in 0..<count {
            let bytes = mutator.answer(templates[index % templates.count])
            let body = HTTPBody(bytes)
            for status in [200, 400, 429, 500] as [HTTPStatus] {
                _ = parser.profile.refusal(HTTPResponse(status: status, body: body))
            }
            guard let outcome = try? parser.read(try JSONTree(body).root, Int64(index)) else {
                continue
            }
            if let problem = outcome.problem {
                Issue.record(
                    """
                    \(parser.name) seed \(seed) input \(index): \(problem)
                    \(String(decoding: bytes, as: UTF8.self))
                    """
                )
                return
            }
            read += 1
            kept += outcome.count
        }
        // Mutations that break everything, or nothing, would test nothing.
        #expect(read > count / 20 && read < count)
        #expect(kept > count / 20)
    }

    /// What is broken on purpose must be found, or the test above could not fail.
    @Test func nonsenseIsSeenByTheJudge() throws {
        func problem(_ change: (inout TokenSnapshot) -> Void) -> String? {
            var snapshot = TokenSnapshot(
                source: "s",
                network: "n",
                mint: "m",
                observedAt: receipt,
                raw: "{}"
            )
            change(&snapshot)
            return FuzzedOutcome(TokenAnswer(snapshots: [snapshot])).problem
        }
        #expect(problem { _ in } == nil)
        #expect(problem { $0.price = -1 } != nil)
        #expect(problem { $0.liquidity = .nan } != nil)
        #expect(problem { $0.volume = .infinity } != nil)
        #expect(problem { $0.holderCount = -1 } != nil)
        #expect(problem { $0.createdAt = VenueTime.end } != nil)
        let scope = TokenRowScope(
            interval: .minute,
            range: TimeRange(receipt, receipt + 60_000_000),
            closedBefore: VenueTime.end
        )
        let row = try json("[1709251200,1,1,1,1,1]")
        let rows = TokenRows([row], GeckoTerminalPage.layout, scope)
        #expect(FuzzedOutcome(rows, scope).problem == nil && rows.candles.count == 1)
        let other = TokenRowScope(
            interval: .minute,
            range: TimeRange(receipt + 1, receipt + 2),
            closedBefore: receipt
        )
        #expect(FuzzedOutcome(rows, other).problem != nil)
    }
}

/// What a parser made of an answer, and what is wrong with it.
struct FuzzedOutcome {
    let count: Int
    let problem: String?

    init(_ answer: TokenAnswer) {
        count = answer.snapshots.count
        problem = answer.snapshots.lazy.compactMap(Self.problem).first ?? Self.problem(answer)
    }

    init(_ rows: TokenRows, _ scope: TokenRowScope) {
        count = rows.candles.count
        problem = Self.problem(rows, scope)
    }

    init(count: Int, problem: String?) {
        self.count = count
        self.problem = problem
    }

    private static func problem(_ answer: TokenAnswer) -> String? {
        let mints = answer.snapshots.map { TokenAddress.folded($0.mint) }
        if Set(mints).count != mints.count { return "a token has two snapshots" }
        return isUnexplained(answer.rejected) ? "a rejected object has no reason" : nil
    }

    private static func problem(_ snapshot: TokenSnapshot) -> String? {
        guard (1...128).contains(snapshot.mint.utf8.count) else { return "a mint is no address" }
        let amounts = [snapshot.price, snapshot.liquidity, snapshot.volume].compactMap { $0 }
        if amounts.contains(where: { !($0 >= 0 && $0.isFinite) }) { return "an amount is nonsense" }
        if (snapshot.holderCount ?? 0) < 0 { return "there are fewer holders than none" }
        let times = [snapshot.observedAt, snapshot.createdAt].compactMap { $0?.microseconds }
        if !times.allSatisfy(VenueTime.microseconds.contains) { return "a time is out of range" }
        let root = try? json(snapshot.raw)
        return root?.kind == .object && root?.raw == snapshot.raw
            ? nil : "the raw text is no object"
    }

    private static func problem(_ rows: TokenRows, _ scope: TokenRowScope) -> String? {
        let known = ChandlerVenuesTests.problem(
            rows.candles,
            scope.interval,
            scope.range,
            closedBefore: scope.closedBefore
        )
        return known ?? (isUnexplained(rows.rejected) ? "a rejected row has no reason" : nil)
    }

    private static func isUnexplained(_ rows: [RejectedRow]) -> Bool {
        rows.contains { $0.rule.isEmpty || $0.reason.isEmpty || $0.payload.isEmpty }
    }
}

/// A parser under test, and the samples and made answers that it reads.
struct FuzzedParser: Sendable, CustomTestStringConvertible {
    let name: String
    let profile: AggregatorProfile
    /// Samples by their path, without its end.
    let samples: [String]
    let made: String
    let read: @Sendable (JSONValue, Int64) throws -> FuzzedOutcome

    var testDescription: String { name }

    func templates() throws -> [[UInt8]] {
        guard Fixture.shared != nil else { return [Array(made.utf8)] }
        return try samples.map { [UInt8](try Fixture.sampleData("\($0).json")) }
            + [Array(made.utf8)]
    }

    /// A span, which some rows lie outside of, and a clock, for which some are not over.
    private static func scope(
        _ interval: Interval,
        _ number: Int64,
        around moment: Int64
    ) -> TokenRowScope {
        let length = interval.fixedMicroseconds ?? 0
        let start = Timestamp(seconds: moment) - length * (number % 4) * 2
        let end = Timestamp(seconds: moment) + length * (number % 7 + 1)
        return TokenRowScope(
            interval: interval,
            range: TimeRange(start, end),
            closedBefore: end - length * (number % 3)
        )
    }

    static let all = [
        FuzzedParser(
            name: "jupiter",
            profile: JupiterProfile.profile("jupiter", key: nil),
            samples: [
                "jupiter/tokens_v2_search_jup", "jupiter/tokens_v2_category",
                "jupiter/tokens_v2_recent", "jupiter/error_429",
            ],
            made: "[{\"id\":\"a\",\"symbol\":\"\\u0041\",\"usdPrice\":1e-9,\"holderCount\":7,"
                + "\"stats24h\":{\"buyVolume\":1,\"sellVolume\":2},\"firstPool\":{\"createdAt\":"
                + "\"2024-01-29T17:33:29Z\"}},{\"id\":\"b\",\"liquidity\":5}]"
        ) { root, _ in FuzzedOutcome(try JupiterTokens.read(root, try tokenScope())) },
        FuzzedParser(
            name: "jupiter-price",
            profile: JupiterProfile.profile("jupiter-price", key: nil),
            samples: ["jupiter/price_v3_sol_usdc", "jupiter/price_v3_memecoin_2025"],
            made: "{\"a\":{\"usdPrice\":1e-9,\"liquidity\":3},\"b\":null,\"c\":{\"usdPrice\":2}}"
        ) { root, _ in FuzzedOutcome(try JupiterPrices.read(root, try tokenScope())) },
        FuzzedParser(
            name: "dexscreener",
            profile: DexScreenerProfile.profile,
            samples: ["dexscreener/latest_pairs_solana_4", "dexscreener/search_none"],
            made: "[{\"chainId\":\"solana\",\"baseToken\":{\"address\":\"a\"},\"priceUsd\":\"1\","
                + "\"liquidity\":{\"usd\":3},\"pairCreatedAt\":1728468437000}]"
        ) { root, _ in
            FuzzedOutcome(try DexScreenerTokens.read(root, try tokenScope(), chain: "solana"))
        },
        FuzzedParser(
            name: "geckoterminal pools",
            profile: GeckoTerminalProfile.profile,
            samples: ["geckoterminal/trending_pools_2"],
            made: "{\"data\":[{\"attributes\":{\"name\":\"A / B\",\"reserve_in_usd\":\"NaN\","
                + "\"base_token_price_usd\":\"1e-5\"},\"relationships\":{\"base_token\":{\"data\":"
                + "{\"id\":\"solana_a\"}}}}]}"
        ) { root, _ in
            FuzzedOutcome(try GeckoTerminalPools(network: "solana").read(root, try tokenScope()))
        },
        FuzzedParser(
            name: "geckoterminal pool",
            profile: GeckoTerminalProfile.profile,
            samples: ["geckoterminal/pool_oas"],
            made: "{\"data\":{\"attributes\":{\"address\":\"p\",\"name\":\"A / B\"},"
                + "\"relationships\":{\"base_token\":{\"data\":{\"id\":\"eth_a\"}},"
                + "\"quote_token\":{\"data\":{\"id\":\"eth_b\"}}}}}"
        ) { root, _ in
            let pool = try GeckoTerminalPools(network: "eth").readOne(root)
            let texts = [pool.address, pool.base, pool.quote]
            let isFine = texts.allSatisfy { (1...128).contains($0.utf8.count) }
            return FuzzedOutcome(count: 1, problem: isFine ? nil : "an address is none")
        },
        FuzzedParser(
            name: "geckoterminal candles",
            profile: GeckoTerminalProfile.profile,
            samples: ["geckoterminal/ohlcv_minute_memecoin", "geckoterminal/error_400_aggregate"],
            made: "{\"data\":{\"attributes\":{\"ohlcv_list\":[[1787841240,2.5,3,2,2.75,9],"
                + "[1787841180,2.5,3,2,2.75,7.5],[1787841180,2.5,3,2,2.75,7],"
                + "[1787841120,\"2.5\",3e0,2,2.75,0]]}},\"meta\":{\"base\":{\"address\":\"a\"}}}"
        ) { root, number in
            let scope = scope(.minute, number, around: 1_787_841_120)
            return FuzzedOutcome(try GeckoTerminalPage(root, scope).rows, scope)
        },
        FuzzedParser(
            name: "coingecko coins",
            profile: CoinGeckoPlan.keyless.profile,
            samples: [
                "coingecko/coins_markets_shib_2024", "coingecko/coins_markets_oas",
                "coingecko/coins_markets_3", "coingecko/error_429",
            ],
            made: "[{\"id\":\"bitcoin\",\"current_price\":1.091e-05,\"total_volume\":2.0,"
                + "\"last_updated\":\"2024-08-15T15:20:33.990Z\"},{\"id\":\"other\"}]"
        ) { root, _ in
            let list = try json(
                "[{\"id\":\"bitcoin\",\"platforms\":{\"solana\":\"b\"}},"
                    + "{\"id\":\"shiba-inu\",\"platforms\":{\"solana\":\"s\"}}]"
            )
            let coins = try CoinGeckoCoins(list, platform: "solana")
            return FuzzedOutcome(try CoinGeckoMarkets.read(root, try tokenScope(), coins).answer)
        },
        FuzzedParser(
            name: "coingecko list",
            profile: CoinGeckoPlan.keyless.profile,
            samples: ["coingecko/coins_list_oas"],
            made: "[{\"id\":\"official-trump\",\"platforms\":{\"solana\":\"b\"}}]"
        ) { root, _ in
            let coins = try CoinGeckoCoins(root, platform: "solana")
            let found = coins.address(of: "official-trump")
            let isFine = found.map { (1...128).contains($0.utf8.count) } ?? true
            return FuzzedOutcome(
                count: found == nil ? 0 : 1,
                problem: isFine ? nil : "an address is none"
            )
        },
        FuzzedParser(
            name: "coingecko candles",
            profile: CoinGeckoPlan.keyless.profile,
            samples: ["coingecko/coins_ohlc_oas_30min"],
            made: "[[1779195600000,2.5,3,2,2.75],[1779197400000,2.5,3,2,2.75],"
                + "[1779199200000,2.5,3e0,2,2.75],[1779200000123,2.5,3,2,2.75]]"
        ) { root, number in
            let scope = scope(.thirtyMinutes, number, around: 1_779_195_600)
            return FuzzedOutcome(try CoinGeckoRows.read(root, scope), scope)
        },
    ]
}
