/// Lists the columns of a file, in their order, and the metadata of its footer.
public struct ParquetSchema: Sendable, Hashable {
    /// Columns in file order; at least one.
    public let columns: [ParquetColumn]
    /// Footer entries in file order.
    public let metadata: [ParquetKeyValue]

    /// Checks and keeps a list of columns.
    ///
    /// - Parameters:
    ///   - columns: At least one, with non-empty and distinct names (compared byte by byte).
    ///   - metadata: Entries for the footer, written in this order.
    /// - Throws: ``ParquetError`` with code `invalidSchema` or `unsupportedEncoding`.
    public init(
        columns: [ParquetColumn],
        metadata: [ParquetKeyValue] = []
    ) throws(ParquetError) {
        guard !columns.isEmpty else { throw .invalidSchema("it has no columns", column: nil) }
        var names: Set<[UInt8]> = []
        for column in columns {
            guard !column.name.isEmpty else {
                throw .invalidSchema("a column has an empty name", column: column.name)
            }
            // Bytes, because Swift holds "é" and "e" + accent equal and readers do not.
            guard names.insert(Array(column.name.utf8)).inserted else {
                throw .invalidSchema(
                    "column \(quoted(column.name)) is listed twice",
                    column: column.name
                )
            }
            try column.checkDigits()
            guard column.formatEncoding != nil else { throw .unsupportedEncoding(column) }
        }
        self.columns = columns
        self.metadata = metadata
    }
}

extension ParquetColumn {
    fileprivate func checkDigits() throws(ParquetError) {
        guard case .decimal(let precision, let scale) = type else { return }
        guard 1...DecimalDigits.most ~= precision, 0...precision ~= scale else {
            throw .invalidSchema(
                "column \(quoted(name)) was \(type); a decimal has 1 to \(DecimalDigits.most) digits, "
                    + "of which 0 to all stand behind the point",
                column: name
            )
        }
    }
}
