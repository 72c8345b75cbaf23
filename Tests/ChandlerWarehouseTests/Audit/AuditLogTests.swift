import ChandlerCore
import ChandlerPostgres
import ChandlerStore
import ChandlerWarehouse
import TestSupport
import Testing

struct AuditLogTests {
    private func database() async throws -> TestDatabase {
        let database = try TestCluster.shared().makeDatabase()
        let lane = try StoreLane(
            try ConnectionConfiguration(databaseURL: database.url),
            applicationName: "test"
        )
        _ = try await lane.migrate()
        try database.execute(
            """
            INSERT INTO bot_settings (id, parameter_name, parameter_value) VALUES (1, 'risk', '1');
            INSERT INTO strategies (name) VALUES ('spread');
            UPDATE bot_settings SET parameter_value = '2', description = 'more';
            DELETE FROM bot_settings
            """
        )
        return database
    }

    @Test func theNewestEntriesComeFirst() async throws {
        let database = try await database()
        defer { withExtendedLifetime(database) {} }
        let log = AuditLog(try database.connect())
        let all = try log.newest(limit: 10)
        #expect(all.map(\.action) == ["DELETE", "UPDATE", "INSERT", "INSERT"])
        #expect(
            all.map(\.table) == [
                "public.bot_settings", "public.bot_settings", "public.strategies",
                "public.bot_settings",
            ]
        )
        #expect(all[1].changed == ["description", "parameter_value"])
        #expect(all[0].changed == [])
        #expect(all[0].after == nil && all[3].before == nil)
        #expect(all[1].after?.contains("\"parameter_value\": \"2\"") == true)
        #expect(all[1].key == "1")
        #expect(all.allSatisfy { $0.who == EmbeddedServer.role })
        #expect(try log.newest(limit: 2) == Array(all.prefix(2)))
    }

    @Test(arguments: [("bot_settings", 3), ("public.bot_settings", 3), ("other", 0), ("", 0)])
    func oneTableCanBeAskedFor(table: String, count: Int) async throws {
        let database = try await database()
        defer { withExtendedLifetime(database) {} }
        let log = AuditLog(try database.connect())
        #expect(try log.newest(table: table, limit: 10).count == count)
    }

    @Test func theBeginningCanBeAskedFor() async throws {
        let database = try await database()
        defer { withExtendedLifetime(database) {} }
        let log = AuditLog(try database.connect())
        let all = try log.newest(limit: 10)
        let moment = try #require(all.first).when
        #expect(try log.newest(since: moment, limit: 10).map(\.id) == [all[0].id])
        let later = Timestamp(microseconds: moment.microseconds + 1)
        #expect(try log.newest(since: later, limit: 10) == [])
    }

    @Test func aDatabaseWithoutTheLogIsToldHowToGetIt() throws {
        let database = try TestCluster.shared().makeDatabase()
        let error = #expect(throws: WarehouseError.self) {
            try AuditLog(try database.connect()).newest(limit: 1)
        }
        #expect(error?.code == .configuration)
        #expect(error?.message.contains("chandler db migrate") == true)
    }

    @Test func whoMayNotReadItIsRefused() async throws {
        let database = try await database()
        defer { withExtendedLifetime(database) {} }
        let connection = try database.connect()
        try connection.execute("SET SESSION AUTHORIZATION \(TestCluster.plainRole)")
        let error = #expect(throws: WarehouseError.self) {
            try AuditLog(connection).newest(limit: 1)
        }
        #expect(error?.code == .permissionDenied)
    }
}
