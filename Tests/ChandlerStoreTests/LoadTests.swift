import ChandlerCore
import ChandlerPostgres
import Testing

@testable import ChandlerStore

/// One batch is one transaction, whichever way its rows go in.
@Suite(
    .serialized,
    .timeLimit(.minutes(20)),
    .enabled(if: TestCluster.isUsable, TestCluster.skipReason)
)
struct LoadTests {
    @Test func theThreeWaysInLeaveTheSameRows() async throws {
        let series = try SeriesID("WAYS")
        let (from, to) = ("2024-02-10T00:00", "2024-02-20T00:00")
        let fresh = try await TestStore()
        try await fresh.lane.load(try .sample(series, from, to), runID: 1)

        let existing = try await TestStore()
        let other = try LoadJob.sample(try SeriesID("OTHER"), "2024-02-01", "2024-02-02")
        try await existing.lane.load(other, runID: 1)
        try await existing.lane.load(try .sample(series, from, to), runID: 1)
        try existing.connection().execute("DELETE FROM market_data WHERE symbol = 'OTHER'")

        let overlapping = try await TestStore()
        try await overlapping.lane.load(
            try .sample(series, "2024-02-12T00:00", "2024-02-15T00:00", shift: 5),
            runID: 1
        )
        try await overlapping.lane.load(try .sample(series, from, to, way: .merge), runID: 1)

        let merged = try await TestStore()
        try await merged.lane.load(try .sample(series, from, to, way: .merge), runID: 1)

        let rows = try fresh.rows()
        #expect(rows.split(separator: "\n").count == 240)
        #expect(try existing.rows() == rows)
        #expect(try overlapping.rows() == rows)
        #expect(try merged.rows() == rows)
    }

    @Test func everyNewMonthLooksLikeOneMadeByHand() async throws {
        let store = try await TestStore()
        try await store.lane.load(
            try .sample(try SeriesID("SHAPE"), "2024-02-01", "2024-02-02"),
            runID: 1
        )
        let connection = try store.connection()
        try connection.execute(
            """
            CREATE TABLE market_data_y2024m03 PARTITION OF market_data
                FOR VALUES FROM ('2024-03-01') TO ('2024-04-01')
            """
        )
        func shape(_ table: String) throws -> [String] {
            try connection.query(
                """
                SELECT replace(pg_get_indexdef(indexrelid), $1, 'm') FROM pg_index
                WHERE indrelid = $1::regclass
                UNION ALL SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
                WHERE conrelid = $1::regclass AND contype = 'c'
                UNION ALL SELECT column_name || ' ' || data_type || is_nullable
                    || coalesce(column_default, '') FROM information_schema.columns
                WHERE table_name = $1
                ORDER BY 1
                """,
                [.text(table)]
            ).map { try $0.text(0) }
        }
        #expect(try shape("market_data_y2024m02") == shape("market_data_y2024m03"))
        let attached = try connection.query(
            "SELECT count(*) FROM pg_inherits WHERE inhparent = 'market_data'::regclass"
        )
        #expect(try attached.firstRow().int64(0) == 2)
        // Every row has a number of its own.
        let ids = try connection.query("SELECT count(DISTINCT id) FROM market_data")
        #expect(try ids.firstRow().int64(0) == 24)
    }

    @Test func rowsThatDoNotDifferAreNotWritten() async throws {
        let store = try await TestStore()
        let series = try SeriesID("SAME")
        try await store.lane.load(
            try .sample(series, "2024-02-10", "2024-02-12"),
            runID: 1
        )
        let connection = try store.connection()
        func places() throws -> [String] {
            try connection.query(
                "SELECT xmin::text || ctid::text FROM market_data ORDER BY \"timestamp\""
            ).map { try $0.text(0) }
        }
        let before = try places()
        var job = try LoadJob.sample(series, "2024-02-10", "2024-02-12", way: .merge)
        job.newRows = 0
        #expect(try await store.lane.load(job, runID: 2) == LoadResult(refreshed: 0))
        #expect(try places() == before)

        var candles = job.candles
        candles[7] = .sample(candles[7].openTime, shift: 1)
        var changed = LoadJob(
            series: series,
            range: job.range,
            way: .merge,
            candles: candles,
            indicators: .sample(candles)
        )
        changed.revisions = [CandleRevision(old: job.candles[7], new: candles[7])]
        try await store.lane.load(changed, runID: 2)
        let after = try places()
        #expect(zip(before, after).filter { $0 != $1 }.count == 1)
    }

    @Test func refreshingWritesIndicatorsOnlyWhereTheyDiffer() async throws {
        let store = try await TestStore()
        let series = try SeriesID("FRESH")
        let job = try LoadJob.sample(series, "2024-02-10", "2024-02-12")
        try await store.lane.load(job, runID: 1)
        var values = job.candles.map(\.close.double)
        values[3] += 1
        values[9] = .nan
        var refresh = LoadJob(
            series: series,
            range: job.range,
            way: .refreshIndicators,
            candles: job.candles.map { .sample($0.openTime, shift: 77) },
            indicators: IndicatorColumns(
                names: ["ema_12", "obv"],
                columns: [
                    values,
                    job.candles.enumerated().map { $0 % 4 == 0 ? .nan : $1.volume.double },
                ],
                count: values.count
            )
        )
        refresh.record = job.record
        #expect(try await store.lane.load(refresh, runID: 2).refreshed == 2)
        let rows = try await store.lane.rows(of: series, in: job.range)
        #expect(rows.map(\.candle) == job.candles)
        #expect(rows[9].indicators?.contains("ema_12") == false)
    }

