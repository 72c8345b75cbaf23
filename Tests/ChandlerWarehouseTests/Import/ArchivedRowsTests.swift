import ChandlerWarehouse
import TestSupport
import Testing

/// What is in an archive is not stored beside it.
@Suite struct ArchivedRowsTests {
    private static let signals = """
        symbol,signal_type,signal_source,direction,strength,timestamp,confidence
        BTCUSDT,cross,rsi,BUY,0.5,2023-02-28T23:59:59Z,0.5
        BTCUSDT,cross,rsi,SELL,0.5,2023-03-01,0.5

        """
    private static let trades = """
        trade_id,symbol,side,quantity,price,exchange,executed_at
        T1,BTCUSDT,BUY,1,2,binance,2023-02-10
        T2,BTCUSDT,BUY,1,2,binance,2023-03-10

        """

    private func archive(_ table: String, _ shop: ImportWorkshop) throws {
        try shop.database.execute(
            """
            INSERT INTO archives (table_name, month, part, folder, file, row_count, bytes, sha256,
                digest, schema_version, program_version, archived_at)
            VALUES ('\(table)', '2023-02-01', 0, 'f', 'p', 1, 1, 's', 'd', 10, '1', now())
            """
        )
    }

    @Test(arguments: [("trading_signals", signals), ("trades", trades)])
    func newRowsOfAnArchivedMonthAreRejectedWithTheWayBack(
        table: String,
        text: String
    ) async throws {
        let shop = try await ImportWorkshop()
        try archive(table, shop)
        for isDryRun in [true, false] {
            let report = try shop.load(text, into: table) { $0.isDryRun = isDryRun }
            #expect(
                report.counts == "1 inserted, 0 updated, 0 unchanged, 0 repeated, 1 rejected",
                "\(report)"
            )
            #expect(report.rules == ["archived": [2]])
            #expect(
                report.rejects.first?.reason.contains(
                    "chandler restore-archive --table \(table) --month 2023-02"
                ) == true
            )
        }
        try shop.database.execute("UPDATE archives SET restored_at = now()")
        let again = try shop.load(text, into: table)
        #expect(again.counts == "1 inserted, 0 updated, 1 unchanged, 0 repeated, 0 rejected")
    }

    @Test func storedRowsOfAnArchivedMonthAreStillCompared() async throws {
        let shop = try await ImportWorkshop()
        try shop.load(Self.trades, into: "trades")
        try archive("trades", shop)
        let report = try shop.load(Self.trades, into: "trades")
        #expect(report.counts == "0 inserted, 0 updated, 2 unchanged, 0 repeated, 0 rejected")
    }
}
