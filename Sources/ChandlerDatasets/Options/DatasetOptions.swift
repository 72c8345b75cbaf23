public import ChandlerCore
public import ChandlerIndicators

/// Everything that decides what a dataset contains.
///
/// The same rows and options give byte-identical files on any machine that has the same versions
/// of zlib and libzstd; nothing of the run, the clock or the machine gets into a file.
public struct DatasetOptions: Sendable {
    /// The folder to write; created where it does not exist.
    public var directory: String
    /// Every series that will be written; they decide the grid of the split boundaries.
    public var series: [SeriesID]
    /// The span rows come from; labels use candles inside it only, splits are shares of it.
    public var range: TimeRange
    /// The features, in column order.
    public var indicators: IndicatorSet
    /// How far labels look ahead, in candles; kept ascending and without repeats.
    public var horizons: [Int]
    /// The largest absolute log return that still counts as no direction.
    public var directionThreshold: Double
    /// The distance of the barriers from the close, in units of `atr_14`.
    public var barrierATR: Double
    /// The shares of the splits.
    public var split: SplitFractions
    /// Candles dropped after each boundary; `nil` means as many as the longest horizon.
    public var embargo: Int?
    /// Whether rows in which any label is null are dropped.
    public var dropUnlabelled: Bool
    /// How rows are stored.
    public var format: DatasetFormat
    /// The version of the program, as the manifest shows it.
    public var programVersion: String
    /// The most rows that are held, and written as one Parquet row group.
    public var rowGroupRows: Int

    /// Collects options; ``DatasetWriter`` checks them.
    ///
    /// - Parameters:
    ///   - directory: The folder to write.
    ///   - series: Every series that will be written.
    ///   - range: The span rows come from, resolved.
    ///   - indicators: The features.
    ///   - programVersion: The version of the program.
    ///   - horizons: How far labels look ahead, in candles; empty for no labels.
    ///   - directionThreshold: The largest absolute log return that counts as no direction.
    ///   - barrierATR: The distance of the barriers in units of `atr_14`.
    ///   - split: The shares of the splits.
    ///   - embargo: Candles dropped after each boundary; `nil` for the longest horizon.
    ///   - dropUnlabelled: Whether rows with a null label are dropped.
    ///   - format: How rows are stored.
    ///   - rowGroupRows: The most rows in one row group; memory grows with it.
    public init(
        directory: String,
        series: [SeriesID],
        range: TimeRange,
        indicators: IndicatorSet,
        programVersion: String,
        horizons: [Int] = [1, 5, 15, 60],
        directionThreshold: Double = 0,
        barrierATR: Double = 2,
        split: SplitFractions = .standard,
        embargo: Int? = nil,
        dropUnlabelled: Bool = false,
        format: DatasetFormat = .parquetZstd,
        rowGroupRows: Int = 65_536
    ) {
        self.directory = directory
        self.series = series
        self.range = range
        self.indicators = indicators
        self.programVersion = programVersion
        self.horizons = horizons
        self.directionThreshold = directionThreshold
        self.barrierATR = barrierATR
        self.split = split
        self.embargo = embargo
        self.dropUnlabelled = dropUnlabelled
        self.format = format
        self.rowGroupRows = rowGroupRows
    }

    /// The farthest any label looks ahead, in candles; 0 without labels.
    var longestHorizon: Int { horizons.max() ?? 0 }

    /// The most rows that are collected before they are written.
    ///
    /// Of a CSV file they are what one thread works on: few, so that several threads have work.
    var tableRows: Int { format == .csvGzip ? min(rowGroupRows, 8_192) : rowGroupRows }

    /// The embargo with its default filled in.
    var embargoCandles: Int { embargo ?? longestHorizon }
}
