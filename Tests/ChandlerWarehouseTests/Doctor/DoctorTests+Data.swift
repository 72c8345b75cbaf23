import ChandlerCore
import ChandlerPostgres
import ChandlerStore
import ChandlerWarehouse
import Foundation
import TestSupport
import Testing

extension DoctorTests {
    @Test func aMissingMonthIsFoundBeforeItIsNeeded() async throws {
        let bench = try await DoctorBench()
        try await check(bench, "partitions.ahead", .warning) {
            try bench.database.execute("DROP TABLE \(bench.month(1))")
        } mend: {
            try bench.database.execute(
                "CREATE TABLE \(bench.month(1)) PARTITION OF market_data \(bench.bounds(1))"
            )
        }
    }

    @Test func aMissingMonthOfNowIsBroken() async throws {
        let bench = try await DoctorBench()
        let table = PartitionedTable.tradeData
        try await check(bench, "partitions.ahead", .broken) {
            try bench.database.execute(
                """
                DROP TABLE \(table.partition(bench.now));
                DROP TABLE \(table.partition(bench.now.next))
                """
            )
        } mend: {
            try bench.database.execute(
                """
                CREATE TABLE \(table.partition(bench.now)) PARTITION OF \(table) \(bench.bounds(0));
                CREATE TABLE \(table.partition(bench.now.next)) PARTITION OF \(table)
                    \(bench.bounds(1))
                """
            )
        }
    }

    @Test func aHoleWhereCandlesWereStoredIsFound() async throws {
        let bench = try await DoctorBench()
        try await check(bench, "partitions.holes", .warning) {
            try bench.database.execute("DROP TABLE \(bench.month(-1))")
        } mend: {
            try bench.database.execute(
                "CREATE TABLE \(bench.month(-1)) PARTITION OF market_data \(bench.bounds(-1))"
            )
        }
    }

    @Test func aHoleThatNobodyNeedsIsANotice() async throws {
        let bench = try await DoctorBench()
        try bench.database.execute(
            "DROP TABLE \(bench.month(-1)); DELETE FROM ingest_watermarks"
        )
        let diagnosis = await bench.examine()
        #expect(diagnosis["partitions.holes"]?.severity == .notice)
        #expect(diagnosis.complaints == [:], "\(diagnosis.words)")
    }

    @Test func anArchivedMonthIsNoHole() async throws {
        let bench = try await DoctorBench()
        try bench.database.execute(
            """
            DROP TABLE \(bench.month(-1));
            INSERT INTO archives (table_name, month, part, folder, file, row_count, bytes, sha256,
                digest, schema_version, program_version, archived_at)
            VALUES ('market_data', '\(bench.now.advanced(by: -1).dashed)-01', 0, 'f', 'f', 1, 1,
                'x', 'x', 11, '1', now())
            """
        )
        #expect(await bench.examine()["partitions.holes"]?.severity == .healthy)
        try bench.database.execute("UPDATE archives SET restored_at = now() + interval '1 minute'")
        #expect(await bench.examine()["partitions.holes"]?.severity == .warning)
    }

    @Test func aLooseMonthIsFound() async throws {
        let bench = try await DoctorBench()
        try await check(bench, "partitions.loose", .warning) {
            try bench.database.execute(
                "ALTER TABLE market_data DETACH PARTITION \(bench.month(-3))"
            )
        } mend: {
            try bench.database.execute(
                "ALTER TABLE market_data ATTACH PARTITION \(bench.month(-3)) \(bench.bounds(-3))"
            )
        }
    }

    @Test func aDefaultPartitionIsFound() async throws {
        try await check(
            "partitions.default",
            .warning,
            plant: "CREATE TABLE market_data_rest PARTITION OF market_data DEFAULT",
            mend: "DROP TABLE market_data_rest"
        )
    }

    @Test func aDroppedIndexIsSchemaDrift() async throws {
        try await check(
            "schema",
            .warning,
            plant: "DROP INDEX orders_symbol_idx",
            mend: "CREATE INDEX orders_symbol_idx ON orders (symbol, status, created_at)"
        )
    }

    @Test func anOpenGapIsFound() async throws {
        try await check(
            "gaps",
            .warning,
            plant: """
                INSERT INTO ingest_gaps VALUES ('BTCUSDT', '1d', 'binance', now() - interval '9 days',
                    now() - interval '7 days', 2, 'open', now(), 1)
                """,
            mend: "UPDATE ingest_gaps SET status = 'confirmed', reason = 'outage'"
        )
    }

