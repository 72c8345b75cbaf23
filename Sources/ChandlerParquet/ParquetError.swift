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
        /// A decimal with more digits than its column holds.
        case decimalOverflow
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
        /// The source of a file that is read threw; `cause` holds its error.
        case sourceFailed
        /// Bytes that are no Parquet file.
        case notParquet
        /// A Parquet file, or a column of it, with something in it that is not read here.
        case unsupported
        /// A Parquet file that contradicts itself or ends too early.
        case damaged
    }

    /// Points at the place the error belongs to.
    public struct Context: Sendable, Hashable {
        /// Name of the column, where one is to blame.
        public let column: String?
        /// Number of the row group within the file, from 0.
        public let rowGroup: Int?
        /// Number of the row within the row group, from 0.
        public let row: Int?
        /// Number of the page within the column chunk, from 0, its dictionary included.
        public let page: Int?
        /// Where in the file the fault was found, in bytes from its start.
        public let offset: Int64?

        init(
            column: String? = nil,
            rowGroup: Int? = nil,
            row: Int? = nil,
            page: Int? = nil,
            offset: Int64? = nil
        ) {
            self.column = column
            self.rowGroup = rowGroup
            self.row = row
            self.page = page
            self.offset = offset
        }
    }

    /// Kind of failure.
    public let code: Code
    /// What was being done, what was found, what was kept, and what helps.
    public let message: String
    /// Column, row group, row, page and offset, as far as known.
    public let context: Context
    /// The error of the sink or source, where that is the reason.
    public let cause: (any Error)?

    /// Whether doing the same again may work: never, because each code names a fault of the
    /// input or of the sink, and a failed file must be written or fetched anew from its start.
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

    init(_ code: Code, _ message: String, context: Context, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.context = context
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
