import ChandlerPostgres
import TestSupport
import Testing

extension EndToEnd {
    /// The daily upkeep.
    @Suite struct MaintainTests {
        private func loaded() async throws -> (Chandler, TestDatabase) {
            let database = try TestCluster.shared().makeDatabase()
            let chandler = Chandler(database: database)
            _ = try await chandler.run("db", "migrate").succeeded()
            let session = try database.connect()
            try session.execute(
                """
                SELECT chandler_upkeep.ensure_month('market_data', '2024-01-01');
                ALTER TABLE market_data_y2024m01 SET (autovacuum_enabled = off);
                INSERT INTO market_data
                    (venue, symbol, "interval", "timestamp", open, high, low, close, volume)
                SELECT 'v', 'BTCUSDT', '1m', '2024-01-01'::timestamptz + n * interval '1 minute',
                    2, 3, 1, 2, n FROM generate_series(0, 4999) AS n
                """
            )
            // Only since PostgreSQL 15 the statistics are there at once.
            if session.serverVersion >= 150_000 {
                try session.query("SELECT pg_stat_force_next_flush()")
                try session.query("SELECT 1")
            } else {
                try await Task.sleep(for: .seconds(2))
            }
            return (chandler, database)
        }

        @Test func itSaysWhatItDidAndWhy() async throws {
            let (chandler, database) = try await loaded()
            try database.execute(
                """
                DO $$ BEGIN EXECUTE 'DROP TABLE cubi.trade_data_'
                    || to_char(now() AT TIME ZONE 'UTC' + interval '2 months', 'YYYY_MM'); END $$
                """
            )
            let rows = try database.checksum()
            let plan = try await chandler.run("maintain", "--dry-run").succeeded()
            #expect(plan.output.contains("vacuum freeze analyze market_data_y2024m01 · to do"))
            #expect(try database.count("ingest_runs") == 0, "\(plan)")
            #expect(try database.count("system_logs") == 0)
            let run = try await chandler.run("maintain", "--json").succeeded().document()
            #expect(run["status"].text == "succeeded")
            let step = try #require(
                run["steps"].elements.first { $0["target"].text == "market_data_y2024m01" }
            )
            #expect(step["action"].text == "vacuum freeze analyze")
            #expect(step["outcome"].text == "done")
            #expect(step["reason"].text?.contains("the month has ended") == true)
            #expect((step["bytes_before"].int ?? 0) > 0 && (step["bytes_after"].int ?? 0) > 0)
            #expect(
                run["steps"].elements.contains { $0["action"].text == "make month" },
                "coming months"
            )
            #expect(try database.checksum() == rows)
            #expect(
                try database.value(
                    "SELECT command || ' ' || status || ' ' || (report ->> 'summary') "
                        + "FROM ingest_runs"
                ).hasPrefix("maintain succeeded ")
            )
            #expect(
                try database.count(
                    "system_logs",
                    where: "component = 'maintain' AND details ? 'memory'"
                ) == 1
            )
            let again = try await chandler.run("maintain", "--only", "vacuum,reindex").succeeded()
            #expect(!again.output.contains("market_data_y2024m01"), "\(again)")
        }

        @Test func aSecondRunAtOnceEndsWithCode75() async throws {
            let (chandler, database) = try await loaded()
            let holder = try database.connect()
            try holder.execute("SELECT pg_advisory_lock(x'43484E444C520020'::bigint)")
            let run = try await chandler.run("maintain", "--json")
            #expect(run.exitCode == 75, "\(run)")
            #expect(run.errors.contains("another run of maintenance is at it"))
            #expect(try run.document()["exit_code"].int == 75)
            #expect(try database.count("ingest_runs") == 0)
        }

        @Test func wrongWordsAreUsageFaults() async throws {
            let chandler = Chandler(environment: [:])
            for words in [
                ["--only", "vaccuum"], ["--only", "vacuum,"], ["--reindex", "sometimes"],
                ["--deadline", "soon"], ["--only", "vacuum", "--reindex", "always"],
            ] {
                let run = try await chandler.run(["maintain"] + words)
                #expect(run.exitCode == 64, "\(run)")
            }
        }
    }
}
