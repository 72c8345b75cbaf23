import ChandlerCore
import ChandlerPostgres
import ChandlerWarehouse
import Foundation
import TestSupport
import Testing

extension DoctorTests {
    @Test(
        arguments: [
            ("fsync", Finding.Severity.broken), ("full_page_writes", .broken),
            ("autovacuum", .warning), ("track_counts", .warning),
        ]
    )
    func aHarmfulSettingIsFound(_ name: String, _ severity: Finding.Severity) async throws {
        let bench = try await DoctorBench()
        try await check(bench, "settings.\(name)", severity) {
            try bench.server.set(name, "off")
        } mend: {
            try bench.server.set(name, "on")
        }
    }

    @Test func synchronousCommitOffIsANoticeOnly() async throws {
        let bench = try await DoctorBench()
        try bench.server.set("synchronous_commit", "off")
        let diagnosis = await bench.examine()
        try bench.server.set("synchronous_commit", "on")
        #expect(diagnosis["settings.synchronous_commit"]?.severity == .notice)
        #expect(diagnosis.exitCode == 0, "\(diagnosis.words)")
        let healthy = await bench.examine()
        #expect(healthy["settings.synchronous_commit"]?.severity == .healthy)
    }

    @Test func nearlyExhaustedConnectionsAreFound() async throws {
        let bench = try await DoctorBench()
        var sessions: [PostgresConnection] = []
        func used() throws -> Int64 {
            try bench.server.cluster.connect().query(
                "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
            ).firstRow().int64(0)
        }
        try await check(bench, "connections", .warning) {
            for _ in 0..<14 { sessions.append(try bench.database.connect()) }
        } mend: {
            sessions = []
            try bench.server.wait("the sessions have ended") { try used() < 8 }
        }
    }

    @Test func aServerThatCannotBeReachedIsBroken() async throws {
        let bench = try await DoctorBench()
        let port = try TestCluster.freePort()
        let nowhere = try ConnectionConfiguration(
            databaseURL: "postgresql://nobody:s3cret@127.0.0.1:\(port)/none"
        )
        let diagnosis = await bench.examine(as: nowhere)
        #expect(diagnosis.complaints == ["connection": .broken])
        #expect(diagnosis.exitCode == 2)
        #expect(!diagnosis.isUp)
        #expect(diagnosis.findings.map(\.id).sorted() == ["connection", "programs"])
        #expect(!diagnosis.words.contains("s3cret"))
        #expect(diagnosis["connection"]?.remedy?.contains("--database-url") == true)
        let metrics = try MeasuredMetrics(diagnosis)
        #expect(metrics["chandler_up"] == 0)
        #expect(metrics["chandler_doctor_findings", ["severity": "broken"]] == 1)
        #expect((metrics["chandler_doctor_timestamp_seconds"] ?? 0) > 1.7e9)
        #expect(await bench.examine().isUp)
    }

    @Test func aSlotThatKeepsWALForNobodyIsFound() async throws {
        try await check(
            "wal.slots",
            .warning,
            plant: "SELECT pg_create_physical_replication_slot('doctor', true)",
            mend: "SELECT pg_drop_replication_slot('doctor')"
        ) { $0.thresholds.slotBytes = 0 }
    }

    @Test func archivingThatFailsIsFound() async throws {
        let bench = try await DoctorBench()
        func state(_ condition: String) throws -> Bool {
            try bench.database.value("SELECT \(condition) FROM pg_stat_archiver") == "t"
        }
        func switchSegment() throws {
            try bench.database.execute(
                "CREATE TABLE filler AS SELECT generate_series(1, 100); DROP TABLE filler"
            )
            try bench.database.execute("SELECT pg_switch_wal()")
        }
        try await check(bench, "wal.archiving", .warning) {
            try bench.server.set("archive_command", "false")
            try switchSegment()
            try bench.server.wait("archiving has failed") {
                try state("coalesce(last_failed_time > last_archived_time, failed_count > 0)")
            }
        } mend: {
            try bench.server.set("archive_command", "true")
            try switchSegment()
            try bench.server.wait("archiving works") {
                try state("coalesce(last_archived_time > last_failed_time, false)")
            }
        }
    }

