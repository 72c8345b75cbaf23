import ChandlerCore
import ChandlerStore
import ChandlerWarehouse
import Foundation
import TestSupport
import Testing

@Suite struct RowRetentionTests {
    private let fill = """
        INSERT INTO system_logs ("timestamp", component, level, message, details)
        SELECT t, 'c', 'INFO', 'm ä ' || t, '{"n": 1.500}'
        FROM generate_series('2024-01-15'::timestamptz, '2024-06-14', interval '12 hours') AS t;
        INSERT INTO trading_signals (symbol, signal_type, signal_source, direction, strength,
            "timestamp", parameters)
        SELECT 'S', 'x', 'y', 'BUY', 0.1234, t, '{}'
        FROM generate_series('2023-04-01'::timestamptz, '2024-06-14', interval '7 days') AS t;
        INSERT INTO orders (id, order_id, symbol, side, order_type, quantity, price, status,
            exchange, source, created_at, updated_at, filled_at)
        SELECT ('00000000-0000-0000-0000-0000000000' || lpad(n::text, 2, '0'))::uuid, 'o' || n, 'S',
            'SELL', 'LIMIT', CASE n WHEN 1 THEN 'NaN' WHEN 2 THEN '-0' WHEN 3 THEN '5e-324'
                ELSE '0.1' END::double precision, 'Infinity',
            (ARRAY['FILLED', 'OPEN', 'CANCELLED', 'REJECTED'])[1 + n % 4]::order_status, 'e', 's',
            '2023-02-01'::timestamptz + n * interval '1 hour', '2023-02-05',
            CASE n WHEN 8 THEN '2024-06-10'::timestamptz END
        FROM generate_series(1, 12) AS n;
        INSERT INTO positions (id, symbol, side, quantity, status, opened_at) VALUES
            ('00000000-0000-0000-0000-0000000000aa', 'S', 'LONG', 1, 'OPEN', '2023-02-01'),
            ('00000000-0000-0000-0000-0000000000bb', 'S', 'LONG', 1, 'CLOSED', '2023-02-01');
        INSERT INTO trades (trade_id, symbol, side, quantity, price, order_id, position_id,
            executed_at)
        SELECT 't' || n, 'S', 'BUY', 1, 2,
            ('00000000-0000-0000-0000-0000000000' || lpad(n::text, 2, '0'))::uuid,
            CASE n WHEN 4 THEN '00000000-0000-0000-0000-0000000000aa'::uuid
                WHEN 3 THEN '00000000-0000-0000-0000-0000000000bb'::uuid END,
            CASE n WHEN 2 THEN '2024-06-01'::timestamptz ELSE '2023-02-03' END
        FROM generate_series(2, 4) AS n
        """

    private let tables = ["system_logs", "trading_signals", "orders", "trades", "positions"]

    private func filled() async throws -> RetentionBench {
        let bench = try await RetentionBench()
        try bench.database.execute(fill)
        return bench
    }

