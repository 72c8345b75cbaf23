import ChandlerCore
import ChandlerHTTP

/// Bybit v5: one API for several markets, told apart by a category.
///
/// **Doubts, and how they are read:** Which rows stay where a window holds more than an answer is
/// not documented, so no window is longer than an answer. `start` is floored to the candle that
/// holds it, so it is always sent on the grid. Turnover comes with more decimals than the table
/// has and is rounded.
///
/// **Source:** Bybit API v5, "Get Kline", "Get Instruments Info", "Error Codes", "Rate Limit".
struct BybitDialect: ExchangeDialect {
    /// Which of the venue's markets.
    enum Category: String {
        /// Coins against coins; volumes in base currency.
        case spot
        /// Perpetual and dated futures settled in a stable coin; volumes in base currency.
        case linear
        /// Perpetual and dated futures settled in the base coin; volumes in quote currency.
        case inverse
    }

    let category: Category

    var profile: ExchangeProfile {
        ExchangeProfile(
            name: category == .spot ? "bybit" : "bybit-\(category.rawValue)",
            hosts: ["https://api.bybit.com", "https://api.bytick.com"],
            intervals: [
                .minute: "1", .threeMinutes: "3", .fiveMinutes: "5", .fifteenMinutes: "15",
                .thirtyMinutes: "30", .hour: "60", .twoHours: "120", .fourHours: "240",
                .sixHours: "360", .twelveHours: "720", .day: "D", .week: "W", .month: "M",
            ],
            pageSize: 1_000,
            // 600 in 5 s are allowed; a tenth of that keeps clear of the ten minutes' ban.
            limit: WeightLimit(weight: 50, per: .seconds(5)),
            missing: .outage,
            beginning: .asked
        )
    }

    var layout: RowLayout {
        // Inverse contracts count their volume in quote currency, and turnover in base.
        let isInverse = category == .inverse
        return RowLayout(
            path: ["result", "list"],
            columns: 7,
            volume: isInverse ? 6 : 5,
            quoteVolume: isInverse ? 5 : 6,
            roundsVolumes: true
        )
    }

    func candles(
        of market: Instrument,
        _ interval: Interval,
        from firstOpen: Timestamp,
        through lastOpen: Timestamp?,
        limit: Int
    ) -> PathRequest {
        var query: [PathRequest.Parameter] = [
            .init("category", category.rawValue),
            .init("symbol", market.venueSymbol),
            .init("interval", profile.spelling(interval)),
            .init("start", "\(firstOpen.milliseconds)"),
        ]
        if let lastOpen { query.append(.init("end", "\(lastOpen.milliseconds)")) }
        query.append(.init("limit", "\(limit)"))
        return PathRequest(path: "/v5/market/kline", query: query)
    }

    var clock: VenueClock {
        .request(PathRequest(path: "/v5/market/time")) { body in
            struct Answer: Decodable { let time: Int64 }
            return Timestamp(milliseconds: try body.decoded(as: Answer.self).time)
        }
    }

    func instruments(after cursor: String?) -> PathRequest {
        var query: [PathRequest.Parameter] = [.init("category", category.rawValue)]
        if category != .spot { query.append(.init("limit", "1000")) }
        if let cursor { query.append(.init("cursor", cursor)) }
        return PathRequest(path: "/v5/market/instruments-info", query: query)
    }

    func instruments(in body: HTTPBody) throws -> InstrumentPage {
        try body.decoded(as: BybitInstruments.self).page(of: profile.name)
    }

    var tickers: VenueTickers {
        let category = self.category
        return .list(
            TickerList(
                trading: ["Trading"],
                request: PathRequest(
                    path: "/v5/market/tickers",
                    query: [.init("category", category.rawValue)]
                )
            ) { try $0.decoded(as: BybitTickers.self).tickers(of: category) }
        )
    }

    func refusal(in response: HTTPResponse) -> VenueRefusal? {
        // Status 403 has two meanings; the other, a blocked country, does not end by waiting.
        if response.status == 403,
            response.body.text.lowercased().contains("access too frequent")
        {
            return VenueRefusal(kind: .rateLimited(.seconds(600)), words: response.body.excerpt())
        }
        return BybitAnswer(response)?.refusal
    }
}

extension Venue {
    /// Bybit spot.
    public static let bybit = Venue(BybitDialect(category: .spot))
    /// Bybit perpetuals and futures settled in a stable coin.
    public static let bybitLinear = Venue(BybitDialect(category: .linear))
    /// Bybit perpetuals and futures settled in the base coin.
    public static let bybitInverse = Venue(BybitDialect(category: .inverse))
}
