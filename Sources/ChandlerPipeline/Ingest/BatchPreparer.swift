import ChandlerCore
import ChandlerIndicators
import ChandlerStore

/// Turns fetched batches of one span into transactions, in order.
///
/// Each batch's indicators continue where the previous batch ended, whichever way the rows go
/// into the table; what is stored already is merged in before they are computed.
struct BatchPreparer {
    private(set) var state: SeriesState
    private var engine: SeriesEngine
    private let overlap: Int
    /// Whether the ledger is written anew even where the answer says nothing new.
    private let refetch: Bool
    private let settled: Timestamp
    /// What a missing candle means at the venue.
    private let missing: MissingCandle
    /// Where the venue's history begins, if it is not whole.
    private let served: Timestamp?
    /// Where the span being loaded ends.
    private let end: Timestamp
    private let lane: StoreLane
    /// The first stored candle after the span being loaded: its indicators will go stale.
    private let following: Timestamp?
    /// The last stored candle before the next batch.
    private var previous: Timestamp?
    /// The last candle that was stored before the span was loaded.
    private let lastStored: Timestamp?
    /// Whether a candle was added or changed: every later stored row is written anew.
    private var hasChanged = false
    /// The month of the batch before, which a later batch of the same month must not overtake.
    private var lastMonth: Month?

    /// Begins before the first batch of a span.
    init(
        state: SeriesState,
        range: TimeRange,
        overlap: Int,
        refetch: Bool,
        settled: Timestamp,
        missing: MissingCandle,
        served: Timestamp?,
        lane: StoreLane
    ) async throws {
        self.state = state
        self.overlap = overlap
        self.refetch = refetch
        self.settled = settled
        self.missing = missing
        self.served = served
        end = range.end
        self.lane = lane
        engine = try await state.engine(before: range.start, lane)
        previous = engine.lastOpenTime
        let watermark = state.record?.watermark
        lastStored = watermark
        following =
            watermark.map { $0 >= range.end } ?? false
            ? try await lane.firstOpenTime(of: state.series, from: range.end) : nil
    }

    /// Prepares the next batch.
    ///
    /// - Returns: The transaction, what it does, and the rows for a dataset.
    mutating func prepare(_ batch: FetchedBatch) async throws -> PreparedBatch {
        let stored =
            state.mayHold(batch.range)
            ? try await lane.candles(of: state.series, in: batch.range) : []
        let merge = CandleMerge(stored: stored, fetched: batch.candles)
        let answered = AnsweredSpan(
            range: batch.range,
            openTimes: merge.candles.map(\.openTime),
            rejects: batch.rejects.map(\.row),
            previous: previous,
            settled: settled,
            interval: state.series.interval,
            known: state.record?.coverage ?? Coverage(),
            missing: missing
        )
        let (rows, states) = compute(merge.candles, upTo: batch.range.end)
        let firstWritten = hasChanged ? 0 : merge.firstChange ?? merge.candles.count
        hasChanged = hasChanged || merge.firstChange != nil
        let isKnown =
            !hasChanged && !refetch
            && answered.covered.ranges.allSatisfy {
                state.record?.coverage.contains($0) ?? false
            }
        state.extend(
            merge.candles,
            covered: answered.covered,
            staleFrom: hasChanged ? staleStart(after: batch.range) : nil
        )
        previous = merge.candles.last?.openTime ?? previous
        var job = job(batch, merge, rows, from: firstWritten, isInsert: stored.isEmpty)
        job.rejects = batch.rejects
        job.continuesMonth = lastMonth == batch.range.start.month
        lastMonth = batch.range.start.month
        if !isKnown {
            job.segment = segment(of: batch)
            job.gaps = (answered.gaps + gapsBeforeFollowing(batch.range)).flatMap {
                $0.split(at: served, interval: state.series.interval)
            }
            job.gapRange = gapRange(batch.range)
            job.record = state.record
            job.states = states
        }
        return PreparedBatch(
            job: job,
            tally: Tally(batch, merge),
            candles: merge.candles,
            rows: rows,
            isEmpty: (isKnown || state.record == nil) && batch.rejects.isEmpty
        )
    }

