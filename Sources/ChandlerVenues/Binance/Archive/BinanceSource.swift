public import ChandlerCore
import ChandlerHTTP
import Synchronization

/// Candles of Binance spot: complete past months from its bulk archive, everything else over REST.
///
/// A file of the archive is used after its SHA-256 was found right. What the calendar shows to be
/// missing in it is asked for over REST, and the last page of a run of files is read over REST as
/// well: where the two sources differ, REST's candle is taken, the difference is counted, and all
/// of that file's span is read over REST, since nothing else in it can be relied on. A file that
/// cannot be used costs nothing but requests: its candles come over REST.
///
/// **Memory:** a file of the archive is prefetched while the one before is processed.
/// **Source:** Binance spot API; binance/binance-public-data, `README.md`.
public final class BinanceSource: CandleSource {
    private let rest: any CandleSource
    private let archive: BinanceArchive
    private let pageSize: Int
    private let tally = Mutex(ArchiveTally())

    /// Starts the HTTP client; nothing is fetched yet.
    ///
    /// - Parameters:
    ///   - options: How the venue is talked to.
    ///   - archiveURL: Takes the place of the archive's own hosts, files and listings both, such
    ///     as `http://127.0.0.1:8080`.
    /// - Throws: ``VenueError`` where the client cannot be started.
    public convenience init(
        _ options: VenueOptions = VenueOptions(),
        archiveURL: String? = nil
    ) throws(VenueError) {
        let network: HTTPNetwork
        do throws(HTTPError) {
            network = try options.openNetwork()
        } catch {
            throw VenueError("open \(BinanceClient.name)", error)
        }
        let address = archiveURL.map { BinanceArchive.Address(files: $0, listings: $0) }
        self.init(
            BinanceClient(options, network: network),
            BinanceArchive(options, at: address ?? .binance, network: network)
        )
    }

    /// Joins a source over REST and an archive.
    init(
        _ rest: any CandleSource,
        _ archive: BinanceArchive,
        pageSize: Int = BinanceClient.maximumPageSize
    ) {
        self.rest = rest
        self.archive = archive
        self.pageSize = pageSize
    }

    /// `binance`.
    public var venue: String { rest.venue }

    /// All of them.
    public var intervals: [Interval] { rest.intervals }

    /// Quiet intervals are sent.
    public var missing: MissingCandle { rest.missing }

    /// Requests and bytes so far, of all series, to the archive as well.
    public var counters: RequestCounters {
        let (rest, archive) = (rest.counters, RequestCounters(archive.counters))
        return RequestCounters(
            requests: rest.requests + archive.requests,
            retries: rest.retries + archive.retries,
            bytes: rest.bytes + archive.bytes
        )
    }

    /// What became of the archive's files so far, of all series.
    public var archiveTally: ArchiveTally { tally.withLock { $0 } }

    /// What became of the archive's files so far, for the report.
    public var archived: ArchiveTally? { archiveTally }

    /// All spot instruments, also those no longer traded.
    public func instruments() async throws(VenueError) -> [Instrument] {
        try await rest.instruments()
    }

    /// The last 24 hours' turnover of all spot instruments that trade.
    public func turnover() async throws(VenueError) -> [InstrumentTurnover] {
        try await rest.turnover()
    }

    /// Looks an instrument up in Binance's list.
    public func instrument(_ symbol: Symbol) async throws(VenueError) -> Instrument? {
        try await rest.instrument(symbol)
    }

    /// Binance's own clock.
    public func serverTime() async throws(VenueError) -> Timestamp {
        try await rest.serverTime()
    }

    /// The open time of the first candle at or after a moment, be it complete or still forming.
    public func firstOpenTime(
        of series: SeriesID,
        from start: Timestamp
    ) async throws(VenueError) -> Timestamp? {
        try await rest.firstOpenTime(of: series, from: start)
    }

    /// Fetches a span, from the archive what it has; see ``CandleSource/pages(of:in:closedBefore:)``.
    public func pages(
        of series: SeriesID,
        in range: TimeRange,
        closedBefore: Timestamp
    ) -> any AsyncSequence<CandlePage, any Error> & Sendable {
        let plan = ArchivePlan(series, range, closedBefore: closedBefore, pageSize: pageSize)
        return ArchivedPages(
            source: self,
            series: series,
            plan: plan,
            closedBefore: closedBefore
        )
    }

    func restPages(
        of series: SeriesID,
        in range: TimeRange,
        closedBefore: Timestamp
    ) -> any AsyncSequence<CandlePage, any Error> & Sendable {
        rest.pages(of: series, in: range, closedBefore: closedBefore)
    }

    /// The listing of files, where it saves requests: one file has its checksum asked for itself.
    func listing(of spans: [ArchiveSpan]) async -> ArchiveListing? {
        spans.count > 1 ? await archive.listing(of: spans.map(\.file)) : nil
    }

    /// The pages of one file's span, wherever they come from.
    func pages(
        of span: ArchiveSpan,
        _ listing: ArchiveListing?,
        isLast: Bool,
        closedBefore: Timestamp
    ) async throws(VenueError) -> [CandlePage] {
        let archived: ArchivedCandles
        do throws(ArchiveRefusal) {
            archived = try await archive.fetch(span.file, listing, closedBefore: closedBefore)
        } catch {
            if !error.isCancellation { note(error) }
            return try await ask([span.wanted], span.file.series, closedBefore)
        }
        let join = try await join(archived, span, isLast: isLast, closedBefore)
        tally.withLock { tally in
            tally.files += 1
            tally.differences += join.differences
            tally.filled += join.filled
            tally.rejected += archived.rejected.count
        }
        return join.pages
    }

    private func join(
        _ archived: ArchivedCandles,
        _ span: ArchiveSpan,
        isLast: Bool,
        _ closedBefore: Timestamp
    ) async throws(VenueError) -> ArchiveJoin {
        let series = span.file.series
        let wanted = archived.candles.filter { span.wanted.contains($0.openTime) }
        let doubts = ArchiveDoubts(
            wanted,
            in: span.wanted,
            interval: series.interval,
            checksEnd: isLast,
            pageSize: pageSize
        )
        let answers = try await ask(doubts.ranges, series, closedBefore)
        let join = ArchiveJoin(
            archived,
            span.wanted,
            interval: series.interval,
            answers: answers
        )
        guard join.differences > 0, doubts.ranges != [span.wanted] else { return join }
        return ArchiveJoin(
            archived,
            span.wanted,
            interval: series.interval,
            answers: try await ask([span.wanted], series, closedBefore)
        )
    }

    private func ask(
        _ ranges: [TimeRange],
        _ series: SeriesID,
        _ closedBefore: Timestamp
    ) async throws(VenueError) -> [CandlePage] {
        var pages: [CandlePage] = []
        do {
            for range in ranges {
                let answers = rest.pages(of: series, in: range, closedBefore: closedBefore)
                for try await page in answers { pages.append(page) }
            }
        } catch let error as VenueError {
            throw error
        } catch {
            throw VenueError(.cancelled, "fetch \(series): stopped", cause: error)
        }
        return pages
    }

    private func note(_ refusal: ArchiveRefusal) {
        tally.withLock { tally in
            if case .absent = refusal {
                tally.absent += 1
            } else {
                tally.refused += 1
                tally.firstRefusal = tally.firstRefusal ?? refusal.description
            }
        }
    }
}
