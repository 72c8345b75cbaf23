import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// What is to be forgotten is gone, and nothing says what it was.
    @Suite struct ForgetTests {
        private static let mint = "So1Forgotten1111111111111111111111111111111"

        private func prepared() async throws -> (Chandler, TestDatabase, ScratchFolder) {
            let database = try TestCluster.shared().makeDatabase()
            let scratch = try ScratchFolder("forget")
            var chandler = Chandler(database: database)
            chandler.environment["CHANDLER_HOME"] = scratch.path + "/home"
            _ = try await chandler.run("db", "migrate").succeeded()
            try database.execute(
                """
                INSERT INTO cubi.token_data (mint, network, source, observed_at, origins, raw_data)
                VALUES ('\(Self.mint)', 'solana', 's', now(), '{}', '{}'),
                    ('kept', 'solana', 's', now(), '{}', '{}');
                INSERT INTO ingest_runs (command, arguments, version, status)
                VALUES ('tokens', '{"arguments": ["--mint", "\(Self.mint)"]}', '1', 'succeeded');
                INSERT INTO trading_signals (symbol, signal_type, signal_source, direction,
                    "timestamp")
                SELECT s, 'cross', 'ema', 'BUY', '2022-03-05'
                FROM unnest(ARRAY['LUNAUSDT', 'BTCUSDT']) AS s;
                """
            )
            return (chandler, database, scratch)
        }

        /// Whether any row of any table has a word.
        private func isStored(_ word: String, _ database: TestDatabase) throws -> Bool {
            let tables = try database.column(
                """
                SELECT oid::regclass::text FROM pg_class
                WHERE relnamespace::regnamespace::text IN ('public', 'cubi')
                    AND relkind IN ('r', 'p', 'm') AND NOT relispartition
                """
            )
            return try tables.contains {
                try database.count("\($0) AS t", where: "strpos(t::text, '\(word)') > 0") > 0
            }
        }

        @Test func withoutYesItOnlyCounts() async throws {
            let (chandler, database, scratch) = try await prepared()
            let run = try await chandler.run("forget", "--mint", Self.mint).succeeded()
            #expect(run.output.contains("cubi.token_data: 1 row would be deleted"), "\(run)")
            #expect(run.output.contains("nothing was changed; --yes does it"), "\(run)")
            let document = try await chandler.run("forget", "--mint", Self.mint, "--json")
                .succeeded().document()
            #expect(document["status"].text == "preview")
            #expect(document["forgotten"].elements.isEmpty)
            #expect(try database.count("cubi.token_data") == 2)
            #expect(!FileManager.default.fileExists(atPath: scratch.path + "/home/keys"))
        }

        @Test func aMintIsForgottenAndNeverNamed() async throws {
            let (chandler, database, scratch) = try await prepared()
            let words = ["forget", "--mint", Self.mint, "--yes", "--json"]
            let run = try await chandler.run(words).succeeded()
            #expect(!run.output.contains(Self.mint) && !run.errors.contains(Self.mint), "\(run)")
            let document = try run.document()
            #expect(document["status"].text == "forgotten")
            let hash = try #require(document["forgotten"][0].text)
            #expect(try !isStored(Self.mint, database))
            #expect(
                try database.value(
                    "SELECT after -> 'forgotten' ->> 0 FROM audit_log WHERE action = 'FORGET' LIMIT 1"
                ) == hash
            )
            #expect(
                try database.value(
                    "SELECT arguments FROM ingest_runs WHERE command = 'forget'"
                ).contains("[forgotten]")
            )
            let key = scratch.path + "/home/keys/forget.key"
            let mode = try FileManager.default.attributesOfItem(atPath: key)[.posixPermissions]
            #expect(mode as? Int == 0o600)
            // Under the same key the hash is the same.
            let again = try await chandler.run(words).succeeded().document()
            #expect(again["forgotten"][0].text == hash)
            #expect(again["tables"].elements.isEmpty)
        }

        @Test func archivedMonthsForgetToo() async throws {
            let (chandler, database, scratch) = try await prepared()
            let archive = scratch.path + "/archive"
            _ = try await chandler.run("retain", "--archive", archive).succeeded()
            #expect(try database.count("trading_signals") == 0)
            let elsewhere = try await chandler.run(
                "forget",
                "--symbol",
                "lunausdt",
                "--archive",
                scratch.path + "/empty",
                "--yes"
            )
            #expect(elsewhere.exitCode == 65, "\(elsewhere)")
            #expect(elsewhere.errors.contains("trading_signals 2022-03"), "\(elsewhere)")
            let run = try await chandler.run(
                "forget",
                "--symbol",
                "lunausdt",
                "--archive",
                archive,
                "--yes",
                "--json"
            ).succeeded().document()
            #expect(run["archive_files"][0]["deleted"].int == 1)
            _ = try await chandler.run(
                "restore-archive",
                "--table",
                "trading_signals",
                "--month",
                "2022-03",
                "--archive",
                archive
            ).succeeded()
            #expect(try database.column("SELECT symbol FROM trading_signals") == ["BTCUSDT"])
        }

        @Test func aLoginOfTheAppRoleMayNot() async throws {
            let (chandler, database, scratch) = try await prepared()
            _ = try? database.execute("CREATE ROLE it_app LOGIN PASSWORD 'it_role_password'")
            _ = try await chandler.run("db", "roles", "apply", "--login", "it_app=app").succeeded()
            let app = Chandler(environment: [
                "CHANDLER_HOME": scratch.path + "/home",
                "POSTGRES_URL":
                    "postgresql://it_app:it_role_password@127.0.0.1:\(database.cluster.port)/"
                    + database.name,
            ])
            for words in [[], ["--yes"]] {
                let run = try await app.run(["forget", "--mint", Self.mint] + words)
                #expect(run.exitCode == 77, "\(run)")
            }
            #expect(try database.count("cubi.token_data") == 2)
        }

        @Test func wrongWordsAreUsageFaults() async throws {
            let (chandler, database, _) = try await prepared()
            for words in [
                [], ["--mint", "m", "--symbol", "S"], ["--symbol", "S", "--network", "solana"],
                ["--mint", "m", "--yes", "--dry-run"], ["--mint", "a b"],
            ] {
                let run = try await chandler.run(["forget"] + words)
                #expect(run.exitCode == 64, "\(run)")
            }
            #expect(try database.count("cubi.token_data") > 0)
        }
    }
}
