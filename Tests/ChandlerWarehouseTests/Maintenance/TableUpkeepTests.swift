import ChandlerCore
import ChandlerPostgres
import ChandlerStore
import TestSupport
import Testing

@testable import ChandlerWarehouse

@Suite struct TableUpkeepTests {
    @Test func whatChangedIsVacuumedAndAnalyzedOnceAndRowsStay() async throws {
        let bench = try await MaintainedDatabase()
        try bench.addOldCandles(5_000)
        try bench.addNewCandles(5_000)
        let before = try bench.digests()
        let report = try await bench.maintain([.vacuum])
        let month = "market_data_\(bench.now.month.partitionSuffix)"
        #expect(
            Set(report.targets(.done)) == [
                "vacuum freeze analyze market_data_y2024m01", "vacuum analyze \(month)",
                "analyze market_data",
            ],
            "\(report.steps)"
        )
        #expect(report.steps.count == 3)
        #expect(report.steps.allSatisfy { !$0.reason.isEmpty && $0.seconds > 0 })
        #expect(
            try bench.value(
                "SELECT relallvisible = relpages AND relpages > 0 FROM pg_class "
                    + "WHERE relname = 'market_data_y2024m01'"
            ) == "t"
        )
        #expect(try bench.digests() == before)
        try bench.settle()
        let traces = try bench.traces()
        let second = try await bench.maintain([.vacuum])
        #expect(second.steps.isEmpty, "\(second.steps)")
        #expect(second.summary == "nothing to do")
        #expect(try bench.traces() == traces)
    }

    @Test func onlyWhatChangedSinceIsTouched() async throws {
        let bench = try await MaintainedDatabase()
        try bench.addOldCandles(5_000)
        try bench.addNewCandles(5_000)
        _ = try await bench.maintain([.vacuum])
        try bench.addNewCandles(200, symbol: "ETHUSDT")
        let report = try await bench.maintain([.vacuum])
        let month = "market_data_\(bench.now.month.partitionSuffix)"
        // 200 of 10,000 rows are no reason to sample every partition for the parent.
        #expect(report.targets(.done) == ["analyze \(month)"], "\(report.steps)")
        try bench.session.execute("DELETE FROM market_data WHERE volume < 2000")
        let third = try await bench.maintain([.vacuum])
        #expect(
            Set(third.targets(.done)) == [
                "vacuum freeze analyze market_data_y2024m01", "vacuum analyze \(month)",
                "analyze market_data",
            ]
        )
    }

    @Test func aMonthLoadedWithFreezeIsAnalyzedOnly() async throws {
        let bench = try await MaintainedDatabase()
        try bench.session.execute(
            """
            BEGIN;
            SELECT chandler_upkeep.make_month('market_data', '2024-02-01');
            COPY market_data_y2024m02
                (venue, symbol, "interval", "timestamp", open, high, low, close, volume)
                FROM PROGRAM
                'seq -f %05.0f 0 4999 | sed "s/.*/v,S&,1m,2024-02-01 00:00+00,2,3,1,2,5/"'
                WITH (FORMAT csv, FREEZE);
            SELECT chandler_upkeep.index_month('market_data', '2024-02-01');
            SELECT chandler_upkeep.attach_month('market_data', '2024-02-01');
            COMMIT
            """
        )
        try bench.keepAutovacuumOut()
        let report = try await bench.maintain([.vacuum])
        #expect(
            report.targets(.done) == ["analyze market_data_y2024m02", "analyze market_data"],
            "\(report.steps)"
        )
    }

    @Test func aTableSomebodyHoldsIsSkippedAndTheOthersAreDone() async throws {
        let bench = try await MaintainedDatabase()
        try bench.addOldCandles(2_000)
        try bench.addNewCandles(2_000)
        try bench.settle()
        let other = try bench.database.connect()
        try other.execute(
            "BEGIN; LOCK TABLE market_data_y2024m01 IN SHARE UPDATE EXCLUSIVE MODE"
        )
        let report = try await bench.maintain([.vacuum])
        #expect(
            report.targets(.skipped).contains("vacuum freeze analyze market_data_y2024m01"),
            "\(report.steps)"
        )
        #expect(
            report.targets(.done).contains(
                "vacuum analyze market_data_\(bench.now.month.partitionSuffix)"
            )
        )
        #expect(report.fault == nil)
        try other.execute("INSERT INTO bot_settings (parameter_name) VALUES ('held'); COMMIT")
        let next = try await bench.maintain([.vacuum])
        #expect(next.targets(.done).contains("vacuum freeze analyze market_data_y2024m01"))
    }

    @Test func aLoadUnderWayIsNotDisturbed() async throws {
        let bench = try await MaintainedDatabase()
        try bench.addOldCandles(3_000)
        try bench.settle()
        let load = try bench.database.connect()
        try load.execute(
            """
            BEGIN;
            INSERT INTO market_data
                (venue, symbol, "interval", "timestamp", open, high, low, close, volume)
            VALUES ('v', 'LOADING', '1m', '2024-01-20 00:00+00', 2, 3, 1, 2, 5)
            """
        )
        let report = try await bench.maintain([.vacuum])
        #expect(report.fault == nil)
        #expect(
            report.targets(.done).contains("vacuum freeze analyze market_data_y2024m01"),
            "\(report.steps)"
        )
        try load.execute("COMMIT")
        #expect(
            try bench.value("SELECT count(*) FROM market_data WHERE symbol = 'LOADING'") == "1"
        )
    }
}
