import ChandlerCore
import ChandlerPostgres
import ChandlerStore
import Foundation
import TestSupport
import Testing

@testable import ChandlerWarehouse

@Suite struct MaintenanceTests {
    @Test func aDryRunChangesNothingAndTellsWhatItWouldDo() async throws {
        let bench = try await MaintainedDatabase()
        try bench.addOldCandles(3_000)
        try bench.addPosition()
        try bench.session.execute("DROP TABLE \(bench.lastMonth)")
        try bench.settle()
        let traces = try bench.traces()
        let report = try await bench.maintain { $0.isDryRun = true }
        #expect(report.count(.planned) == report.steps.count, "\(report.steps)")
        #expect(
            Set(report.steps.map(\.subject)) == [.partitions, .positions, .views, .vacuum]
        )
        #expect(try bench.traces() == traces)
        #expect(try bench.value("SELECT count(*) FROM system_logs") == "0")
    }

    @Test func aDeadlineThatHasComeLeavesEverything() async throws {
        let bench = try await MaintainedDatabase()
        try bench.addOldCandles(3_000)
        try bench.settle()
        let report = try await bench.maintain { $0.deadline = .zero }
        #expect(report.count(.left) == report.steps.count && !report.steps.isEmpty)
        #expect(!report.isFinished)
        #expect(report.summary.hasSuffix("left by the deadline"))
        let next = try await bench.maintain()
        #expect(next.isFinished)
        #expect(next.targets(.done) == report.targets(.left))
    }

    @Test func aSecondRunAtOnceIsTurnedAway() async throws {
        let bench = try await MaintainedDatabase()
        let lock = MaintenanceLock(connection: bench.session)
        try lock.take()
        var hasBegun = false
        let error = await #expect(throws: WarehouseError.self) {
            try await bench.maintain(begin: { hasBegun = true })
        }
        #expect(error?.code == .busy && !hasBegun)
        // Looking does not exclude anybody.
        _ = try await bench.maintain { $0.isDryRun = true }
        lock.giveBack()
        _ = try await bench.maintain(begin: { hasBegun = true })
        #expect(hasBegun)
        let other = MaintenanceLock(connection: try bench.database.connect())
        try other.take()
    }

    @Test func theSecondRunOfEverythingHasNothingToDo() async throws {
        let bench = try await MaintainedDatabase()
        try bench.addOldCandles(3_000)
        try bench.addPosition()
        try bench.session.execute(
            """
            INSERT INTO cubi.trade_data (token_mint, strategy_id, roi, entry_time, features)
            SELECT 'm' || n % 50, 's', n, '2024-01-05'::date + n * interval '1 minute', '{"a": 1}'
            FROM generate_series(1, 3000) AS n
            """
        )
        let before = try bench.digests().filter { !$0.hasPrefix("open_positions") }
        let report = try await bench.maintain()
        #expect(report.fault == nil && report.isFinished, "\(report.steps)")
        #expect(Set(report.steps.map(\.subject)) == [.positions, .views, .vacuum, .reindex])
        #expect(try bench.digests().filter { !$0.hasPrefix("open_positions") } == before)
        try bench.settle()
        let traces = try bench.traces()
        let second = try await bench.maintain()
        #expect(second.steps.isEmpty, "\(second.steps)")
        #expect(try bench.traces() == traces)
    }

    @Test func eachRunIsARowInTheLog() async throws {
        let bench = try await MaintainedDatabase()
        try bench.addOldCandles(3_000)
        _ = try await bench.maintain()
        _ = try await bench.maintain()
        let rows = try bench.session.query(
            """
            SELECT level, message, jsonb_array_length(details -> 'steps'),
                details -> 'memory' -> 'views' ? 'cubi.daily_stats',
                details -> 'steps' -> 0 ->> 'outcome'
            FROM system_logs WHERE component = 'maintain' ORDER BY id
            """
        )
        #expect(rows.count == 2)
        #expect(try rows[0].text(0) == "INFO")
        #expect(try rows[0].text(1).hasPrefix("maintenance: "))
        #expect(try rows[0].int64(2) > 0 && rows[0].text(4) == "done")
        #expect(try rows[1].text(1) == "maintenance: nothing to do")
        #expect(try rows[1].bool(3))
    }

    // MARK: - Months, positions, views, runs

    @Test func missingMonthsAreMadeAndLooseOnesNamed() async throws {
        let bench = try await MaintainedDatabase()
        try bench.session.execute(
            """
            DROP TABLE \(bench.lastMonth);
            CREATE TABLE market_data_y2020m01 (a int);
            CREATE TABLE market_data_rest PARTITION OF market_data DEFAULT
            """
        )
        let report = try await bench.maintain([.partitions])
        #expect(report.targets(.done) == ["make month \(bench.lastMonth)"], "\(report.steps)")
        #expect(report.findings.count == 2, "\(report.findings)")
        #expect(report.findings.contains { $0.hasPrefix("market_data_rest is a default") })
        #expect(report.findings.contains { $0.hasPrefix("market_data_y2020m01 is called") })
        let second = try await bench.maintain([.partitions])
        #expect(second.steps.isEmpty && second.findings.count == 2)
    }

    @Test func positionsFollowTheNewestClose() async throws {
        let bench = try await MaintainedDatabase()
        try bench.addOldCandles(10)
        try bench.addPosition()
        let report = try await bench.maintain([.positions])
        #expect(report.targets(.done) == ["refresh open_positions"], "\(report.steps)")
        #expect(report.steps.first?.detail == "1 priced, 0 closed ones removed")
        #expect(
            try bench.value("SELECT current_price || ' ' || unrealized_pnl FROM open_positions")
                == "2.00000000 3.00000000"
        )
        #expect(try await bench.maintain([.positions]).steps.isEmpty)
    }

    @Test func viewsAreRefreshedWhenTheirSourcesChanged() async throws {
        let bench = try await MaintainedDatabase()
        let first = try await bench.maintain([.views])
        #expect(
            first.targets(.done)
                == ["refresh trades_by_symbol_day", "refresh cubi.daily_stats"]
        )
        #expect(try await bench.maintain([.views]).steps.isEmpty)
        try bench.session.execute(
            """
            INSERT INTO trades (trade_id, symbol, side, quantity, price, executed_at)
            VALUES ('t', 'BTCUSDT', 'BUY', 2, 3, now())
            """
        )
        let second = try await bench.maintain([.views])
        #expect(second.targets(.done) == ["refresh trades_by_symbol_day"], "\(second.steps)")
        #expect(second.steps.first?.reason.hasPrefix("its sources changed since 20") == true)
        #expect(try bench.value("SELECT sum(turnover) FROM trades_by_symbol_day") == "6")
        // A source two views deep, in a partition.
        try bench.session.execute(
            "INSERT INTO cubi.trade_data (token_mint, strategy_id, entry_time) "
                + "VALUES ('m', 's', '2024-01-02')"
        )
        let third = try await bench.maintain([.views])
        #expect(third.targets(.done) == ["refresh cubi.daily_stats"], "\(third.steps)")
        try bench.session.execute("TRUNCATE trades")
        let fourth = try await bench.maintain([.views])
        #expect(fourth.targets(.done) == ["refresh trades_by_symbol_day"])
        #expect(try bench.value("SELECT count(*) FROM trades_by_symbol_day") == "0")
        #expect(try await bench.maintain([.views]).steps.isEmpty)
    }

    @Test func lostRunsAreClosed() async throws {
        let bench = try await MaintainedDatabase()
        try bench.session.execute(
            """
            INSERT INTO ingest_runs (command, arguments, version, started_at)
            VALUES ('ingest', '{}', '1', now()), ('ingest', '{}', '1', now() - interval '1 day');
            SET application_name = 'chandler ingest run 2'
            """
        )
        let report = try await bench.maintain([.ledger])
        #expect(report.targets(.done) == ["close lost runs ingest_runs"], "\(report.steps)")
        #expect(
            try bench.value("SELECT string_agg(status, ' ' ORDER BY run_id) FROM ingest_runs")
                == "interrupted running"
        )
        #expect(try await bench.maintain([.ledger]).steps.isEmpty)
    }

    // MARK: - Rights

    @Test func aRoleWithoutRightsIsToldWhoHasThem() async throws {
        let bench = try await MaintainedDatabase()
        try bench.addOldCandles(3_000)
        try bench.session.execute(
            """
            GRANT USAGE ON SCHEMA cubi TO \(TestCluster.plainRole);
            GRANT SELECT ON ALL TABLES IN SCHEMA public, cubi TO \(TestCluster.plainRole);
            GRANT INSERT ON system_logs TO \(TestCluster.plainRole)
            """
        )
        try bench.settle()
        let role = try bench.plainRole
        let traces = try bench.traces()
        let report = try await bench.maintain([.vacuum, .reindex], as: role)
        #expect(report.isDenied, "\(report.steps)")
        #expect(
            report.steps.allSatisfy {
                $0.detail?.contains("the login may not; let one that is a member of role") == true
            }
        )
        #expect(try bench.traces() == traces)
        // Where nothing is needed nothing is denied.
        _ = try await bench.maintain([.vacuum, .reindex])
        let second = try await bench.maintain([.vacuum, .reindex], as: role)
        #expect(second.steps.isEmpty && !second.isDenied, "\(second.steps)")
    }

    @Test func anApplicationRoleDoesWhatItMay() async throws {
        let bench = try await MaintainedDatabase()
        try bench.addOldCandles(3_000)
        try bench.addPosition()
        try bench.session.execute(
            """
            DROP TABLE \(bench.lastMonth);
            GRANT USAGE ON SCHEMA cubi, chandler_upkeep TO \(TestCluster.plainRole);
            GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA chandler_upkeep TO \(TestCluster.plainRole);
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public, cubi
                TO \(TestCluster.plainRole)
            """
        )
        let report = try await bench.maintain(as: try bench.plainRole)
        #expect(report.fault == nil && !report.isDenied, "\(report.steps)")
        #expect(
            Set(report.steps.filter { $0.outcome == .done }.map(\.subject))
                == [.partitions, .positions, .views],
            "\(report.steps)"
        )
        #expect(Set(report.steps.filter { $0.outcome == .denied }.map(\.subject)) == [.vacuum])
    }
}

extension MaintainedDatabase {
    /// The last of the months that are made ahead.
    fileprivate var lastMonth: String {
        "market_data_\(now.month.advanced(by: 3).partitionSuffix)"
    }

    /// An open position that has no price yet, and the watermark of its series.
    fileprivate func addPosition() throws {
        try session.execute(
            """
            INSERT INTO ingest_watermarks VALUES ('BTCUSDT', '1m', 'v', '2024-01-01 00:00+00',
                '2024-01-01 00:09+00', '{}', '2024-01-01 00:10+00', 'none', 'x', NULL, now(), 1);
            INSERT INTO open_positions (symbol, entry_price, entry_time, quantity)
            VALUES ('BTCUSDT', 1, '2024-01-01 00:00+00', 3)
            """
        )
    }
}
