public import ChandlerCore
public import ChandlerPostgres

/// One line of `audit_log`: who changed what.
public struct AuditEntry: Sendable, Hashable {
    /// Its place in the order in which entries were written.
    public let id: Int64
    /// The login, with ` as ROLE` where it acted as another role.
    public let who: String
    /// When the statement ran.
    public let when: Timestamp
    /// Such as INSERT, UPDATE, DELETE or TRUNCATE.
    public let action: String
    /// The table with its schema.
    public let table: String
    /// The primary key as text, its parts with a space between.
    public let key: String?
    /// The row before as JSON text; `nil` where it did not exist.
    public let before: String?
    /// The row afterwards as JSON text; `nil` where it does not exist.
    public let after: String?
    /// The columns that differ; empty where a row came or went.
    public let changed: [String]
}

/// Reads `audit_log`, which triggers fill and nobody changes.
public struct AuditLog {
    private let connection: PostgresConnection

    /// Reads over a connection.
    public init(_ connection: PostgresConnection) {
        self.connection = connection
    }

    /// The newest entries, newest first.
    ///
    /// - Parameters:
    ///   - table: Only entries of this table; the schema may be left out where it is the one of
    ///     Chandler's tables.
    ///   - since: Only entries of this moment and later.
    ///   - limit: How many at most.
    /// - Returns: The entries.
    /// - Throws: ``WarehouseError``: `configuration` when the database has no such table yet,
    ///   `permissionDenied`.
    public func newest(
        table: String? = nil,
        since: Timestamp? = nil,
        limit: Int
    ) throws(WarehouseError) -> [AuditEntry] {
        do throws(PostgresError) {
            let rows = try connection.query(
                """
                SELECT id, who, "when", action, "table", key, before::text, after::text,
                    (SELECT string_agg(a.key, ' ' ORDER BY a.key)
                        FROM jsonb_each(l.before) AS b JOIN jsonb_each(l.after) AS a USING (key)
                        WHERE a.value IS DISTINCT FROM b.value)
                FROM audit_log AS l
                WHERE ($1::text IS NULL OR "table" IN ($1, current_schema() || '.' || $1))
                    AND ($2::timestamptz IS NULL OR "when" >= $2)
                ORDER BY id DESC LIMIT $3
                """,
                [
                    table.map { .text($0) } ?? .null,
                    since.map { .timestampMicroseconds($0.microseconds) } ?? .null,
                    .int64(Int64(limit)),
                ]
            )
            return try rows.map(entry)
        } catch  where error.code == .undefinedObject {
            throw WarehouseError(
                .configuration,
                "read audit_log: this database has no such table; \"chandler db migrate\" makes it",
                cause: error
            )
        } catch {
            throw WarehouseError(doing: "read audit_log", error)
        }
    }

    private func entry(_ row: PostgresRow) throws(PostgresError) -> AuditEntry {
        AuditEntry(
            id: try row.int64(0),
            who: try row.text(1),
            when: Timestamp(microseconds: try row.timestampMicroseconds(2)),
            action: try row.text(3),
            table: try row.text(4),
            key: try row.textIfPresent(5),
            before: try row.textIfPresent(6),
            after: try row.textIfPresent(7),
            changed: try row.textIfPresent(8)?.split(separator: " ").map(String.init) ?? []
        )
    }
}
