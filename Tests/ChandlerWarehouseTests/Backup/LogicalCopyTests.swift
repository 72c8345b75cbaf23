import ChandlerPostgres
import ChandlerStore
import Foundation
import TestSupport
import Testing

@testable import ChandlerWarehouse

/// Dumps, and empty databases made from them.
@Suite(.serialized) struct LogicalCopyTests {
    @Test func aDumpIsEncryptedAndComesBackEqual() async throws {
        let subject = try BackedUpServer("logical")
        let lane = try StoreLane(subject.server.connectionConfiguration, applicationName: "test")
        _ = try await lane.migrate()
        let relations = try await lane.compareSchema().relations
        let checks = try #require(relations.first { $0.name == "backup_checks" })
        #expect(checks.verdict == .asExpected, "\(checks)")
        try subject.execute(
            """
            INSERT INTO bot_settings (parameter_name, parameter_value)
            SELECT 'setting ' || n, 'plain marker text' FROM generate_series(1, 3000) AS n;
            -- More than a pipe holds, however well it is packed.
            CREATE TABLE long AS
                SELECT md5(n::text) || md5((-n)::text) AS a FROM generate_series(1, 30000) AS n;
            CREATE TABLE cubi.trade_data_2024_03 PARTITION OF cubi.trade_data
                FOR VALUES FROM ('2024-03-01 00:00+00') TO ('2024-04-01 00:00+00');
            INSERT INTO cubi.trade_data (token_mint, strategy_id, roi, entry_time)
            SELECT 'm', 's', n / 3.0, '2024-03-05 10:00+00' FROM generate_series(1, 500) AS n
            """
        )
        let dump = try LogicalCopy(subject.site).run()
        #expect(dump.rows > 3_500)
        let stored = try Data(contentsOf: URL(fileURLWithPath: dump.path))
        #expect(stored.prefix(8) == Data("Salted__".utf8))
        for clear in ["PGDMP", "plain marker text", "bot_settings"] {
            #expect(stored.range(of: Data(clear.utf8)) == nil)
        }
        // What the database does later is no difference.
        try subject.execute("DELETE FROM bot_settings WHERE parameter_name LIKE '%7'")
        let check = try LogicalVerification(subject.site).run()
        #expect(check.isGood, "\(check)")
        #expect(check.kind == .logical && check.label == dump.label && check.rows == dump.rows)
        #expect(try subject.value("SELECT kind || ok FROM backup_checks") == "logicaltrue")

        try aFalseManifestIsFound(subject, dump)
        try aDamagedFileIsFound(subject, dump, stored)
        #expect(subject.otherServers() == [])
        // A dump without a manifest was never finished.
        let unfinished = "\(subject.site.folder.logical)/20200101-000000L.dump.enc"
        try Data("half".utf8).write(to: URL(fileURLWithPath: unfinished))
        let second = try LogicalCopy(subject.site).run()
        #expect(try LogicalCopy(subject.site).list().map(\.label) == [second.label])
        #expect(second.expired == [dump.label], "one a day stays")
        #expect(!FileManager.default.fileExists(atPath: unfinished))
        #expect(!FileManager.default.fileExists(atPath: dump.path))
    }

    @Test func aLoginThatMayNotReadEverythingIsRefusedFirst() async throws {
        let cluster = try TestCluster.shared()
        let database = try cluster.makeDatabase()
        let plain = try ConnectionConfiguration(
            databaseURL: "host=127.0.0.1 port=\(cluster.port) dbname=\(database.name) "
                + "user=\(TestCluster.plainRole)"
        ).with("password", TestCluster.plainPassword)
        try database.execute(
            """
            CREATE TABLE open (a int); CREATE TABLE "Closed" (a int); CREATE SCHEMA shut;
            CREATE TABLE shut.inner (a int); CREATE VIEW seen AS SELECT * FROM "Closed";
            GRANT SELECT ON open, shut.inner TO \(TestCluster.plainRole)
            """
        )
        let scratch = try ScratchFolder("logical-refused")
        let server = EmbeddedServer(
            folder: scratch.path + "/postgres",
            environment: RunningProgram.plainEnvironment
        )
        let site = BackupSite(server: server, database: plain)
        do {
            _ = try LogicalCopy(site).run()
            Issue.record("a dump was made")
        } catch let error as WarehouseError {
            #expect(error.code == .permissionDenied, "\(error)")
            #expect(
                error.message.contains("may not read public.\"Closed\", shut.\"inner\", and a"),
                "\(error)"
            )
        }
        #expect(!FileManager.default.fileExists(atPath: site.folder.passphrase))
        try database.execute(
            """
            GRANT SELECT ON "Closed" TO \(TestCluster.plainRole);
            GRANT USAGE ON SCHEMA shut TO \(TestCluster.plainRole)
            """
        )
        #expect(try LogicalCopy(site).run().bytes > 0)
    }

    private func aFalseManifestIsFound(
        _ subject: BackedUpServer,
        _ dump: LogicalCopy.Report
    ) throws {
        let path = "\(subject.site.folder.logical)/\(dump.label).json"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let changed = text.replacing(#""rows" : 500"#, with: #""rows" : 501"#)
        try #require(changed != text)
        try changed.write(toFile: path, atomically: false, encoding: .utf8)
        let check = try LogicalVerification(subject.site).run()
        #expect(
            check.differences.map(\.description)
                == ["cubi.trade_data_2024_03: rows, 501 against 500 restored rows"],
            "\(check)"
        )
        try text.write(toFile: path, atomically: false, encoding: .utf8)
    }

    private func aDamagedFileIsFound(
        _ subject: BackedUpServer,
        _ dump: LogicalCopy.Report,
        _ stored: Data
    ) throws {
        var damaged = stored
        damaged[stored.count / 2] ^= 1
        let file = try #require(FileHandle(forUpdatingAtPath: dump.path))
        try file.write(contentsOf: damaged)
        try file.close()
        let check = try LogicalVerification(subject.site).run()
        #expect(check.failure?.contains("SHA-256") == true, "\(check)")
        #expect(!check.isGood)
    }
}
