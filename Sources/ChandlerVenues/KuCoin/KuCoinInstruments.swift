import ChandlerCore

/// The list `GET /api/v2/symbols`, which comes in one piece.
struct KuCoinInstruments: Decodable {
    struct Entry: Decodable {
        let symbol: String
        let baseCurrency: String
        let quoteCurrency: String
        let priceIncrement: String?
        let baseIncrement: String?
        let enableTrading: Bool
    }

    let data: [Entry]

    /// The pairs whose names are tickers; `symbol` names a pair also after it was renamed.
    func page(of venue: String) -> InstrumentPage {
        InstrumentPage(
            instruments: data.compactMap { entry in
                let parts = entry.symbol.split(separator: "-", omittingEmptySubsequences: false)
                guard parts.count == 2, let symbol = try? Symbol(parts.joined()) else { return nil }
                return Instrument(
                    venue: venue,
                    symbol: symbol,
                    venueSymbol: entry.symbol,
                    baseAsset: entry.baseCurrency,
                    quoteAsset: entry.quoteCurrency,
                    status: entry.enableTrading ? "enabled" : "disabled",
                    tickSize: entry.priceIncrement,
                    stepSize: entry.baseIncrement
                )
            },
            cursor: nil
        )
    }
}
