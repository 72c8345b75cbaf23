public import ChandlerCore
import ChandlerDatasets
import ChandlerIndicators
public import ChandlerStore

/// Ingests one series: what is missing is fetched, loaded and, on request, written as a dataset.
///
/// **Order:** lock the series; finish what an earlier run left; ask the venue for what it has not
/// answered yet and for the overlap; load span by span; recompute what late candles made stale;
/// record what is missing.
public struct SeriesIngest: Sendable {
    private let source: any CandleSource
    private let store: Store
    private let runID: Int64
    private let options: IngestOptions<SeriesID>
    private let progress: any ProgressSink
    private let budget: BufferBudget
    private let committed = CommittedRows()

    /// What was committed though the run failed; `nil` where nothing was.
    public var partialReport: SeriesReport? { committed.report }

    /// Prepares an ingest; nothing is done yet.
    ///
    /// - Parameters:
    ///   - source: The venue.
    ///   - store: The database.
    ///   - runID: The run in the ledger.
    ///   - options: What to ingest.
    ///   - progress: Whom to tell how far it is.
    ///   - budget: Shared by the series that are worked on at the same time.
    public init(
        source: any CandleSource,
        store: Store,
        runID: Int64,
        options: IngestOptions<SeriesID>,
        progress: any ProgressSink,
        budget: BufferBudget = BufferBudget()
    ) {
        self.source = source
        self.store = store
        self.runID = runID
        self.options = options
        self.progress = progress
        self.budget = budget
    }

    /// Does the work.
    ///
    /// - Parameters:
    ///   - seconds: The stages' clocks, advanced even when the run fails.
    ///   - dataset: Describes the dataset to write of the span; `nil` writes none.
    /// - Returns: What was done, and what the dataset holds or why there is none.
    /// - Throws: ``VenueError``, `StoreError`, ``PipelineError``, or `DatasetError` where the
    ///   dataset's folder cannot be used. What was committed before stays, and the next run
    ///   continues there.
    public func run(
        seconds: inout StageSeconds,
        dataset: DatasetRequest?
    ) async throws -> IngestReport {
        try Self.check(options.series.interval, at: source)
        try await store.control.lock(options.series)
        do {
            let reports = try await runLocked(&seconds, dataset)
            await store.control.unlock(options.series)
            return reports
        } catch {
            await store.control.unlock(options.series)
            throw error
        }
    }

    private func runLocked(
        _ seconds: inout StageSeconds,
        _ dataset: DatasetRequest?
    ) async throws -> IngestReport {
        let series = options.series
        var state = SeriesState(
            series: series,
            indicators: options.indicators,
            record: try await store.control.record(of: series),
            archive: try await ArchivedMonths(store.control)
        )
        try border(of: state).checkRecomputation(isWanted: options.recompute)
        try await agreeOnIndicators(&state)
        var tally = Tally()
        tally.recomputed = try await refresh(&state)
        let instrument = try await source.instrument(series.symbol)
        let now = try await source.serverTime()
        let wanted = try await wantedRange(&state, now: now)
        if let wanted {
            try await border(of: state).check(
                wanted,
                refetch: options.refetch,
                hasDataset: dataset != nil,
                store.control
            )
        }
        if let instrument { try await store.control.save(instrument) }
        var report = SeriesReport(
            series: series,
            range: wanted ?? TimeRange(options.from, min(options.to ?? now, now))
        )
        report.unchanged = try await storedCount(state.record, in: report.range)
        try await noteArchive(state, &report)
        report.isUnknownToVenue = wanted == nil
        report.servedFrom = servedStart(report.range, now: now)
        committed.begin(report)
        var written: Result<DatasetReport, DatasetError>?
        if let wanted {
            let room = room(for: wanted, state, hasDataset: dataset != nil)
            try await budget.take(room)
            do {
                written = try await work(wanted, &state, now: now, dataset, &tally, &seconds)
            } catch {
                await budget.give(room)
                throw error
            }
            await budget.give(room)
        }
        try await recordAsked(&state, until: report.range.end)
        try await recordGaps(state, &report)
        report.take(tally)
        report.unchanged -= tally.updated
        report.watermark = state.record?.watermark
        return IngestReport(series: report, dataset: written)
    }

    /// Loads a span and writes its dataset.
    private func work(
        _ wanted: TimeRange,
        _ state: inout SeriesState,
        now: Timestamp,
        _ dataset: DatasetRequest?,
        _ tally: inout Tally,
        _ seconds: inout StageSeconds
    ) async throws -> Result<DatasetReport, DatasetError>? {
        let feed = try dataset.map { try DatasetFeed($0(wanted, options.indicators)) }
        do {
            try await load(wanted, &state, now: now, feed, &tally, &seconds)
            return try await finish(feed, state, &seconds)
        } catch {
            await feed?.abandon()
            throw error
        }
    }

