import ChandlerCore

/// An entry of `GET /api/v2/markets/`, or of the older `GET /api/v2/trading-pairs-info/`.
struct BitstampMarket: Decodable {
    private enum CodingKeys: String, CodingKey {
        case name, trading
        case marketSymbol = "market_symbol"
        case urlSymbol = "url_symbol"
        case baseCurrency = "base_currency"
        case quoteCurrency = "quote_currency"
        case counterCurrency = "counter_currency"
        case baseDecimals = "base_decimals"
        case counterDecimals = "counter_decimals"
    }

    /// Both assets with a slash between them, such as `BTC/USD`.
    let name: String
    let trading: String?
    let marketSymbol: String?
    /// The older shape's word for the symbol.
    let urlSymbol: String?
    let baseCurrency: String?
    let quoteCurrency: String?
    let counterCurrency: String?
    /// How many decimals volumes have.
    let baseDecimals: Int?
    /// How many decimals prices have.
    let counterDecimals: Int?

    /// The instrument, or `nil` where its name is no ticker, as that of perpetuals.
    func instrument(of venue: String) -> Instrument? {
        let spelled = marketSymbol ?? urlSymbol ?? name.filter { $0 != "/" }.lowercased()
        guard let symbol = try? Symbol(spelled) else { return nil }
        let assets = name.split(separator: "/", maxSplits: 1).map(String.init)
        return Instrument(
            venue: venue,
            symbol: symbol,
            venueSymbol: spelled,
            baseAsset: baseCurrency ?? assets.first ?? "",
            quoteAsset: quoteCurrency ?? counterCurrency ?? assets.dropFirst().first ?? "",
            status: trading ?? "",
            tickSize: counterDecimals.flatMap { DecimalPlaces(count: $0).step },
            stepSize: baseDecimals.flatMap { DecimalPlaces(count: $0).step }
        )
    }
}
