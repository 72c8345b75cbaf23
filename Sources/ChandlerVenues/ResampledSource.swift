import ChandlerCore

/// Candles of an interval that the venue lacks, joined exactly from a shorter one that it has.
///
/// Pages say so in their origin, whose path reads `/path (joined from 15m)`. Where a row of the
/// shorter interval breaks a rule, the candle that it belongs to is not made.
struct ResampledSource: CandleSource {
    private let source: any CandleSource
    private let base: Interval
    private let joined: Interval

    /// Joins candles of the longest interval of the venue that divides the wanted one.
    ///
    /// - Throws: ``VenueError`` with code `unknownInterval` where there is none.
    init(_ source: any CandleSource, to joined: Interval) throws(VenueError) {
        let base = source.intervals.filter { $0.divides(joined) }.max {
            ($0.fixedMicroseconds ?? 0) < ($1.fixedMicroseconds ?? 0)
        }
        guard let base else {
            throw VenueError(
                .unknownInterval,
                "\(source.venue) has no candles of \(joined.rawValue) and none to join them from; "
                    + "it has " + source.intervals.map(\.rawValue).joined(separator: " ")
            )
        }
        self.source = source
        self.base = base
        self.joined = joined
    }

    var venue: String { source.venue }

    var intervals: [Interval] {
        Interval.allCases.filter { (source.intervals + [joined]).contains($0) }
    }

    var missing: MissingCandle { source.missing }

    var counters: RequestCounters { source.counters }

    func served(_ interval: Interval, at now: Timestamp) -> Timestamp? {
        source.served(interval == joined ? base : interval, at: now)
    }

    var archived: ArchiveTally? { source.archived }

    func instruments() async throws(VenueError) -> [Instrument] {
        try await source.instruments()
    }

    func turnover() async throws(VenueError) -> [InstrumentTurnover] {
        try await source.turnover()
    }

    func instrument(_ symbol: Symbol) async throws(VenueError) -> Instrument? {
        try await source.instrument(symbol)
    }

    func serverTime() async throws(VenueError) -> Timestamp {
        try await source.serverTime()
    }

    func firstOpenTime(
        of series: SeriesID,
        from start: Timestamp
    ) async throws(VenueError) -> Timestamp? {
        let from = series.interval.ceiling(start)
        guard let first = try await source.firstOpenTime(of: shorter(series), from: from) else {
            return nil
        }
        return max(from, series.interval.floor(first))
    }

    func pages(
        of series: SeriesID,
        in range: TimeRange,
        closedBefore: Timestamp
    ) -> any AsyncSequence<CandlePage, any Error> & Sendable {
        // A candle may close after the span in which it opens.
        let whole = TimeRange(range.start, max(range.end, series.interval.ceiling(range.end)))
        return JoinedPages(
            pages: source.pages(of: shorter(series), in: whole, closedBefore: closedBefore),
            range: range,
            base: base,
            interval: series.interval,
            closedBefore: closedBefore
        )
    }

    private func shorter(_ series: SeriesID) -> SeriesID {
        SeriesID(venue: series.venue, symbol: series.symbol, interval: base)
    }
}

extension Interval {
    /// Whether every candle of the longer interval is made of whole candles of this one.
    fileprivate func divides(_ longer: Interval) -> Bool {
        guard let length = fixedMicroseconds else { return false }
        let day = Timestamp.microsecondsPerDay
        // Weeks and 3-day candles begin at midnights, months at the first of one.
        if self == .week || self == .threeDays { return false }
        guard let whole = longer.fixedMicroseconds else { return day % length == 0 }
        return length < whole && whole % length == 0 && longer != .threeDays
    }
}

/// Pages of a shorter interval as pages of a longer one.
private struct JoinedPages: AsyncSequence, Sendable {
    let pages: any AsyncSequence<CandlePage, any Error> & Sendable
    let range: TimeRange
    let base: Interval
    let interval: Interval
    let closedBefore: Timestamp

    func makeAsyncIterator() -> Iterator {
        Iterator(pages: pages.makeAsyncIterator(), sequence: self, end: range.start)
    }

    struct Iterator: AsyncIteratorProtocol {
        var pages: any AsyncIteratorProtocol<CandlePage, any Error>
        let sequence: JoinedPages
        /// Up to where pages were handed out.
        var end: Timestamp
        /// Candles of the shorter interval that belong to a candle which is not whole yet.
        var rest: [Candle] = []
        var rejected: [RejectedRow] = []

        mutating func next() async throws -> CandlePage? {
            try await next(isolation: nil)
        }

        mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(any Error) -> CandlePage? {
            while let page = try await pages.next(isolation: actor) {
                rest += page.candles
                rejected += page.rejected
                let isLast = page.range.end >= sequence.range.end
                let settled = isLast ? sequence.range.end : sequence.interval.floor(page.range.end)
                guard settled > end else { continue }
                return try join(upTo: settled, isLast: isLast, page.origin)
            }
            return nil
        }

        /// The candles that open before a moment, and what was rejected so far.
        private mutating func join(
            upTo settled: Timestamp,
            isLast: Bool,
            _ origin: PageOrigin
        ) throws -> CandlePage {
            let limit = isLast ? sequence.interval.ceiling(settled) : settled
            let count = rest.firstIndex { $0.openTime >= limit } ?? rest.count
            var resampler = CandleResampler(to: sequence.interval)
            var candles: [Candle] = []
            for candle in rest[..<count] {
                if let joined = try resampler.append(candle) { candles.append(joined) }
            }
            if let last = resampler.finish() { candles.append(last) }
            let broken = Set(rejected.compactMap(\.openTime).map(sequence.interval.floor))
            let isUnplaced = rejected.contains { $0.openTime == nil }
            candles.removeAll {
                broken.contains($0.openTime) || isUnplaced
                    || sequence.interval.close(of: $0.openTime) > sequence.closedBefore
                    || !sequence.range.contains($0.openTime)
            }
            defer {
                rest.removeFirst(count)
                rejected = []
                end = settled
            }
            return CandlePage(
                range: TimeRange(end, settled),
                candles: candles,
                rejected: rejected,
                origin: PageOrigin(
                    host: origin.host,
                    path: "\(origin.path) (joined from \(sequence.base.rawValue))",
                    fetchedAt: origin.fetchedAt
                )
            )
        }
    }
}
