import ChandlerCore
import ChandlerPostgres
import Testing

@testable import ChandlerStore

/// Rules that hold for every table, asked of the server's catalog.
@Suite(
    .serialized,
    .timeLimit(.minutes(20)),
    .enabled(if: TestCluster.isUsable, TestCluster.skipReason)
)
struct CatalogTests {
    private static let ours =
        "(SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'cubi'))"

    private func column(_ sql: String) async throws -> [String] {
        try PostgresConnection(try await TestCluster.database()).query(sql).map { try $0.text(0) }
    }

    @Test func everyTableOfTheContractIsThere() async throws {
        let found = try await column(
            """
            SELECT oid::regclass::text FROM pg_class
            WHERE relnamespace IN \(Self.ours) AND relkind IN ('r', 'p', 'v', 'm')
            """
        )
        let contract = """
            market_data trade_history open_positions trading_signals performance_metrics \
            bot_settings analysis_results model_performance system_logs market_data_daily \
            strategies orders positions trades portfolio audit_log \
            cubi.token_data cubi.trade_data cubi.backtest_results cubi.strategy_performance \
            cubi.token_performance cubi.daily_stats cubi.token_candles
            """.split(separator: " ").map(String.init)
        #expect(Set(contract).subtracting(found) == [])
    }

    @Test func everyTimeHasAZone() async throws {
        let bare = try await column(
            """
            SELECT attrelid::regclass || '.' || attname FROM pg_attribute
            JOIN pg_class AS c ON c.oid = attrelid AND c.relnamespace IN \(Self.ours)
            WHERE atttypid IN ('timestamp'::regtype, 'timestamp[]'::regtype) AND attnum > 0
            """
        )
        #expect(bare == [])
    }

    @Test func noKeyRunsOutAtTwoBillion() async throws {
        let narrow = try await column(
            """
            SELECT attrelid::regclass || '.' || attname FROM pg_attribute
            JOIN pg_class AS c ON c.oid = attrelid AND c.relnamespace IN \(Self.ours)
                AND c.relkind IN ('r', 'p')
            LEFT JOIN pg_attrdef AS d ON d.adrelid = attrelid AND d.adnum = attnum
            WHERE (attidentity <> '' OR pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval%')
                AND atttypid <> 'bigint'::regtype
            """
        )
        #expect(narrow == [])
        let sequences = try await column(
            "SELECT seqrelid::regclass::text FROM pg_sequence WHERE seqtypid <> 'bigint'::regtype"
        )
        #expect(sequences == [])
    }

    /// So that the tables can be distributed by symbol.
    @Test func everyUniqueKeyOfTheCandleTablesHasTheSymbol() async throws {
        let bad = try await column(
            """
            SELECT indexrelid::regclass::text FROM pg_index AS i WHERE i.indisunique
                AND indrelid::regclass::text IN ('market_data', 'market_data_daily',
                    'instruments', 'ingest_watermarks', 'ingest_states', 'ingest_segments',
                    'ingest_gaps', 'ingest_rejects', 'candle_revisions')
                AND NOT EXISTS (SELECT FROM pg_attribute AS a WHERE a.attrelid = i.indrelid
                    AND a.attname = 'symbol' AND a.attnum = ANY (i.indkey))
            """
        )
        #expect(bad == [])
    }

    @Test func everyTableHasAPrimaryKey() async throws {
        let bare = try await column(
            """
            SELECT c.oid::regclass::text FROM pg_class AS c
            WHERE c.relnamespace IN \(Self.ours) AND c.relkind IN ('r', 'p')
                AND NOT EXISTS (SELECT FROM pg_index WHERE indrelid = c.oid AND indisprimary)
            """
        )
        #expect(bare == [])
    }

    @Test func everyForeignKeyHasAnIndexThatBeginsWithIt() async throws {
        let keys = try await column("SELECT conname FROM pg_constraint WHERE contype = 'f'")
        #expect(keys.count == 5)
        let bare = try await column(
            """
            SELECT c.conname FROM pg_constraint AS c WHERE c.contype = 'f'
                AND NOT EXISTS (SELECT FROM pg_index AS i WHERE i.indrelid = c.conrelid
                    AND i.indkey[0] = c.conkey[1] AND i.indisvalid)
            """
        )
        #expect(bare == [])
    }

    @Test func everyJSONOfSpreadTradingAndTradesHasAGINIndex() async throws {
        let bare = try await column(
            """
            SELECT a.attrelid::regclass || '.' || a.attname FROM pg_attribute AS a
            WHERE a.attrelid::regclass::text IN ('strategies', 'orders', 'positions', 'trades',
                    'audit_log', 'cubi.trade_data')
                AND a.atttypid = 'jsonb'::regtype AND NOT EXISTS (
                    SELECT FROM pg_index AS i JOIN pg_class AS x ON x.oid = i.indexrelid
                        JOIN pg_am AS m ON m.oid = x.relam
                    WHERE i.indrelid = a.attrelid AND m.amname = 'gin'
                        AND a.attnum = ANY (i.indkey))
            UNION ALL SELECT 'cubi.token_data.raw_data' WHERE NOT EXISTS (
                SELECT FROM pg_indexes WHERE schemaname = 'cubi' AND indexdef LIKE '%USING gin%')
            """
        )
        #expect(bare == [])
    }

    /// What refreshing without keeping readers out needs.
    @Test func everyMaterializedViewHasAPlainUniqueIndex() async throws {
        let views = try await column(
            """
            SELECT c.oid::regclass::text FROM pg_class AS c
            WHERE c.relnamespace IN \(Self.ours) AND c.relkind = 'm' AND c.relispopulated
                AND EXISTS (SELECT FROM pg_index WHERE indrelid = c.oid AND indisunique
                    AND indpred IS NULL AND indexprs IS NULL)
            """
        )
        #expect(Set(views) == Set(StoreLane.materializedViews))
    }

    @Test func everyPartitionedTableIsKnownToTheOneThatMakesMonths() async throws {
        let found = try await column(
            """
            SELECT p.partrelid::regclass || ' ' || pg_get_partkeydef(p.partrelid)
            FROM pg_partitioned_table AS p
            """
        )
        let known = PartitionedTable.all.map { table in
            "\(table.name) RANGE (\(table.column == "timestamp" ? "\"timestamp\"" : table.column))"
        }
        #expect(found.sorted() == known.sorted())
    }

    @Test func aQuestionOfOneMonthReadsOneMonth() async throws {
        let store = try await TestStore()
        let connection = try store.connection()
        for table in PartitionedTable.all {
            try await store.lane.ensureMonths(
                of: table,
                covering: .init(try moment("2024-01-01"), try moment("2025-01-01"))
            )
            let plan = try connection.query(
                """
                EXPLAIN SELECT * FROM \(table) WHERE "\(table.column)" >= '2024-03-01 00:00+00'
                    AND "\(table.column)" < '2024-04-01 00:00+00'
                """
            ).map { try $0.text(0) }.joined(separator: "\n")
            #expect(plan.contains("2024_03") || plan.contains("2024m03"), "\(plan)")
            #expect(!plan.contains("2024_04") && !plan.contains("2024m04"), "\(plan)")
            #expect(!plan.contains("2024_02") && !plan.contains("2024m02"), "\(plan)")
        }
    }
}
