import ChandlerCore

/// `GET /api/v5/market/tickers`: all instruments of a type.
///
/// Of futures `vol24h` counts contracts, here of a hundredth of a coin, and `volCcy24h` coins.
struct OKXTickers {
    private let isSwap: Bool?
    private let exchange: Exchange

    init(_ parameters: QueryParameters, _ exchange: Exchange) throws(OKXError) {
        guard let kind = parameters["instType"], !kind.isEmpty else { throw .missing("instType") }
        guard ["SPOT", "SWAP", "FUTURES", "OPTION"].contains(kind) else { throw .wrong("instType") }
        isSwap = ["SPOT": false, "SWAP": true][kind]
        self.exchange = exchange
    }

    var answer: Answer {
        get throws(OKXError) {
            guard let isSwap else { return .okx(data: "") }
            let entries = try OKXError.reading(try exchange.dayTickers()).map {
                entry($0, isSwap: isSwap)
            }
            return .okx(data: entries.joined(separator: ","))
        }
    }

    private func entry(_ ticker: DayTicker, isSwap: Bool) -> String {
        let name = OKXInstrument(symbol: ticker.symbol, isSwap: isSwap).name
        let contracts = Quantity(raw: ticker.volume.raw * 100)
        let (volume, value) =
            isSwap ? (contracts, ticker.volume) : (ticker.volume, ticker.quoteVolume)
        return "{\"instType\":\"\(isSwap ? "SWAP" : "SPOT")\",\"instId\":\"\(name)\","
            + "\"last\":\"\(ticker.last)\",\"lastSz\":\"1\",\"askPx\":\"\(ticker.last)\","
            + "\"askSz\":\"1\",\"bidPx\":\"\(ticker.last)\",\"bidSz\":\"1\","
            + "\"open24h\":\"\(ticker.open)\",\"high24h\":\"\(ticker.high)\","
            + "\"low24h\":\"\(ticker.low)\",\"volCcy24h\":\"\(value)\",\"vol24h\":\"\(volume)\","
            + "\"ts\":\"\(ticker.end.milliseconds)\"}"
    }
}
