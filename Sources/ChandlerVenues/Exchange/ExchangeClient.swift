import ChandlerCore
import ChandlerHTTP

/// Candles of one exchange over REST, in the exchange's own dialect.
///
/// Spans are cut into windows that one answer can hold, so it does not matter in which direction a
/// venue pages; what an answer leaves out at either end of its window is asked for again until the
/// venue has nothing more.
final class ExchangeClient<Dialect: ExchangeDialect>: CandleSource {
    let dialect: Dialect
    private let profile: ExchangeProfile
    let runner: RequestRunner
    private let parsers: ParserPool<LayoutParser>
    let markets: MarketList
    private let depth: Int
    private let pageSize: Int
    private let servesCandlesOnly: Bool

    /// Starts the HTTP client; nothing is fetched yet.
    ///
    /// - Throws: ``VenueError`` where it cannot be started.
    convenience init(_ dialect: Dialect, _ options: VenueOptions) throws(VenueError) {
        do throws(HTTPError) {
            self.init(dialect, options, network: try options.openNetwork())
        } catch {
            throw VenueError("open \(dialect.profile.name)", error)
        }
    }

    /// Makes a client over any transport.
    convenience init(
        _ dialect: Dialect,
        _ options: VenueOptions,
        transport: any HTTPTransport,
        clock: any HTTPClock = SystemHTTPClock(),
        seed: UInt64 = .random(in: .min ... .max)
    ) {
        let network = HTTPNetwork(transport: transport, clock: clock)
        self.init(dialect, options, network: network, seed: seed)
    }

    /// Makes a client that shares a network.
    init(
        _ dialect: Dialect,
        _ options: VenueOptions,
        network: HTTPNetwork,
        seed: UInt64 = .random(in: .min ... .max)
    ) {
        let clock = network.clock
        let profile = dialect.profile
        self.dialect = dialect
        self.profile = profile
        depth = max(1, options.prefetchDepth)
        pageSize = min(max(1, options.pageSize ?? profile.pageSize), profile.pageSize)
        servesCandlesOnly = options.servesCandlesOnly
        parsers = ParserPool { LayoutParser(dialect.layout) }
        let hosts = options.baseURL.map { [$0] } ?? profile.hosts
        let runner = RequestRunner(
            transport: network.transport,
            options: RequestRunner.Options(
                baseURLs: hosts,
                retries: RetryPolicy(patience: options.patience),
                usedWeightHeader: profile.usedWeightHeader
            ),
            limiter: network.limiter(for: hosts, profile.limit, chosen: options.limit),
            clock: clock,
            seed: seed,
            classify: { response in
                // Candles are long, errors are short: long answers need not be read for one.
                let isLong = response.status.isSuccess && response.body.count > 4_096
                if !isLong, let refusal = dialect.refusal(in: response) {
                    return refusal.verdict(response, unixSeconds: clock.unixSeconds)
                }
                return ResponseVerdict.byStatus(response, unixSeconds: clock.unixSeconds)
            }
        )
        self.runner = runner
        markets = MarketList { () async throws(VenueError) in
            try await Self.fetchInstruments(dialect, runner)
        }
    }

    var venue: String { profile.name }

    var intervals: [Interval] { Interval.allCases.filter { profile.intervals[$0] != nil } }

    var missing: MissingCandle { profile.missing }

    var counters: RequestCounters { RequestCounters(runner.counters) }

    func served(_ interval: Interval, at now: Timestamp) -> Timestamp? {
        // One candle less than promised, since another may complete meanwhile.
        profile.reach.map { interval.advance(interval.floor(now), by: 2 - $0) }
    }

    func instruments() async throws(VenueError) -> [Instrument] {
        try await markets.all()
    }

    func instrument(_ symbol: Symbol) async throws(VenueError) -> Instrument? {
        let found = try await markets.instruments(symbol)
        guard let first = found.first else {
            throw unknownSymbol(
                "look up \(venue) \(symbol)",
                symbol,
                "it is not in the venue's list"
            )
        }
        guard found.count == 1 else {
            throw VenueError(
                .unknownSymbol,
                "look up \(venue) \(symbol): the venue has \(found.count) instruments that are "
                    + "spelled so without separators: "
                    + found.map { quoted($0.venueSymbol) }.joined(separator: ", ")
            )
        }
        return first
    }

    func serverTime() async throws(VenueError) -> Timestamp {
        let task = "ask \(venue) for its time"
        switch dialect.clock {
        case .request(let request, let read):
            return try await fetch(task, request) { try read($0.body) }.value
        case .date(let request):
            return try await fetch(task, request) { response in
                guard let seconds = response.serverSeconds else {
                    throw JSONFault(words: "the answer has no header Date")
                }
                return Timestamp(microseconds: seconds * 1_000_000)
            }.value
        }
    }

