import ChandlerPostgres
import ChandlerStore
import Foundation
import TestSupport
import Testing

@testable import ChandlerWarehouse

@Suite struct IndexUpkeepTests {
    private static let key = "market_data_y2024m01_pkey"

    private func bloated() async throws -> MaintainedDatabase {
        let bench = try await MaintainedDatabase()
        for symbol in ["AAAUSDT", "BTCUSDT", "ETHUSDT"] {
            try bench.addOldCandles(20_000, symbol: symbol)
        }
        try bench.session.execute("DELETE FROM market_data WHERE volume::int % 20 <> 7")
        return bench
    }

    @Test func aBloatedIndexShrinksOnce() async throws {
        let bench = try await bloated()
        let before = try bench.digests()
        let size = try bench.size(Self.key)
        let report = try await bench.maintain([.vacuum, .reindex])
        let rebuilt = report.steps.filter { $0.action == "rebuild" }
        #expect(rebuilt.contains { $0.target == Self.key && $0.outcome == .done }, "\(report)")
        #expect(try bench.size(Self.key) < size / 4)
        for step in rebuilt {
            #expect((step.bytesAfter ?? 0) < (step.bytesBefore ?? 0))
        }
        #expect(try bench.digests() == before)
        try bench.settle()
        let traces = try bench.traces()
        let second = try await bench.maintain([.vacuum, .reindex])
        #expect(second.steps.isEmpty, "\(second.steps)")
        #expect(try bench.traces() == traces)
    }

    @Test func aFullIndexIsLeftAlone() async throws {
        let bench = try await MaintainedDatabase()
        try bench.addOldCandles(40_000)
        _ = try await bench.maintain([.vacuum])
        let report = try await bench.maintain([.reindex])
        #expect(report.steps.isEmpty, "\(report.steps)")
    }

    @Test func neverAndAlwaysAreWhatTheySay() async throws {
        let bench = try await bloated()
        _ = try await bench.maintain([.vacuum])
        let never = try await bench.maintain([.reindex]) { $0.reindexing = .never }
        #expect(never.steps.isEmpty, "\(never.steps)")
        let all = try bench.value(
            """
            SELECT count(*) FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
            WHERE c.relkind = 'i' AND c.relnamespace::regnamespace::text IN ('public', 'cubi')
                AND pg_relation_size(c.oid) > 16384
            """
        )
        let always = try await bench.maintain([.reindex]) { $0.reindexing = .always }
        #expect(String(always.count(.done)) == all, "\(always.steps)")
        #expect(always.isFinished && always.fault == nil)
    }

    @Test func theEstimateIsCloseToAFreshIndex() async throws {
        let bench = try await MaintainedDatabase()
        for symbol in ["AAAUSDT", "BTCUSDT", "ETHUSDT", "SOLUSDT"] {
            try bench.addOldCandles(20_000, symbol: symbol)
        }
        _ = try await bench.maintain([.vacuum])
        _ = try await bench.maintain([.reindex]) { $0.reindexing = .always }
        let tables = TableReading(connection: bench.session, names: ["market_data"])
        let states = try IndexReading(connection: bench.session, tables: tables)
            .states(atLeast: 100_000)
        // The key is unique, the times are shared by four rows each.
        #expect(states.count == 2, "\(states)")
        for index in states {
            let estimate = try #require(index.estimate).bytes(rows: index.rows)
            let ratio = Double(estimate) / Double(index.bytes)
            #expect(ratio > 0.8 && ratio < 1.1, "\(index.name): \(estimate) of \(index.bytes)")
        }
    }

    private static var hasExtension: Bool {
        let rows = try? TestCluster.shared().connect().query(
            "SELECT FROM pg_available_extensions WHERE name = 'pgstattuple'"
        )
        return rows?.isEmpty == false
    }

