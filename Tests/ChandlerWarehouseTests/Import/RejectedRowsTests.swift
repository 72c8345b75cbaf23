import ChandlerStore
import ChandlerWarehouse
import Foundation
import TestSupport
import Testing

/// Bad rows are kept apart with their line, rule, reason and payload, and the others are loaded.
@Suite struct RejectedRowsTests {
    private static let head = "symbol,action,entry_price,entry_time,quantity,status,pnl_percent\n"
    private static let good = "BTCUSDT,BUY,1,2024-03-01,1,OPEN,\n"

    struct Case: CustomTestStringConvertible, Sendable {
        let row: String
        let rule: String
        let says: String
        var testDescription: String { rule + " " + says }
    }

    static let cases = [
        Case(
            row: "B,BUY,0.123456789,2024-03-01,1,OPEN,",
            rule: "range:entry_price",
            says: "rounded"
        ),
        Case(
            row: "B,BUY,12345678901,2024-03-01,1,OPEN,",
            rule: "range:entry_price",
            says: "10 digits"
        ),
        Case(row: "B,BUY,1e10,2024-03-01,1,OPEN,", rule: "range:entry_price", says: "10 digits"),
        Case(row: "B,BUY,\"1,5\",2024-03-01,1,OPEN,", rule: "type:entry_price", says: "decimal"),
        Case(row: "B,BUY,NaN,2024-03-01,1,OPEN,", rule: "type:entry_price", says: "decimal"),
        Case(row: "B,BUY,=1+1,2024-03-01,1,OPEN,", rule: "type:entry_price", says: "=1+1"),
        Case(row: "B,BUY,1,2024-02-30,1,OPEN,", rule: "type:entry_time", says: "calendar"),
        Case(row: "B,BUY,1,20240301,1,OPEN,", rule: "type:entry_time", says: "8 digits"),
        Case(row: "B,BUY,1,yesterday,1,OPEN,", rule: "type:entry_time", says: "yesterday"),
        Case(
            row: "B,BUY,1,2024-03-01 00:00:00.1234567,1,OPEN,",
            rule: "range:entry_time",
            says: "microsecond"
        ),
        Case(
            row: "B,HOLD,1,2024-03-01,1,OPEN,",
            rule: "check:trade_history_action_check",
            says: "HOLD"
        ),
        Case(
            row: "B,BUY,1,2024-03-01,1,open,",
            rule: "check:trade_history_status_check",
            says: "OPEN"
        ),
        Case(row: ",BUY,1,2024-03-01,1,OPEN,", rule: "required:symbol", says: "no value"),
        Case(row: "B,BUY,,2024-03-01,1,OPEN,", rule: "required:entry_price", says: "no value"),
        Case(row: "B,BUY,1,2024-03-01,1,OPEN,99999", rule: "range:pnl_percent", says: "4 digits"),
        Case(
            row: "ABCDEFGHIJKLMNOPQRSTU,BUY,1,2024-03-01,1,OPEN,",
            rule: "length:symbol",
            says: "21 characters"
        ),
        Case(row: "B,BUY,1,2024-03-01,1", rule: "fields", says: "5 fields, the header 7"),
        Case(row: "B,BUY,1,2024-03-01,1,OPEN,,x", rule: "fields", says: "8 fields"),
        Case(row: "\"B\"x,BUY,1,2024-03-01,1,OPEN,", rule: "quotes", says: "closing quote"),
        Case(row: "B\u{0},BUY,1,2024-03-01,1,OPEN,", rule: "encoding:symbol", says: "NUL"),
    ]

