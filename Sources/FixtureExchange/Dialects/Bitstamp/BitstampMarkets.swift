import ChandlerCore

/// `GET /api/v2/markets/`, and the same in the older `GET /api/v2/trading-pairs-info/`.
///
/// A symbol with the status `BREAK` is there, but trading is disabled.
struct BitstampMarkets {
    private let exchange: Exchange

    init(_ exchange: Exchange) {
        self.exchange = exchange
    }

    /// The venue's name of a pair: base and quote with a slash between them.
    static func name(of symbol: String) -> String {
        let (base, quote) = BinanceExchangeInfo.assets(of: symbol)
        return "\(base)/\(quote)"
    }

    var answer: Answer {
        get throws(BitstampError) {
            try list { symbol in
                let (base, quote) = BinanceExchangeInfo.assets(of: symbol)
                return "\"market_symbol\":\"\(symbol.lowercased())\",\"base_currency\":\"\(base)\","
                    + "\"quote_currency\":\"\(quote)\",\"minimum_order_value\":\"10\","
                    + "\"market_type\":\"SPOT\""
            }
        }
    }

    /// The answer in the older shape.
    var olderAnswer: Answer {
        get throws(BitstampError) {
            try list { symbol in
                "\"url_symbol\":\"\(symbol.lowercased())\",\"minimum_order\":\"20.0 USD\""
            }
        }
    }

    private func list(_ members: (String) -> String) throws(BitstampError) -> Answer {
        var entries: [String] = []
        for symbol in exchange.store.symbols {
            let steps = try BitstampError.reading(try exchange.store.steps(of: symbol))
            let isBroken = exchange.configuration.statuses[symbol] == "BREAK"
            entries.append(
                "{\"name\":\"\(Self.name(of: symbol))\",\(members(symbol)),"
                    + "\"base_decimals\":\(steps.volumeDecimals),"
                    + "\"counter_decimals\":\(steps.priceDecimals),"
                    + "\"trading\":\"\(isBroken ? "Disabled" : "Enabled")\"}"
            )
        }
        return Answer(text: "[" + entries.joined(separator: ",") + "]")
    }
}
