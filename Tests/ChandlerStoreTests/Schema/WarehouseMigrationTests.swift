import ChandlerCore
import ChandlerPostgres
import Testing

@testable import ChandlerStore

@Suite(
    .serialized,
    .timeLimit(.minutes(20)),
    .enabled(if: TestCluster.isUsable, TestCluster.skipReason)
)
struct WarehouseMigrationTests {
    private func database() async throws -> PostgresConnection {
        try PostgresConnection(try await TestCluster.emptyDatabase())
    }

    /// A database with rows in every table.
    private func full() async throws -> (PostgresConnection, Migrator) {
        let connection = try await database()
        let migrator = Migrator(connection: connection)
        for migration in Migration.all {
            #expect(try migrator.migrate(to: migration.version).count == 1)
            try SampleRows.insert(version: migration.version, connection)
        }
        return (connection, migrator)
    }

    @Test func everyTableCanBeFilledAndNoneIsForgotten() async throws {
        let (connection, _) = try await full()
        let contents = try SampleRows.contents(connection)
        #expect(contents.count > 25)
        for (table, rows) in contents { #expect(!rows.isEmpty, "\(table) has no sample row") }
    }

    /// Each step is undone and done again in a database that holds data in every table: what other
    /// steps made keeps its rows, bit for bit.
    @Test(arguments: [5, 6, 7])
    func dataInOtherTablesSurvivesAStepBackAndForth(version: Int) async throws {
        let (connection, migrator) = try await full()
        let before = try SampleRows.contents(connection)
        let target = version - 1
        #expect(
            try migrator.rollback(to: target).map(\.version)
                == Migration.all.map(\.version).filter { $0 > target }.reversed()
        )
        let between = try SampleRows.contents(connection)
        #expect(between.count < before.count)
        for (table, rows) in between { #expect(rows == before[table], "\(table)") }
        _ = try migrator.migrate()
        let after = try SampleRows.contents(connection)
        #expect(Set(after.keys) == Set(before.keys))
        for (table, rows) in after {
            #expect(rows == between[table] ?? "", "\(table)")
        }
    }

    @Test func theLastWayBackLeavesNothingBehind() async throws {
        let (connection, migrator) = try await full()
        _ = try migrator.rollback(to: 0)
        let left = try connection.query(
            """
            SELECT 'relation ' || oid::regclass FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S')
            UNION ALL SELECT 'type ' || typname FROM pg_type
            WHERE typnamespace = 'public'::regnamespace AND typtype = 'e'
            UNION ALL SELECT 'function ' || proname FROM pg_proc
            WHERE pronamespace = 'public'::regnamespace
            UNION ALL SELECT 'schema ' || nspname FROM pg_namespace WHERE nspname = 'cubi'
            """
        ).map { try $0.text(0) }
        #expect(left == ["relation schema_migrations"])
    }

    /// No step needs more than owning the database.
    @Test func aPlainOwnerCanGoUpAndDown() async throws {
        let connection = try await database()
        _ = try? connection.execute("CREATE ROLE plain_owner NOSUPERUSER")
        try connection.execute(
            """
            DO $$ BEGIN EXECUTE format('ALTER DATABASE %I OWNER TO plain_owner',
                current_database()); END $$;
            GRANT CREATE ON SCHEMA public TO plain_owner;
            SET SESSION AUTHORIZATION plain_owner
            """
        )
        let migrator = Migrator(connection: connection)
        _ = try migrator.migrate()
        let months = MonthMaker(connection: connection, table: .tradeData)
        #expect(try months.ensure([Month(year: 2024, month: 4)]).count == 1)
        _ = try migrator.rollback(to: 0)
        #expect(try migrator.migrate().count == Migration.all.count)
    }

    @Test(arguments: [
        "UPDATE audit_log SET action = 'x'", "DELETE FROM audit_log",
        "DELETE FROM audit_log WHERE false", "TRUNCATE audit_log",
        "SET session_replication_role = replica; DELETE FROM audit_log",
    ])
    func theAuditLogRefusesChangesEvenToASuperuser(statement: String) async throws {
        let (connection, _) = try await full()
        let before = try SampleRows.contents(connection)["audit_log"]
        let error = #expect(throws: PostgresError.self) { try connection.execute(statement) }
        #expect(error?.code == .insufficientPrivilege)
        #expect(error?.description.contains("append-only") == true)
        #expect(try SampleRows.contents(connection)["audit_log"] == before)
    }

    @Test func aRunThatEndsIsWrittenToTheSystemLog() async throws {
        let (connection, _) = try await full()
        // As a restored dump does it.
        try connection.execute(
            """
            SET search_path = '';
            UPDATE public.ingest_runs SET status = 'failed', exit_code = 69, error = 'no route';
            UPDATE public.ingest_runs SET status = 'failed'
            """
        )
        let rows = try connection.query(
            """
            SELECT level, message, details ->> 'exit_code' FROM public.system_logs
            WHERE component = 'ingest' AND details ->> 'status' = 'failed'
            """
        )
        #expect(rows.count == 1)
        let row = try rows.firstRow()
        #expect(try row.text(0) == "ERROR")
        #expect(try row.text(1) == "run 1 (ingest) failed: no route")
        #expect(try row.text(2) == "69")
    }

    @Test(arguments: [
        ("INSERT INTO performance_metrics (\"date\") VALUES ('2024-03-05')", "uniqueViolation"),
        (
            "INSERT INTO performance_metrics (\"date\", symbol) VALUES ('2024-03-05', 'BTCUSDT')",
            "uniqueViolation"
        ),
        ("UPDATE trade_history SET action = 'HOLD'", "checkViolation"),
        ("UPDATE trade_history SET status = 'open'", "checkViolation"),
        ("UPDATE trading_signals SET direction = 'UP'", "checkViolation"),
        ("UPDATE trading_signals SET strength = 1.0001", "checkViolation"),
        ("UPDATE trading_signals SET confidence = -0.0001", "checkViolation"),
        ("UPDATE market_data_daily SET high = 0.5", "checkViolation"),
        ("UPDATE orders SET status = 'DONE'", "invalidData"),
        ("DELETE FROM strategies", "foreignKeyViolation"),
        ("DELETE FROM orders", "foreignKeyViolation"),
        (
            "INSERT INTO cubi.trade_data (token_mint, strategy_id, entry_time) "
                + "VALUES ('m', 's', '2031-01-01')", "checkViolation"
        ),
    ])
    func whatBreaksARuleIsRefused(statement: String, code: String) async throws {
        let (connection, _) = try await full()
        let before = try SampleRows.contents(connection)
        let error = #expect(throws: PostgresError.self) { try connection.execute(statement) }
        #expect(error.map { "\($0.code)" } == code, "\(error?.description ?? "")")
        #expect(try SampleRows.contents(connection) == before)
    }

    @Test func identifiersAndDefaultsAreFilledIn() async throws {
        let (connection, _) = try await full()
        let row = try connection.query(
            """
            INSERT INTO orders (order_id, symbol, side, order_type, quantity, status, exchange,
                source) VALUES ('o2', 'S', 'SELL', 'STOP_LIMIT', 1, 'PENDING', 'e', 's')
            RETURNING id IS NOT NULL, filled_quantity = 0, average_price = 0,
                created_at = now() AND updated_at = now(), filled_at IS NULL
            """
        ).firstRow()
        for column in 0..<5 { #expect(try row.bool(.index(column)), "column \(column)") }
    }
}
