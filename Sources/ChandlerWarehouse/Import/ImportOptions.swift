/// What is loaded from where, and how its file is read.
public struct ImportOptions: Sendable {
    /// The table.
    public let table: ImportTable
    /// The file's path.
    public let path: String
    /// How the file is written; by its name and first bytes where it is `nil`.
    public var format: ImportFormat?
    /// Does everything, and then takes it back.
    public var isDryRun = false
    /// Keeps nothing when a single row is rejected.
    public var allOrNothing = false
    /// Names in the file and the columns they mean.
    public var renames: [String: String] = [:]
    /// Columns that the file lacks, with the text that all of its rows have there.
    public var constants: [String: String] = [:]
    /// Leaves out columns that the table does not have.
    public var ignoresUnknown = false
    /// The zone of times without one: `UTC`, an offset such as `+02:00`, or a name such as
    /// `Europe/Berlin`.
    public var timeZone = "UTC"
    /// The byte between the fields of CSV; where it is `nil`, a comma, or what splits the header
    /// into more fields: a semicolon, a tab or a vertical bar.
    public var delimiter: UInt8?
    /// The unquoted text of CSV that means NULL.
    public var nullText = ""
    /// The run in the ledger that does it.
    public var runID: Int64 = 0

    /// Creates options.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - path: The file's path.
    public init(table: ImportTable, path: String) {
        self.table = table
        self.path = path
    }
}

/// How a file of rows is written.
public enum ImportFormat: String, Sendable, Hashable, CaseIterable {
    /// Comma-separated values with a header (RFC 4180).
    case csv
    /// One JSON object a line.
    case jsonl
    /// Flat Parquet; `ParquetFileReader` of ChandlerParquet says what is read.
    case parquet
}

extension ImportFormat {
    /// The format that a file's name says.
    ///
    /// - Parameter path: The file's path; `.gz` behind the rest means nothing.
    /// - Returns: The format.
    /// - Throws: ``WarehouseError`` with code `usage` where the name says none.
    static func of(_ path: String) throws(WarehouseError) -> ImportFormat {
        var name = path.lowercased()
        if name.hasSuffix(".gz") { name.removeLast(3) }
        let byEnding: [(String, ImportFormat)] = [
            (".csv", .csv), (".tsv", .csv), (".txt", .csv), (".jsonl", .jsonl),
            (".ndjson", .jsonl), (".json", .jsonl), (".parquet", .parquet),
        ]
        if let found = byEnding.first(where: { name.hasSuffix($0.0) }) { return found.1 }
        throw WarehouseError(
            .usage,
            "import \(path.inQuotes): its name does not say how it is written; --format csv, jsonl "
                + "or parquet does"
        )
    }
}
