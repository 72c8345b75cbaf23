/// One value of a row, as it lies in a reader's memory.
struct ImportField {
    enum Form {
        /// Nothing is said: a key that the row lacks.
        case missing
        /// No value: NULL.
        case absent
        /// Written without quotes: an unquoted CSV field, a JSON number or word.
        case bare
        /// A quoted CSV field.
        case text
        /// A JSON string, without quotes and escapes.
        case string
        /// A JSON object or array.
        case nested
    }

    var start: UnsafePointer<UInt8>?
    var count = 0
    var form = Form.absent

    var hasValue: Bool { form != .absent && form != .missing }
    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }
}

/// One row of a file; valid until the reader reads the next.
struct ImportRow {
    /// The line it begins at, from 1; in Parquet its number.
    var line = 0
    /// Its values by the reader's columns.
    var fields: [ImportField] = []
    /// What is wrong with the row as a whole.
    var fault: ValueFault?
    /// The row as it stands in the file where that is not made of its fields.
    var raw: UnsafeBufferPointer<UInt8>?
}

/// Reads a file row by row.
protocol RowReading {
    /// The columns' names; those of JSON lines grow while rows are read.
    var names: [String] { get }
    /// Whether each row names its columns itself.
    var namesInRows: Bool { get }
    /// Bytes of the file that were read so far.
    var bytesRead: Int { get }
    /// Reads the next row.
    ///
    /// - Returns: False at the end.
    mutating func next(_ row: inout ImportRow) throws -> Bool
}

extension RowReading {
    var namesInRows: Bool { false }
}
