import ChandlerCore
import ChandlerStore
import ChandlerWarehouse
import Foundation
import TestSupport
import Testing

@Suite struct TokenRetentionTests {
    private func filled() async throws -> RetentionBench {
        let bench = try await RetentionBench()
        try await bench.makeMonths(.tradeData, (0...5).map { Month(year: 2024, month: 1 + $0) })
        try bench.database.execute(
            """
            INSERT INTO cubi.token_data (mint, network, source, observed_at, volume, created_at,
                origins, raw_data, doubts)
            SELECT 'm' || n % 3, 'solana', 's', t, n, CASE WHEN n % 4 = 0 THEN t END, '{}', '{}',
                ARRAY['a', NULL, 'ä"{,']
            FROM generate_series('2024-01-10'::timestamptz, '2024-06-15', interval '5 hours')
                WITH ORDINALITY AS g (t, n);
            INSERT INTO cubi.trade_data (token_mint, strategy_id, roi, time_held, entry_time, features)
            SELECT 'm' || n % 5, 's', CASE n % 7 WHEN 0 THEN 'NaN' WHEN 1 THEN NULL
                WHEN 2 THEN '-0' ELSE n / 7.0 END::double precision, 1e-320, t, '{"a": [1.0, null]}'
            FROM generate_series('2024-01-01'::timestamptz, '2024-06-14', interval '11 hours')
                WITH ORDINALITY AS g (t, n);
            REFRESH MATERIALIZED VIEW cubi.daily_stats
            """
        )
        return bench
    }

    private let stats = """
        (SELECT "date", trades, tokens, win_rate, avg_roi, round(total_roi::numeric, 9), volume,
            new_tokens FROM cubi.daily_stats)
        """

    @Test func snapshotsAreDeletedToTheMomentAndTheirDaysStay() async throws {
        let bench = try await filled()
        let days = try bench.dump(stats)
        let report = try bench.retain()
        let table = try #require(report.tables.last)
        #expect(table.name == "cubi.token_data")
        #expect(table.months.map(\.month.dashed) == ["2024-01", "2024-02", "2024-03"])
        #expect(table.months.allSatisfy { $0.action == .deleted && $0.folder == nil })
        // 90 days before 2024-06-15 12:00.
        #expect(
            try bench.database.count(
                "cubi.token_data",
                where: "observed_at < '2024-03-17 12:00+00'"
            ) == 0
        )
        #expect(
            try bench.database.value("SELECT min(observed_at) FROM cubi.token_data")
                < "2024-03-17 17:00:01"
        )
        try bench.database.execute("REFRESH MATERIALIZED VIEW cubi.daily_stats")
        #expect(try bench.dump(stats) == days)
        #expect(try filesBelow(bench.archive.path).isEmpty)
        // The rest of a day that was kept does not replace it.
        try bench.retain(keep: ["cubi.token_data": .days(60)])
        try bench.database.execute("REFRESH MATERIALIZED VIEW cubi.daily_stats")
        #expect(try bench.dump(stats) == days)
        #expect(
            try bench.restoreCode("cubi.token_data") == .usage
        )
    }

    @Test func tradesGoOnlyWhenAskedAndComeBackIdentical() async throws {
        let bench = try await filled()
        let before = try bench.dump("cubi.trade_data")
        let days = try bench.dump(stats)
        try bench.retain()
        #expect(try bench.dump("cubi.trade_data") == before)
        for _ in 0..<2 {
            let report = try bench.retain(
                only: ["cubi.trade_data"],
                keep: ["cubi.trade_data": .months(3)],
                restoredDays: 0
            )
            #expect(report.tables[0].months.map(\.month.dashed) == ["2024-01", "2024-02"])
            #expect(report.refused.isEmpty)
            try bench.database.execute("REFRESH MATERIALIZED VIEW cubi.daily_stats")
            #expect(try bench.dump(stats) == days)
            let path = bench.archive.path + "/table=cubi.trade_data/year=2024/month=02"
            #expect(FileManager.default.fileExists(atPath: path + "/part-0.parquet"))
            for month in ["2024-01", "2024-02"].map(ChandlerWarehouseTests.month) {
                try bench.restore(month, of: "cubi.trade_data")
            }
            #expect(try bench.dump("cubi.trade_data") == before)
        }
        // A trade that comes for a day that is kept already is not lost silently.
        try bench.database.execute(
            """
            INSERT INTO cubi.trade_data (token_mint, strategy_id, entry_time)
            VALUES ('late', 's', '2024-02-10')
            """
        )
        let late = try bench.retain(
            only: ["cubi.trade_data"],
            keep: ["cubi.trade_data": .months(3)],
            restoredDays: 0
        )
        #expect(late.refused.map(\.month.dashed) == ["2024-02"])
    }
}

extension RetentionBench {
    fileprivate func restoreCode(_ table: String) throws -> WarehouseError.Code? {
        do {
            try restore(month("2024-01"), of: table)
            return nil
        } catch let error as WarehouseError {
            return error.code
        }
    }
}
