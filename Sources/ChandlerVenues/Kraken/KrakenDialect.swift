import ChandlerCore
import ChandlerHTTP

/// Kraken spot: the newest 720 candles of each interval, and nothing older.
///
/// Whatever the start, the answer holds the newest 720 complete candles after it and the running
/// one. Older history is a gap for good.
///
/// **Doubts, and how they are read:** `since` leaves out the candle that opens at it, so a second
/// before the first wanted one is sent. Which rows are running is told by `last` beside the rows,
/// which is not read: the venue's clock decides, and a candle that the venue closes late may be
/// taken before its last trade is in it. The venue has weeks and spans of 15 days; by their rows
/// they count from 1970 on, so weeks open on Thursday, and both are left out. There is no amount
/// in quote currency: the average price times the volume would only come near it.
///
/// **Source:** Kraken REST API, "Get OHLC Data", "Get Tradable Asset Pairs", "Get Server Time",
/// "Errors"; support article 206548367, "API rate limits"; measurements of September 2026.
struct KrakenDialect: ExchangeDialect {
    var profile: ExchangeProfile {
        ExchangeProfile(
            name: "kraken",
            hosts: ["https://api.kraken.com"],
            intervals: [
                .minute: "1", .fiveMinutes: "5", .fifteenMinutes: "15", .thirtyMinutes: "30",
                .hour: "60", .fourHours: "240", .day: "1440",
            ],
            pageSize: 720,
            limit: WeightLimit(weight: 1, per: .seconds(1)),
            missing: .outage,
            reach: 720,
            beginning: .asked
        )
    }

    var layout: RowLayout {
        // The member's name depends on the spelling asked for; field 5 is the average price.
        RowLayout(
            path: ["result", "*"],
            columns: 8,
            timeUnit: .seconds,
            volume: 6,
            tradeCount: 7,
            lastComplete: "/result/last",
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
        let since = max(0, firstOpen.milliseconds / 1_000 - 1)
        return PathRequest(
            path: "/0/public/OHLC",
            query: [
                .init("pair", market.venueSymbol),
                .init("interval", profile.spelling(interval)),
                .init("since", "\(since)"),
            ]
        )
    }

    var clock: VenueClock {
        .request(PathRequest(path: "/0/public/Time")) { body in
            struct Answer: Decodable {
                struct Result: Decodable { let unixtime: Int64 }
                let result: Result
            }
            let moment = try body.decoded(as: Answer.self).result.unixtime
            guard (0...Self.lastSecond).contains(moment) else {
                throw JSONFault(words: "the venue's time was \(moment)")
            }
            return Timestamp(milliseconds: moment * 1_000)
        }
    }

    func instruments(after cursor: String?) -> PathRequest {
        PathRequest(path: "/0/public/AssetPairs")
    }

    func instruments(in body: HTTPBody) throws -> InstrumentPage {
        try body.decoded(as: KrakenPairs.self).page(of: profile.name)
    }

    /// Tickers are named as the list of pairs names its members, which instruments do not keep.
    var tickers: VenueTickers {
        .list(
            TickerList(
                trading: ["online"],
                request: PathRequest(path: "/0/public/Ticker"),
                names: TickerList.Names(request: instruments(after: nil)) {
                    try $0.decoded(as: KrakenPairs.self).spellings
                }
            ) { try $0.decoded(as: KrakenTickers.self).tickers }
        )
    }

    func refusal(in response: HTTPResponse) -> VenueRefusal? {
        KrakenAnswer(response)?.refusal
    }

    /// The end of the year 9999.
    private static let lastSecond: Int64 = 253_402_300_799
}

extension Venue {
    /// Kraken spot.
    public static let kraken = Venue(KrakenDialect())
}
