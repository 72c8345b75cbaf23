/// The footer: schema, row groups and key-value metadata.
struct FileMetadata {
    let schema: ParquetSchema
    let codec: FormatCodec
    let createdBy: String
    let rowGroups: [RowGroupRecord]

    func write(to encoder: inout CompactProtocolEncoder) {
        // Version 2: the encodings and logical types of format 2.x are in use.
        encoder.field(1, int32: 2)
        encoder.beginList(2, of: .structure, count: schema.columns.count + 1)
        encoder.schemaRoot(columns: schema.columns.count)
        for column in schema.columns { encoder.schemaElement(column) }
        encoder.field(3, int64: rowGroups.reduce(0) { $0 + $1.rowCount })
        encoder.beginList(4, of: .structure, count: rowGroups.count)
        for group in rowGroups { group.write(to: &encoder, schema: schema, codec: codec) }
        writeKeyValues(to: &encoder)
        encoder.field(6, string: createdBy)
        writeColumnOrders(to: &encoder)
        encoder.stop()
    }

    private func writeKeyValues(to encoder: inout CompactProtocolEncoder) {
        guard !schema.metadata.isEmpty else { return }
        encoder.beginList(5, of: .structure, count: schema.metadata.count)
        for entry in schema.metadata {
            encoder.beginStruct()
            encoder.field(1, string: entry.key)
            encoder.field(2, string: entry.value)
            encoder.endStruct()
        }
    }

    /// Without these, readers ignore min_value and max_value.
    private func writeColumnOrders(to encoder: inout CompactProtocolEncoder) {
        encoder.beginList(7, of: .structure, count: schema.columns.count)
        for _ in schema.columns {
            encoder.beginStruct()
            encoder.emptyStructField(1)
            encoder.endStruct()
        }
    }
}
