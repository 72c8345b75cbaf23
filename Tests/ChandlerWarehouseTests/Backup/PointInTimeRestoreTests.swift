import ChandlerCore
import ChandlerPostgres
import Foundation
import TestSupport
import Testing

@testable import ChandlerWarehouse

/// Backups of a real cluster, and clusters made from them.
@Suite(.serialized) struct PointInTimeRestoreTests {
    /// A server with a full backup, a load, a differential backup, and a second load behind it.
    private func twoLoads(_ name: String) throws -> (BackedUpServer, between: Timestamp) {
        let subject = try BackedUpServer(name)
        try subject.execute("CREATE TABLE loads (load int, note text)")
        let report = try BackupSetup(subject.site).run()
        #expect(report.isRestarted)
        #expect(report.isNewPassphrase)
        let full = try PhysicalBackup(subject.site).run()
        #expect(full.set.kind == .full)
        try subject.execute(
            "INSERT INTO loads SELECT 0, 'plain marker text' FROM generate_series(1, 1000)"
        )
        let diff = try PhysicalBackup(subject.site).run()
        #expect(diff.set.kind == .differential)
        #expect(diff.set.references == [full.set.label])
        // A moment has to lie a whole second behind the backup.
        try subject.execute("SELECT pg_sleep(1.1)")
        try subject.execute("INSERT INTO loads SELECT 1, 'first' FROM generate_series(1, 500)")
        let text = try subject.value(
            "SELECT to_char(clock_timestamp(), 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
        )
        try subject.execute("INSERT INTO loads SELECT 2, 'second' FROM generate_series(1, 70)")
        return (subject, try #require(Timestamp(parsing: text)))
    }

    private func loads(_ server: EmbeddedServer) throws -> String {
        try BackedUpServer.value(
            """
            SELECT string_agg(load || ':' || n, ' ' ORDER BY load)
            FROM (SELECT load, count(*) AS n FROM loads GROUP BY load) AS counts
            """,
            server
        )
    }

    @Test func aMomentBetweenTwoLoadsShowsExactlyTheFirst() throws {
        let (subject, between) = try twoLoads("pitr")
        let home = subject.scratch.path + "/restored home"
        let report = try PointInTimeRestore(subject.site).run(to: .moment(between), into: home)
        defer { _ = try? report.server.stop(.immediate) }
        #expect(try loads(report.server) == "0:1000 1:500")
        let newest = try #require(report.newestCommit)
        #expect(newest <= between)
        #expect(between - newest < 5_000_000)
        // It is a server of its own: it takes writes and sends no WAL anywhere.
        try PostgresConnection(report.server.connectionConfiguration)
            .execute("INSERT INTO loads VALUES (3, 'new')")
        #expect(try BackedUpServer.value("SHOW archive_mode", report.server) == "off")
        #expect(try BackedUpServer.value("SHOW restore_command", report.server) == "")
        #expect(try BackedUpServer.value("SHOW archive_command", report.server) == "(disabled)")
        #expect(try loads(subject.server) == "0:1000 1:500 2:70")
        // It starts again without any memory of its recovery.
        try report.server.stop()
        try report.server.start()
        #expect(try loads(report.server) == "0:1000 1:500 3:1")
        #expect(throws: WarehouseError.self) {
            try PointInTimeRestore(subject.site).run(to: .moment(between), into: home)
        }

        // Everything that there is, from the older backup too.
        let labels = try PhysicalBackup(subject.site).list().sets.map(\.label)
        let latest = try PointInTimeRestore(subject.site).run(
            to: .latest,
            into: subject.scratch.path + "/latest",
            set: labels[0]
        )
        defer { _ = try? latest.server.stop(.immediate) }
        #expect(latest.label == labels[0])
        #expect(try loads(latest.server) == "0:1000 1:500 2:70")

        try momentsThatCannotBe(subject, between)
        try nothingReadableIsStored(subject)
    }

    /// Faults that are found before anything is written.
    private func momentsThatCannotBe(_ subject: BackedUpServer, _ between: Timestamp) throws {
        let restore = PointInTimeRestore(subject.site)
        let home = subject.scratch.path + "/none"
        func refusal(_ target: RecoveryTarget, _ set: String? = nil) -> String {
            do {
                _ = try restore.run(to: target, into: home, set: set)
                return "restored"
            } catch let error as WarehouseError {
                return "\(error.code.rawValue): \(error)"
            } catch {
                return "\(error)"
            }
        }
        let early = refusal(.moment(between - 3_600_000_000))
        #expect(early.hasPrefix("usage:") && early.contains("only later moments"), "\(early)")
        let late = refusal(.moment(between + 3_600_000_000))
        #expect(late.hasPrefix("usage:") && late.contains("the last transaction"), "\(late)")
        let unknown = refusal(.latest, "20200101-000000F")
        #expect(unknown.hasPrefix("usage:") && unknown.contains("none of that name"), "\(unknown)")
        #expect(!FileManager.default.fileExists(atPath: home))
        // With the server gone, the archive itself tells how far it goes.
        try subject.server.stop(.immediate)
        let dead = refusal(.moment(between + 3_600_000_000))
        #expect(dead.contains("the last transaction"), "\(dead)")
        let report = try? restore.run(to: .moment(between), into: home)
        defer { _ = try? report?.server.stop(.immediate) }
        #expect(try loads(try #require(report).server) == "0:1000 1:500")
        try subject.server.start()
    }

    /// Neither the repository nor any word of a process has something to read in it.
    private func nothingReadableIsStored(_ subject: BackedUpServer) throws {
        let folder = subject.site.folder
        let passphrase = try String(contentsOfFile: folder.passphrase, encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(passphrase.count == 64)
        let stored = try filesBelow(folder.repository)
        #expect(stored.count > 20)
        for (name, content) in stored {
            #expect(content.range(of: Data("plain marker text".utf8)) == nil, "\(name)")
            #expect(content.range(of: Data("loads".utf8)) == nil, "\(name)")
        }
        let holders = try filesBelow(folder.base).filter {
            $0.value.range(of: Data(passphrase.utf8)) != nil
        }
        #expect(Set(holders.keys) == ["passphrase", "conf.d/passphrase.conf"])
        for name in holders.keys {
            let mode = try FileManager.default.attributesOfItem(atPath: "\(folder.base)/\(name)")
            #expect(mode[.posixPermissions] as? Int == 0o600)
        }
        #expect(!subject.said.all.joined().contains(passphrase))
    }
}
