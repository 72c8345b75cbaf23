/// The answer of `GET /v5/market/tickers`, which holds a whole category.
///
/// Spot and linear markets tell `turnover24h` in quote currency. Inverse contracts tell it in base
/// currency and `volume24h` in contracts of one dollar, which is the amount in quote currency.
///
/// **Doubts, and how they are read:** The documentation does not name the unit of inverse
/// contracts there; that of their candles is known, and the ticker is taken to be like them.
///
/// **Source:** Bybit API v5, "Get Tickers".
struct BybitTickers: Decodable {
    struct Result: Decodable { let list: [Entry] }

    struct Entry: Decodable {
        let symbol: String
        let turnover24h: TickerNumber?
        let volume24h: TickerNumber?
    }

    let result: Result

    /// The tickers that tell an amount.
    func tickers(of category: BybitDialect.Category) -> [Ticker] {
        result.list.compactMap { entry in
            Ticker(
                entry.symbol,
                quoteVolume: category == .inverse ? entry.volume24h : entry.turnover24h
            )
        }
    }
}
