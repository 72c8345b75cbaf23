import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Backups, dumps and restored clusters by the whole program.
    @Suite struct BackupTests {
        private func home(_ scratch: ScratchFolder) async throws -> Chandler {
            let chandler = Chandler(environment: ["CHANDLER_HOME": "\(scratch.path)/my home"])
            _ = try await chandler.run("db", "migrate").succeeded()
            return chandler
        }

        /// Runs a statement by `psql` and returns what it printed.
        private func psql(_ chandler: Chandler, _ sql: String) async throws -> String {
            try await chandler.run("db", "psql", "--", "-Atc", sql).succeeded().output
                .trimmingCharacters(in: .whitespacesAndNewlines)
        }

        @Test func aBackupIsVerifiedAndRestored() async throws {
            let scratch = try ScratchFolder("backup-program")
            let chandler = try await home(scratch)
            let early = try await chandler.run("backup")
            #expect(early.exitCode == 78, "\(early)")
            #expect(early.errors.contains("chandler backup setup"), "\(early)")
            let none = try await chandler.run("backup", "list").succeeded()
            #expect(none.errors.contains("chandler backup setup"), "\(none)")
            let setup = try await chandler.run("backup", "setup", "--json").succeeded().document()
            #expect(setup["server_restarted"] != .null)
            let file = try #require(setup["passphrase_file"].text)
            let passphrase = try String(contentsOfFile: file, encoding: .utf8)
                .trimmingCharacters(in: .whitespacesAndNewlines)
            let backup = try await chandler.run("backup", "--json").succeeded()
            let first = try backup.document()
            #expect(first["kind"].text == "full")
            #expect(!(backup.output + backup.errors).contains(passphrase))
            let insert = "INSERT INTO bot_settings (parameter_name, parameter_value) VALUES "
            _ = try await psql(chandler, "SELECT pg_sleep(1.1)")
            _ = try await psql(chandler, insert + "('first', '1')")
            let between = try await psql(chandler, "SELECT clock_timestamp() AT TIME ZONE 'UTC'")
            _ = try await psql(chandler, insert + "('second', '2')")
            let second = try await chandler.run("backup", "--json").succeeded().document()
            #expect(second["kind"].text == "diff")
            let list = try await chandler.run("backup", "list", "--json").succeeded().document()
            #expect(
                list["backups"].elements.map { $0["label"].text }
                    == [first["label"].text, second["label"].text]
            )

            let folder = "\(scratch.path)/before"
            let words = ["restore", "--to", between, "--into", folder]
            let restore = try await chandler.run(words).succeeded()
            #expect(restore.output.contains("CHANDLER_HOME=\(folder) chandler db psql"))
            let restored = Chandler(environment: ["CHANDLER_HOME": folder])
            let names = "SELECT string_agg(parameter_name, ' ') FROM bot_settings"
            #expect(try await psql(restored, names) == "first")
            #expect(try await psql(chandler, names) == "first second")
            let again = try await chandler.run(words)
            #expect(again.exitCode == 64, "\(again)")
            #expect(again.errors.contains("never writes over anything"), "\(again)")
            _ = try await restored.run("db", "stop").succeeded()
            for wrong in ["yesterday", "2024-13-01"] {
                let run = try await chandler.run("restore", "--to", wrong, "--into", "/tmp/none")
                #expect(run.exitCode == 64, "\(run)")
            }

            let verify = try await chandler.run("backup", "verify", "--json").succeeded()
            #expect(try verify.document()["status"].text == "succeeded")
            let dump = try await chandler.run("backup", "--logical", "--json").succeeded()
            #expect(try dump.document()["kind"].text == "logical")
            let logical = try await chandler.run("backup", "verify", "--logical").succeeded()
            #expect(logical.output.contains(" equal "), "\(logical)")
            #expect(
                try await psql(chandler, "SELECT string_agg(kind || ok, ' ') FROM backup_checks")
                    == "physicaltrue logicaltrue"
            )
            try await thePassphraseIsKept(chandler, file, passphrase)
            _ = try await chandler.run("db", "stop").succeeded()
        }

        private func thePassphraseIsKept(
            _ chandler: Chandler,
            _ file: String,
            _ passphrase: String
        ) async throws {
            try FileManager.default.removeItem(atPath: file)
            let again = try await chandler.run("backup", "setup").succeeded()
            #expect(again.errors.contains("was written again"), "\(again)")
            let restored = try String(contentsOfFile: file, encoding: .utf8)
            #expect(restored == passphrase + "\n")
            let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
            try FileManager.default.removeItem(atPath: file)
            try FileManager.default.removeItem(atPath: folder + "/conf.d/passphrase.conf")
            let lost = try await chandler.run("backup", "setup")
            #expect(lost.exitCode == 78, "\(lost)")
            #expect(lost.errors.contains(file), "it says where the copy goes: \(lost)")
            #expect(!FileManager.default.fileExists(atPath: file))
            let list = try await chandler.run("backup", "list")
            #expect(list.exitCode == 78, "\(list)")
        }

        @Test func aLoginWithoutRightsMakesNoDump() async throws {
            let cluster = try TestCluster.shared()
            let database = try cluster.makeDatabase()
            _ = try await Chandler(database: database).run("db", "migrate").succeeded()
            let scratch = try ScratchFolder("backup-rights")
            let run = try await Chandler(environment: [
                "CHANDLER_HOME": scratch.path, "POSTGRES_HOST": "127.0.0.1",
                "POSTGRES_PORT": String(cluster.port), "POSTGRES_DB": database.name,
                "POSTGRES_USER": TestCluster.plainRole,
                "POSTGRES_PASSWORD": TestCluster.plainPassword,
            ]).run("backup", "--logical")
            #expect(run.exitCode == 77, "\(run)")
            #expect(run.errors.contains("may not read"), "\(run)")
        }

        /// The program dies in the middle; what it had started ends too, and the next run goes on.
        @Test func aProgramThatWasKilledIsRunAgain() async throws {
            let scratch = try ScratchFolder("backup-killed")
            let chandler = try await home(scratch)
            _ = try await chandler.run("backup", "setup").succeeded()
            let run = try chandler.start(["backup"])
            for _ in 0..<2_000 where !run.errors.contains("making a backup") {
                try await Task.sleep(for: .milliseconds(2))
            }
            run.signal(SIGKILL)
            #expect(try await run.end().exitCode == 137)
            // Told to end by the kernel, pgBackRest takes a moment.
            var repeated = try await chandler.run("backup", "--json")
            for _ in 0..<20 where repeated.exitCode == 75 {
                try await Task.sleep(for: .milliseconds(500))
                repeated = try await chandler.run("backup", "--json")
            }
            #expect(repeated.exitCode == 0, "\(repeated)")
            _ = try await chandler.run("db", "stop").succeeded()
        }

        @Test func withoutPgBackRestThePackageIsNamed() async throws {
            let scratch = try ScratchFolder("backup-missing")
            let environment = ["CHANDLER_HOME": scratch.path, "PATH": "/nonexistent"]
            let run = try await Chandler(environment: environment).run("backup", "setup")
            #expect(run.exitCode == 78, "\(run)")
            #expect(run.errors.contains("sudo apt install pgbackrest"), "\(run)")
        }

        @Test func anotherServerIsOnlyLookedAt() async throws {
            let database = try TestCluster.shared().makeDatabase()
            let chandler = Chandler(database: database)
            let run = try await chandler.run("backup", "setup")
            #expect(run.exitCode == 78, "\(run)")
            #expect(run.output.contains("archive_mode = off: has to be on"), "\(run)")
            let json = try await chandler.run("backup", "setup", "--json")
            #expect(json.exitCode == 78)
            #expect(try json.document()["settings"].elements.count == 4)
            let backup = try await chandler.run("backup")
            #expect(backup.exitCode == 78, "\(backup)")
        }
    }
}
