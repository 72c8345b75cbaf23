import ChandlerPostgres
import ChandlerStore
import ChandlerWarehouse
import TestSupport
import Testing

/// Archived rows are no loss of data: their deletion is one entry of the audit log.
@Suite struct AuditedRetentionTests {
    private func filled() async throws -> RetentionBench {
        let bench = try await RetentionBench()
        try bench.database.execute(
            """
            INSERT INTO orders (order_id, symbol, side, order_type, quantity, status, exchange,
                source, created_at, updated_at)
            SELECT 'o' || n, 'S', 'BUY', 'LIMIT', n, 'FILLED', 'e', 's',
                '2023-02-01'::timestamptz + n * interval '1 hour', '2023-02-05'
            FROM generate_series(1, 500) AS n
            """
        )
        return bench
    }

    private func entries(_ bench: RetentionBench) throws -> [String] {
        try bench.database.column(
            """
            SELECT ROW(action, "table", key, before, after ->> 'month', after ->> 'rows',
                length(after ->> 'sha256'))::text
            FROM audit_log WHERE action <> 'INSERT' ORDER BY id
            """
        )
    }

    private func trigger(_ bench: RetentionBench) throws -> String {
        try bench.database.value(
            "SELECT tgenabled FROM pg_trigger WHERE tgrelid = 'orders'::regclass "
                + "AND tgname = 'audit_delete'"
        )
    }

    @Test func aFileOfRowsIsOneEntry() async throws {
        let bench = try await filled()
        #expect(try bench.retain(only: ["orders"]).refused.isEmpty)
        #expect(try bench.database.count("orders") == 0)
        #expect(try entries(bench) == ["(ARCHIVE,public.orders,,,2023-02,500,64)"])
        #expect(
            try bench.database.value(
                "SELECT after ->> 'sha256' = sha256 FROM audit_log, archives "
                    + "WHERE action = 'ARCHIVE'"
            ) == "t"
        )
        #expect(try trigger(bench) == "O")
        // Whoever else deletes is written down row by row as ever.
        try bench.restore(month("2023-02"), of: "orders")
        try bench.database.execute("DELETE FROM orders WHERE order_id IN ('o1', 'o2')")
        #expect(try entries(bench).filter { $0.hasPrefix("(DELETE,public.orders,") }.count == 2)
    }

    @Test func aFailureLeavesTheTriggerOnAndNoEntry() async throws {
        let bench = try await filled()
        #expect(throws: Stopped.self) {
            try bench.retain(only: ["orders"]) { step in
                if case .dropping = step { throw Stopped() }
            }
        }
        #expect(try trigger(bench) == "O")
        #expect(try entries(bench).isEmpty)
        #expect(try bench.database.count("orders") == 500)
        // So does a row that another one names by then.
        let report = try bench.retain(only: ["orders"]) { step in
            if case .began = step {
                try bench.database.execute(
                    """
                    INSERT INTO trades (trade_id, symbol, side, quantity, price, order_id, executed_at)
                    SELECT 't', 'S', 'BUY', 1, 1, id, now() FROM orders WHERE order_id = 'o7'
                    """
                )
            }
        }
        #expect(report.refused.count == 1)
        #expect(try trigger(bench) == "O")
        #expect(try entries(bench).isEmpty)
        #expect(try bench.database.count("orders") == 500)
    }

    @Test func aTriggerThatIsOffStaysOff() async throws {
        let bench = try await filled()
        try bench.database.execute("ALTER TABLE orders DISABLE TRIGGER audit_delete")
        #expect(try bench.retain(only: ["orders"]).refused.isEmpty)
        #expect(try trigger(bench) == "D")
        #expect(try entries(bench).isEmpty)
    }

    @Test func anAlwaysFiringTriggerFiresAlwaysAgain() async throws {
        let bench = try await filled()
        try bench.database.execute("ALTER TABLE orders ENABLE ALWAYS TRIGGER audit_delete")
        #expect(try bench.retain(only: ["orders"]).refused.isEmpty)
        #expect(try trigger(bench) == "A")
        #expect(try entries(bench).count == 1)
    }
}
