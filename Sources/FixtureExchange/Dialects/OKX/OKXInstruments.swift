import ChandlerCore

/// `GET /api/v5/public/instruments`: all of them on one page.
struct OKXInstruments {
    private let kind: String
    private let name: String?
    private let exchange: Exchange

    init(_ parameters: QueryParameters, _ exchange: Exchange) throws(OKXError) {
        guard let kind = parameters["instType"], !kind.isEmpty else { throw .missing("instType") }
        guard ["SPOT", "MARGIN", "SWAP", "FUTURES", "OPTION"].contains(kind) else {
            throw .wrong("instType")
        }
        self.kind = kind
        self.exchange = exchange
        name = parameters["instId"]
    }

    var answer: Answer {
        get throws(OKXError) {
            guard ["SPOT", "SWAP"].contains(kind) else { return .okx(data: "") }
            var entries: [String] = []
            for symbol in exchange.store.symbols {
                let instrument = OKXInstrument(symbol: symbol, isSwap: kind == "SWAP")
                guard name == nil || name == instrument.name else { continue }
                entries.append(try entry(instrument))
            }
            if name != nil, entries.isEmpty { throw .unknownInstrument }
            return .okx(data: entries.joined(separator: ","))
        }
    }

    /// An entry, in which nearly everything is text and what does not apply is empty.
    private func entry(_ instrument: OKXInstrument) throws(OKXError) -> String {
        let steps = try OKXError.reading(try exchange.store.steps(of: instrument.symbol))
        let (base, quote) = instrument.isSwap ? ("", "") : (instrument.base, instrument.quote)
        let lot = instrument.isSwap ? "0.01" : Self.short(steps.volumeDecimals)
        let family = instrument.isSwap ? "\(instrument.base)-\(instrument.quote)" : ""
        return "{\"alias\":\"\",\"baseCcy\":\"\(base)\",\"category\":\"1\",\"ctVal\":\"\","
            + "\"expTime\":\"\",\"futureSettlement\":false,\"instFamily\":\"\(family)\","
            + "\"instId\":\"\(instrument.name)\",\"instIdCode\":\(instrument.symbol.utf8.count),"
            + "\"instType\":\"\(kind)\",\"lotSz\":\"\(lot)\",\"minSz\":\"\(lot)\","
            + "\"quoteCcy\":\"\(quote)\",\"state\":\"\(state(instrument.symbol))\","
            + "\"tickSz\":\"\(Self.short(steps.priceDecimals))\",\"tradeQuoteCcyList\":[],"
            + "\"uly\":\"\(family)\"}"
    }

    private func state(_ symbol: String) -> String {
        switch exchange.configuration.statuses[symbol] {
        case nil, "TRADING": "live"
        default: "suspend"
        }
    }

    /// The step of so many decimals, without zeros at its end.
    private static func short(_ decimals: Int) -> String {
        decimals == 0 ? "1" : String(DecimalSteps.step(decimals).prefix(2 + min(decimals, 8)))
    }
}
