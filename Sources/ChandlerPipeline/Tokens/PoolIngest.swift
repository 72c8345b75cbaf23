public import ChandlerCore
import ChandlerIndicators
public import ChandlerStore

/// Ingests the candles of one pool: what is missing is fetched and loaded, page by page.
///
/// Each page is one transaction that moves rows, indicator state, coverage and watermark together.
/// What is stored afterwards is a function of the candles and the indicator set, however many runs
/// brought them and in whatever order.
public struct PoolIngest: Sendable {
    private let source: any PoolCandleSource
    private let lane: StoreLane
    private let runID: Int64
    private let options: IngestOptions<PoolSeriesID>
    private let progress: any ProgressSink
    private let committed = CommittedPoolRows()

    /// What was committed though the run failed; `nil` where nothing was.
    public var partialReport: PoolReport? { committed.partial }

    /// Prepares an ingest; nothing is done yet.
    ///
    /// - Parameters:
    ///   - source: The aggregator.
    ///   - lane: The database; the lock is held by this connection.
    ///   - runID: The run in the ledger.
    ///   - options: What to ingest; its series' pool is one that ``PoolCandleSource/pool(_:on:)``
    ///     told.
    ///   - progress: Whom to tell how far it is.
    public init(
        source: any PoolCandleSource,
        lane: StoreLane,
        runID: Int64,
        options: IngestOptions<PoolSeriesID>,
        progress: any ProgressSink
    ) {
        self.source = source
        self.lane = lane
        self.runID = runID
        self.options = options
        self.progress = progress
    }

    /// Does the work.
    ///
    /// - Parameter seconds: The stages' clocks, advanced even when the run fails.
    /// - Returns: What was done.
    /// - Throws: ``VenueError``, `StoreError`, ``PipelineError`` or `CancellationError`. What was
    ///   committed before stays, and the next run continues there.
    public func run(seconds: inout StageSeconds) async throws -> PoolReport {
        try Self.check(options.series, at: source)
        try await lane.lock(options.series)
        do {
            let report = try await runLocked(&seconds)
            await lane.unlock(options.series)
            return report
        } catch {
            await lane.unlock(options.series)
            throw error
        }
    }

    /// Makes sure that an aggregator has candles of a length, and that the table holds the address.
    ///
    /// - Throws: ``VenueError`` with code `unknownInterval` naming those it has, or
    ///   ``PipelineError`` with code `usage`.
    public static func check(_ series: PoolSeriesID, at source: any PoolCandleSource) throws {
        try check(series.interval, at: source)
        let length = series.pool.mint.unicodeScalars.count
        guard (1...44).contains(length) else {
            throw PipelineError(
                .usage,
                "ingest \(series): the token's address \(quoted(series.pool.mint)) has \(length) "
                    + "characters, the table holds 1 to 44; nothing was done"
            )
        }
    }

    /// Refuses an interval that a source has no candles of.
    ///
    /// - Throws: `VenueError` with code `unknownInterval`, naming those it has.
    public static func check(
        _ interval: Interval,
        at source: any PoolCandleSource
    ) throws(VenueError) {
        guard !source.intervals.contains(interval) else { return }
        throw VenueError(
            .unknownInterval,
            "\(source.venue) has no candles of \(interval.rawValue); it has "
                + source.intervals.map(\.rawValue).joined(separator: " ")
        )
    }

    private func runLocked(_ seconds: inout StageSeconds) async throws -> PoolReport {
        var state = try await agreedState()
        let now = try await source.serverTime()
        var report = try wanted(now: now)
        report.watermark = state.record.watermark
        let stored = try await lane.candleCount(of: options.series, in: report.range)
        report.unchanged = stored
        committed.set(report)
        var failure: VenueError?
        do {
            try await fetch(&state, &report, now: now, &seconds)
        } catch let error as VenueError where error.code != .cancelled {
            failure = error
        }
        let clock = ContinuousClock()
        let begun = clock.now
        if state.record.isStale { progress.began("\(options.series)", expected: stored) }
        report.recomputed += try await PoolRefresh(lane: lane, runID: runID, progress: progress)
            .run(&state)
        seconds.load += begun.duration(to: clock.now).seconds
        committed.set(report)
        if let failure { throw failure }
        report.unchanged = stored - report.updated
        report.silent = silentCount(state.record, in: report.range) - stored - report.inserted
        return report
    }

    /// The span to work on: complete candles only, and only what is still served.
    private func wanted(now: Timestamp) throws(PipelineError) -> PoolReport {
        let interval = options.series.interval
        guard options.from < now else {
            throw PipelineError(
                .usage,
                "ingest \(options.series) from \(options.from.compact): it is only \(now) at "
                    + "\(source.venue), nothing is complete there yet"
            )
        }
        let to = min(options.to.map { interval.ceiling($0) } ?? now, interval.floor(now))
        var from = interval.ceiling(options.from)
        var servedFrom: Timestamp?
        if let served = source.served(interval, at: now), options.from < served {
            from = max(from, interval.ceiling(served))
            servedFrom = served
        }
        var report = PoolReport(series: options.series, range: TimeRange(from, to))
        report.servedFrom = servedFrom
        return report
    }

