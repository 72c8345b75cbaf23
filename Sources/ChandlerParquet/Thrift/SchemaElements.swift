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
        if column.physicalType == .fixedLengthByteArray {
            field(2, int32: Int32(DecimalPages.width))
        }
        let repetition: FormatRepetition = column.nullable ? .optional : .required
        field(3, int32: repetition.rawValue)
        field(4, string: column.name)
        switch column.type {
        case .string: annotation(.utf8, logicalType: 1)
        case .timestampMicroseconds: timestampAnnotation()
        case .date: annotation(.date, logicalType: 6)
        case .json: annotation(.json, logicalType: 12)
        case .decimal(let precision, let scale): decimalAnnotation(precision, scale)
        case .double, .int64, .int32, .boolean: break
        }
        endStruct()
    }

    private mutating func annotation(_ converted: FormatConvertedType, logicalType: Int16) {
        field(6, int32: converted.rawValue)
        beginField(10)
        emptyStructField(logicalType)
        endStruct()
    }

    private mutating func decimalAnnotation(_ precision: Int, _ scale: Int) {
        field(6, int32: FormatConvertedType.decimal.rawValue)
        field(7, int32: Int32(scale))
        field(8, int32: Int32(precision))
        beginField(10)
        beginField(5)
        field(1, int32: Int32(scale))
        field(2, int32: Int32(precision))
        endStruct()
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