    @Test(arguments: cases)
    func aBadRowIsKeptApart(_ fault: Case) async throws {
        let shop = try await ImportWorkshop()
        let text =
            Self.head + Self.good + fault.row + "\n" + Self.good.replacing("BTC", with: "ETH")
        let report = try shop.load(text, into: "trade_history")
        #expect(report.counts == "2 inserted, 0 updated, 0 unchanged, 0 repeated, 1 rejected")
        #expect(report.rules == [fault.rule: [3]], "\(report.rejects)")
        #expect(report.newRejects == 1)
        let kept = try shop.rows("rule, reason, venue, path", from: "ingest_rejects")
        #expect(kept.count == 1 && kept[0].hasPrefix(fault.rule + "|"), "\(kept)")
        #expect(kept[0].hasSuffix("|trade_history|\(shop.scratch.path)/rows.csv:3"), "\(kept)")
        let says = fault.says == "HOLD" ? "action" : fault.says
        #expect(kept[0].contains(says), "\(kept)")
        // The payload is a JSON document.
        let payload = try shop.database.value(
            "SELECT payload::json ->> 'symbol' FROM ingest_rejects"
        )
        #expect(fault.row.isEmpty == false && payload != "?")
        let again = try shop.load(text, into: "trade_history")
        #expect(again.counts == "0 inserted, 0 updated, 2 unchanged, 0 repeated, 1 rejected")
        #expect(again.newRejects == 0)
        #expect(try shop.database.count("ingest_rejects") == 1)
    }

