import ChandlerPostgres
import ChandlerWarehouse
import Foundation
import TestSupport
import Testing

extension DoctorTests {
    @Test func aReaderFindsAHealthyDatabaseHealthy() async throws {
        let bench = try await DoctorBench()
        try bench.database.execute(
            """
            GRANT USAGE ON SCHEMA cubi TO \(TestCluster.plainRole);
            GRANT SELECT ON ALL TABLES IN SCHEMA public, cubi TO \(TestCluster.plainRole);
            GRANT pg_monitor TO \(TestCluster.plainRole)
            """
        )
        let diagnosis = await bench.examine(as: try bench.plainConfiguration)
        try bench.database.execute("REVOKE pg_monitor FROM \(TestCluster.plainRole)")
        #expect(diagnosis.exitCode == 0, "\(diagnosis.words)")
        #expect(diagnosis.complaints == [:], "\(diagnosis.words)")
        let hidden = diagnosis.findings.filter { $0.severity == .notVisible }.map(\.id)
        #expect(hidden.sorted() == ["access.trust", "roles.md5"], "\(diagnosis.words)")
        #expect(diagnosis["roles.superuser"]?.severity == .healthy)
        #expect(diagnosis["disk"]?.severity == .healthy)
    }

    @Test func whatARoleMayNotSeeIsNeitherHealthyNorBroken() async throws {
        let bench = try await DoctorBench()
        try bench.database.execute(
            "INSERT INTO ingest_gaps VALUES ('BTCUSDT', '1d', 'binance', "
                + "now() - interval '9 days', now() - interval '7 days', 2, 'open', now(), 1)"
        )
        let diagnosis = await bench.examine(as: try bench.plainConfiguration)
        #expect(diagnosis.complaints == [:], "\(diagnosis.words)")
        let hidden = Set(diagnosis.findings.filter { $0.severity == .notVisible }.map(\.id))
        #expect(
            hidden.isSuperset(of: [
                "gaps", "runs", "rejects", "series.stale", "schema", "backup", "disk",
                "transactions.long", "transactions.idle", "access.trust", "roles.md5",
            ]),
            "\(diagnosis.words)"
        )
        #expect(diagnosis.role == TestCluster.plainRole)
        _ = try MeasuredMetrics(diagnosis)
    }

    @Test func aTableThatIsLockedFailsItsOwnExaminationOnly() async throws {
        let bench = try await DoctorBench()
        let holder = try bench.database.connect()
        try holder.execute("BEGIN; LOCK TABLE ingest_gaps IN ACCESS EXCLUSIVE MODE")
        let diagnosis = await bench.examine()
        try holder.execute("ROLLBACK")
        #expect(diagnosis["gaps"]?.severity == .warning, "\(diagnosis.words)")
        #expect(diagnosis["gaps"]?.words.contains("in the time allowed") == true)
        #expect(diagnosis["series.stale"]?.severity == .healthy)
        #expect(diagnosis["backup"]?.severity == .healthy)
        #expect(await bench.complaints() == [:])
    }

    @Test func aVisitWritesNothing() async throws {
        let bench = try await DoctorBench()
        func state() throws -> String {
            try bench.database.value(
                """
                SELECT (SELECT count(*) || md5(string_agg(oid || relname || relfilenode, ','
                        ORDER BY oid)) FROM pg_class)
                    || (SELECT md5(string_agg(xmin || run::text, ',')) FROM ingest_runs AS run)
                    || (SELECT md5(string_agg(w.xmin || w::text, ',')) FROM ingest_watermarks AS w)
                """
            )
        }
        try bench.database.execute(
            "INSERT INTO ingest_runs (command, arguments, version, started_at) "
                + "VALUES ('ingest', '{}', '1', now() - interval '2 hours')"
        )
        let before = try state()
        _ = await bench.examine()
        #expect(try state() == before)
    }
}
