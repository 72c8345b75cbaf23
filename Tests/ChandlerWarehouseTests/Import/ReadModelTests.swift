import ChandlerPostgres
import ChandlerStore
import ChandlerWarehouse
import TestSupport
import Testing

/// What is read from imported rows: open positions, views, and what other rows say of them.
@Suite struct ReadModelTests {
    private func lane(_ shop: ImportWorkshop) throws -> StoreLane {
        try StoreLane(
            try ConnectionConfiguration(databaseURL: shop.database.url),
            applicationName: "test"
        )
    }

    @Test func aClosedTradeRemovesItsPositionAndTheOthersArePriced() async throws {
        let shop = try await ImportWorkshop()
        try shop.load(
            """
            symbol,entry_price,entry_time,quantity
            BTCUSDT,100,2024-03-01,2
            ETHUSDT,10,2024-03-01,1
            """,
            into: "open_positions"
        )
        let history = """
            symbol,action,entry_price,entry_time,quantity,status,exit_price,exit_time
            BTCUSDT,BUY,100,2024-03-01,2,OPEN,,
            ETHUSDT,BUY,10,2024-03-01,1,CLOSED,11,2024-03-02
            """
        let report = try shop.load(history, into: "trade_history")
        #expect(report.closedPositions == 1)
        #expect(try shop.rows("symbol", from: "open_positions") == ["BTCUSDT"])
        // An old file of positions does not bring it back.
        let again = try shop.load(
            "symbol,entry_price,entry_time,quantity\nETHUSDT,10,2024-03-01,1\n",
            into: "open_positions"
        )
        #expect(again.rules == ["closed": [2]])
        let repeated = try shop.load(history, into: "trade_history")
        #expect(repeated.closedPositions == 0)
        try shop.database.execute(
            """
            CREATE TABLE market_data_y2024m03 PARTITION OF market_data
                FOR VALUES FROM ('2024-03-01 00:00+00') TO ('2024-04-01 00:00+00');
            INSERT INTO market_data (venue, symbol, "interval", "timestamp", open, high, low, close,
                volume) VALUES ('v', 'BTCUSDT', '1h', '2024-03-05 10:00+00', 1, 150, 1, 125, 5);
            INSERT INTO ingest_watermarks VALUES ('BTCUSDT', '1h', 'v', '2024-03-05 10:00+00',
                '2024-03-05 10:00+00', '{}', '2024-03-05 11:00+00', 'none', 'x', NULL, now(), 1)
            """
        )
        let refresh = try await lane(shop).refreshOpenPositions()
        #expect(refresh.updated == 1)
        #expect(
            try shop.rows("symbol, current_price, unrealized_pnl", from: "open_positions")
                == ["BTCUSDT|125.00000000|50.00000000"]
        )
        let closed = try shop.load(
            history.replacing("2,OPEN,,", with: "2,CLOSED,120,2024-03-06"),
            into: "trade_history"
        )
        #expect(closed.counts == "0 inserted, 1 updated, 1 unchanged, 0 repeated, 0 rejected")
        #expect(closed.closedPositions == 1)
        #expect(try shop.database.count("open_positions") == 0)
    }

    @Test func viewsShowImportedRows() async throws {
        let shop = try await ImportWorkshop()
        try shop.load(
            """
            trade_id,symbol,side,quantity,price,fees,executed_at
            1,BTCUSDT,BUY,1,100,1,2024-03-01
            2,BTCUSDT,SELL,1,110,1,2024-03-01 23:59:59
            3,BTCUSDT,SELL,1,110,,2024-03-02
            """,
            into: "trades"
        )
        try shop.load(
            """
            token_mint,strategy_id,roi,time_held,entry_time
            m1,s,0.5,10,2024-03-01
            m2,s,-0.5,20,2024-03-01
            m1,s,NaN,,2024-04-01
            """,
            into: "cubi.trade_data"
        )
        _ = try await lane(shop).refreshMaterializedViews()
        #expect(
            try shop.rows("trade_date, trade_count, turnover, fees", from: "trades_by_symbol_day")
                == ["2024-03-01|2|210|2", "2024-03-02|1|110|-"]
        )
        #expect(
            try shop.rows("trade_date, trade_count, win_rate", from: "cubi.strategy_performance")
                == ["2024-03-01|2|0.5", "2024-04-01|1|0"]
        )
        #expect(
            try shop.rows("token_mint, trade_count", from: "cubi.token_performance") == [
                "m1|2", "m2|1",
            ]
        )
        #expect(
            try shop.rows("date, trades", from: "cubi.daily_stats") == [
                "2024-03-01|2", "2024-04-01|1",
            ]
        )
    }
}
