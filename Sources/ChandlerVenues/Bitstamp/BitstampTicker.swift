/// An entry of `GET /api/v2/ticker/`, which lists all markets.
///
/// The volume is in base currency; times the average price of the same 24 hours it is exact but
/// for rounding. The market is named `BTC/USD` here and `btcusd` in the list of markets.
///
/// **Source:** Bitstamp HTTP API v2, "All currency pairs ticker".
struct BitstampTicker: Decodable {
    let pair: String
    let volume: TickerNumber?
    let vwap: TickerNumber?

    /// The ticker, or `nil` where it tells no amount.
    var ticker: Ticker? {
        Ticker(pair.filter { $0 != "/" }.lowercased(), volume: volume, price: vwap)
    }
}
