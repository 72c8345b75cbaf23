public import ChandlerCore

/// What of a table goes into a file, and how.
public struct TableExportOptions: Sendable {
    /// How a file is written.
    public enum Format: String, Sendable, Hashable, CaseIterable {
        /// Parquet with the table's own types.
        case parquet
        /// Comma-separated values with a header, packed with gzip (RFC 4180, RFC 1952).
        case csv = "csv.gz"
        /// One JSON object a line.
        case jsonl
    }

    /// The table, with its schema where that is not `public`.
    public let table: String
    /// The folder for the file; it is made.
    public let folder: String
    /// How the file is written.
    public var format = Format.parquet
    /// The first moment.
    public var from: Timestamp?
    /// The first moment not wanted any more.
    public var to: Timestamp?
    /// The only symbol.
    public var symbol: String?
    /// The columns whose values become pseudonyms; `default` names those of tokens.
    public var pseudonymised: [String] = []
    /// Keeps documents that may hold what other columns hide.
    public var keepsJSON = false
    /// The key of the pseudonyms.
    public var key: PseudonymKey?
    /// The program's version.
    public var version: String

    /// Creates options: a whole table, as it is, as Parquet.
    public init(table: String, folder: String, version: String) {
        self.table = table
        self.folder = folder
        self.version = version
    }
}

/// What an export wrote.
public struct TableExportReport: Sendable, Hashable {
    /// The table.
    public let table: String
    /// The file.
    public let path: String
    /// The file that says what is in it.
    public let manifest: String
    /// How many rows there are.
    public let rows: Int
    /// The file's length.
    public let bytes: Int
    /// SHA-256 of the file.
    public let sha256: String
    /// Its columns in their order.
    public let columns: [String]
    /// Those whose values are pseudonyms.
    public let pseudonymised: [String]
    /// Columns of the table that were left out because they may hold what others hide.
    public let leftOut: [String]
    /// What tells the key of the pseudonyms from others.
    public let keyFingerprint: String?
    /// What a person should know besides.
    public let notes: [String]
}
