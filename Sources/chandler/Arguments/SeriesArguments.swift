public import ArgumentParser
public import ChandlerCore
import ChandlerVenues
import Foundation

/// The options that name one series.
struct SeriesArguments: ParsableArguments {
    @Option(help: "The venue's ticker without separators, such as BTCUSDT.", transform: readSymbol)
    var symbol: Symbol

    @Option(
        help: "The venue the instrument trades at: \(venueNames).",
        completion: venueCompletion
    )
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
    var symbol: [[Symbol]] = []

    @Option(
        name: .customLong("symbols"),
        help: ArgumentHelp(
            "The most traded of a quote asset in the last 24 hours, such as top:50:USDT; may stand "
                + "beside --symbol.",
            valueName: "rule"
        ),
        transform: readSymbolRule
    )
    var rule: SymbolRule?

    @Option(
        help: "The venue the instruments trade at: \(venueNames).",
        completion: seriesVenueCompletion
    )
    var venue = "binance"

    @Option(help: "The length of a candle: 1s 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 3d 1w 1M.")
    var interval = Interval.minute

    /// Makes sure that something was named.
    func checkNamed() throws {
        if symbol.isEmpty, rule == nil {
            throw ValidationError(
                "nothing was named: expected --symbol BTCUSDT, --symbols top:50:USDT, or --pool"
            )
        }
    }

    /// The series that were named, each once, in the order in which they were given.
    var all: [SeriesID] { series([]) }

    /// The series that were named, and after them those that the rule picks, each once.
    ///
    /// Where the rule picks fewer than it asks for, a person is told.
    ///
    /// - Throws: `VenueError` where the venue's turnovers cannot be had, and ``CommandFailure``
    ///   where the rule picks nothing.
    func resolved(by source: any CandleSource) async throws -> [SeriesID] {
        guard let rule else { return all }
        let selection = rule.selection(from: try await source.turnover(), at: source.venue)
        if let note = selection.note {
            guard !selection.ranked.isEmpty else {
                throw CommandFailure(exit: .usage, message: note)
            }
            Console.note(note)
        }
        return series(selection.symbols)
    }

    private func series(_ picked: [Symbol]) -> [SeriesID] {
        var seen: Set<Symbol> = []
        return (symbol.flatMap { $0 } + picked).filter { seen.insert($0).inserted }
            .map { SeriesID(venue: venue.lowercased(), symbol: $0, interval: interval) }
    }
}

/// The options that narrow a list of series.
struct SeriesFilter: ParsableArguments {
    @Option(help: "Only this ticker.", transform: readSymbol)
    var symbol: Symbol?

    @Option(help: "Only this venue.", completion: seriesVenueCompletion)
    var venue: String?

    @Option(help: "Only this candle length.")
    var interval: Interval?

    func validate() throws {
        guard let venue = venue?.lowercased() else { return }
        let known =
            VenueCatalogue.all.map(\.name)
            + AggregatorCatalogue.all.filter { !$0.intervals.isEmpty }.map(\.name)
        if !known.contains(venue) {
            throw ValidationError("\(UnknownVenueError(name: venue, known: known))")
        }
    }

    /// Whether a pool's candles are meant, which have no ticker of a venue.
    func matches(_ series: PoolSeriesID) -> Bool {
        symbol == nil && (venue == nil || venue?.lowercased() == series.venue)
            && (interval == nil || interval == series.interval)
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
    return try ListFile.entries(path, of: "symbols").map { entry in
        do {
            return try Symbol(entry.text)
        } catch {
            throw ValidationError("\(path):\(entry.line): \(error)")
        }
    }
}

/// Reads a rule such as `top:50:USDT`, and says in words what is wrong with it.
@Sendable func readSymbolRule(_ text: String) throws -> SymbolRule {
    do {
        return try SymbolRule(parsing: text)
    } catch {
        throw ValidationError("\(error)")
    }
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

/// The venues there are, for shells.
var venueCompletion: CompletionKind { .list(VenueCatalogue.all.map(\.name)) }

/// The venues and aggregators that have candles, for shells.
var seriesVenueCompletion: CompletionKind {
    let aggregators = AggregatorCatalogue.all.filter { !$0.intervals.isEmpty }
    return .list(VenueCatalogue.all.map(\.name) + aggregators.map(\.name))
}
