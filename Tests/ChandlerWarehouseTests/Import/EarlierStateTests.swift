import ChandlerWarehouse
import TestSupport
import Testing

/// What is stored is not replaced by what it was before.
@Suite struct EarlierStateTests {
    private static let orders = """
        order_id,symbol,side,order_type,quantity,status,exchange,source,created_at

        """

    private func order(_ status: String, _ rest: String = "") -> String {
        "R-1,B,BUY,LIMIT,1,\(status),e,s,2024-01-01\(rest)\n"
    }

    @Test func anOlderRowIsPassedOver() async throws {
        let shop = try await ImportWorkshop()
        let head = Self.orders.replacing("\n", with: ",updated_at,filled_at\n")
        let new = head + order("FILLED", ",2024-01-02,2024-01-02")
        let old = head + order("PENDING", ",2024-01-01,")
        try shop.load(new, into: "orders")
        for isDryRun in [true, false] {
            let report = try shop.load(old, into: "orders") { $0.isDryRun = isDryRun }
            #expect(
                report.counts == "0 inserted, 0 updated, 0 unchanged, 0 repeated, 0 rejected",
                "\(report)"
            )
            #expect(report.older == 1)
            #expect(report.olderLines == [2])
        }
        #expect(
            try shop.rows("status, filled_at, updated_at", from: "orders")
                == ["FILLED|2024-01-02 00:00:00+00|2024-01-02 00:00:00+00"]
        )
        #expect(try shop.database.count("ingest_rejects") == 0)
        // What is later counts, whatever it says.
        let later = head + order("OPEN", ",2024-01-03,")
        #expect(try shop.load(later, into: "orders").updated == 1)
        #expect(try shop.rows("status, filled_at", from: "orders") == ["OPEN|-"])
        #expect(try shop.load(new, into: "orders").older == 1)
    }

    @Test func everyTableWithATimeOfChangeKeepsTheLaterRow() async throws {
        let shop = try await ImportWorkshop()
        let files = [
            ("strategies", "name,description,updated_at\ngrid,", ",2024-01-"),
            ("bot_settings", "parameter_name,parameter_value,updated_at\nrisk,", ",2024-01-"),
        ]
        for (table, start, end) in files {
            try shop.load(start + "b" + end + "02\n", into: table)
            let older = try shop.load(start + "a" + end + "01\n", into: table)
            #expect(older.older == 1 && older.updated == 0, "\(table): \(older)")
            let same = try shop.load(start + "c" + end + "02\n", into: table)
            #expect(same.older == 0 && same.updated == 1, "\(table): \(same)")
        }
    }

    @Test(
        arguments: ["FILLED", "CANCELLED", "REJECTED", "EXPIRED"],
        ["PENDING", "OPEN", "PARTIALLY_FILLED", "CANCELLED"]
    )
    func aFinishedOrderStaysFinished(_ stored: String, _ given: String) async throws {
        guard stored != given else { return }
        let shop = try await ImportWorkshop()
        try shop.load(Self.orders + order(stored), into: "orders")
        let report = try shop.load(Self.orders + order(given), into: "orders")
        if given == "CANCELLED" {
            #expect(report.updated == 1)
        } else {
            #expect(report.rules == ["conflict": [2]], "\(report)")
            #expect(report.rejects.first?.reason.contains(stored) == true)
            #expect(try shop.rows("status", from: "orders") == [stored])
        }
    }

    @Test func aClosedTradeIsNotOpenedAndNotEmptied() async throws {
        let shop = try await ImportWorkshop()
        let head =
            "symbol,action,entry_price,exit_price,entry_time,exit_time,quantity,pnl,status\n"
        let open = "ETHUSDT,BUY,2000,,2024-02-01,,1,,OPEN\n"
        let closed = "ETHUSDT,BUY,2000,2100,2024-02-01,2024-02-05,1,100,CLOSED\n"
        try shop.load(head + open, into: "trade_history")
        #expect(try shop.load(head + closed, into: "trade_history").updated == 1)
        for isDryRun in [true, false] {
            let report = try shop.load(head + open, into: "trade_history") {
                $0.isDryRun = isDryRun
            }
            #expect(report.rules == ["conflict": [2]], "\(report)")
            #expect(report.updated == 0)
        }
        let emptied = try shop.load(
            head + closed.replacing("2024-02-05", with: "").replacing("2100", with: ""),
            into: "trade_history"
        )
        #expect(emptied.rules == ["conflict": [2]], "\(emptied)")
        #expect(emptied.rejects[0].reason.contains("exit_price, exit_time"), "\(emptied)")
        #expect(
            try shop.rows("exit_price, pnl, status", from: "trade_history")
                == ["2100.00000000|100.00000000|CLOSED"]
        )
        // A column that the file lacks erases nothing and hinders nothing.
        let narrow = try shop.load(
            "symbol,action,entry_price,entry_time,quantity,pnl,stop_loss\n"
                + "ETHUSDT,BUY,2000,2024-02-01,1,101,1900\n",
            into: "trade_history"
        )
        #expect(narrow.updated == 1, "\(narrow)")
    }

    @Test func aClosedPositionAndAnEndedTokenTradeStay() async throws {
        let shop = try await ImportWorkshop()
        let positions = "symbol,side,quantity,status,opened_at,closed_at\nB,LONG,1,"
        try shop.load(positions + "LIQUIDATED,2024-01-01,2024-01-02\n", into: "positions")
        let opened = try shop.load(positions + "OPEN,2024-01-01,\n", into: "positions")
        #expect(opened.rules == ["conflict": [2]], "\(opened)")
        let trades = "token_mint,strategy_id,entry_time,exit_time,roi\nm,s,2024-01-01,"
        try shop.load(trades + "2024-01-02,0.5\n", into: "cubi.trade_data")
        let emptied = try shop.load(trades + ",\n", into: "cubi.trade_data")
        #expect(emptied.rules == ["conflict": [2]], "\(emptied)")
        #expect(emptied.rejects[0].reason.contains("roi, exit_time"), "\(emptied)")
    }
}