    @Test(arguments: [LoadJob.Way.insert, .merge], [true, false])
    func aRowThatTheTableRefusesLeavesEverythingAsItWas(
        way: LoadJob.Way,
        monthExists: Bool
    ) async throws {
        let store = try await TestStore()
        let series = try SeriesID("REFUSED")
        if monthExists {
            try await store.lane.load(
                try .sample(series, "2024-02-01", "2024-02-03"),
                runID: 1
            )
        }
        let before = try store.everything()
        let good = try LoadJob.sample(series, "2024-02-05", "2024-02-08", way: way)
        var candles = good.candles
        let bad = candles[40]
        candles[40] = Candle(
            openTime: bad.openTime,
            open: bad.open,
            high: bad.low,
            low: bad.high,
            close: bad.close,
            volume: bad.volume
        )
        var job = LoadJob(
            series: series,
            range: good.range,
            way: way,
            candles: candles,
            indicators: good.indicators
        )
        job.record = good.record
        job.states = good.states
        job.gapRange = good.range
        job.gaps = [Gap(range: good.range, missing: 1, status: .confirmed)]
        let error = await #expect(throws: StoreError.self) {
            try await store.lane.load(job, runID: 2)
        }
        #expect(error?.code == .rejected)
        #expect(error?.cause?.code == .checkViolation)
        #expect(error?.message.contains("rolled back") == true)
        #expect(try store.everything() == before)
        // The lane is whole: the good batch goes in.
        try await store.lane.load(good, runID: 2)
        #expect(try await store.lane.candles(of: series, in: good.range) == good.candles)
    }

    @Test func aLedgerEntryThatIsRefusedTakesTheRowsBack() async throws {
        let store = try await TestStore()
        let series = try SeriesID("LEDGER")
        let before = try store.everything()
        var job = try LoadJob.sample(series, "2024-02-05", "2024-02-08")
        job.gaps = [Gap(range: job.range, missing: 0, status: .confirmed)]
        await #expect(throws: StoreError.self) { try await store.lane.load(job, runID: 2) }
        #expect(try store.everything() == before)
        #expect(try store.connection().hasTable("market_data_y2024m02") == false)
    }

    /// A user's own column does not stop new months from being made.
    @Test func aGeneratedColumnIsFilledInNewMonths() async throws {
        let store = try await TestStore()
        try store.connection().execute(
            """
            ALTER TABLE market_data
                ADD COLUMN middle numeric GENERATED ALWAYS AS ((high + low) / 2) STORED
            """
        )
        let series = try SeriesID("GENERATED")
        let job = try LoadJob.sample(series, "2024-02-05", "2024-02-08")
        try await store.lane.load(job, runID: 1)
        let connection = try store.connection()
        let right = try connection.query(
            "SELECT count(*) = $1::int AND bool_and(middle = (high + low) / 2) FROM market_data",
            [.int64(Int64(job.candles.count))]
        ).firstRow().bool(0)
        #expect(right && !job.candles.isEmpty)
    }

    @Test func aBackendThatIsTerminatedKeepsNothing() async throws {
        let store = try await TestStore()
        let series = try SeriesID("TERMINATED")
        let order = CommitOrder()
        let job = try LoadJob.sample(series, "2024-02-05", "2024-02-08")
        let lane = store.lane
        let before = try store.everything()
        let load = Task { try await lane.load(job, runID: 1, order, turn: 1) }
        // The rows are written and indexed, the turn has not come: no other statement follows.
        try await store.waitUntil(
            "state = 'idle in transaction' AND query LIKE '%index_month%'"
        )
        try store.connection().execute(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND state = 'idle in transaction'
            """
        )
        await order.advance()
        let error = await #expect(throws: StoreError.self) { try await load.value }
        #expect(error?.code == .databaseUnavailable)
        #expect(error?.isRetryable == true)
        #expect(try store.everything() == before)
    }

    @Test func aSecondSessionThatMakesTheMonthAtTheSameTimeIsNoObstacle() async throws {
        let store = try await TestStore()
        let series = try SeriesID("RACE")
        let other = try store.connection()
        try other.execute("BEGIN")
        try other.query("SELECT chandler_upkeep.ensure_month('market_data', '2024-02-01')")
        let lane = store.lane
        let job = try LoadJob.sample(series, "2024-02-05", "2024-02-08")
        let load = Task { try await lane.load(job, runID: 1) }
        try await store.waitUntil("wait_event_type = 'Lock'")
        try other.execute("COMMIT")
        _ = try await load.value
        #expect(try await lane.candles(of: series, in: job.range) == job.candles)
        #expect(try await lane.record(of: series) == job.record)
    }

    @Test func aSecondSessionThatGivesUpItsMonthIsNoObstacle() async throws {
        let store = try await TestStore()
        let series = try SeriesID("RACE")
        let other = try store.connection()
        try other.execute("BEGIN")
        try other.query("SELECT chandler_upkeep.make_month('market_data', '2024-02-01')")
        let lane = store.lane
        let job = try LoadJob.sample(series, "2024-02-05", "2024-02-08")
        let load = Task { try await lane.load(job, runID: 1) }
        try await store.waitUntil("wait_event_type = 'Lock'")
        try other.execute("ROLLBACK")
        _ = try await load.value
        #expect(try await lane.candles(of: series, in: job.range) == job.candles)
    }
}
