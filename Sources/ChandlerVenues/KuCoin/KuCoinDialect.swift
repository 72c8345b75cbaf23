import ChandlerCore
import ChandlerHTTP

/// KuCoin spot: rows of open time, open, close, high, low, volume and turnover, in seconds.
///
/// A quiet interval becomes a flat candle only when the next trade arrives, so that rows appear
/// later in the past: a hole may still fill. Turnover is computed with up to 13 decimals and
/// rounded to the table's.
///
/// **Doubts, and how they are read:** Whether the end of a range is included is uncertain; a second
/// after the last open time is right both ways. Times must be whole seconds: others are ignored or
/// lie in the far future without an error. Which candles stay where a range holds more than 1500 is
/// inferred to be the newest, so ranges hold no more, and the rows before the first are asked for
/// again. Weeks are left out, because it is not known when they open. No beginning of history is
/// documented: it is searched from 2017 on, the year in which the venue opened.
///
/// **Source:** KuCoin API, "Get Klines", "Get All Symbols", "Get Server Time", "Rate Limit".
struct KuCoinDialect: ExchangeDialect {
    var profile: ExchangeProfile {
        ExchangeProfile(
            name: "kucoin",
            hosts: ["https://api.kucoin.com"],
            intervals: [
                .minute: "1min", .threeMinutes: "3min", .fiveMinutes: "5min",
                .fifteenMinutes: "15min", .thirtyMinutes: "30min", .hour: "1hour",
                .twoHours: "2hour", .fourHours: "4hour", .sixHours: "6hour",
                .eightHours: "8hour", .twelveHours: "12hour", .day: "1day", .month: "1month",
            ],
            pageSize: 1_500,
            // 2000 in 30 s are allowed; ten requests for candles a second are less than half.
            limit: WeightLimit(weight: 30, per: .seconds(1)),
            missing: .late,
            beginning: .searched(.day, since: Timestamp(seconds: 1_483_228_800)),
            keepsNewest: true
        )
    }

    var layout: RowLayout {
        RowLayout(
            path: ["data"],
            columns: 7,
            timeUnit: .seconds,
            open: 1,
            high: 3,
            low: 4,
            close: 2,
            quoteVolume: 6,
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
        let last = lastOpen ?? interval.advance(firstOpen, by: limit - 1)
        return PathRequest(
            path: "/api/v1/market/candles",
            query: [
                .init("symbol", market.venueSymbol),
                .init("type", profile.spelling(interval)),
                .init("startAt", "\(firstOpen.milliseconds / 1_000)"),
                .init("endAt", "\(last.milliseconds / 1_000 + 1)"),
            ],
            weight: 3
        )
    }

    var clock: VenueClock {
        .request(PathRequest(path: "/api/v1/timestamp", weight: 3)) { body in
            struct Answer: Decodable { let data: Int64 }
            return Timestamp(milliseconds: try body.decoded(as: Answer.self).data)
        }
    }

    func instruments(after cursor: String?) -> PathRequest {
        PathRequest(path: "/api/v2/symbols", weight: 4)
    }

    func instruments(in body: HTTPBody) throws -> InstrumentPage {
        try body.decoded(as: KuCoinInstruments.self).page(of: profile.name)
    }

    var tickers: VenueTickers {
        .list(
            TickerList(
                trading: ["enabled"],
                request: PathRequest(path: "/api/v1/market/allTickers", weight: 15)
            ) { try $0.decoded(as: KuCoinTickers.self).tickers }
        )
    }

    func refusal(in response: HTTPResponse) -> VenueRefusal? {
        KuCoinAnswer(response)?.refusal
    }
}

extension Venue {
    /// KuCoin spot.
    public static let kucoin = Venue(KuCoinDialect())
}
