import ChandlerPostgres

/// The statements that take the most time.
struct StatementsExamination: Examination {
    let subject = Subject("statements", "slowest statements")

    func examine(_ patient: Patient) throws -> Examined {
        let place = try patient.rows(
            """
            SELECT quote_ident(n.nspname) FROM pg_extension AS e
                JOIN pg_namespace AS n ON n.oid = e.extnamespace
            WHERE e.extname = 'pg_stat_statements'
            """
        ).first
        guard let place else { return Examined(absent("the extension is not installed here")) }
        let rows: PostgresResult
        do {
            rows = try slowest(in: try place.text(0), patient)
        } catch let error as PostgresError where error.sqlState?.rawValue == "55000" {
            return Examined(absent("the extension is installed, and its library is not loaded"))
        }
        let words = try rows.map { row in
            "\(Figure.seconds(try row.double(1) / 1_000)) on average, \(try row.int64(2)) times: "
                + (try row.text(0).prefix(60))
        }
        let worst = try rows.first?.double(1) ?? 0
        let isSlow = worst >= patient.thresholds.slowStatementMilliseconds
        return Examined(
            subject.finding(
                isSlow ? .notice : .healthy,
                words.first ?? "none is known yet",
                ["statements": .texts(words), "slowest_mean_seconds": .number(worst / 1_000)],
                remedy: "look at its plan: EXPLAIN (ANALYZE, BUFFERS)"
            )
        )
    }

    private func slowest(in schema: String, _ patient: Patient) throws -> PostgresResult {
        try patient.rows(
            """
            SELECT regexp_replace(coalesce(s.query, ''), '\\s+', ' ', 'g'), s.mean_exec_time, s.calls
            FROM \(schema).pg_stat_statements AS s
            WHERE s.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
            ORDER BY s.mean_exec_time DESC LIMIT 5
            """
        )
    }

    private func absent(_ words: String) -> Finding {
        subject.finding(
            .notice,
            "not measured: \(words)",
            ["is_installed": .flag(false)],
            remedy: "add pg_stat_statements to shared_preload_libraries, restart the server, and "
                + "make the extension",
            command: "chandler db psql -- -c \"CREATE EXTENSION IF NOT EXISTS pg_stat_statements\""
        )
    }
}
