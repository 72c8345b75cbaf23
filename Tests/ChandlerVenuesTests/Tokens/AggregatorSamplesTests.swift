import ChandlerCore
import ChandlerHTTP
import Foundation
import Testing

@testable import ChandlerVenues

/// Every recorded answer of the four aggregators, with what its index says of it.
@Suite struct AggregatorSamplesTests {
    struct Entry: Decodable, Sendable, CustomTestStringConvertible {
        let file: String
        let venue: String
        let http_status: Int
        let headers: [String: String]?
        let rows: Int?
        let first_open_ms: Int64?
        let last_open_ms: Int64?
        let order: String?
        let expected: String?
        let bytes: Int

        var testDescription: String { file }

        static func all() -> [Entry] {
            let venues: Set = ["jupiter", "coingecko", "dexscreener", "geckoterminal"]
            let data = try? Fixture.sampleData("index.json")
            let entries = data.flatMap { try? JSONDecoder().decode([Entry].self, from: $0) } ?? []
            return entries.filter { venues.contains($0.venue) }
        }
    }

    struct Expectation: Decodable {
        struct Row: Decodable {
            let open_time_ms: Int64
            let open: String
            let high: String
            let low: String
            let close: String
            let usd_volume: String?
            let close_time_ms: Int64?
        }

        let candles_oldest_first: [Row]
    }

