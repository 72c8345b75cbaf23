import ArgumentParser
import FixtureExchange

/// Writes the synthetic candles of `fixtures/candles`.
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Write the synthetic candle files, the same on every machine."
    )

    @Option(help: "The folder to write into; it must exist.")
    var out: String

    func run() throws {
        for market in SyntheticMarket.committed {
            print(try market.write(into: out))
        }
    }
}
