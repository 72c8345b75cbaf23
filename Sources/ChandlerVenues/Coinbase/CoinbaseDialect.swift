import ChandlerCore
import ChandlerHTTP

/// Coinbase Advanced Trade: candles as objects of texts, of the same books as Coinbase Exchange.
///
/// Products `*-USDC` are other names of `*-USD`, with one book between them: whoever loads both
/// stores the same candles twice. Buckets without trades are left out by the venue.
///
/// **Doubts, and how they are read:** The most candles of one answer were seen as 350, 349 and
/// 300, so 300 are asked for. Weeks are left out, because it is not documented when they open.
/// Volumes have no more decimals than the table in all that was recorded, so they are not
/// rounded: a longer one would be rejected with its row. The header `Cache-Control` of answers
/// promises hours although they are kept for a second; requests ask for fresh ones.
///
/// **Source:** Coinbase Advanced Trade API, "Get Public Product Candles", "List Public Products",
/// "Get Server Time".
struct CoinbaseDialect: ExchangeDialect {
    static let fresh: HTTPHeaders = ["Cache-Control": "no-cache"]

    var profile: ExchangeProfile {
        ExchangeProfile(
            name: "coinbase",
            hosts: ["https://api.coinbase.com"],
            intervals: [
                .minute: "ONE_MINUTE", .fiveMinutes: "FIVE_MINUTE",
                .fifteenMinutes: "FIFTEEN_MINUTE", .thirtyMinutes: "THIRTY_MINUTE",
                .hour: "ONE_HOUR", .twoHours: "TWO_HOUR", .fourHours: "FOUR_HOUR",
                .sixHours: "SIX_HOUR", .day: "ONE_DAY",
            ],
            pageSize: 300,
            // 10 a second are allowed.
            limit: WeightLimit(weight: 5, per: .seconds(1)),
            missing: .silence,
            beginning: .searched(.day, since: CoinbaseSource.firstDay)
        )
    }

    var layout: RowLayout {
        RowLayout(
            path: ["candles"],
            keys: ["start", "low", "high", "open", "close", "volume"],
            columns: 6,
            timeUnit: .seconds,
            open: 3,
            high: 2,
            low: 1,
            close: 4,
            sendsSurplus: true
        )
    }

    func candles(
        of market: Instrument,
        _ interval: Interval,
        from firstOpen: Timestamp,
        through lastOpen: Timestamp?,
        limit: Int
    ) -> PathRequest {
        // Both ends are required; the last one is included.
        let end = lastOpen ?? interval.advance(firstOpen, by: limit - 1)
        return PathRequest(
            segments: [
                "api", "v3", "brokerage", "market", "products", market.venueSymbol, "candles",
            ],
            query: [
                .init("start", "\(firstOpen.milliseconds / 1_000)"),
                .init("end", "\(end.milliseconds / 1_000)"),
                .init("granularity", profile.spelling(interval)),
            ],
            headers: Self.fresh
        )
    }

    var clock: VenueClock {
        let request = PathRequest(path: "/api/v3/brokerage/time", headers: Self.fresh)
        return .request(request) { body in
            struct Answer: Decodable { let epochMillis: String }
            let answer = try body.decoded(as: Answer.self)
            guard let milliseconds = Int64(answer.epochMillis) else {
                throw JSONFault(words: "epochMillis was \(quoted(answer.epochMillis))")
            }
            return Timestamp(milliseconds: milliseconds)
        }
    }

    func instruments(after cursor: String?) -> PathRequest {
        PathRequest(
            path: "/api/v3/brokerage/market/products",
            query: [.init("product_type", "SPOT")],
            headers: Self.fresh
        )
    }

    func instruments(in body: HTTPBody) throws -> InstrumentPage {
        try body.decoded(as: CoinbaseInstruments.self).page(of: profile.name)
    }

    /// The list of products tells it beside everything else.
    var tickers: VenueTickers {
        .list(
            TickerList(trading: ["online"], request: instruments(after: nil)) {
                try $0.decoded(as: CoinbaseTickers.self).tickers
            }
        )
    }

    func refusal(in response: HTTPResponse) -> VenueRefusal? {
        CoinbaseAnswer(response)?.refusal
    }
}

extension Venue {
    /// Coinbase Advanced Trade; products `*-USDC` are other names of `*-USD`.
    public static let coinbase = Venue(coinbase: CoinbaseDialect())
}
