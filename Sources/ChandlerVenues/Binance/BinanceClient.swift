public import ChandlerCore
import ChandlerHTTP

/// Candles of Binance spot over REST.
///
/// Every candle that ended is served, also of instruments that are no longer traded. A candle that
/// is missing between others means an outage: quiet intervals are sent as flat ones with volume 0.
///
/// **Limits:** a page holds 1000 candles and weighs 2 of the 6000 that an address may use in a
/// minute; from 80 % on, requests are spread. **Source:** Binance spot API, "Market data".
public final class BinanceClient: CandleSource {
    static let name = "binance"

    /// The hosts in order of preference; the last serves market data where others are blocked.
    static let hosts = [
        "https://api.binance.com", "https://api-gcp.binance.com", "https://api1.binance.com",
        "https://api2.binance.com", "https://api3.binance.com", "https://api4.binance.com",
        "https://data-api.binance.vision",
    ]

    static let maximumPageSize = 1_000
    static let weightPerMinute = 6_000
    /// What a page of candles takes of it.
    static let candlesWeight = 2

    let runner: RequestRunner
    let limiter: RateLimiter
    private let parsers = ParserPool { BinanceParser() }
    private let depth: Int
    private let pageSize: Int

    /// Starts the HTTP client; nothing is fetched yet.
    ///
    /// - Throws: ``VenueError`` where it cannot be started.
    public convenience init(_ options: VenueOptions = VenueOptions()) throws(VenueError) {
        do throws(HTTPError) {
            self.init(options, network: try options.openNetwork())
        } catch {
            throw VenueError("open \(Self.name)", error)
        }
    }

    /// Makes a client over any transport.
    convenience init(
        _ options: VenueOptions,
        transport: any HTTPTransport,
        clock: any HTTPClock = SystemHTTPClock(),
        seed: UInt64 = .random(in: .min ... .max)
    ) {
        self.init(options, network: HTTPNetwork(transport: transport, clock: clock), seed: seed)
    }

    /// Makes a client that shares a network.
    init(
        _ options: VenueOptions,
        network: HTTPNetwork,
        seed: UInt64 = .random(in: .min ... .max)
    ) {
        let clock = network.clock
        let hosts = options.baseURL.map { [$0] } ?? Self.hosts
        depth = max(1, options.prefetchDepth)
        pageSize = min(max(1, options.pageSize ?? Self.maximumPageSize), Self.maximumPageSize)
        limiter = network.limiter(
            for: hosts,
            WeightLimit(weight: Self.weightPerMinute, per: .seconds(60)),
            chosen: options.limit
        )
        runner = RequestRunner(
            transport: network.transport,
            options: RequestRunner.Options(
                baseURLs: hosts,
                retries: RetryPolicy(patience: options.patience),
                usedWeightHeader: "X-MBX-USED-WEIGHT-1M"
            ),
            limiter: limiter,
            clock: clock,
            seed: seed,
            classify: { BinanceAnswers.judge($0, unixSeconds: clock.unixSeconds) }
        )
    }

    /// `binance`.
    public var venue: String { Self.name }

    /// All of them.
    public var intervals: [Interval] { Interval.allCases }

    /// Requests and bytes so far, of all series.
    public var counters: RequestCounters { RequestCounters(runner.counters) }

    /// Quiet intervals are sent.
    public var missing: MissingCandle { .outage }

    /// All spot instruments, also those no longer traded.
    public func instruments() async throws(VenueError) -> [Instrument] {
        let request = PathRequest(path: "/api/v3/exchangeInfo", weight: 20)
        return try await fetch("list the instruments of \(Self.name)", request) {
            try BinanceExchangeInfo($0.body)
        }.value.instruments
    }

    /// Looks an instrument up in Binance's list; those no longer traded have the status `BREAK`.
    ///
    /// - Throws: ``VenueError`` with code `unknownSymbol` where Binance has none of that name.
    public func instrument(_ symbol: Symbol) async throws(VenueError) -> Instrument? {
        let task = "look up \(Self.name) \(symbol)"
        let request = PathRequest(
            path: "/api/v3/exchangeInfo",
            query: [.init("symbol", symbol.text)],
            weight: 20
        )
        let info = try await fetch(task, request, about: symbol) {
            try BinanceExchangeInfo($0.body)
        }
        if let weight = info.value.weightPerMinute, weight > 0 {
            limiter.setLimit(WeightLimit(weight: weight, per: .seconds(60)))
        }
        guard let found = info.value.instruments.first(where: { $0.symbol == symbol }) else {
            throw Self.unknownSymbol(task, symbol, "it was not in the venue's list")
        }
        return found
    }

    /// Binance's own clock.
    public func serverTime() async throws(VenueError) -> Timestamp {
        let request = PathRequest(path: "/api/v3/time")
        return try await fetch("ask \(Self.name) for its time", request) { response in
            let answer = try JSONAnswer(response.body)
            guard let value = answer.integer("/serverTime"),
                let time = VenueTime.timestamp(value)
            else { throw JSONFault(words: "there is no \"serverTime\"") }
            return time
        }.value
    }

