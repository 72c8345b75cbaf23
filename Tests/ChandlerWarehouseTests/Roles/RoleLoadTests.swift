import ChandlerCore
import ChandlerPostgres
import ChandlerStore
import ChandlerWarehouse
import TestSupport
import Testing

/// Whoever loads, the same is stored.
@Suite(.timeLimit(.minutes(20)))
struct RoleLoadTests {
    private static let start = Timestamp(seconds: 1_709_251_200)  // 2024-03-01

    /// Rows enough for the fast way, with undefined values at the beginning.
    private static func job(
        _ symbol: String,
        way: LoadJob.Way,
        from: Int = 0,
        count: Int = 2_880,
        shift: Int64 = 0
    ) throws -> LoadJob {
        let series = SeriesID(venue: "memory", symbol: try Symbol(symbol), interval: .minute)
        let open = start + Int64(from) * 60_000_000
        let candles = (0..<count).map { row in
            let close = Int64(100 + (row + from) % 17) * 100_000_000 + shift
            return Candle(
                openTime: open + Int64(row) * 60_000_000,
                open: Price(raw: close - 1),
                high: Price(raw: close + 300),
                low: Price(raw: close - 300),
                close: Price(raw: close),
                volume: Quantity(raw: Int128(row + from) * 1_234_567_891),
                quoteVolume: row % 3 == 0 ? nil : Quantity(raw: Int128(row)),
                tradeCount: row % 5 == 0 ? nil : Int64(row),
                takerBuyVolume: nil
            )
        }
        let range = TimeRange(open, open + Int64(count) * 60_000_000)
        var job = LoadJob(
            series: series,
            range: range,
            way: way,
            candles: candles,
            indicators: IndicatorColumns(
                names: ["ema_12", "obv", "rsi_14"],
                columns: [
                    candles.map(\.close.double), candles.map(\.volume.double),
                    candles.indices.map { $0 + from < 14 ? .nan : Double($0 % 100) / 7 },
                ],
                count: candles.count
            )
        )
        job.gapRange = range
        job.gaps = [Gap(range: TimeRange(open, open + 60_000_000), missing: 1, status: .open)]
        job.record = SeriesRecord(
            series: series,
            firstOpenTime: start,
            watermark: candles.last?.openTime ?? open,
            coverage: Coverage([range]),
            indicators: ["ema_12", "obv", "rsi_14"],
            fingerprint: "v1"
        )
        job.states = [
            SavedState(lastOpenTime: open, kind: .tail, fingerprint: "v1", bytes: [1, 2, 3])
        ]
        return job
    }

    /// Every way in, and everything else a run does.
    private static func work(_ lane: StoreLane) async throws {
        let run = try await lane.beginRun(command: "test", arguments: "{}", version: "1")
        let series = try job("A", way: .insert).series
        try await lane.lock(series)
        try await lane.load(job("A", way: .insert), runID: run)
        try await lane.load(job("B", way: .insert, from: 1_000), runID: run)
        try await lane.load(job("A", way: .merge, from: 2_000, shift: 7), runID: run)
        try await lane.load(job("A", way: .merge, from: 44_640, count: 2_100), runID: run)
        try await lane.load(job("A", way: .refreshIndicators, from: 5, count: 2_500), runID: run)
        try await lane.load(job("C", way: .insert, from: 100_000, count: 30), runID: run)
        await lane.unlock(series)
        let months = (0...3).map { Month(year: 2024, month: 1).advanced(by: $0) }
        for table in PartitionedTable.all { try await lane.ensureMonths(of: table, months) }
        _ = try await lane.refreshMaterializedViews()
        _ = try await lane.refreshOpenPositions()
        let record = try #require(try await lane.record(of: series))
        _ = try await lane.settleGaps(record, runID: run)
        try await lane.dropStates(of: series)
        try await lane.finishRun(run, RunOutcome(status: .succeeded, exitCode: 0), report: "{}")
    }

