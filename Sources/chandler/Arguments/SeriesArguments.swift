public import ArgumentParser
public import ChandlerCore
import ChandlerVenues
import Foundation

/// The options that name one series.
struct SeriesArguments: ParsableArguments {
    @Option(help: "The venue's ticker without separators, such as BTCUSDT.", transform: readSymbol)
    var symbol: Symbol

    @Option(help: "The venue the instrument trades at: \(venueNames).")
    var venue = "binance"

    @Option(help: "The length of a candle: 1s 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 3d 1w 1M.")
    var interval = Interval.minute

    var id: SeriesID { SeriesID(venue: venue.lowercased(), symbol: symbol, interval: interval) }
}

/// The options that name one series or many of one venue and interval.
struct ManySeriesArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The venue's ticker without separators, such as BTCUSDT; repeat it, or name a file "
                + "with one a line as @FILE.",
            valueName: "symbol"
        ),
        transform: readSymbols
    )
    var symbol: [[Symbol]]

    @Option(help: "The venue the instruments trade at: \(venueNames).")
    var venue = "binance"

    @Option(help: "The length of a candle: 1s 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 3d 1w 1M.")
    var interval = Interval.minute

    /// The series, each once, in the order in which they were given.
    var all: [SeriesID] {
        var seen: Set<Symbol> = []
        return symbol.flatMap { $0 }.filter { seen.insert($0).inserted }
            .map { SeriesID(venue: venue.lowercased(), symbol: $0, interval: interval) }
    }
}

/// The options that narrow a list of series.
struct SeriesFilter: ParsableArguments {
    @Option(help: "Only this ticker.", transform: readSymbol)
    var symbol: Symbol?

    @Option(help: "Only this venue.")
    var venue: String?

    @Option(help: "Only this candle length.")
    var interval: Interval?

    func validate() throws {
        guard let venue else { return }
        do {
            _ = try VenueCatalogue().venue(named: venue)
        } catch {
            throw ValidationError("\(error)")
        }
    }

    func matches(_ series: SeriesID) -> Bool {
        (symbol == nil || symbol == series.symbol)
            && (venue == nil || venue?.lowercased() == series.venue)
            && (interval == nil || interval == series.interval)
    }

    /// The filter in words, for a message that nothing matched.
    var words: String {
        [venue, symbol?.text, interval?.rawValue].compactMap { $0 }.joined(separator: " ")
    }
}

extension Interval: ExpressibleByArgument {}

/// Reads a ticker, or a file with one a line as `@FILE`.
@Sendable func readSymbols(_ text: String) throws -> [Symbol] {
    guard text.hasPrefix("@") else { return [try readSymbol(text)] }
    let path = String(text.dropFirst())
    let content: String
    do {
        content = try String(contentsOfFile: path, encoding: .utf8)
    } catch {
        throw ValidationError("the list of symbols \(quoted(path)) cannot be read as text")
    }
    var symbols: [Symbol] = []
    for (index, line) in content.split(
        omittingEmptySubsequences: false,
        whereSeparator: \.isNewline
    )
    .enumerated() {
        let entry = line.prefix { $0 != "#" }.trimmingCharacters(in: .whitespaces)
        if entry.isEmpty { continue }
        do {
            symbols.append(try Symbol(entry))
        } catch {
            throw ValidationError("\(path):\(index + 1): \(error)")
        }
    }
    if symbols.isEmpty {
        throw ValidationError("the list of symbols \(quoted(path)) names none")
    }
    return symbols
}

/// Reads a ticker, and says in words what is wrong with it.
@Sendable func readSymbol(_ text: String) throws -> Symbol {
    do {
        return try Symbol(text)
    } catch {
        throw ValidationError("\(error)")
    }
}

/// The venues there are, for help.
let venueNames = VenueCatalogue.all.map(\.name).joined(separator: " ")
