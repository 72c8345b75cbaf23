import ChandlerPostgres
import ChandlerStore

/// Whether Chandler's functions do what its migrations say: some run with their owner's rights, and
/// some write the audit.
struct FunctionsExamination: Examination {
    let subject = Subject("schema.functions", "functions")

    func examine(_ patient: Patient) throws -> Examined {
        guard try patient.has("schema_migrations") else { return Examined() }
        let row = try patient.rows(
            "SELECT quote_ident(current_schema()), coalesce(max(version), 0) FROM schema_migrations"
        ).firstRow()
        let expected = ExpectedFunction.all(upTo: Int(try row.int64(1)), in: try row.text(0))
        guard !expected.isEmpty else { return Examined() }
        let live = try functions(patient)
        let words = expected.compactMap { function in
            function.difference(from: live.filter { $0.name == function.name })
        }
        return Examined(
            subject.finding(
                words.isEmpty ? .healthy : .warning,
                words.isEmpty
                    ? "as expected" : "not what the migrations made: \(Figure.list(words))",
                [
                    "functions": .int(Int64(expected.count)), "differences": .texts(words),
                ],
                remedy: "find out who changed them, and make them again as Chandler's migrations "
                    + "do; with another body the audit may be silent"
            )
        )
    }

    private func functions(_ patient: Patient) throws -> [LiveFunction] {
        try patient.rows(
            """
            SELECT CASE WHEN n.nspname = current_schema() THEN '' ELSE n.nspname || '.' END
                    || p.proname, p.prosrc, p.prosecdef,
                (SELECT s FROM unnest(p.proconfig) AS s WHERE s LIKE 'search\\_path=%')
            FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
            WHERE n.nspname IN (current_schema(), 'chandler_upkeep')
            """
        ).map { row in
            LiveFunction(
                name: try row.text(0),
                body: try row.text(1),
                actsAsOwner: try row.bool(2),
                searchPath: try row.textIfPresent(3)
            )
        }
    }
}

/// A function as the server has it.
struct LiveFunction {
    let name: String
    let body: String
    let actsAsOwner: Bool
    let searchPath: String?
}
