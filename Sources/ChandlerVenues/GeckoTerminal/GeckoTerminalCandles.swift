import ChandlerCore
import ChandlerHTTP

/// Candles of pools by GeckoTerminal, in US dollars.
///
/// Intervals without trades are left out. The span is cut into windows of at most 1000 candles that
/// are asked for one by one, each backward from its end; where an answer does not reach the window's
/// start, what came before is asked for until there is nothing more. Of rows with the same open time
/// the one nearer the top of the answer counts.
///
/// History ends 180 days back. What lies before is answered with status 401, which has nothing to do
/// with keys: such windows are empty. **Doubts, and how they are read:** answers are kept for about
/// a minute, so one given before a candle's end may still be handed out after it; the clock is set
/// back by that minute. With `token` the priced token may be named on either side of the answer.
///
/// **Source:** apiguide.geckoterminal.com; answers and measurements of August and September 2026.
struct GeckoTerminalCandles: PoolCandleSource {
    static let mostRows = 1_000
    /// How far back candles are served without paying, in microseconds.
    static let reach = 180 * Timestamp.microsecondsPerDay
    /// How long answers are kept by the servers between, in microseconds.
    static let cached: Int64 = 60_000_000

    private static let frames: [Interval: (frame: String, aggregate: Int)] = [
        .minute: ("minute", 1), .fiveMinutes: ("minute", 5), .fifteenMinutes: ("minute", 15),
        .hour: ("hour", 1), .fourHours: ("hour", 4), .twelveHours: ("hour", 12), .day: ("day", 1),
    ]

    private let client: AggregatorClient
    private let token: String?
    private let pageSize: Int

    /// Makes the source over a connection.
    ///
    /// - Parameters:
    ///   - connection: What requests are sent through.
    ///   - token: The address of the pool's token to be priced, where it is not the base.
    init(_ connection: AggregatorConnection, token: String? = nil) {
        client = AggregatorClient(connection)
        self.token = token
        let size = connection.options.pageSize ?? Self.mostRows
        pageSize = min(max(1, size), Self.mostRows)
    }

    var venue: String { GeckoTerminalProfile.name }

    var intervals: [Interval] { Self.intervals }

    static let intervals = Interval.allCases.filter { frames[$0] != nil }

    var counters: RequestCounters { client.counters }

    func served(_ interval: Interval, at now: Timestamp) -> Timestamp? {
        interval.firstServed(within: Self.reach, before: now)
    }

    func serverTime() async throws(VenueError) -> Timestamp {
        try await client.serverTime(client.request(["api", "v2", "networks"])) - Self.cached
    }

    func pool(_ address: String, on network: String) async throws(VenueError) -> Pool {
        let names = AggregatorNetwork(network)
        let task = "look up the pool \(quoted(address)) of \(venue) on \(names.geckoTerminal)"
        let request = client.request(
            on: names.geckoTerminal,
            ["pools", address],
            [("include", "base_token,quote_token")]
        )
        let found: GeckoTerminalPool
        do throws(VenueError) {
            found = try await client.fetch(task, request) { root in
                try GeckoTerminalPools(network: names.geckoTerminal).readOne(root)
            }.value
        } catch {
            throw unknownPool(task, error)
        }
        guard TokenAddress.areSame(found.address, address) else {
            throw VenueError(
                .badAnswer,
                "\(task): the answer is about the pool \(quoted(found.address))"
            )
        }
        return try pool(found, on: names.geckoTerminal, task)
    }

    func pages(
        of series: PoolSeriesID,
        in range: TimeRange,
        closedBefore: Timestamp
    ) -> any AsyncSequence<TokenCandlePage, any Error> & Sendable {
        VenuePages(
            windows: PageWindows(range, interval: series.interval, size: pageSize),
            depth: max(1, client.options.prefetchDepth)
        ) { (window) async throws(VenueError) in
            try await page(of: series, window, closedBefore: closedBefore)
        }
    }
}

// Pools.
extension GeckoTerminalCandles {
    private func pool(
        _ found: GeckoTerminalPool,
        on network: String,
        _ task: String
    ) throws(VenueError) -> Pool {
        let mint = token ?? found.base
        let sides = [(found.base, found.baseSymbol), (found.quote, found.quoteSymbol)]
        guard let side = sides.first(where: { TokenAddress.areSame($0.0, mint) }) else {
            throw VenueError(
                .refused,
                "\(task): its tokens are \(found.base) and \(found.quote), \(quoted(mint)) is "
                    + "neither"
            )
        }
        return Pool(network: network, address: found.address, mint: side.0, symbol: side.1)
    }

