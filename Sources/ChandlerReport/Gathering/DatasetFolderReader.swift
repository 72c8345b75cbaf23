import ChandlerCore
import ChandlerPostgres
import ChandlerStore

/// Reads which folders of datasets the ledger's reports name.
struct DatasetFolderReader {
    let connection: PostgresConnection

    /// How many runs are looked through; those that wrote a dataset, the newest.
    private static let limit = 500

    /// The folders, that of the newest run first; one that was written twice stands once.
    func read() throws -> [String] {
        try connection.query(
            """
            SELECT path #>> '{}' FROM (
                SELECT run_id, report FROM ingest_runs
                WHERE report @? '$.**.dataset.path ? (@.type() == "string")'
                ORDER BY run_id DESC LIMIT \(Self.limit)
            ) AS runs, jsonb_path_query(report, '$.**.dataset.path') AS path
            WHERE jsonb_typeof(path) = 'string'
            GROUP BY 1 ORDER BY max(run_id) DESC, 1
            """
        ).map { try $0.text(0) }
    }
}
