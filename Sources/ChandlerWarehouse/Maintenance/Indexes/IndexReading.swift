import ChandlerPostgres

/// Reads what the server knows about the indexes of Chandler's tables; changes nothing.
struct IndexReading {
    let connection: PostgresConnection
    let tables: TableReading

    /// Every index that works, at least so large.
    func states(atLeast bytes: Int64) throws -> [IndexState] {
        try connection.query(question, [tables.parameter, .int64(bytes)]).map(state)
    }

    /// The right to REINDEX, DROP and clean: the owner's.
    static func right(_ table: String) -> String {
        "pg_has_role((SELECT relowner FROM pg_class WHERE oid = \(table)), 'USAGE')"
    }

    /// Statistics of an expression stand under the index, those of a column under its table.
    private var question: String {
        """
        \(TableReading.relations), stats AS MATERIALIZED (
            SELECT schemaname, tablename, attname, null_frac, avg_width::int AS width, n_distinct
            FROM pg_stats WHERE NOT inherited
        ), keys AS (
            SELECT c.oid,
                CASE WHEN bool_and(coalesce(s.width, a.attlen::int) > 0)
                    THEN sum((1 - coalesce(s.null_frac, 0)) * coalesce(s.width, a.attlen))
                    END::float8 AS width,
                max(s.null_frac)::float8 AS nulls,
                -- A negative count is a share of the rows.
                exp(sum(ln(greatest(CASE WHEN s.n_distinct < 0
                    THEN -s.n_distinct * greatest(c.reltuples, 1)
                    ELSE coalesce(nullif(s.n_distinct, 0), greatest(c.reltuples, 1))
                    END, 1))))::float8 AS distinct_keys
            FROM relations AS r JOIN pg_index AS i ON i.indrelid = r.oid
                JOIN pg_class AS c ON c.oid = i.indexrelid
                JOIN pg_class AS t ON t.oid = i.indrelid
                JOIN pg_namespace AS n ON n.oid = t.relnamespace
                JOIN pg_attribute AS a ON a.attrelid = i.indexrelid
                LEFT JOIN pg_attribute AS o ON o.attrelid = i.indrelid AND o.attnum > 0
                    AND o.attnum = i.indkey[a.attnum - 1]
                LEFT JOIN stats AS s ON s.schemaname = n.nspname
                    AND s.tablename = CASE WHEN o.attnum IS NULL THEN c.relname ELSE t.relname END
                    AND s.attname = coalesce(o.attname, a.attname)
            GROUP BY c.oid
        )
        SELECT i.indexrelid::regclass::text, i.indrelid::regclass::text, m.amname,
            pg_relation_size(i.indexrelid), c.reltuples::bigint,
            coalesce((SELECT option_value::float8 FROM pg_options_to_table(c.reloptions)
                WHERE option_name = 'fillfactor'), 90),
            i.indisunique, k.width, coalesce(k.nulls, 0) > 0, k.distinct_keys,
            \(Self.right("i.indrelid"))
        FROM relations AS r JOIN pg_index AS i ON i.indrelid = r.oid
            JOIN pg_class AS c ON c.oid = i.indexrelid AND c.relkind = 'i'
            JOIN pg_am AS m ON m.oid = c.relam
            JOIN keys AS k ON k.oid = i.indexrelid
        WHERE i.indisvalid AND i.indislive AND pg_relation_size(i.indexrelid) >= $2
        ORDER BY 1
        """
    }

    private func state(_ row: PostgresRow) throws -> IndexState {
        let method = try row.text(2)
        return IndexState(
            name: try row.text(0),
            table: try row.text(1),
            method: method,
            bytes: try row.int64(3),
            rows: try row.int64(4),
            estimate: method == "btree" ? try estimate(row) : nil,
            isMine: try row.bool(10)
        )
    }

    private func estimate(_ row: PostgresRow) throws -> BTreeEstimate? {
        guard let width = try row.doubleIfPresent(7), try row.int64(4) >= 0 else { return nil }
        return BTreeEstimate(
            width: width,
            hasNulls: try row.bool(8),
            fillFactor: try row.double(5),
            distinctKeys: try row.bool(6) ? nil : row.doubleIfPresent(9)
        )
    }
}
