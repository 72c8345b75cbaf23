import ChandlerCore

// One aggregator a declaration: what it is asked for, and where its keys come from.
extension Aggregator {
    /// Jupiter's tokens, version 2: the only source of holder counts.
    public static let jupiter = Aggregator(
        name: JupiterTokens.name,
        questions: [.mints, .search, .recent],
        fields: Set(TokenField.allCases),
        intervals: [],
        keyVariables: [JupiterProfile.keyVariable],
        isSolanaOnly: true,
        openTokens: { (options) throws(VenueError) in
            let key = options.key(JupiterProfile.keyVariable)
            let profile = JupiterProfile.profile(JupiterTokens.name, key: key)
            return JupiterTokens(try AggregatorConnection(profile, options.venue))
        },
        openCandles: { _, _ in nil }
    )

    /// Jupiter's prices, version 3.
    public static let jupiterPrice = Aggregator(
        name: JupiterPrices.name,
        questions: [.mints],
        fields: [.price, .liquidity, .createdAt],
        intervals: [],
        keyVariables: [JupiterProfile.keyVariable],
        isSolanaOnly: true,
        openTokens: { (options) throws(VenueError) in
            let key = options.key(JupiterProfile.keyVariable)
            let profile = JupiterProfile.profile(JupiterPrices.name, key: key)
            return JupiterPrices(try AggregatorConnection(profile, options.venue))
        },
        openCandles: { _, _ in nil }
    )

    /// DEX Screener's pairs.
    public static let dexScreener = Aggregator(
        name: DexScreenerTokens.name,
        questions: [.mints, .search],
        fields: [.symbol, .price, .liquidity, .volume, .createdAt],
        intervals: [],
        keyVariables: [],
        isSolanaOnly: false,
        openTokens: { (options) throws(VenueError) in
            DexScreenerTokens(
                try AggregatorConnection(DexScreenerProfile.profile, options.venue),
                network: AggregatorNetwork(options.network)
            )
        },
        openCandles: { _, _ in nil }
    )

    /// GeckoTerminal's pools and their candles.
    public static let geckoTerminal = Aggregator(
        name: GeckoTerminalProfile.name,
        questions: [.mints, .search, .recent],
        fields: [.symbol, .price, .liquidity, .volume, .createdAt],
        intervals: GeckoTerminalCandles.intervals,
        keyVariables: [],
        isSolanaOnly: false,
        openTokens: { (options) throws(VenueError) in
            GeckoTerminalTokens(
                try AggregatorConnection(GeckoTerminalProfile.profile, options.venue),
                network: AggregatorNetwork(options.network)
            )
        },
        openCandles: { (options, token) throws(VenueError) in
            GeckoTerminalCandles(
                try AggregatorConnection(GeckoTerminalProfile.profile, options.venue),
                token: token
            )
        }
    )

    /// CoinGecko's markets and averages.
    public static let coinGecko = Aggregator(
        name: CoinGeckoPlan.name,
        questions: [.mints, .search],
        fields: [.symbol, .price, .volume],
        intervals: CoinGeckoCandles.intervals,
        keyVariables: [CoinGeckoPlan.proVariable, CoinGeckoPlan.demoVariable],
        isSolanaOnly: false,
        openTokens: { (options) throws(VenueError) in
            CoinGeckoTokens(
                try AggregatorConnection(CoinGeckoPlan(options).profile, options.venue),
                network: AggregatorNetwork(options.network)
            )
        },
        openCandles: { (options, _) throws(VenueError) in
            CoinGeckoCandles(
                try AggregatorConnection(CoinGeckoPlan(options).profile, options.venue)
            )
        }
    )
}

extension CoinGeckoPlan {
    /// The plan of the keys in the environment.
    init(_ options: AggregatorOptions) {
        let paid = options.key(Self.proVariable).map { Self.pro(key: $0) }
        self = paid ?? options.key(Self.demoVariable).map { Self.demo(key: $0) } ?? .keyless
    }
}
