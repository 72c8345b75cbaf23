import ChandlerPostgres
import ChandlerStore
import Foundation
import TestSupport
import Testing

@testable import ChandlerWarehouse

/// Backups that are restored beside the running cluster and compared with it.
@Suite(.serialized) struct BackupVerificationTests {
    private func filled(_ name: String) async throws -> BackedUpServer {
        let subject = try BackedUpServer(name)
        let lane = try StoreLane(subject.server.connectionConfiguration, applicationName: "test")
        _ = try await lane.migrate()
        try subject.execute(
            """
            CREATE TABLE notes (id int PRIMARY KEY, words text, amount numeric);
            INSERT INTO notes SELECT n, 'note ' || n, n / 7.0 FROM generate_series(1, 2000) AS n;
            CREATE TABLE "Odd ""Name" ("values" jsonb, at timestamptz) PARTITION BY RANGE (at);
            CREATE TABLE "Odd Part" PARTITION OF "Odd ""Name"
                FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
            INSERT INTO "Odd ""Name" SELECT '{"a": 1.50}', '2024-01-05' FROM generate_series(1, 5);
            CREATE UNLOGGED TABLE scrap AS SELECT 1 AS a
            """
        )
        _ = try BackupSetup(subject.site).run()
        _ = try PhysicalBackup(subject.site).run()
        return subject
    }

