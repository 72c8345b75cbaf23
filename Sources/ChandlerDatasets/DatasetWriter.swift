public import ChandlerCore
public import ChandlerIndicators

/// Writes a dataset from rows that arrive in ascending order, one series after another.
///
/// Rows may come from a load that is running or from the table: the same rows and options give
/// byte-identical files, however the rows are cut into batches. No more is held in memory than one
/// row group, one batch and the rows whose labels still wait for later candles.
///
/// Nothing a loader could see changes before ``finish(watermarks:)``, which puts all files in
/// place and the manifest last. After an error, ``abandon()``, or when the writer goes away
/// unfinished, what was staged is removed and an older dataset in the folder is untouched.
///
/// **Shape:** `train/`, `validation/` and `test/` with one file per series and month, `README.md`,
/// `manifest.json`.
public final class DatasetWriter {
    private let options: DatasetOptions
    private let plan: SplitPlan
    private let folder: OutputFolder
    private let resources: EncoderResources
    private var stage: SeriesStage?
    private var tallies: [SeriesID: SeriesTally] = [:]
    private var files: [DatasetFile] = []
    private var closedBecause: String?

    /// Checks the options and takes the folder; nothing visible is written yet.
    ///
    /// - Parameter options: What the dataset contains and where it goes.
    /// - Throws: ``DatasetError`` with code `invalidOptions`, `outputNotEmpty`, `outputInUse`,
    ///   `outputNotWritable` or `outputFull`.
    public convenience init(options: DatasetOptions) throws(DatasetError) {
        try self.init(options: options, write: SystemCalls.write)
    }

    init(options: DatasetOptions, write: @escaping SystemCalls.Write) throws(DatasetError) {
        self.options = try options.checked()
        plan = SplitPlan(
            range: options.range,
            fractions: options.split,
            intervals: options.series.map(\.interval),
            longestHorizon: options.longestHorizon,
            embargo: options.embargoCandles
        )
        resources = EncoderResources(options: self.options)
        folder = try OutputFolder(path: options.directory, write: write)
    }

    /// Begins a series of the options; each is written once, one after the other, in any order.
    ///
    /// - Parameter series: One of the options' series.
    /// - Throws: ``DatasetError`` with code `writerClosed`.
    public func begin(series: SeriesID) throws(DatasetError) {
        try checkOpen("begin \(series)")
        precondition(stage == nil, "Invariant: a series ends before the next begins")
        precondition(
            options.series.contains(series) && tallies[series] == nil,
            "Invariant: a dataset holds each series of its options once"
        )
        stage = SeriesStage(
            series: series,
            options: options,
            plan: plan,
            folder: folder,
            resources: resources
        )
    }

    /// Takes in the next candles of the series with their features.
    ///
    /// - Parameters:
    ///   - candles: Open times strictly ascending, inside the options' range.
    ///   - features: One row per candle, columns in the order of the options' indicators.
    ///   - atr14: `atr_14` per candle, whether it is a feature or not; NaN where undefined.
    ///   - rows: The part of all three that is meant; `nil` for everything.
    /// - Throws: ``DatasetError`` with code `outputFull`, `outputNotWritable`, `encodingFailed` or
    ///   `writerClosed`; the dataset is abandoned then.
    public func append(
        candles: [Candle],
        features: IndicatorFrame,
        atr14: [Double],
        rows: Range<Int>? = nil
    ) throws(DatasetError) {
        try checkOpen("add rows")
        precondition(
            features.count == candles.count && atr14.count == candles.count
                && features.columns.count == options.indicators.names.count,
            "Invariant: every candle comes with its features and atr_14"
        )
        precondition(stage != nil, "Invariant: rows are added between begin and end of a series")
        try abandoningOnFailure { () throws(DatasetError) in
            try stage?.append(
                rows ?? candles.indices,
                candles: candles,
                features: features.columns,
                atr14: atr14
            )
        }
    }

    /// Ends the series: rows that still wait get the labels they have.
    ///
    /// - Throws: ``DatasetError`` as ``append(candles:features:atr14:rows:)`` does.
    public func endSeries() throws(DatasetError) {
        try checkOpen("end a series")
        try abandoningOnFailure { () throws(DatasetError) in
            try stage?.finish()
        }
        guard let stage else { preconditionFailure("Invariant: a series begins before it ends") }
        tallies[stage.series] = stage.tally
        files += stage.files
        self.stage = nil
    }

    /// Writes card and manifest and puts everything in place of what was in the folder.
    ///
    /// - Parameter watermarks: Up to where each series was complete; what lies after the range is
    ///   recorded as the end of the range.
    /// - Returns: What the dataset holds.
    /// - Throws: ``DatasetError`` with code `noRows` where every candle was dropped, `leakFound`,
    ///   `outputFull`, `outputNotWritable` or `writerClosed`.
    public func finish(
        watermarks: [SeriesID: Timestamp]
    ) throws(DatasetError) -> DatasetReport {
        try checkOpen("finish the dataset")
        precondition(stage == nil, "Invariant: every series ends before the dataset")
        let report = try abandoningOnFailure { () throws(DatasetError) in
            try publish(watermarks)
        }
        closedBecause = "it is finished"
        return report
    }

    /// Removes what was staged and lets go of the folder; an older dataset in it stays.
    ///
    /// After ``finish(watermarks:)`` this does nothing.
    public func abandon() {
        closedBecause = closedBecause ?? "it was abandoned"
        stage = nil
        resources.close()
        folder.discard()
    }

    private func publish(
        _ watermarks: [SeriesID: Timestamp]
    ) throws(DatasetError) -> DatasetReport {
        let results = options.series.map { series in
            tallies[series] ?? SeriesTally(series: series, columnCount: options.columns.count)
        }
        let report = DatasetReport(
            directory: options.directory,
            files: files,
            tallies: results,
            plan: plan
        )
        guard report.totalRows > 0 else { throw .noRows(report, options) }
        let leaks = LeakCheck(results)
        if let finding = leaks.finding {
            throw DatasetError(
                .leakFound,
                "check the splits of the dataset: \(finding); nothing was published"
            )
        }
        let card = DatasetCard(options: options, plan: plan, tallies: results, files: files)
        let finished = report.adding(try stageText(card.text, OutputFolder.cardName))
        let manifest = Manifest(
            options: options,
            plan: plan,
            tallies: results,
            watermarks: watermarks,
            files: finished.files,
            leaks: leaks,
            warnings: finished.warnings
        )
        _ = try stageText(manifest.text, OutputFolder.manifestName)
        try folder.publish(finished.files.map(\.path))
        try folder.close()
        resources.close()
        return finished
    }

    private func stageText(
        _ text: String,
        _ name: String
    ) throws(DatasetError) -> DatasetFile {
        let file = try folder.createFile(name)
        try file.write(text)
        let digest = try file.finish()
        return DatasetFile(path: name, bytes: file.byteCount, sha256: digest, content: nil)
    }

    private func checkOpen(_ action: String) throws(DatasetError) {
        guard let closedBecause else { return }
        throw DatasetError(.writerClosed, "\(action): the dataset takes no more, \(closedBecause)")
    }

    private func abandoningOnFailure<Value>(
        _ body: () throws(DatasetError) -> Value
    ) throws(DatasetError) -> Value {
        do throws(DatasetError) {
            return try body()
        } catch {
            closedBecause = "an earlier step failed (\(error.code.rawValue))"
            abandon()
            throw error
        }
    }
}
