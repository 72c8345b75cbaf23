import ChandlerParquet
import ChandlerWarehouse
import Foundation
import TestSupport
import Testing

/// Rows of Parquet are those of any other format.
@Suite struct ParquetImportTests {
    private func write(
        _ columns: [(ParquetColumn, ParquetColumnData)],
        to path: String,
        groups: Int = 1
    ) throws {
        let sink = MemorySink()
        let writer = try ParquetFileWriter(
            schema: try ParquetSchema(columns: columns.map(\.0)),
            options: ParquetOptions(createdBy: "test"),
            sink: sink
        )
        for _ in 0..<groups { try writer.writeRowGroup(columns.map(\.1)) }
        try writer.finish()
        try Data(sink.bytes).write(to: URL(fileURLWithPath: path))
    }

    private static let start: Int64 = 1_709_251_200_000_000

    @Test func everyTypeArrivesExactly() async throws {
        let shop = try await ImportWorkshop()
        let path = shop.scratch.path + "/history.parquet"
        try write(
            [
                (ParquetColumn(name: "symbol", type: .string), .strings(["A", "B", "C"])),
                (ParquetColumn(name: "action", type: .string), .repeatedString("BUY", count: 3)),
                (
                    ParquetColumn(name: "entry_price", type: .decimal(precision: 18, scale: 8)),
                    .decimals([6_400_012_345_678, -1, 999_999_999_999_999_999])
                ),
                (
                    ParquetColumn(name: "entryTime", type: .timestampMicroseconds),
                    .timestamps([Self.start + 1, Self.start, -1])
                ),
                (ParquetColumn(name: "quantity", type: .int64), .int64([1, -2, 0])),
                (
                    ParquetColumn(name: "pnl", type: .double, nullable: true),
                    .exactDoubles([0.5, 0, -0.25], validity: [true, false, true])
                ),
            ],
            to: path
        )
        let report = try shop.load(file: path, into: "trade_history")
        #expect(
            report.counts == "3 inserted, 0 updated, 0 unchanged, 0 repeated, 0 rejected",
            "\(report)"
        )
        #expect(
            try shop.rows("symbol, entry_price, entry_time, quantity, pnl", from: "trade_history")
                == [
                    "A|64000.12345678|2024-03-01 00:00:00.000001+00|1.00000000|0.50000000",
                    "B|-0.00000001|2024-03-01 00:00:00+00|-2.00000000|-",
                    "C|9999999999.99999999|1969-12-31 23:59:59.999999+00|0.00000000|-0.25000000",
                ]
        )
        #expect(try shop.load(file: path, into: "trade_history").unchanged == 3)
    }

    @Test func rowsAreCountedOverRowGroups() async throws {
        let shop = try await ImportWorkshop()
        let path = shop.scratch.path + "/rows.parquet"
        try write(
            [
                (ParquetColumn(name: "strategy_id", type: .string), .strings(["s", "s"])),
                (ParquetColumn(name: "token_mint", type: .string), .strings(["m", "n"])),
                (
                    ParquetColumn(name: "win", type: .boolean, nullable: true),
                    .booleans([true, false], validity: [true, false])
                ),
                (
                    ParquetColumn(name: "timestamp", type: .timestampMicroseconds, nullable: true),
                    .timestamps([Self.start, 0], validity: [true, false])
                ),
            ],
            to: path,
            groups: 2
        )
        let report = try shop.load(file: path, into: "cubi.backtest_results")
        #expect(report.inserted == 2, "\(report)")
        #expect(report.rules == ["required:timestamp": [2, 4]])
    }

    @Test func aFileThatIsNoParquetIsRefused() async throws {
        let shop = try await ImportWorkshop()
        let error = try shop.failure("symbol\nA\n", into: "trade_history", as: "rows.parquet")
        #expect(error.code == .badData, "\(error)")
        #expect(error.message.contains("rows.parquet"))
    }
}
