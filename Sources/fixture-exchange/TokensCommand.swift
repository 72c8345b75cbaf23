import ArgumentParser
import FixtureExchange

/// Names the mints and pools that the aggregators serve for tests.
struct TokensCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokens",
        abstract: "List the mints and pools that stand for a difference between aggregators."
    )

    func run() {
        for (name, address) in FixtureTokens.purposes {
            print(name.padding(to: 24) + address)
        }
    }
}

extension String {
    /// The text with spaces behind it.
    fileprivate func padding(to width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - count))
    }
}
