import ChandlerParquet
import ChandlerPostgres

/// One column of an archived table, as the catalog and the manifest describe it.
struct ArchivedColumn: Sendable, Hashable, Codable {
    /// Its name.
    let name: String
    /// Its SQL type, such as `numeric(18,8)`.
    let type: String
    /// How its values travel.
    let form: ColumnForm
    /// Whether a row may have no value.
    let isNullable: Bool

    private enum CodingKeys: String, CodingKey {
        case name, type, form
        case isNullable = "nullable"
    }

    /// The column in the file.
    var parquet: ParquetColumn {
        let type: ParquetColumnType =
            switch form {
            case .boolean: .boolean
            case .int16, .int32: .int32
            case .int64: .int64
            case .double: .double
            case .decimal(let precision, let scale): .decimal(precision: precision, scale: scale)
            case .timestamp: .timestampMicroseconds
            case .date: .date
            case .text, .uuid, .cast: .string
            case .json: .json
            }
        return ParquetColumn(name: name, type: type, nullable: isNullable)
    }

    /// The quoted name.
    func identifier() throws(PostgresError) -> String { try PostgresIdentifier(name).sql }

    /// What a statement selects so that the value arrives in its form.
    func projection(of alias: String) throws(PostgresError) -> String {
        let column = "\(alias).\(try identifier())"
        return form == .cast ? "\(column)::text" : column
    }
}
