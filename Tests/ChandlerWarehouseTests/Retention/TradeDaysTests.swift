import ChandlerStore
import ChandlerWarehouse
import TestSupport
import Testing

/// Days of trades stay as they are, whatever of them is archived.
@Suite struct TradeDaysTests {
    /// Day 1 goes as a whole, day 2 in parts, and day 3 is young.
    private func filled() async throws -> RetentionBench {
        let bench = try await RetentionBench()
        try bench.database.execute(
            """
            INSERT INTO positions (id, symbol, side, quantity, status, opened_at) VALUES
                ('00000000-0000-0000-0000-0000000000aa', 'A', 'LONG', 1, 'OPEN', '2023-02-01');
            INSERT INTO trades (trade_id, symbol, side, quantity, price, fees, pnl, net_pnl,
                position_id, executed_at) VALUES
                ('1', 'A', 'BUY', 2, 100, 1, 0, -1, NULL, '2023-02-01 00:00+00'),
                ('2', 'A', 'SELL', 2, 110, 1, 20, 19, NULL, '2023-02-01 23:59:59.999999+00'),
                ('3', 'B', 'SELL', 0.1, 0.3, NULL, 0, NULL, NULL, '2023-02-01 12:00+00'),
                ('4', 'A', 'BUY', 3, 10, 1, 0, 0, '00000000-0000-0000-0000-0000000000aa',
                    '2023-02-28 12:00+00'),
                ('5', 'A', 'SELL', 5, 10, 1, 2, 0, NULL, '2023-02-28 23:00+00'),
                ('6', 'A', 'SELL', 5, 10, 1, 2, 0, NULL, '2024-06-01 00:00+00')
            """
        )
        return bench
    }

    private func days(_ bench: RetentionBench) throws -> [String] {
        try bench.database.execute("REFRESH MATERIALIZED VIEW trades_by_symbol_day")
        return try bench.database.column(
            "SELECT t::text FROM trades_by_symbol_day AS t ORDER BY symbol, trade_date"
        )
    }

    private let expected = [
        "(A,2023-02-01,2,1,1,4,420,2,20,18)", "(A,2023-02-28,2,1,1,8,80,2,2,0)",
        "(A,2024-06-01,1,0,1,5,50,1,2,0)", "(B,2023-02-01,1,0,1,0.1,0.03,,0,)",
    ]

    @Test func daysSurviveArchivingInPartsAndComeBackOnce() async throws {
        let bench = try await filled()
        #expect(try days(bench) == expected)
        #expect(try bench.retain(only: ["trades"]).tables[0].months.map(\.rows) == [4])
        #expect(try days(bench) == expected)
        #expect(try bench.database.count("trades_by_symbol_day_kept") == 3)
        // What is left of a day can still change, and is counted once.
        try bench.database.execute(
            """
            UPDATE trades SET pnl = 7 WHERE trade_id = '4';
            UPDATE positions SET status = 'CLOSED'
            """
        )
        var changed = expected
        changed[1] = "(A,2023-02-28,2,1,1,8,80,2,9,0)"
        #expect(try days(bench) == changed)
        #expect(try bench.retain(only: ["trades"]).tables[0].months.map(\.rows) == [1])
        #expect(try days(bench) == changed)
        try bench.restore(month("2023-02"), of: "trades")
        #expect(try bench.database.count("trades_by_symbol_day_kept") == 0)
        #expect(try days(bench) == changed)
        #expect(try bench.restore(month("2023-02"), of: "trades").action == .unchanged)
        #expect(try bench.retain(only: ["trades"], restoredDays: 0).refused.isEmpty)
        #expect(try bench.database.count("trades") == 1)
        #expect(try days(bench) == changed)
    }

    @Test func aRunThatIsStoppedKeepsNothingTwice() async throws {
        let whole = try await filled()
        var steps = 0
        try whole.retain(only: ["trades"]) { _ in steps += 1 }
        for stop in 1...steps {
            let bench = try await filled()
            var step = 0
            #expect(throws: Stopped.self) {
                try bench.retain(only: ["trades"]) { _ in
                    step += 1
                    if step == stop { throw Stopped() }
                }
            }
            #expect(try days(bench) == expected, "after step \(stop)")
            #expect(try bench.retain(only: ["trades"]).refused.isEmpty)
            #expect(try days(bench) == expected, "after step \(stop)")
        }
    }

    @Test func sumsThatCannotBeKeptKeepTheTrades() async throws {
        let bench = try await filled()
        try bench.database.execute(
            """
            CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN RETURN NULL; END';
            CREATE TRIGGER lose BEFORE INSERT ON trades_by_symbol_day_kept FOR EACH ROW
                WHEN (NEW.symbol = 'B') EXECUTE FUNCTION lose()
            """
        )
        let report = try bench.retain(only: ["trades"])
        #expect(report.refused.first?.words?.contains("B 2023-02-01") == true, "\(report)")
        #expect(try bench.database.count("trades") == 6)
        #expect(try bench.database.count("trades_by_symbol_day_kept") == 0)
    }
}