    @Test(.enabled(if: hasExtension, "the server has no extension pgstattuple"))
    func theExtensionMeasuresExactly() async throws {
        let bench = try await bloated()
        try bench.session.execute("CREATE SCHEMA tools; CREATE EXTENSION pgstattuple SCHEMA tools")
        _ = try await bench.maintain([.vacuum])
        let report = try await bench.maintain([.reindex])
        let step = try #require(report.steps.first { $0.target == Self.key })
        #expect(step.reason.contains("measured as needed"), "\(step)")
        let tables = TableReading(connection: bench.session, names: ["market_data"])
        let index = try #require(
            try IndexReading(connection: bench.session, tables: tables).states(atLeast: 1)
                .first { $0.name == Self.key }
        )
        let ideal = try #require(try ExactBloat(bench.session)?.idealBytes(of: index))
        #expect(abs(Double(ideal) / Double(index.bytes) - 1) < 0.1)
    }

    @Test func pendingEntriesOfGINAreMergedOnce() async throws {
        let bench = try await MaintainedDatabase()
        try bench.session.execute(
            """
            INSERT INTO strategies (name, parameters)
            SELECT 's' || n, jsonb_build_object('k' || n, n) FROM generate_series(1, 100) AS n
            """
        )
        let report = try await bench.maintain([.reindex])
        #expect(
            report.targets(.done) == [
                "clean pending list audit_log_values_idx",
                "clean pending list strategies_parameters_idx",
            ],
            "\(report.steps)"
        )
        let second = try await bench.maintain([.reindex])
        #expect(second.steps.isEmpty)
    }

    // MARK: - Broken rebuilds

    private static let invalid = """
        SELECT count(*) FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
        WHERE NOT i.indisvalid AND c.relkind = 'i'
        """

    private static let indexes = """
        SELECT string_agg(indexrelid::regclass::text || indisvalid, ' '
            ORDER BY indexrelid::regclass::text)
        FROM pg_index WHERE indexrelid >= 16384
        """

    /// Breaks a rebuild by killing its session while it waits for a transaction.
    private func breakRebuild(_ bench: MaintainedDatabase) async throws {
        let writer = try bench.database.connect()
        try writer.execute("BEGIN; UPDATE market_data SET volume = 1 WHERE volume = 7")
        let configuration = bench.configuration
        let rebuild = Elsewhere {
            let session = try PostgresConnection(configuration, applicationName: "breaking")
            try session.execute("REINDEX INDEX CONCURRENTLY \(Self.key)")
        }
        try await bench.wait(for: "(\(Self.invalid)) = 1", "an unfinished index")
        try bench.session.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                + "WHERE application_name = 'breaking' AND datname = current_database()"
        )
        await #expect(throws: PostgresError.self) { try await rebuild.end() }
        try writer.execute("ROLLBACK")
    }

    @Test func whatABrokenRebuildLeftIsDropped() async throws {
        let bench = try await bloated()
        let indexes = try bench.value(Self.indexes)
        try await breakRebuild(bench)
        #expect(try bench.value(Self.invalid) == "1")
        let report = try await bench.maintain([.reindex]) { $0.reindexing = .never }
        #expect(report.targets(.done) == ["drop \(Self.key)_ccnew"], "\(report.steps)")
        #expect(try bench.value(Self.indexes) == indexes)
    }

    @Test func indexesOfOthersAreLeftAlone() async throws {
        let bench = try await MaintainedDatabase()
        try bench.session.execute(
            """
            CREATE TABLE mine (a int);
            INSERT INTO mine SELECT n FROM generate_series(1, 5000) AS n;
            CREATE INDEX mine_a_ccnew ON mine (a);
            UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'mine_a_ccnew'::regclass
            """
        )
        let report = try await bench.maintain { $0.reindexing = .always }
        #expect(!report.steps.contains { $0.target.contains("mine") })
        #expect(try bench.value("SELECT to_regclass('mine_a_ccnew')") == "mine_a_ccnew")
    }

    @Test func anInvalidIndexOfSomebodysOwnMakingIsBuilt() async throws {
        let bench = try await bloated()
        try bench.session.execute(
            """
            CREATE INDEX my_volume_idx ON market_data_y2024m01 (volume);
            UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'my_volume_idx'::regclass
            """
        )
        let report = try await bench.maintain([.reindex]) { $0.reindexing = .never }
        #expect(report.targets(.done) == ["rebuild my_volume_idx"], "\(report.steps)")
        #expect(try bench.value(Self.invalid) == "0")
    }

    @Test func killedInTheMiddleItEndsCleanWhenRunAgain() async throws {
        let bench = try await bloated()
        let indexes = try bench.value(Self.indexes)
        _ = try await bench.maintain([.vacuum])
        let digests = try bench.digests()
        let writer = try bench.database.connect()
        try writer.execute("BEGIN; UPDATE market_data SET volume = volume WHERE volume = 7")
        let configuration = bench.configuration
        let killer = Elsewhere {
            let session = try PostgresConnection(configuration, applicationName: "killer")
            for _ in 0..<30_000 {
                let killed = try session.query(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND query LIKE 'REINDEX%'
                        AND wait_event_type = 'Lock'
                    """
                )
                if !killed.isEmpty { return }
                usleep(10_000)
            }
        }
        await #expect(throws: (any Error).self) {
            try await bench.maintain([.reindex]) { $0.rebuildPatience = .seconds(30) }
        }
        try await killer.end()
        try writer.execute("ROLLBACK")
        #expect(try bench.value(Self.invalid) == "1")
        let report = try await bench.maintain([.reindex])
        #expect(report.fault == nil)
        #expect(report.targets(.done).contains("drop \(Self.key)_ccnew"), "\(report.steps)")
        #expect(report.targets(.done).contains("rebuild \(Self.key)"), "\(report.steps)")
        #expect(try bench.value(Self.indexes) == indexes)
        #expect(try bench.digests() == digests)
        #expect(try await bench.maintain([.reindex]).steps.isEmpty)
    }

    @Test func aRebuildThatCannotEndLeavesNothing() async throws {
        let bench = try await bloated()
        _ = try await bench.maintain([.vacuum])
        let indexes = try bench.value(Self.indexes)
        let writer = try bench.database.connect()
        try writer.execute("BEGIN; UPDATE market_data SET volume = volume WHERE volume = 7")
        let report = try await bench.maintain([.reindex])
        #expect(report.targets(.skipped).contains("rebuild \(Self.key)"), "\(report.steps)")
        #expect(report.fault == nil)
        try writer.execute("COMMIT")
        // Even dropping waits for the writer: what could not be dropped goes in the next run.
        let next = try await bench.maintain([.reindex])
        #expect(next.targets(.done).contains("rebuild \(Self.key)"), "\(next.steps)")
        #expect(try bench.value(Self.indexes) == indexes)
    }

    @Test func aRebuildGivesWayToWhoWaitsForIt() async throws {
        let bench = try await bloated()
        _ = try await bench.maintain([.vacuum])
        let writer = try PostgresConnection(bench.configuration, applicationName: "writer")
        try writer.execute("BEGIN; UPDATE market_data SET volume = volume WHERE volume = 7")
        let configuration = bench.configuration
        let waiter = Elsewhere {
            let session = try PostgresConnection(configuration, applicationName: "waiter")
            for _ in 0..<30_000 {
                let isRebuilding = try session.query(
                    """
                    SELECT EXISTS (SELECT FROM pg_stat_activity
                        WHERE datname = current_database() AND query LIKE 'REINDEX%'
                            AND wait_event_type = 'Lock')
                    """
                ).firstRow().bool(0)
                if isRebuilding { break }
                usleep(10_000)
            }
            try session.execute(
                "BEGIN; LOCK TABLE market_data_y2024m01 IN SHARE UPDATE EXCLUSIVE MODE; COMMIT"
            )
            // The rebuild of the next index would wait for it.
            try session.execute(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND application_name = 'writer'
                """
            )
        }
        let report = try await bench.maintain([.reindex]) { $0.rebuildPatience = .seconds(300) }
        try await waiter.end()
        // The other index was rebuilt when nobody waited any more.
        let step = try #require(report.steps.first { $0.action == "rebuild" })
        #expect(step.outcome == .skipped, "\(report.steps)")
        #expect(step.detail?.hasPrefix("gave way") == true)
        _ = try await bench.maintain([.reindex])
        #expect(try bench.value(Self.invalid) == "0")
    }
}
