import ChandlerCore

/// `GET /0/public/AssetPairs`: an object by canonical name.
struct KrakenPairs {
    private let pairs: [KrakenPair]
    private let exchange: Exchange

    init(_ parameters: QueryParameters, _ exchange: Exchange) throws(KrakenError) {
        self.exchange = exchange
        pairs =
            try KrakenPair.wanted(by: parameters, in: exchange)
            ?? exchange.store.symbols.map(KrakenPair.init)
    }

    var answer: Answer {
        get throws(KrakenError) {
            var members: [String] = []
            for pair in pairs { members.append(try member(pair)) }
            return .kraken(result: "{\(members.joined(separator: ","))}")
        }
    }

    private func member(_ pair: KrakenPair) throws(KrakenError) -> String {
        let steps = try KrakenError.reading(try exchange.store.steps(of: pair.symbol))
        let decimals = min(steps.priceDecimals, 8)
        let tick = decimals == 0 ? "1" : DecimalSteps.step(decimals).prefix(2 + decimals)
        return "\"\(pair.canonical)\":{\"altname\":\"\(pair.altname)\","
            + "\"wsname\":\"\(pair.wsname)\",\"aclass_base\":\"currency\","
            + "\"base\":\"\(pair.baseID)\",\"aclass_quote\":\"currency\","
            + "\"quote\":\"\(pair.quoteID)\",\"lot\":\"unit\",\"cost_decimals\":5,"
            + "\"pair_decimals\":\(decimals),\"lot_decimals\":\(steps.volumeDecimals),"
            + "\"lot_multiplier\":1,\"fees\":[[0,0.4]],\"tick_size\":\"\(tick)\","
            + "\"status\":\"\(status(pair.symbol))\"}"
    }

    private func status(_ symbol: String) -> String {
        switch exchange.configuration.statuses[symbol] {
        case nil, "TRADING": "online"
        default: "cancel_only"
        }
    }
}
