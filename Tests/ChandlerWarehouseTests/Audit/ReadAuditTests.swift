import ChandlerPostgres
import ChandlerStore
import Foundation
import TestSupport
import Testing

@testable import ChandlerWarehouse

@Suite(.serialized, .timeLimit(.minutes(10)))
struct ReadAuditTests {
    /// Whether the server programs that the tests use have pgaudit beside them.
    private static let hasPgaudit =
        (try? TestCluster.shared().connect().query(
            "SELECT FROM pg_available_extensions WHERE name = 'pgaudit'"
        ).isEmpty == false) ?? false

    /// A server that was started with pgaudit.
    private static let audited = Result {
        let cluster = try TestCluster("audit")
        made = cluster
        atexit { ReadAuditTests.stop() }
        try cluster.connect().execute("ALTER SYSTEM SET shared_preload_libraries = 'pgaudit'")
        try cluster.server.stop(.fast)
        try cluster.server.ensureRunning()
        return cluster
    }

    nonisolated(unsafe) private static var made: TestCluster?

    /// Nothing else ends what a static property holds.
    private static func stop() {
        guard let cluster = made else { return }
        _ = try? cluster.server.stop(.immediate)
        let folder = URL(fileURLWithPath: cluster.server.folder).deletingLastPathComponent()
        try? FileManager.default.removeItem(at: folder)
    }

    private func database(_ cluster: TestCluster) async throws -> TestDatabase {
        let database = try cluster.makeDatabase()
        let lane = try StoreLane(
            try ConnectionConfiguration(databaseURL: database.url),
            applicationName: "test"
        )
        _ = try await lane.migrate()
        try database.execute(
            """
            CREATE TABLE cubi.trade_data_2024_03 PARTITION OF cubi.trade_data
                FOR VALUES FROM ('2024-03-01 00:00+00') TO ('2024-04-01 00:00+00');
            GRANT USAGE ON SCHEMA cubi TO \(TestCluster.plainRole);
            GRANT SELECT ON ALL TABLES IN SCHEMA cubi, public TO \(TestCluster.plainRole)
            """
        )
        return database
    }

    /// What a new session of a plain role leaves in the server's log.
    private func trail(_ database: TestDatabase, _ sql: String) throws -> [Substring] {
        let log = database.cluster.server.logFile
        let before = try String(contentsOfFile: log, encoding: .utf8).utf8.count
        let connection = try database.connect()
        try connection.execute("SET SESSION AUTHORIZATION \(TestCluster.plainRole)")
        try connection.execute(sql)
        let text = try String(contentsOfFile: log, encoding: .utf8)
        return text.utf8.dropFirst(before).split(separator: UInt8(ascii: "\n"))
            .compactMap { Substring($0) }.filter { $0.contains("AUDIT: OBJECT") }
    }

