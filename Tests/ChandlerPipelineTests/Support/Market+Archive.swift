import ChandlerCore
import ChandlerPostgres

extension Market {
    /// Puts months out of the table, as an archive does; the rows stay aside.
    func archive(_ months: String...) throws {
        let connection = try PostgresConnection(database)
        for month in months {
            let name = "market_data_y\(month.replacing("-", with: "m"))"
            let isThere = try connection.query("SELECT to_regclass($1) IS NOT NULL", [.text(name)])
                .firstRow().bool(0)
            if isThere {
                try connection.execute(
                    """
                    ALTER TABLE market_data DETACH PARTITION \(name);
                    ALTER TABLE \(name) RENAME TO aside_\(name)
                    """
                )
            }
            try connection.execute(
                """
                INSERT INTO archives (table_name, month, part, folder, file, row_count, bytes, sha256,
                    digest, schema_version, program_version, archived_at)
                VALUES ('market_data', '\(month)-01', 0, '/a', 'part-0.parquet', 1, 1, 'a', 'b', 1,
                    '1', now())
                """
            )
        }
    }

    /// Brings months back.
    func restore(_ months: String...) throws {
        let connection = try PostgresConnection(database)
        for month in months {
            let name = "market_data_y\(month.replacing("-", with: "m"))"
            try connection.execute(
                """
                ALTER TABLE aside_\(name) RENAME TO \(name);
                ALTER TABLE market_data ATTACH PARTITION \(name) FOR VALUES
                    FROM ('\(month)-01 00:00+00')
                    TO (timestamptz '\(month)-01 00:00+00' + interval '1 month');
                UPDATE archives SET restored_at = clock_timestamp() WHERE month = '\(month)-01'
                """
            )
        }
    }

    /// The rows as they lie in the table, the states and the ledger: what a refusal leaves alone.
    func everything(_ series: SeriesID) throws -> [String] {
        let tables = ["ingest_states", "ingest_watermarks", "ingest_gaps", "ingest_segments"]
        let connection = try PostgresConnection(database)
        return try [fingerprint(series)]
            + tables.map { table in
                try connection.query(
                    "SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') "
                        + "FROM \(table) AS t"
                ).firstRow().text(0)
            }
            + connection.query(
                "SELECT oid::regclass::text FROM pg_class WHERE relname LIKE 'market\\_data%' "
                    + "ORDER BY 1"
            ).map { try $0.text(0) }
    }
}
