import ChandlerCore

/// `GET /v5/market/instruments-info`: spot on one page, the others page by page.
///
/// A symbol with the status `BREAK` is missing, as delisted ones are.
struct BybitInstruments {
    private let category: BybitCategory
    private let symbols: [String]
    private let cursor: String
    private let exchange: Exchange

    init(_ parameters: QueryParameters, _ exchange: Exchange) throws(BybitError) {
        self.exchange = exchange
        guard let category = parameters["category"] else { throw .badCategory }
        self.category = try BybitCategory(category)
        let limit = parameters["limit"].map { Int($0) } ?? 500
        guard let limit, limit > 0 else { throw .badParameter("limit") }
        let wanted = parameters["symbol"]
        let listed = exchange.store.symbols.filter {
            exchange.configuration.statuses[$0] != "BREAK" && (wanted == nil || wanted == $0)
        }
        guard self.category != .spot else {
            symbols = listed
            cursor = ""
            return
        }
        let mark = "last%3D"
        let after = parameters["cursor"].map { String($0.dropFirst(mark.count)) } ?? ""
        let left = listed.filter { $0 > after }
        symbols = Array(left.prefix(min(limit, 1_000)))
        cursor = left.count > symbols.count ? mark + (symbols.last ?? "") : ""
    }

    var answer: Answer {
        get throws(BybitError) {
            var entries: [String] = []
            for symbol in symbols { entries.append(try entry(symbol)) }
            let next = category == .spot ? "" : ",\"nextPageCursor\":\"\(cursor)\""
            return .bybit(
                result: "{\"category\":\"\(category.rawValue)\",\"list\":["
                    + entries.joined(separator: ",") + "]\(next)}",
                now: exchange.clock.now
            )
        }
    }

    private func entry(_ symbol: String) throws(BybitError) -> String {
        let steps = try BybitError.reading(try exchange.store.steps(of: symbol))
        let (base, quote) = BinanceExchangeInfo.assets(of: symbol)
        let status = exchange.configuration.statuses[symbol] ?? "Trading"
        let step = BybitInstruments.short(DecimalSteps.step(steps.volumeDecimals))
        let lot = category == .spot ? "basePrecision" : "qtyStep"
        return "{\"symbol\":\"\(symbol)\",\"baseCoin\":\"\(base)\",\"quoteCoin\":\"\(quote)\","
            + "\"status\":\"\(status)\",\"lotSizeFilter\":{\"\(lot)\":\"\(step)\"},"
            + "\"priceFilter\":{\"tickSize\":\""
            + "\(BybitInstruments.short(DecimalSteps.step(steps.priceDecimals)))\"}}"
    }

    /// The step without zeros at its end: `0.01` for `0.01000000`.
    private static func short(_ step: String) -> String {
        let digits = step.reversed().drop { $0 == "0" }.reversed()
        return String(digits.last == "." ? Array(digits.dropLast()) : Array(digits))
    }
}
