/// A chain under the names that aggregators have for it.
struct AggregatorNetwork: Sendable, Hashable {
    /// The name in the table.
    let name: String
    let dexScreener: String
    let geckoTerminal: String
    let coinGecko: String

    /// The chains whose names differ; `solana` is `solana` everywhere.
    ///
    /// **Source:** `/networks` of GeckoTerminal, `/asset_platforms` of CoinGecko, and the addresses
    /// of DEX Screener's pages.
    static let known = [
        AggregatorNetwork(
            name: "ethereum",
            dexScreener: "ethereum",
            geckoTerminal: "eth",
            coinGecko: "ethereum"
        ),
        AggregatorNetwork(
            name: "bsc",
            dexScreener: "bsc",
            geckoTerminal: "bsc",
            coinGecko: "binance-smart-chain"
        ),
        AggregatorNetwork(
            name: "polygon",
            dexScreener: "polygon",
            geckoTerminal: "polygon_pos",
            coinGecko: "polygon-pos"
        ),
        AggregatorNetwork(
            name: "arbitrum",
            dexScreener: "arbitrum",
            geckoTerminal: "arbitrum",
            coinGecko: "arbitrum-one"
        ),
        AggregatorNetwork(
            name: "optimism",
            dexScreener: "optimism",
            geckoTerminal: "optimism",
            coinGecko: "optimistic-ethereum"
        ),
        AggregatorNetwork(
            name: "avalanche",
            dexScreener: "avalanche",
            geckoTerminal: "avax",
            coinGecko: "avalanche"
        ),
        AggregatorNetwork(
            name: "sui",
            dexScreener: "sui",
            geckoTerminal: "sui-network",
            coinGecko: "sui"
        ),
    ]

    /// Finds a chain by any of its names; one that is not known is called the same everywhere.
    init(_ name: String) {
        self =
            Self.known.first {
                [$0.name, $0.dexScreener, $0.geckoTerminal, $0.coinGecko].contains(name)
            }
            ?? AggregatorNetwork(
                name: name,
                dexScreener: name,
                geckoTerminal: name,
                coinGecko: name
            )
    }

    private init(name: String, dexScreener: String, geckoTerminal: String, coinGecko: String) {
        self.name = name
        self.dexScreener = dexScreener
        self.geckoTerminal = geckoTerminal
        self.coinGecko = coinGecko
    }
}
