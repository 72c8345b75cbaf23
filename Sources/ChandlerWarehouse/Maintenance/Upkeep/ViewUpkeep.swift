import ChandlerCore
import ChandlerPostgres
import ChandlerStore
import Foundation

/// Computes materialized views anew whose sources changed.
struct ViewUpkeep {
    let runner: StepRunner
    let memory: MaintenanceMemory
    let now: Timestamp

    /// Looks at every view.
    ///
    /// - Returns: What to remember of the views.
    func run() async throws -> [String: ViewMemory] {
        var views = memory.views
        for view in StoreLane.materializedViews {
            guard let sources = try sources(of: view) else { continue }
            let last = memory.views[view]
            if last?.sources == sources { continue }
            let start = ContinuousClock.now
            if try await refresh(view, last) {
                views[view] = ViewMemory(
                    sources: sources,
                    refreshed: now.description,
                    seconds: start.duration(to: .now) / .seconds(1)
                )
            }
        }
        return views
    }

    private func refresh(_ view: String, _ last: ViewMemory?) async throws -> Bool {
        let isAllowed = try doing("look for the right to refresh \(view)") {
            try runner.connection.query(
                """
                SELECT has_schema_privilege('chandler_upkeep', 'USAGE')
                    AND has_function_privilege('chandler_upkeep.refresh_view(text)', 'EXECUTE')
                """
            ).firstRow().bool(0)
        }
        let step = MaintenanceStep(
            .views,
            "refresh",
            view,
            reason: last.map {
                "its sources changed since \($0.refreshed), when it took "
                    + String(format: "%.1f s", $0.seconds)
            } ?? "no refresh of it is known"
        )
        let size = "pg_total_relation_size(\(try PostgresLiteral(view).sql)::regclass)"
        return try await runner.perform(step, isAllowed: isAllowed, size: size) {
            try runner.connection.query("SELECT chandler_upkeep.refresh_view($1)", [.text(view)])
            // What the refresh changed is then known when tables are looked at.
            if runner.connection.serverVersion >= 150_000 {
                try runner.connection.query("SELECT pg_stat_force_next_flush()")
            }
            return .done()
        }
    }

    /// What all tables a view is made of have seen in changes; `nil` where there is no such view.
    ///
    /// Each one's file is part of it, which TRUNCATE changes, and when the counts began.
    private func sources(of view: String) throws -> String? {
        try doing("look at the sources of \(view)") {
            try runner.connection.query("SELECT pg_stat_clear_snapshot()")
            return try runner.connection.query(
                """
                WITH RECURSIVE parts(oid) AS (
                    SELECT to_regclass($1)::oid
                    UNION SELECT d.refobjid FROM parts
                        JOIN pg_rewrite AS r ON r.ev_class = parts.oid
                        JOIN pg_depend AS d ON d.classid = 'pg_rewrite'::regclass
                            AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
                ), tables AS (
                    SELECT oid FROM parts
                    UNION SELECT t.relid FROM parts, pg_partition_tree(parts.oid) AS t
                )
                SELECT md5(string_agg(concat_ws(':', c.oid, pg_relation_filenode(c.oid),
                        s.n_tup_ins, s.n_tup_upd, s.n_tup_del), ' ' ORDER BY c.oid)
                    || coalesce((SELECT stats_reset::text FROM pg_stat_database
                        WHERE datname = current_database()), ''))
                FROM tables JOIN pg_class AS c USING (oid)
                    LEFT JOIN pg_stat_all_tables AS s ON s.relid = c.oid
                WHERE c.relkind = 'r' AND to_regclass($1) IS NOT NULL
                """,
                [.text(view)]
            ).firstRow().textIfPresent(0)
        }
    }
}
