/// What the footer says about one row group.
struct RowGroupRecord {
    let rowCount: Int64
    let columns: [ColumnChunkRecord]

    func write(
        to encoder: inout CompactProtocolEncoder,
        schema: ParquetSchema,
        codec: FormatCodec
    ) {
        encoder.beginStruct()
        encoder.beginList(1, of: .structure, count: columns.count)
        for (chunk, column) in zip(columns, schema.columns) {
            chunk.write(to: &encoder, column: column, codec: codec, rowCount: rowCount)
        }
        encoder.field(2, int64: columns.reduce(0) { $0 + $1.uncompressedSize })
        encoder.field(3, int64: rowCount)
        if let first = columns.first { encoder.field(5, int64: first.startOffset) }
        encoder.field(6, int64: columns.reduce(0) { $0 + $1.compressedSize })
        encoder.endStruct()
    }
}
