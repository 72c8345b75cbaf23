public import ArgumentParser
public import ChandlerCore

/// The options that name one series.
struct SeriesArguments: ParsableArguments {
    @Option(help: "The venue's ticker without separators, such as BTCUSDT.", transform: readSymbol)
    var symbol: Symbol

    @Option(help: "The venue the instrument trades at.")
    var venue = "binance"

    @Option(help: "The length of a candle: 1s 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 3d 1w 1M.")
    var interval = Interval.minute

    var id: SeriesID { SeriesID(venue: venue, symbol: symbol, interval: interval) }
}

/// The options that narrow a list of series.
struct SeriesFilter: ParsableArguments {
    @Option(help: "Only this ticker.", transform: readSymbol)
    var symbol: Symbol?

    @Option(help: "Only this venue.")
    var venue: String?

    @Option(help: "Only this candle length.")
    var interval: Interval?

    func matches(_ series: SeriesID) -> Bool {
        (symbol == nil || symbol == series.symbol) && (venue == nil || venue == series.venue)
            && (interval == nil || interval == series.interval)
    }

    /// The filter in words, for a message that nothing matched.
    var words: String {
        [venue, symbol?.text, interval?.rawValue].compactMap { $0 }.joined(separator: " ")
    }
}

extension Interval: ExpressibleByArgument {}

/// Reads a ticker, and says in words what is wrong with it.
@Sendable func readSymbol(_ text: String) throws -> Symbol {
    do {
        return try Symbol(text)
    } catch {
        throw ValidationError("\(error)")
    }
}
