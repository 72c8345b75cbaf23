import ArgumentParser
import ChandlerCore
import ChandlerHTTP
import ChandlerDatasets
import ChandlerIndicators
import ChandlerPipeline
import ChandlerStore
import ChandlerVenues
import Foundation

/// `chandler ingest`: the main job.
struct IngestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest",
        abstract: "Fetch candles, compute indicators, load them, and write a dataset in one run.",
        discussion: """
            What the venue has answered before is not fetched again, except for the last candles \
            (--overlap), which venues revise. Running the same command twice writes no row.

            EXAMPLES
              chandler ingest --symbol BTCUSDT --from 2024-01-01
              chandler ingest --symbol ETHUSDT --interval 1h --from 90d --training ./eth
              chandler ingest --symbol BTCUSDT --from 2024-01-01 --indicators rsi_9,sma_37,atr_14
            """
    )

    @OptionGroup var series: SeriesArguments
    @OptionGroup var time: TimeArguments

    @Option(
        help: ArgumentHelp(
            "core (25), full (72), none, a comma list such as rsi_9,sma_37, or a file with one.",
            discussion: "The default is what is stored with the series, and core for a new one.",
            valueName: "selection"
        ),
        transform: readIndicators
    )
    var indicators: IndicatorSet?

    @Option(
        help: ArgumentHelp(
            "How many candles up to the last stored one are read again.",
            valueName: "candles"
        )
    )
    var overlap = 3

    @Flag(help: "Read all of the span again, and store what the venue revised.")
    var refetch = false

    @Flag(help: "Compute all stored indicators anew, also when the selection has changed.")
    var recompute = false

    @Option(
        help: ArgumentHelp(
            "End with code 65 when more rows than this break a rule.",
            valueName: "rows"
        )
    )
    var maxRejects = 0

    @Option(
        help: ArgumentHelp("Write a training dataset into this folder.", valueName: "folder")
    )
    var training: String?

    @OptionGroup(title: "Dataset options") var dataset: DatasetArguments

    @Option(
        help: ArgumentHelp(
            "Fetch from this address instead of the venue's (or CHANDLER_BINANCE_URL).",
            valueName: "url"
        )
    )
    var baseURL: String?

    @Flag(
        help: """
            The address serves candles and nothing else, as a mirror may: take the symbol as it \
            stands, and trust this machine's clock.
            """
    )
    var candlesOnly = false

    @Option(
        help: ArgumentHelp(
            "Trust the authorities in this PEM file (or SSL_CERT_FILE).",
            valueName: "file"
        )
    )
    var cacert: String?

    @Option(
        help: ArgumentHelp(
            "Give up a request after this many seconds, repetitions included.",
            valueName: "seconds"
        )
    )
    var patience = 300

    @Option(help: ArgumentHelp("Batches loaded side by side.", valueName: "count"))
    var connections = 2

    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func validate() throws {
        if overlap < 0 { throw ValidationError("--overlap takes a whole number from 0 on") }
        if maxRejects < 0 { throw ValidationError("--max-rejects takes a whole number from 0 on") }
        if !(1...16).contains(connections) {
            throw ValidationError("--connections takes a whole number from 1 to 16")
        }
        if patience < 1 { throw ValidationError("--patience takes a whole number from 1 on") }
    }

    func run() async throws {
        try await interruptible { try await runUninterrupted() }
    }

    private func runUninterrupted() async throws {
        let source = try venueSource()
        let configuration = try database.reach()
        let store = try Store(
            configuration,
            lanes: connections,
            applicationName: "chandler ingest"
        )
        try await DatabaseArguments.migrate(store.control)
        let arguments = LedgerArguments(CommandLine.arguments)
        let runID = try await store.control.beginRun(
            command: "ingest",
            arguments: try Console.json(arguments),
            version: Chandler.version
        )
        let progress = RunProgress(isQuiet: false)
        var outcome = IngestOutcome(runID: runID, source: source)
        do {
            try await ingest(store, source, runID, progress, &outcome)
        } catch {
            outcome.error = error
        }
        progress.end()
        outcome.judge(maxRejects: maxRejects)
        try await record(outcome, store)
        try show(outcome)
    }

    private func ingest(
        _ store: Store,
        _ source: any CandleSource,
        _ runID: Int64,
        _ progress: RunProgress,
        _ outcome: inout IngestOutcome
    ) async throws {
        let clock = ContinuousClock()
        let begun = clock.now
        defer { outcome.seconds.wall = begun.duration(to: clock.now) / .seconds(1) }
        let series = series.id
        let options = IngestOptions(
            series: series,
            from: time.from,
            to: time.to,
            indicators: try await selection(store),
            overlap: overlap,
            refetch: refetch,
            recompute: recompute
        )
        let request = datasetRequest(for: series)
        let ingest = SeriesIngest(
            source: source,
            store: store,
            runID: runID,
            options: options,
            progress: progress
        )
        let reports = try await ingest.run(seconds: &outcome.seconds, dataset: request)
        outcome.series = reports.series
        switch reports.dataset {
        case .success(let dataset): outcome.dataset = dataset
        case .failure(let error): outcome.error = error
        case nil: break
        }
        outcome.candles = try await store.control.lastCandles(of: series, count: 240)
    }

    private func datasetRequest(for series: SeriesID) -> DatasetRequest? {
        guard let training else { return nil }
        return { [dataset] range, indicators in
            dataset.options(training, series, range, indicators)
        }
    }

    /// The selection asked for, else the stored one, else `core`.
    private func selection(_ store: Store) async throws -> IndicatorSet {
        if let indicators { return indicators }
        guard let record = try await store.control.record(of: series.id) else { return .core }
        return try IndicatorSet(names: record.indicators)
    }

    private func venueSource() throws -> any CandleSource {
        let environment = ProcessInfo.processInfo.environment
        let override = baseURL ?? environment["CHANDLER_\(series.venue.uppercased())_URL"]
        let isGiven = baseURL != nil || !(override ?? "").isEmpty
        if let override, isGiven, URLComponents(string: override)?.host?.isEmpty ?? true {
            throw CommandFailure(
                exit: .usage,
                message: "the base URL \(quoted(override)) names no host; expected one such as "
                    + "https://api.binance.com"
            )
        }
        return try VenueCatalogue().venue(named: series.venue).source(
            VenueOptions(
                baseURL: override.flatMap { $0.isEmpty ? nil : $0 },
                servesCandlesOnly: candlesOnly,
                timeouts: HTTPTimeouts(
                    connect: .seconds(min(10, patience)),
                    total: .seconds(min(60, patience)),
                    lowSpeedPeriod: .seconds(min(15, patience))
                ),
                patience: .seconds(patience),
                userAgent: "chandler/\(Chandler.version)",
                certificateFile: cacert ?? environment["SSL_CERT_FILE"]
            )
        )
    }

    /// Enters the outcome into the ledger; a database that is gone does not hide the first error.
    private func record(_ outcome: IngestOutcome, _ store: Store) async throws {
        do {
            try await store.control.finishRun(
                outcome.runID,
                outcome.ledgerEntry,
                report: try Console.json(outcome.document)
            )
        } catch {
            if outcome.error == nil { throw error }
        }
    }

    private func show(_ outcome: IngestOutcome) throws {
        if output.json {
            try Console.printJSON(outcome.document)
        } else {
            outcome.summary?.lines.forEach(Console.print)
        }
        guard let failure = outcome.failure else { return }
        Console.error(failure.message)
        throw CommandFailure(exit: failure.exit, message: failure.message, isShown: true)
    }
}
