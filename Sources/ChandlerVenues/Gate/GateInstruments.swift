import ChandlerCore

/// An entry of `GET /spot/currency_pairs`.
struct GateCurrencyPair: Decodable {
    private enum CodingKeys: String, CodingKey {
        case id, base, quote, precision
        case amountPrecision = "amount_precision"
        case tradeStatus = "trade_status"
    }

    let id: String
    let base: String
    let quote: String
    /// How many decimals prices have.
    let precision: Int?
    /// How many decimals volumes have.
    let amountPrecision: Int?
    let tradeStatus: String?

    /// The instrument, or `nil` where its name is no ticker without the underscore.
    func instrument(of venue: String) -> Instrument? {
        guard let symbol = try? Symbol(id.filter { $0 != "_" }) else { return nil }
        return Instrument(
            venue: venue,
            symbol: symbol,
            venueSymbol: id,
            baseAsset: base,
            quoteAsset: quote,
            status: tradeStatus ?? "",
            tickSize: precision.flatMap { DecimalPlaces(count: $0).step },
            stepSize: amountPrecision.flatMap { DecimalPlaces(count: $0).step }
        )
    }
}