    /// The open time of the first candle at or after a moment.
    ///
    /// Where history is searched in longer candles, the moment at which the first of them opens:
    /// no candle of the series comes before it.
    func firstOpenTime(
        of series: SeriesID,
        from start: Timestamp
    ) async throws(VenueError) -> Timestamp? {
        let market = try await market(series.symbol)
        let interval = series.interval
        var first = max(interval.ceiling(start), Timestamp(microseconds: 0))
        if let served = try await beginningOfReach(interval) { first = max(first, served) }
        switch profile.beginning {
        case .asked:
            let everything = PageScope(
                interval: interval,
                range: TimeRange(first, VenueTime.end),
                closedBefore: VenueTime.end
            )
            let request = dialect.candles(
                of: market,
                interval,
                from: first,
                through: nil,
                limit: 1
            )
            let task = "find the first candle of \(series) from \(start.compact)"
            let page = try await fetchRows(task, request, market, interval, everything).value
            return page.earliestOpen.map { max(first, $0) }
        case .searched(let longer, let opening):
            let coarse =
                (longer.fixedMicroseconds ?? .max) > (interval.fixedMicroseconds ?? .max)
                ? longer : interval
            return try await search(market, series, coarse, from: max(first, opening))
        }
    }

    func pages(
        of series: SeriesID,
        in range: TimeRange,
        closedBefore: Timestamp
    ) -> any AsyncSequence<CandlePage, any Error> & Sendable {
        VenuePages(
            windows: PageWindows(range, interval: series.interval, size: pageSize),
            depth: depth
        ) { (window) async throws(VenueError) in
            try await self.page(of: series, window, closedBefore: closedBefore)
        }
    }
}

// Pages.
extension ExchangeClient {
    private func page(
        of series: SeriesID,
        _ window: PageWindow,
        closedBefore: Timestamp
    ) async throws(VenueError) -> CandlePage {
        let market = try await market(series.symbol)
        let interval = series.interval
        let task = "fetch \(series) \(window.range)"
        let scope = PageScope(
            interval: interval,
            range: window.range,
            closedBefore: closedBefore
        )
        var asked = candles(market, interval, window.firstOpen, window.lastOpen)
        var first = try await fetchRows(task, asked, market, interval, scope)
        if first.isBeyondReach, let served = try await beginningOfReach(interval),
            window.firstOpen < served, served <= window.lastOpen
        {
            // The window was refused as a whole, although its end is still served.
            asked = candles(market, interval, served, window.lastOpen)
            first = try await fetchRows(task, asked, market, interval, scope)
        }
        var page = first.value
        var latest = page
        while profile.keepsNewest, let earliest = latest.candles.first?.openTime,
            latest.rows > 1, window.firstOpen < earliest
        {
            let before = scope.narrowed(to: TimeRange(window.range.start, earliest))
            let last = interval.advance(earliest, by: -1)
            asked = candles(market, interval, window.firstOpen, last)
            latest = try await fetchRows(task, asked, market, interval, before).value
            page.prepend(latest)
        }
        latest = page
        var rest = scope
        while let next = latest.unansweredStart(rest, lastOpen: window.lastOpen) {
            rest = rest.beginning(at: next)
            asked = candles(market, interval, next, window.lastOpen)
            latest = try await fetchRows(task, asked, market, interval, rest).value
            page.append(latest)
        }
        return CandlePage(
            range: window.range,
            candles: page.candles,
            rejected: page.rejected,
            origin: PageOrigin(
                host: first.host,
                path: asked.path,
                fetchedAt: .now
            )
        )
    }

    /// The first open time that is still served, where the venue does not serve all history.
    private func beginningOfReach(_ interval: Interval) async throws(VenueError) -> Timestamp? {
        if profile.reach == nil { return nil }
        return served(interval, at: try await serverTime())
    }

    private func candles(
        _ market: Instrument,
        _ interval: Interval,
        _ first: Timestamp,
        _ last: Timestamp,
        most: Int? = nil
    ) -> PathRequest {
        let count = interval.count(in: TimeRange(first, interval.close(of: last)))
        // One more than there are, so that a row of the page before takes no other's place.
        return dialect.candles(
            of: market,
            interval,
            from: first,
            through: last,
            limit: min(count + 1, max(2, most ?? pageSize), profile.pageSize)
        )
    }

