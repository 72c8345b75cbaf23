extension SchemaRelation {
    /// The same table with the four triggers that write its changes to `audit_log`.
    ///
    /// - Parameters:
    ///   - key: The columns of the primary key.
    ///   - ignored: Columns whose change alone is not written.
    /// - Returns: The table with the triggers among its facts.
    func audited(key: [String] = ["id"], ignoring ignored: [String] = []) -> SchemaRelation {
        let words = (["{\(ignored.joined(separator: ","))}"] + key).map { "'\($0)'" }
        let call =
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_log_write(\(words.joined(separator: ", ")))"
        let old = "OLD TABLE AS old_rows"
        let new = "NEW TABLE AS new_rows"
        return SchemaRelation(
            name,
            kind,
            facts + [
                SchemaFact(
                    .trigger,
                    "audit_delete",
                    "AFTER DELETE ON \(name) REFERENCING \(old) \(call)"
                ),
                SchemaFact(
                    .trigger,
                    "audit_insert",
                    "AFTER INSERT ON \(name) REFERENCING \(new) \(call)"
                ),
                SchemaFact(.trigger, "audit_truncate", "BEFORE TRUNCATE \(call)"),
                SchemaFact(
                    .trigger,
                    "audit_update",
                    "AFTER UPDATE ON \(name) REFERENCING \(old) \(new) \(call)"
                ),
            ]
        )
    }
}
