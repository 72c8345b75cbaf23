import ChandlerCore
import ChandlerDatasets
import ChandlerHTTP
import ChandlerIndicators
import ChandlerPipeline
import ChandlerPostgres
import ChandlerStore
import ChandlerVenues
import Synchronization

/// Ingests series side by side: fetches, computes, loads, and writes their datasets in one pass.
struct SeriesStage: Sendable {
    /// One series and what is wanted of it.
    struct Entry: Sendable {
        let series: SeriesID
        let source: any CandleSource
        let from: Timestamp
        let to: Timestamp?
        /// The indicators; `nil` for those stored, and `core` for a new series.
        let indicators: IndicatorSet?
        /// Describes the dataset to write in the same pass; `nil` writes none.
        var dataset: DatasetRequest?
    }

    /// How rows are fetched and loaded.
    struct Options: Sendable {
        var overlap = 3
        var refetch = false
        var recompute = false
        /// Whether rows are loaded though their dataset cannot even be begun.
        var loadsWithoutDataset = false
        var maxRejects = 0
        var concurrency = 4
        var connections = 2

        /// How many series are worked on at the same time.
        func workers(for count: Int) -> Int { max(1, min(concurrency, count)) }

        /// Many series keep the processors busy with a connection each.
        func lanes(for count: Int) -> Int { max(1, connections / workers(for: count)) }
    }

    /// The series, each once.
    let entries: [Entry]
    /// Where they come from, each once.
    let sources: [any CandleSource]
    let options: Options
    let runID: Int64
    let progress: RunProgress
    private let budget = BufferBudget()
    private let earlier = EarlierWatermarks()
    private let bare = BareSeries()
    private let asked = AskedOfVenues()

    /// The series that were loaded though their dataset could not be begun.
    var withoutDataset: Set<SeriesID> { bare.all }

    init(
        entries: [Entry],
        sources: [any CandleSource],
        options: Options,
        runID: Int64,
        progress: RunProgress
    ) {
        self.entries = entries
        self.sources = sources
        self.options = options
        self.runID = runID
        self.progress = progress
    }

    /// Does the work.
    ///
    /// - Parameters:
    ///   - store: The first worker's connections.
    ///   - open: Connects further ones.
    /// - Returns: How each series ended; one that failed has stopped no other.
    func run(
        over store: Store,
        open: @escaping @Sendable () throws(StoreError) -> Store
    ) async -> IngestOutcome {
        let clock = ContinuousClock()
        let begun = clock.now
        let known = Dictionary(uniqueKeysWithValues: entries.map { ($0.series, $0) })
        let outcomes = await ConcurrentIngest(
            workers: options.workers(for: entries.count),
            open: open
        ) { series, store in
            guard let entry = known[series] else {
                preconditionFailure("Invariant: only series of the stage are begun")
            }
            return await counted(entry, store)
        }.run(entries.map(\.series), over: store)
        progress.end()
        return IngestOutcome(
            runID: runID,
            sources: sources,
            outcomes: outcomes,
            earlier: earlier.all,
            requests: asked.all,
            maxRejects: options.maxRejects,
            wall: begun.duration(to: clock.now) / .seconds(1)
        )
    }

    private func counted(_ entry: Entry, _ store: Store) async -> SeriesOutcome {
        let tally = RequestTally()
        let outcome = await RequestTally.$current.withValue(tally) { await ingest(entry, store) }
        asked.note(RequestCounters(tally.counters), for: entry.series)
        return outcome
    }

    private func ingest(_ entry: Entry, _ store: Store) async -> SeriesOutcome {
        let outcome = await ingestOnce(entry, store)
        guard options.loadsWithoutDataset, entry.dataset != nil, !Task.isCancelled,
            case .failure(let error) = outcome.result, Self.mayBeOfDataset(error)
        else { return outcome }
        // What a venue has today it may not have tomorrow; a dataset can be written later.
        var plain = entry
        plain.dataset = nil
        let loaded = await ingestOnce(plain, store)
        if case .success = loaded.result { bare.note(entry.series) }
        return loaded
    }

    /// Whether a series that failed could be loaded without its dataset: the folder cannot be
    /// written, or months of the dataset's span are archived.
    private static func mayBeOfDataset(_ error: any Error) -> Bool {
        error is DatasetError || (error as? PipelineError)?.code == .usage
    }

    private func ingestOnce(_ entry: Entry, _ store: Store) async -> SeriesOutcome {
        let clock = ContinuousClock()
        let start = clock.now
        var seconds = StageSeconds()
        var begun: SeriesIngest?
        do {
            let ingest = SeriesIngest(
                source: entry.source,
                store: store,
                runID: runID,
                options: try await ingestOptions(entry, store),
                progress: progress,
                budget: budget
            )
            begun = ingest
            let report = try await ingest.run(seconds: &seconds, dataset: entry.dataset)
            seconds.wall = start.duration(to: clock.now) / .seconds(1)
            return SeriesOutcome(series: entry.series, result: .success(report), seconds: seconds)
        } catch {
            seconds.wall = start.duration(to: clock.now) / .seconds(1)
            return SeriesOutcome(
                series: entry.series,
                result: .failure(Interruption.seen(error)),
                partial: begun?.partialReport,
                seconds: seconds
            )
        }
    }

    private func ingestOptions(
        _ entry: Entry,
        _ store: Store
    ) async throws -> IngestOptions<SeriesID> {
        let record = try await store.control.record(of: entry.series)
        if let record { earlier.note(record) }
        return IngestOptions(
            series: entry.series,
            from: entry.from,
            to: entry.to,
            indicators: try IndicatorSet.chosen(entry.indicators, stored: record?.indicators),
            overlap: options.overlap,
            refetch: options.refetch,
            recompute: options.recompute
        )
    }
}

/// Where the series of a stage stood before it.
private final class EarlierWatermarks: Sendable {
    private let content = Mutex<[SeriesID: Timestamp]>([:])

    var all: [SeriesID: Timestamp] { content.withLock { $0 } }

    func note(_ record: SeriesRecord) {
        content.withLock { $0[record.series] = record.watermark }
    }
}

/// The series that were loaded without their dataset.
private final class BareSeries: Sendable {
    private let content = Mutex<Set<SeriesID>>([])

    var all: Set<SeriesID> { content.withLock { $0 } }

    func note(_ series: SeriesID) {
        content.withLock { _ = $0.insert(series) }
    }
}

/// What was asked of venues for each series of a stage.
private final class AskedOfVenues: Sendable {
    private let content = Mutex<[SeriesID: RequestCounters]>([:])

    var all: [SeriesID: RequestCounters] { content.withLock { $0 } }

    func note(_ requests: RequestCounters, for series: SeriesID) {
        content.withLock { $0[series] = requests }
    }
}

extension IndicatorSet {
    /// The selection asked for, else the stored one, else `core`.
    static func chosen(_ asked: IndicatorSet?, stored names: [String]?) throws -> IndicatorSet {
        try asked ?? names.map { try IndicatorSet(names: $0) } ?? .core
    }
}