    /// What the buffers of a span take of the budget.
    private func room(for wanted: TimeRange, _ state: SeriesState, hasDataset: Bool) -> Int {
        let interval = options.series.interval
        let covered = options.refetch ? [] : state.record?.coverage.covered(in: wanted) ?? []
        let known = covered.reduce(0) { $0 + interval.count(in: $1) }
        return BufferBudget.cost(
            candles: interval.count(in: wanted) - (hasDataset ? 0 : known),
            columns: options.indicators.names.count,
            hasDataset: hasDataset
        )
    }

    /// Where the venue's history begins, when that is after the first moment wanted.
    private func servedStart(_ range: TimeRange, now: Timestamp) -> Timestamp? {
        guard let served = source.served(options.series.interval, at: now),
            options.from < served, served < (options.to ?? now)
        else { return nil }
        return served
    }

    /// Fetches and loads what is missing of a span, and hands all of its rows to the dataset.
    private func load(
        _ wanted: TimeRange,
        _ state: inout SeriesState,
        now: Timestamp,
        _ feed: DatasetFeed?,
        _ tally: inout Tally,
        _ seconds: inout StageSeconds
    ) async throws {
        let series = options.series
        let plan = FetchPlan(
            wanted: wanted,
            coverage: state.record?.coverage ?? Coverage(),
            watermark: state.record?.watermark,
            overlap: options.overlap,
            refetch: options.refetch,
            interval: series.interval,
            closed: border(of: state).closed(in: wanted)
        )
        // A span that is loaded whole streams into its dataset; otherwise it is read back.
        let streams = plan.ranges == [wanted] && !state.mayHold(wanted)
        for range in plan.ranges {
            progress.began("\(series)", expected: series.interval.count(in: range))
            let load = SpanLoad(
                source: source,
                store: store,
                runID: runID,
                overlap: options.overlap,
                refetch: options.refetch,
                progress: progress,
                committed: committed,
                dataset: streams ? feed : nil
            )
            tally.add(try await load.run(range, &state, now: now, seconds: &seconds))
            tally.recomputed += try await refresh(&state)
        }
        if let feed, !streams {
            try await StoredRows(lane: store.control, state: state)
                .feed(wanted, to: feed, seconds: &seconds)
        }
    }

    private func finish(
        _ feed: DatasetFeed?,
        _ state: SeriesState,
        _ seconds: inout StageSeconds
    ) async throws -> Result<DatasetReport, DatasetError>? {
        guard let feed else { return nil }
        guard let record = state.record else {
            await feed.abandon()
            return nil
        }
        let clock = ContinuousClock()
        let begun = clock.now
        defer { seconds.dataset += begun.duration(to: clock.now).seconds }
        do throws(DatasetError) {
            return .success(
                try await feed.finish(
                    watermark: options.series.interval.close(of: record.watermark)
                )
            )
        } catch {
            return .failure(error)
        }
    }

    /// Makes sure that a venue has candles of a length.
    ///
    /// - Throws: ``VenueError`` with code `unknownInterval` naming those it has.
    public static func check(
        _ interval: Interval,
        at source: any CandleSource
    ) throws(VenueError) {
        guard !source.intervals.contains(interval) else { return }
        throw VenueError(
            .unknownInterval,
            "\(source.venue) has no candles of \(interval.rawValue); it has "
                + source.intervals.map(\.rawValue).joined(separator: " ")
                + "; with --resample they are joined from shorter ones"
        )
    }

    /// Notices a changed indicator set, and prepares its recomputation when that is wanted.
    private func agreeOnIndicators(_ state: inout SeriesState) async throws {
        guard var record = state.record else { return }
        let fingerprint = SeriesEngine.computed(for: options.indicators).fingerprint
        let names = options.indicators.names
        let isSame = record.fingerprint == fingerprint && record.indicators == names
        if isSame, !options.recompute { return }
        guard options.recompute else {
            throw PipelineError(
                .indicatorsDiffer,
                IndicatorDifference(stored: record.indicators, wanted: names)
                    .words(for: record, state.archive)
            )
        }
        record.indicators = names
        record.fingerprint = fingerprint
        record.staleFrom = record.firstOpenTime
        // No state may look as if the rows after it were computed for the new set.
        try await store.control.dropStates(of: options.series)
        try await store.control.save(record, runID: runID)
        state.record = record
    }

