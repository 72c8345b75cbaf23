import ChandlerPostgres

/// Indexes that cost every write and serve no read.
struct InvalidIndexesExamination: Examination {
    let subject = Subject("indexes.invalid", "invalid indexes")

    func examine(_ patient: Patient) throws -> Examined {
        let rows = try patient.rows(
            """
            SELECT \(String.relationName), i.indisunique, c.relkind = 'I'
            FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
                JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE \(String.inOurSchemas) AND NOT (i.indisvalid AND i.indisready)
                AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index AS p
                    WHERE p.index_relid = i.indexrelid)
            ORDER BY 1
            """
        )
        let names = try rows.map { try $0.text(0) }
        return Examined(
            subject.finding(
                names.isEmpty ? .healthy : .warning,
                names.isEmpty
                    ? "none" : "\(Figure.list(names)): half made, no statement uses it",
                ["indexes": .texts(names)],
                remedy: "make it anew; one that ends in _ccnew or _ccold is dropped instead (DROP "
                    + "INDEX CONCURRENTLY), as is a unique one whose table holds duplicates",
                command: names.first.map {
                    "chandler db psql -- -c 'REINDEX INDEX CONCURRENTLY \($0)'"
                }
            )
        )
    }
}