    @Test func rowsGoByMonthAndThoseThatAreNamedStay() async throws {
        let bench = try await filled()
        let before = try tables.map(bench.dump)
        let report = try bench.retain()
        #expect(report.refused.isEmpty)
        let months = Dictionary(
            uniqueKeysWithValues: report.tables.map { ($0.name, $0.months.map(\.month.dashed)) }
        )
        #expect(months["system_logs"] == ["2024-01", "2024-02"])
        #expect(months["trading_signals"] == ["2023-04", "2023-05"])
        #expect(months["trades"] == ["2023-02"] && months["orders"] == ["2023-02"])
        #expect(months["positions"] == [])
        #expect(
            try bench.database.value("SELECT min(\"timestamp\") FROM system_logs")
                == "2024-03-01 00:00:00+00"
        )
        // t4 is of an open position, t2 young; o2 and o4 are named; o8 was filled of late.
        #expect(
            try bench.database.column("SELECT trade_id FROM trades ORDER BY 1") == ["t2", "t4"]
        )
        #expect(
            try bench.database.column("SELECT order_id FROM orders ORDER BY id")
                == ["o1", "o2", "o4", "o5", "o8", "o9"]
        )
        for (table, month) in [
            ("orders", "2023-02"), ("trades", "2023-02"), ("system_logs", "2024-01"),
            ("system_logs", "2024-02"), ("trading_signals", "2023-04"),
            ("trading_signals", "2023-05"),
        ] {
            let outcome = try bench.restore(ChandlerWarehouseTests.month(month), of: table)
            #expect(outcome.action == .restored, "\(table)")
        }
        #expect(try tables.map(bench.dump) == before)
        #expect(try bench.restore(month("2023-02"), of: "orders").action == .unchanged)
        let resting = try bench.retain().tables.flatMap(\.months)
        #expect(resting.count == 6 && resting.allSatisfy { $0.action == .restored })
        #expect(try bench.retain(restoredDays: 0).refused.isEmpty)
        #expect(try bench.database.count("orders") == 6)
    }

    @Test func aDryRunCountsWhatTheSameRunFrees() async throws {
        let bench = try await filled()
        try bench.database.execute(
            "UPDATE positions SET status = 'CLOSED', closed_at = '2023-03-01'"
        )
        let keep = ["positions": RetentionSpan.months(1)]
        let would = try bench.retain(keep: keep, isDryRun: true).tables
        let done = try bench.retain(keep: keep).tables
        #expect(would.map { $0.months.map(\.rows) } == done.map { $0.months.map(\.rows) })
        #expect(done.map(\.name)[5...7] == ["trades", "orders", "positions"])
        #expect(done[5...7].map { $0.months.map(\.rows) } == [[2], [7], [2]])
        // Without the trades' turn nothing is freed.
        let only = try await filled()
        let orders = try only.retain(only: ["orders"], isDryRun: true).tables[0].months
        let went = try only.retain(only: ["orders"]).tables[0].months
        #expect(orders.map(\.rows) == went.map(\.rows))
    }

    @Test func whatIsPutInAgainIsNotArchivedTwice() async throws {
        let bench = try await filled()
        let before = try bench.dump("trades")
        try bench.retain()
        let again = """
            INSERT INTO trades (trade_id, symbol, side, quantity, price, executed_at)
            VALUES ('t3', 'S', 'BUY', 1, 2, '2023-02-03')
            """
        try bench.database.execute(again)
        for isDryRun in [true, false] {
            let words = try #require(try bench.retain(isDryRun: isDryRun).refused.first?.words)
            #expect(words.contains("(t3)") && words.contains("part-0.parquet"), "\(words)")
        }
        #expect(try bench.database.count("archives", where: "table_name = 'trades'") == 1)
        try bench.database.execute("DELETE FROM trades WHERE trade_id = 't3'")
        #expect(try bench.retain().refused.isEmpty)
        try bench.restore(month("2023-02"), of: "orders")
        try bench.restore(month("2023-02"), of: "trades")
        #expect(try bench.dump("trades") == before)
    }

    @Test func rowsThatBecomeDueLaterGetAFileOfTheirOwn() async throws {
        let bench = try await filled()
        let before = try bench.dump("orders")
        try bench.retain()
        try bench.database.execute(
            """
            UPDATE trades SET position_id = NULL;
            DELETE FROM trades WHERE trade_id = 't2';
            UPDATE orders SET filled_at = '2023-03-01' WHERE order_id = 'o8'
            """
        )
        let second = try bench.retain(only: ["trades", "orders"])
        #expect(second.tables.map { $0.months.map(\.rows) } == [[1], [3]])
        #expect(
            try bench.database.column(
                "SELECT file || ' ' || row_count FROM archives WHERE table_name = 'orders' ORDER BY part"
            ) == ["part-0.parquet 6", "part-1.parquet 3"]
        )
        let outcome = try bench.restore(month("2023-02"), of: "orders")
        #expect(outcome.rows == 9 && outcome.inserted == 9)
        #expect(try bench.dump("orders") != before)
        try bench.database.execute(
            "UPDATE orders SET filled_at = '2024-06-10' WHERE order_id = 'o8'"
        )
        #expect(try bench.dump("orders") == before)
        // o8 is not what was archived any more: its file keeps it, and the other part goes.
        let third = try bench.retain(only: ["orders"], restoredDays: 0)
        #expect(third.refused.count == 1)
        try bench.database.execute(
            "UPDATE orders SET filled_at = '2023-03-01' WHERE order_id = 'o8'"
        )
        #expect(try bench.retain(only: ["orders"], restoredDays: 0).refused.isEmpty)
        #expect(try bench.database.count("orders") == 3)
    }

    @Test func aRunThatIsStoppedAnywhereIsFinishedByTheNext() async throws {
        let whole = try await filled()
        var steps = 0
        try whole.retain(only: ["orders", "trades"]) { _ in steps += 1 }
        for stop in 1...steps {
            let bench = try await filled()
            let before = try bench.dump("orders")
            var step = 0
            #expect(throws: Stopped.self) {
                try bench.retain(only: ["orders", "trades"]) { _ in
                    step += 1
                    if step == stop { throw Stopped() }
                }
            }
            let report = try bench.retain(only: ["orders", "trades"])
            #expect(report.refused.isEmpty)
            #expect(try bench.dump("orders") == whole.dump("orders"), "after step \(stop)")
            #expect(try bench.database.count("archives") == 2)
            try bench.restore(month("2023-02"), of: "orders")
            #expect(try bench.dump("orders") == before)
        }
    }

    @Test func changesAndNewNamesKeepRows() async throws {
        for change in [
            "UPDATE orders SET price = '-Infinity' WHERE order_id = 'o3'",
            "UPDATE orders SET quantity = 0 WHERE order_id = 'o7'",
            "DELETE FROM orders WHERE order_id = 'o3'",
            """
            INSERT INTO trades (trade_id, symbol, side, quantity, price, order_id, executed_at)
            SELECT 'new', 'S', 'BUY', 1, 1, id, now() FROM orders WHERE order_id = 'o7'
            """,
        ] {
            let bench = try await filled()
            let report = try bench.retain(only: ["trades", "orders"]) { step in
                if case .manifestWritten(let path) = step, path.contains("table=orders") {
                    try bench.database.execute(change)
                }
            }
            #expect(report.refused.count == 1, "\(change)")
            #expect(try bench.database.count("orders") >= 11, "\(change)")
            #expect(try bench.database.count("archives", where: "table_name = 'orders'") == 0)
        }
    }

    @Test func conflictsAreReported() async throws {
        let bench = try await filled()
        try bench.retain()
        let missing = #expect(throws: WarehouseError.self) {
            try bench.restore(month("2023-02"), of: "trades")
        }
        #expect(missing?.message.contains("orders and positions before trades") == true)
        try bench.restore(month("2023-02"), of: "orders")
        try bench.database.execute("UPDATE orders SET price = 1 WHERE order_id IN ('o3', 'o7')")
        let before = try bench.dump("orders")
        let other = #expect(throws: WarehouseError.self) {
            try bench.restore(month("2023-02"), of: "orders")
        }
        #expect(other?.code == .badData)
        #expect(other?.message.contains("000000000003") == true)
        #expect(try bench.dump("orders") == before)
        try bench.database.execute("DELETE FROM orders WHERE order_id IN ('o3', 'o7')")
        let some = try bench.restore(month("2023-02"), of: "orders")
        #expect(some.inserted == 2 && some.rows == 6)
        try bench.database.execute(
            "UPDATE orders SET id = gen_random_uuid() WHERE order_id = 'o7'"
        )
        let unique = #expect(throws: WarehouseError.self) {
            try bench.restore(month("2023-02"), of: "orders")
        }
        #expect(unique?.message.contains("o7") == true)
    }

    @Test(arguments: [
        ("UPDATE orders SET filled_at = '-infinity' WHERE order_id = 'o3'", "infinite"),
        (
            "UPDATE orders SET cancelled_at = 'infinity', filled_at = '2023-02-02' "
                + "WHERE order_id = 'o3'", "infinite"
        ),
    ])
    func whatAFileCannotHoldIsRefusedAndStays(change: String, word: String) async throws {
        let bench = try await filled()
        try bench.retain(only: ["trades"])
        try bench.database.execute(change)
        let report = try bench.retain(only: ["orders"])
        #expect(report.refused.first?.words?.contains(word) == true, "\(report)")
        #expect(try bench.database.count("orders") == 12)
        let files = try filesBelow(bench.archive.path).keys.filter { $0.contains("table=orders") }
        #expect(files.allSatisfy { !$0.hasSuffix("parquet") && !$0.hasSuffix("json") })
    }
}
