import ChandlerCore
import ChandlerPostgres
import Testing

@testable import ChandlerStore

@Suite(
    .serialized,
    .timeLimit(.minutes(20)),
    .enabled(if: TestCluster.isUsable, TestCluster.skipReason)
)
struct SchemaComparisonTests {
    private func words(_ comparison: SchemaComparison) -> [String] {
        comparison.relations.flatMap { relation in
            var lines: [String] = []
            if relation.verdict == .missing { lines.append("\(relation.name) missing") }
            if relation.verdict == .loose { lines.append("\(relation.name) loose") }
            if let kind = relation.expectedKind {
                lines.append("\(relation.name) expected \(kind.rawValue)")
            }
            for fact in relation.facts {
                guard let difference = fact.difference else { continue }
                let subject = [fact.aspect.rawValue, fact.name].compactMap { $0 }
                lines.append("\(relation.name) \(subject.joined(separator: " ")) \(difference)")
            }
            return lines
        }
    }

    @Test func theMigrationsMakeWhatTheContractSays() async throws {
        let comparison = try await TestStore().lane.compareSchema()
        #expect(words(comparison).isEmpty, "\(words(comparison))")
        #expect(comparison.differences == 0)
        #expect(comparison.version == ExpectedSchema.version)
        #expect(comparison.version == Migration.all.last?.version)
        #expect(comparison.relations.allSatisfy { $0.verdict == .asExpected })
        #expect(comparison.relations.count == ExpectedSchema.relations.count)
    }

    @Test func dataMonthsAndAnotherTimeZoneMakeNoDifference() async throws {
        let store = try await TestStore()
        let connection = try store.connection()
        for version in 1...ExpectedSchema.version {
            try SampleRows.insert(version: version, connection)
        }
        let range = TimeRange(try moment("2024-04-01"), try moment("2024-12-05"))
        for table in PartitionedTable.all {
            try await store.lane.ensureMonths(of: table, covering: range)
        }
        try connection.execute(
            """
            DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET TimeZone = ''Asia/Kathmandu''',
                current_database()); EXECUTE format('ALTER DATABASE %I SET DateStyle = ''SQL, DMY''',
                current_database()); END $$
            """
        )
        let comparison = try await store.anotherLane().compareSchema()
        #expect(words(comparison).isEmpty, "\(words(comparison))")
        let months = comparison.relations.flatMap(\.facts).filter { $0.aspect == .partition }
        #expect(months.count == 2 * 10)
    }

    @Test func anEmptyDatabaseLacksEverything() async throws {
        let lane = try StoreLane(try await TestCluster.emptyDatabase(), applicationName: "t")
        let comparison = try await lane.compareSchema()
        #expect(comparison.version == 0)
        #expect(comparison.differences == ExpectedSchema.relations.count)
        #expect(comparison.relations.allSatisfy { $0.verdict == .missing })
    }

