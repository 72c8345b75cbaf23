import AsyncAlgorithms
import ChandlerCore
import ChandlerIndicators
import ChandlerStore

/// Loads one span: fetch, parse, indicators, COPY and dataset at the same time.
///
/// The stages are joined by channels that hold nothing: whoever is ahead waits. A batch is computed
/// only when a connection is free for it, so that a run holds one batch a connection, the candles of
/// the next one and what the dataset is writing, whatever the length of the range.
struct SpanLoad {
    let source: any CandleSource
    let store: Store
    let runID: Int64
    let overlap: Int
    let refetch: Bool
    let progress: any ProgressSink
    let committed: CommittedRows
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
        let channels = SpanChannels()
        let preparer = try await BatchPreparer(
            state: state,
            range: range,
            overlap: overlap,
            refetch: refetch,
            settled: now - SpanLoad.settleDelay(source.missing),
            missing: source.missing,
            served: source.served(state.series.interval, at: now),
            lane: store.control
        )
        let outcome = try await withThrowingTaskGroup(of: StageOutcome.self) { group in
            for lane in store.lanes {
                group.addTask { try await load(channels, on: lane) }
            }
            if let dataset {
                group.addTask { await feed(channels, to: dataset) }
            }
            group.addTask {
                defer { channels.finish() }
                return try await prepare(range, preparer, now: now, channels)
            }
            var total = StageOutcome()
            for try await outcome in group { total.add(outcome) }
            return total
        }
        state = outcome.state ?? state
        seconds.add(outcome.seconds)
        if let failure = outcome.failure { throw failure }
        return outcome.tally
    }

    /// Missing candles younger than this may only be late.
    ///
    /// Where quiet intervals are sent once the next trade has come, a week without one settles it.
    static func settleDelay(_ missing: MissingCandle) -> Int64 {
        missing == .late ? 7 * Timestamp.microsecondsPerDay : Timestamp.microsecondsPerDay
    }
}

extension SpanLoad {
    /// Fetches, parses and computes, and hands each batch on.
    ///
    /// When the venue fails, what it has sent before is still loaded.
    private func prepare(
        _ range: TimeRange,
        _ initial: BatchPreparer,
        now: Timestamp,
        _ channels: SpanChannels
    ) async throws -> StageOutcome {
        var preparer = initial
        var outcome = StageOutcome()
        let clock = ContinuousClock()
        let series = preparer.state.series
        var hand = BatchHand(channels: channels, hasDataset: dataset != nil)
        var cutter = BatchCutter(range, interval: series.interval)
        var pages = source.pages(of: series, in: range, closedBefore: now).makeAsyncIterator()
        var end = range.start
        while true {
            let asked = clock.now
            var page: CandlePage?
            do {
                page = try await pages.next(isolation: nil)
                end = page?.range.end ?? range.end
            } catch let error as VenueError where error.code != .cancelled {
                outcome.failure = error
            }
            outcome.seconds.fetch += asked.duration(to: clock.now).seconds
            if let page { progress.fetched(page.candles.count) }
            let batches =
                page.map { cutter.append($0) } ?? [cutter.finish(at: end)].compactMap { $0 }
            for batch in batches {
                await hand.waitForLane()
                let begun = clock.now
                let prepared = try await preparer.prepare(batch)
                outcome.seconds.indicators += begun.duration(to: clock.now).seconds
                outcome.tally.add(prepared.tally)
                await hand.pass(prepared)
            }
            try Task.checkCancellation()
            if page == nil { break }
        }
        outcome.state = preparer.state
        return outcome
    }

    /// Loads batches over one connection until there are no more.
    private func load(_ channels: SpanChannels, on lane: StoreLane) async throws -> StageOutcome {
        var outcome = StageOutcome()
        let clock = ContinuousClock()
        var jobs = channels.jobs.makeAsyncIterator()
        while true {
            await channels.freeLanes.send(())
            guard let next = await jobs.next(isolation: nil) else { return outcome }
            let begun = clock.now
            do {
                let result = try await lane.load(
                    next.job,
                    runID: runID,
                    channels.order,
                    turn: next.turn
                )
                outcome.tally.recomputed += result.refreshed
            } catch {
                await channels.order.stop()
                throw error
            }
            outcome.seconds.load += begun.duration(to: clock.now).seconds
            committed.add(next.job)
            progress.loaded(next.job.candles.count)
        }
    }

    /// Writes rows to the dataset until there are no more.
    private func feed(
        _ channels: SpanChannels,
        to dataset: DatasetFeed
    ) async -> StageOutcome {
        var outcome = StageOutcome()
        let clock = ContinuousClock()
        for await batch in channels.rows {
            let begun = clock.now
            await dataset.append(batch.candles, batch.rows)
            outcome.seconds.dataset += begun.duration(to: clock.now).seconds
        }
        return outcome
    }
}

/// What joins the stages of a span.
private struct SpanChannels: Sendable {
    /// Connections that wait for a batch.
    let freeLanes = AsyncChannel<Void>()
    /// Batches on their way to a connection.
    let jobs = AsyncChannel<OrderedJob>()
    /// Batches on their way to the dataset.
    let rows = AsyncChannel<PreparedBatch>()
    /// The order of commits.
    let order = CommitOrder()

    /// Tells every stage that nothing more comes.
    func finish() {
        freeLanes.finish()
        jobs.finish()
        rows.finish()
    }
}

/// Hands prepared batches to the dataset and to whichever connection is free.
private struct BatchHand {
    let channels: SpanChannels
    let hasDataset: Bool
    private var turn = 0
    private var isLaneWaiting = false

    init(channels: SpanChannels, hasDataset: Bool) {
        self.channels = channels
        self.hasDataset = hasDataset
    }

    /// Returns when a connection is free; it stays so until a batch is passed to it.
    mutating func waitForLane() async {
        if isLaneWaiting { return }
        var free = channels.freeLanes.makeAsyncIterator()
        isLaneWaiting = await free.next(isolation: nil) != nil
    }

    /// Passes a batch on; one with nothing to write goes to the dataset only.
    mutating func pass(_ batch: PreparedBatch) async {
        if hasDataset { await channels.rows.send(batch) }
        if batch.isEmpty { return }
        await channels.jobs.send(OrderedJob(turn: turn, job: batch.job))
        turn += 1
        isLaneWaiting = false
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
    /// Why the venue could not be read further.
    var failure: VenueError?

    mutating func add(_ other: StageOutcome) {
        tally.add(other.tally)
        seconds.add(other.seconds)
        state = other.state ?? state
        failure = other.failure ?? failure
    }
}

extension StageSeconds {
    /// Adds another clock's stages; the wall is left alone.
    public mutating func add(_ other: StageSeconds) {
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
