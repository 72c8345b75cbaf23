import ChandlerCore
import ChandlerPostgres
import Testing

@testable import ChandlerStore

@Suite(
    .serialized,
    .timeLimit(.minutes(20)),
    .enabled(if: TestCluster.isUsable, TestCluster.skipReason)
)
struct AuditTrailTests {
    private func connect() async throws -> PostgresConnection {
        try PostgresConnection(try await TestCluster.database())
    }

    /// What was written, oldest first: action, table, key and one value of each image.
    private func entries(
        _ connection: PostgresConnection,
        _ column: String = "status"
    ) throws -> [String] {
        try connection.query(
            """
            SELECT concat_ws(' ', action, "table", key, coalesce(before ->> $1, '-'), '>',
                coalesce(after ->> $1, '-')) FROM public.audit_log ORDER BY id
            """,
            [.text(column)]
        ).map { try $0.text(0) }
    }

    private func id(_ number: Int) -> String { "00000000-0000-0000-0000-00000000000\(number)" }

    private func insertOrder(_ number: Int, _ status: String = "OPEN") -> String {
        """
        INSERT INTO orders (id, order_id, symbol, side, order_type, quantity, status, exchange,
            source) VALUES ('\(id(number))', 'o\(number)', 'S', 'BUY', 'LIMIT', 0.1, '\(status)',
            'e', 's');
        """
    }

    @Test func everyChangeIsWrittenWithItsImages() async throws {
        let connection = try await connect()
        try connection.execute(insertOrder(1))
        try connection.execute("UPDATE orders SET status = 'FILLED', updated_at = now()")
        try connection.execute("DELETE FROM orders")
        #expect(
            try entries(connection) == [
                "INSERT public.orders \(id(1)) - > OPEN",
                "UPDATE public.orders \(id(1)) OPEN > FILLED",
                "DELETE public.orders \(id(1)) FILLED > -",
            ]
        )
        let row = try connection.query(
            """
            SELECT bool_and(who = session_user), bool_and("when" BETWEEN now() - interval '1 hour'
                AND clock_timestamp()), bool_and((before IS NULL) = (action = 'INSERT')),
                bool_and((after IS NULL) = (action = 'DELETE')),
                bool_and((coalesce(after, before) ->> 'quantity') = '0.1')
            FROM audit_log
            """
        ).firstRow()
        for column in 0..<5 { #expect(try row.bool(.index(column)), "column \(column)") }
    }

    @Test(arguments: [
        "UPDATE orders SET status = status", "UPDATE orders SET updated_at = now() + '1 s'",
        "UPDATE orders SET status = 'FILLED' WHERE false", "DELETE FROM orders WHERE false",
        "INSERT INTO orders SELECT * FROM orders WHERE false",
        "INSERT INTO orders SELECT * FROM orders ON CONFLICT DO NOTHING",
        "UPDATE positions SET current_price = 5, unrealized_pnl = 1, updated_at = now() + '1 s'",
        "UPDATE open_positions SET current_price = 5, unrealized_pnl = 1, last_update = now()",
        "UPDATE bot_settings SET updated_at = now() + '1 s'",
        "UPDATE strategies SET updated_at = now() + '1 s'", "TRUNCATE portfolio",
        "BEGIN; UPDATE orders SET status = 'FILLED'; ROLLBACK",
    ])
    func whatChangesNothingIsNotWritten(statement: String) async throws {
        let connection = try await connect()
        try connection.execute(
            insertOrder(1)
                + """
                INSERT INTO positions (symbol, side, quantity, status, opened_at)
                VALUES ('S', 'LONG', 1, 'OPEN', now());
                INSERT INTO open_positions (symbol, entry_price, entry_time, quantity)
                VALUES ('S', 1, now(), 2);
                INSERT INTO bot_settings (parameter_name) VALUES ('risk');
                INSERT INTO strategies (name) VALUES ('spread')
                """
        )
        let before = try entries(connection)
        #expect(before.count == 5)
        try connection.execute(statement)
        #expect(try entries(connection) == before)
    }