    /// Whatever somebody changes by hand is said, and nothing else is.
    @Test(arguments: [
        ("DROP INDEX orders_symbol_idx", "orders index missing"),
        ("DROP INDEX market_data_timestamp_idx", "market_data index missing"),
        ("DROP INDEX cubi.daily_stats_date_idx", "cubi.daily_stats index missing"),
        (
            "CREATE INDEX mine ON orders (exchange)",
            "orders index mine not expected"
        ),
        (
            "ALTER TABLE trading_signals ALTER symbol TYPE varchar(30)",
            "trading_signals column symbol expected varchar(20) not null, "
                + "the database has varchar(30) not null"
        ),
        (
            "ALTER TABLE market_data ALTER volume TYPE numeric(30,8)",
            "market_data column volume expected numeric(28,8) not null, "
                + "the database has numeric(30,8) not null"
        ),
        (
            "ALTER TABLE trade_history ALTER symbol DROP NOT NULL",
            "trade_history column symbol expected varchar(20) not null, "
                + "the database has varchar(20)"
        ),
        (
            "ALTER TABLE trade_history ALTER status SET DEFAULT 'CLOSED'",
            "trade_history column status expected varchar(20) not null default 'OPEN', "
                + "the database has varchar(20) not null default 'CLOSED'"
        ),
        (
            "ALTER TABLE trades ALTER fees DROP DEFAULT",
            "trades column fees expected double precision default 0, "
                + "the database has double precision"
        ),
        (
            "ALTER TABLE system_logs ALTER id DROP IDENTITY",
            "system_logs column id expected bigint not null identity, "
                + "the database has bigint not null"
        ),
        ("ALTER TABLE orders ADD note text", "orders column note not expected"),
        ("ALTER TABLE orders DROP stop_price", "orders column stop_price missing"),
        (
            "ALTER TABLE trade_history DROP CONSTRAINT trade_history_action_check",
            "trade_history check missing"
        ),
        (
            "ALTER TABLE trade_history ADD CONSTRAINT mine CHECK (quantity > 0)",
            "trade_history check mine not expected"
        ),
        ("ALTER TABLE orders DROP CONSTRAINT orders_order_id_key", "orders key missing"),
        (
            "ALTER TABLE trades DROP CONSTRAINT trades_strategy_id_fkey",
            "trades key missing"
        ),
        (
            "DROP TRIGGER audit_log_refuse_change ON audit_log",
            "audit_log trigger audit_log_refuse_change missing"
        ),
        (
            "ALTER TABLE trade_history DISABLE TRIGGER trade_history_close",
            "trade_history trigger trade_history_close expected AFTER INSERT"
        ),
        (
            "ALTER TABLE audit_log ENABLE TRIGGER audit_log_refuse_truncate",
            "audit_log trigger audit_log_refuse_truncate expected ALWAYS BEFORE TRUNCATE"
        ),
        (
            "ALTER TYPE order_side ADD VALUE 'HOLD'",
            "order_side values expected BUY, SELL, the database has BUY, SELL, HOLD"
        ),
        ("DROP TABLE cubi.trade_data CASCADE", "cubi.trade_data missing"),
        ("DROP VIEW cubi.token_performance", "cubi.token_performance missing"),
        (
            "CREATE OR REPLACE VIEW cubi.token_performance AS SELECT ''::varchar(44) AS "
                + "token_mint, 0::bigint AS trade_count, 0::float8 AS win_rate, 0::float8 AS "
                + "avg_roi, 0::float8 AS best_roi, 0::float8 AS worst_roi, now() AS last_trade",
            "cubi.token_performance source missing"
        ),
        (
            "DROP TABLE instruments; CREATE VIEW instruments AS SELECT 1 AS a",
            "instruments expected table"
        ),
        ("ALTER TABLE bot_settings SET UNLOGGED", "bot_settings expected table"),
        (
            "CREATE TABLE odd PARTITION OF market_data FOR VALUES FROM ('2020-01-15') TO "
                + "('2020-01-20')",
            "market_data partition odd not expected"
        ),
        (
            "CREATE TABLE market_data_y2020m01 PARTITION OF market_data FOR VALUES FROM "
                + "('2020-01-01 00:00+00') TO ('2020-01-20 00:00+00')",
            "market_data partition market_data_y2020m01 expected FOR VALUES FROM"
        ),
        (
            "CREATE TABLE rest PARTITION OF cubi.trade_data DEFAULT",
            "cubi.trade_data partition rest not expected"
        ),
        ("CREATE TABLE market_data_y2020m01 (LIKE market_data)", "market_data_y2020m01 loose"),
    ])
    func aChangeByHandIsSaid(statement: String, expected: String) async throws {
        let store = try await TestStore()
        try store.connection().execute(statement)
        let comparison = try await store.lane.compareSchema()
        #expect(comparison.differences > 0)
        let found = words(comparison)
        #expect(found.contains { $0.hasPrefix(expected) }, "\(found)")
    }

    @Test func theUsersOwnTablesAreListedAndNoFault() async throws {
        let store = try await TestStore()
        try store.connection().execute(
            """
            CREATE TABLE notes (a int);
            CREATE VIEW cubi.mine AS SELECT 1 AS one;
            CREATE TYPE mood AS ENUM ('good');
            CREATE TABLE "cubi.odd" (a int);
            CREATE TABLE cubi.odd (a int);
            CREATE SCHEMA other;
            CREATE TABLE other.orders (a int)
            """
        )
        let comparison = try await store.lane.compareSchema()
        #expect(comparison.differences == 0, "\(words(comparison))")
        let own = comparison.relations.filter { $0.verdict == .own }.map(\.name)
        #expect(own == ["cubi.mine", "cubi.odd", "cubi.odd", "mood", "notes"])
    }

    @Test func aRoleThatMayOnlyReadCanCompare() async throws {
        let store = try await TestStore()
        let connection = try store.connection()
        let role = "reader_of_catalog"
        _ = try? connection.execute("CREATE ROLE \(role)")
        try connection.execute("GRANT SELECT ON schema_migrations TO \(role)")
        try await store.lane.assume(role)
        #expect(try await store.lane.compareSchema().differences == 0)
    }

    @Test(arguments: [
        ("status IN ('a', 'b')", "CHECK", "((status)::text = ANY (ARRAY['a'::text, 'b'::text]))"),
        (
            "a >= 0 AND b < 'Infinity'", "CHECK",
            "((a >= (0)::numeric) AND (b < 'Infinity'::double precision))"
        ),
        ("btree (symbol, timestamp DESC)", "", "btree (symbol, \"timestamp\" DESC)"),
        ("varchar(20) not null", "", "varchar(20) not null"),
    ])
    func theServersSpellingIsRecognised(ours: String, word: String, theirs: String) {
        #expect(SchemaText.canonical(word + ours) == SchemaText.canonical("\(word) \(theirs)"))
    }

    @Test(arguments: [
        ("status IN ('a', 'b')", "status IN ('a', 'c')"), ("numeric(18,8)", "numeric(1,88)"),
        ("text[]", "text"), ("a > 0", "a >= 0"), ("btree (a)", "btree (a DESC)"),
    ])
    func differentDefinitionsStayDifferent(one: String, other: String) {
        #expect(SchemaText.canonical(one) != SchemaText.canonical(other))
    }
}
