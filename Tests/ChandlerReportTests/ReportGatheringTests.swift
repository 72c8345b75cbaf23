import ChandlerCore
import ChandlerPostgres
import ChandlerStore
import TestSupport
import Testing

@testable import ChandlerReport

/// What is read of a database, against counting its rows.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct ReportGatheringTests {
    private func migrated() async throws -> (StoreLane, TestDatabase) {
        let database = try TestCluster.shared().makeDatabase()
        let lane = try StoreLane(
            ConnectionConfiguration(databaseURL: database.url),
            applicationName: "test"
        )
        _ = try await lane.migrate()
        return (lane, database)
    }

    private func series(
        _ symbol: String,
        _ interval: Interval,
        venue: String = "binance"
    ) throws -> SeriesID {
        SeriesID(venue: venue, symbol: try Symbol(symbol), interval: interval)
    }

    private func gather(
        _ lane: StoreLane,
        _ configure: (inout ReportOptions) -> Void = { _ in }
    ) async throws -> ReportData {
        var options = ReportOptions(now: SampleReport.now)
        configure(&options)
        return try await ReportGathering(lane, options: options).gather(version: "1")
    }

    @Test func everyMonthHasAsManyCandlesAsTheTableHasRows() async throws {
        var random = SeededGenerator.announced("report of a database")
        let (lane, database) = try await migrated()
        let ledger = RandomLedger(connection: try database.connect())
        let start = try #require(Timestamp(parsing: "2023-11-06"))
        var all: [RandomSeries] = []
        for (symbol, interval, count) in [
            ("AUSDT", Interval.hour, 3_000), ("AUSDT", .day, 140), ("BUSDT", .fourHours, 700),
            ("BUSDT", .week, 20), ("CUSDT", .threeDays, 45), ("CUSDT", .month, 5),
        ] {
            let id = try series(symbol, interval)
            let known = RandomSeries(id, from: interval.floor(start), count: count, &random)
            try ledger.write(known)
            all.append(known)
        }
        let data = try await gather(lane)
        #expect(
            data.series.map { "\($0.series)" } == [
                "binance AUSDT 1h", "binance AUSDT 1d", "binance BUSDT 4h", "binance BUSDT 1w",
                "binance CUSDT 3d", "binance CUSDT 1M",
            ]
        )
        for (coverage, known) in zip(data.series, all) {
            let rows = try database.column(
                """
                SELECT to_char("timestamp" AT TIME ZONE 'UTC', 'YYYY-MM') || ' ' || count(*)
                FROM market_data WHERE symbol = '\(known.series.symbol)'
                    AND "interval" = '\(known.series.interval.rawValue)'
                GROUP BY to_char("timestamp" AT TIME ZONE 'UTC', 'YYYY-MM') ORDER BY 1
                """
            )
            let shown = coverage.months.filter { $0.present > 0 }.map {
                "\($0.month.dashed) \($0.present)"
            }
            #expect(shown == rows, "\(known.series)")
            #expect(coverage.rejected == known.places.count { $0 == .rejected })
            #expect(coverage.gapsOpen == known.spans(.open).count)
            #expect(coverage.gapsConfirmed == known.spans(.confirmed).count)
        }
        #expect(data.gaps.count == all.reduce(0) { $0 + $1.gaps.count })
        #expect(data.gaps.openCount == all.reduce(0) { $0 + $1.spans(.open).count })
        let statuses = data.gaps.entries.map { $0.gap.status == .open ? 0 : 1 }
        #expect(statuses == statuses.sorted())
        withExtendedLifetime(database) {}
    }

    @Test func gapsAfterTheLastCandleAreListedAndMakeNoMonthIncomplete() async throws {
        let (lane, database) = try await migrated()
        let ledger = RandomLedger(connection: try database.connect())
        var random = SeededGenerator(seed: 3)
        let start = try #require(Timestamp(parsing: "2024-01-01"))
        let known = RandomSeries(try series("AUSDT", .day), from: start, count: 2, &random)
        try ledger.write(known)
        try ledger.write(
            Gap(
                range: TimeRange(start + 3 * 86_400_000_000, start + 50 * 86_400_000_000),
                missing: 47,
                status: .open
            ),
            [.text("AUSDT"), .text("1d"), .text("binance")]
        )
        let data = try await gather(lane)
        #expect(data.series.first?.isComplete == true)
        #expect(data.series.first?.gapsOpen == 1)
        #expect(data.gaps.openCount == 1)
        let beyond = data.gaps.missingBeyond
        #expect(beyond == 47, "47 of \(data.gaps.missing)")
        #expect(ReportPage(data).html.contains("47 candles missing, of them 47 after the last"))
        #expect(data.verdict.grade == .gaps)
        withExtendedLifetime(database) {}
    }

    @Test func filtersChooseSeriesGapsAndCharts() async throws {
        let (lane, database) = try await migrated()
        let ledger = RandomLedger(connection: try database.connect())
        var random = SeededGenerator(seed: 5)
        let start = try #require(Timestamp(parsing: "2024-01-01"))
        for (symbol, venue) in [("AUSDT", "okx"), ("AUSDT", "binance"), ("BUSDT", "binance")] {
            let id = try series(symbol, .hour, venue: venue)
            try ledger.write(RandomSeries(id, from: start, count: 600, &random))
        }
        let all = try await gather(lane) { $0.charts = 2 }
        #expect(all.series.count == 3)
        #expect(all.charts.map { "\($0.series)" } == ["binance AUSDT 1h", "binance BUSDT 1h"])
        let one = try await gather(lane) { $0.venue = "okx" }
        #expect(one.series.map { "\($0.series)" } == ["okx AUSDT 1h"])
        #expect(one.gaps.entries.allSatisfy { $0.series.venue == "okx" })
        #expect(one.gaps.count < all.gaps.count)
        let chart = try #require(one.charts.first)
        let known = try database.column(
            """
            SELECT "timestamp"::text FROM market_data WHERE venue = 'okx'
            ORDER BY "timestamp" DESC LIMIT 200
            """
        )
        #expect(chart.candles.count == known.count)
        #expect(chart.candles == chart.candles.sorted { $0.openTime < $1.openTime })
        #expect(chart.overlays.map(\.name) == ["sma_50"])
        #expect(chart.overlays[0].values.allSatisfy { $0 == 2 })
        #expect(chart.panels.map(\.title) == ["rsi_14"])
        withExtendedLifetime(database) {}
    }

    @Test func runsAndTheFoldersOfTheirDatasetsAreRead() async throws {
        let (lane, database) = try await migrated()
        for (folder, status) in [
            ("/data/a", "succeeded"), ("/data/b", "failed"), ("/data/a", "succeeded"),
        ] {
            try database.execute(
                """
                INSERT INTO ingest_runs (command, arguments, version, status, report, finished_at)
                VALUES ('ingest', '[]', '1', '\(status)',
                    '{"dataset": {"path": "\(folder)"}, "series": [{"dataset": {"path": 7}}]}',
                    clock_timestamp())
                """
            )
        }
        try database.execute(
            "INSERT INTO ingest_runs (command, arguments, version) VALUES ('maintain', '[]', '1')"
        )
        let data = try await gather(lane) { $0.runs = 3 }
        #expect(data.runs.map(\.command) == ["maintain", "ingest", "ingest"])
        #expect(data.runCount == 4)
        #expect(data.datasetFolders == ["/data/a", "/data/b"])
        #expect(data.pipelines.isEmpty)
        try database.execute(
            """
            INSERT INTO ingest_runs (command, pipeline, arguments, version, status)
            VALUES ('run', 'core', '[]', '1', 'failed'), ('run', 'core', '[]', '1', 'succeeded')
            """
        )
        #expect(try await gather(lane).pipelines.map(\.status) == [.succeeded])
        withExtendedLifetime(database) {}
    }

    @Test func poolsAreCountedBySpansThatWereAnswered() async throws {
        let (lane, database) = try await migrated()
        try database.execute(
            """
            INSERT INTO ingest_runs (command, arguments, version) VALUES ('ingest', '[]', '1');
            INSERT INTO cubi.token_series (venue, network, pool, mint, "interval", symbol,
                first_open_time, watermark, coverage, indicators, indicator_fingerprint, is_stale, run_id)
            VALUES ('geckoterminal', 'solana', repeat('P', 40), repeat('M', 40), '1h', '<COIN>',
                '2024-01-01 00:00Z', '2024-01-01 09:00Z',
                '{[2024-01-01 00:00Z,2024-01-01 04:00Z),[2024-01-01 06:00Z,2024-01-01 12:00Z)}',
                'sma_20', 'x', false, 1);
            INSERT INTO cubi.token_candles (venue, network, pool, mint, "interval", timestamp,
                open, high, low, close, volume)
            SELECT 'geckoterminal', 'solana', repeat('P', 40), repeat('M', 40), '1h',
                '2024-01-01 00:00Z'::timestamptz + n * interval '1 hour', 1, 1, 1, 1, 1
            FROM unnest(ARRAY[0, 2, 9]) AS n
            """
        )
        let pool = try #require(try await gather(lane).pools.first)
        #expect((pool.stored, pool.silent, pool.unasked, pool.expected) == (3, 5, 2, 10))
        let html = ReportPage(try await gather(lane)).html
        #expect(html.contains("80.00 %") && html.contains("&lt;COIN&gt;"))
        #expect(try await gather(lane) { $0.venue = "binance" }.pools.isEmpty)
        #expect(try await gather(lane) { $0.symbol = try? Symbol("A") }.pools.isEmpty)
    }

    @Test func nothingIsWritten() async throws {
        let (first, database) = try await migrated()
        try database.execute(
            "ALTER DATABASE \(database.name) SET default_transaction_read_only = on"
        )
        #expect(throws: PostgresError.self) {
            try database.execute("INSERT INTO bot_settings (parameter_name) VALUES ('x')")
        }
        let lane = try StoreLane(first.configuration, applicationName: "test")
        let html = ReportPage(try await gather(lane)).html
        #expect(html.contains("First steps"))
    }

    @Test func aDatabaseWithoutTablesGivesAPage() async throws {
        let database = try TestCluster.shared().makeDatabase()
        let lane = try StoreLane(
            ConnectionConfiguration(databaseURL: database.url),
            applicationName: "test"
        )
        let options = ReportOptions(now: SampleReport.now)
        let data = try await ReportGathering(lane, options: options).gather(
            version: "1",
            isEmpty: true
        )
        #expect(data.database == database.name)
        #expect(data.verdict.grade == .empty)
    }
}
