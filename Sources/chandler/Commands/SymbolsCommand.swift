import ArgumentParser
import ChandlerCore
import ChandlerVenues

/// `chandler symbols`: what a venue lists.
struct SymbolsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "symbols",
        abstract: "List a venue's instruments with their precision, from the venue's own list.",
        discussion: """
            EXAMPLES
              chandler symbols --venue kraken --match BTC
              chandler symbols --venue bybit --match USDT --json
            """
    )

    @Option(help: "The venue: \(venueNames).")
    var venue = "binance"

    @Option(help: ArgumentHelp("Only tickers that hold this text.", valueName: "text"))
    var match: String?

    @OptionGroup var access: VenueArguments
    @OptionGroup var output: OutputArguments

    func run() async throws {
        try await interruptible {
            let source = try access.source(of: venue)
            let wanted = match?.uppercased()
            let found = try await source.instruments()
                .filter { instrument in
                    guard let wanted else { return true }
                    return instrument.symbol.text.contains(wanted)
                        || instrument.venueSymbol.uppercased().contains(wanted)
                }
                .sorted { $0.symbol < $1.symbol }
            try show(found)
        }
    }

    private func show(_ instruments: [Instrument]) throws {
        if output.json {
            try Console.printJSON(instruments.map(InstrumentDocument.init))
            return
        }
        let rows = instruments.map { instrument in
            [
                instrument.symbol.text, instrument.venueSymbol, instrument.baseAsset,
                instrument.quoteAsset, instrument.status, instrument.tickSize ?? "",
                instrument.stepSize ?? "",
            ]
        }
        let header = ["symbol", "at the venue", "base", "quote", "status", "tick", "step"]
        Table(header, rows).lines.forEach(Console.print)
        let words = match.map { " that hold \(quoted($0))" } ?? ""
        Console.note("\(Words.plural(rows.count, "instrument")) of \(venue.lowercased())\(words)")
    }
}

/// An instrument, for programs.
private struct InstrumentDocument: Encodable {
    let venue: String
    let symbol: String
    let venueSymbol: String
    let baseAsset: String
    let quoteAsset: String
    let status: String
    let tickSize: String?
    let stepSize: String?

    init(_ instrument: Instrument) {
        venue = instrument.venue
        symbol = instrument.symbol.text
        venueSymbol = instrument.venueSymbol
        baseAsset = instrument.baseAsset
        quoteAsset = instrument.quoteAsset
        status = instrument.status
        tickSize = instrument.tickSize
        stepSize = instrument.stepSize
    }
}
