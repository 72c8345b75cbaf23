/// Describes one column of a flat Parquet schema.
public struct ParquetColumn: Sendable, Hashable {
    /// Name that readers show; unique within its schema.
    public let name: String
    /// What the values are.
    public let type: ParquetColumnType
    /// Whether a row may have no value; ``ParquetColumnData`` says how that is handed over.
    public let nullable: Bool
    /// How the values are laid out in the file.
    public let encoding: ParquetEncoding

    /// Describes a column; the schema that takes it checks name and encoding.
    ///
    /// - Parameters:
    ///   - name: Any non-empty text.
    ///   - type: What the values are.
    ///   - nullable: Whether rows may have no value.
    ///   - encoding: Layout of the values; `automatic` suits nearly every column.
    public init(
        name: String,
        type: ParquetColumnType,
        nullable: Bool = false,
        encoding: ParquetEncoding = .automatic
    ) {
        self.name = name
        self.type = type
        self.nullable = nullable
        self.encoding = encoding
    }
}

extension ParquetColumn {
    /// The layout that the file names, with `automatic` decided.
    var formatEncoding: FormatEncoding? {
        switch (physicalType, encoding) {
        case (_, .plain): .plain
        // A dictionary of documents saves nothing: hardly any two are equal.
        case (.byteArray, .automatic): type == .json ? .plain : .rleDictionary
        case (.byteArray, .dictionary): .rleDictionary
        case (.double, .automatic), (.double, .byteStreamSplit): .byteStreamSplit
        case (.int32, .automatic), (.int32, .deltaBinaryPacked): .deltaBinaryPacked
        case (.int64, .automatic), (.int64, .deltaBinaryPacked): .deltaBinaryPacked
        case (.boolean, .automatic), (.fixedLengthByteArray, .automatic): .plain
        default: nil
        }
    }

    var physicalType: FormatPhysicalType {
        switch type {
        case .double: .double
        case .int64, .timestampMicroseconds: .int64
        case .int32, .date: .int32
        case .string, .json: .byteArray
        case .boolean: .boolean
        case .decimal(let precision, _):
            precision <= DecimalDigits.mostIn64Bits ? .int64 : .fixedLengthByteArray
        }
    }
}
