import ChandlerCore
import ChandlerPostgres

/// Deletes archived rows of a table whose deletions are audited, with one entry for all of them.
///
/// The rows are in the archive: writing each into `audit_log` would only double them. The trigger is
/// off inside the transaction alone, for nobody else: writers are kept out, and whatever ends the
/// transaction early brings it back.
struct AuditedDeletion {
    let connection: PostgresConnection
    let table: String

    private static let trigger = "audit_delete"

    /// Does the deletion; part of a transaction that keeps writers out.
    ///
    /// - Parameters:
    ///   - part: The file that has the rows.
    ///   - month: Their month.
    ///   - delete: Deletes them and counts.
    /// - Returns: How many rows were deleted.
    /// - Throws: What the deletion threw; the trigger is on again when the transaction has ended.
    func perform(
        _ part: ArchiveManifest.Part,
        _ month: Month,
        _ delete: () throws -> Int
    ) throws -> Int {
        guard let way = try wayOfFiring() else { return try delete() }
        try connection.execute("ALTER TABLE \(table) DISABLE TRIGGER \(AuditedDeletion.trigger)")
        let deleted = try delete()
        try connection.execute("ALTER TABLE \(table) \(way) TRIGGER \(AuditedDeletion.trigger)")
        if deleted > 0 { try record(deleted, part, month) }
        return deleted
    }

    /// The words that switch the trigger on again; `nil` where it does not fire.
    private func wayOfFiring() throws(PostgresError) -> String? {
        let rows = try connection.query(
            """
            SELECT tgenabled::text FROM pg_trigger
            WHERE tgrelid = to_regclass($1) AND tgname = $2 AND NOT tgisinternal
            """,
            [.text(table), .text(AuditedDeletion.trigger)]
        )
        switch try rows.first?.text(0) {
        case "O": return "ENABLE"
        case "A": return "ENABLE ALWAYS"
        default: return nil
        }
    }

    /// Enters the deletion as the trigger would enter a row's.
    private func record(
        _ deleted: Int,
        _ part: ArchiveManifest.Part,
        _ month: Month
    ) throws(PostgresError) {
        try connection.query(
            """
            INSERT INTO audit_log (who, action, "table", after)
            SELECT session_user || CASE WHEN current_setting('role') IN ('none', session_user)
                    THEN '' ELSE ' as ' || current_setting('role') END,
                'ARCHIVE', n.nspname || '.' || c.relname,
                jsonb_build_object('month', $2::text, 'rows', $3::bigint, 'sha256', $4::text)
            FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.oid = to_regclass($1)
            """,
            [
                .text(table), .text(month.dashed), .int64(Int64(deleted)), .text(part.sha256),
            ]
        )
    }
}
