import ChandlerCore

extension TokenBook {
    private static let spring2021 = Timestamp(seconds: 1_617_235_200)
    private static let summer2023 = Timestamp(seconds: 1_688_169_600)

    /// The tokens that tests name.
    static let named: [FixtureToken] = [
        token(FixtureTokens.wrappedSOL, "SOL", "Wrapped SOL", 147.48, coin: "solana", [.verified]),
        token(FixtureTokens.usdc, "USDC", "USD Coin", 0.9999, coin: "usd-coin", [.verified]),
        candled(FixtureTokens.memecoin, "FXM", "Fixture Memecoin", FixtureTokens.memecoinCoin, -9),
        candled(FixtureTokens.granite, "GRANITE", "Granite", FixtureTokens.graniteCoin, 0),
        token(FixtureTokens.tiny, "TINY", "Tiny", 7.093e-12, coin: "fixture-tiny"),
        token(FixtureTokens.costly, "COSTLY", "Costly", 912.5, coin: "fixture-costly"),
        token(FixtureTokens.twin, "TWIN", "Twin", 0.02711),
        token(FixtureTokens.otherTwin, "TWIN", "Other Twin", 0.000_041_5),
        token(
            FixtureTokens.oddlyNamed,
            "🐕\u{200D}\"\\é\u{202E}",
            "Ode \u{0628} \"to\" C:\\dog\t🐕",
            8.1178e-05
        ),
        token(FixtureTokens.quiet, "QUIET", "Quiet", 0.003_605, coin: "fixture-quiet", [.quiet]),
        token(FixtureTokens.unpriced, "NOPRICE", "Unpriced", 0.5, [.unpriced]),
        token(FixtureTokens.unknownToJupiter, "NOJUP", "No Jupiter", 0.71, [.unknownToJupiter]),
        token(
            FixtureTokens.unknownToDexScreener,
            "NODEX",
            "No DexScreener",
            1.337e-06,
            [.unknownToDexScreener]
        ),
        token(
            FixtureTokens.unknownToGeckoTerminal,
            "NOGT",
            "No GeckoTerminal",
            0.0123,
            coin: "fixture-nogt",
            [.unknownToGeckoTerminal]
        ),
        token(FixtureTokens.unknownToCoinGecko, "NOCG", "No CoinGecko", 3.21),
        token(
            FixtureTokens.corruptAtDexScreener,
            "CORRUPT",
            "Corrupt",
            0.204,
            coin: "fixture-corrupt",
            [.corruptAtDexScreener]
        ),
        token(FixtureTokens.notANumber, "NAN", "Not A Number", 0.0456, [.notANumber]),
        token(FixtureTokens.quoteOnly, "QUOTE", "Quote Only", 0.25),
        token(FixtureTokens.fakeVolume, "FAKE", "Fake Volume", 0.0001),
    ]

    /// The pools that tests name, and one for each other named token.
    static let namedPools: [FixturePool] =
        [
            pool(FixtureTokens.memecoinPool, FixtureTokens.memecoin, 426_872.27, candles: true),
            pool(
                FixtureTokens.memecoinSidePool,
                FixtureTokens.memecoin,
                to: FixtureTokens.usdc,
                2_315.23,
                label: "CLMM"
            ),
            pool(
                FixtureTokens.memecoinQuotePool,
                FixtureTokens.wrappedSOL,
                to: FixtureTokens.memecoin,
                91_000.5
            ),
            pool(
                FixtureTokens.granitePool,
                FixtureTokens.granite,
                to: FixtureTokens.usdc,
                2_841_734.9,
                candles: true
            ),
            pool(
                FixtureTokens.quoteOnlyPool,
                FixtureTokens.granite,
                to: FixtureTokens.quoteOnly,
                1_024.5
            ),
            FixturePool(
                address: FixtureTokens.fakeVolumePool,
                base: FixtureTokens.fakeVolume,
                quote: FixtureTokens.wrappedSOL,
                liquidity: 0.0005,
                volume: 153_000_000.25,
                createdAt: summer2023
            ),
        ]
        + others.map { mint in
            pool(
                SolanaAddress.named("pool of " + mint),
                mint,
                mint == FixtureTokens.otherTwin ? 88_000.25 : 54_321.5
            )
        }

    /// The named tokens that stand in no pool of a name.
    private static let others: [String] = [
        FixtureTokens.tiny, FixtureTokens.costly, FixtureTokens.twin, FixtureTokens.otherTwin,
        FixtureTokens.oddlyNamed, FixtureTokens.quiet, FixtureTokens.unpriced,
        FixtureTokens.unknownToJupiter, FixtureTokens.unknownToDexScreener,
        FixtureTokens.unknownToGeckoTerminal, FixtureTokens.unknownToCoinGecko,
        FixtureTokens.corruptAtDexScreener, FixtureTokens.notANumber,
    ]

    /// The book of some settings: that of their seed, and what they add.
    init(_ settings: AggregatorSettings) {
        self.init(seed: settings.seed)
        for mint in settings.knownMints where tokens.allSatisfy({ $0.mint != mint }) {
            let number = Int(SolanaAddress.hash(mint) % 9_000)
            add(TokenBook.token(mint, "KNOWN\(number)", "Known \(number)", 0.5))
            add(TokenBook.pool(SolanaAddress.named("pool of " + mint), mint, 43_210.5))
        }
        for address in settings.knownPools where pools.allSatisfy({ $0.address != address }) {
            add(
                TokenBook.pool(
                    address,
                    FixtureTokens.granite,
                    to: FixtureTokens.usdc,
                    7_654.25,
                    candles: true
                )
            )
        }
    }

    private static func token(
        _ mint: String,
        _ symbol: String,
        _ name: String,
        _ price: Double,
        coin: String? = nil,
        _ quirks: TokenQuirks = []
    ) -> FixtureToken {
        FixtureToken(
            mint: mint,
            symbol: symbol,
            name: name,
            coin: coin,
            decimals: mint == FixtureTokens.wrappedSOL ? 9 : 6,
            price: price,
            supply: price < 1e-9 ? 6.7e16 : 3_243_891_294.88,
            holders: Int(1_000 + SolanaAddress.hash(mint) % 800_000),
            createdAt: spring2021,
            quirks: quirks,
            swing: mint == FixtureTokens.usdc ? 0.01 : 1
        )
    }

    private static func candled(
        _ mint: String,
        _ symbol: String,
        _ name: String,
        _ coin: String,
        _ scale: Int
    ) -> FixtureToken {
        var token = token(mint, symbol, name, scale == 0 ? 100 : 1e-07, coin: coin, [.verified])
        token.candleScale = scale
        return token
    }

    private static func pool(
        _ address: String,
        _ base: String,
        to quote: String = FixtureTokens.wrappedSOL,
        _ liquidity: Double,
        label: String? = nil,
        candles: Bool = false
    ) -> FixturePool {
        let isQuiet = base == FixtureTokens.quiet
        return FixturePool(
            address: address,
            label: label,
            base: base,
            quote: quote,
            liquidity: liquidity,
            volume: isQuiet ? 0 : liquidity * 3.5,
            createdAt: spring2021 + 86_400_000_000 * Int64(address.utf8.first ?? 0),
            hasCandles: candles
        )
    }
}
