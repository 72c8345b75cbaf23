public import ChandlerCore
public import ChandlerStore
import Synchronization

/// How the ingest of one of many series ended.
public struct SeriesOutcome: Sendable {
    /// The series.
    public let series: SeriesID
    /// What was done, or why it failed; what was committed before a failure stays.
    public let result: Result<IngestReport, any Error>
    /// What was committed though the series failed.
    public let partial: SeriesReport?
    /// The stages' clocks.
    public let seconds: StageSeconds

    /// Creates an outcome.
    public init(
        series: SeriesID,
        result: Result<IngestReport, any Error>,
        partial: SeriesReport? = nil,
        seconds: StageSeconds = StageSeconds()
    ) {
        self.series = series
        self.result = result
        self.partial = partial
        self.seconds = seconds
    }
}

/// Ingests many series side by side: one that fails does not stop the others.
///
/// Each worker has connections of its own, because a load keeps its connection until its turn to
/// commit has come. The venue's limits are shared through the source.
public struct ConcurrentIngest: Sendable {
    /// Does one series over a worker's connections.
    public typealias Work = @Sendable (SeriesID, Store) async -> SeriesOutcome

    private let workers: Int
    private let open: @Sendable () throws(StoreError) -> Store
    private let work: Work

    /// Prepares the workers; nothing is done yet.
    ///
    /// - Parameters:
    ///   - workers: How many series are worked on at the same time.
    ///   - open: Connects; called when a worker begins, and again after it lost its connections.
    ///   - work: Does one series.
    public init(
        workers: Int,
        open: @escaping @Sendable () throws(StoreError) -> Store,
        work: @escaping Work
    ) {
        self.workers = max(1, workers)
        self.open = open
        self.work = work
    }

    /// Works through the series.
    ///
    /// - Parameters:
    ///   - series: The series; they are begun in this order.
    ///   - store: The first worker's connections.
    /// - Returns: One outcome a series, in the order of `series`. Those that were not begun when the
    ///   task was cancelled have failed with `CancellationError`.
    public func run(_ series: [SeriesID], over store: Store) async -> [SeriesOutcome] {
        let next = Mutex(0)
        let take = { @Sendable () -> Int? in
            next.withLock { index in
                guard index < series.count else { return nil }
                defer { index += 1 }
                return index
            }
        }
        return await withTaskGroup(of: [(Int, SeriesOutcome)].self) { group in
            for worker in 0..<min(workers, series.count) {
                group.addTask {
                    await self.workThrough(series, take, over: worker == 0 ? store : nil)
                }
            }
            var outcomes = [SeriesOutcome?](repeating: nil, count: series.count)
            for await done in group {
                for (index, outcome) in done { outcomes[index] = outcome }
            }
            return outcomes.compactMap { $0 }
        }
    }

    private func workThrough(
        _ series: [SeriesID],
        _ take: @Sendable () -> Int?,
        over first: Store?
    ) async -> [(Int, SeriesOutcome)] {
        var store = first
        var outcomes: [(Int, SeriesOutcome)] = []
        while let index = take() {
            let outcome = await outcome(of: series[index], &store)
            outcomes.append((index, outcome))
            if case .failure(let error as StoreError) = outcome.result,
                error.code == .databaseUnavailable
            {
                store = nil
            }
        }
        return outcomes
    }

    private func outcome(of series: SeriesID, _ store: inout Store?) async -> SeriesOutcome {
        do {
            try Task.checkCancellation()
            let connected = try store ?? open()
            store = connected
            return await work(series, connected)
        } catch {
            return SeriesOutcome(series: series, result: .failure(error))
        }
    }
}
