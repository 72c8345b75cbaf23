/// The answer of `GET /api/v5/market/tickers`, which holds all instruments of a type.
///
/// `volCcy24h` is in quote currency for pairs of coins, and in base currency for futures, where it
/// is multiplied by the last price.
///
/// **Source:** OKX API v5, "Get tickers".
struct OKXTickers: Decodable {
    struct Entry: Decodable {
        let instId: String
        let last: TickerNumber?
        let volCcy24h: TickerNumber?
    }

    let data: [Entry]

    /// The tickers that tell an amount.
    func tickers(of segment: OKXDialect.Market) -> [Ticker] {
        data.compactMap { entry in
            switch segment {
            case .spot: Ticker(entry.instId, quoteVolume: entry.volCcy24h)
            case .swap: Ticker(entry.instId, volume: entry.volCcy24h, price: entry.last)
            }
        }
    }
}
