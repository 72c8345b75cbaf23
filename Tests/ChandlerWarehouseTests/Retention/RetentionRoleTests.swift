import ChandlerCore
import ChandlerPostgres
import ChandlerStore
import ChandlerWarehouse
import TestSupport
import Testing

/// Archiving is the work of the tables' owner, and of nobody else.
@Suite struct RetentionRoleTests {
    private func retention(
        _ connection: PostgresConnection,
        _ bench: RetentionBench
    ) -> Retention {
        Retention(
            connection: connection,
            options: RetentionOptions(now: bench.now, archive: bench.archive, version: "1.2.3")
        )
    }

    private func filled() async throws -> (RetentionBench, RoleDatabase) {
        let roles = try await RoleDatabase()
        let bench = try RetentionBench(of: roles.database)
        try await bench.fillCandles([month("2022-03")])
        try bench.database.execute(
            """
            INSERT INTO orders (order_id, symbol, side, order_type, quantity, status, exchange,
                source, created_at, updated_at)
            VALUES ('o', 'S', 'BUY', 'LIMIT', 1, 'FILLED', 'e', 's', '2023-02-01', '2023-02-05');
            INSERT INTO trades (trade_id, symbol, side, quantity, price, executed_at)
            VALUES ('t', 'S', 'BUY', 1, 2, '2023-02-03')
            """
        )
        return (bench, roles)
    }

    @Test func theOwnersLoginAndSuperusersWorkAsTheOwner() async throws {
        for isSuperuser in [true, false] {
            let (bench, roles) = try await filled()
            let before = try ["market_data", "orders", "trades"].map(bench.dump)
            let connect = { isSuperuser ? try bench.database.connect() : try roles.connect(.owner) }
            let connection = try connect()
            #expect(try retention(connection, bench).run().refused.isEmpty)
            #expect(
                try connection.query("SELECT current_user").firstRow().text(0) == "chandler_owner"
            )
            #expect(try bench.database.count("archives") == 3)
            let login = isSuperuser ? "chandler" : "roles_owner_login"
            #expect(
                try bench.database.column("SELECT who FROM audit_log WHERE action = 'ARCHIVE'")
                    == ["\(login) as chandler_owner", "\(login) as chandler_owner"]
            )
            for (table, text) in [
                ("market_data", "2022-03"), ("orders", "2023-02"), ("trades", "2023-02"),
            ] {
                let outcome = try ArchiveRestore(connection: connect(), folder: bench.archive)
                    .restore(month(text), of: table)
                #expect(outcome.action == .restored)
            }
            #expect(try ["market_data", "orders", "trades"].map(bench.dump) == before)
            #expect(
                try bench.database.value(
                    "SELECT relowner::regrole FROM pg_class WHERE relname = 'market_data_y2022m03'"
                ) == "chandler_owner"
            )
            #expect(try RoleSet(bench.database.connect()).plan().isEmpty)
        }
    }

    @Test func otherLoginsAreRefusedAndChangeNothing() async throws {
        let (bench, roles) = try await filled()
        let before = try bench.everything()
        for role in [DatabaseRole.app, .reader] {
            let error = #expect(throws: WarehouseError.self) {
                try retention(try roles.connect(role), bench).run()
            }
            #expect(error?.code == .permissionDenied)
            #expect(error?.message.contains("chandler_owner") == true)
        }
        #expect(try bench.everything() == before)
    }
}
