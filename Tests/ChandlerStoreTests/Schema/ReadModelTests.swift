import ChandlerCore
import ChandlerPostgres
import Testing

@testable import ChandlerStore

@Suite(
    .serialized,
    .timeLimit(.minutes(20)),
    .enabled(if: TestCluster.isUsable, TestCluster.skipReason)
)
struct ReadModelTests {
    private static let trades = """
        INSERT INTO cubi.trade_data
            (token_mint, strategy_id, roi, roi_per_sec, time_held, entry_time)
        VALUES ('m1', 's', 0.5, 0.05, 10, '2024-03-05 00:00+00'),
            ('m1', 's', -0.25, -0.025, 10, '2024-03-05 23:59:59.999999+00'),
            ('m2', 's', 'NaN', NULL, NULL, '2024-03-06 00:00+00'),
            ('m2', 't', NULL, NULL, NULL, '2024-03-05 12:00+00'),
            ('m2', 't', 1, 1, 1, '2024-03-05 12:00+00')
        """

    private static let tokens = """
        INSERT INTO cubi.token_data
            (mint, network, source, observed_at, created_at, volume, origins, raw_data)
        VALUES ('m1', 'n', 'a', '2024-03-05 01:00+00', '2024-03-05 00:30+00', 100, '{}', '{}'),
            ('m1', 'n', 'a', '2024-03-05 23:00+00', '2024-03-05 00:30+00', 70, '{}', '{}'),
            ('m1', 'n', 'b', '2024-03-05 23:30+00', '2024-03-05 00:30+00', NULL, '{}', '{}'),
            ('m2', 'n', 'a', '2024-03-05 23:00+00', '2023-01-01 00:00+00', 5, '{}', '{}'),
            ('m3', 'n', 'a', '2024-03-07 23:00+00', '2024-03-05 00:00+00', 1, '{}', '{}')
        """

    private func store() async throws -> TestStore {
        let store = try await TestStore()
        let range = TimeRange(try moment("2024-03-05"), try moment("2024-03-07"))
        try await store.lane.ensureMonths(of: .tradeData, covering: range)
        try store.connection().execute(Self.trades)
        try store.connection().execute(Self.tokens)
        return store
    }

    private func lines(_ view: String, _ store: TestStore) throws -> [String] {
        try store.connection().query("SELECT v::text FROM \(view) AS v ORDER BY 1").map {
            try $0.text(0)
        }
    }

    @Test func tradesAreSummedUpByStrategyAndDay() async throws {
        #expect(
            try lines("cubi.strategy_performance", try await store()) == [
                "(s,2024-03-05,2,0.5,0.125,0.0125,0.25,10)", "(s,2024-03-06,1,0,NaN,,NaN,)",
                "(t,2024-03-05,2,1,1,1,1,1)",
            ]
        )
    }

    @Test func tradesAreSummedUpByToken() async throws {
        let store = try await store()
        try store.connection().execute("DELETE FROM cubi.trade_data WHERE roi = 'NaN'")
        #expect(
            try lines("cubi.token_performance", store) == [
                "(m1,2,0.5,0.125,0.5,-0.25,\"2024-03-05 23:59:59.999999+00\")",
                "(m2,2,1,1,1,1,\"2024-03-05 12:00:00+00\")",
            ]
        )
    }

    @Test func daysOfTradesAndTokensAppearWithTheRefresh() async throws {
        let store = try await store()
        #expect(try lines("cubi.daily_stats", store).isEmpty)
        #expect(
            try await store.lane.refreshMaterializedViews() == StoreLane.materializedViews
        )
        // Three of four returns are known, two of them above 0; 70 + 5 is traded; m1 and m3 are new.
        let days = try lines("cubi.daily_stats", store)
        #expect(days.count == 3)
        #expect(days[0].hasPrefix("(2024-03-05,4,2,0.6666666"))
        #expect(days[0].hasSuffix(",1.25,75,2)"))
        #expect(days[1] == "(2024-03-06,1,1,0,NaN,NaN,,)")
        #expect(days[2] == "(2024-03-07,0,0,,,,1,0)")
    }

    @Test func aDayStaysWhenItsDetailsAreRemoved() async throws {
        let store = try await store()
        _ = try await store.lane.refreshMaterializedViews()
        let before = try lines("cubi.daily_stats", store)
        let connection = try store.connection()
        // Snapshots go first, trades follow later.
        try connection.execute(
            """
            INSERT INTO cubi.daily_stats_kept ("date", volume, new_tokens)
            SELECT "date", volume, new_tokens FROM cubi.daily_stats_live
            WHERE new_tokens IS NOT NULL;
            DELETE FROM cubi.token_data
            """
        )
        _ = try await store.lane.refreshMaterializedViews()
        #expect(try lines("cubi.daily_stats", store) == before)
        try connection.execute(
            """
            INSERT INTO cubi.daily_stats_kept AS kept
                ("date", trades, tokens, win_rate, avg_roi, total_roi)
            SELECT "date", trades, tokens, win_rate, avg_roi, total_roi FROM cubi.daily_stats_live
            WHERE trades IS NOT NULL
            ON CONFLICT ("date") DO UPDATE SET
                (trades, tokens, win_rate, avg_roi, total_roi) = (excluded.trades,
                    excluded.tokens, excluded.win_rate, excluded.avg_roi, excluded.total_roi);
            DROP TABLE cubi.trade_data_2024_03
            """
        )
        _ = try await store.lane.refreshMaterializedViews()
        #expect(try lines("cubi.daily_stats", store) == before)
    }

    @Test func ordersTradedAreSummedUpBySymbolAndDay() async throws {
        let store = try await TestStore()
        try store.connection().execute(
            """
            INSERT INTO trades (trade_id, symbol, side, quantity, price, fees, pnl, net_pnl,
                executed_at)
            VALUES ('1', 'A', 'BUY', 2, 100, 1, 0, -1, '2024-03-05 00:00+00'),
                ('2', 'A', 'SELL', 2, 110, 1, 20, 19, '2024-03-05 23:59+00'),
                ('3', 'A', 'SELL', 1, 1, 0, 0, 0, '2024-03-06 00:00+00')
            """
        )
        _ = try await store.lane.refreshMaterializedViews()
        #expect(
            try lines("trades_by_symbol_day", store) == [
                "(A,2024-03-05,2,1,1,4,420,2,20,18)", "(A,2024-03-06,1,0,1,1,1,0,0,0)",
            ]
        )
    }
}