    /// All that was stored, bytes of the indicators included.
    private static func contents(_ database: TestDatabase) throws -> [String] {
        try database.execute("CREATE CAST (jsonb AS bytea) WITHOUT FUNCTION")
        return try [
            """
            SELECT count(*) || ' ' || md5(string_agg(md5(ROW(tableoid::regclass, venue, symbol,
                "interval", "timestamp", open, high, low, close, volume, quote_volume, trade_count,
                taker_buy_volume, indicators::bytea)::text), '' ORDER BY symbol, "timestamp"))
            FROM market_data
            """,
            """
            SELECT string_agg((to_jsonb(t) - 'updated_at')::text, ' ' ORDER BY symbol)
            FROM ingest_watermarks AS t
            """,
            "SELECT string_agg((to_jsonb(t) - 'found_at')::text, ' ' ORDER BY gap_start, symbol) "
                + "FROM ingest_gaps AS t",
            "SELECT string_agg(to_jsonb(t)::text, ' ' ORDER BY symbol) FROM ingest_states AS t",
            "SELECT string_agg(level || message, ' ') FROM system_logs",
            """
            SELECT string_agg(concat(c.oid::regclass, ' ', pg_get_expr(relpartbound, c.oid), ' ',
                (SELECT string_agg(conname || pg_get_constraintdef(k.oid), ' ' ORDER BY conname)
                    FROM pg_constraint AS k WHERE conrelid = c.oid), ' ',
                (SELECT string_agg(pg_get_indexdef(indexrelid), ' ' ORDER BY indexrelid::regclass::text)
                    FROM pg_index WHERE indrelid = c.oid)), ' ' ORDER BY c.oid::regclass::text)
            FROM pg_inherits JOIN pg_class AS c ON c.oid = inhrelid WHERE c.relkind = 'r'
            """,
        ].map(database.value)
    }

    @Test func theSameIsStoredWhoeverLoads() async throws {
        let plain = try await RoleDatabase(applied: false)
        let superuser = try StoreLane(plain.configuration, applicationName: "test")
        #expect(try await superuser.standing().isSuperuser)
        try await Self.work(superuser)
        let expected = try Self.contents(plain.database)
        // 4,880 + 2,880 in March, 2,100 in April, 30 in May.
        #expect(expected[0].hasPrefix("9890 "), "\(expected[0])")

        let down = try await RoleDatabase()
        let lane = try StoreLane(down.configuration, applicationName: "test")
        let standing = try await lane.standing()
        #expect(standing.role == "chandler_app" && standing.login == "chandler")
        #expect(!standing.isSuperuser && standing.areRolesApplied)
        try await Self.work(lane)
        #expect(try await lane.standing() == standing)
        for (one, other) in zip(try Self.contents(down.database), expected) {
            #expect(one == other)
        }

        let app = try await RoleDatabase()
        try await Self.work(try app.lane(.app))
        for (one, other) in zip(try Self.contents(app.database), expected) {
            #expect(one == other)
        }
        // Months that the loads made have their owner, their privileges and nothing else.
        for database in [down, app] {
            let report = try RoleSet(try database.database.connect()).report()
            #expect(report.isAsExpected, "\(report)")
        }
    }

    /// Rows in a month that the load itself made need no vacuum: FREEZE was used.
    @Test(arguments: [true, false])
    func newMonthsAreFilledFrozen(isLogin: Bool) async throws {
        let database = try await RoleDatabase()
        let lane =
            isLogin
            ? try database.lane(.app)
            : try StoreLane(database.configuration, applicationName: "test")
        try await lane.load(Self.job("A", way: .insert), runID: 1)
        try database.database.execute("CREATE EXTENSION IF NOT EXISTS pg_visibility")
        let frozen = try database.database.value(
            "SELECT all_frozen FROM pg_visibility_map_summary('market_data_y2024m03')"
        )
        let pages = try database.database.value(
            "SELECT pg_relation_size('market_data_y2024m03') / 8192"
        )
        #expect(frozen == pages)
    }

    /// The type that takes finished bytes never outlives its transaction, and no other session can
    /// reach it.
    @Test func noTypeStaysBehind() async throws {
        let database = try await RoleDatabase()
        let lane = try StoreLane(database.configuration, applicationName: "test")
        try await lane.load(Self.job("A", way: .insert), runID: 1)
        #expect(
            try database.database.value(
                "SELECT count(*) FROM pg_type WHERE typname = 'chandler_jsonb'"
            ) == "0"
        )
    }

    @Test func tokensAreStoredByTheAppRole() async throws {
        let database = try await RoleDatabase()
        let lane = try database.lane(.app)
        let series = PoolSeriesID(
            venue: "geckoterminal",
            pool: Pool(network: "solana", address: "p", mint: "m", symbol: "M"),
            interval: .minute
        )
        try await lane.lock(series)
        for (volume, inserted) in [(1.0, 1), (2.0, 0)] {
            var job = PoolLoadJob(
                series: series,
                candles: [
                    TokenCandle(
                        openTime: Self.start,
                        open: 1,
                        high: 2,
                        low: 0.5,
                        close: 1.5,
                        volume: volume
                    )
                ],
                indicators: nil
            )
            job.record = PoolSeriesRecord(series: series, indicators: [], fingerprint: "v1")
            let result = try await lane.load(job, runID: 1)
            #expect(result.inserted == inserted && result.updated == 1 - inserted)
        }
        #expect(try database.database.count("cubi.token_candles") == 1)
        await lane.unlock(series)
    }
}
