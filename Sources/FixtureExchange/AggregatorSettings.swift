/// How the aggregators Jupiter, CoinGecko, DexScreener and GeckoTerminal behave.
public struct AggregatorSettings: Sendable {
    /// What the tokens around the named ones follow from.
    public var seed: UInt64 = 2_026
    /// The ticker whose candle file stands behind the pools with candles; `nil` takes the last in
    /// order of the alphabet.
    public var candleSymbol: String?
    /// Tickers for single tokens by mint, such as ``FixtureTokens/granite``.
    public var candleSymbols: [String: String] = [:]
    /// The key Jupiter wants in `x-api-key`; `nil` takes any, and none.
    public var jupiterKey: String?
    /// The key CoinGecko wants in `x-cg-demo-api-key`; `nil` takes any, and none.
    public var coinGeckoKey: String?
    /// How many of a hundred candles are silent, as on pools that are seldom traded.
    public var silentPercent: Int = 0
    /// Further mints that everyone knows.
    public var knownMints: [String] = []
    /// Further pools of ``FixtureTokens/granite``, with its candles.
    public var knownPools: [String] = []
    /// How far back GeckoTerminal's candles reach for the public, in days.
    public var reachDays: Int = 180

    /// Creates settings that ask for no key and let every candle with trades through.
    public init() {}
}
