import ChandlerPostgres
import ChandlerWarehouse
import TestSupport
import Testing

/// All of an import happens or none of it, under the least rights.
@Suite struct ImportTransactionTests {
    private struct Stop: Error {}

    private static func trades(_ count: Int) -> String {
        "trade_id,symbol,side,quantity,price,executed_at\n"
            + (0..<count).map { "t\($0),BTCUSDT,BUY,1,\($0),2024-03-01\n" }.joined()
    }

    /// The import ends wherever its progress is told, from the first report to the last.
    @Test func anImportThatIsStoppedAnywhereLeavesNothing() async throws {
        let shop = try await ImportWorkshop()
        let file = try shop.scratch.write(Self.trades(10_000), to: "trades.csv")
        guard let table = ImportTable.named("trades") else { throw TestFailure("no table") }
        var reports = 0
        while true {
            var left = reports
            let connection = try shop.database.connect()
            do {
                let report = try TableImport(connection, ImportOptions(table: table, path: file))
                    .run { _ in
                        if left == 0 { throw Stop() }
                        left -= 1
                    }
                #expect(report.inserted == 10_000)
                break
            } catch is Stop {
                #expect(try shop.database.count("trades") == 0)
                #expect(!connection.isInTransaction)
                try connection.checkLiveness()
            }
            reports += 1
        }
        #expect(reports > 4, "stopped at \(reports) places")
        #expect(try shop.database.count("trades") == 10_000)
    }

    @Test func aSessionThatIsKilledLeavesNothing() async throws {
        let shop = try await ImportWorkshop()
        let file = try shop.scratch.write(Self.trades(20_000), to: "trades.csv")
        guard let table = ImportTable.named("trades") else { throw TestFailure("no table") }
        let connection = try shop.database.connect()
        let other = try shop.database.connect()
        var isKilled = false
        #expect(throws: WarehouseError.self) {
            try TableImport(connection, ImportOptions(table: table, path: file)).run { _ in
                if isKilled { return }
                isKilled = true
                try other.query(
                    "SELECT pg_terminate_backend($1::int, 5000)",
                    [.int64(Int64(connection.backendPID))]
                )
            }
        }
        #expect(try shop.database.count("trades") == 0)
        #expect(try shop.load(file: file, into: "trades").inserted == 20_000)
    }

    @Test func twoImportsIntoOneTableDoNotMix() async throws {
        let shop = try await ImportWorkshop()
        let holder = try shop.database.connect()
        try holder.execute(
            "BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('chandler import trades', 0))"
        )
        let error = try shop.failure(Self.trades(1), into: "trades")
        #expect(error.code == .busy)
        #expect(error.message.contains("another import"))
        try holder.execute("COMMIT")
        #expect(try shop.load(Self.trades(1), into: "trades").inserted == 1)
    }

    /// INSERT, UPDATE and SELECT, and temporary tables: no more is needed.
    @Test func aRoleThatOwnsNothingCanImport() async throws {
        let shop = try await ImportWorkshop()
        let role = "import_role_\(UInt32.random(in: 0 ... .max))"
        try shop.database.execute(
            """
            CREATE ROLE \(role);
            REVOKE CREATE ON SCHEMA public FROM PUBLIC;
            GRANT USAGE ON SCHEMA cubi, chandler_upkeep TO \(role);
            GRANT EXECUTE ON FUNCTION chandler_upkeep.ensure_month TO \(role);
            GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public, cubi TO \(role);
            GRANT USAGE ON ALL SEQUENCES IN SCHEMA public, cubi TO \(role);
            GRANT DELETE ON open_positions TO \(role)
            """
        )
        defer {
            try? shop.database.execute("DROP OWNED BY \(role); DROP ROLE \(role)")
        }
        for example in EveryImportedTableTests.cases {
            if !example.before.isEmpty {
                try shop.database.execute(
                    "DELETE FROM trades; DELETE FROM positions; DELETE FROM portfolio; "
                        + "DELETE FROM orders; DELETE FROM strategies; \(example.before)"
                )
            }
            let file = try shop.scratch.write(example.file, to: "rows.csv")
            let connection = try shop.database.connect()
            try connection.execute("SET ROLE \(role)")
            let report = try shop.load(file: file, into: example.table, over: connection)
            #expect(report.inserted == example.rows.count, "\(example.table): \(report)")
            guard let changed = example.changedFile else { continue }
            let later = try shop.scratch.write(changed, to: "rows.csv")
            let second = try shop.load(file: later, into: example.table, over: connection)
            #expect(second.updated == 1, "\(example.table): \(second)")
        }
    }
}
