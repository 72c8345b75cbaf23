/// The mints and pools that tests name: each stands for one thing in which aggregators differ.
///
/// All of them are on `solana`. They are the same for every seed; the tokens around them are not.
public enum FixtureTokens {
    /// The chain, in the spelling of all four aggregators.
    public static let network = "solana"

    /// Wrapped SOL, known to everyone: what most pools are quoted in.
    public static let wrappedSOL = "So11111111111111111111111111111111111111112"
    /// USD Coin, known to everyone.
    public static let usdc = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"
    /// Known to everyone; its price is the candle file's divided by 10^9.
    public static let memecoin = SolanaAddress.named("memecoin")
    /// Known to everyone; its price is the candle file's.
    public static let granite = SolanaAddress.named("granite")
    /// A price of about 7e-12, which eight decimals turn into zero.
    public static let tiny = SolanaAddress.named("tiny")
    /// A price of about 900.
    public static let costly = SolanaAddress.named("costly")
    /// Shares the ticker `TWIN` with ``otherTwin``.
    public static let twin = SolanaAddress.named("twin")
    /// Shares the ticker `TWIN` with ``twin``, and has more liquidity.
    public static let otherTwin = SolanaAddress.named("other twin")
    /// A ticker and a name of emoji, right-to-left marks, quotes and a backslash.
    public static let oddlyNamed = SolanaAddress.named("oddly named")
    /// Nothing was traded for a day: keys are left out or null everywhere.
    public static let quiet = SolanaAddress.named("quiet")
    /// Jupiter finds it, but has no price of it: omitted by `/price/v3`, and without `usdPrice`.
    public static let unpriced = SolanaAddress.named("unpriced")
    /// Jupiter does not know it, the others do.
    public static let unknownToJupiter = SolanaAddress.named("unknown to jupiter")
    /// DexScreener does not know it, the others do.
    public static let unknownToDexScreener = SolanaAddress.named("unknown to dexscreener")
    /// GeckoTerminal does not know it, the others do.
    public static let unknownToGeckoTerminal = SolanaAddress.named("unknown to geckoterminal")
    /// CoinGecko does not list it, the others know it.
    public static let unknownToCoinGecko = SolanaAddress.named("unknown to coingecko")
    /// DexScreener's price in dollars is a quarter of everyone else's.
    public static let corruptAtDexScreener = SolanaAddress.named("corrupt at dexscreener")
    /// GeckoTerminal's price and value are `"NaN"`.
    public static let notANumber = SolanaAddress.named("not a number")
    /// Stands in one pool only, as its quote: that pool's price is another token's.
    public static let quoteOnly = SolanaAddress.named("quote only")
    /// Its pool tells 153 million dollars of volume over half a thousandth dollar of liquidity.
    public static let fakeVolume = SolanaAddress.named("fake volume")
    /// Nobody knows it.
    public static let unknown = SolanaAddress.named("unknown")

    /// ``memecoin`` against SOL, its deepest pool: candles of the file divided by 10^9.
    public static let memecoinPool = SolanaAddress.named("memecoin pool")
    /// ``memecoin`` against USDC, less deep and without candles.
    public static let memecoinSidePool = SolanaAddress.named("memecoin side pool")
    /// SOL against ``memecoin``, which is the quote here; without candles.
    public static let memecoinQuotePool = SolanaAddress.named("memecoin quote pool")
    /// ``granite`` against USDC: the candles of the file as they are.
    public static let granitePool = SolanaAddress.named("granite pool")
    /// ``granite`` against ``quoteOnly``.
    public static let quoteOnlyPool = SolanaAddress.named("quote only pool")
    /// The pool of ``fakeVolume``.
    public static let fakeVolumePool = SolanaAddress.named("fake volume pool")
    /// Nobody knows it.
    public static let unknownPool = SolanaAddress.named("unknown pool")

    /// CoinGecko's key of ``memecoin``.
    public static let memecoinCoin = "fixture-memecoin"
    /// CoinGecko's key of ``granite``.
    public static let graniteCoin = "fixture-granite"

    /// A decimal text as the memecoin's candles have it: divided by 10^9, digit for digit.
    ///
    /// - Parameter text: A text of the candle file, such as `2281.8`.
    /// - Returns: Such as `2.2818e-06`, with an exponent below 10^-4; any other text comes back.
    public static func memecoinPrice(_ text: String) -> String {
        DecimalDigits(text)?.shifted(by: memecoinScale).short ?? text
    }

    /// What each mint and pool is for, in the order in which they are declared.
    public static let purposes: [(name: String, address: String)] = [
        ("wrappedSOL", wrappedSOL), ("usdc", usdc), ("memecoin", memecoin), ("granite", granite),
        ("tiny", tiny), ("costly", costly), ("twin", twin), ("otherTwin", otherTwin),
        ("oddlyNamed", oddlyNamed), ("quiet", quiet), ("unpriced", unpriced),
        ("unknownToJupiter", unknownToJupiter), ("unknownToDexScreener", unknownToDexScreener),
        ("unknownToGeckoTerminal", unknownToGeckoTerminal),
        ("unknownToCoinGecko", unknownToCoinGecko),
        ("corruptAtDexScreener", corruptAtDexScreener), ("notANumber", notANumber),
        ("quoteOnly", quoteOnly), ("fakeVolume", fakeVolume), ("unknown", unknown),
        ("memecoinPool", memecoinPool), ("memecoinSidePool", memecoinSidePool),
        ("memecoinQuotePool", memecoinQuotePool), ("granitePool", granitePool),
        ("quoteOnlyPool", quoteOnlyPool), ("fakeVolumePool", fakeVolumePool),
        ("unknownPool", unknownPool),
    ]

    /// The power of ten between the candle file and the memecoin's candles.
    static let memecoinScale = -9
}
