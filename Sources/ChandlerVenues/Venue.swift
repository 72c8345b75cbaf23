public import ChandlerCore
public import ChandlerHTTP

/// A venue that Chandler can fetch from, before anything was opened.
public struct Venue: Sendable {
    /// The name in the table and on the command line, such as `binance`.
    public let name: String
    /// The intervals that the venue has.
    public let intervals: [Interval]
    /// Whether past months can be read from a bulk archive of the venue.
    public let hasArchive: Bool
    /// What its API allows.
    let pace: VenuePace

    private let open: @Sendable (VenueOptions) throws(VenueError) -> any CandleSource

    /// Describes a venue.
    ///
    /// - Parameters:
    ///   - name: The name in the table and on the command line.
    ///   - intervals: The intervals that the venue has.
    ///   - hasArchive: Whether past months can be read from a bulk archive.
    ///   - pageSize: The most candles in one answer.
    ///   - limit: What an address may ask for.
    ///   - weight: What a request for candles takes of it.
    ///   - open: Makes its source.
    public init(
        name: String,
        intervals: [Interval],
        hasArchive: Bool = false,
        pageSize: Int = 1_000,
        limit: WeightLimit = WeightLimit(weight: 1, per: .seconds(1)),
        weight: Int = 1,
        open: @escaping @Sendable (VenueOptions) throws(VenueError) -> any CandleSource
    ) {
        self.name = name
        self.intervals = intervals
        self.hasArchive = hasArchive
        pace = VenuePace(pageSize: pageSize, limit, weight: weight)
        self.open = open
    }

    /// Describes an exchange that is asked in a dialect.
    init(_ dialect: some ExchangeDialect) {
        let profile = dialect.profile
        self.init(
            name: profile.name,
            intervals: Interval.allCases.filter { profile.intervals[$0] != nil },
            pageSize: profile.pageSize,
            limit: profile.limit
        ) { (options) throws(VenueError) in
            try ExchangeClient(dialect, options)
        }
    }

    /// Makes the source of the venue's candles; nothing is fetched yet.
    ///
    /// One source serves all tasks of the process: they share its limits and connections.
    ///
    /// - Throws: ``VenueError`` where the HTTP client cannot be started.
    public func source(
        _ options: VenueOptions = VenueOptions()
    ) throws(VenueError)
        -> any CandleSource
    {
        let source = try open(options)
        return options.servesCandlesOnly ? CandlesOnlySource(source) : source
    }

    /// Makes a source that also has an interval which the venue lacks, joined from a shorter one.
    ///
    /// - Returns: The venue's own candles where it has the interval.
    /// - Throws: ``VenueError`` with code `unknownInterval` where no interval divides this one.
    public func source(
        _ options: VenueOptions,
        joining interval: Interval
    ) throws(VenueError) -> any CandleSource {
        let source = try source(options)
        return source.intervals.contains(interval)
            ? source : try ResampledSource(source, to: interval)
    }
}
