/// What a footer says: schema, row groups and key-value metadata.
struct StoredFileMetadata {
    var schema: [StoredSchemaElement] = []
    var rowCount: Int64 = 0
    var rowGroups: [StoredRowGroup] = []
    var keyValues: [ParquetKeyValue] = []
    var createdBy: String?
    /// The columns are encrypted, though the footer is not.
    var isEncrypted = false

    init(from decoder: inout CompactProtocolDecoder) throws(ParquetError) {
        var last: Int16 = 0
        var rows: Int64?
        while let field = try decoder.nextField(after: &last) {
            switch (field.number, field.kind) {
            case (2, .list):
                for _ in 0..<(try decoder.beginStructList()) {
                    schema.append(try StoredSchemaElement(from: &decoder))
                }
            case (3, .int64): rows = try decoder.int64()
            case (4, .list):
                for _ in 0..<(try decoder.beginStructList()) {
                    rowGroups.append(try StoredRowGroup(from: &decoder))
                }
            case (5, .list):
                for _ in 0..<(try decoder.beginStructList()) {
                    keyValues.append(try ParquetKeyValue(from: &decoder))
                }
            case (6, .binary): createdBy = try decoder.string()
            case (8, _):
                isEncrypted = true
                try decoder.skip(field)
            default: try decoder.skip(field)
            }
        }
        rowCount = try decoder.required(rows, "the number of rows")
    }
}

/// What a footer says about one row group.
struct StoredRowGroup {
    var columns: [StoredColumnChunk] = []
    var rowCount: Int64 = 0

    init(from decoder: inout CompactProtocolDecoder) throws(ParquetError) {
        var last: Int16 = 0
        var rows: Int64?
        while let field = try decoder.nextField(after: &last) {
            switch (field.number, field.kind) {
            case (1, .list):
                for _ in 0..<(try decoder.beginStructList()) {
                    columns.append(try StoredColumnChunk(from: &decoder))
                }
            case (3, .int64): rows = try decoder.int64()
            default: try decoder.skip(field)
            }
        }
        rowCount = try decoder.required(rows, "the number of rows of a row group")
    }
}

extension ParquetKeyValue {
    fileprivate init(from decoder: inout CompactProtocolDecoder) throws(ParquetError) {
        var last: Int16 = 0
        var (key, value): (String?, String?)
        while let field = try decoder.nextField(after: &last) {
            switch (field.number, field.kind) {
            case (1, .binary): key = try decoder.string()
            case (2, .binary): value = try decoder.string()
            default: try decoder.skip(field)
            }
        }
        // The format lets an entry be without a value.
        self.init(key: try decoder.required(key, "the key of an entry"), value: value ?? "")
    }
}
