import ChandlerWarehouse
import TestSupport
import Testing

/// Each table takes a file, takes it again without a change, and takes a change.
@Suite struct EveryImportedTableTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let table: String
        let header: String
        let rows: [String]
        /// The rows with something changed that may change; `nil` where nothing may.
        var changed: [String]?
        var before = ""
        var order = "1"

        var testDescription: String { table }
        var file: String { ([header] + rows).joined(separator: "\n") + "\n" }
        var changedFile: String? {
            changed.map { ([header] + $0).joined(separator: "\n") + "\n" }
        }
    }

    private static let strategy = "INSERT INTO strategies (name) VALUES ('grid'), ('trend')"

    static let cases = [
        Case(
            table: "strategies",
            header: "name,description,parameters,isActive",
            rows: ["grid,\"a, b\",\"{\"\"levels\"\": [1, 2]}\",true", "trend,,,false"],
            changed: ["grid,new,\"{\"\"levels\"\": [1, 2]}\",true", "trend,,,false"]
        ),
        Case(
            table: "orders",
            header:
                "id,orderId,symbol,side,orderType,quantity,price,status,exchange,source,createdAt",
            rows: [
                "6e9c1e1e-0000-4000-8000-000000000001,o1,BTCUSDT,BUY,LIMIT,0.1,64000.5,OPEN,x,bot,"
                    + "2024-03-01T00:00:00Z",
                "6e9c1e1e-0000-4000-8000-000000000002,o2,BTCUSDT,SELL,MARKET,0.2,,FILLED,x,bot,"
                    + "1709251200",
            ],
            changed: [
                "6e9c1e1e-0000-4000-8000-000000000001,o1,BTCUSDT,BUY,LIMIT,0.1,64000.5,FILLED,x,bot,"
                    + "2024-03-01T00:00:00Z",
                "6e9c1e1e-0000-4000-8000-000000000002,o2,BTCUSDT,SELL,MARKET,0.2,,FILLED,x,bot,"
                    + "1709251200",
            ]
        ),
        Case(
            table: "positions",
            header: "symbol,side,quantity,status,strategy id,opened at",
            rows: [
                "BTCUSDT,LONG,1,OPEN,grid,2024-03-01 10:00:00",
                "BTCUSDT,SHORT,2,CLOSED,,2024-03-02",
            ],
            changed: [
                "BTCUSDT,LONG,1,CLOSED,grid,2024-03-01 10:00:00",
                "BTCUSDT,SHORT,2,CLOSED,,2024-03-02",
            ],
            before: strategy
        ),
        Case(
            table: "trades",
            header: "trade_id,symbol,side,quantity,price,strategy_id,order_id,executed_at,pnl",
            rows: [
                "t1,BTCUSDT,BUY,1,2,grid,o1,2024-03-01T00:00:00.123456+02:00,0.5",
                "t2,BTCUSDT,SELL,1,2,,,1709251200123,",
            ],
            changed: [
                "t1,BTCUSDT,BUY,1,2,trend,o1,2024-03-01T00:00:00.123456+02:00,0.5",
                "t2,BTCUSDT,SELL,1,2,,,1709251200123,",
            ],
            before: """
                \(strategy); INSERT INTO orders (order_id, symbol, side, order_type, quantity, status,
                    exchange, source) VALUES ('o1', 'BTCUSDT', 'BUY', 'LIMIT', 1, 'OPEN', 'x', 'bot')
                """
        ),
        Case(
            table: "portfolio",
            header: "strategy_id,asset,as_of,quantity,value,currency",
            rows: ["grid,BTC,2024-03-01,1,64000,USDT", "trend,BTC,2024-03-01,1,64000,USDT"],
            changed: ["grid,BTC,2024-03-01,2,128000,USDT", "trend,BTC,2024-03-01,1,64000,USDT"],
            before: strategy
        ),
        Case(
            table: "trade_history",
            header: "id,symbol,action,entryPrice,entryTime,quantity,status,pnlPercent",
            rows: [
                "7,BTCUSDT,BUY,64000.12345678,2024-03-01 10:00:00,0.5,OPEN,",
                "8,BTCUSDT,BUY,64000.5,2024-03-01 11:00:00,0.5,CLOSED,-1.25",
            ],
            changed: [
                "7,BTCUSDT,BUY,64000.12345678,2024-03-01 10:00:00,0.5,CLOSED,3.1",
                "8,BTCUSDT,BUY,64000.5,2024-03-01 11:00:00,0.5,CLOSED,-1.25",
            ]
        ),
        Case(
            table: "open_positions",
            header: "symbol,entry_price,entry_time,quantity",
            rows: ["BTCUSDT,1,2024-03-01,1", "ETHUSDT,2.5,2024-03-01,-1"],
            changed: ["BTCUSDT,1.5,2024-03-01,1", "ETHUSDT,2.5,2024-03-01,-1"]
        ),
        Case(
            table: "trading_signals",
            header: "symbol,signal_type,signal_source,direction,strength,timestamp,parameters",
            rows: [
                "BTCUSDT,cross,ema,BUY,0.5,2024-03-01,{}", "BTCUSDT,cross,rsi,SELL,,2024-03-01,",
            ]
        ),
        Case(
            table: "performance_metrics",
            header: "date,symbol,total_trades,win_rate",
            rows: ["2024-03-01,,10,0.5", "2024-03-01,BTCUSDT,4,0.25"],
            changed: ["2024-03-01,,11,0.5", "2024-03-01,BTCUSDT,4,0.25"]
        ),
        Case(
            table: "bot_settings",
            header: "parameter_name,parameter_value,updated_at",
            rows: ["risk,0.01,2024-03-01", "mode,\"\",2024-03-01"],
            changed: ["risk,0.02,2024-03-02", "mode,\"\",2024-03-01"]
        ),
        Case(
            table: "analysis_results",
            header: "symbol,analysis_type,timeframe,result_detail,timestamp,score",
            rows: ["BTCUSDT,trend,1h,[1],2024-03-01,0.5", "BTCUSDT,trend,,{},2024-03-01,0.1"],
            changed: ["BTCUSDT,trend,1h,[1],2024-03-01,0.6", "BTCUSDT,trend,,{},2024-03-01,0.1"]
        ),
        Case(
            table: "model_performance",
            header: "model_name,symbol,metrics,timestamp,version",
            rows: ["lstm,,{},2024-03-01,1", "lstm,BTCUSDT,{},2024-03-01,"],
            changed: ["lstm,,{},2024-03-01,1", "lstm,BTCUSDT,[2],2024-03-01,"]
        ),
        Case(
            table: "system_logs",
            header: "timestamp,component,level,message,details",
            rows: [
                "2024-03-01,bot,INFO,hello,{}", "2024-03-01,bot,INFO,hello,{}",
                "2024-03-01,bot,INFO,\"two\nlines\",",
            ]
        ),
        Case(
            table: "cubi.token_data",
            header: "mint,network,source,observed_at,symbol,volume,holder_count,origins,raw_data",
            rows: ["m1,solana,old,2024-03-01,A,1e6,10,{},{}", "m2,solana,old,2024-03-01,,,,{},{}"],
            changed: [
                "m1,solana,old,2024-03-01,A,1e6,11,{},{}", "m2,solana,old,2024-03-01,,,,{},{}",
            ]
        ),
        Case(
            table: "cubi.trade_data",
            header: "token_mint,strategy_id,roi,entry_time,exit_time,features",
            rows: [
                "m1,s,0.5,2024-03-01,2024-03-01 00:01:00,{}", "m1,s,0.5,2024-02-29 23:59:59,,",
                "m1,s,-1,2024-02-29 23:59:59,,",
            ],
            changed: [
                "m1,s,0.75,2024-03-01,2024-03-01 00:01:00,{}", "m1,s,0.5,2024-02-29 23:59:59,,",
                "m1,s,-1,2024-02-29 23:59:59,,",
            ]
        ),
        Case(
            table: "cubi.backtest_results",
            header: "strategy_id,token_mint,roi,win,timestamp",
            rows: ["s,m1,0.5,true,2024-03-01", "s,m2,NaN,f,2024-03-01"],
            changed: ["s,m1,0.5,false,2024-03-01", "s,m2,NaN,f,2024-03-01"]
        ),
    ]

    @Test func thereIsACaseForEveryTable() {
        #expect(Set(Self.cases.map(\.table)) == Set(ImportTable.all.map(\.name)))
        #expect(ImportTable.named("market_data") == nil)
        #expect(ImportTable.named("public.Orders")?.name == "orders")
    }

    @Test(arguments: cases)
    func aFileIsLoadedOnceAndAChangeIsTakenOver(_ example: Case) async throws {
        let shop = try await ImportWorkshop()
        if !example.before.isEmpty { try shop.database.execute(example.before) }
        let count = example.rows.count
        let first = try shop.load(example.file, into: example.table)
        #expect(
            first.counts == "\(count) inserted, 0 updated, 0 unchanged, 0 repeated, 0 rejected",
            "\(first)"
        )
        #expect(try shop.database.count(example.table) == count)
        let before = try shop.database.column(
            "SELECT xmin || ' ' || ctid::text FROM \(example.table) ORDER BY 1"
        )
        let again = try shop.load(example.file, into: example.table)
        #expect(
            again.counts == "0 inserted, 0 updated, \(count) unchanged, 0 repeated, 0 rejected",
            "\(again)"
        )
        #expect(
            try shop.database.column(
                "SELECT xmin || ' ' || ctid::text FROM \(example.table) ORDER BY 1"
            ) == before
        )
        guard let changed = example.changedFile else { return }
        let third = try shop.load(changed, into: example.table)
        #expect(
            third.counts
                == "0 inserted, 1 updated, \(count - 1) unchanged, 0 repeated, 0 rejected",
            "\(third)"
        )
        let fourth = try shop.load(changed, into: example.table)
        #expect(
            fourth.counts == "0 inserted, 0 updated, \(count) unchanged, 0 repeated, 0 rejected",
            "\(fourth)"
        )
        #expect(try shop.database.count(example.table) == count)
        #expect(try shop.database.count("ingest_rejects") == 0)
    }
}
