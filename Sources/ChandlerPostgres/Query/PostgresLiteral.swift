/// A text value quoted for SQL, for the statements that take no parameters, such as
/// `CREATE TABLE … PARTITION OF … FOR VALUES FROM (…)`.
public struct PostgresLiteral: Sendable, Hashable, CustomStringConvertible {
    /// The quoted form, right whatever `standard_conforming_strings` says.
    public let sql: String

    /// Quotes a text.
    ///
    /// - Parameter text: Any text without NUL.
    /// - Throws: ``PostgresError`` with code `invalidArgument`.
    public init(_ text: String) throws(PostgresError) {
        guard !text.utf8.contains(0) else {
            throw PostgresError(
                code: .invalidArgument,
                message: "quote a text for SQL: it has a NUL character in it"
            )
        }
        let doubled = text.replacing("'", with: "''")
        sql =
            text.utf8.contains(UInt8(ascii: "\\"))
            ? "E'\(doubled.replacing("\\", with: "\\\\"))'" : "'\(doubled)'"
    }

    /// The same as ``sql``.
    public var description: String { sql }
}
