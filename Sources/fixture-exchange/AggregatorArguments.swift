import ArgumentParser
import FixtureExchange

/// How the aggregators of tokens behave.
struct AggregatorArguments: ParsableArguments {
    @Option(help: "The ticker whose candles the pools have; else the last of the alphabet.")
    var poolSymbol: String?

    @Option(help: "So many of a hundred pool candles are silent, always the same ones.")
    var silentPercent: Int = 0

    @Option(
        name: .customLong("known-mint"),
        help: "A further token that everyone knows; may be repeated."
    )
    var knownMints: [String] = []

    @Option(
        name: .customLong("known-pool"),
        help: "A further pool with candles; may be repeated."
    )
    var knownPools: [String] = []

    @Option(help: "The days that candles of pools reach back for the public.")
    var reachDays: Int = 180

    @Option(help: "The key Jupiter wants; without it any is taken, and none.")
    var jupiterKey: String?

    @Option(name: .customLong("coingecko-key"), help: "The key CoinGecko wants, likewise.")
    var coinGeckoKey: String?

    @Option(help: "What the tokens without a name follow from.")
    var tokenSeed: UInt64 = 2_026

    func validate() throws {
        guard (0...100).contains(silentPercent), (1...36_500).contains(reachDays) else {
            throw ValidationError(
                "--silent-percent must be 0 to 100, --reach-days 1 to 36500"
            )
        }
    }

    var settings: AggregatorSettings {
        var settings = AggregatorSettings()
        settings.candleSymbol = poolSymbol
        settings.knownMints = knownMints
        settings.knownPools = knownPools
        settings.silentPercent = silentPercent
        settings.reachDays = reachDays
        settings.jupiterKey = jupiterKey
        settings.coinGeckoKey = coinGeckoKey
        settings.seed = tokenSeed
        return settings
    }
}