    /// The open time of the first candle at or after a moment, be it complete or still forming.
    public func firstOpenTime(
        of series: SeriesID,
        from start: Timestamp
    ) async throws(VenueError) -> Timestamp? {
        // Binance refuses times before 1970, when it had no candles.
        let first = max(series.interval.ceiling(start), Timestamp(microseconds: 0))
        let everything = PageScope(
            interval: series.interval,
            range: TimeRange(first, VenueTime.end),
            closedBefore: VenueTime.end
        )
        let request = klines(series, from: first, through: nil, limit: 1)
        let task = "find the first candle of \(series) from \(start.compact)"
        let page = try await fetchRows(task, request, series, everything).value
        if let open = page.latestOpen { return open }
        guard let broken = page.rejected.first else { return nil }
        // A broken first row is where history begins all the same; its page rejects it in words.
        if let open = broken.openTime { return max(first, series.interval.floor(open)) }
        throw VenueError(.badAnswer, "\(task): \(broken.reason), in \(quoted(broken.payload))")
    }

    /// Fetches a span page by page; see ``CandleSource/pages(of:in:closedBefore:)``.
    ///
    /// Where the rows of a page end before its span does, the rest is asked for again until Binance
    /// sends nothing new: so a missing end is an outage that the venue confirmed.
    public func pages(
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

    private func page(
        of series: SeriesID,
        _ window: PageWindow,
        closedBefore: Timestamp
    ) async throws(VenueError) -> CandlePage {
        let task = "fetch \(series) \(window.range)"
        let through = window.lastOpen
        var scope = PageScope(
            interval: series.interval,
            range: window.range,
            closedBefore: closedBefore
        )
        let request = klines(series, from: window.firstOpen, through: through)
        let first = try await fetchRows(task, request, series, scope)
        var page = first.value
        var latest = page
        while let next = latest.unansweredStart(scope, lastOpen: through) {
            scope = scope.beginning(at: next)
            let request = klines(series, from: next, through: through)
            latest = try await fetchRows(task, request, series, scope).value
            page.append(latest)
        }
        return CandlePage(
            range: window.range,
            candles: page.candles,
            rejected: page.rejected,
            origin: PageOrigin(
                host: first.response.effectiveHost,
                path: Self.klinesPath,
                fetchedAt: .now
            )
        )
    }
}

// Requests.
extension BinanceClient {
    private static let klinesPath = "/api/v3/klines"

    private func klines(
        _ series: SeriesID,
        from first: Timestamp,
        through last: Timestamp?,
        limit: Int? = nil
    ) -> PathRequest {
        var query: [PathRequest.Parameter] = [
            .init("symbol", series.symbol.text),
            .init("interval", series.interval.rawValue),
            .init("startTime", "\(first.milliseconds)"),
        ]
        if let last { query.append(.init("endTime", "\(last.milliseconds)")) }
        query.append(.init("limit", "\(limit ?? pageSize)"))
        return PathRequest(path: "/api/v3/klines", query: query, weight: Self.candlesWeight)
    }

    private func fetchRows(
        _ task: String,
        _ request: PathRequest,
        _ series: SeriesID,
        _ scope: PageScope
    ) async throws(VenueError) -> Fetched<ParsedPage> {
        let parsers = self.parsers
        return try await fetch(task, request, about: series.symbol, series.interval) { response in
            try parsers.lend { parser throws(JSONFault) in
                try parser.parse(response.body, scope: scope)
            }
        }
    }

    private func fetch<Value: Sendable>(
        _ task: String,
        _ request: PathRequest,
        about symbol: Symbol? = nil,
        _ interval: Interval? = nil,
        read: @Sendable (HTTPResponse) throws -> Value
    ) async throws(VenueError) -> Fetched<Value> {
        do throws(HTTPError) {
            return try await runner.fetch(request, read: read)
        } catch {
            throw Self.explain(task, error, symbol, interval)
        }
    }

    private static func explain(
        _ task: String,
        _ error: HTTPError,
        _ symbol: Symbol?,
        _ interval: Interval?
    ) -> VenueError {
        guard error.code == .rejected, let cause = error.cause as? BinanceError else {
            return VenueError(task, error)
        }
        if cause.code == BinanceError.unknownSymbol, let symbol {
            return unknownSymbol(task, symbol, "the venue answered \(cause)", cause: error)
        }
        if cause.code == BinanceError.unknownInterval, let interval {
            let known = Interval.allCases.map(\.rawValue).joined(separator: " ")
            return VenueError(
                .unknownInterval,
                "\(task): \(name) has no candles of \(interval.rawValue), the venue answered "
                    + "\(cause); intervals there are: \(known)",
                cause: error
            )
        }
        return VenueError(task, error)
    }

    private static func unknownSymbol(
        _ task: String,
        _ symbol: Symbol,
        _ found: String,
        cause: (any Error)? = nil
    ) -> VenueError {
        VenueError(
            .unknownSymbol,
            "\(task): \(name) has no instrument \(quoted(symbol.text)), \(found); tickers are "
                + "written without separators, such as BTCUSDT",
            cause: cause
        )
    }
}

extension Venue {
    /// Binance spot.
    public static let binance = Venue(
        name: BinanceClient.name,
        intervals: Interval.allCases,
        hasArchive: true,
        pageSize: BinanceClient.maximumPageSize,
        limit: WeightLimit(weight: BinanceClient.weightPerMinute, per: .seconds(60)),
        weight: BinanceClient.candlesWeight
    ) { (options) throws(VenueError) in
        // An address given for REST alone says that the venue's own hosts are not to be asked.
        guard options.baseURL == nil || options.archiveURL != nil else {
            return try BinanceClient(options)
        }
        return try BinanceSource(options, archiveURL: options.archiveURL)
    }
}
