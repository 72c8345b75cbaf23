import ArgumentParser

/// The command line of the fixture server.
@main
struct FixtureExchangeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fixture-exchange",
        abstract: "An HTTP server that behaves like a venue, from candle files.",
        subcommands: [ServeCommand.self, GenerateCommand.self, TokensCommand.self],
        defaultSubcommand: ServeCommand.self
    )
}
