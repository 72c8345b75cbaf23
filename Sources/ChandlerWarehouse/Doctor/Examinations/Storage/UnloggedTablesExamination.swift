import ChandlerPostgres

/// Tables that a crash empties and that no backup holds.
struct UnloggedTablesExamination: Examination {
    let subject = Subject("tables.unlogged", "unlogged tables")

    func examine(_ patient: Patient) throws -> Examined {
        let rows = try patient.rows(
            """
            SELECT \(String.relationName) FROM pg_class AS c
                JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE \(String.inOurSchemas) AND c.relkind = 'r' AND c.relpersistence = 'u'
            ORDER BY 1
            """
        )
        let names = try rows.map { try $0.text(0) }
        return Examined(
            subject.finding(
                names.isEmpty ? .healthy : .warning,
                names.isEmpty
                    ? "none" : "\(Figure.list(names)): a crash empties it, no backup holds it",
                ["tables": .texts(names)],
                remedy: "make it an ordinary table; it is written anew",
                command: names.first.map { "chandler db psql -- -c 'ALTER TABLE \($0) SET LOGGED'" }
            )
        )
    }
}
