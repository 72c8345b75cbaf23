import AsyncAlgorithms
import ChandlerCore
import ChandlerIndicators
import ChandlerStore

/// Loads one span: fetch, parse, indicators, COPY and dataset at the same time.
///
/// The stages are joined by channels that hold nothing: whoever is ahead waits, so that a run
/// holds one batch a connection, one being prepared and one being written to the dataset,
/// whatever the length of the range.
struct SpanLoad {
    let source: any CandleSource
    let store: Store
    let runID: Int64
    let overlap: Int
    let progress: any ProgressSink
    let dataset: DatasetFeed?

    /// Loads a span of a series.
    ///
    /// - Parameters:
    ///   - range: A span of the fetch plan.
    ///   - state: The series; its record is current afterwards.
    ///   - now: The venue's clock: candles that close later are still forming.
    ///   - seconds: The stages' clocks.
    /// - Returns: What became of the rows.
    /// - Throws: The first error of any stage; the others are cancelled.
    func run(
        _ range: TimeRange,
        _ state: inout SeriesState,
        now: Timestamp,
        seconds: inout StageSeconds
    ) async throws -> Tally {
        let jobs = AsyncChannel<OrderedJob>()
        let rows = AsyncChannel<PreparedBatch>()
        let order = CommitOrder()
        let preparer = try await BatchPreparer(
            state: state,
            range: range,
            overlap: overlap,
            settled: now - SpanLoad.settleDelay,
            lane: store.control
        )
        let outcome = try await withThrowingTaskGroup(of: StageOutcome.self) { group in
            for lane in store.lanes {
                group.addTask { try await load(jobs, on: lane, order) }
            }
            if let dataset {
                group.addTask { try await feed(rows, to: dataset) }
            }
            group.addTask {
                defer {
                    jobs.finish()
                    rows.finish()
                }
                return try await prepare(range, preparer, now: now, jobs, rows)
            }
            var total = StageOutcome()
            for try await outcome in group { total.add(outcome) }
            return total
        }
        state = outcome.state ?? state
        seconds.add(outcome.seconds)
        return outcome.tally
    }

    /// Missing candles younger than this may only be late.
    static let settleDelay = Timestamp.microsecondsPerDay

    /// Fetches, parses and computes, and hands each batch on.
    private func prepare(
        _ range: TimeRange,
        _ initial: BatchPreparer,
        now: Timestamp,
        _ jobs: AsyncChannel<OrderedJob>,
        _ rows: AsyncChannel<PreparedBatch>
    ) async throws -> StageOutcome {
        var preparer = initial
        var outcome = StageOutcome()
        var cutter = BatchCutter(start: range.start)
        var turn = 0
        let clock = ContinuousClock()
        let series = preparer.state.series
        var pages = source.pages(of: series, in: range, closedBefore: now).makeAsyncIterator()
        while true {
            let asked = clock.now
            let page = try await pages.next(isolation: nil)
            outcome.seconds.fetch += asked.duration(to: clock.now).seconds
            if let page { progress.fetched(series, page.candles.count, upTo: page.range.end) }
            let batches =
                page.map { cutter.append($0) } ?? [cutter.finish(at: range.end)].compactMap { $0 }
            for batch in batches {
                let begun = clock.now
                let prepared = try await preparer.prepare(batch)
                outcome.seconds.indicators += begun.duration(to: clock.now).seconds
                outcome.tally.add(prepared.tally)
                if dataset != nil { await rows.send(prepared) }
                if prepared.isEmpty { continue }
                await jobs.send(OrderedJob(turn: turn, job: prepared.job))
                turn += 1
            }
            try Task.checkCancellation()
            if page == nil { break }
        }
        outcome.state = preparer.state
        return outcome
    }

    /// Loads batches over one connection until there are no more.
    private func load(
        _ jobs: AsyncChannel<OrderedJob>,
        on lane: StoreLane,
        _ order: CommitOrder
    ) async throws -> StageOutcome {
        var outcome = StageOutcome()
        let clock = ContinuousClock()
        for await next in jobs {
            let begun = clock.now
            do {
                let result = try await lane.load(next.job, runID: runID, order, turn: next.turn)
                outcome.tally.recomputed += result.refreshed
            } catch {
                await order.stop()
                throw error
            }
            outcome.seconds.load += begun.duration(to: clock.now).seconds
            progress.loaded(next.job.series, next.job.candles.count)
        }
        return outcome
    }

    /// Writes rows to the dataset until there are no more.
    private func feed(
        _ rows: AsyncChannel<PreparedBatch>,
        to dataset: DatasetFeed
    ) async throws -> StageOutcome {
        var outcome = StageOutcome()
        let clock = ContinuousClock()
        for await batch in rows {
            let begun = clock.now
            try await dataset.append(batch.candles, batch.rows)
            outcome.seconds.dataset += begun.duration(to: clock.now).seconds
        }
        return outcome
    }
}

/// A transaction with its place in the order of commits.
struct OrderedJob: Sendable {
    let turn: Int
    let job: LoadJob
}

/// What one stage of a span did.
private struct StageOutcome: Sendable {
    var tally = Tally()
    var seconds = StageSeconds()
    var state: SeriesState?

    mutating func add(_ other: StageOutcome) {
        tally.add(other.tally)
        seconds.add(other.seconds)
        state = other.state ?? state
    }
}

extension StageSeconds {
    /// Adds another clock's stages; the wall is left alone.
    mutating func add(_ other: StageSeconds) {
        fetch += other.fetch
        indicators += other.indicators
        load += other.load
        dataset += other.dataset
    }
}

extension Duration {
    /// The length in seconds.
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
