/// What a finished dataset holds.
public struct DatasetReport: Sendable {
    /// The folder it is in, as it was given.
    public let directory: String
    /// Every file but the manifest, sorted by path.
    public let files: [DatasetFile]
    /// Rows per split; a split without rows has 0.
    public let rows: [Split: Int]
    /// Candles of the range that became no row, per reason; a reason without any has 0.
    public let dropped: [DropReason: Int]
    /// What a person should know before using it, in sentences; most often empty.
    public let warnings: [String]

    /// The size of all files but the manifest, in bytes.
    public var bytes: Int64 { files.reduce(0) { $0 + $1.bytes } }
    /// The rows of all splits.
    public var totalRows: Int { rows.values.reduce(0, +) }
}
