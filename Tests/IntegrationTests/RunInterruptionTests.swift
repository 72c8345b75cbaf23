import ChandlerPostgres
import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// A pipeline that is told to end does so within two seconds, and the next run goes on there.
    @Suite struct RunInterruptionTests {
        private static let pipeline = """
            name: interrupted
            series:
              - venue: binance
                symbols: [BTCUSDT, ETHUSDT]
                intervals: [1m]
                from: 2024-01-01
            dataset:
              folder: SCRATCH/datasets
            maintenance:
              subjects: [ledger, partitions]

            """

        /// Sends a signal and measures how long the program takes to end.
        private func stop(
            _ program: RunningProgram,
            _ signal: Int32 = SIGTERM
        ) async throws -> (run: FinishedProgram, seconds: Double) {
            let clock = ContinuousClock()
            let sent = clock.now
            program.signal(signal)
            let run = try await program.end()
            return (run, sent.duration(to: clock.now) / .seconds(1))
        }

        /// Waits until the ledger has a run that is at work.
        private func waitForRun(_ program: RunningProgram, _ database: TestDatabase) async throws {
            for _ in 0..<2_000 where program.exitCode == nil {
                if (try? database.count("ingest_runs", where: "status = 'running'")) == 1 { return }
                try await Task.sleep(for: .milliseconds(10))
            }
        }

        @Test func stoppedAtAnyMomentTheNextRunEndsLikeAnUndisturbedOne() async throws {
            let options = ["--latency-ms", "15"]
            let bench = try await PipelineBench(
                Self.pipeline,
                now: "2024-02-03T00:00:30Z",
                options: options
            )
            let (clean, expected) = try bench.store()
            let undisturbed = try await clean.run(bench.words()).succeeded().seconds
            let state = try expected.state()
            let files = try filesBelow(bench.folder + "/datasets")
            try FileManager.default.removeItem(atPath: bench.folder + "/datasets")
            let (chandler, database) = try bench.store()
            var random = SeededGenerator.announced("SIGTERM")
            var interrupted = 0
            for round in 1...10 {
                let program = try chandler.start(bench.words())
                let share = Double.random(in: 0.05...0.9, using: &random)
                try await Task.sleep(for: .seconds(undisturbed * share))
                let isLedgered = try database.hasRun()
                let (run, seconds) = try await stop(program)
                #expect(seconds < 2, "round \(round): \(seconds) s, \(run)")
                // Before the program listens, the signal just ends it.
                #expect([0, 130, 128 + SIGTERM].contains(run.exitCode), "round \(round): \(run)")
                guard run.exitCode == 130 else { continue }
                interrupted += 1
                #expect(try run.document()["status"].text == "interrupted", "\(run)")
                let last = try database.runs().last
                #expect(!isLedgered || last == "interrupted 130", "round \(round): \(run)")
            }
            print("\(interrupted) of 10 runs were interrupted")
            #expect(interrupted > 0)
            let rerun = try await chandler.run(bench.words())
            #expect(rerun.exitCode == 0, "\(rerun)")
            #expect(try database.state() == state)
            #expect(try database.looseTables() == [])
            #expect(try filesBelow(bench.folder + "/datasets") == files)
            #expect(try database.count("ingest_runs", where: "status = 'running'") == 0)
        }

        @Test(arguments: ["429:600", "418:600"])
        func aSignalEndsTheWaitingForALimit(fault: String) async throws {
            let bench = try await PipelineBench(Self.pipeline)
            try bench.bench.exchange.add(faults: "\(fault)@after=6")
            let (chandler, database) = try bench.store()
            // Ten minutes fit into the patience, so that they are waited for.
            var file = try String(contentsOfFile: bench.file, encoding: .utf8)
            file += "load:\n  patience: 30m\n"
            try file.write(toFile: bench.file, atomically: true, encoding: .utf8)
            let program = try chandler.start(bench.words())
            for _ in 0..<2_000 where program.exitCode == nil {
                if program.errors.contains("waiting") { break }
                try await Task.sleep(for: .milliseconds(10))
            }
            try #require(program.exitCode == nil, "\(program.output) \(program.errors)")
            let (run, seconds) = try await stop(program)
            #expect(run.exitCode == 130 && seconds < 2, "\(seconds) s, \(run)")
            #expect(try database.runs() == ["interrupted 130"])
        }

        @Test func aSignalEndsTheWaitingForAnotherRun() async throws {
            let bench = try await PipelineBench(Self.pipeline, options: ["--latency-ms", "1000"])
            let (chandler, database) = try bench.store()
            let first = try chandler.start(bench.words())
            try await waitForRun(first, database)
            let second = try chandler.start(bench.words("--wait", "10m"))
            for _ in 0..<1_000 where !second.errors.contains("waiting") {
                try await Task.sleep(for: .milliseconds(10))
            }
            let (run, seconds) = try await stop(second, SIGINT)
            #expect(run.exitCode == 130 && seconds < 2, "\(seconds) s, \(run)")
            #expect(first.exitCode == nil)
            #expect(try database.count("ingest_runs") == 1)
            #expect(try await stop(first).run.exitCode == 130)
        }

        /// A statement that would take for ever is stopped, and the run says how it ended.
        @Test func aSignalEndsAStatement() async throws {
            let bench = try await PipelineBench(Self.pipeline)
            let (chandler, database) = try bench.store()
            _ = try await chandler.run(bench.words("--only", "maintenance")).succeeded()
            let holder = try database.connect()
            try holder.execute("BEGIN; LOCK TABLE ingest_watermarks IN ACCESS EXCLUSIVE MODE")
            let program = try chandler.start(bench.words("--only", "series"))
            try await waitForRun(program, database)
            for _ in 0..<1_000 where program.exitCode == nil {
                let waiting = try database.value(
                    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
                        + "AND datname = current_database()"
                )
                if waiting != "0" { break }
                try await Task.sleep(for: .milliseconds(10))
            }
            let (run, seconds) = try await stop(program)
            #expect(run.exitCode == 130 && seconds < 2, "\(seconds) s, \(run)")
            #expect(try database.runs() == ["succeeded 0", "interrupted 130"])
            #expect(try run.document()["series"].elements.count == 2, "\(run)")
            try holder.execute("ROLLBACK")
        }

        /// A host that takes connections and never answers.
        @Test func aSignalEndsTheWaitingForADeadHost() async throws {
            let bench = try await PipelineBench(Self.pipeline)
            var (chandler, database) = try bench.store()
            let silent = try SilentListener()
            chandler.environment["CHANDLER_BINANCE_URL"] = "http://127.0.0.1:\(silent.port)"
            let program = try chandler.start(bench.words())
            try await waitForRun(program, database)
            try await Task.sleep(for: .milliseconds(300))
            let (run, seconds) = try await stop(program)
            #expect(run.exitCode == 130 && seconds < 2, "\(seconds) s, \(run)")
            #expect(try database.runs() == ["interrupted 130"])
        }

        @Test func aDeadlineEndsARunWhichThenGoesOn() async throws {
            let bench = try await PipelineBench(
                Self.pipeline,
                options: ["--latency-ms", "400"]
            )
            let (clean, expected) = try bench.store()
            _ = try await clean.run(bench.words()).succeeded()
            let (chandler, database) = try bench.store()
            let run = try await chandler.run(bench.words("--deadline", "3s"))
            #expect(run.exitCode == 75, "\(run)")
            #expect(run.errors.contains("the deadline of 3s came"), "\(run)")
            #expect(try run.document()["status"].text == "interrupted", "\(run)")
            #expect(try database.runs() == ["interrupted 75"])
            let rerun = try await chandler.run(bench.words())
            #expect(rerun.exitCode == 0, "\(rerun)")
            #expect(try database.state() == expected.state())
        }

        @Test func aSecondSignalEndsItAtOnce() async throws {
            let bench = try await PipelineBench(Self.pipeline, options: ["--latency-ms", "1000"])
            let (chandler, database) = try bench.store()
            let program = try chandler.start(bench.words())
            try await waitForRun(program, database)
            program.signal(SIGINT)
            let (run, seconds) = try await stop(program, SIGINT)
            #expect(run.exitCode == 130 && seconds < 1, "\(seconds) s, \(run)")
        }
    }
}

extension TestDatabase {
    /// Whether a run is at work; not before there is a ledger.
    fileprivate func hasRun() throws -> Bool {
        guard try value("SELECT to_regclass('ingest_runs')") != "null" else { return false }
        return try count("ingest_runs", where: "status = 'running'") == 1
    }
}

/// A port that takes connections and never answers.
private final class SilentListener {
    let port: Int
    private let descriptor: Int32

    init() throws {
        port = try TestCluster.freePort()
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length)
            }
        }
        guard bound == 0, listen(descriptor, 16) == 0 else {
            throw TestFailure("listen on port \(port): errno \(errno)")
        }
    }

    deinit { close(descriptor) }
}
