import ChandlerPostgres

/// Large indexes that no statement has used since statistics began, a month ago at least.
struct UnusedIndexesExamination: Examination {
    let subject = Subject("indexes.unused", "unused indexes")

    func examine(_ patient: Patient) throws -> Examined {
        let rows = try patient.rows(
            """
            SELECT s.indexrelname, pg_relation_size(s.indexrelid)
            FROM pg_stat_user_indexes AS s JOIN pg_index AS i USING (indexrelid)
            WHERE s.idx_scan = 0 AND NOT i.indisunique
                AND pg_relation_size(s.indexrelid) >= $1::bigint
                AND (SELECT coalesce(d.stats_reset, pg_postmaster_start_time())
                    FROM pg_stat_database AS d WHERE d.datname = current_database())
                    < clock_timestamp() - interval '30 days'
            ORDER BY 2 DESC
            """,
            [.int64(patient.thresholds.indexBytes)]
        )
        let bytes = try rows.reduce(0) { $0 + (try $1.int64(1)) }
        let names = try rows.map { "\(try $0.text(0)) (\(Figure.bytes(try $0.int64(1))))" }
        return Examined(
            subject.finding(
                names.isEmpty ? .healthy : .notice,
                names.isEmpty
                    ? "no large one is known to be unused"
                    : "\(Figure.bytes(bytes)): \(Figure.list(names))",
                ["indexes": .texts(names), "unused_bytes": .int(bytes)],
                remedy: "look whether a yearly report needs them before they are dropped"
            )
        )
    }
}
