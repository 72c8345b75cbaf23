public import ChandlerCore
public import ChandlerDatasets

/// What a written dataset holds, computed from its files.
///
/// Numbers come from the data, not from the manifest; where the two differ, ``changes`` says so.
public struct DatasetSummary: Sendable {
    /// A series of the dataset.
    public struct Series: Sendable, Hashable {
        /// Such as `binance BTCUSDT 1m`.
        public let name: String
        /// The candles that were there to be made into rows.
        public let candles: Int
        /// Candles that do not exist between the first and the last.
        public let missing: Int
    }

    /// A split with its place in time.
    public struct Part: Sendable, Hashable {
        /// Which one.
        public let split: Split
        /// The span its rows may open in.
        public let range: TimeRange
        /// The rows that the files hold.
        public let rows: Int
        /// The open time of the first row, as the manifest has it; `nil` without rows.
        public let firstOpenTime: Timestamp?
        /// The open time of the last row, as the manifest has it; `nil` without rows.
        public let lastOpenTime: Timestamp?
    }

    /// Candles that became no row.
    public struct Loss: Sendable, Hashable {
        /// The manifest's word, such as `warm_up`.
        public let name: String
        /// How many there were.
        public let rows: Int
        /// Why, in words.
        public let reason: String
    }

    /// The folder, as it was given.
    public let folder: String
    /// The version of the program that wrote it.
    public let programVersion: String
    /// The span its candles come from.
    public let range: TimeRange
    /// The format of its data files, such as `parquet`.
    public let format: String
    /// The size of its files on disk, in bytes.
    public let bytes: Int64
    /// Its series.
    public let series: [Series]
    /// Its splits, in order.
    public let parts: [Part]
    /// Candles that became no row, per reason; those without any, too.
    public let losses: [Loss]
    /// The moments at which a later split begins.
    public let boundaries: [Timestamp]
    /// The time before a boundary in which rows were purged, in microseconds.
    public let purgeMicroseconds: Int64
    /// The time after a boundary in which rows were embargoed, in microseconds.
    public let embargoMicroseconds: Int64
    /// Whether the check for time that two splits share was passed; `nil` where it is not told.
    public let hasPassedLeakCheck: Bool?
    /// What the manifest warns of.
    public let warnings: [String]
    /// The labels, by horizon.
    public let labels: [LabelSummary]
    /// The features; those that drift most come first.
    public let features: [FeatureSummary]
    /// What differs from the manifest or cannot be read, in sentences; empty for a dataset that is
    /// as it was written.
    public let changes: [String]

    /// The rows of all splits.
    public var rows: Int { parts.reduce(0) { $0 + $1.rows } }
}
