/// The fields of an error or notice as the server sent them.
///
/// **Source:** PostgreSQL manual, "Error and Notice Message Fields".
public struct ServerReport: Sendable, Hashable {
    /// ERROR, FATAL, PANIC, WARNING, NOTICE, INFO, LOG or DEBUG, never translated.
    public let severity: String

    /// The primary message.
    public let message: String

    /// More about the problem, often with the values that met.
    public let detail: String?

    /// What the server suggests.
    public let hint: String?

    /// Where in the server it happened, such as `COPY candle, line 3, column high`.
    public let context: String?

    /// The schema of the object, if one is concerned.
    public let schema: String?

    /// The table, if one is concerned.
    public let table: String?

    /// The column, if one is concerned.
    public let column: String?

    /// The constraint or index, if one is concerned.
    public let constraint: String?

    /// The table with its schema in front when that is known.
    public var qualifiedTable: String? {
        table.map { table in schema.map { "\($0).\(table)" } ?? table }
    }
}
