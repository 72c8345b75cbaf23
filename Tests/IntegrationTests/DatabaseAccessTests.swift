import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Databases that do not let the program in, are newer, or need a password.
    @Suite struct DatabaseAccessTests {
        private static let password = TestCluster.plainPassword
        private static let escaped = "pr1v%23te%20p%2Fw%3Ad%40x%27%2541"

        private func url(_ database: TestDatabase, _ password: String) -> String {
            "postgres://\(TestCluster.plainRole):\(password)@127.0.0.1:\(database.cluster.port)/"
                + database.name
        }

        private func words(_ bench: Workbench) -> [String] {
            [
                "ingest", "--symbol", "BTCUSDT", "--from", "2024-01-01", "--base-url",
                bench.exchange.baseURL,
            ]
        }

        private func expectNoSecret(_ run: FinishedProgram, _ secret: String) {
            for word in [secret, Self.escaped] {
                #expect(!run.output.contains(word) && !run.errors.contains(word), "\(run)")
            }
        }

        @Test func aWrongPasswordEndsWithCode77AndIsNotShown() async throws {
            let bench = try await Workbench(now: "2024-01-03T00:00:30Z")
            let database = try TestCluster.shared().makeDatabase(owner: TestCluster.plainRole)
            let wrong = "wr0ng-s3cret"
            let port = String(database.cluster.port)
            let ways: [[String: String]] = [
                ["POSTGRES_URL": url(database, wrong)],
                [
                    "POSTGRES_HOST": "127.0.0.1", "POSTGRES_PORT": port,
                    "POSTGRES_DB": database.name,
                    "POSTGRES_USER": TestCluster.plainRole, "POSTGRES_PASSWORD": wrong,
                ],
                [
                    "PGHOST": "127.0.0.1", "PGPORT": port, "PGDATABASE": database.name,
                    "PGUSER": TestCluster.plainRole, "PGPASSWORD": wrong,
                ],
            ]
            for environment in ways {
                let run = try await Chandler(environment: environment).run(words(bench))
                #expect(run.exitCode == 77, "\(run)")
                #expect(run.errors.contains("password"), "\(run)")
                #expect(run.errors.contains(TestCluster.plainRole), "\(run)")
                expectNoSecret(run, wrong)
            }
            let option = try await Chandler(environment: [:]).run(
                words(bench) + ["--database-url", url(database, wrong)]
            )
            #expect(option.exitCode == 77, "\(option)")
            expectNoSecret(option, wrong)
            #expect(
                try database.value("SELECT count(*) FROM pg_tables WHERE schemaname='public'")
                    == "0"
            )
        }

        /// A plain role that owns its database is all that is needed.
        @Test func aRoleWithoutPrivilegesLoadsItsOwnDatabase() async throws {
            let bench = try await Workbench(now: "2024-02-03T00:00:30Z")
            let database = try TestCluster.shared().makeDatabase(owner: TestCluster.plainRole)
            let environment = ["POSTGRES_URL": url(database, Self.escaped)]
            let chandler = Chandler(environment: environment)
            let program = try chandler.start(words(bench) + ["--json"])
            var seen: Set<String> = []
            while program.exitCode == nil {
                seen.formUnion(Self.commandLines())
                try await Task.sleep(for: .milliseconds(20))
            }
            let run = try await program.end().succeeded()
            expectNoSecret(run, Self.password)
            #expect(!seen.contains { $0.contains(Self.password) || $0.contains(Self.escaped) })
            #expect(
                try database.value(
                    "SELECT count(*) FROM ingest_runs AS r WHERE r::text LIKE '%pr1v%'"
                ) == "0"
            )
            for command in [["status"], ["verify"], ["gaps"], ["db", "status"], ["db", "url"]] {
                let more = try await chandler.run(command).succeeded()
                expectNoSecret(more, Self.password)
            }
        }

        /// psql gets the password too, but not where `ps` shows it.
        @Test func psqlIsOpenedWithoutShowingThePassword() async throws {
            let database = try TestCluster.shared().makeDatabase(owner: TestCluster.plainRole)
            let chandler = Chandler(environment: ["POSTGRES_URL": url(database, Self.escaped)])
            let program = try chandler.start(
                ["db", "psql", "--", "-Atc", "SELECT pg_sleep(0.5), 'let in'"]
            )
            var seen: Set<String> = []
            while program.exitCode == nil {
                seen.formUnion(Self.commandLines())
                try await Task.sleep(for: .milliseconds(10))
            }
            let run = try await program.end()
            #expect(run.exitCode == 0, "\(run)")
            #expect(run.output.contains("let in"), "\(run)")
            #expect(seen.contains { $0.contains("let in") })
            #expect(!seen.contains { $0.contains(Self.password) || $0.contains(Self.escaped) })
        }

        @Test func theSocketURLOpensPsql() async throws {
            let database = try TestCluster.shared().makeDatabase()
            let url = try await Chandler(database: database).run("db", "url").succeeded().output
                .trimmingCharacters(in: .whitespacesAndNewlines)
            let run = try await RunningProgram(["psql", url, "-Atc", "SELECT current_database()"])
                .end().succeeded()
            #expect(run.output == database.name + "\n")
        }

        @Test func aDatabaseThatIsNewerEndsWithCode78() async throws {
            let bench = try await Workbench(now: "2024-01-03T00:00:30Z")
            let store = try bench.store()
            _ = try await store.ingest().succeeded()
            let checksum = try store.database.checksum()
            try store.database.execute(
                "INSERT INTO schema_migrations VALUES (999, 'from the future', 'abc')"
            )
            let commands = [
                words(bench), ["status"], ["verify"], ["gaps"], ["db", "migrate"],
                ["db", "rollback", "--to", "0", "--yes"],
                [
                    "export", "--training", "--symbol", "BTCUSDT", "--from", "2024-01-01", "--out",
                    bench.scratch.path + "/set",
                ],
            ]
            for command in commands {
                let run = try await store.chandler.run(command)
                #expect(run.exitCode == 78, "\(run)")
                #expect(run.errors.contains("999"), "\(run)")
            }
            #expect(try store.database.checksum() == checksum)
            #expect(try filesBelow(bench.scratch.path) == [:])
        }

        @Test func anEditedMigrationIsNoticed() async throws {
            let bench = try await Workbench(now: "2024-01-03T00:00:30Z")
            let store = try bench.store()
            _ = try await store.chandler.run("db", "migrate").succeeded()
            try store.database.execute(
                "UPDATE schema_migrations SET checksum = 'x' WHERE version = 1"
            )
            let run = try await store.ingest()
            #expect(run.exitCode == 78, "\(run)")
            #expect(run.errors.contains("market_data"), "\(run)")
        }

        @Test func aServerThatIsNotThereEndsWithCode69() async throws {
            let bench = try await Workbench(now: "2024-01-03T00:00:30Z")
            let port = try TestCluster.freePort()
            let run = try await Chandler(
                environment: ["POSTGRES_URL": "postgres://me:hush-hush@127.0.0.1:\(port)/db"]
            ).run(words(bench))
            #expect(run.exitCode == 69, "\(run)")
            #expect(run.errors.contains(String(port)), "\(run)")
            expectNoSecret(run, "hush-hush")
        }

        @Test func aDatabaseThatDoesNotExistEndsWithCode78() async throws {
            let bench = try await Workbench(now: "2024-01-03T00:00:30Z")
            let database = try TestCluster.shared().makeDatabase()
            var chandler = Chandler(database: database)
            let url = database.url.replacingOccurrences(of: database.name, with: "no_such_db")
            chandler.environment["POSTGRES_URL"] = url
            let run = try await chandler.run(words(bench))
            #expect(run.exitCode == 78, "\(run)")
            #expect(run.errors.contains("no_such_db"), "\(run)")
        }

        /// Every process of the machine as `ps` shows it.
        private static func commandLines() -> [String] {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
            return names.filter { $0.allSatisfy(\.isNumber) && $0 != "\(getpid())" }.compactMap {
                FileManager.default.contents(atPath: "/proc/\($0)/cmdline").map {
                    String(decoding: $0, as: UTF8.self).replacingOccurrences(of: "\0", with: " ")
                }
            }
        }
    }
}