    @Test func aPriceThatMovesWithSomethingElseIsWritten() async throws {
        let connection = try await connect()
        try connection.execute(
            """
            INSERT INTO open_positions (id, symbol, entry_price, entry_time, quantity)
            VALUES (1, 'S', 1, '2024-03-01', 2), (2, 'T', 1, '2024-03-01', 2);
            """
        )
        try connection.execute(
            "UPDATE open_positions SET current_price = 5, "
                + "stop_loss = CASE id WHEN 1 THEN 0.5 END"
        )
        let written = try entries(connection, "current_price").dropFirst(2)
        #expect(written == ["UPDATE public.open_positions 1 - > 5.00000000"])
    }

    @Test func refreshingPricesWritesNothing() async throws {
        let store = try await TestStore()
        try await store.lane.load(
            try .sample(try SeriesID("A"), "2024-03-01", "2024-03-02"),
            runID: 1
        )
        let connection = try store.connection()
        try connection.execute(
            """
            INSERT INTO open_positions (symbol, entry_price, entry_time, quantity)
            VALUES ('A', 100, '2024-03-01', 2)
            """
        )
        #expect(try await store.lane.refreshOpenPositions().updated == 1)
        #expect(try entries(connection).count == 1)
    }

    @Test func aTradeThatClosesItsPositionWritesBoth() async throws {
        let connection = try await connect()
        try connection.execute(
            """
            INSERT INTO open_positions (id, symbol, entry_price, entry_time, quantity)
            VALUES (7, 'A', 1, '2024-03-01', 2);
            INSERT INTO trade_history (id, symbol, action, entry_price, entry_time, quantity)
            VALUES (8, 'A', 'BUY', 1, '2024-03-01', 2);
            UPDATE trade_history SET status = 'CLOSED'
            """
        )
        #expect(
            Set(try entries(connection, "symbol").suffix(2)) == [
                "DELETE public.open_positions 7 A > -", "UPDATE public.trade_history 8 A > A",
            ]
        )
    }

    @Test func aKeyThatChangesIsOneRowGoneAndOneCome() async throws {
        let connection = try await connect()
        try connection.execute(insertOrder(1))
        try connection.execute("UPDATE orders SET id = '\(id(2))'")
        #expect(
            Set(try entries(connection).dropFirst()) == [
                "UPDATE public.orders \(id(1)) OPEN > -", "UPDATE public.orders \(id(2)) - > OPEN",
            ]
        )
    }

    @Test func theSessionsSettingsChangeNothing() async throws {
        let connection = try await connect()
        try connection.execute(
            """
            SET TimeZone = 'Asia/Tokyo'; SET extra_float_digits = 0; SET DateStyle = 'German';
            INSERT INTO strategies (id, name) VALUES ('\(id(1))', 'spread');
            INSERT INTO portfolio VALUES ('\(id(1))', 'BTC', '2024-03-01 00:00+00', 0.1, 1, 'USDT');
            UPDATE portfolio SET quantity = 0.10000000000000002
            """
        )
        let key = "\(id(1)) BTC 2024-03-01T00:00:00+00:00"
        #expect(
            try entries(connection, "quantity").suffix(2) == [
                "INSERT public.portfolio \(key) - > 0.1",
                "UPDATE public.portfolio \(key) 0.1 > 0.10000000000000002",
            ]
        )
    }

    @Test func truncatingIsNoWayAroundTheLog() async throws {
        let connection = try await connect()
        try connection.execute(
            insertOrder(1)
                + """
                INSERT INTO trades (id, trade_id, symbol, side, quantity, price, order_id,
                    executed_at) VALUES ('\(id(3))', 't', 'S', 'BUY', 1, 1, '\(id(1))', now());
                TRUNCATE orders CASCADE
                """
        )
        #expect(
            Set(try entries(connection, "symbol").suffix(2)) == [
                "TRUNCATE public.orders \(id(1)) S > -", "TRUNCATE public.trades \(id(3)) S > -",
            ]
        )
    }

    @Test func anInsertThatMeetsRowsWritesWhatBecameOfEach() async throws {
        let connection = try await connect()
        try connection.execute("INSERT INTO bot_settings VALUES (1, 'a', '1'), (2, 'b', '2')")
        try connection.execute(
            """
            INSERT INTO bot_settings (id, parameter_name, parameter_value)
            VALUES (3, 'a', '9'), (4, 'b', '2'), (5, 'c', '3')
            ON CONFLICT (parameter_name) DO UPDATE SET parameter_value = excluded.parameter_value
            """
        )
        #expect(
            Set(try entries(connection, "parameter_value").dropFirst(2)) == [
                "UPDATE public.bot_settings 1 1 > 9", "INSERT public.bot_settings 5 - > 3",
            ]
        )
    }

    @Test func aCopyIsWrittenRowForRowWithOneMoment() async throws {
        let connection = try await connect()
        try connection.copyIn(
            "COPY bot_settings (id, parameter_name) FROM STDIN (FORMAT binary)"
        ) { writer in
            for row in 0..<5_000 {
                try writer.beginRow(fieldCount: 2)
                writer.append(int64: Int64(row))
                writer.append(utf8: "p\(row)")
            }
        }
        let row = try connection.query(
            """
            SELECT count(*), count(DISTINCT l."when"), bool_and(l.after = to_jsonb(b))
            FROM bot_settings AS b JOIN audit_log AS l
                ON l.key = b.id::text AND l."table" = 'public.bot_settings'
            """
        ).firstRow()
        #expect(try row.int64(0) == 5_000)
        #expect(try row.int64(1) == 1)
        #expect(try row.bool(2))
    }

    /// Once a statement and once a row must write the same.
    @Test func aSlowTriggerForEachRowAgrees() async throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let connection = try await connect()
        try connection.execute(Self.slowTrigger)
        for _ in 0..<150 {
            let low = Int.random(in: 0..<30, using: &generator)
            let rows = "id BETWEEN \(low) AND \(low + Int.random(in: 0..<8, using: &generator))"
            let value = Int.random(in: 0..<3, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0:
                try connection.execute(
                    """
                    INSERT INTO bot_settings (id, parameter_name, parameter_value)
                    SELECT id, 'p' || id, '\(value)' FROM generate_series(0, 39) AS id WHERE \(rows)
                    ON CONFLICT (parameter_name) DO UPDATE
                        SET parameter_value = excluded.parameter_value, updated_at = now()
                    """
                )
            case 1: try connection.execute("DELETE FROM bot_settings WHERE \(rows)")
            default:
                try connection.execute(
                    "UPDATE bot_settings SET parameter_value = '\(value)', updated_at = now(), "
                        + "description = nullif('\(value)', '1') WHERE \(rows)"
                )
            }
        }
        let differences = try connection.query(
            """
            (TABLE slow EXCEPT ALL SELECT action, key, before, after FROM audit_log)
            UNION ALL (SELECT action, key, before, after FROM audit_log EXCEPT ALL TABLE slow)
            """
        )
        #expect(differences.isEmpty, "seed \(seed)")
        #expect(try entries(connection).count > 100, "seed \(seed)")
    }

    private static let slowTrigger = """
        CREATE TABLE slow (action text, key text, before jsonb, after jsonb);
        CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND (NEW.parameter_name, NEW.parameter_value, NEW.description)
                IS NOT DISTINCT FROM (OLD.parameter_name, OLD.parameter_value, OLD.description)
            THEN RETURN NULL; END IF;
            INSERT INTO slow VALUES (TG_OP, coalesce(NEW.id, OLD.id), to_jsonb(OLD), to_jsonb(NEW));
            RETURN NULL;
        END $$;
        CREATE TRIGGER slow AFTER INSERT OR UPDATE OR DELETE ON bot_settings
            FOR EACH ROW EXECUTE FUNCTION slow()
        """

    // MARK: - Who may do what

    /// A database in which a plain login may write orders, and nothing else.
    private func withWriter() async throws -> PostgresConnection {
        let connection = try await connect()
        for role in ["audit_writer", "audit_group"] {
            _ = try? connection.execute("CREATE ROLE \(role) NOSUPERUSER")
        }
        try connection.execute(
            """
            GRANT audit_group TO audit_writer;
            GRANT SELECT, INSERT, UPDATE, DELETE ON orders TO audit_writer, audit_group;
            CREATE SCHEMA audit_writer AUTHORIZATION audit_writer;
            SET SESSION AUTHORIZATION audit_writer
            """
        )
        return connection
    }

    private func who(_ connection: PostgresConnection) throws -> [String] {
        try connection.execute("RESET SESSION AUTHORIZATION")
        return try connection.query("SELECT who FROM public.audit_log ORDER BY id").map {
            try $0.text(0)
        }
    }

    @Test func whoeverWritesNeedsNoPrivilegeOnTheLog() async throws {
        let connection = try await withWriter()
        try connection.execute(insertOrder(1))
        try connection.execute("SET ROLE audit_group; UPDATE orders SET status = 'FILLED'")
        try connection.execute("RESET ROLE; DELETE FROM orders")
        #expect(
            try who(connection) == [
                "audit_writer", "audit_writer as audit_group", "audit_writer",
            ]
        )
    }

    @Test(arguments: [
        "INSERT INTO audit_log (who, action, \"table\") VALUES ('somebody', 'DELETE', 'orders')",
        "SELECT * FROM audit_log", "SELECT audit_log_write()", "TRUNCATE orders",
        "ALTER TABLE orders DISABLE TRIGGER audit_insert", "DROP TRIGGER audit_insert ON orders",
        "SET session_replication_role = replica",
        """
        CREATE TABLE audit_writer.orders (id int);
        CREATE TRIGGER forged AFTER INSERT ON audit_writer.orders REFERENCING NEW TABLE AS new_rows
            FOR EACH STATEMENT EXECUTE FUNCTION public.audit_log_write('{}', 'id')
        """,
    ])
    func theWriterCanNeitherForgeNorHide(statement: String) async throws {
        let connection = try await withWriter()
        let error = #expect(throws: PostgresError.self) { try connection.execute(statement) }
        #expect(error?.code == .insufficientPrivilege, "\(error?.description ?? "")")
        #expect(try who(connection).isEmpty)
    }

    /// Names of the writer's own that would stand in front of the right ones.
    @Test func theWritersOwnObjectsAreNotUsed() async throws {
        let connection = try await withWriter()
        try connection.execute(
            """
            CREATE TEMP TABLE audit_log (LIKE public.orders);
            CREATE TABLE audit_writer.audit_log (who text, "when" timestamptz, action text,
                "table" text, key text, before jsonb, after jsonb);
            CREATE FUNCTION audit_writer.to_jsonb(public.orders) RETURNS jsonb LANGUAGE sql
                AS $$ SELECT '{"id": "forged"}'::jsonb $$;
            CREATE FUNCTION audit_writer.concat_ws(text, text, text, text) RETURNS text
                LANGUAGE sql AS $$ SELECT 'forged' $$;
            SET search_path = audit_writer, public, pg_catalog;
            """ + insertOrder(1)
        )
        #expect(try who(connection) == ["audit_writer"])
        #expect(try entries(connection) == ["INSERT public.orders \(id(1)) - > OPEN"])
    }

    @Test func onlyTablesOfMoneyAndDecisionsAreAudited() async throws {
        let connection = try await connect()
        let tables = try connection.query(
            """
            SELECT tgrelid::regclass || ' ' || count(*) FROM pg_trigger
            WHERE tgfoid = 'audit_log_write'::regproc GROUP BY tgrelid
            """
        ).map { try $0.text(0) }
        #expect(
            Set(tables) == [
                "strategies 4", "orders 4", "positions 4", "trades 4", "portfolio 4",
                "trade_history 4", "open_positions 4", "bot_settings 4",
            ]
        )
    }
}