    /// How many intervals of a span the aggregator has answered for.
    private func silentCount(_ record: PoolSeriesRecord, in range: TimeRange) -> Int {
        record.coverage.covered(in: range).reduce(0) {
            $0 + options.series.interval.count(in: $1)
        }
    }
}

extension PoolIngest {
    /// The series as it is stored, once the indicator set is settled.
    private func agreedState() async throws -> PoolSeriesState {
        let set = options.indicators
        let stored = try await lane.record(of: options.series)
        var record =
            stored
            ?? PoolSeriesRecord(
                series: options.series,
                indicators: set.names,
                fingerprint: set.fingerprint
            )
        let isSame = record.fingerprint == set.fingerprint && record.indicators == set.names
        if !isSame || options.recompute, record.watermark != nil {
            guard options.recompute else {
                throw PipelineError(.indicatorsDiffer, IndicatorDifference.words(record, set))
            }
            record.isStale = true
            record.state = nil
        }
        record.indicators = set.names
        record.fingerprint = set.fingerprint
        if stored != nil, record != stored { try await lane.save(record, runID: runID) }
        var state = PoolSeriesState(indicators: set, overlap: options.overlap, record: record)
        if !record.isStale, let first = record.firstOpenTime, let watermark = record.watermark {
            let interval = options.series.interval
            let start = record.state.map { interval.close(of: $0.openTime) } ?? first
            state.tail = try await lane.candles(
                of: options.series,
                in: TimeRange(start, interval.close(of: watermark))
            )
        }
        return state
    }

    /// Asks for what is not covered, and for the last candles once more.
    private func fetch(
        _ state: inout PoolSeriesState,
        _ report: inout PoolReport,
        now: Timestamp,
        _ seconds: inout StageSeconds
    ) async throws {
        let series = options.series
        let plan = FetchPlan(
            wanted: report.range,
            coverage: state.record.coverage,
            watermark: state.record.watermark,
            overlap: overlapIntervals(state),
            refetch: options.refetch,
            interval: series.interval
        )
        let clock = ContinuousClock()
        for range in plan.ranges {
            progress.began("\(series)", expected: series.interval.count(in: range))
            var pages = source.pages(of: series, in: range, closedBefore: now)
                .makeAsyncIterator()
            while true {
                try Task.checkCancellation()
                let asked = clock.now
                let answer: TokenCandlePage?
                do {
                    answer = try await pages.next(isolation: nil)
                    seconds.fetch += asked.duration(to: clock.now).seconds
                } catch {
                    seconds.fetch += asked.duration(to: clock.now).seconds
                    throw error
                }
                guard let answer else { break }
                progress.fetched(answer.candles.count)
                let page = PoolPage(answer, asked: range, interval: series.interval)
                report.fetched += answer.candles.count
                try await load(page, &state, &report, now: now, &seconds)
            }
        }
    }

    /// Over how many intervals the last stored candles lie, at most about a page of them.
    private func overlapIntervals(_ state: PoolSeriesState) -> Int {
        guard let first = state.tail.suffix(options.overlap).first,
            let watermark = state.record.watermark
        else { return options.overlap }
        let interval = options.series.interval
        let count = interval.count(
            in: TimeRange(first.openTime, interval.close(of: watermark))
        )
        return max(options.overlap, min(count, 1_000))
    }

    /// Stores one page.
    private func load(
        _ page: PoolPage,
        _ state: inout PoolSeriesState,
        _ report: inout PoolReport,
        now: Timestamp,
        _ seconds: inout StageSeconds
    ) async throws {
        let clock = ContinuousClock()
        let begun = clock.now
        let stored = try await storedCandles(page, state)
        let read = clock.now
        let settled = now - SpanLoad.settleDelay(.silence)
        let (job, merge) = try state.absorb(page, stored: stored, settled: settled)
        let computed = clock.now
        seconds.indicators += read.duration(to: computed).seconds
        if let job {
            report.recomputed += try await lane.load(job, runID: runID).recomputed
        }
        seconds.load += begun.duration(to: read).seconds
        seconds.load += computed.duration(to: clock.now).seconds
        report.inserted += merge.inserted
        report.updated += merge.updated
        report.rejected += page.rejects.count
        report.firstReject = report.firstReject ?? page.rejects.first?.row
        report.watermark = state.record.watermark
        committed.set(report)
        progress.loaded(page.candles.count)
    }

    /// What is stored from a page's first candle to its last.
    private func storedCandles(
        _ page: PoolPage,
        _ state: PoolSeriesState
    ) async throws -> [TokenCandle] {
        guard let first = page.candles.first, let last = page.candles.last,
            let watermark = state.record.watermark, first.openTime <= watermark
        else { return [] }
        return try await lane.candles(
            of: options.series,
            in: TimeRange(first.openTime, options.series.interval.close(of: last.openTime))
        )
    }
}
