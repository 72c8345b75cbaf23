/// Says what went wrong while a Parquet file or a gzip stream was written or read.
public struct ParquetError: Error, Sendable {
    /// Names the kind of failure; callers switch on it.
    public enum Code: String, Sendable, CaseIterable {
        /// No columns, or a column name that is empty or repeated.
        case invalidSchema
        /// The encoding of a column does not fit its type.
        case unsupportedEncoding
        /// A level or limit outside its range.
        case invalidOption
        /// A row group with more or fewer columns than the schema.
        case columnCountMismatch
        /// Data of another type than the schema's column.
        case columnTypeMismatch
        /// Columns, or values and validity, of different lengths.
        case columnLengthMismatch
        /// A null in a column that is not nullable.
        case nullInRequiredColumn
        /// A page of 2 GiB or more, which the format cannot express.
        case pageTooLarge
        /// The sink threw; `cause` holds its error.
        case sinkFailed
        /// The file is already finished, or an earlier write failed.
        case writerClosed
        /// zlib or libzstd reported an error.
        case compressionFailed
        /// Bytes that are no complete gzip stream.
        case invalidGzip
        /// A gzip stream that holds more than the caller allows.
        case gzipLimitExceeded
    }

    /// Points at the place the error belongs to.
    public struct Context: Sendable, Hashable {
        /// Name of the column, where one is to blame.
        public let column: String?
        /// Number of the row group within the file, from 0.
        public let rowGroup: Int?
        /// Number of the row within the row group, from 0.
        public let row: Int?
    }

    /// Kind of failure.
    public let code: Code
    /// What was being done, what was found, what was kept, and what helps.
    public let message: String
    /// Column, row group and row, as far as known.
    public let context: Context
    /// The error of the sink, where that is the reason.
    public let cause: (any Error)?

    /// Whether doing the same again may work: never, because each code names a fault of the
    /// input or of the sink, and a failed file must be written anew from its start.
    public var isRetryable: Bool { false }

    init(
        _ code: Code,
        _ message: String,
        column: String? = nil,
        rowGroup: Int? = nil,
        row: Int? = nil,
        cause: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        context = Context(column: column, rowGroup: rowGroup, row: row)
        self.cause = cause
    }
}

extension ParquetError: CustomStringConvertible {
    /// The message, followed by the code.
    public var description: String { "\(message) (\(code.rawValue))" }
}

/// Quotes a foreign text for a message, cut to 80 characters.
func quoted(_ text: String) -> String {
    text.count > 80 ? "\"\(text.prefix(80))…\"" : "\"\(text)\""
}
