/// Reads one Parquet file, row group by row group.
///
/// It reads whatever ``ParquetFileWriter`` writes, and of other writers' files those that are flat,
/// compressed with zstd, gzip, Snappy or not at all, and of types that have a ``ParquetColumnType``: also
/// data pages of version 2, dictionaries of any type, `float` (as `double`), timestamps in
/// milliseconds, nanoseconds that are whole microseconds, narrower and unsigned integers (those of 64
/// bits as decimals), and decimals of any layout. All else is refused by name, or passed over
/// (``ParquetReadOptions``).
///
/// Nothing in a file is believed: damage ends in an error and never beyond the bytes that are there.
/// Damage within a page's values is noticed where the page has a CRC-32
/// (``ParquetOptions/writesChecksums``), and what the footer says of itself is covered by nothing;
/// prove a file by a digest of its own where that matters.
///
/// Memory in use is the row group's values, and one column of it as stored. Not for two threads at
/// once.
///
/// **Source:** Apache Parquet format 2.11, "README.md", "Encodings.md" and "parquet.thrift".
public final class ParquetFileReader {
    /// Columns with name, type and whether they take nulls (their encoding is `automatic`), and the
    /// entries of the footer.
    public let schema: ParquetSchema
    /// Name and version of the program that wrote the file, where it says so.
    public let createdBy: String?
    /// How many rows the file has.
    public let rowCount: Int64

    private let footer: FileFooter
    private var chunks: ChunkReader

    /// Opens a file and reads its footer.
    ///
    /// - Parameters:
    ///   - source: The file's bytes; it is kept as long as the reader.
    ///   - options: How far it goes along with other writers.
    /// - Throws: ``ParquetError`` with code `notParquet`, `unsupported`, `damaged` or
    ///   `sourceFailed`.
    public init(
        source: any RandomAccessBytes,
        options: ParquetReadOptions = ParquetReadOptions()
    ) throws(ParquetError) {
        footer = try FileFooter(source: source, options)
        schema = footer.schema
        createdBy = footer.metadata.createdBy
        rowCount = footer.metadata.rowCount
        chunks = ChunkReader(source: source)
    }

    /// Columns that were passed over because they cannot be read.
    public var unreadColumns: [ParquetUnreadColumn] { footer.unread }

    /// What the numbers of a column count that is one of times and is read as `int64`.
    ///
    /// - Parameter column: Its place in the schema, from 0.
    /// - Returns: `nil` for other columns, and where ``ParquetReadOptions/keepsForeignTimes`` is off.
    public func foreignTime(ofColumn column: Int) -> ParquetForeignTime? {
        footer.layouts[column].foreignTime
    }

    /// How many row groups the file has.
    public var rowGroupCount: Int { footer.metadata.rowGroups.count }

    /// How many rows a row group has.
    ///
    /// - Parameter index: From 0, below ``rowGroupCount``.
    /// - Returns: Its rows.
    public func rowCount(ofRowGroup index: Int) -> Int {
        Int(footer.metadata.rowGroups[index].rowCount)
    }

    /// Reads all columns of a row group.
    ///
    /// Doubles come as `exactDoubles`. Data has a validity exactly where its column is nullable;
    /// what stands in a null row is 0, false or an empty text.
    ///
    /// - Parameter index: From 0, below ``rowGroupCount``.
    /// - Returns: The data in the order of the schema's columns.
    /// - Throws: ``ParquetError`` with code `unsupported`, `damaged`, `sourceFailed`, or
    ///   `invalidOption` where there is no such row group.
    public func readRowGroup(_ index: Int) throws(ParquetError) -> [ParquetColumnData] {
        try readRowGroup(index, columns: Array(schema.columns.indices))
    }

    /// Reads some columns of a row group; the others are not touched.
    ///
    /// - Parameters:
    ///   - index: From 0, below ``rowGroupCount``.
    ///   - columns: Places of columns in the schema, from 0, in any order.
    /// - Returns: The data in the order of `columns`, as ``readRowGroup(_:)`` gives it.
    /// - Throws: ``ParquetError`` with code `unsupported`, `damaged`, `sourceFailed`, or
    ///   `invalidOption` where there is no such row group or column.
    public func readRowGroup(
        _ index: Int,
        columns: [Int]
    ) throws(ParquetError) -> [ParquetColumnData] {
        try check("row group", index, below: rowGroupCount)
        let group = footer.metadata.rowGroups[index]
        var data: [ParquetColumnData] = []
        data.reserveCapacity(columns.count)
        for column in columns {
            try check("column", column, below: schema.columns.count)
            let part = try chunks.read(
                group.columns[footer.layouts[column].chunk],
                footer.layouts[column],
                rows: Int(group.rowCount),
                rowGroup: index
            )
            data.append(part)
        }
        return data
    }

    private func check(_ name: String, _ number: Int, below count: Int) throws(ParquetError) {
        guard 0..<count ~= number else {
            throw .invalidOption(
                "the \(name) to read",
                was: number,
                allowed: "from 0 and below \(count), the number of them in the file"
            )
        }
    }
}
