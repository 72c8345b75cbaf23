import ArgumentParser
import ChandlerCore
import ChandlerHTTP
import ChandlerVenues
import Foundation

/// `chandler symbols`: what a venue lists.
struct SymbolsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "symbols",
        abstract: "List a venue's instruments with their precision, from the venue's own list.",
        discussion: """
            With --top, the most traded of a quote asset in the last 24 hours, by the venue's own \
            tickers: what `ingest --symbols top:COUNT:QUOTE` takes. Pairs of two stable coins and \
            leveraged tokens count like any other.

            EXAMPLES
              chandler symbols --venue kraken --match BTC
              chandler symbols --venue bybit --match USDT --json
              chandler symbols --top 10 --quote USDT
            """
    )

    @Option(help: "The venue: \(venueNames).", completion: venueCompletion)
    var venue = "binance"

    @Option(help: ArgumentHelp("Only tickers that hold this text.", valueName: "text"))
    var match: String?

    @Option(
        help: ArgumentHelp(
            "Only so many, the most traded of --quote, 1 to 1000.",
            valueName: "count"
        )
    )
    var top: Int?

    @Option(help: ArgumentHelp("Only prices in this asset, such as USDT.", valueName: "asset"))
    var quote: String?

    @OptionGroup var access: VenueArguments
    @OptionGroup var output: OutputArguments

    func validate() throws {
        guard top != nil else { return }
        if quote == nil { throw ValidationError("--top needs --quote, such as --quote USDT") }
        if match != nil { throw ValidationError("--top and --match do not go together") }
        _ = try rule
    }

    func run() async throws {
        try await interruptible {
            try await access.network.use { network in try await list(over: network) }
        }
    }

    private func list(over network: HTTPNetwork) async throws {
        let source = try access.source(of: venue, over: network)
        guard let rule = try rule else {
            try show(
                try await source.instruments().filter(isWanted).sorted { $0.symbol < $1.symbol }
            )
            return
        }
        let turnovers = try await source.turnover()
        try show(rule.selection(from: turnovers, at: source.venue))
    }

    private var rule: SymbolRule? {
        get throws {
            guard let top, let quote else { return nil }
            return try readSymbolRule("top:\(top):\(quote)")
        }
    }

    private func isWanted(_ instrument: Instrument) -> Bool {
        let isOfQuote = quote.map { $0.uppercased() == instrument.quoteAsset.uppercased() } ?? true
        guard isOfQuote, let wanted = match?.uppercased() else { return isOfQuote }
        return instrument.symbol.text.contains(wanted)
            || instrument.venueSymbol.uppercased().contains(wanted)
    }

    private func show(_ instruments: [Instrument]) throws {
        if output.json {
            try Console.printJSON(instruments.map { InstrumentDocument($0) })
            return
        }
        Table(InstrumentRow.header, instruments.map(InstrumentRow.cells)).lines
            .forEach(Console.print)
        let words =
            (match.map { " that hold \(quoted($0))" } ?? "") + (quote.map { " in \($0)" } ?? "")
        Console.note(
            "\(Words.plural(instruments.count, "instrument")) of \(venue.lowercased())\(words)"
        )
    }

    private func show(_ selection: SymbolSelection) throws {
        if output.json {
            try Console.printJSON(selection.ranked.map { InstrumentDocument($0.instrument, $0) })
        } else {
            let header = InstrumentRow.header + ["24h turnover"]
            let rows = selection.ranked.map {
                InstrumentRow.cells($0.instrument) + [Words.amount($0.quoteVolume)]
            }
            Table(header, rows).lines.forEach(Console.print)
        }
        if let note = selection.note { Console.note(note) }
        if selection.ranked.contains(where: \.isComputed) {
            Console.note(
                "turnovers are volumes times a price: \(selection.venue) does not tell amounts in "
                    + selection.rule.quoteAsset
            )
        }
    }
}

/// An instrument, for people.
private enum InstrumentRow {
    static let header = ["symbol", "at the venue", "base", "quote", "status", "tick", "step"]

    static func cells(_ instrument: Instrument) -> [String] {
        [
            instrument.symbol.text, instrument.venueSymbol, instrument.baseAsset,
            instrument.quoteAsset, instrument.status, instrument.tickSize ?? "",
            instrument.stepSize ?? "",
        ]
    }
}

/// An instrument, for programs.
private struct InstrumentDocument: Encodable {
    private enum CodingKeys: String, CodingKey {
        case venue, symbol, venueSymbol, baseAsset, quoteAsset, status, tickSize, stepSize
        case turnover = "turnover_24h"
        case isTurnoverComputed = "turnover_24h_computed"
    }

    let venue: String
    let symbol: String
    let venueSymbol: String
    let baseAsset: String
    let quoteAsset: String
    let status: String
    let tickSize: String?
    let stepSize: String?
    let turnover: Double?
    let isTurnoverComputed: Bool?

    init(_ instrument: Instrument, _ turnover: InstrumentTurnover? = nil) {
        venue = instrument.venue
        symbol = instrument.symbol.text
        venueSymbol = instrument.venueSymbol
        baseAsset = instrument.baseAsset
        quoteAsset = instrument.quoteAsset
        status = instrument.status
        tickSize = instrument.tickSize
        stepSize = instrument.stepSize
        self.turnover = turnover?.quoteVolume
        isTurnoverComputed = turnover?.isComputed
    }
}

extension Words {
    /// An amount of any size: `12,345,678`, `0.00012346`.
    fileprivate static func amount(_ value: Double) -> String {
        if value >= 1_000, value < 1e18 { return count(Int(value.rounded())) }
        return String(format: value < 1 ? "%.8f" : "%.2f", value)
    }
}
