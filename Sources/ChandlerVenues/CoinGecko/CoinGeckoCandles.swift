import ChandlerCore
import ChandlerHTTP

/// Average prices of coins by CoinGecko, as candles in US dollars without volume.
///
/// A series' pool is the average itself: its network is `global`, its address `usd`, and its mint
/// CoinGecko's key of the coin, such as `bitcoin`.
///
/// The server chooses the length of candles by the days asked for: 30 minutes for one day, 4 hours
/// for up to 30 days. So candles of 30 minutes reach one day back and those of 4 hours 30 days,
/// whatever is asked for. Times are those of the candles' ends. Rows off the grid are unfinished
/// and are left out.
///
/// **Doubts, and how they are read:** answers are kept for 15 minutes, so one given before a
/// candle's end may still be handed out after it; the clock is set back by them. The first candle of
/// an answer may be made of the part of its interval that the asked days hold, and is left out.
///
/// **Source:** docs.coingecko.com, "Coin OHLC Chart by ID".
struct CoinGeckoCandles: PoolCandleSource {
    /// The days for which the server chooses each interval.
    private static let days: [Interval: [Int64]] = [.thirtyMinutes: [1], .fourHours: [7, 14, 30]]
    /// How many days back a client may ask without paying.
    static let mostDays: Int64 = 365
    /// How long answers are kept by the servers between, in microseconds.
    static let cached: Int64 = 900_000_000

    private let client: AggregatorClient

    /// Makes the source over a connection.
    init(_ connection: AggregatorConnection) {
        client = AggregatorClient(connection)
    }

    var venue: String { CoinGeckoPlan.name }

    var intervals: [Interval] { Self.intervals }

    static let intervals = Interval.allCases.filter { days[$0] != nil }

    var counters: RequestCounters { client.counters }

    func served(_ interval: Interval, at now: Timestamp) -> Timestamp? {
        Self.days[interval]?.last.map {
            interval.firstServed(within: $0 * Timestamp.microsecondsPerDay, before: now)
        }
    }

    func serverTime() async throws(VenueError) -> Timestamp {
        try await client.serverTime(client.request(["api", "v3", "ping"])) - Self.cached
    }

    func pool(_ address: String, on network: String) async throws(VenueError) -> Pool {
        let task = "look up the coin \(quoted(address)) of \(venue)"
        let request = client.request(
            ["api", "v3", "coins", "markets"],
            [("vs_currency", "usd"), ("ids", address)]
        )
        let symbols = try await client.fetch(task, request) { root in
            guard let coins = root.elements else {
                throw JSONFault(words: "an array of coins was expected")
            }
            return coins.filter { $0["id"]?.string == address }.map { $0["symbol"]?.ticker }
        }.value
        guard let symbol = symbols.first else {
            throw VenueError(
                .unknownSymbol,
                "\(task): there is none with this key; keys are CoinGecko's own, such as "
                    + "\(quoted("bitcoin")), not tickers or addresses"
            )
        }
        return Pool(network: "global", address: "usd", mint: address, symbol: symbol)
    }

    func pages(
        of series: PoolSeriesID,
        in range: TimeRange,
        closedBefore: Timestamp
    ) -> any AsyncSequence<TokenCandlePage, any Error> & Sendable {
        // One answer holds all there is.
        VenuePages(windows: range.isEmpty ? [] : [range], depth: 1) {
            (range) async throws(VenueError) in
            try await page(of: series, range, closedBefore: closedBefore)
        }
    }
}

extension CoinGeckoCandles {
    private func page(
        of series: PoolSeriesID,
        _ range: TimeRange,
        closedBefore: Timestamp
    ) async throws(VenueError) -> TokenCandlePage {
        let task = "fetch \(series) \(range)"
        let days = try days(task, series.interval, from: range.start)
        let request = client.request(
            ["api", "v3", "coins", series.pool.mint, "ohlc"],
            [("vs_currency", "usd"), ("days", "\(days)"), ("precision", "full")]
        )
        do throws(VenueError) {
            let client = client
            let (rows, origin) = try await client.fetch(task, request) { root in
                let whole = client.serverNow - days * Timestamp.microsecondsPerDay
                let scope = TokenRowScope(
                    interval: series.interval,
                    range: TimeRange(max(range.start, whole), range.end),
                    closedBefore: closedBefore
                )
                return try CoinGeckoRows.read(root, scope)
            }
            return rows.page(of: range, origin)
        } catch {
            throw known(task, series, error)
        }
    }

    /// The fewest days that hold the span and one candle more, or the most that have the interval.
    private func days(
        _ task: String,
        _ interval: Interval,
        from start: Timestamp
    ) throws(VenueError) -> Int64 {
        guard let choices = Self.days[interval], let most = choices.last else {
            throw unknownInterval(task, interval)
        }
        let day = Timestamp.microsecondsPerDay
        let now = client.serverNow
        guard start >= now - Self.mostDays * day else {
            throw VenueError(
                .refused,
                "\(task): \(venue) serves no more than \(Self.mostDays) days to clients that do "
                    + "not pay, and candles of \(interval.rawValue) only \(most) "
                    + (most == 1 ? "day" : "days") + " back; begin later"
            )
        }
        return choices.first { now - $0 * day + (interval.fixedMicroseconds ?? 0) <= start } ?? most
    }

    private func known(
        _ task: String,
        _ series: PoolSeriesID,
        _ error: VenueError
    ) -> VenueError {
        switch error.refusal?.kind {
        case .unknownSymbol:
            VenueError(
                .unknownSymbol,
                "\(task): there is no coin with the key \(quoted(series.pool.mint)), \(venue) "
                    + "answered \(error.refusal?.words ?? "so")",
                cause: error
            )
        case .beyondReach:
            VenueError(
                .refused,
                "\(task): this lies further back than \(venue) serves to clients that do not pay, "
                    + "it answered \(error.refusal?.words ?? "so"); begin later",
                cause: error
            )
        default: error
        }
    }
}
