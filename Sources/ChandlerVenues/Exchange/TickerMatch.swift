import ChandlerCore

/// A venue's tickers beside its list of instruments.
struct TickerMatch {
    /// The turnover of the instruments that trade, in the order of the list.
    let turnovers: [InstrumentTurnover]

    /// Matches by the venue's own spelling; the first of two tickers with one name counts.
    ///
    /// - Throws: ``VenueError`` with code `badAnswer` where none of the tickers is in the list, so
    ///   that a change of spelling does not look like a venue without trades.
    init(
        _ tickers: [Ticker],
        _ instruments: [Instrument],
        trading: Set<String>,
        task: String
    ) throws(VenueError) {
        let byName = Dictionary(tickers.map { ($0.name, $0) }) { first, _ in first }
        let matched = instruments.compactMap { instrument in
            byName[instrument.venueSymbol].map { (instrument, $0) }
        }
        if let first = tickers.first, !instruments.isEmpty, matched.isEmpty {
            throw VenueError(
                .badAnswer,
                "\(task): none of its \(tickers.count) tickers is in its list of "
                    + "\(instruments.count) instruments, the first was \(quoted(first.name))"
            )
        }
        turnovers = matched.filter { trading.contains($0.0.status) }.map { instrument, ticker in
            InstrumentTurnover(
                instrument: instrument,
                quoteVolume: ticker.quoteVolume,
                isComputed: ticker.isComputed
            )
        }
    }
}