    @Test func bytesThatAreNoTextAreNamed() async throws {
        let shop = try await ImportWorkshop()
        let file = shop.scratch.path + "/latin.csv"
        var bytes = Data("parameter_name,parameter_value\ngood,x\nbad,".utf8)
        bytes.append(contentsOf: [0x67, 0xFC, 0x6E, 0x0A])
        try bytes.write(to: URL(fileURLWithPath: file))
        let report = try shop.load(file: file, into: "bot_settings")
        #expect(report.rules == ["encoding:parameter_value": [3]])
        #expect(report.rejects[0].reason.contains("0xFC"))
        #expect(
            try shop.database.value(
                "SELECT payload::json ->> 'parameter_value' FROM ingest_rejects"
            )
                == "g\\xFCn"
        )
    }

    @Test func allOrNothingKeepsNothing() async throws {
        let shop = try await ImportWorkshop()
        let report = try shop.load(
            Self.head + Self.good + "B,HOLD,1,2024-03-01,1,OPEN,\n",
            into: "trade_history"
        ) { $0.allOrNothing = true }
        #expect(report.isRefused)
        #expect(report.rejected == 1)
        #expect(try shop.database.count("trade_history") == 0)
        #expect(try shop.database.count("ingest_rejects") == 0)
    }

    @Test func aDryRunSaysTheSameAndChangesNothing() async throws {
        let shop = try await ImportWorkshop()
        let before = "m1,s,0.5,2024-03-01,,\n"
        let head = "token_mint,strategy_id,roi,entry_time,exit_time,features\n"
        try shop.load(head + before, into: "cubi.trade_data")
        let text = head + "m1,s,0.75,2024-03-01,,\nm2,s,1,2024-04-01,,\nm3,s,x,2024-04-01,,\n"
        func state() throws -> [String] {
            try shop.rows("token_mint, roi, xmin", from: "cubi.trade_data")
                + shop.database.column(
                    "SELECT oid::regclass FROM pg_class WHERE relkind = 'r' ORDER BY 1"
                )
                + [String(try shop.database.count("ingest_rejects"))]
        }
        let untouched = try state()
        var dry = try shop.load(text, into: "cubi.trade_data") { $0.isDryRun = true }
        #expect(dry.isDryRun)
        #expect(try state() == untouched)
        let real = try shop.load(text, into: "cubi.trade_data")
        #expect(real.counts == "1 inserted, 1 updated, 0 unchanged, 0 repeated, 1 rejected")
        #expect(real.madeMonths == ["cubi.trade_data_2024_04"])
        dry.isDryRun = false
        dry.stagingSeconds = real.stagingSeconds
        dry.mergingSeconds = real.mergingSeconds
        #expect(dry == real)
    }

    @Test func referencesThatMeanNothingAreNamed() async throws {
        let shop = try await ImportWorkshop()
        try shop.database.execute("INSERT INTO strategies (name) VALUES ('grid')")
        let report = try shop.load(
            """
            trade_id,symbol,side,quantity,price,strategy_id,order_id,position_id,executed_at
            1,B,BUY,1,1,grid,,,2024-03-01
            2,B,BUY,1,1,none,,,2024-03-01
            3,B,BUY,1,1,,o9,,2024-03-01
            4,B,BUY,1,1,,,p1,2024-03-01
            5,B,BUY,1,1,,,6e9c1e1e-0000-4000-8000-000000000001,2024-03-01
            6,B,buy,1,1,,,,2024-03-01
            """,
            into: "trades"
        )
        #expect(report.inserted == 1)
        #expect(
            report.rules == [
                "reference:strategy_id": [3], "reference:order_id": [4], "type:position_id": [5],
                "reference:position_id": [6], "type:side": [7],
            ]
        )
        let reasons = Dictionary(uniqueKeysWithValues: report.rejects.map { ($0.rule, $0.reason) })
        #expect(reasons["reference:strategy_id"]?.contains("\"none\"") == true)
        #expect(reasons["type:side"]?.contains("BUY, SELL") == true)
        #expect(
            try shop.database.value(
                "SELECT payload::json ->> 'order_id' FROM ingest_rejects WHERE rule = 'reference:order_id'"
            ) == "o9"
        )
    }

    @Test func duplicatesAreCountedOrRejected() async throws {
        let shop = try await ImportWorkshop()
        let text = """
            parameter_name,parameter_value
            a,1
            a,1
            a,2
            b,1
            """
        let report = try shop.load(text, into: "bot_settings")
        #expect(report.counts == "2 inserted, 0 updated, 0 unchanged, 1 repeated, 1 rejected")
        #expect(report.rules == ["duplicate": [4]])
        #expect(report.rejects[0].reason.contains("line 2"))
        let again = try shop.load(text, into: "bot_settings")
        #expect(again.counts == "0 inserted, 0 updated, 2 unchanged, 1 repeated, 1 rejected")
        #expect(
            try shop.rows("parameter_name, parameter_value", from: "bot_settings") == [
                "a|1", "b|1",
            ]
        )
    }

    @Test func conflictsLeaveWhatIsStored() async throws {
        let shop = try await ImportWorkshop()
        let head = "symbol,signal_type,signal_source,direction,timestamp\n"
        try shop.load(head + "B,cross,ema,BUY,2024-03-01\n", into: "trading_signals")
        let report = try shop.load(
            head + "B,cross,ema,SELL,2024-03-01\nC,cross,ema,SELL,2024-03-01\n",
            into: "trading_signals"
        )
        #expect(report.counts == "1 inserted, 0 updated, 0 unchanged, 0 repeated, 1 rejected")
        #expect(report.rejects[0].reason.contains("differs in direction"))
        #expect(try shop.rows("symbol, direction", from: "trading_signals") == ["B|BUY", "C|SELL"])
    }

    @Test func rowsWithoutAUniqueKeyKeepTheirNumber() async throws {
        let shop = try await ImportWorkshop()
        let head = "token_mint,strategy_id,roi,entry_time\n"
        let twins = head + "m,s,1,2024-03-01\nm,s,1,2024-03-01\nm,s,2,2024-03-01\n"
        #expect(try shop.load(twins, into: "cubi.trade_data").inserted == 3)
        #expect(try shop.load(twins, into: "cubi.trade_data").unchanged == 3)
        // One of them alone is there already, and one more of the same is new.
        #expect(try shop.load(head + "m,s,2,2024-03-01\n", into: "cubi.trade_data").unchanged == 1)
        let third = try shop.load(
            twins + "m,s,1,2024-03-01\n",
            into: "cubi.trade_data"
        )
        #expect(third.counts == "1 inserted, 0 updated, 3 unchanged, 0 repeated, 0 rejected")
        // Which of four would change cannot be said.
        let fourth = try shop.load(head + "m,s,7,2024-03-01\n", into: "cubi.trade_data")
        #expect(fourth.rules == ["ambiguous": [2]])
        #expect(try shop.rows("roi", from: "cubi.trade_data") == ["1", "1", "1", "2"])
    }
}
