import ChandlerCore
import ChandlerPostgres
import ChandlerStore
import ChandlerWarehouse
import Foundation
import TestSupport

/// A migrated database with an archive folder beside it.
struct RetentionBench {
    let database: TestDatabase
    let scratch: ScratchFolder
    let connection: PostgresConnection
    let now: Timestamp

    init(now: String = "2024-06-15T12:00:00Z") async throws {
        database = try TestCluster.shared().makeDatabase()
        scratch = try ScratchFolder("retention")
        connection = try database.connect()
        self.now = Timestamp(parsing: now) ?? Timestamp(microseconds: 0)
        let lane = try StoreLane(connection.configuration, applicationName: "test")
        _ = try await lane.migrate()
    }

    /// Uses a database that is migrated already.
    init(of database: TestDatabase) throws {
        self.database = database
        scratch = try ScratchFolder("retention")
        connection = try database.connect()
        now = Timestamp(parsing: "2024-06-15T12:00:00Z") ?? Timestamp(microseconds: 0)
    }

    var archive: ArchiveFolder { ArchiveFolder(scratch.path + "/archive") }

    /// Runs the retention over a session of its own, as a new process would.
    @discardableResult
    func retain(
        only: [String] = [],
        keep: [String: RetentionSpan] = [:],
        restoredDays: Int = 30,
        isDryRun: Bool = false,
        observe: @escaping (RetentionStep) throws -> Void = { _ in }
    ) throws -> RetentionReport {
        var options = RetentionOptions(now: now, archive: archive, version: "1.2.3")
        options.only = only
        options.keep = keep
        options.restoredDays = restoredDays
        options.isDryRun = isDryRun
        options.runID = 7
        return try Retention(
            connection: try database.connect(),
            options: options,
            observe: observe
        ).run()
    }

    @discardableResult
    func restore(_ month: Month, of table: String) throws -> ArchiveRestore.Outcome {
        try ArchiveRestore(connection: try database.connect(), folder: archive)
            .restore(month, of: table)
    }

    /// Every row of a table as the server prints it.
    func dump(_ table: String) throws -> String {
        try database.value(
            """
            SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '')
            FROM \(table) AS t
            """
        )
    }

    /// Every row of every table, the partitions' names, and the archive's files.
    func everything() throws -> [String] {
        let tables = try database.column(
            """
            SELECT oid::regclass::text FROM pg_class
            WHERE relnamespace::regnamespace::text IN ('public', 'cubi') AND relkind IN ('r', 'p')
            ORDER BY 1
            """
        )
        return try tables.map { try "\($0) \(dump($0))" }
            + (try filesBelow(archive.path)).keys.sorted()
    }

    func makeMonths(_ table: PartitionedTable, _ months: [Month]) async throws {
        let lane = try StoreLane(connection.configuration, applicationName: "test")
        try await lane.ensureMonths(of: table, months)
    }

    /// Hours of two symbols over some months, with minutes of one day and a day's own candle.
    func fillCandles(_ months: [Month]) async throws {
        try await makeMonths(.marketData, months)
        for month in months {
            try connection.execute(
                """
                INSERT INTO market_data (venue, symbol, "interval", "timestamp", open, high, low,
                    close, volume, quote_volume, trade_count, taker_buy_volume, indicators)
                SELECT 'binance', s, '1h', t, 100 + n, 9999999999.99999999, 0.00000001, 101 + n,
                    99999999999999999999.99999999 / 1000, CASE WHEN n % 7 > 0 THEN n END, n, n / 3.0,
                    CASE WHEN n % 5 > 0
                        THEN format('{"rsi_14": %s.50, "ä\\u2028": 1.0e-7, "x": null}', n)::jsonb
                    END
                FROM generate_series('\(month.start)'::timestamptz,
                        '\(month.end)'::timestamptz - interval '1 hour', interval '1 hour')
                    WITH ORDINALITY AS g (t, n), unnest(ARRAY['BTCUSDT', 'éTH']) AS s
                UNION ALL
                SELECT 'binance', 'BTCUSDT', '1m', '\(month.start)'::timestamptz
                    + n * interval '1 minute', 1, 3, 1, 2, 5, NULL, NULL, NULL, NULL
                FROM generate_series(0, 1400) AS n
                UNION ALL
                SELECT 'kraken', 'BTCUSDT', '1d', '\(month.start)', 1, 3, 1, 2, 5, 6, 7, 8, '{}'
                """
            )
        }
    }
}

/// What a test throws to stop a run as if it had been killed.
struct Stopped: Error {}

func month(_ text: String) -> Month {
    Month(year: Int(text.prefix(4)) ?? 1, month: Int(text.suffix(2)) ?? 1)
}
