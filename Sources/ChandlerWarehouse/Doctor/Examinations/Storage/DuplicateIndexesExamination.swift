import ChandlerPostgres

/// Indexes that do the same.
struct DuplicateIndexesExamination: Examination {
    let subject = Subject("indexes.duplicate", "duplicate indexes")

    func examine(_ patient: Patient) throws -> Examined {
        // The oldest of them first: what somebody added later is what to drop.
        let rows = try patient.rows(
            """
            SELECT string_agg(\(String.relationName), ' = ' ORDER BY NOT i.indisprimary,
                NOT i.indisunique, c.oid)
            FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
                JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE \(String.inOurSchemas) AND NOT c.relispartition AND i.indisvalid
            GROUP BY i.indrelid, c.relam, i.indkey::text, i.indclass::text, i.indoption::text,
                i.indcollation::text, coalesce(pg_get_expr(i.indexprs, i.indrelid), ''),
                coalesce(pg_get_expr(i.indpred, i.indrelid), '')
            HAVING count(*) > 1 ORDER BY 1
            """
        )
        let names = try rows.map { try $0.text(0) }
        return Examined(
            subject.finding(
                names.isEmpty ? .healthy : .notice,
                names.isEmpty ? "none" : Figure.list(names),
                ["indexes": .texts(names)],
                remedy: "drop all but the first of each: every write pays for each of them"
            )
        )
    }
}
