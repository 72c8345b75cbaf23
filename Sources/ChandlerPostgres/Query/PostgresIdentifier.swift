/// A name of a table, column, schema or role, quoted for SQL.
///
/// Quoting is what keeps `../` or `"; DROP` in a name harmless. A name is refused when PostgreSQL
/// would cut it, since two partitions could then become one.
public struct PostgresIdentifier: Sendable, Hashable, CustomStringConvertible {
    /// The name as it was given, without the schema.
    public let name: String

    /// The schema as it was given.
    public let schema: String?

    /// PostgreSQL's limit in bytes.
    public static let largestByteCount = 63

    /// Makes an identifier.
    ///
    /// - Parameters:
    ///   - name: 1 to 63 bytes without NUL; taken as it is, upper case included.
    ///   - schema: The same, or nil to leave it to the search path.
    /// - Throws: ``PostgresError`` with code `invalidArgument`.
    public init(_ name: String, schema: String? = nil) throws(PostgresError) {
        for part in [schema, name] {
            if let part { try Self.check(part) }
        }
        self.name = name
        self.schema = schema
    }

    /// The quoted form, such as `"cubi"."trade_data_2025_01"`.
    public var sql: String {
        let parts = [schema, name].compactMap { $0 }
        return parts.map(Self.quote).joined(separator: ".")
    }

    /// The same as ``sql``.
    public var description: String { sql }

    private static func check(_ part: String) throws(PostgresError) {
        let size = part.utf8.count
        guard size > 0, size <= largestByteCount, !part.utf8.contains(0) else {
            throw PostgresError(
                code: .invalidArgument,
                message: "name \"\(part.singleLine(cutTo: 80))\" in SQL: a name has 1 to "
                    + "\(largestByteCount) bytes without NUL, this has \(size)"
            )
        }
    }

    private static func quote(_ part: String) -> String {
        "\"\(part.replacing("\"", with: "\"\""))\""
    }
}
