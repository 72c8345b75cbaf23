import ChandlerCore

/// `GET /spot/currency_pairs`, all of them or one: steps are told as counts of decimals.
///
/// A symbol with the status `BREAK` is there, but cannot be traded.
struct GateCurrencyPairs {
    private let exchange: Exchange

    init(_ exchange: Exchange) {
        self.exchange = exchange
    }

    /// The venue's name of a symbol: base and quote with an underscore between them.
    static func name(of symbol: String) -> String {
        let (base, quote) = BinanceExchangeInfo.assets(of: symbol)
        return "\(base)_\(quote)"
    }

    /// The symbol of a name.
    ///
    /// - Throws: ``GateError`` with the label for the asset that is not known, or for the pair.
    func symbol(named name: String) throws(GateError) -> String {
        let symbols = exchange.store.symbols
        if let symbol = symbols.first(where: { Self.name(of: $0) == name }) { return symbol }
        let base = name.prefix { $0 != "_" }
        let isKnown = symbols.contains { BinanceExchangeInfo.assets(of: $0).base == base }
        throw isKnown ? .unknownPair(name) : .unknownCurrency(String(base))
    }

    var answer: Answer {
        get throws(GateError) {
            var entries: [String] = []
            for symbol in exchange.store.symbols { entries.append(try entry(symbol)) }
            return Answer(text: "[" + entries.joined(separator: ",") + "]")
        }
    }

    func answer(of name: String) throws(GateError) -> Answer {
        Answer(text: try entry(try symbol(named: name)))
    }

    private func entry(_ symbol: String) throws(GateError) -> String {
        let steps = try GateError.reading(try exchange.store.steps(of: symbol))
        let (base, quote) = BinanceExchangeInfo.assets(of: symbol)
        let status = exchange.configuration.statuses[symbol] == "BREAK" ? "untradable" : "tradable"
        return "{\"id\":\"\(base)_\(quote)\",\"base\":\"\(base)\",\"quote\":\"\(quote)\","
            + "\"fee\":\"0.2\",\"min_quote_amount\":\"1\","
            + "\"amount_precision\":\(steps.volumeDecimals),\"precision\":\(steps.priceDecimals),"
            + "\"trade_status\":\"\(status)\",\"sell_start\":0,\"buy_start\":0}"
    }
}
