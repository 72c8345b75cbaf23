import ChandlerPostgres
import Foundation

/// Writes down that something was forgotten: when, by whom, how much, and names under a key only.
struct ErasureLog {
    let connection: PostgresConnection
    let subject: ErasureSubject
    let hashes: [String]

    private struct Details: Encodable {
        let kind: String
        let forgotten: [String]
        var rows: Int?
        var redacted: Int?
        var tables: [String: Int]?
        var archiveFiles: Int?
    }

    /// Enters what a report says into `audit_log` and `system_logs`.
    func write(_ report: ErasureReport) throws {
        for table in report.tables {
            let details = Details(
                kind: subject.kind.rawValue,
                forgotten: hashes,
                rows: table.removed,
                redacted: table.redacted
            )
            try connection.query(
                """
                INSERT INTO audit_log (who, action, "table", after)
                SELECT session_user || CASE WHEN current_setting('role') IN ('none', session_user)
                        THEN '' ELSE ' as ' || current_setting('role') END,
                    'FORGET', n.nspname || '.' || c.relname, $2::jsonb
                FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
                WHERE c.oid = to_regclass($1)
                """,
                [.text(table.name), .text(try json(details))]
            )
        }
        let details = Details(
            kind: subject.kind.rawValue,
            forgotten: hashes,
            tables: Dictionary(
                uniqueKeysWithValues: report.tables.map { ($0.name, $0.removed + $0.redacted) }
            ),
            archiveFiles: report.files.count
        )
        try connection.query(
            """
            INSERT INTO system_logs (component, level, message, details)
            VALUES ('chandler', 'INFO', $1, $2::jsonb)
            """,
            [
                .text(
                    "forgot \(subject.words): \(report.removed) rows removed, \(report.redacted) "
                        + "changed, \(report.files.count) archived files written anew"
                ),
                .text(try json(details)),
            ]
        )
    }

    private func json(_ details: Details) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(details), as: UTF8.self)
    }
}
