import ChandlerPostgres
import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Datasets that cannot be written, and full disks.
    @Suite struct OutputFolderTests {
        private static let canMount = SmallMount.isPossible
        private static let noMount: Comment = "this user may not mount a file system"

        private func export(_ folder: String) -> [String] {
            [
                "export", "--training", "--symbol", "BTCUSDT", "--from", "2024-01-01", "--out",
                folder,
            ]
        }

        /// As a user whom permissions bind; root may write anywhere.
        private func asPlainUser(_ chandler: Chandler, _ scratch: ScratchFolder) throws -> Chandler
        {
            guard geteuid() == 0 else { return chandler }
            var other = chandler
            other.path = scratch.path + "/chandler"
            try FileManager.default.copyItem(atPath: chandler.path, toPath: other.path)
            other.prefix = ["runuser", "-u", "postgres", "--"]
            return other
        }

        @Test func aFolderWithoutPermissionEndsWithCode73() async throws {
            let bench = try await Workbench(now: "2024-01-05T00:00:30Z")
            let store = try bench.store()
            _ = try await store.ingest(from: "2024-01-01", "--to", "2024-01-03").succeeded()
            let locked = try bench.scratch.folder("locked")
            chmod(locked, 0o555)
            let chandler = try asPlainUser(store.chandler, bench.scratch)
            let words = store.ingestWords("BTCUSDT", from: "2024-01-01", [])
            for target in [locked, locked + "/below", "/proc/nothing"] {
                for command in [export(target), words + ["--training", target]] {
                    let run = try await chandler.run(command)
                    #expect(run.exitCode == 73, "\(run)")
                    #expect(run.errors.contains(target), "\(run)")
                }
            }
            #expect(try filesBelow(locked) == [:])
        }

        @Test func aFileInTheWayEndsWithCode73() async throws {
            let bench = try await Workbench(now: "2024-01-05T00:00:30Z")
            let store = try bench.store()
            _ = try await store.ingest().succeeded()
            let file = try bench.scratch.write("mine", to: "file")
            let foreign = try bench.scratch.folder("foreign")
            _ = try bench.scratch.write("mine", to: "foreign/notes.txt")
            for (target, named) in [(file, file), (file + "/below", file), (foreign, foreign)] {
                let run = try await store.chandler.run(export(target))
                #expect(run.exitCode == 73, "\(run)")
                #expect(run.errors.contains(named), "\(run)")
            }
            #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine")
            #expect(try filesBelow(foreign).count == 1)
        }

        @Test(.enabled(if: canMount, noMount))
        func aFullDiskLeavesNoHalfDataset() async throws {
            let bench = try await Workbench(now: "2024-02-10T00:00:30Z")
            let store = try bench.store()
            let mount = try SmallMount(bench.scratch.path + "/disk", size: "512k")
            let target = mount.path + "/set"
            let run = try await store.ingest(from: "2024-01-01", "--training", target)
            #expect(run.exitCode == 73, "\(run)")
            #expect(run.errors.contains(target), "\(run)")
            #expect(run.errors.lowercased().contains("space"), "\(run)")
            #expect(try filesBelow(mount.path) == [:])
            let exported = try await store.chandler.run(export(target))
            #expect(exported.exitCode == 73 || exported.exitCode == 65, "\(exported)")
            try mount.resize("100m")
            _ = try await store.ingest(from: "2024-01-01", "--training", target).succeeded()
            let clean = try bench.store()
            let expected = bench.scratch.path + "/expected"
            _ = try await clean.ingest(from: "2024-01-01", "--training", expected).succeeded()
            #expect(try store.database.checksum() == clean.database.checksum())
            #expect(try filesBelow(target) == filesBelow(expected))
        }

        /// An older dataset survives a disk that has no room for the new one beside it.
        @Test(.enabled(if: canMount, noMount))
        func aFullDiskKeepsTheOlderDataset() async throws {
            let bench = try await Workbench(now: "2024-02-10T00:00:30Z")
            let store = try bench.store()
            _ = try await store.ingest().succeeded()
            let mount = try SmallMount(bench.scratch.path + "/disk", size: "2m")
            let target = mount.path + "/set"
            _ = try await store.chandler.run(export(target) + ["--to", "2024-01-04"]).succeeded()
            let older = try filesBelow(target)
            let run = try await store.chandler.run(export(target))
            #expect(run.exitCode == 73, "\(run)")
            #expect(try filesBelow(target) == older)
        }

        @Test(.enabled(if: canMount, noMount))
        func aFullDatabaseDiskRollsTheBatchBack() async throws {
            let bench = try await Workbench()
            let clean = try bench.store()
            _ = try await clean.ingest().succeeded()
            let mount = try SmallMount(bench.scratch.path + "/disk", size: "45m")
            let space = try bench.scratch.folder("disk/space")
            _ = try await RunningProgram(["chown", "postgres:", space]).end().succeeded()
            chmod(bench.scratch.path, 0o755)
            let cluster = try TestCluster.shared()
            try cluster.connect().execute("CREATE TABLESPACE small LOCATION '\(space)'")
            do {
                let database = try cluster.makeDatabase(tablespace: "small")
                let store = TestStore(exchange: bench.exchange, database: database)
                let run = try await store.ingest()
                #expect(run.exitCode == 73, "\(run)")
                #expect(run.errors.contains("BTCUSDT"), "\(run)")
                #expect(run.errors.contains("rolled back"), "\(run)")
                #expect(try database.looseTables() == [])
                try mount.resize("400m")
                let rerun = try await store.ingest()
                #expect(rerun.exitCode == 0, "\(rerun)")
                #expect(try database.checksum() == clean.database.checksum())
                #expect(try database.ledger() == clean.database.ledger())
                let verified = try await store.chandler.run("verify")
                #expect(verified.exitCode == 0, "\(verified)")
            }
            try cluster.connect().execute("DROP TABLESPACE small")
        }
    }
}
