import ChandlerCore

/// A page of `GET /v5/market/instruments-info`.
struct BybitInstruments: Decodable {
    struct Result: Decodable {
        let list: [Entry]
        let nextPageCursor: String?
    }

    struct Entry: Decodable {
        struct Price: Decodable { let tickSize: String? }
        struct Lot: Decodable {
            let basePrecision: String?
            let qtyStep: String?
        }

        let symbol: String
        let baseCoin: String
        let quoteCoin: String
        let status: String
        let priceFilter: Price?
        let lotSizeFilter: Lot?
    }

    let result: Result

    /// The instruments whose names are tickers; dated futures carry a hyphen and are left out.
    func page(of venue: String) -> InstrumentPage {
        InstrumentPage(
            instruments: result.list.compactMap { entry in
                guard let symbol = try? Symbol(entry.symbol) else { return nil }
                return Instrument(
                    venue: venue,
                    symbol: symbol,
                    venueSymbol: entry.symbol,
                    baseAsset: entry.baseCoin,
                    quoteAsset: entry.quoteCoin,
                    status: entry.status,
                    tickSize: entry.priceFilter?.tickSize,
                    stepSize: entry.lotSizeFilter?.basePrecision ?? entry.lotSizeFilter?.qtyStep
                )
            },
            cursor: result.nextPageCursor.flatMap { $0.isEmpty ? nil : $0 }
        )
    }
}