    @Test(.enabled(if: hasPgaudit, "pgaudit is not installed"))
    func readsOfSensitiveTablesLeaveATrail() async throws {
        let database = try await database(try Self.audited.get())
        defer { withExtendedLifetime(database) {} }
        let audit = ReadAudit(try database.connect())
        #expect(try audit.status().state == .off)
        #expect(try trail(database, "SELECT * FROM cubi.token_data") == [])
        let status = try audit.enable()
        #expect(status.state == .on)
        #expect(status.remedy == nil)
        #expect(status.auditor == "chandler_auditor")
        #expect(
            status.tables.map(\.name) == [
                "cubi.token_data", "cubi.trade_data", "cubi.trade_data_2024_03", "public.audit_log",
            ]
        )
        for table in status.tables.map(\.name) {
            let lines = try trail(database, "SELECT count(*) FROM \(table)")
            #expect(lines.count == 1, "\(table)")
            #expect(lines.first?.contains("READ,SELECT,TABLE,\(table)") == true, "\(lines)")
        }
        // Through a view too.
        #expect(try trail(database, "SELECT * FROM cubi.token_performance").count == 1)
        for table in ["market_data", "orders", "cubi.token_candles"] {
            #expect(try trail(database, "SELECT count(*) FROM \(table)") == [], "\(table)")
        }
        // A month that is made later.
        try database.execute(
            """
            CREATE TABLE cubi.trade_data_2024_04 PARTITION OF cubi.trade_data
                FOR VALUES FROM ('2024-04-01 00:00+00') TO ('2024-05-01 00:00+00');
            GRANT SELECT ON cubi.trade_data_2024_04 TO \(TestCluster.plainRole)
            """
        )
        #expect(try trail(database, "TABLE cubi.trade_data_2024_04").count == 1)
        #expect(try audit.enable() == (try audit.status()))
    }

    @Test(.enabled(if: hasPgaudit, "pgaudit is not installed"))
    func whatIsMissingIsFoundAndPutRight() async throws {
        let database = try await database(try Self.audited.get())
        defer { withExtendedLifetime(database) {} }
        let audit = ReadAudit(try database.connect())
        try audit.enable()
        try database.execute("REVOKE SELECT ON audit_log FROM chandler_auditor")
        let status = try audit.status()
        #expect(status.state == .incomplete)
        #expect(status.tables.filter { !$0.isAudited }.map(\.name) == ["public.audit_log"])
        #expect(status.remedy?.contains("chandler db audit --enable") == true)
        #expect(try audit.enable().state == .on)
    }

    @Test(.enabled(if: hasPgaudit, "pgaudit is not installed"))
    func theServersOwnAuditorIsKept() async throws {
        let database = try await database(try Self.audited.get())
        try database.execute(
            """
            CREATE ROLE house_auditor;
            ALTER DATABASE \(database.name) SET pgaudit.role = 'house_auditor'
            """
        )
        defer { withExtendedLifetime(database) {} }
        let audit = ReadAudit(try database.connect())
        #expect(try audit.enable().auditor == "house_auditor")
        #expect(try trail(database, "TABLE cubi.token_data").count == 1)
    }

    @Test(.enabled(if: hasPgaudit, "pgaudit is not installed"))
    func onlyASuperuserMayTurnItOn() async throws {
        let database = try await database(try Self.audited.get())
        defer { withExtendedLifetime(database) {} }
        let connection = try database.connect()
        try connection.execute("SET SESSION AUTHORIZATION \(TestCluster.plainRole)")
        let audit = ReadAudit(connection)
        let before = try audit.status()
        #expect(before.state == .off)
        let error = #expect(throws: WarehouseError.self) { try audit.enable() }
        #expect(error?.code == .permissionDenied)
        #expect(try audit.status() == before)
    }

    @Test func aServerThatHasNotLoadedItIsSaidHowTo() async throws {
        let database = try await database(try TestCluster.shared())
        defer { withExtendedLifetime(database) {} }
        let audit = ReadAudit(try database.connect())
        let status = try audit.status()
        #expect(!status.isLoaded)
        #expect(status.state == (Self.hasPgaudit ? .notLoaded : .notInstalled))
        let error = #expect(throws: WarehouseError.self) { try audit.enable() }
        #expect(error?.code == .configuration)
        #expect(error?.message.contains("shared_preload_libraries") == true)
        #expect(error?.message.contains("restart") == true)
        #expect(try database.count("pg_extension", where: "extname = 'pgaudit'") == 0)
    }

    private func status(
        available: String? = "1.7",
        isLoaded: Bool = true,
        preloaded: String? = "pg_stat_statements"
    ) -> ReadAuditStatus {
        ReadAuditStatus(
            serverMajor: 16,
            availableVersion: available,
            installedVersion: nil,
            isLoaded: isLoaded,
            auditor: nil,
            preloaded: preloaded,
            tables: []
        )
    }

    @Test func theNextStepIsExact() {
        let missing = status(available: nil, isLoaded: false)
        #expect(missing.state == .notInstalled)
        #expect(missing.remedy?.contains("postgresql-16-pgaudit") == true)
        #expect(
            missing.remedy?.contains("shared_preload_libraries = pg_stat_statements, pgaudit\"")
                == true
        )
        let notLoaded = status(isLoaded: false, preloaded: "")
        #expect(notLoaded.state == .notLoaded)
        #expect(notLoaded.remedy?.contains("shared_preload_libraries = pgaudit\"") == true)
        #expect(status(isLoaded: false, preloaded: nil).remedy?.contains("holds already") == true)
        #expect(status().state == .off)
    }
}
