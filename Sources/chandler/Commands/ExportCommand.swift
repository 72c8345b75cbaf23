import ArgumentParser
import ChandlerCore
import ChandlerDatasets
import ChandlerIndicators
import ChandlerPipeline
import ChandlerStore

/// `chandler export`: datasets from what is stored.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a dataset from the database.",
        discussion: """
            The files are those that "ingest --training" writes for the same span and options, \
            byte for byte. Where months of the span are archived, nothing is written: bring them \
            back first with "chandler restore-archive".

            EXAMPLE
              chandler export --training --symbol BTCUSDT --from 2024-01-01 --out ./btc
            """
    )

    @Flag(help: "Write a training dataset: features, labels and splits (the only kind so far).")
    var training = false

    @OptionGroup var series: SeriesArguments
    @OptionGroup var time: TimeArguments

    @Option(
        help: ArgumentHelp("The folder to write.", valueName: "folder"),
        completion: .directory
    )
    var out: String

    @Option(
        help: ArgumentHelp(
            "The features: core, full, none, a comma list or a file; those stored by default.",
            valueName: "selection"
        ),
        completion: indicatorCompletion,
        transform: readIndicators
    )
    var indicators: IndicatorSet?

    @OptionGroup(title: "Dataset options") var dataset: DatasetArguments
    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func validate() throws {
        if !training { throw ValidationError("export needs --training") }
    }

    func run() async throws {
        try await interruptible { try await runUninterrupted() }
    }

    private func runUninterrupted() async throws {
        let series = series.id
        let lane = try await database.lane(for: "export")
        // A login that may only read is enough, and leaves no trace.
        let run = await LedgerRun.whereKept("export", over: lane)
        let begun = ContinuousClock.now
        let written: DatasetStage.Outcome
        do {
            written = try await DatasetStage(
                series: series,
                indicators: indicators,
                from: time.from,
                to: time.to,
                request: { [dataset, out] in dataset.options(out, series, $0, $1) }
            ).run(over: lane)
        } catch {
            let failure = Failure.run(error)
            let stage = FinishedStage(
                name: "dataset",
                subject: "\(series)",
                status: RunStatus(error),
                seconds: begun.duration(to: .now) / .seconds(1),
                error: failure.message
            )
            let document = ExportDocument(run?.id, series, failure)
            try? await run?.end(failure, document, stages: [stage])
            throw error
        }
        let document = ExportDocument(run?.id, series, written)
        // The dataset is there, whatever becomes of the ledger.
        try? await run?.end(
            nil,
            document,
            totals: RunTotals(bytes: written.dataset.bytes),
            stages: [
                FinishedStage(
                    name: "dataset",
                    subject: "\(series)",
                    status: .succeeded,
                    seconds: written.seconds.wall,
                    totals: RunTotals(bytes: written.dataset.bytes)
                )
            ]
        )
        if output.json {
            try Console.printJSON(document)
        } else {
            Console.print("\(series) · \(written.range) · \(Words.seconds(written.seconds.wall))")
            RunSummary.datasetLines(written.dataset).forEach(Console.print)
        }
    }
}

/// What an export wrote, for programs and the ledger.
private struct ExportDocument: Encodable {
    let runId: Int64?
    let status: String
    let exitCode: Int32
    let error: String?
    let venue: String
    let symbol: String
    let interval: String
    let from: String?
    let to: String?
    let dataset: RunDocument.Dataset?
    let seconds: Double?

    init(_ runID: Int64?, _ series: SeriesID, _ written: DatasetStage.Outcome) {
        runId = runID
        status = RunStatus.succeeded.rawValue
        exitCode = 0
        error = nil
        venue = series.venue
        symbol = series.symbol.text
        interval = series.interval.rawValue
        from = written.range.start.description
        to = written.range.end.description
        dataset = RunDocument.Dataset(written.dataset)
        seconds = written.seconds.wall
    }

    init(_ runID: Int64?, _ series: SeriesID, _ failure: RunFailure) {
        runId = runID
        status = RunOutcome(failure).status.rawValue
        exitCode = failure.exit.rawValue
        error = failure.message
        venue = series.venue
        symbol = series.symbol.text
        interval = series.interval.rawValue
        from = nil
        to = nil
        dataset = nil
        seconds = nil
    }
}
