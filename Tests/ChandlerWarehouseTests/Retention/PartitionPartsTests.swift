import ChandlerCore
import ChandlerStore
import ChandlerWarehouse
import Foundation
import TestSupport
import Testing

@Suite struct PartitionPartsTests {
    private let march = month("2022-03")
    private let april = month("2022-04")

    private let parts =
        "SELECT part || ' ' || row_count || ' ' || (dropped_at > coalesce(restored_at, '-infinity')) "
        + "FROM archives WHERE month = '2022-03-01' ORDER BY part"

    /// Makes March again, though it is archived, and puts hours of a symbol in.
    private func addHours(_ bench: RetentionBench, _ symbol: String, close: Int = 101) throws {
        try bench.database.execute(
            """
            SELECT chandler_upkeep.ensure_month('market_data', '2022-03-01');
            INSERT INTO market_data (venue, symbol, "interval", "timestamp", open, high, low, close,
                volume, indicators)
            SELECT 'binance', '\(symbol)', '1h', t, 100, 200, 50, \(close), 1, '{"n": 1.50}'
            FROM generate_series('2022-03-10'::timestamptz, '2022-03-11', interval '1 hour') AS t
            """
        )
    }

    @Test func anotherSeriesOfAnArchivedMonthGoesAsAFurtherPart() async throws {
        let bench = try await RetentionBench()
        try await bench.fillCandles([march, april])
        let first = try bench.dump("market_data_y2022m03")
        try bench.retain()
        try addHours(bench, "NEW")
        let second = try bench.dump("market_data_y2022m03")
        let foretold = try bench.retain(isDryRun: true).tables[0].months
        #expect(foretold.map(\.action) == [.wouldArchive] && foretold.map(\.rows) == [25])
        let report = try bench.retain().tables[0].months
        #expect(report.map(\.action) == [.archived] && report.map(\.rows) == [25])
        #expect(try bench.database.column(parts) == ["0 2890 true", "1 25 true"])
        // And once more.
        try addHours(bench, "MORE")
        #expect(try bench.retain().refused.isEmpty)
        #expect(try bench.database.count("market_data") == 0)
        let outcome = try bench.restore(march, of: "market_data")
        #expect(outcome.rows == 2_940 && outcome.inserted == 2_940)
        #expect(try bench.database.column(parts).allSatisfy { $0.hasSuffix("false") })
        try bench.database.execute("DELETE FROM market_data WHERE symbol IN ('MORE', 'NEW')")
        #expect(try bench.dump("market_data") == first)
        #expect(try bench.restore(march, of: "market_data").inserted == 50)
        try bench.database.execute("DELETE FROM market_data WHERE symbol <> 'NEW'")
        #expect(try bench.dump("market_data") == second)
    }

    @Test func rowsOfARestoredMonthGoBesideItsFile() async throws {
        let bench = try await RetentionBench()
        try await bench.fillCandles([march])
        try bench.retain()
        let files = try filesBelow(bench.archive.path)
        try bench.restore(march, of: "market_data")
        try addHours(bench, "NEW")
        let before = try bench.dump("market_data")
        #expect(try bench.retain(restoredDays: 0).refused.isEmpty)
        #expect(try bench.database.column(parts) == ["0 2890 true", "1 25 true"])
        let later = try filesBelow(bench.archive.path)
        #expect(files.allSatisfy { $0.key.hasSuffix("json") || later[$0.key] == $0.value })
        try bench.restore(march, of: "market_data")
        #expect(try bench.dump("market_data") == before)
        let unchanged = try bench.retain(restoredDays: 0).tables[0].months
        #expect(unchanged.map(\.action) == [.reused])
        #expect(try filesBelow(bench.archive.path) == later)
    }

    @Test func aRowThatIsArchivedAsItIsGoesWithoutAFile() async throws {
        let bench = try await RetentionBench()
        try await bench.makeMonths(.marketData, [march])
        try addHours(bench, "SAME")
        try bench.retain()
        let files = try filesBelow(bench.archive.path)
        // The server gives another id.
        try addHours(bench, "SAME")
        #expect(try bench.retain().tables[0].months.map(\.action) == [.reused])
        #expect(try filesBelow(bench.archive.path) == files)
        #expect(try bench.database.column(parts) == ["0 25 true"])
    }

