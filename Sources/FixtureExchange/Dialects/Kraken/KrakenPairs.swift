import ChandlerCore

/// `GET /0/public/AssetPairs`: an object by canonical name.
struct KrakenPairs {
    private let pairs: [KrakenPair]
    private let exchange: Exchange

    init(_ parameters: QueryParameters, _ exchange: Exchange) throws(KrakenError) {
        self.exchange = exchange
        let all = exchange.store.symbols.map(KrakenPair.init)
        guard let wanted = parameters["pair"] else {
            pairs = all
            return
        }
        var pairs: [KrakenPair] = []
        for name in wanted.split(separator: ",") {
            guard let pair = all.first(where: { $0.key(for: String(name)) != nil }) else {
                throw .unknownPair
            }
            pairs.append(pair)
        }
        self.pairs = pairs
    }

    var answer: Answer {
        get throws(KrakenError) {
            var members: [String] = []
            for pair in pairs { members.append(try member(pair)) }
            return .kraken(result: "{\(members.joined(separator: ","))}")
        }
    }

    private func member(_ pair: KrakenPair) throws(KrakenError) -> String {
        let steps: DecimalSteps
        do {
            steps = try exchange.store.steps(of: pair.symbol)
        } catch {
            throw .unreadable(error)
        }
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
