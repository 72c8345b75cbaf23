import ChandlerCore
import ChandlerHTTP

/// Gate spot, API v4.
///
/// Only the newest 10,000 candles of an interval are served: less than seven days of minutes.
///
/// **Doubts, and how they are read:** `7d` counts from 1970 (a Thursday) at the venue's futures, so
/// weeks do not open on Mondays there, and nothing else is known of spot: left out. `30d` is a
/// calendar month, but in which time zone is not said; `3m`, `6h`, `12h` and `3d` are in the newest
/// documentation only: left out, they can be resampled. That quiet intervals are sent as flat rows
/// was seen on the perpetual market and is believed of spot. A window that begins before the reach
/// is refused as a whole, and the reach moves on while pages are fetched, so that history begins a
/// little later than the venue promises. Volumes come with more decimals than the table has and
/// are rounded.
///
/// **Source:** Gate API v4, "Market candlesticks", "List all currency pairs supported", "Get server
/// current time", "Rate limit"; recorded answers.
struct GateDialect: ExchangeDialect {
    /// 2013-01-01T00:00:00Z, the year in which the venue began.
    private static let opening = Timestamp(seconds: 1_356_998_400)

    var profile: ExchangeProfile {
        ExchangeProfile(
            name: "gate",
            hosts: ["https://api.gateio.ws"],
            intervals: [
                .minute: "1m", .fiveMinutes: "5m", .fifteenMinutes: "15m", .thirtyMinutes: "30m",
                .hour: "1h", .twoHours: "2h", .fourHours: "4h", .eightHours: "8h", .day: "1d",
            ],
            // From and to may lie 999 steps apart, and both are included.
            pageSize: 1_000,
            // 200 in 10 s are allowed of each endpoint; half of that is polite.
            limit: WeightLimit(weight: 100, per: .seconds(10)),
            missing: .outage,
            // The venue promises 10,000; a hundred fewer are still there when a run gets to them.
            reach: 9_900,
            // A start without an end is refused where more than a page follows it.
            beginning: .searched(.day, since: Self.opening)
        )
    }

    var layout: RowLayout {
        RowLayout(
            columns: 7,
            timeUnit: .seconds,
            openTime: 0,
            open: 5,
            high: 3,
            low: 4,
            close: 2,
            volume: 6,
            quoteVolume: 1,
            // Rows of 2023 and before end without it.
            complete: (column: 7, word: "true"),
            roundsVolumes: true
        )
    }

    /// Asks for a window by both of its ends; a limit beside them is refused.
    func candles(
        of market: Instrument,
        _ interval: Interval,
        from firstOpen: Timestamp,
        through lastOpen: Timestamp?,
        limit: Int
    ) -> PathRequest {
        let last = lastOpen ?? interval.advance(firstOpen, by: limit - 1)
        return PathRequest(
            path: "/api/v4/spot/candlesticks",
            query: [
                .init("currency_pair", market.venueSymbol),
                .init("interval", profile.spelling(interval)),
                .init("from", "\(firstOpen.milliseconds / 1_000)"),
                .init("to", "\(last.milliseconds / 1_000)"),
            ]
        )
    }

    var clock: VenueClock {
        .request(PathRequest(path: "/api/v4/spot/time")) { body in
            struct Answer: Decodable { let server_time: Int64 }
            return Timestamp(milliseconds: try body.decoded(as: Answer.self).server_time)
        }
    }

    func instruments(after cursor: String?) -> PathRequest {
        PathRequest(path: "/api/v4/spot/currency_pairs")
    }

    func instruments(in body: HTTPBody) throws -> InstrumentPage {
        let pairs = try body.decoded(as: [GateCurrencyPair].self)
        return InstrumentPage(instruments: pairs.compactMap { $0.instrument(of: profile.name) })
    }

    var tickers: VenueTickers {
        .list(
            TickerList(
                trading: ["tradable"],
                request: PathRequest(path: "/api/v4/spot/tickers")
            ) { try $0.decoded(as: [GateTicker].self).compactMap(\.ticker) }
        )
    }

    func refusal(in response: HTTPResponse) -> VenueRefusal? {
        GateAnswer(response)?.refusal
    }
}

extension Venue {
    /// Gate spot.
    public static let gate = Venue(GateDialect())
}
