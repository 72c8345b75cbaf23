/// An entry of `GET /spot/tickers`; without a pair all of them come.
///
/// **Source:** Gate API v4, "Retrieve ticker information".
struct GateTicker: Decodable {
    private enum CodingKeys: String, CodingKey {
        case currencyPair = "currency_pair"
        case quoteVolume = "quote_volume"
    }

    let currencyPair: String
    let quoteVolume: TickerNumber?

    /// The ticker, or `nil` where it tells no amount.
    var ticker: Ticker? { Ticker(currencyPair, quoteVolume: quoteVolume) }
}
