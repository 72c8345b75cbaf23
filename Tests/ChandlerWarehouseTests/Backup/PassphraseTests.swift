import ChandlerPostgres
import Foundation
import TestSupport
import Testing

@testable import ChandlerWarehouse

/// The passphrase, without which no backup is worth anything.
@Suite(.serialized) struct PassphraseTests {
    private func error(_ work: () throws -> Void) -> WarehouseError? {
        do { try work() } catch { return error as? WarehouseError }
        return nil
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOfFile: path, encoding: .utf8)
    }

    @Test func itIsNeverReplacedWhereThereAreBackups() throws {
        let subject = try BackedUpServer("passphrase")
        let folder = subject.site.folder
        _ = try BackupSetup(subject.site).run()
        let label = try PhysicalBackup(subject.site).run().set.label
        let passphrase = try text(folder.passphrase)
        let settings = try text(folder.passphraseSettings)

        // The file alone is gone: it comes back.
        try FileManager.default.removeItem(atPath: folder.passphrase)
        #expect(try !BackupSetup(subject.site).run().isNewPassphrase)
        #expect(try text(folder.passphrase) == passphrase)
        let facts = try FileManager.default.attributesOfItem(atPath: folder.passphrase)
        #expect(facts[.posixPermissions] as? Int == 0o600)
        #expect(subject.said.all.contains { $0.contains("was written again") })
        #expect(!subject.said.all.contains { $0.contains(passphrase.dropLast()) })
        #expect(try PhysicalBackup(subject.site).list().sets.map(\.label) == [label])

        try itIsRefusedWhereBothAreGone(subject)
        try aWrongOneIsSaid(subject, settings)

        // The copy is put back, as the message says.
        try FileManager.default.removeItem(atPath: folder.passphraseSettings)
        try passphrase.write(toFile: folder.passphrase, atomically: true, encoding: .utf8)
        #expect(try !BackupSetup(subject.site).run().isNewPassphrase)
        #expect(try text(folder.passphraseSettings) == settings)
        #expect(try PhysicalBackup(subject.site).list().sets.map(\.label) == [label])

        try FileManager.default.moveItem(
            atPath: folder.repository,
            toPath: folder.repository + ".away"
        )
        let gone = error { _ = try PhysicalBackup(subject.site).list() }
        #expect(gone?.code == .configuration, "\(gone?.message ?? "listed")")
        #expect(gone?.message.contains("missing stanza path") == true)
    }

    private func itIsRefusedWhereBothAreGone(_ subject: BackedUpServer) throws {
        let folder = subject.site.folder
        try FileManager.default.removeItem(atPath: folder.passphrase)
        try FileManager.default.removeItem(atPath: folder.passphraseSettings)
        let configuration = try text(folder.configuration)
        for work in [
            { _ = try BackupSetup(subject.site).run() },
            { _ = try LogicalCopy(subject.site).run() },
        ] {
            let lost = error(work)
            #expect(lost?.code == .configuration, "\(lost?.message ?? "done")")
            #expect(lost?.message.contains("put the copy") == true)
            #expect(lost?.message.contains(folder.passphrase) == true)
        }
        #expect(!FileManager.default.fileExists(atPath: folder.passphrase))
        #expect(!FileManager.default.fileExists(atPath: folder.passphraseSettings))
        #expect(try text(folder.configuration) == configuration)
        #expect(error { _ = try PhysicalBackup(subject.site).list() }?.code == .configuration)
    }

    private func aWrongOneIsSaid(_ subject: BackedUpServer, _ settings: String) throws {
        let folder = subject.site.folder
        let owner = try subject.site.account.user
        let wrong = "[global]\nrepo1-cipher-pass=\(Passphrase.make())\n"
        try SmallFile.write(wrong, to: folder.passphraseSettings, owner: owner)
        let unreadable = error { _ = try PhysicalBackup(subject.site).list() }
        #expect(unreadable?.code == .configuration, "\(unreadable?.message ?? "listed")")
        #expect(unreadable?.message.contains("holds its passphrase") == true)
        try SmallFile.write("another\n", to: folder.passphrase, owner: owner)
        let differing = error { _ = try BackupSetup(subject.site).run() }
        #expect(differing?.code == .configuration, "\(differing?.message ?? "done")")
        #expect(try text(folder.passphrase) == "another\n")
        #expect(try text(folder.passphraseSettings) == wrong)
    }

    @Test func aNewFolderBesideAnOldRepositoryIsRefused() throws {
        let scratch = try ScratchFolder("passphrase-old")
        let server = EmbeddedServer(
            folder: scratch.path + "/postgres",
            environment: RunningProgram.plainEnvironment
        )
        let site = BackupSite(server: server)
        try site.folder.make(for: site.account)
        let owner = try site.account.user
        let old = scratch.path + "/old"
        try FileManager.default.createDirectory(
            atPath: old + "/archive",
            withIntermediateDirectories: true
        )
        func ensure(_ repository: String?) throws -> Bool {
            try Passphrase.ensure(
                in: site.folder,
                repository: repository,
                owner: owner,
                progress: { _ in }
            )
        }
        #expect(error { _ = try ensure(old) }?.code == .configuration)
        #expect(try ensure(nil), "nothing is there: a new one is made")
        #expect(try !ensure(old), "there is one now, which is kept")
    }
}
