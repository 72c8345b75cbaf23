import ChandlerPostgres

/// B-trees that are much larger than their entries.
///
/// An estimate from the planner's statistics, no page is read: entries of the columns' mean width,
/// with their heads, in pages that are nine tenths full. Repeated keys take less, which is never
/// taken for bloat. Columns that the role may not read have no statistics for it.
struct IndexBloatExamination: Examination {
    let subject = Subject("indexes.bloat", "bloat of indexes")

    func examine(_ patient: Patient) throws -> Examined {
        let rows = try patient.rows(
            """
            WITH tree AS (
                SELECT i.indexrelid, i.indrelid, \(String.relationName) AS name, c.relpages,
                    c.reltuples, string_to_array(i.indkey::text, ' ')::int2[] AS keys
                FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
                    JOIN pg_namespace AS n ON n.oid = c.relnamespace
                    JOIN pg_am AS m ON m.oid = c.relam AND m.amname = 'btree'
                WHERE \(String.inOurSchemas) AND c.relkind = 'i' AND c.reltuples > 0
                    AND c.relpages >= $1::bigint / 8192
            ), wide AS (
                SELECT t.indexrelid, t.name, t.relpages, t.reltuples,
                    count(s.avg_width) AS known, cardinality(t.keys) AS keys,
                    sum(s.avg_width) AS width
                FROM tree AS t JOIN pg_class AS r ON r.oid = t.indrelid
                    JOIN pg_namespace AS n ON n.oid = r.relnamespace
                    JOIN pg_attribute AS a ON a.attrelid = t.indrelid AND a.attnum = ANY (t.keys)
                    LEFT JOIN pg_stats AS s ON s.schemaname = n.nspname AND s.tablename = r.relname
                        AND s.attname = a.attname AND NOT s.inherited
                GROUP BY t.indexrelid, t.name, t.relpages, t.reltuples, t.keys
            )
            SELECT name, relpages::bigint * 8192,
                1 - reltuples * (ceil((width + 8) / 8.0) * 8 + 4) / (8152 * 0.9) / relpages
            FROM wide WHERE known = keys ORDER BY 3 DESC
            """,
            [.int64(patient.thresholds.indexBytes)]
        )
        let bloated = try rows.filter { try $0.double(2) >= patient.thresholds.indexBloatRatio }
        let names = try bloated.map {
            "\(try $0.text(0)) (\(Figure.percent(try $0.double(2))) of "
                + "\(Figure.bytes(try $0.int64(1))))"
        }
        return Examined(
            subject.finding(
                names.isEmpty ? .healthy : .notice,
                names.isEmpty
                    ? "none of \(rows.count) large ones by estimate"
                    : "by estimate: \(Figure.list(names))",
                [
                    "indexes": .texts(names), "looked_at": .int(Int64(rows.count)),
                    "largest_bloat_ratio": .number(max(try rows.first?.double(2) ?? 0, 0)),
                ],
                remedy: "make them anew, while others read and write",
                command: "chandler maintain"
            )
        )
    }
}