    @Test func aRowThatContradictsItsArchivedOneKeepsTheMonth() async throws {
        let bench = try await RetentionBench()
        try await bench.makeMonths(.marketData, [march])
        try addHours(bench, "SAME")
        try bench.retain()
        try addHours(bench, "NEW")
        try addHours(bench, "SAME", close: 102)
        let before = try bench.everything()
        for isDryRun in [true, false] {
            let report = try bench.retain(isDryRun: isDryRun)
            #expect(report.tables[0].months.map(\.action) == [.refused])
            let words = try #require(report.refused.first?.words)
            #expect(
                words.contains("(SAME,1h,binance,\"2022-03-10 00:00:00+00\")")
                    && words.contains("part-0.parquet") && words.contains("run retain again"),
                "\(words)"
            )
            #expect(!words.contains("move the folder"))
        }
        let after = try bench.everything()
        // The days are summed up before.
        #expect(before.filter { !$0.contains("daily") } == after.filter { !$0.contains("daily") })
        let error = try #require(throws: WarehouseError.self) {
            try bench.restore(march, of: "market_data")
        }
        #expect(error.code == .badData)
        try bench.database.execute("DELETE FROM market_data WHERE symbol = 'SAME'")
        #expect(try bench.retain().refused.isEmpty)
        #expect(try bench.database.column(parts) == ["0 25 true", "1 25 true"])
    }

    @Test func aFurtherPartIsFinishedAfterAnyStop() async throws {
        var stop = 1
        while true {
            let bench = try await RetentionBench()
            try await bench.makeMonths(.marketData, [march])
            try addHours(bench, "OLD")
            try bench.retain(only: ["market_data"])
            try addHours(bench, "NEW")
            var step = 0
            do {
                try bench.retain(only: ["market_data"]) { _ in
                    step += 1
                    if step == stop { throw Stopped() }
                }
                break
            } catch is Stopped {}
            #expect(try bench.retain(only: ["market_data"]).refused.isEmpty)
            #expect(try bench.database.column(parts) == ["0 25 true", "1 25 true"], "\(stop)")
            #expect(try bench.restore(march, of: "market_data").inserted == 50)
            stop += 1
        }
        #expect(stop == 7)
    }

    @Test func rowsThatComeWhileAFurtherPartIsWrittenAreNotDropped() async throws {
        let bench = try await RetentionBench()
        try await bench.makeMonths(.marketData, [march])
        try addHours(bench, "OLD")
        try bench.retain()
        try addHours(bench, "NEW")
        let report = try bench.retain { step in
            if case .manifestWritten = step { try addHours(bench, "LATE") }
        }
        #expect(report.refused.count == 1)
        #expect(try bench.database.count("market_data") == 50)
        #expect(try bench.retain().refused.isEmpty)
        #expect(try bench.restore(march, of: "market_data").inserted == 75)
    }

    @Test func aDayThatCannotBeSummedUpKeepsNoOtherMonth() async throws {
        let bench = try await RetentionBench()
        try await bench.fillCandles([march, april])
        try bench.database.execute(
            """
            UPDATE market_data SET volume = 99999999999999999999.99999999
            WHERE symbol = 'éTH' AND "timestamp" >= '2022-03-05'
                AND "timestamp" < '2022-03-05 02:00';
            INSERT INTO cubi.token_data (mint, network, source, observed_at, origins, raw_data)
            VALUES ('m', 'solana', 's', '2024-01-01', '{}', '{}')
            """
        )
        for isDryRun in [true, false] {
            let report = try bench.retain(isDryRun: isDryRun)
            #expect(report.tables[0].months.first?.action == .refused)
            let words = try #require(report.refused.first?.words)
            #expect(words.contains("binance:éTH 2022-03-05"), "\(words)")
            #expect(report.refused.count == 1 && report.tables[0].months.count == 2)
        }
        #expect(try bench.database.count("market_data_y2022m03") > 0)
        #expect(try bench.database.count("archives", where: "month = '2022-04-01'") == 1)
        #expect(try bench.database.count("cubi.token_data") == 0)
    }

    @Test func anArchiveThatCannotBeWrittenKeepsNoOtherTable() async throws {
        let bench = try await RetentionBench()
        try await bench.fillCandles([march, april])
        try bench.database.execute(
            """
            INSERT INTO cubi.token_data (mint, network, source, observed_at, origins, raw_data)
            VALUES ('m', 'solana', 's', '2024-01-01', '{}', '{}')
            """
        )
        _ = try bench.scratch.write("no folder", to: "archive")
        let report = try bench.retain()
        #expect(report.refused.map(\.month) == [march, april])
        #expect(report.refused.allSatisfy { $0.fault == .cannotWrite }, "\(report.refused)")
        #expect(try bench.database.count("cubi.token_data") == 0)
        #expect(try bench.database.count("market_data") > 5_000)
    }

    @Test func whatTheLedgerKnowsAndTheFolderHasNotIsRefused() async throws {
        let bench = try await RetentionBench()
        try await bench.makeMonths(.marketData, [march])
        try addHours(bench, "OLD")
        try bench.retain()
        let restore = ArchiveRestore(
            connection: try bench.database.connect(),
            folder: bench.archive
        )
        try bench.database.execute("UPDATE archives SET digest = repeat('0', 64)")
        let other = try #require(throws: WarehouseError.self) {
            try bench.restore(march, of: "market_data")
        }
        #expect(other.code == .badData && other.message.contains("0000000000000000…"), "\(other)")
        let path = bench.archive.path + "/table=market_data"
        try FileManager.default.removeItem(atPath: path)
        #expect(try restore.months(of: "market_data", from: march, to: april) == [march])
        let error = try #require(throws: WarehouseError.self) {
            try bench.restore(march, of: "market_data")
        }
        #expect(error.code == .badData && error.message.contains("year=2022/month=03"), "\(error)")
        let unknown = try #require(throws: WarehouseError.self) {
            try bench.restore(april, of: "market_data")
        }
        #expect(unknown.code == .usage)
        // Nor does another file take the missing one's place.
        try addHours(bench, "NEW")
        for isDryRun in [true, false] {
            let words = try #require(try bench.retain(isDryRun: isDryRun).refused.first?.words)
            #expect(words.contains("does not have part 0"), "\(words)")
        }
        #expect(try bench.database.column(parts) == ["0 25 true"])
        #expect(try bench.database.count("market_data") == 25)
    }
}
