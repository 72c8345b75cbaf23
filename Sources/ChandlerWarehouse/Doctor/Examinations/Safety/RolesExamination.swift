import ChandlerPostgres
import ChandlerStore

/// Whether Chandler's roles have the rights they must have, once they rule the database.
struct RolesExamination: Examination {
    let subject = Subject("roles.rights", "rights of the roles")

    func examine(_ patient: Patient) throws -> Examined {
        // Where they were never applied, that is told of the session's own rights.
        guard try Self.areApplied(patient) else { return Examined() }
        let report = try RoleSet(patient.connection).report()
        let words = report.plan.steps.map(\.problem) + report.findings
        return Examined(
            subject.finding(
                words.isEmpty ? .healthy : .warning,
                words.isEmpty
                    ? "as expected"
                    : "\(Figure.plural(words.count, "difference")): \(Figure.list(words))",
                [
                    "differences": .int(Int64(words.count)),
                    "first_differences": .texts(Array(words.prefix(5))),
                ],
                remedy: report.findings.isEmpty
                    ? "put them right" : "look at all of them, and put right what a person must",
                command: report.findings.isEmpty
                    ? "chandler db roles apply" : "chandler db roles show"
            )
        )
    }

    /// Whether `chandler db roles apply` gave the tables to their owner.
    static func areApplied(_ patient: Patient) throws(PostgresError) -> Bool {
        try patient.rows(
            """
            SELECT EXISTS (SELECT FROM pg_class AS c
                JOIN pg_namespace AS n ON n.oid = c.relnamespace
                JOIN pg_roles AS r ON r.oid = c.relowner
                WHERE c.relname = 'market_data' AND n.nspname = current_schema()
                    AND r.rolname = $1)
            """,
            [.text(DatabaseRole.owner.rawValue)]
        ).firstRow().bool(0)
    }
}
