public import ArgumentParser
import ChandlerCore
public import ChandlerDatasets
import ChandlerIndicators

/// The options of a dataset, shared by `ingest --training` and `export`.
struct DatasetArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How many candles ahead labels look; repeat it or separate by commas "
                + "(default: 1,5,15,60).",
            valueName: "candles"
        ),
        transform: readNumbers
    )
    var horizon: [[Int]] = []

    @Option(help: "Log returns up to this size count as no direction.")
    var directionThreshold = 0.0

    @Option(help: "The distance of the triple barrier's barriers, in units of atr_14.")
    var barrierATR = 2.0

    @Option(help: "The shares of train, validation and test, by time.")
    var split = "70/15/15"

    @Option(
        help: ArgumentHelp(
            "Candles dropped after each split boundary (default: the longest horizon).",
            valueName: "candles"
        )
    )
    var embargo: Int?

    @Flag(help: "Drop rows in which a label is unknown.")
    var dropUnlabelled = false

    @Option(help: "How rows are stored.")
    var format = DatasetFormat.parquetZstd

    func validate() throws {
        _ = try fractions()
        if horizons.contains(where: { $0 < 1 }) {
            throw ValidationError("--horizon takes whole numbers from 1 on")
        }
    }

    /// Describes the dataset of a span.
    func options(
        _ directory: String,
        _ series: SeriesID,
        _ range: TimeRange,
        _ indicators: IndicatorSet
    ) -> DatasetOptions {
        DatasetOptions(
            directory: directory,
            series: [series],
            range: range,
            indicators: indicators,
            programVersion: Chandler.version,
            horizons: horizons,
            directionThreshold: directionThreshold,
            barrierATR: barrierATR,
            split: (try? fractions()) ?? .standard,
            embargo: embargo,
            dropUnlabelled: dropUnlabelled,
            format: format
        )
    }

    private var horizons: [Int] {
        let given = horizon.flatMap { $0 }
        return given.isEmpty ? [1, 5, 15, 60] : given
    }

    private func fractions() throws -> SplitFractions {
        do {
            return try SplitFractions(parsing: split)
        } catch {
            throw ValidationError("\(error)")
        }
    }
}

extension DatasetFormat: ExpressibleByArgument {}

/// Reads whole numbers separated by commas.
@Sendable private func readNumbers(_ text: String) throws -> [Int] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
        guard let number = Int(part) else {
            throw ValidationError("\(quoted(text)) is no list of whole numbers such as 1,5,15,60")
        }
        return number
    }
}
