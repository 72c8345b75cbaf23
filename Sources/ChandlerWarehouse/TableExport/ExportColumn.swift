import ChandlerParquet
import ChandlerPostgres

/// A column on its way into a file.
struct ExportColumn: Sendable, Hashable {
    /// The table's column.
    let column: ArchivedColumn
    /// Whether its values become pseudonyms.
    let isPseudonymised: Bool

    /// The column in a Parquet file.
    var parquet: ParquetColumn {
        guard isPseudonymised else { return column.parquet }
        return ParquetColumn(name: column.name, type: .string, nullable: column.isNullable)
    }

    /// What a statement selects; a value is hidden as the server prints it, whatever its type is, so
    /// that it gets the same pseudonym everywhere.
    func projection(asText: Bool) throws(PostgresError) -> String {
        let isText = asText || isPseudonymised
        return isText ? "t.\(try column.identifier())::text" : try column.projection(of: "t")
    }
}
