import ChandlerCore
import ChandlerPostgres
import ChandlerStore

/// Reads what the server knows about Chandler's tables; changes nothing.
struct TableReading {
    let connection: PostgresConnection
    /// The tables, partitioned tables and materialized views, without partitions.
    let names: [String]

    /// The relations with all partitions at the time of asking, by number.
    static let relations = """
        WITH mine AS (
            SELECT to_regclass(n)::oid AS oid
            FROM unnest(string_to_array($1, E'\\n')) AS n WHERE to_regclass(n) IS NOT NULL
        ), relations AS (
            SELECT oid, oid AS root FROM mine
            UNION SELECT t.relid, mine.oid FROM mine, pg_partition_tree(mine.oid) AS t
        )
        """

    /// The names as the parameter of ``relations``.
    var parameter: PostgresParameter { .text(names.joined(separator: "\n")) }

    /// Every table, partition and materialized view as it is now.
    func states() throws -> [TableState] {
        // What this session saw of the statistics before is not looked at again.
        try connection.query("SELECT pg_stat_clear_snapshot()")
        return try connection.query(question, [parameter]).map(state)
    }

    /// The right to VACUUM: that of the owner, of the database's owner, or MAINTAIN.
    private var right: String {
        let maintain =
            connection.serverVersion >= 170_000
            ? "has_table_privilege(c.oid, 'MAINTAIN')"
            : "pg_has_role(c.relowner, 'USAGE')"
        return """
            (\(maintain) OR pg_has_role((SELECT datdba FROM pg_database
                WHERE datname = current_database()), 'USAGE'))
            """
    }

    private var question: String {
        """
        \(Self.relations)
        SELECT c.oid::regclass::text, c.relkind = 'p', c.relispartition, c.reltuples::bigint,
            coalesce(s.n_live_tup, 0),
            CASE WHEN c.relkind = 'p' THEN 0 ELSE
                pg_relation_size(c.oid) / current_setting('block_size')::int END,
            c.relallvisible, coalesce(s.n_dead_tup, 0), coalesce(s.n_mod_since_analyze, 0),
            coalesce(s.n_ins_since_vacuum, 0), greatest(s.last_vacuum, s.last_autovacuum),
            greatest(s.last_analyze, s.last_autoanalyze),
            (n.nspname, c.relname, c.relkind = 'p') IN
                (SELECT schemaname, tablename, inherited FROM pg_stats),
            CASE WHEN c.relfrozenxid = '0' THEN 0 ELSE age(c.relfrozenxid) END,
            \(right)
        FROM relations AS r JOIN pg_class AS c ON c.oid = r.oid
            JOIN pg_namespace AS n ON n.oid = c.relnamespace
            LEFT JOIN pg_stat_all_tables AS s ON s.relid = c.oid
        WHERE c.relkind IN ('r', 'm', 'p')
        ORDER BY 1
        """
    }

    private func state(_ row: PostgresRow) throws -> TableState {
        let name = try row.text(0)
        let analyzedRows = try row.int64(3)
        return TableState(
            name: name,
            kind: try row.bool(1) ? .partitions : .rows,
            monthEnd: try row.bool(2) ? monthEnd(of: name) : nil,
            rows: max(analyzedRows, try row.int64(4), 0),
            analyzedRows: analyzedRows,
            pages: try row.int64(5),
            visiblePages: try row.int64(6),
            deadRows: try row.int64(7),
            changedRows: try row.int64(8),
            insertedRows: try row.int64(9),
            lastVacuum: try moment(row, 10),
            lastAnalyze: try moment(row, 11),
            hasStatistics: try row.bool(12),
            age: try row.int64(13),
            isMine: try row.bool(14)
        )
    }

    private func monthEnd(of name: String) -> Timestamp? {
        PartitionedTable.all.lazy.compactMap { $0.month(of: name) }.first?.end
    }

    private func moment(_ row: PostgresRow, _ column: PostgresColumn) throws -> Timestamp? {
        try row.timestampMicrosecondsIfPresent(column).map(Timestamp.init(microseconds:))
    }
}
