import ChandlerCore
import ChandlerPostgres
import ChandlerStore
import TestSupport
import Testing

@testable import ChandlerWarehouse

/// What each role must not do, tried on the server.
@Suite(.timeLimit(.minutes(20)))
struct RoleLimitTests {
    private func filled() async throws -> RoleDatabase {
        let database = try await RoleDatabase()
        let months = [Month(year: 2024, month: 3)]
        for table in PartitionedTable.all {
            _ = try await database.lane(.app).ensureMonths(of: table, months)
        }
        try database.database.execute(
            "INSERT INTO audit_log (action, \"table\") VALUES ('INSERT', 'x')"
        )
        return database
    }

    @Test func theAppRoleRemovesAndChangesNothingOfTheSchema() async throws {
        let database = try await filled()
        for sql in [
            "DROP TABLE market_data", "DROP TABLE market_data_y2024m03", "TRUNCATE market_data",
            "TRUNCATE market_data_y2024m03", "TRUNCATE trades",
            "ALTER TABLE market_data ADD x int", "ALTER TABLE market_data_y2024m03 ADD x int",
            "ALTER TABLE market_data DETACH PARTITION market_data_y2024m03",
            "ALTER TABLE trades OWNER TO roles_app_login", "ALTER TABLE trades DISABLE TRIGGER ALL",
            "DELETE FROM market_data", "DELETE FROM market_data_y2024m03", "DELETE FROM trades",
            "DELETE FROM ingest_runs", "DELETE FROM ingest_rejects", "DELETE FROM cubi.token_data",
            "INSERT INTO audit_log (action, \"table\") VALUES ('INSERT', 'x')", "TABLE audit_log",
            "UPDATE audit_log SET action = 'x'", "DELETE FROM audit_log", "TRUNCATE audit_log",
            "UPDATE candle_revisions SET run_id = 1", "UPDATE schema_migrations SET checksum = ''",
            "INSERT INTO schema_migrations VALUES (99, 'x', 'x')",
            "CREATE TABLE mine (a int)", "CREATE TABLE cubi.mine (a int)",
            "CREATE TABLE chandler_upkeep.mine (a int)", "CREATE SCHEMA mine",
            "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "CREATE FOREIGN DATA WRAPPER mine", "CREATE ROLE mine", "CREATE DATABASE mine",
            "SELECT * FROM pg_authid", "COPY trades TO '/tmp/x'", "COPY trades FROM PROGRAM 'id'",
            "SELECT pg_read_file('/etc/passwd')", "ALTER SYSTEM SET work_mem = '1GB'",
            "REFRESH MATERIALIZED VIEW trades_by_symbol_day", "REINDEX TABLE trades",
            "SET ROLE chandler_owner", "SET ROLE chandler", "SET SESSION AUTHORIZATION chandler",
            "GRANT chandler_owner TO roles_app_login",
            "ALTER DEFAULT PRIVILEGES FOR ROLE chandler_owner GRANT ALL ON TABLES TO PUBLIC",
            "CREATE TRIGGER t AFTER INSERT ON trades EXECUTE FUNCTION audit_log_refuse()",
            "CREATE INDEX ON market_data_y2024m03 (open)",
            "CREATE RULE r AS ON INSERT TO trades DO ALSO NOTHING",
            "CREATE POLICY p ON trades", "SECURITY LABEL ON TABLE trades IS 'x'",
            "SELECT setval('market_data_id_seq', 1)",
        ] {
            let error = try database.refusal(sql, as: .app)
            // There may be no provider of security labels.
            #expect(
                error?.code == .insufficientPrivilege || error?.sqlState?.rawValue == "22023",
                "\(sql): \(error?.description ?? "was done")"
            )
        }
    }

    @Test(arguments: [
        "make_month('trades', '2024-05-01')", "make_month('public.market_data', '2024-05-01')",
        "make_month('market_data; DROP TABLE trades', '2024-05-01')",
        "make_month('market_data\"', '2024-05-01')", "make_month(NULL, '2024-05-01')",
        "make_month('market_data', NULL)", "make_month('market_data', '2024-05-02')",
        "make_month('market_data', 'infinity')", "make_month('market_data', '0001-01-01 BC')",
        "ensure_month('market_data', '1969-12-01')", "ensure_month('market_data', '9999-12-01')",
        "ensure_month('audit_log', '2024-05-01')", "ensure_month('cubi.trade_data', '2024-05-31')",
        "index_month('market_data', '2024-03-01')", "index_month('market_data', '2030-01-01')",
        "attach_month('market_data', '2024-03-01')", "attach_month('market_data', '2030-01-01')",
        "attach_month('pg_temp.market_data', '2030-01-01')", "refresh_view('trades')",
        "refresh_view('trades_by_symbol_day; DROP TABLE trades')", "refresh_view(NULL)",
    ])
    func theFunctionsTakeNothingElse(call: String) async throws {
        let database = try await filled()
        let before = try tables(database)
        let error = try database.refusal("SELECT chandler_upkeep.\(call)", as: .app)
        #expect(
            error?.sqlState.map { ["22023", "55000"].contains($0.rawValue) } == true,
            "\(error?.description ?? "was done")"
        )
        #expect(try tables(database) == before)
    }

    private func tables(_ database: RoleDatabase) throws -> [String] {
        try database.database.column(
            "SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'i') ORDER BY 1"
        )
    }

    @Test(arguments: [
        "SELECT chandler_upkeep.month_table('market_data', '2024-03-01')",
        "SELECT chandler_upkeep.copy_privileges('market_data', 'trades')",
        "SELECT chandler_upkeep.check_unattached('market_data', 'trades')",
        "SELECT audit_log_refuse()",
    ])
    func whatTheFunctionsUseIsNotForTheAppRole(sql: String) async throws {
        let database = try await filled()
        #expect(try database.refusal(sql, as: .app)?.code == .insufficientPrivilege)
    }

    /// Tables of the session's own, whatever they are called, are not what is attached.
    @Test func aForgedTableIsNotAttached() async throws {
        let database = try await filled()
        let error = try database.refusal(
            """
            CREATE TEMP TABLE market_data_y2031m01 (LIKE market_data,
                CONSTRAINT chandler_month_range CHECK ("timestamp" >= '2031-01-01'));
            SELECT chandler_upkeep.attach_month('market_data', '2031-01-01')
            """,
            as: .app
        )
        #expect(error?.sqlState?.rawValue == "55000", "\(error?.description ?? "was done")")
        try database.database.execute("CREATE TABLE market_data_y2031m01 (LIKE market_data)")
        let loose = try database.refusal(
            "SELECT chandler_upkeep.attach_month('market_data', '2031-01-01')",
            as: .app
        )
        #expect(loose?.sqlState?.rawValue == "55000", "\(loose?.description ?? "was done")")
        let ensured = try database.refusal(
            "SELECT chandler_upkeep.ensure_month('market_data', '2031-01-01')",
            as: .app
        )
        #expect(ensured?.code == .duplicateObject, "\(ensured?.description ?? "was done")")
    }

    /// Objects of the session's own do not stand in for those the functions mean.
    @Test func theSearchPathOfTheCallerDoesNotMatter() async throws {
        let database = try await filled()
        let app = try database.connect(.app)
        try app.execute(
            """
            CREATE TEMP TABLE proof (who text);
            GRANT INSERT ON proof TO PUBLIC;
            CREATE FUNCTION pg_temp.note() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN INSERT INTO pg_temp.proof VALUES (current_user); RETURN NEW; END $$;
            CREATE FUNCTION pg_temp.hashtext(text) RETURNS int LANGUAGE plpgsql AS $$
                BEGIN INSERT INTO pg_temp.proof VALUES (current_user); RETURN 1; END $$;
            CREATE FUNCTION pg_temp.to_char(date, text) RETURNS text LANGUAGE plpgsql AS $$
                BEGIN INSERT INTO pg_temp.proof VALUES (current_user); RETURN 'x'; END $$;
            CREATE TEMP TABLE market_data (LIKE public.market_data);
            CREATE TEMP TABLE pg_class (a int);
            CREATE TRIGGER note BEFORE INSERT ON market_data FOR EACH ROW
                EXECUTE FUNCTION pg_temp.note();
            SET search_path = pg_temp, pg_catalog, public;
            SELECT chandler_upkeep.make_month('market_data', '2031-02-01');
            SELECT chandler_upkeep.ensure_month('market_data', '2031-03-01');
            SELECT chandler_upkeep.refresh_view('cubi.daily_stats')
            """
        )
        #expect(try app.query("SELECT who FROM pg_temp.proof").isEmpty)
        #expect(
            try database.database.value(
                "SELECT inhparent::regclass FROM pg_inherits "
                    + "WHERE inhrelid = 'public.market_data_y2031m03'::regclass"
            ) == "market_data"
        )
    }

    /// A type of the session's own that promises to be `jsonb` is not taken for one.
    @Test func nobodyButASuperuserWritesBytesAsJSONB() async throws {
        let database = try await filled()
        for sql in [
            "CREATE TYPE pg_temp.chandler_jsonb", "CREATE CAST (bytea AS jsonb) WITHOUT FUNCTION",
            "UPDATE market_data SET indicators = '\\x2000'::bytea::jsonb",
            "ALTER TABLE market_data_y2024m03 ALTER indicators TYPE bytea USING NULL",
        ] {
            #expect(try database.refusal(sql, as: .app) != nil, "\(sql)")
        }
    }

    @Test func theReaderReadsAndDoesNothingElse() async throws {
        let database = try await filled()
        for relation in RolePrivileges.relations where relation.reader.contains(.select) {
            let isThere = try database.database.value("SELECT to_regclass('\(relation.name)')")
            if isThere == "null" { continue }
            #expect(
                try database.refusal("SELECT * FROM \(relation.name) LIMIT 1", as: .reader) == nil
            )
        }
        for sql in [
            "INSERT INTO trades DEFAULT VALUES", "UPDATE trades SET fees = 0",
            "DELETE FROM trades", "TRUNCATE trades", "DROP TABLE trades",
            "CREATE TEMP TABLE t (a int)", "CREATE TABLE t (a int)", "SELECT * FROM bot_settings",
            "SELECT * FROM system_logs", "SELECT * FROM ingest_rejects", "TABLE audit_log",
            "TABLE ingest_states", "SELECT nextval('market_data_id_seq')",
            "SELECT chandler_upkeep.ensure_month('market_data', '2024-07-01')",
            "SELECT chandler_upkeep.refresh_view('cubi.daily_stats')",
            "SELECT audit_log_refuse()", "SELECT * FROM pg_authid", "SET ROLE chandler_app",
        ] {
            let error = try database.refusal(sql, as: .reader)
            #expect(
                error?.code == .insufficientPrivilege,
                "\(sql): \(error?.description ?? "done")"
            )
        }
    }

    @Test func theOwnerIsNoAdministrator() async throws {
        let database = try await filled()
        for sql in [
            "CREATE ROLE mine", "CREATE DATABASE mine", "ALTER ROLE chandler_owner SUPERUSER",
            "SET ROLE chandler", "SELECT * FROM pg_authid", "COPY trades TO '/tmp/x'",
            "CREATE FOREIGN DATA WRAPPER mine", "ALTER SYSTEM SET work_mem = '1GB'",
            "DROP DATABASE postgres", "CREATE CAST (bytea AS jsonb) WITHOUT FUNCTION",
        ] {
            let error = try database.refusal(sql, as: .owner)
            #expect(
                error?.code == .insufficientPrivilege,
                "\(sql): \(error?.description ?? "done")"
            )
        }
        #expect(try database.refusal("DROP TABLE market_data_y2024m03", as: .owner) == nil)
    }
}
