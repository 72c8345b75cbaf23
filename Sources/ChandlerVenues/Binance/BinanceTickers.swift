public import ChandlerCore
import ChandlerHTTP

/// An entry of `GET /api/v3/ticker/24hr`; `quoteVolume` is in quote currency.
///
/// **Source:** Binance spot API, "24hr ticker price change statistics".
struct BinanceTicker: Decodable {
    let symbol: String
    let quoteVolume: TickerNumber?

    /// The ticker, or `nil` where it tells no amount.
    var ticker: Ticker? { Ticker(symbol, quoteVolume: quoteVolume) }
}

extension BinanceClient {
    /// The last 24 hours' turnover of all spot instruments with the status `TRADING`.
    ///
    /// The list of instruments and that of all tickers weigh 100 together.
    public func turnover() async throws(VenueError) -> [InstrumentTurnover] {
        let task = "list the 24-hour turnover of \(Self.name)"
        let instruments = try await instruments()
        let request = PathRequest(
            path: "/api/v3/ticker/24hr",
            // The short form, which leaves out the order book's best prices and a few others.
            query: [.init("type", "MINI")],
            weight: 80
        )
        let tickers: [Ticker]
        do throws(HTTPError) {
            tickers = try await runner.fetch(request) { response in
                try response.body.decoded(as: [BinanceTicker].self).compactMap(\.ticker)
            }.value
        } catch {
            throw VenueError(task, error)
        }
        return try TickerMatch(tickers, instruments, trading: ["TRADING"], task: task).turnovers
    }
}
