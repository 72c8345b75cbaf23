extension CompactProtocolEncoder {
    /// The root of a flat schema, which has no type and only counts its children.
    mutating func schemaRoot(columns: Int) {
        beginStruct()
        field(4, string: "schema")
        field(5, int32: Int32(columns))
        endStruct()
    }

    mutating func schemaElement(_ column: ParquetColumn) {
        beginStruct()
        field(1, int32: column.physicalType.rawValue)
        let repetition: FormatRepetition = column.nullable ? .optional : .required
        field(3, int32: repetition.rawValue)
        field(4, string: column.name)
        switch column.type {
        case .string: stringAnnotation()
        case .timestampMicroseconds: timestampAnnotation()
        case .double, .int64, .int32: break
        }
        endStruct()
    }

    private mutating func stringAnnotation() {
        field(6, int32: FormatConvertedType.utf8.rawValue)
        beginField(10)
        emptyStructField(1)
        endStruct()
    }

    private mutating func timestampAnnotation() {
        field(6, int32: FormatConvertedType.timestampMicros.rawValue)
        beginField(10)
        beginField(8)
        field(1, bool: true)
        beginField(2)
        emptyStructField(2)
        endStruct()
        endStruct()
        endStruct()
    }
}
