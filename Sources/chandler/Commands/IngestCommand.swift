import ArgumentParser
import ChandlerCore
import ChandlerDatasets
import ChandlerHTTP
import ChandlerIndicators
import ChandlerPipeline
import ChandlerStore
import ChandlerVenues

/// `chandler ingest`: the main job.
struct IngestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest",
        abstract: "Fetch candles, compute indicators, load them, and write a dataset in one run.",
        discussion: """
            What the venue has answered before is not fetched again, except for the last candles \
            (--overlap), which venues revise. Running the same command twice writes no row. Months \
            that "chandler retain" has archived are left alone; what would need them ends with \
            code 64 and names the "chandler restore-archive" that brings them back.

            EXAMPLES
              chandler ingest --symbol BTCUSDT --from 2024-01-01
              chandler ingest --symbol ETHUSDT --interval 1h --from 90d --training ./eth
              chandler ingest --symbol BTCUSDT --from 2024-01-01 --indicators rsi_9,sma_37,atr_14
              chandler ingest --symbol BTCUSDT --symbol ETHUSDT --from 30d
              chandler ingest --venue bybit --symbol @majors.txt --from 2024-01-01
              chandler ingest --venue okx --symbols top:50:USDT --interval 1h --from 90d
              chandler ingest --venue geckoterminal --network solana --from 7d \
                  --pool 8sLbNZoA1cfnvMJLPfp98ZLAnFSYCFApfJKMbiXNLwxj
            """
    )

    @OptionGroup var series: ManySeriesArguments
    @OptionGroup(title: "Pools") var pools: PoolArguments
    @OptionGroup var time: TimeArguments

    @Option(
        help: ArgumentHelp(
            "core (25), full (72), none, a comma list such as rsi_9,sma_37, or a file with one.",
            discussion: "The default is what is stored with the series, and core for a new one.",
            valueName: "selection"
        ),
        completion: indicatorCompletion,
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
        help: ArgumentHelp(
            "Write a training dataset into this folder; of many series, one folder each inside it.",
            valueName: "folder"
        ),
        completion: .directory
    )
    var training: String?

    @OptionGroup(title: "Dataset options") var dataset: DatasetArguments

    @OptionGroup var venue: VenueArguments

    @Flag(help: "Join candles of an interval that the venue lacks from a shorter one that it has.")
    var resample = false

    @Option(
        help: ArgumentHelp(
            "Series worked on at the same time, 1 to 64; fewer where long ones would take too much "
                + "memory.",
            valueName: "count"
        )
    )
    var concurrency = 4

    @Option(
        help: ArgumentHelp(
            "Batches loaded side by side; many series share them, with one each at least.",
            valueName: "count"
        )
    )
    var connections = 2

    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func validate() throws {
        if pools.pool.isEmpty {
            if AggregatorCatalogue.all.contains(where: { $0.name == series.venue.lowercased() }) {
                throw ValidationError(
                    "\(series.venue) has pools and coins instead of symbols: name them with --pool"
                )
            }
            try series.checkNamed()
        } else {
            try checkPools()
        }
        if overlap < 0 { throw ValidationError("--overlap takes a whole number from 0 on") }
        if maxRejects < 0 { throw ValidationError("--max-rejects takes a whole number from 0 on") }
        if !(1...16).contains(connections) {
            throw ValidationError("--connections takes a whole number from 1 to 16")
        }
        if !(1...64).contains(concurrency) {
            throw ValidationError("--concurrency takes a whole number from 1 to 64")
        }
    }

    /// What is of exchanges only does not go together with pools.
    private func checkPools() throws {
        let others = [
            "--symbol": !series.symbol.isEmpty, "--symbols": series.rule != nil,
            "--training": training != nil, "--resample": resample,
            "--archive-url": venue.archiveURL != nil, "--candles-only": venue.candlesOnly,
        ]
        let given = others.filter(\.value).keys.sorted()
        if !given.isEmpty {
            throw ValidationError("\(given.joined(separator: ", ")) cannot stand beside --pool")
        }
        if pools.token != nil, series.venue.lowercased() == Aggregator.coinGecko.name {
            throw ValidationError(
                "--token means a token of a pool; coingecko has averages of coins"
            )
        }
        if !AggregatorCatalogue.all.contains(where: {
            $0.name == series.venue.lowercased() && !$0.intervals.isEmpty
        }) {
            throw ValidationError("--pool needs --venue \(poolVenueNames)")
        }
    }

    func run() async throws {
        try await interruptible {
            try await venue.network.use { network in
                if pools.pool.isEmpty {
                    try await ingestSeries(over: network)
                } else {
                    try await ingestPools(over: network)
                }
            }
        }
    }

    private func ingestSeries(over network: HTTPNetwork) async throws {
        let source = try venue.source(
            of: series.venue,
            over: network,
            joining: resample ? series.interval : nil
        )
        try SeriesIngest.check(series.interval, at: source)
        let all = try await series.resolved(by: source)
        let configuration = try database.reach()
        let lanes = stageOptions.lanes(for: all.count)
        let store = try Store(configuration, lanes: lanes, applicationName: "chandler ingest")
        try await DatabaseArguments.migrate(store.control)
        let run = try await LedgerRun("ingest", over: store.control)
        let stage = SeriesStage(
            entries: all.map { entry($0, source, isOne: all.count == 1) },
            sources: [source],
            options: stageOptions,
            runID: run.id,
            progress: RunProgress(isQuiet: false, seriesCount: all.count)
        )
        var outcome = await stage.run(over: store) { () throws(StoreError) in
            try Store(configuration, lanes: lanes, applicationName: "chandler ingest run \(run.id)")
        }
        if let only = outcome.series.first, outcome.series.count == 1, only.report != nil {
            outcome.candles =
                (try? await store.control.lastCandles(of: only.series, count: 240)) ?? []
        }
        try await run.end(
            outcome.failure,
            outcome.document,
            totals: outcome.totals,
            stages: outcome.stages
        )
        try show(outcome)
    }

    private var stageOptions: SeriesStage.Options {
        SeriesStage.Options(
            overlap: overlap,
            refetch: refetch,
            recompute: recompute,
            maxRejects: maxRejects,
            concurrency: concurrency,
            connections: connections
        )
    }

    private func entry(
        _ series: SeriesID,
        _ source: any CandleSource,
        isOne: Bool
    ) -> SeriesStage.Entry {
        SeriesStage.Entry(
            series: series,
            source: source,
            from: time.from,
            to: time.to,
            indicators: indicators,
            dataset: training.map { training in
                let folder = isOne ? training : "\(training)/\(series.fileStem)"
                return { [dataset] in dataset.options(folder, series, $0, $1) }
            }
        )
    }

    private func show(_ outcome: IngestOutcome) throws {
        if output.json {
            try Console.printJSON(outcome.document)
        } else {
            outcome.summary.forEach(Console.print)
        }
        guard let failure = outcome.failure else { return }
        Console.error(output.json ? failure.message : outcome.failureNote ?? failure.message)
        throw CommandFailure(exit: failure.exit, message: failure.message, isShown: true)
    }
}