    /// Computes the indicators of the merged rows and the states worth saving.
    ///
    /// With the last batch of a span, the state before the last `overlap` candles is saved too,
    /// because the next run begins there.
    private mutating func compute(
        _ candles: [Candle],
        upTo batchEnd: Timestamp
    ) -> (ComputedRows, [SavedState]) {
        var states: [SavedState?] = []
        let split = candles.count - overlap
        var rows: ComputedRows
        // Before stored candles only month states are kept: the tail is where the series ends.
        let isTail = following == nil
        if overlap > 0, split > 0, isTail, batchEnd == end {
            rows = engine.update(candles[..<split])
            states.append(engine.savedState(.tail))
            rows = rows.appending(engine.update(candles[split...]))
        } else {
            rows = engine.update(candles)
        }
        let endsMonth = (batchEnd - 1).month.end == batchEnd
        if !candles.isEmpty, endsMonth || isTail {
            states.append(engine.savedState(endsMonth ? .month : .tail))
        }
        return (rows, states.compactMap { $0 })
    }

    private func job(
        _ batch: FetchedBatch,
        _ merge: CandleMerge,
        _ rows: ComputedRows,
        from first: Int,
        isInsert: Bool
    ) -> LoadJob {
        // Rows before the first change of the span are stored already, indicators included.
        var job = LoadJob(
            series: state.series,
            range: batch.range,
            way: isInsert ? .insert : .merge,
            candles: first == 0 ? merge.candles : Array(merge.candles[first...]),
            indicators: first == 0 ? rows.loadable : rows.loadable?.dropFirst(first)
        )
        job.newRows = merge.inserted
        job.revisions = merge.revisions
        return job
    }

    /// Where stored rows with stale indicators begin once a batch is committed.
    private func staleStart(after range: TimeRange) -> Timestamp? {
        guard let lastStored, lastStored >= range.end else { return nil }
        return range.end
    }

    /// The span a batch's gaps speak of: with the last batch, up to the next stored candle.
    private func gapRange(_ range: TimeRange) -> TimeRange {
        let interval = state.series.interval
        let last = interval.ceiling(range.end)
        return TimeRange(
            interval.ceiling(range.start),
            range.end == end ? max(last, following ?? last) : last
        )
    }

    /// What is missing between the end of the span and the first stored candle after it.
    ///
    /// The venue was asked for it before there was a candle on this side, when it was no gap yet.
    private func gapsBeforeFollowing(_ range: TimeRange) -> [Gap] {
        let begin = state.series.interval.ceiling(end)
        guard range.end == end, let following, following > begin, previous != nil,
            let coverage = state.record?.coverage
        else { return [] }
        return coverage.covered(in: TimeRange(begin, following)).map {
            Gap(
                range: $0,
                missing: state.series.interval.count(in: $0),
                status: .confirmed,
                reason: missing
            )
        }
    }

    private func segment(of batch: FetchedBatch) -> Segment? {
        let times = batch.origins.map(\.fetchedAt)
        guard let first = times.min(), let last = times.max() else { return nil }
        return Segment(
            host: Set(batch.origins.map(\.host)).sorted().joined(separator: ","),
            path: Set(batch.origins.map(\.path)).sorted().joined(separator: ","),
            pages: batch.origins.count,
            rowCount: batch.candles.count,
            digest: RowDigest.hex(of: batch.candles),
            firstFetchedAt: first,
            lastFetchedAt: last
        )
    }
}

/// A batch ready to be loaded.
struct PreparedBatch: Sendable {
    /// The transaction.
    let job: LoadJob
    /// What it does to the series' rows.
    let tally: Tally
    /// All candles the series has in the span, ascending.
    let candles: [Candle]
    /// Their indicators.
    let rows: ComputedRows
    /// Whether there is nothing to write.
    let isEmpty: Bool
}

/// Rows counted by what became of them.
struct Tally: Sendable {
    var fetched = 0
    var inserted = 0
    var updated = 0
    var rejected = 0
    var recomputed = 0
    var firstReject: RejectedRow?

    init() {}

    init(_ batch: FetchedBatch, _ merge: CandleMerge) {
        fetched = batch.candles.count + batch.rejects.count
        inserted = merge.inserted
        updated = merge.revisions.count
        rejected = batch.rejects.count
        firstReject = batch.rejects.first?.row
    }

    mutating func add(_ other: Tally) {
        fetched += other.fetched
        inserted += other.inserted
        updated += other.updated
        rejected += other.rejected
        recomputed += other.recomputed
        firstReject = firstReject ?? other.firstReject
    }
}
