/// The answer of `GET /0/public/Ticker` without a pair: all of them, by the venue's own names.
///
/// `v` and `p` hold the volume in base currency and the average price, both of today and of the
/// last 24 hours, in this order; the second ones are multiplied.
///
/// **Source:** Kraken REST API, "Get Ticker Information".
struct KrakenTickers: Decodable {
    struct Entry: Decodable {
        let v: [TickerNumber]?
        let p: [TickerNumber]?
    }

    let result: [String: Entry]

    /// The tickers that tell an amount.
    var tickers: [Ticker] {
        result.compactMap { name, entry in
            Ticker(name, volume: entry.v?.dropFirst().first, price: entry.p?.dropFirst().first)
        }
    }
}
