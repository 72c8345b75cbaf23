import ChandlerCore

/// The list `GET /api/v3/brokerage/market/products`, which comes in one piece.
struct CoinbaseInstruments: Decodable {
    struct Product: Decodable {
        let product_id: String
        let product_type: String?
        let base_currency_id: String?
        let quote_currency_id: String?
        let price_increment: String?
        let quote_increment: String?
        let base_increment: String?
        let status: String?
        let is_disabled: Bool?
    }

    let products: [Product]

    /// The spot products whose names are tickers, those that are other names of a book included.
    func page(of venue: String) -> InstrumentPage {
        let spot = products.filter { ($0.product_type ?? "SPOT") == "SPOT" }
        return InstrumentPage(
            instruments: spot.compactMap { product in
                Instrument(
                    coinbase: venue,
                    product: product.product_id,
                    base: product.base_currency_id,
                    quote: product.quote_currency_id,
                    status: product.is_disabled == true ? "disabled" : product.status ?? "",
                    tickSize: product.price_increment ?? product.quote_increment,
                    stepSize: product.base_increment
                )
            },
            cursor: nil
        )
    }
}

/// A product in the array `GET /products` of Coinbase Exchange.
struct CoinbaseExchangeProduct: Decodable {
    let id: String
    let base_currency: String?
    let quote_currency: String?
    let quote_increment: String?
    let base_increment: String?
    let status: String?

    /// The instrument, or `nil` where the name is no ticker.
    func instrument(of venue: String) -> Instrument? {
        Instrument(
            coinbase: venue,
            product: id,
            base: base_currency,
            quote: quote_currency,
            status: status ?? "",
            tickSize: quote_increment,
            stepSize: base_increment
        )
    }
}

extension Instrument {
    /// Names a product such as `BTC-USD`; `nil` where it is not base, dash and quote.
    fileprivate init?(
        coinbase venue: String,
        product: String,
        base: String?,
        quote: String?,
        status: String,
        tickSize: String?,
        stepSize: String?
    ) {
        let parts = product.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let symbol = try? Symbol(parts.joined()) else { return nil }
        self.init(
            venue: venue,
            symbol: symbol,
            venueSymbol: product,
            baseAsset: base ?? String(parts[0]),
            quoteAsset: quote ?? String(parts[1]),
            status: status,
            tickSize: tickSize,
            stepSize: stepSize
        )
    }
}
