/// The answer of `GET /api/v1/market/allTickers`; `volValue` is in quote currency.
///
/// `symbol` names a pair as the list of pairs does, also after it was renamed.
///
/// **Source:** KuCoin API, "Get All Tickers".
struct KuCoinTickers: Decodable {
    struct Content: Decodable { let ticker: [Entry] }

    struct Entry: Decodable {
        let symbol: String
        let volValue: TickerNumber?
    }

    let data: Content

    /// The tickers that tell an amount.
    var tickers: [Ticker] {
        data.ticker.compactMap { Ticker($0.symbol, quoteVolume: $0.volValue) }
    }
}