    private func unknownPool(_ task: String, _ error: VenueError) -> VenueError {
        guard let refusal = error.refusal, refusal.kind == .unknownSymbol else { return error }
        return VenueError(
            .unknownSymbol,
            "\(task): there is no such pool, \(venue) answered \(refusal); addresses are those of "
                + "pools, not of tokens, and their case matters",
            cause: error
        )
    }
}

// Pages.
extension GeckoTerminalCandles {
    private func page(
        of series: PoolSeriesID,
        _ window: PageWindow,
        closedBefore: Timestamp
    ) async throws(VenueError) -> TokenCandlePage {
        let task = "fetch \(series) \(window.range)"
        let scope = TokenRowScope(
            interval: series.interval,
            range: window.range,
            closedBefore: closedBefore
        )
        var (rows, origin) = try await fetch(task, series, scope)
        var latest = rows
        while let earliest = latest.earliest, earliest > window.firstOpen {
            let before = TokenRowScope(
                interval: series.interval,
                range: TimeRange(window.range.start, earliest),
                closedBefore: closedBefore
            )
            latest = try await fetch(task, series, before).rows
            // An answer that gets no further back says that there is nothing more.
            guard let next = latest.earliest, next < earliest else { break }
            rows.prepend(latest)
        }
        return rows.page(of: window.range, origin)
    }

    private func fetch(
        _ task: String,
        _ series: PoolSeriesID,
        _ scope: TokenRowScope
    ) async throws(VenueError) -> (rows: TokenRows, origin: PageOrigin) {
        let request = try request(task, series, scope)
        let page: GeckoTerminalPage
        let origin: PageOrigin
        do throws(VenueError) {
            (page, origin) = try await client.fetch(task, request) { root in
                try GeckoTerminalPage(root, scope)
            }
        } catch {
            guard let refusal = error.refusal, refusal.kind == .beyondReach else {
                throw unknownPool(task, error)
            }
            let nothing = TokenRows([], GeckoTerminalPage.layout, scope)
            return (nothing, try beyondReach(task, request, scope, refusal, error))
        }
        if let why = page.whyOther(than: series.pool.mint) {
            throw VenueError(
                .badAnswer,
                "\(task): \(why); name the token to be priced by its address"
            )
        }
        return (page.rows, origin)
    }

    private func request(
        _ task: String,
        _ series: PoolSeriesID,
        _ scope: TokenRowScope
    ) throws(VenueError) -> PathRequest {
        guard let spelling = Self.frames[series.interval] else {
            throw unknownInterval(task, series.interval)
        }
        let pool = series.pool
        guard token.map({ TokenAddress.areSame($0, pool.mint) }) ?? true else {
            throw VenueError(
                .refused,
                "\(task): the token to be priced is \(quoted(token ?? "")), that of the series is "
                    + quoted(pool.mint)
            )
        }
        // Rows that open before a second, so that a span that ends within one is whole.
        let end = (scope.range.end.microseconds + 999_999) / 1_000_000
        return client.request(
            on: AggregatorNetwork(pool.network).geckoTerminal,
            ["pools", pool.address, "ohlcv", spelling.frame],
            [
                ("aggregate", "\(spelling.aggregate)"), ("before_timestamp", "\(end)"),
                ("limit", "\(Self.mostRows)"), ("currency", "usd"),
                ("token", token ?? "base"),
            ]
        )
    }

    /// The origin of a window that lies beyond what is served.
    ///
    /// - Throws: ``VenueError`` where it should be served.
    private func beyondReach(
        _ task: String,
        _ request: PathRequest,
        _ scope: TokenRowScope,
        _ refusal: VenueRefusal,
        _ error: VenueError
    ) throws(VenueError) -> PageOrigin {
        guard let first = served(scope.interval, at: client.serverNow), scope.range.start < first
        else {
            throw VenueError(
                .refused,
                "\(task): \(venue) answered \(refusal), which it says of what lies beyond its "
                    + "reach of 180 days and not of keys: there are none; nothing was kept",
                cause: error
            )
        }
        let context = (error.cause as? HTTPError)?.context
        return PageOrigin(
            host: context?.url ?? venue,
            path: request.path,
            fetchedAt: .now
        )
    }
}