    @Test(.enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"))
    func indexListsTheSamplesThatAreRead() {
        #expect(Entry.all().count == 32)
    }

    @Test(.enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"), arguments: Entry.all())
    func sampleIsReadAsItsIndexSays(entry: Entry) throws {
        let body = try Fixture.sample(entry.file)
        // Some indexed sizes do not count the line end.
        #expect(abs(body.count - entry.bytes) <= 1)
        #expect(try JSONTree(body).root.raw.utf8.count >= body.count - 1)
        let isError = entry.http_status != 200
        let profile = try #require(knownProfile(entry.venue))
        let headers = HTTPHeaders(
            (entry.headers ?? [:]).map { HTTPHeaders.Field(name: $0.key, value: $0.value) }
        )
        let refusal = profile.refusal(
            .text(HTTPStatus(rawValue: entry.http_status), headers: headers, body.text)
        )
        #expect((refusal != nil) == isError)
        if entry.rows != nil { try checkRows(entry, body) }
        if isError { checkError(entry, refusal) }
    }

    @Test(
        .enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"),
        arguments: [
            "geckoterminal/ohlcv_day_oas", "geckoterminal/ohlcv_minute_memecoin",
            "coingecko/coins_ohlc_4h", "coingecko/coins_ohlc_oas_30min",
        ]
    )
    func candlesAreExactlyThoseExpected(name: String) throws {
        let data = try Fixture.sampleData("\(name).expected.json")
        let expected = try JSONDecoder().decode(Expectation.self, from: data).candles_oldest_first
        let body = try Fixture.sample("\(name).json")
        let interval = try #require(length(ofCandles: "\(name).json"))
        let rows = try rows("\(name).json", body, closedBefore: nil)
        #expect(rows.rejected == [] && rows.candles.count == expected.count && !expected.isEmpty)
        for (candle, wanted) in zip(rows.candles, expected) {
            #expect(candle.openTime.milliseconds == wanted.open_time_ms)
            #expect(
                [candle.open, candle.high, candle.low, candle.close].map { $0 as Double? }
                    == [wanted.open, wanted.high, wanted.low, wanted.close].map { Double($0) }
            )
            #expect(candle.volume == wanted.usd_volume.flatMap { Double($0) })
            if let close = wanted.close_time_ms {
                #expect(interval.close(of: candle.openTime).milliseconds == close)
            }
        }
        // The clock alone tells which are complete: a moment earlier the last one is not.
        let last = try #require(rows.candles.last)
        let end = interval.close(of: last.openTime)
        let whole = try self.rows("\(name).json", body, closedBefore: end)
        let forming = try self.rows("\(name).json", body, closedBefore: end - 1)
        #expect(whole.candles == rows.candles)
        #expect(forming.candles == rows.candles.dropLast() && forming.rejected == [])
    }

    @Test(.enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"))
    func tokensOfJupiterAreRead() throws {
        let jup = try #require(try jupiter("tokens_v2_search_jup").snapshots.first)
        #expect(jup.mint == "JUPyiwrYJFskUPiHa7hkeR8VUtAeFoSYbKedZNsDvCN" && jup.symbol == "JUP")
        #expect(jup.price == 0.1415 && jup.liquidity == 2_992_387.89)
        #expect(jup.volume == 1_821_969.64 + 2_016_195.15 && jup.holderCount == 857_254)
        #expect(jup.createdAt?.description == "2024-01-29T17:33:29Z")
        #expect(jup.observedAt.description == "2026-02-23T04:55:12.461Z")
        let text = try Fixture.sample("jupiter/tokens_v2_search_jup.json").text
        #expect(text.contains("[\(jup.raw)]"))
        let sol = try #require(try jupiter("tokens_v2_category").snapshots.first)
        #expect(sol.price == 171.34 && sol.volume == nil && sol.createdAt == nil)
        let recent = try #require(try jupiter("tokens_v2_recent").snapshots.first)
        #expect(recent.holderCount == 150 && recent.liquidity == 5_000 && recent.price == 0.001)
        #expect(recent.createdAt?.description == "2025-03-15T10:30:00Z")
        #expect(try jupiter("tokens_v2_search_none").snapshots == [])
    }

    @Test(.enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"))
    func pricesOfJupiterAreRead() throws {
        let both = try prices("price_v3_sol_usdc").snapshots
        #expect(both.map(\.price) == [147.48, 0.9999])
        #expect(both.map(\.liquidity) == [621_679_197.67, 522_175_174.66])
        #expect(both.first?.createdAt?.description == "2024-06-05T08:55:25.527Z")
        let coin = try #require(try prices("price_v3_memecoin_2025").snapshots.first)
        #expect(coin.mint == "AcNen13P3iwrsMyuzUgRhFdk2LRqn55LW27RGbCUpump")
        #expect(coin.price == 0.000010617465189048672 && coin.createdAt == nil)
        #expect(coin.raw.contains("\"usdPrice\":0.000010617465189048672,"))
        #expect(try prices("price_v3_none_found").snapshots == [])
    }

    @Test(.enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"))
    func pairsOfDexScreenerAreRead() throws {
        let four = try pairs("latest_pairs_solana_4", chain: "solana").snapshots
        #expect(four.map(\.symbol) == ["EMBER", "DKNG", "STONK", "JubJub"])
        #expect(four.map(\.price) == [0.03596, 23.88, 0.2704, 0.001888])
        #expect(four.map(\.liquidity) == [426_872.27, 2_315.23, 2_841_734.9, 125_803.76])
        #expect(four.map(\.volume) == [3_671_325.07, 407_530.99, 26_876_791.39, 4_696_972.71])
        #expect(four.first?.createdAt?.milliseconds == 1_788_996_264_000)
        let usdc = try #require(try pairs("latest_pairs_sui_single", chain: "sui").snapshots.first)
        #expect(usdc.mint.hasSuffix("::usdc::USDC") && usdc.price == 1.0015)
        for name in ["latest_pairs_unknown", "search_none", "token_pairs_none"] {
            #expect(try pairs(name, chain: "solana").snapshots == [])
        }
    }

    @Test(.enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"))
    func poolsOfGeckoTerminalAreRead() throws {
        let root = try sample("geckoterminal/trending_pools_2.json")
        let two = try GeckoTerminalPools(network: "solana").read(root, try tokenScope()).snapshots
        #expect(two.map(\.symbol) == ["JubJub", "SOL"])
        #expect(two.map(\.price) == [0.001949414, 99.7431304767])
        #expect(two.map(\.liquidity) == [128_242.2069, 30_781_349.7989])
        #expect(two.map(\.volume) == [4_682_215.73334546, 81_777_827.2609474])
        #expect(two.first?.createdAt?.description == "2026-09-13T00:51:59Z")
        let pool = try GeckoTerminalPools(network: "eth")
            .readOne(try sample("geckoterminal/pool_oas.json"))
        #expect(pool.base == "0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2")
        #expect(pool.baseSymbol == "WETH" && pool.quoteSymbol == "USDC")
        let usdt = "0xdAC17F958D2ee523a2206206994597C13D831ec7"
        let scope = TokenRowScope(
            interval: .day,
            range: TimeRange(Timestamp(microseconds: 0), VenueTime.end),
            closedBefore: VenueTime.end
        )
        let page = try GeckoTerminalPage(try sample("geckoterminal/ohlcv_day_oas.json"), scope)
        #expect(page.whyOther(than: usdt) == nil)
        #expect(page.whyOther(than: pool.base) != nil)
        #expect(page.whyOther(than: "") != nil)
        let empty = try GeckoTerminalPage(try sample("geckoterminal/ohlcv_empty.json"), scope)
        #expect(empty.rows.candles == [] && empty.rows.count == 0 && empty.base == "a")
        #expect(empty.whyOther(than: usdt) == nil)
    }

    @Test(.enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"))
    func coinsOfCoinGeckoAreRead() throws {
        let list = try sample("coingecko/coins_list_oas.json")
        let solana = try CoinGeckoCoins(list, platform: "solana")
        let trump = "6p6xgHyF7AeE6TZkSmFsko444wqoP15icUSqi2jfGiPN"
        #expect(solana.id(of: trump) == "official-trump")
        #expect(solana.address(of: "official-trump") == trump)
        #expect(solana.address(of: "ondo-finance") == nil)
        let ethereum = try CoinGeckoCoins(list, platform: "ethereum")
        #expect(
            ethereum.id(of: "0xFABA6f8e4a5e8ab82f62fe7c39859fa577269be3") == "ondo-finance"
        )
        let named = try json(
            "[{\"id\":\"bitcoin\",\"platforms\":{\"x\":\"b\"}},"
                + "{\"id\":\"shiba-inu\",\"platforms\":{\"x\":\"s\"}}]"
        )
        let coins = try CoinGeckoCoins(named, platform: "x")
        func read(_ name: String) throws -> TokenAnswer {
            let root = try sample("coingecko/\(name).json")
            return try CoinGeckoMarkets.read(root, try tokenScope(), coins).answer
        }
        let shib = try #require(try read("coins_markets_shib_2024").snapshots.first)
        #expect(shib.mint == "s" && shib.price == 0.0000137 && shib.volume == 167_230_265)
        #expect(shib.observedAt.description == "2024-08-15T15:20:33.99Z")
        #expect(shib.raw.contains("\"atl\":5.6366e-11"))
        #expect(try read("coins_markets_oas").snapshots.map(\.price) == [77_671])
        #expect(try read("coins_markets_3").snapshots.map(\.symbol) == ["btc"])
        #expect(try read("coins_markets_empty").snapshots == [])
    }

    private func checkRows(_ entry: Entry, _ body: HTTPBody) throws {
        let rows = try rows(entry.file, body, closedBefore: nil)
        #expect(rows.count == entry.rows && rows.candles.count == entry.rows)
        #expect(rows.candles.first?.openTime.milliseconds == entry.first_open_ms)
        #expect(rows.candles.last?.openTime.milliseconds == entry.last_open_ms)
    }

    private func checkError(_ entry: Entry, _ refusal: VenueRefusal?) {
        let expected: VenueRefusal.Kind =
            entry.http_status == 429 ? .rateLimited(nil) : .wrong
        #expect(refusal?.kind == expected)
    }

    private func knownProfile(_ venue: String) -> AggregatorProfile? {
        switch venue {
        case "jupiter": JupiterProfile.profile(venue, key: nil)
        case "dexscreener": DexScreenerProfile.profile
        case "geckoterminal": GeckoTerminalProfile.profile
        case "coingecko": CoinGeckoPlan.keyless.profile
        default: nil
        }
    }

    private func length(ofCandles file: String) -> Interval? {
        let known: [(String, Interval)] = [
            ("ohlcv_day", .day), ("ohlcv_minute", .minute), ("ohlc_4h", .fourHours),
            ("30min", .thirtyMinutes),
        ]
        return known.first { file.contains($0.0) }?.1
    }

    private func rows(
        _ file: String,
        _ body: HTTPBody,
        closedBefore: Timestamp?
    ) throws -> TokenRows {
        let scope = TokenRowScope(
            interval: try #require(length(ofCandles: file)),
            range: TimeRange(Timestamp(microseconds: 0), VenueTime.end),
            closedBefore: closedBefore ?? VenueTime.end
        )
        let root = try JSONTree(body).root
        return file.hasPrefix("coingecko")
            ? try CoinGeckoRows.read(root, scope) : try GeckoTerminalPage(root, scope).rows
    }

    private func sample(_ file: String) throws -> JSONValue {
        try JSONTree(try Fixture.sample(file)).root
    }

    private func jupiter(_ name: String) throws -> TokenAnswer {
        let answer = try JupiterTokens.read(try sample("jupiter/\(name).json"), try tokenScope())
        #expect(answer.rejected == [])
        return answer
    }

    private func prices(_ name: String) throws -> TokenAnswer {
        let answer = try JupiterPrices.read(try sample("jupiter/\(name).json"), try tokenScope())
        #expect(answer.rejected == [])
        return answer
    }

    private func pairs(_ name: String, chain: String) throws -> TokenAnswer {
        let root = try sample("dexscreener/\(name).json")
        let answer = try DexScreenerTokens.read(root, try tokenScope(), chain: chain)
        #expect(answer.rejected == [])
        return answer
    }
}
