/// Writes one Parquet file, row group by row group, into a sink.
///
/// The file is complete only after ``finish()``; without it no reader opens it. After an error of
/// the sink or a codec the writer stays closed. A row group that does not fit the schema is
/// refused before a byte is written, and the writer goes on.
///
/// **Shape:** flat; data pages of version 1; no row group for zero rows.
/// **Source:** Apache Parquet format 2.11, "README.md" and "parquet.thrift".
public final class ParquetFileWriter {
    /// Columns and footer metadata of the file.
    public let schema: ParquetSchema
    /// Choices the file is written with.
    public var options: ParquetOptions { workspace.options }

    private let workspace: ParquetWorkspace
    private var output: CountingOutput
    private var rowGroups: [RowGroupRecord] = []
    private var closedBecause: String?

    /// Prepares a file; nothing is written before the first row group or ``finish()``.
    ///
    /// - Parameters:
    ///   - schema: Columns and footer metadata.
    ///   - options: Codec, page size, statistics and the program's name.
    ///   - sink: Gets all bytes in order, from offset 0.
    /// - Throws: ``ParquetError`` with code `invalidOption` or `compressionFailed`.
    public convenience init(
        schema: ParquetSchema,
        options: ParquetOptions,
        sink: any ByteSink
    ) throws(ParquetError) {
        self.init(schema: schema, workspace: try ParquetWorkspace(options: options), sink: sink)
    }

    /// Prepares a file that is written with the memory of earlier ones.
    ///
    /// - Parameters:
    ///   - schema: Columns and footer metadata.
    ///   - workspace: Not in use by a second writer before this one is finished.
    ///   - sink: Gets all bytes in order, from offset 0.
    public init(schema: ParquetSchema, workspace: ParquetWorkspace, sink: any ByteSink) {
        self.schema = schema
        self.workspace = workspace
        output = CountingOutput(sink: sink)
    }

    /// How many bytes the sink has taken so far.
    public var byteCount: Int64 { output.offset }

    /// How many rows were written so far.
    public var rowCount: Int64 { rowGroups.reduce(0) { $0 + $1.rowCount } }

    /// Writes one row group; with zero rows it only checks the columns.
    ///
    /// - Parameter columns: One element per column of the schema, in its order, all of one length.
    /// - Throws: ``ParquetError``; `columnCountMismatch`, `columnTypeMismatch`,
    ///   `columnLengthMismatch` and `nullInRequiredColumn` leave file and writer as they were,
    ///   `sinkFailed`, `compressionFailed` and `pageTooLarge` end the file unfinished.
    public func writeRowGroup(_ columns: [ParquetColumnData]) throws(ParquetError) {
        try checkOpen("write row group \(rowGroups.count)")
        let rows = try schema.checkRowGroup(columns, number: rowGroups.count)
        guard rows > 0 else { return }
        try closingOnFailure { () throws(ParquetError) in
            try beginFile()
            var records: [ColumnChunkRecord] = []
            records.reserveCapacity(columns.count)
            for (data, column) in zip(columns, schema.columns) {
                records.append(try workspace.chunks.write(data, column: column, to: &output))
            }
            rowGroups.append(RowGroupRecord(rowCount: Int64(rows), columns: records))
        }
    }

    /// Writes the footer, which makes the file complete, and closes the writer.
    ///
    /// - Throws: ``ParquetError`` with code `sinkFailed` or `writerClosed`.
    public func finish() throws(ParquetError) {
        try checkOpen("finish a Parquet file")
        try closingOnFailure { () throws(ParquetError) in
            try beginFile()
            try writeFooter()
        }
        closedBecause = "the file is already finished"
    }

    private func beginFile() throws(ParquetError) {
        guard output.offset == 0 else { return }
        try write(Self.magic)
    }

    private func writeFooter() throws(ParquetError) {
        var encoder = CompactProtocolEncoder()
        FileMetadata(
            schema: schema,
            codec: options.compression.codec,
            createdBy: options.createdBy,
            rowGroups: rowGroups
        ).write(to: &encoder)
        var tail = ByteBuffer()
        tail.append(encoder.buffer.bytes)
        tail.append(littleEndian: UInt32(encoder.buffer.count))
        Self.magic.withUnsafeBytes { tail.append($0) }
        try output.write(tail.bytes)
    }

    private func write(_ bytes: [UInt8]) throws(ParquetError) {
        try withPointer(to: bytes) { pointer throws(ParquetError) in
            try output.write(UnsafeRawBufferPointer(pointer))
        }
    }

    private func checkOpen(_ action: String) throws(ParquetError) {
        guard let closedBecause else { return }
        throw .writerClosed(action, because: closedBecause)
    }

    private func closingOnFailure(_ body: () throws(ParquetError) -> Void) throws(ParquetError) {
        do {
            try body()
        } catch {
            closedBecause = "an earlier write failed (\(error.code.rawValue))"
            throw error
        }
    }

    private static let magic = Array("PAR1".utf8)
}
