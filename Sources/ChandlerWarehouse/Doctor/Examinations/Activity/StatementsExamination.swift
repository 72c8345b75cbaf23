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
        // Its settings are there where the library was loaded with the server. Without it, asking the
        // view would end this transaction.
        let isLoaded = try patient.rows(
            "SELECT EXISTS (SELECT FROM pg_settings WHERE name = 'pg_stat_statements.max')"
        ).firstRow().bool(0)
        guard let place, isLoaded else {
            return Examined(try absent(patient, isMade: place != nil, isLoaded: isLoaded))
        }
        let rows = try slowest(in: try place.text(0), patient)
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

    private func absent(_ patient: Patient, isMade: Bool, isLoaded: Bool) throws -> Finding {
        let values: KeyValuePairs<String, Measure.Value> = [
            "is_installed": .flag(isMade), "is_loaded": .flag(isLoaded),
        ]
        let hasFiles = try patient.rows(
            """
            SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_stat_statements')
            """
        ).firstRow().bool(0)
        guard hasFiles else {
            return subject.finding(
                .notice,
                "not measured: the server has no files of pg_stat_statements",
                values,
                remedy: "install PostgreSQL's contrib package there, and look again"
            )
        }
        let make =
            "chandler db psql -- -c \"CREATE EXTENSION IF NOT EXISTS pg_stat_statements\""
        guard !isLoaded else {
            return subject.finding(
                .notice,
                "not measured: the extension pg_stat_statements is not made in this database",
                values,
                remedy: "make it; its library is loaded",
                command: make
            )
        }
        // A start with the library is what only the machine's own server can be given from here.
        let isOwn = patient.connection.configuration.source == .embedded
        return subject.finding(
            .notice,
            "not measured: the library of pg_stat_statements is not loaded by the server"
                + (isMade ? ", though the extension is made" : ""),
            values,
            remedy: "add pg_stat_statements to shared_preload_libraries and restart the server"
                + (isOwn ? ", which disconnects its clients" : "")
                + (isMade ? "" : "; then make the extension"),
            command: isOwn
                ? try preload(patient) + (isMade ? "" : " && \(make)") : nil
        )
    }

    /// What is to be loaded already stays; each name is a word of its own.
    private func preload(_ patient: Patient) throws -> String {
        let names = try patient.rows(
            """
            SELECT string_agg(quote_literal(btrim(name, ' "')), ', ') FROM (
                SELECT name FROM regexp_split_to_table(
                    coalesce(current_setting('shared_preload_libraries', true), ''), ',') AS name
                WHERE btrim(name, ' "') <> '' UNION ALL SELECT 'pg_stat_statements') AS names
            """
        ).firstRow().text(0)
        return "chandler db psql -- -c \"ALTER SYSTEM SET shared_preload_libraries = \(names)\" "
            + "&& chandler db stop && chandler db start"
    }
}
