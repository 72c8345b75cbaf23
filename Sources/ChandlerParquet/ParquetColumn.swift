/// Describes one column of a flat Parquet schema.
public struct ParquetColumn: Sendable, Hashable {
    /// Name that readers show; unique within its schema.
    public let name: String
    /// What the values are.
    public let type: ParquetColumnType
    /// Whether a row may have no value; in a nullable column of doubles NaN means null.
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
        switch (type, encoding) {
        case (.string, .automatic), (.string, .dictionary): .rleDictionary
        case (.double, .automatic), (.double, .byteStreamSplit): .byteStreamSplit
        case (.string, .deltaBinaryPacked), (.double, .deltaBinaryPacked): nil
        case (_, .plain): .plain
        case (_, .automatic), (_, .deltaBinaryPacked): .deltaBinaryPacked
        case (_, .byteStreamSplit), (_, .dictionary): nil
        }
    }

    var physicalType: FormatPhysicalType {
        switch type {
        case .double: .double
        case .int64, .timestampMicroseconds: .int64
        case .int32: .int32
        case .string: .byteArray
        }
    }
}
