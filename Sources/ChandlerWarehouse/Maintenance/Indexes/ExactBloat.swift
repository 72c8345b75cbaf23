import ChandlerPostgres

/// Measures a b-tree page by page, where the extension `pgstattuple` is there and allowed.
struct ExactBloat {
    private let connection: PostgresConnection
    private let function: String

    /// Finds the extension; `nil` where the estimate has to do.
    init?(_ connection: PostgresConnection) throws {
        let function = try connection.query(
            """
            SELECT format('%I.pgstatindex', n.nspname)
            FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace
                JOIN pg_proc AS p ON p.pronamespace = n.oid AND p.proname = 'pgstatindex'
                    AND p.proargtypes[0] = 'regclass'::regtype
            WHERE e.extname = 'pgstattuple' AND has_function_privilege(p.oid, 'EXECUTE')
            """
        ).first?.text(0)
        guard let function else { return nil }
        self.connection = connection
        self.function = function
    }

    /// Bytes the tree would have after a rebuild; the whole index is read.
    func idealBytes(of index: IndexState) throws -> Int64? {
        guard let fillFactor = index.estimate?.fillFactor else { return nil }
        return try connection.query(
            """
            SELECT (current_setting('block_size')::int * (1 + internal_pages
                + CASE WHEN avg_leaf_density = 'NaN' THEN 1
                    ELSE ceil(leaf_pages * avg_leaf_density / \(fillFactor)) END))::bigint
            FROM \(function)($1::regclass)
            """,
            [.text(index.name)]
        ).firstRow().int64(0)
    }
}
