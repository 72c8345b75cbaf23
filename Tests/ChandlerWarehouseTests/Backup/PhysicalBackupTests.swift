import ChandlerCore
import ChandlerPostgres
import Foundation
import TestSupport
import Testing

@testable import ChandlerWarehouse

/// Backups that are disturbed, and what is refused before anything is done.
@Suite(.serialized) struct PhysicalBackupTests {
    private func error(_ work: () throws -> Void) -> WarehouseError? {
        do {
            try work()
            return nil
        } catch {
            return error as? WarehouseError
        }
    }

    /// The process that makes a backup for a test, found by its words.
    private func backupProcess(_ subject: BackedUpServer) -> Int32? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.first { process in
            let words = FileManager.default.contents(atPath: "/proc/\(process)/cmdline")
            let text = words.map { String(decoding: $0, as: UTF8.self) } ?? ""
            return text.contains("pgbackrest\0--config-path=\(subject.site.folder.base)\0")
                && text.contains("\0backup\0")
        }
    }

    @Test func aBackupThatWasKilledIsRepeated() throws {
        let subject = try BackedUpServer("killed")
        let folder = subject.site.folder
        let early = error { _ = try PhysicalBackup(subject.site).run() }
        #expect(early?.code == .configuration)
        #expect(early?.message.contains("chandler backup setup") == true)
        let first = try BackupSetup(subject.site).run()
        let passphrase = try String(contentsOfFile: folder.passphrase, encoding: .utf8)
        // Again: nothing but what is asked for changes.
        let again = try BackupSetup(subject.site).run(archiveMinutes: 360)
        #expect(first.isRestarted && !again.isRestarted && !again.isNewPassphrase)
        #expect(try String(contentsOfFile: folder.passphrase, encoding: .utf8) == passphrase)
        #expect(try subject.value("SHOW archive_timeout") == "6h")

        try subject.execute(
            "CREATE TABLE big AS SELECT n, md5(n::text) AS a FROM generate_series(1, 600000) AS n"
        )
        let isOver = DispatchSemaphore(value: 0)
        let failures = Lines()
        Thread.detachNewThread {
            defer { isOver.signal() }
            do {
                _ = try PhysicalBackup(subject.site).run()
                failures.add("succeeded")
            } catch let error as WarehouseError {
                failures.add(error.code.rawValue)
            } catch {
                failures.add("\(error)")
            }
        }
        var killed: Int32?
        for _ in 0..<20_000 where killed == nil {
            killed = backupProcess(subject)
            usleep(1_000)
        }
        // While one is made there is no other.
        #expect(error { _ = try PhysicalBackup(subject.site).run() }?.code == .busy)
        kill(try #require(killed), SIGKILL)
        isOver.wait()
        #expect(failures.all == ["database"])
        #expect(try PhysicalBackup(subject.site).list().sets.isEmpty)
        let repeated = try PhysicalBackup(subject.site).run()
        #expect(repeated.set.kind == .full)
        #expect(repeated.set.isGood)
        #expect(try PhysicalBackup(subject.site).list().sets.map(\.label) == [repeated.set.label])
    }

    @Test func withoutThePrograms() throws {
        let scratch = try ScratchFolder("missing")
        var environment = RunningProgram.plainEnvironment
        environment["PATH"] = "/nonexistent"
        let server = EmbeddedServer(folder: scratch.path + "/postgres", environment: environment)
        let missing = error { _ = try BackupSetup(BackupSite(server: server)).run() }
        #expect(missing?.code == .configuration)
        #expect(missing?.message.contains("sudo apt install pgbackrest") == true)
        #expect(try filesBelow(scratch.path).isEmpty, "nothing was made")
    }

    @Test func settingsThatArePassedThrough() throws {
        var options = try RepositoryOptions(
            lines: "# keys\n[global]\nrepo1-type=s3\n\n repo1-s3-key-secret = a=b\n"
        )
        try options.addPublic("repo1-s3-bucket=backups")
        #expect(
            options.text == "repo1-type=s3\nrepo1-s3-key-secret=a=b\nrepo1-s3-bucket=backups\n"
        )
        for wrong in ["repo1-s3-key=x", "repo1-cipher-type=none", "pg1-path=/x", "words", "a b=c"] {
            let refused = error { try options.addPublic(wrong) }
            #expect(refused?.code == .usage, "\(wrong)")
            #expect(refused?.message.contains("=x") == false, "\(wrong)")
        }
    }

    @Test func theKindThatIsDue() {
        func set(_ kind: BackupKind, _ day: Int64, isGood: Bool = true) -> BackupSet {
            BackupSet(
                label: "\(kind)\(day)",
                kind: kind,
                started: day * 86_400 + 10_000,
                finished: day * 86_400 + 10_010,
                firstSegment: "",
                lastSegment: "",
                clusterSize: 1,
                repositorySize: 1,
                references: [],
                isGood: isGood
            )
        }
        let noon: Int64 = 100 * 86_400 + 43_200
        #expect(BackupKind.due([], now: noon, fullEvery: 1) == .full)
        #expect(BackupKind.due([set(.full, 100)], now: noon, fullEvery: 1) == .differential)
        #expect(BackupKind.due([set(.full, 99)], now: noon, fullEvery: 1) == .full)
        #expect(BackupKind.due([set(.full, 94)], now: noon, fullEvery: 7) == .differential)
        #expect(BackupKind.due([set(.full, 93)], now: noon, fullEvery: 7) == .full)
        let damaged = [set(.full, 90), set(.full, 100, isGood: false)]
        #expect(BackupKind.due(damaged, now: noon, fullEvery: 1) == .full)
        // WAL back to the full backup before the last 30 days.
        let sets = [set(.full, 60), set(.full, 65), set(.full, 75), set(.differential, 80)]
        #expect(
            PhysicalBackup.archiveOptions(sets, now: noon).last == "--repo1-retention-archive=2"
        )
    }

    /// None is called a fault of Chandler's own.
    @Test(
        arguments: [
            (25, WarehouseError.Code.database), (29, .badData), (32, .configuration), (38, .busy),
            (41, .cannotWrite), (50, .busy), (55, .configuration), (56, .database), (82, .database),
            (95, .configuration), (99, .badData), (101, .database), (105, .permissionDenied),
            (137, .database),
        ] as [(Int32, WarehouseError.Code)]
    ) func codesOfPgBackRest(exit: Int32, code: WarehouseError.Code) {
        #expect(PgBackRest.code(exit) == code)
    }

    @Test func whatProgramsSayIsUnderstood() {
        #expect(PgBackRest.message("P00   INFO: backup begin") == "INFO: backup begin")
        #expect(PgBackRest.message("plain words") == "plain words")
        #expect(
            PhysicalBackup.percent("DETAIL: backup file /d x/base/5/1 (8KB, 42.17%) checksum 12")
                == 42
        )
        #expect(PhysicalBackup.percent("INFO: full backup size = 22.1MB") == nil)
        let commit =
            "rmgr: Transaction len (rec/tot): 34/34, tx: 7, lsn: 0/1, prev 0/0, "
            + "desc: COMMIT 2024-03-01 12:00:00.123456 UTC; inval msgs: catcache 1"
        #expect(ArchiveEnd.time(in: commit[...])?.description == "2024-03-01T12:00:00.123456Z")
        #expect(ArchiveEnd.time(in: "desc: ASSIGNMENT xtop 1") == nil)
        let segment = SegmentName("0000000100000A0000000000")
        #expect(segment?.description == "0000000100000A0000000000")
        #expect(segment?.previous?.description == "00000001000009FF000000FF")
        #expect(SegmentName("00000001000000000000000") == nil)
    }
}
