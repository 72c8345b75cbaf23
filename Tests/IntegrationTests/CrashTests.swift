import ChandlerPostgres
import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// A run may end at any instant; the next one continues and ends like a clean one.
    @Suite struct CrashTests {
        private static let kills =
            TestPlaces.environment["CHANDLER_KILLS"].flatMap { Int($0) } ?? 20

        private func expectClean(
            _ store: TestStore,
            like clean: [String],
            _ comment: Comment
        ) throws {
            #expect(try store.database.state() == clean, comment)
            #expect(try store.database.looseTables() == [], comment)
        }

        @Test func killedAtAnyMomentTheRerunEndsLikeACleanRun() async throws {
            let bench = try await Workbench()
            let clean = try bench.store()
            let span = "2024-02-08"
            let undisturbed = try await clean.ingest(from: "2024-01-01", "--to", span).succeeded()
            let expected = try clean.database.state()
            var random = SeededGenerator.announced("kill -9")
            var killed = 0
            // The first run may have been slow: how long one takes is learnt from those that end.
            var seconds = undisturbed.seconds
            for round in 1...max(1, Self.kills) {
                let store = try bench.store()
                // Now and then the run that continues is killed too.
                for _ in 0..<(round.isMultiple(of: 4) ? 2 : 1) {
                    let program = try store.startIngest(from: "2024-01-01", "--to", span)
                    let share = Double.random(in: 0...1, using: &random)
                    try await Task.sleep(for: .seconds(seconds * share))
                    program.signal(SIGKILL)
                    let ended = try await program.end()
                    if ended.exitCode == 128 + SIGKILL {
                        killed += 1
                    } else {
                        seconds = min(seconds, ended.seconds)
                    }
                }
                let rerun = try await store.ingest(from: "2024-01-01", "--to", span)
                #expect(rerun.exitCode == 0, "round \(round): \(rerun)")
                try expectClean(store, like: expected, "round \(round)")
                if round == Self.kills { _ = try await store.chandler.run("verify").succeeded() }
            }
            print("\(killed) runs were killed before their end")
            #expect(killed * 2 > Self.kills)
        }

        /// The dataset folder holds the older dataset, the new one or none, but never a half.
        @Test func killedWhileTheDatasetIsWrittenTheRerunWritesItWhole() async throws {
            let bench = try await Workbench()
            let clean = try bench.store()
            let words = ["--to", "2024-02-15", "--training"]
            func run(_ store: TestStore, _ folder: String) throws -> RunningProgram {
                try store.chandler.start(
                    store.ingestWords("BTCUSDT", from: "2024-01-01", words + [folder])
                )
            }
            let expected = bench.scratch.path + "/clean"
            let seconds = try await run(clean, expected).end().succeeded().seconds
            var random = SeededGenerator.announced("kill -9 with a dataset")
            for round in 1...5 {
                let store = try bench.store()
                let folder = bench.scratch.path + "/killed-\(round)"
                let program = try run(store, folder)
                try await Task.sleep(
                    for: .seconds(seconds * Double.random(in: 0.3...1, using: &random))
                )
                program.signal(SIGKILL)
                _ = try await program.end()
                let left = try filesBelow(folder)
                if left.keys.contains("manifest.json") {
                    #expect(
                        try left.filter { !$0.key.contains(".chandler") } == filesBelow(expected)
                    )
                }
                _ = try await run(store, folder).end().succeeded()
                #expect(try filesBelow(folder) == filesBelow(expected))
            }
        }

        @Test func aTerminatedRunSaysSoAndTheNextContinues() async throws {
            let bench = try await Workbench(options: ["--latency-ms", "100"])
            let clean = try bench.store()
            _ = try await clean.ingest().succeeded()
            let expected = try clean.database.state()
            for signal in [SIGTERM, SIGINT] {
                let store = try bench.store()
                let program = try store.startIngest()
                for _ in 0..<2_000 where program.exitCode == nil {
                    let rows = try? store.database.count("ingest_watermarks")
                    if rows == 1 { break }
                    try await Task.sleep(for: .milliseconds(10))
                }
                program.signal(signal)
                let run = try await program.end()
                #expect(run.exitCode == 130, "\(run)")
                #expect(run.errors.contains("interrupted"), "\(run)")
                #expect(try run.document()["status"].text == "interrupted")
                #expect(
                    try store.database.value(
                        "SELECT status || ' ' || exit_code FROM ingest_runs"
                    ) == "interrupted 130"
                )
                let rerun = try await store.ingest().succeeded().document()
                #expect((rerun["series"][0]["unchanged"].int ?? 0) > 0)
                try expectClean(store, like: expected, "after signal \(signal)")
            }
        }

        /// Whenever the signal comes: exit code, document and ledger tell the same story.
        @Test func aSignalAtAnyMomentIsToldTheSameEverywhere() async throws {
            let bench = try await Workbench(now: "2024-02-03T00:00:30Z")
            let undisturbed = try await bench.store().ingest().succeeded().seconds
            var random = SeededGenerator.announced("SIGTERM")
            for _ in 0..<8 {
                let store = try bench.store()
                let program = try store.startIngest()
                let share = Double.random(in: 0.3...1.05, using: &random)
                try await Task.sleep(for: .seconds(undisturbed * share))
                program.signal(SIGTERM)
                let run = try await program.end()
                guard !run.output.isEmpty else {
                    // Before the program began to listen the signal just ends it.
                    #expect([130, 128 + SIGTERM].contains(run.exitCode), "\(run)")
                    continue
                }
                #expect([0, 130].contains(run.exitCode), "\(run)")
                let status = run.exitCode == 0 ? "succeeded" : "interrupted"
                let document = try run.document()
                #expect(document["exit_code"].int == Int(run.exitCode), "\(run)")
                #expect(document["status"].text == status, "\(run)")
                #expect(
                    try store.database.column("SELECT status FROM ingest_runs") == [status],
                    "\(run)"
                )
            }
        }

        @Test func aServerThatStopsInTheMiddleOfCopyLosesNothing() async throws {
            let bench = try await Workbench()
            let clean = try bench.store()
            _ = try await clean.ingest().succeeded()
            let expected = try clean.database.state()
            let cluster = try TestCluster("stopping")
            let database = try cluster.makeDatabase()
            let store = TestStore(exchange: bench.exchange, database: database)
            var interrupted = 0
            for _ in 0..<4 {
                let program = try store.startIngest()
                let watcher = try cluster.connect()
                var isCopying = false
                while program.exitCode == nil, !isCopying {
                    isCopying = try watcher.query(
                        """
                        SELECT EXISTS (SELECT FROM pg_stat_progress_copy
                            WHERE type = 'PIPE' AND tuples_processed > 0)
                        """
                    ).firstRow().bool(0)
                }
                _ = try cluster.server.stop(.immediate)
                let run = try await program.end()
                try cluster.server.ensureRunning()
                if isCopying, run.exitCode != 0 {
                    interrupted += 1
                    #expect(run.exitCode == 69, "\(run)")
                    #expect(run.errors.contains("BTCUSDT"), "\(run)")
                }
                #expect(try database.looseTables() == [])
            }
            #expect(interrupted > 0, "no run was in the middle of COPY")
            let rerun = try await store.ingest()
            #expect(rerun.exitCode == 0, "\(rerun)")
            try expectClean(store, like: expected, "after the server stopped")
            _ = try await store.chandler.run("verify").succeeded()
        }

        /// One session is ended by an administrator; the run says so and the next continues.
        @Test func aConnectionThatIsCutLosesNothing() async throws {
            let bench = try await Workbench()
            let clean = try bench.store()
            _ = try await clean.ingest().succeeded()
            let expected = try clean.database.state()
            let store = try bench.store()
            let program = try store.startIngest()
            let watcher = try store.database.connect()
            var isCut = false
            while program.exitCode == nil, !isCut {
                isCut = try watcher.query(
                    """
                    SELECT count(pg_terminate_backend(pid)) > 0 FROM pg_stat_activity
                    WHERE datname = current_database() AND query LIKE 'COPY%' AND state = 'active'
                    """
                ).firstRow().bool(0)
            }
            let run = try await program.end()
            try #require(isCut)
            #expect(run.exitCode == 69, "\(run)")
            _ = try await store.ingest().succeeded()
            try expectClean(store, like: expected, "after a session was ended")
        }
    }
}