    @Test func aBackupIsEqualAndAPlantedDifferenceIsFound() async throws {
        let subject = try await filled("verify")
        let good = try BackupVerification(subject.site).run()
        #expect(good.isGood, "\(good)")
        #expect(good.tables > 25)
        #expect(good.rows > 2_005)
        let recorded =
            "SELECT kind || ' ' || ok || ' ' || jsonb_array_length(differences)"
            + " || ' ' || label FROM backup_checks ORDER BY id DESC LIMIT 1"
        #expect(try subject.value(recorded) == "physical true 0 \(good.label)")

        // A row more after the backup is in the WAL and no difference.
        try subject.execute("INSERT INTO notes VALUES (0, 'late', 0)")
        let tampered = BackupVerification(subject.site) { restored in
            try restored.execute(
                """
                UPDATE notes SET amount = amount + 0.00 WHERE id = 0;
                UPDATE notes SET amount = 2.00 WHERE id = 14;
                DELETE FROM "Odd ""Name" WHERE ctid = '(0,1)';
                CREATE TABLE more (a int);
                DROP TABLE bot_settings
                """
            )
        }
        let bad = try tampered.run(isQuick: true)
        #expect(!bad.isGood)
        let found = bad.differences.map(\.description)
        #expect(
            found == [
                #"public."Odd Part": rows, 5 against 4 restored rows"#,
                "public.bot_settings: missing, 0 against no restored rows",
                "public.more: unexpected, no against 0 restored rows",
                "public.notes: contents, 2001 against 2001 restored rows",
            ]
        )
        #expect(try subject.value(recorded) == "physical false 4 \(good.label)")
        #expect(try BackupCheck.lastGood(subject.connect()) == good.finished)
        try nothingIsLeft(subject)
    }

    /// A backup would remove the older ones of the day while one is being restored.
    @Test func backupsWaitForAVerificationAndItForThem() async throws {
        let subject = try await filled("exclusive")
        @Sendable func refusal(_ work: () throws -> Void) -> WarehouseError? {
            do { try work() } catch { return error as? WarehouseError }
            return nil
        }
        let refused = Lines()
        let check = try BackupVerification(subject.site) { _ in
            for error in [
                refusal { _ = try PhysicalBackup(subject.site).run() },
                refusal { _ = try LogicalCopy(subject.site).run() },
            ] { refused.add("\(error?.code.rawValue ?? "-") \(error?.message ?? "")") }
        }.run(isQuick: true)
        #expect(check.isGood, "\(check)")
        #expect(refused.all.count == 2)
        for words in refused.all {
            #expect(words.hasPrefix("busy "), "\(words)")
            #expect(words.contains("\"chandler backup verify\", process \(getpid()),"), "\(words)")
        }
        do {
            let lock = try subject.site.lock(for: "backup")
            defer { withExtendedLifetime(lock) {} }
            let error = refusal { _ = try BackupVerification(subject.site).run() }
            #expect(error?.code == .busy)
            #expect(error?.message.contains("\"chandler backup\", process") == true)
        }
        #expect(try subject.value("SELECT count(*)::text FROM backup_checks") == "1")

        // A restore keeps backups from being removed, not from being made.
        let second = try PhysicalBackup(subject.site).run()
        #expect(second.set.kind == .differential)
        do {
            let lock = try subject.site.readingLock()
            let other = try subject.site.readingLock()
            defer { withExtendedLifetime((lock, other)) {} }
            #expect(try PhysicalBackup(subject.site).run().expired == [])
        }
        #expect(try PhysicalBackup(subject.site).run().expired.contains(second.set.label))
    }

    @Test func writersThatNeverRestChangeNothing() async throws {
        let subject = try await filled("writers")
        let writers = (0..<3).map { Writer($0, subject) }
        defer { writers.forEach { $0.stop() } }
        let checks = try (0..<3).map { _ in
            try BackupVerification(subject.site).run(isQuick: true)
        }
        for writer in writers {
            writer.stop()
            #expect(writer.transactions > 20)
        }
        for check in checks { #expect(check.isGood, "\(check)") }
        #expect(Set(checks.map(\.rows)).count == 3, "the writers wrote between the checks")
        try nothingIsLeft(subject)
    }

    @Test func damagedFilesOfTheRepositoryAreAnOutcome() async throws {
        let subject = try await filled("damage")
        let stored = try filesBelow(subject.site.folder.repository + "/backup")
        let tables = stored.filter { $0.key.contains("/pg_data/base/") && $0.key.hasSuffix(".zst") }
        let largest = try #require(tables.max { $0.value.count < $1.value.count })
        let path = subject.site.folder.repository + "/backup/" + largest.key
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        try file.seek(toOffset: UInt64(largest.value.count / 2))
        try file.write(contentsOf: Data(repeating: 7, count: 64))
        try file.close()
        let check = try BackupVerification(subject.site).run(isQuick: true)
        #expect(!check.isGood)
        #expect(check.failure?.contains("pgbackrest restore") == true, "\(check)")
        #expect(try subject.value("SELECT ok::text FROM backup_checks") == "false")
        try nothingIsLeft(subject)
    }

    private func nothingIsLeft(_ subject: BackedUpServer) throws {
        #expect(subject.otherServers() == [])
        let scratch = try FileManager.default.contentsOfDirectory(
            atPath: subject.site.folder.scratch
        )
        #expect(scratch == [])
    }
}

/// Changes rows without a pause on a thread of its own.
private final class Writer: Sendable {
    private let ended = DispatchSemaphore(value: 0)
    private let state = Lines()

    init(_ number: Int, _ subject: BackedUpServer) {
        let (state, ended) = (state, ended)
        Thread.detachNewThread {
            defer { ended.signal() }
            while !state.all.contains("stop") {
                do {
                    try subject.execute(
                        """
                        BEGIN;
                        UPDATE notes SET words = words || 'x' WHERE id % 50 = \(number);
                        INSERT INTO "Odd ""Name"
                            VALUES ('{"n": \(number)}', '2024-01-0\(number + 1)');
                        DELETE FROM notes WHERE id = 50 * \(state.all.count % 30) + \(number + 10);
                        COMMIT
                        """
                    )
                    state.add("done")
                } catch {
                    Issue.record("a writer was disturbed: \(error)")
                    return
                }
            }
        }
    }

    var transactions: Int { state.all.count }

    /// Waits until the last transaction is over.
    func stop() {
        state.add("stop")
        ended.wait()
        ended.signal()
    }
}