    private func refresh(_ state: inout SeriesState) async throws -> Int {
        guard let staleFrom = state.record?.staleFrom, let watermark = state.record?.watermark
        else { return 0 }
        let interval = options.series.interval
        let range = TimeRange(staleFrom, interval.close(of: watermark))
        progress.began("\(options.series)", expected: interval.count(in: range))
        return try await IndicatorRefresh(
            store: store,
            runID: runID,
            overlap: options.overlap,
            progress: { [progress] in progress.recomputed($0) }
        ).run(&state)
    }

    /// The span to work on: complete candles only, not before the venue's first one.
    private func wantedRange(
        _ state: inout SeriesState,
        now: Timestamp
    ) async throws -> TimeRange? {
        let interval = options.series.interval
        let from = interval.ceiling(options.from)
        let to = min(options.to.map { interval.ceiling($0) } ?? now, interval.floor(now))
        guard options.from < now else {
            throw PipelineError(
                .usage,
                "ingest \(options.series) from \(options.from.compact): it is only "
                    + "\(now) at \(source.venue), nothing is complete there yet"
            )
        }
        guard from < to else { return nil }
        let stored = state.record?.firstOpenTime
        if let stored, from >= stored { return TimeRange(from, to) }
        if let stored, stored < to, !options.refetch, let record = state.record,
            record.coverage.contains(TimeRange(from, stored))
        {
            return TimeRange(stored, to)
        }
        guard
            let first = try await source.firstOpenTime(of: options.series, from: from),
            first < to
        else { return nil }
        if let stored, first < stored, let coverage = state.record?.coverage {
            // What the venue had nothing for before the first candle is a gap now: ask again.
            state.record?.coverage = coverage.removing(TimeRange(first, min(stored, to)))
        }
        state.answered.insert(TimeRange(from, first))
        return TimeRange(first, to)
    }

    /// How many candles are stored in a span, counted from the ledger instead of the table.
    private func storedCount(_ record: SeriesRecord?, in range: TimeRange) async throws -> Int {
        guard let record else { return 0 }
        let interval = options.series.interval
        let stored = TimeRange(record.firstOpenTime, interval.close(of: record.watermark))
        guard let shared = stored.intersection(range) else { return 0 }
        let gaps = try await store.control.gaps(of: options.series, in: shared)
        let expected = record.coverage.covered(in: shared).reduce(0) {
            $0 + interval.count(in: $1)
        }
        let missing = gaps.filter { $0.status == .confirmed }.reduce(0) { sum, gap in
            sum + (gap.range.intersection(shared).map { interval.count(in: $0) } ?? 0)
        }
        return expected - missing
    }

    /// Counts what is archived of the span, which the table does not have.
    private func noteArchive(_ state: SeriesState, _ report: inout SeriesReport) async throws {
        let archive = state.archive.within(report.range)
        guard let record = state.record, !archive.isEmpty,
            let shared = record.span.intersection(report.range)
        else { return }
        report.archivedMonths = archive.within(shared).months
        report.archived = try await archive.candles(of: record, in: shared, store.control)
        report.unchanged -= report.archived
        for span in border(of: state).closed(in: report.range).ranges {
            report.notFetched += record.coverage.missing(in: span).reduce(0) {
                $0 + record.opens(in: $1)
            }
        }
    }

    private func border(of state: SeriesState) -> ArchiveBorder {
        ArchiveBorder(series: options.series, archive: state.archive, record: state.record)
    }

    /// Records how far the venue was asked, which a dataset of the same span needs to know.
    private func recordAsked(_ state: inout SeriesState, until end: Timestamp) async throws {
        guard var record = state.record, record.askedUntil < end else { return }
        record.askedUntil = end
        try await store.control.save(record, runID: runID)
        state.record = record
    }

    /// Records what was never fetched between the first candle and the watermark.
    private func recordGaps(_ state: SeriesState, _ report: inout SeriesReport) async throws {
        guard let record = state.record else { return }
        let gaps = try await store.control.settleGaps(record, runID: runID)
        report.gapsOpen = gaps.count { $0.status == .open }
        report.gapsConfirmed = gaps.count { $0.status == .confirmed }
        report.missing = gaps.reduce(0) { $0 + $1.missing }
    }
}

extension SeriesReport {
    mutating func take(_ tally: Tally) {
        fetched = tally.fetched
        inserted = tally.inserted
        updated = tally.updated
        rejected = tally.rejected
        recomputed = tally.recomputed
        firstReject = tally.firstReject
    }
}