    /// Looks through windows of longer candles until one holds any.
    private func search(
        _ market: Instrument,
        _ series: SeriesID,
        _ coarse: Interval,
        from first: Timestamp
    ) async throws(VenueError) -> Timestamp? {
        let now = try await serverTime()
        let range = TimeRange(coarse.floor(first), max(coarse.floor(first), now))
        let task = "find the first candle of \(series) from \(first.compact)"
        for window in PageWindows(range, interval: coarse, size: profile.pageSize) {
            let request = candles(
                market,
                coarse,
                window.firstOpen,
                window.lastOpen,
                most: profile.pageSize
            )
            let scope = PageScope(
                interval: coarse,
                range: window.range,
                closedBefore: VenueTime.end
            )
            var found: Timestamp?
            var page = try await fetchRows(task, request, market, coarse, scope).value
            while let open = page.earliestOpen, open < found ?? VenueTime.end {
                found = open
                guard profile.keepsNewest, window.firstOpen < open else { break }
                // An answer may hold fewer rows than were asked for: the earlier ones are missing.
                let last = coarse.advance(open, by: -1)
                let asked = candles(
                    market,
                    coarse,
                    window.firstOpen,
                    last,
                    most: profile.pageSize
                )
                let before = scope.narrowed(to: TimeRange(window.range.start, open))
                page = try await fetchRows(task, asked, market, coarse, before).value
            }
            if let found { return max(first, found) }
        }
        return nil
    }

    /// The instrument in the venue's list, or by its name where there is no list to look in.
    private func market(_ symbol: Symbol) async throws(VenueError) -> Instrument {
        if !servesCandlesOnly, let found = try await instrument(symbol) { return found }
        return Instrument(
            venue: venue,
            symbol: symbol,
            venueSymbol: symbol.text,
            baseAsset: "",
            quoteAsset: "",
            status: ""
        )
    }
}

// Requests.
extension ExchangeClient {
    private static func fetchInstruments(
        _ dialect: Dialect,
        _ runner: RequestRunner
    ) async throws(VenueError) -> [Instrument] {
        var instruments: [Instrument] = []
        var cursor: String?
        repeat {
            let request = dialect.instruments(after: cursor)
            do throws(HTTPError) {
                let page = try await runner.fetch(request) {
                    try dialect.instruments(in: $0.body)
                }.value
                instruments += page.instruments
                cursor = page.cursor == cursor ? nil : page.cursor
            } catch {
                throw VenueError("list the instruments of \(dialect.profile.name)", error)
            }
        } while cursor != nil
        return instruments
    }

    private func fetchRows(
        _ task: String,
        _ request: PathRequest,
        _ market: Instrument,
        _ interval: Interval,
        _ scope: PageScope
    ) async throws(VenueError) -> (value: ParsedPage, host: String, isBeyondReach: Bool) {
        let parsers = self.parsers
        do throws(HTTPError) {
            let fetched = try await runner.fetch(request) { response in
                try parsers.lend { parser throws(JSONFault) in
                    try parser.parse(response.body, scope: scope)
                }
            }
            return (fetched.value, fetched.response.effectiveHost, false)
        } catch {
            guard let refusal = error.cause as? VenueRefusal else { throw VenueError(task, error) }
            switch refusal.kind {
            case .beyondReach:
                return (ParsedPage(), error.context.url ?? profile.name, true)
            case .unknownSymbol:
                throw unknownSymbol(
                    task,
                    market.symbol,
                    "the venue answered \(refusal)",
                    cause: error
                )
            case .unknownInterval:
                throw VenueError(
                    .unknownInterval,
                    "\(task): \(venue) has no candles of \(interval.rawValue), the venue answered "
                        + "\(refusal); intervals there are: "
                        + intervals.map(\.rawValue).joined(separator: " "),
                    cause: error
                )
            default:
                throw VenueError(task, error)
            }
        }
    }

    private func fetch<Value: Sendable>(
        _ task: String,
        _ request: PathRequest,
        read: @Sendable (HTTPResponse) throws -> Value
    ) async throws(VenueError) -> Fetched<Value> {
        do throws(HTTPError) {
            return try await runner.fetch(request, read: read)
        } catch {
            throw VenueError(task, error)
        }
    }

    private func unknownSymbol(
        _ task: String,
        _ symbol: Symbol,
        _ found: String,
        cause: (any Error)? = nil
    ) -> VenueError {
        VenueError(
            .unknownSymbol,
            "\(task): \(venue) has no instrument \(quoted(symbol.text)), \(found); "
                + "chandler symbols --venue \(venue) lists those there are",
            cause: cause
        )
    }
}
