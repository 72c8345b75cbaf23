/// The names of one pair: Kraken has several for each, and does not take all of them.
struct KrakenPair: Sendable, Hashable {
    /// The ticker of the candle file, such as `BTCUSD`.
    let symbol: String
    /// The assets as people call them.
    private let base: String
    private let quote: String

    init(symbol: String) {
        self.symbol = symbol
        (base, quote) = BinanceExchangeInfo.assets(of: symbol)
    }

    /// `XBTUSD`.
    var altname: String { Self.catalogName(base) + Self.catalogName(quote) }
    /// `XBT/USD`, which is listed and yet refused as a parameter.
    var wsname: String { "\(Self.catalogName(base))/\(Self.catalogName(quote))" }
    /// `XXBT`.
    var baseID: String { Self.identifier(base) }
    /// `ZUSD`.
    var quoteID: String { Self.identifier(quote) }
    /// `XXBTZUSD` where both assets are old ones, otherwise the altname.
    var canonical: String {
        let isOld = baseID != Self.catalogName(base) && quoteID != Self.catalogName(quote)
        return isOld ? baseID + quoteID : altname
    }

    /// The name under which the answer to this spelling has its rows; `nil` where it is refused.
    func key(for spelling: String) -> String? {
        if spelling == "\(base)/\(quote)" { return spelling }
        return [canonical, altname].contains(spelling) ? canonical : nil
    }

    /// The pairs that the parameter `pair` names, or `nil` where it is not sent.
    static func wanted(
        by parameters: QueryParameters,
        in exchange: Exchange
    ) throws(KrakenError) -> [KrakenPair]? {
        guard parameters["pair"] != nil else { return nil }
        let all = exchange.store.symbols.map(KrakenPair.init)
        var pairs: [KrakenPair] = []
        for name in parameters.list("pair") {
            guard let pair = all.first(where: { $0.key(for: name) != nil }) else {
                throw .unknownPair
            }
            pairs.append(pair)
        }
        return pairs
    }

    private static func catalogName(_ asset: String) -> String {
        switch asset {
        case "BTC": "XBT"
        case "DOGE": "XDG"
        default: asset
        }
    }

    /// The asset's own identifier: coins of the first years begin with X, money with Z.
    private static func identifier(_ asset: String) -> String {
        let name = catalogName(asset)
        let coins = ["XBT", "ETH", "LTC", "XRP", "XLM", "XMR", "ZEC", "ETC", "REP", "MLN"]
        if coins.contains(name) { return "X" + name }
        return ["USD", "EUR", "GBP", "JPY", "CAD"].contains(name) ? "Z" + name : name
    }
}
