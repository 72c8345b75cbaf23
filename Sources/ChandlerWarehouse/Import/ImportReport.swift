/// What an import did, or what a dry run would have done.
public struct ImportReport: Sendable, Hashable {
    /// Rows that were rejected by the same rule for the same reason.
    public struct Rejects: Sendable, Hashable {
        /// A stable word for the rule with the column or constraint, such as `range:price`.
        public let rule: String
        /// How many rows.
        public let count: Int
        /// The lines (rows, in Parquet) of the first of them.
        public let lines: [Int]
        /// The first one's reason.
        public let reason: String
    }

    /// The table.
    public let table: String
    /// The file.
    public let path: String
    /// How the file was written.
    public let format: ImportFormat
    /// The file's columns that were loaded, as the table calls them.
    public var columns: [String] = []
    /// Names of the file that were left out.
    public var ignoredColumns: [String] = []
    /// The character between fields of CSV, where it was found out from the header.
    public var foundDelimiter: String?
    /// Rows in the file.
    public var read = 0
    /// Rows that are new.
    public var inserted = 0
    /// Stored rows that were changed.
    public var updated = 0
    /// Rows that are stored like this already.
    public var unchanged = 0
    /// Rows that are older than what is stored of them, by `updated_at`; the stored ones stay.
    public var older = 0
    /// The lines (rows, in Parquet) of the first older rows.
    public var olderLines: [Int] = []
    /// Rows that say again what an earlier one of the file says, in tables with a unique key.
    public var repeated = 0
    /// Rows that were not loaded, by reason, most frequent first.
    public var rejects: [Rejects] = []
    /// Rejected rows that `ingest_rejects` did not have yet.
    public var newRejects = 0
    /// Months made for the rows.
    public var madeMonths: [String] = []
    /// Positions that left `open_positions` because a row closed them.
    public var closedPositions = 0
    /// Whether nothing was kept because it was a dry run.
    public var isDryRun = false
    /// Whether nothing was kept because rows were rejected and all or nothing was wanted.
    public var isRefused = false
    /// Seconds for reading and staging.
    public var stagingSeconds = 0.0
    /// Seconds for checking, comparing and writing.
    public var mergingSeconds = 0.0

    init(table: String, path: String, format: ImportFormat) {
        self.table = table
        self.path = path
        self.format = format
    }

    /// Rows that were not loaded.
    public var rejected: Int { rejects.reduce(0) { $0 + $1.count } }
}
