import ChandlerPostgres
import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Without any database in the environment the program runs its own server.
    @Suite struct EmbeddedServerTests {
        private func session(_ chandler: Chandler, _ bench: Workbench) async throws {
            let words = [
                "ingest", "--symbol", "BTCUSDT", "--from", "2024-01-01", "--base-url",
                bench.exchange.baseURL, "--json",
            ]
            let first = try await chandler.run(words)
            try #require(first.exitCode == 0, "\(first)")
            #expect(try first.document()["series"][0]["inserted"].int == 27_289)
            let second = try await chandler.run(words).succeeded().document()
            #expect(second["series"][0]["inserted"].int == 0)
            #expect(second["series"][0]["unchanged"].int == 27_289)
            let status = try await chandler.run("db", "status", "--json").succeeded().document()
            #expect(status["status"].text == "running")
            // The URI opens psql for the same user, without a password.
            let url = try await chandler.run("db", "url").succeeded().output
                .trimmingCharacters(in: .whitespacesAndNewlines)
            let psql = try await RunningProgram(
                chandler.prefix + ["psql", url, "-Atc", "SELECT count(*) FROM market_data"]
            ).end()
            #expect(psql.output == "27289\n", "\(psql)")
            // A server that was stopped, gently or not, is started again.
            _ = try await chandler.run("db", "stop").succeeded()
            let stopped = try await chandler.run("db", "status", "--json").succeeded().document()
            #expect(stopped["status"].text == "stopped")
            _ = try await chandler.run("verify").succeeded()
            let again = try await chandler.run("db", "start", "--json").succeeded().document()
            #expect(again["status"].text == "was running already")
            _ = try await chandler.run("db", "stop").succeeded()
            let idle = try await chandler.run("db", "stop").succeeded()
            #expect(idle.output.contains("was not running"), "\(idle)")
        }

        @Test func theServerIsMadeUsedAndStopped() async throws {
            let bench = try await Workbench(now: "2024-01-20T00:00:30Z")
            let chandler = Chandler(environment: ["CHANDLER_HOME": bench.scratch.path + "/home"])
            try await session(chandler, bench)
        }

        @Test(.enabled(if: geteuid() == 0, "only root can become another user"))
        func anotherUserHasAServerToo() async throws {
            let bench = try await Workbench(now: "2024-01-20T00:00:30Z")
            let home = try bench.scratch.folder("other")
            _ = try await RunningProgram(["chown", "nobody:", home]).end().succeeded()
            // Without CHANDLER_HOME, below the home folder.
            var chandler = Chandler(environment: [:])
            chandler.path = bench.scratch.path + "/chandler"
            try FileManager.default.copyItem(
                atPath: TestPlaces.programs + "/chandler",
                toPath: chandler.path
            )
            chandler.prefix = ["runuser", "-u", "nobody", "--", "env", "HOME=\(home)"]
            try await session(chandler, bench)
            #expect(
                FileManager.default.fileExists(
                    atPath: home + "/.local/share/chandler/postgres/data/PG_VERSION"
                )
            )
        }

        /// The server dies in the middle of a load; the next run starts it and continues.
        @Test func aServerThatDiedIsStartedByTheNextRun() async throws {
            let bench = try await Workbench(options: ["--latency-ms", "20"])
            let clean = try bench.store()
            _ = try await clean.ingest().succeeded()
            let home = bench.scratch.path + "/home"
            let chandler = Chandler(environment: ["CHANDLER_HOME": home])
            _ = try await chandler.run("db", "start").succeeded()
            let words = clean.ingestWords("BTCUSDT", from: "2024-01-01", ["--json"])
            let program = try chandler.start(words)
            let server = EmbeddedServer(folder: home + "/postgres", environment: [:])
            let connection = try PostgresConnection(server.connectionConfiguration)
            for _ in 0..<2_000 where program.exitCode == nil {
                let months = try? connection.query("SELECT count(*) FROM ingest_watermarks")
                if try months?.firstRow().int64(0) == 1 { break }
                try await Task.sleep(for: .milliseconds(5))
            }
            let process = try #require(try server.status().processID)
            try #require(program.exitCode == nil)
            kill(process, SIGQUIT)
            let run = try await program.end()
            #expect(run.exitCode == 69, "\(run)")
            let rerun = try await chandler.run(words)
            #expect(rerun.exitCode == 0, "\(rerun)")
            let verified = try await chandler.run("verify", "--json").succeeded().document()
            #expect(verified["series"][0]["rows"].int == 131_375)
            _ = try await chandler.run("db", "stop").succeeded()
        }

        @Test func theCommandsOfTheServerAreForTheServerOnly() async throws {
            let database = try TestCluster.shared().makeDatabase()
            for command in ["start", "stop"] {
                let run = try await Chandler(database: database).run("db", command)
                #expect(run.exitCode == 64, "\(run)")
                #expect(run.errors.contains("POSTGRES_URL"), "\(run)")
            }
        }
    }
}
