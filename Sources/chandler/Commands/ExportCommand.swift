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
        let written = try await DatasetStage(
            series: series,
            indicators: indicators,
            from: time.from,
            to: time.to,
            request: { [dataset, out] in dataset.options(out, series, $0, $1) }
        ).run(over: lane)
        if output.json {
            try Console.printJSON(
                ExportDocument(
                    status: "succeeded",
                    venue: series.venue,
                    symbol: series.symbol.text,
                    interval: series.interval.rawValue,
                    from: written.range.start.description,
                    to: written.range.end.description,
                    dataset: RunDocument.Dataset(written.dataset),
                    seconds: written.seconds.wall
                )
            )
        } else {
            Console.print("\(series) · \(written.range) · \(Words.seconds(written.seconds.wall))")
            RunSummary.datasetLines(written.dataset).forEach(Console.print)
        }
    }
}

/// What an export wrote, for programs.
private struct ExportDocument: Encodable {
    let status: String
    let venue: String
    let symbol: String
    let interval: String
    let from: String
    let to: String
    let dataset: RunDocument.Dataset
    let seconds: Double
}
