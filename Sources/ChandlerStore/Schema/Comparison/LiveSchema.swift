import ChandlerPostgres

/// Reads what the server's catalog says of the relations in Chandler's schemas.
struct LiveSchema {
    let connection: PostgresConnection

    /// Every relation but partitions and what extensions brought; by name.
    ///
    /// The caller's transaction gives all answers one state of the catalog.
    func relations() throws(PostgresError) -> [SchemaRelation] {
        var facts: [String: [SchemaFact]] = [:]
        for (aspect, sql) in LiveSchema.questions {
            for row in try connection.query(LiveSchema.relations + sql) {
                facts[try row.text(0), default: []].append(
                    SchemaFact(
                        aspect,
                        try row.textIfPresent(1),
                        LiveSchema.readable(try row.text(2), aspect)
                    )
                )
            }
        }
        var found: [SchemaRelation] = []
        for row in try connection.query(
            LiveSchema.relations + "SELECT name, kind FROM relation ORDER BY name"
        ) {
            guard let kind = SchemaRelation.Kind(rawValue: try row.text(1)) else { continue }
            found.append(SchemaRelation(try row.text(0), kind, facts[try row.text(0)] ?? []))
        }
        return found
    }

    /// The partitions of a table with their bounds, by name.
    func partitions(of table: PartitionedTable) throws(PostgresError) -> [SchemaFact] {
        try connection.query(
            """
            SELECT \(LiveSchema.name), pg_get_expr(c.relpartbound, c.oid)
            FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
                JOIN pg_namespace AS n ON n.oid = c.relnamespace
                JOIN pg_class AS p ON p.oid = i.inhparent
                JOIN pg_namespace AS s ON s.oid = p.relnamespace
            WHERE s.nspname = coalesce($2, current_schema()) AND p.relname = $1 ORDER BY 1
            """,
            [
                .text(table.name.split(separator: ".").last.map(String.init) ?? table.name),
                table.name.contains(".") ? "cubi" : nil,
            ]
        ).map { row throws(PostgresError) in
            SchemaFact(.partition, try row.text(0), try row.text(1))
        }
    }

    /// Leaves out what the server adds and a person would not write.
    private static func readable(_ definition: String, _ aspect: SchemaFact.Aspect) -> String {
        switch aspect {
        case .column: SchemaText.withoutCasts(SchemaText.short(definition))
        case .trigger:
            SchemaText.withoutCasts(definition).replacing(/\ ON \S+ FOR EACH/, with: " FOR EACH")
        case .check, .index: SchemaText.withoutCasts(definition)
        default: definition
        }
    }
}