    @Test func aRowRejectedLatelyIsFound() async throws {
        let row = """
            INSERT INTO ingest_rejects (symbol, "interval", venue, rule, reason, payload, host, path,
                fetched_at, run_id)
            """
        try await check(
            "rejects",
            .warning,
            plant: "\(row) VALUES ('B', '1d', 'v', 'high', 'too low', '[]', 'h', '/', now(), 1)",
            mend: "UPDATE ingest_rejects SET fetched_at = now() - interval '8 days'"
        )
    }

    @Test func aRunThatFailedLastIsFound() async throws {
        let row = "INSERT INTO ingest_runs (command, arguments, version, status, finished_at"
        try await check(
            "runs.failed",
            .warning,
            plant: """
                \(row), error) VALUES ('ingest', '{}', '1', 'failed', now(), 'the venue is down');
                \(row)) VALUES ('export', '{}', '1', 'succeeded', now())
                """,
            mend: "\(row)) VALUES ('ingest', '{}', '1', 'succeeded', now())"
        )
    }

    @Test func aRunWhoseSessionIsGoneIsFound() async throws {
        let bench = try await DoctorBench()
        try await check(bench, "runs.left", .warning) {
            try bench.database.execute(
                """
                INSERT INTO ingest_runs (run_id, command, arguments, version, started_at)
                VALUES (70, 'ingest', '{}', '1', now() - interval '2 hours')
                """
            )
        } mend: {
            try bench.database.execute("UPDATE ingest_runs SET status = 'interrupted'")
        }
        try bench.database.execute("UPDATE ingest_runs SET status = 'running'")
        let session = try bench.database.connect()
        try session.execute("SET application_name = 'chandler ingest run 70'")
        #expect(await bench.complaints() == [:], "a run that goes on is no fault")
        #expect(session.isOpen)
    }

    @Test func aStaleSeriesIsFound() async throws {
        let shift = "UPDATE ingest_watermarks SET (watermark, asked_until) ="
        try await check(
            "series.stale",
            .warning,
            plant: "\(shift) (watermark - interval '9 days', asked_until - interval '9 days')",
            mend: "\(shift) (watermark + interval '9 days', asked_until + interval '9 days')"
        )
    }

    @Test func aSeriesThatTheVenueIsSilentOnIsANotice() async throws {
        let bench = try await DoctorBench()
        try bench.database.execute(
            "UPDATE ingest_watermarks SET watermark = watermark - interval '9 days'"
        )
        let diagnosis = await bench.examine()
        #expect(diagnosis["series.silent"]?.severity == .notice)
        #expect(diagnosis.complaints == [:])
    }

    @Test func aStalePoolIsFound() async throws {
        try await check(
            "pools.stale",
            .warning,
            plant: """
                INSERT INTO cubi.token_series (mint, pool, "interval", venue, network, coverage,
                    indicators, indicator_fingerprint, is_stale, run_id)
                VALUES ('m', 'p', '1h', 'geckoterminal', 'solana', tstzmultirange(
                    tstzrange(now() - interval '9 days', now() - interval '8 days')), '', '', false, 1)
                """,
            mend: """
                UPDATE cubi.token_series SET coverage = coverage + tstzmultirange(
                    tstzrange(now() - interval '2 hours', now()))
                """
        )
    }

    @Test func aDatabaseWithoutVerifiedBackupIsWarned() async throws {
        let bench = try await DoctorBench()
        try await check(bench, "backup", .warning) {
            try bench.database.execute("DELETE FROM backup_checks")
        } mend: {
            try bench.addBackupCheck()
        }
        try await check(bench, "backup", .warning) {
            try bench.database.execute(
                """
                UPDATE backup_checks SET (started_at, finished_at) =
                    (now() - interval '40 days', now() - interval '40 days')
                """
            )
        } mend: {
            try bench.addBackupCheck()
        }
    }

    @Test func aBackupThatCameBackOtherwiseIsBroken() async throws {
        let bench = try await DoctorBench()
        try await check(bench, "backup", .broken) {
            try bench.database.execute(
                """
                INSERT INTO backup_checks (kind, label, started_at, finished_at, tables_compared,
                    rows_compared, differences, ok, version)
                VALUES ('logical', 'b2', now(), now(), 3, 1000, '["market_data"]', false, '1')
                """
            )
        } mend: {
            try bench.addBackupCheck()
        }
    }
}