    @Test func aSuperuserWhoComesByAnAddressIsWarned() async throws {
        let bench = try await DoctorBench()
        let diagnosis = await bench.examine(as: try DoctorBench.configuration(bench.database))
        #expect(diagnosis.complaints == ["roles.superuser": .warning], "\(diagnosis.words)")
        #expect(diagnosis["roles.superuser"]?.command == "chandler db roles apply")
        #expect(await bench.examine()["roles.superuser"]?.severity == .notice)
    }

    @Test func weakPasswordsAreFound() async throws {
        let bench = try await DoctorBench()
        try await check(bench, "roles.md5", .warning) {
            try bench.database.execute(
                """
                SET password_encryption = 'md5';
                CREATE ROLE doctor_weak LOGIN PASSWORD 'x'
                """
            )
        } mend: {
            try bench.database.execute("DROP ROLE doctor_weak")
        }
    }

    @Test func littleSpaceIsFound() async throws {
        var bench = try await DoctorBench()
        func look(free: Int64) async -> Diagnosis {
            bench.surroundings.volume = { _ in .init(sizeBytes: 1_000_000, freeBytes: free) }
            return await bench.examine()
        }
        #expect(await look(free: 20_000).complaints == ["disk": .broken])
        #expect(await look(free: 50_000).complaints == ["disk": .warning])
        bench.surroundings.volume = { _ in nil }
        #expect(await bench.examine()["disk"]?.severity == .notVisible)
        bench.surroundings.isServerProcess = { _ in false }
        #expect(await bench.examine()["disk"]?.severity == .notVisible)
    }

    @Test func daysUntilTheDiskIsFullComeFromTheLastMonths() async throws {
        var bench = try await DoctorBench()
        let month = bench.now.advanced(by: -1)
        try bench.database.execute(
            """
            INSERT INTO market_data (venue, symbol, "interval", "timestamp", open, high, low, close,
                volume)
            SELECT 'binance', 'BTCUSDT', '1m', '\(month.start)'::timestamptz
                + n * interval '1 minute', 1, 1, 1, 1, 1 FROM generate_series(0, 9999) AS n
            """
        )
        bench.surroundings.volume = { _ in .init(sizeBytes: 2_000_000, freeBytes: 300_000) }
        let diagnosis = await bench.examine()
        #expect(diagnosis.complaints == ["disk": .warning], "\(diagnosis.words)")
        guard case .int(let growth)? = diagnosis["disk"]?["growth_bytes_per_month"],
            case .number(let days)? = diagnosis["disk"]?["full_in_days"]
        else {
            Issue.record("no growth was measured")
            return
        }
        #expect(growth > 400_000)
        #expect(abs(days - 300_000 / Double(growth) * 30.4) < 0.001)
        bench.surroundings.volume = { _ in .init(sizeBytes: 4 << 40, freeBytes: 2 << 40) }
        #expect(await bench.complaints() == [:])
    }

    @Test func blocksThatAreNotInMemoryAreFound() async throws {
        var bench = try await DoctorBench()
        bench.thresholds.cacheBlocks = 400
        let database = bench.database
        try database.execute(
            """
            CREATE TABLE cold WITH (autovacuum_enabled = off) AS
            SELECT repeat('x', 900) AS filler FROM generate_series(1, 4000)
            """
        )
        try database.execute("VACUUM cold")
        func read(_ times: Int) throws {
            let blocks = try reads("heap_blks_read + heap_blks_hit")
            let connection = try database.connect()
            for _ in 0..<times { try connection.query("SELECT count(*) FROM cold") }
            try connection.execute("SELECT pg_stat_force_next_flush()")
            try bench.server.wait("the reads are counted") {
                try reads("heap_blks_read + heap_blks_hit") >= blocks + times * 400
            }
        }
        func reads(_ columns: String) throws -> Int {
            Int(
                try database.value(
                    "SELECT \(columns) FROM pg_statio_user_tables WHERE relname = 'cold'"
                )
            ) ?? 0
        }
        try bench.server.restart()
        try database.execute("SELECT pg_stat_reset()")
        try read(1)
        let cold = await bench.examine()
        #expect(cold["cache.tables"]?.severity == .warning, "\(cold.words)")
        #expect(cold.complaints["cache.tables"] == .warning)
        try read(40)
        #expect(await bench.complaints() == [:])
        bench.thresholds.cacheBlocks = 1_000_000
        #expect(await bench.examine()["cache.tables"]?.words.contains("too little") == true)
    }
}
