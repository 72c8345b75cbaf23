import ChandlerCore
import ChandlerStore
import ChandlerWarehouse
import Foundation
import TestSupport
import Testing

@Suite struct MarketDataRetentionTests {
    private let old = ["2022-03", "2022-04"].map(month)

    @Test func wholeOldMonthsAreArchivedAndComeBackIdentical() async throws {
        let bench = try await RetentionBench()
        // June 2022 is not older than two years as a whole.
        try await bench.fillCandles(old + [month("2022-06")])
        let before = try bench.dump("market_data")
        let sequence = try bench.database.value("SELECT last_value FROM market_data_id_seq")
        let report = try bench.retain()
        let table = try #require(report.tables.first)
        #expect(table.name == "market_data")
        #expect(table.cutoff == Timestamp(parsing: "2022-06-15T12:00:00Z"))
        #expect(table.months.map(\.month) == old)
        #expect(table.months.allSatisfy { $0.action == .archived && $0.bytesArchived > 0 })
        #expect(table.months.allSatisfy { $0.rows > 2_800 && $0.bytesBefore > 0 })
        #expect(
            table.months.first?.folder
                == bench.archive.path + "/table=market_data/year=2022/month=03"
        )
        #expect(
            try bench.database.column(
                "SELECT inhrelid::regclass::text FROM pg_inherits "
                    + "WHERE inhparent = 'market_data'::regclass"
            ) == ["market_data_y2022m06"]
        )
        #expect(try bench.database.looseTables().isEmpty)
        #expect(
            try bench.database.column(
                """
                SELECT ROW(table_name, month, part, file, row_count, program_version, run_id,
                    archived_at, restored_at)::text FROM archives ORDER BY month
                """
            ) == [
                "(market_data,2022-03-01,0,part-0.parquet,2890,1.2.3,7,\"2024-06-15 12:00:00+00\",)",
                "(market_data,2022-04-01,0,part-0.parquet,2842,1.2.3,7,\"2024-06-15 12:00:00+00\",)",
            ]
        )
        let again = try bench.retain()
        #expect(again.tables.flatMap(\.months).isEmpty)
        for month in old {
            let outcome = try bench.restore(month, of: "market_data")
            #expect(outcome.action == .restored && outcome.inserted == outcome.rows)
        }
        #expect(try bench.dump("market_data") == before)
        #expect(try bench.database.value("SELECT last_value FROM market_data_id_seq") == sequence)
        let same = try bench.restore(old[0], of: "market_data")
        #expect(same.action == .unchanged && same.inserted == 0)
        let attached = try bench.database.value(
            "SELECT count(*) FROM pg_indexes WHERE tablename = 'market_data_y2022m03'"
        )
        #expect(attached == "2")
        #expect(
            try bench.database.count("pg_constraint", where: "conname = 'chandler_month_range'")
                == 0
        )
    }

    @Test func monthsThatWereBroughtBackRestAndThenGoAgainWithTheSameFile() async throws {
        let bench = try await RetentionBench()
        try await bench.fillCandles(old)
        try bench.retain()
        let files = try filesBelow(bench.archive.path)
        try bench.restore(old[0], of: "market_data")
        let resting = try bench.retain().tables[0].months
        #expect(resting.map(\.action) == [.restored])
        #expect(resting.first?.words?.contains("left alone until") == true)
        let later = try bench.retain(restoredDays: 0).tables[0].months
        #expect(later.map(\.action) == [.reused])
        #expect(try filesBelow(bench.archive.path) == files)
        #expect(try bench.database.count("archives", where: "dropped_at > restored_at") == 1)
        try bench.restore(old[0], of: "market_data")
        #expect(try bench.database.count("archives", where: "restored_at > dropped_at") == 1)
    }

    @Test func sequencesGoBeyondTheKeysThatComeBack() async throws {
        let bench = try await RetentionBench()
        try await bench.fillCandles([old[0]])
        try bench.retain()
        try bench.database.execute("ALTER SEQUENCE market_data_id_seq RESTART WITH 1")
        try bench.restore(old[0], of: "market_data")
        #expect(
            try bench.database.value(
                "SELECT nextval('market_data_id_seq') > max(id) FROM market_data"
            ) == "t"
        )
    }

    @Test func daysStayAndAreSummedUpFromTheFullestInterval() async throws {
        let bench = try await RetentionBench()
        try await bench.fillCandles([old[0]])
        try bench.database.execute(
            """
            INSERT INTO market_data_daily VALUES
                ('binance', 'éTH', '2022-03-02', 1, 3, 1, 2, 5, 1, 1, 1, '1d', 1),
                ('binance', 'éTH', '2022-03-03', 1, 3, 1, 2, 5, 1, 1, 1, '1h', 3)
            """
        )
        try bench.retain()
        // 1401 minutes cover less of the day than 24 hours; a whole day of its own covers as much.
        #expect(
            try bench.database.column(
                """
                SELECT symbol || ' ' || venue || ' ' || source_interval || ' ' || candle_count
                FROM market_data_daily WHERE "timestamp" = '2022-03-01' ORDER BY 1
                """
            ) == ["BTCUSDT binance 1h 24", "BTCUSDT kraken 1d 1", "éTH binance 1h 24"]
        )
        #expect(
            try bench.database.value(
                """
                SELECT ROW(open, high, low, close, volume, quote_volume, trade_count)::text
                FROM market_data_daily WHERE "timestamp" = '2022-03-01' AND venue = 'binance'
                    AND symbol = 'BTCUSDT'
                """
            ) == "(101.00000000,9999999999.99999999,0.00000001,125.00000000,"
                + "2400000000000000000.00000000,,300)"
        )
        #expect(
            try bench.database.column(
                """
                SELECT source_interval || candle_count FROM market_data_daily
                WHERE symbol = 'éTH' AND "timestamp" IN ('2022-03-02', '2022-03-03') ORDER BY "timestamp"
                """
            ) == ["1h24", "1h24"]
        )
        let days = try bench.dump("market_data_daily")
        try bench.restore(old[0], of: "market_data")
        try bench.retain(restoredDays: 0)
        #expect(try bench.dump("market_data_daily") == days)
        #expect(try bench.database.count("market_data_daily") == 63)
    }

    @Test(arguments: [
        "UPDATE market_data SET close = 101.5 WHERE id = (SELECT min(id) FROM market_data)",
        "UPDATE market_data SET indicators = '{\"rsi_14\": 2.500}' "
            + "WHERE indicators @> '{\"rsi_14\": 2.5}' AND symbol = 'BTCUSDT'",
        "DELETE FROM market_data WHERE id = (SELECT max(id) FROM market_data_y2022m03)",
        """
        INSERT INTO market_data (venue, symbol, "interval", "timestamp", open, high, low, close,
            volume) VALUES ('v', 'NEW', '1h', '2022-03-05', 1, 1, 1, 1, 1)
        """,
    ])
    func rowsThatChangedSinceTheyWereArchivedAreNotDropped(change: String) async throws {
        let bench = try await RetentionBench()
        try await bench.fillCandles(old)
        let report = try bench.retain { step in
            if case .manifestWritten(let path) = step, path.hasSuffix("month=03") {
                try bench.database.execute(change)
            }
        }
        #expect(report.tables[0].months.map(\.action) == [.refused, .archived])
        let words = try #require(report.refused.first?.words)
        #expect(words.contains("market_data 2022-03") && words.contains("nothing was dropped"))
        #expect(try bench.database.count("market_data_y2022m03") > 2_800)
        #expect(try bench.database.count("archives", where: "month = '2022-03-01'") == 0)
        // The month was never dropped: its archive is written anew, unless rows of it are missing.
        let before = try bench.dump("market_data")
        let isRemoved = change.hasPrefix("DELETE")
        #expect(try bench.retain().refused.count == (isRemoved ? 1 : 0))
        guard !isRemoved else { return }
        for month in old { try bench.restore(month, of: "market_data") }
        try bench.database.execute("TRUNCATE market_data_y2022m04")
        #expect(try bench.dump("market_data") == before)
    }

    @Test func aRunThatIsStoppedAnywhereIsFinishedByTheNext() async throws {
        let whole = try await RetentionBench()
        try await whole.fillCandles(old)
        var steps = 0
        try whole.retain(only: ["market_data"]) { _ in steps += 1 }
        #expect(steps == 12)
        let days = try whole.dump("market_data_daily")
        for stop in 1...steps {
            let bench = try await RetentionBench()
            try await bench.fillCandles(old)
            let before = try bench.dump("market_data")
            var step = 0
            #expect(throws: Stopped.self) {
                try bench.retain(only: ["market_data"]) { _ in
                    step += 1
                    if step == stop { throw Stopped() }
                }
            }
            let report = try bench.retain(only: ["market_data"])
            #expect(report.refused.isEmpty)
            #expect(try bench.database.count("market_data") == 0)
            #expect(try bench.database.count("archives") == 2)
            #expect(try bench.dump("market_data_daily") == days)
            let files = try filesBelow(bench.archive.path).keys.filter { $0.contains("part") }
            #expect(files.count == 2, "after step \(stop): \(files)")
            for month in old { try bench.restore(month, of: "market_data") }
            #expect(try bench.dump("market_data") == before, "after step \(stop)")
        }
    }

    @Test func aDamagedFileIsRefused() async throws {
        let bench = try await RetentionBench()
        try await bench.fillCandles([old[0]])
        try bench.retain()
        let file = bench.archive.path + "/table=market_data/year=2022/month=03/part-0.parquet"
        let whole = try #require(FileManager.default.contents(atPath: file))
        for place in [4, whole.count / 3, whole.count / 2, whole.count - 20] {
            var damaged = whole
            damaged[place] ^= 0x10
            try damaged.write(to: URL(fileURLWithPath: file))
            let before = try bench.everything()
            let error = try #require(throws: WarehouseError.self) {
                try bench.restore(old[0], of: "market_data")
            }
            #expect(error.code == .badData)
            #expect(error.message.contains("SHA-256"), "\(error)")
            #expect(try bench.everything() == before)
        }
        try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: file))
        #expect(throws: WarehouseError.self) { try bench.restore(old[0], of: "market_data") }
        try whole.write(to: URL(fileURLWithPath: file))
        #expect(try bench.restore(old[0], of: "market_data").action == .restored)
        // A damaged archive lets nothing go.
        var damaged = whole
        damaged[whole.count / 2] ^= 1
        try damaged.write(to: URL(fileURLWithPath: file))
        #expect(try bench.retain(restoredDays: 0).refused.count == 1)
        #expect(try bench.database.count("market_data_y2022m03") > 2_800)
    }

    @Test func aDryRunChangesNothing() async throws {
        let bench = try await RetentionBench()
        try await bench.fillCandles(old)
        let before = try bench.everything()
        let report = try bench.retain(isDryRun: true)
        #expect(report.isDryRun)
        #expect(report.tables[0].months.map(\.action) == [.wouldArchive, .wouldArchive])
        #expect(report.tables[0].months.map(\.rows) == [2_890, 2_842])
        #expect(try bench.everything() == before)
    }

    @Test func emptyMonthsAreArchivedAndLooseOnesLeftAlone() async throws {
        let bench = try await RetentionBench()
        try await bench.makeMonths(.marketData, old + [month("2022-05")])
        try bench.database.execute(
            """
            ALTER TABLE market_data DETACH PARTITION market_data_y2022m04;
            CREATE TABLE market_data_older PARTITION OF market_data
                FOR VALUES FROM (MINVALUE) TO ('2020-01-01 00:00+00');
            CREATE TABLE market_data_y2020m02 PARTITION OF market_data
                FOR VALUES FROM ('2020-02-01 00:00+00') TO ('2020-02-15 00:00+00')
            """
        )
        let report = try bench.retain()
        #expect(report.tables[0].months.map(\.month.dashed) == ["2022-03", "2022-05"])
        #expect(report.tables[0].months.allSatisfy { $0.rows == 0 && $0.action == .archived })
        #expect(report.tables[0].notes.count == 3)
        #expect(report.tables[0].notes.contains { $0.hasPrefix("market_data_y2022m04 ") })
        #expect(try bench.database.looseTables() == ["market_data_y2022m04"])
        let error = try #require(throws: WarehouseError.self) {
            try bench.restore(old[1], of: "market_data")
        }
        #expect(error.code == .usage)
        let outcome = try bench.restore(old[0], of: "market_data")
        #expect(outcome.action == .restored && outcome.rows == 0)
    }

    @Test func aMonthThatHoldsOtherRowsIsNotReplaced() async throws {
        let bench = try await RetentionBench()
        try await bench.fillCandles([old[0]])
        let before = try bench.dump("market_data")
        try bench.retain()
        await #expect(throws: StoreError.self) {
            try await bench.makeMonths(.marketData, [old[0]])
        }
        // An empty month takes the rows.
        try bench.database.execute(
            """
            CREATE TABLE market_data_y2022m03 PARTITION OF market_data
                FOR VALUES FROM ('2022-03-01 00:00+00') TO ('2022-04-01 00:00+00')
            """
        )
        #expect(try bench.restore(old[0], of: "market_data").action == .restored)
        #expect(try bench.dump("market_data") == before)
        try bench.database.execute("DELETE FROM market_data WHERE symbol = 'éTH'")
        // What is missing comes back beside what is there.
        #expect(try bench.restore(old[0], of: "market_data").inserted == 744)
        #expect(try bench.dump("market_data") == before)
        try bench.database.execute("UPDATE market_data SET volume = 7 WHERE symbol = 'éTH'")
        let changed = try bench.dump("market_data")
        let error = try #require(throws: WarehouseError.self) {
            try bench.restore(old[0], of: "market_data")
        }
        #expect(error.code == .badData && error.message.contains("éTH"), "\(error)")
        #expect(try bench.dump("market_data") == changed)
        try bench.database.execute(
            "ALTER TABLE market_data DETACH PARTITION market_data_y2022m03"
        )
        #expect(throws: WarehouseError.self) { try bench.restore(old[0], of: "market_data") }
    }

    @Test func aNewerTableTakesAnOlderArchiveAndAnOlderOneDoesNot() async throws {
        let bench = try await RetentionBench()
        try await bench.fillCandles([old[0]])
        let before = try bench.dump("market_data")
        try bench.retain()
        try bench.database.execute("ALTER TABLE market_data ADD note text DEFAULT 'none'")
        let outcome = try bench.restore(old[0], of: "market_data")
        #expect(outcome.notes.count == 1 && outcome.notes[0].contains("\"note\""))
        #expect(try bench.database.count("market_data", where: "note = 'none'") == 2_890)
        // The file does not have the new column: the rows must not go with it.
        #expect(try bench.retain(restoredDays: 0).refused.count == 1)
        try bench.database.execute("ALTER TABLE market_data DROP note")
        #expect(try bench.dump("market_data") == before)
        try bench.retain(restoredDays: 0)
        try bench.database.execute("ALTER TABLE market_data DROP taker_buy_volume")
        let error = try #require(throws: WarehouseError.self) {
            try bench.restore(old[0], of: "market_data")
        }
        #expect(error.message.contains("taker_buy_volume"))
    }

    @Test func monthsWithStaleIndicatorsStay() async throws {
        let bench = try await RetentionBench()
        try await bench.fillCandles(old)
        try bench.database.execute(
            """
            INSERT INTO ingest_runs (command, arguments, version) VALUES ('ingest', '{}', '1');
            INSERT INTO ingest_watermarks (symbol, "interval", venue, first_open_time, watermark,
                coverage, asked_until, indicators, indicator_fingerprint, stale_from, run_id)
            SELECT 'BTCUSDT', '1h', 'binance', '2022-03-01', '2022-06-30', '{}', '2022-07-01', '',
                '', '2022-04-10', run_id FROM ingest_runs
            """
        )
        let report = try bench.retain()
        #expect(report.tables[0].months.map(\.action) == [.archived, .refused])
        #expect(report.refused.first?.words?.contains("binance:BTCUSDT:1h") == true)
        try bench.database.execute("UPDATE ingest_watermarks SET stale_from = NULL")
        #expect(try bench.retain().tables[0].months.map(\.action) == [.archived])
    }

    @Test func onlyOneWorksOnTheArchiveAtATime() async throws {
        let bench = try await RetentionBench()
        try await bench.fillCandles([old[0]])
        let table = PartitionedTable.marketData
        try bench.retain { step in
            guard case .began(table.name, _) = step else { return }
            let error = #expect(throws: WarehouseError.self) { try bench.retain() }
            #expect(error?.code == .busy)
            #expect(throws: WarehouseError.self) { try bench.restore(old[0], of: table.name) }
        }
    }
}
