import ChandlerCore
import ChandlerPostgres
import Testing

@testable import ChandlerStore

/// What moves together with the rows: states, rejects, revisions, segments, runs and locks.
@Suite(
    .serialized,
    .timeLimit(.minutes(20)),
    .enabled(if: TestCluster.isUsable, TestCluster.skipReason)
)
struct LedgerTests {
    private func state(_ time: String, _ kind: SavedState.Kind, _ byte: UInt8) throws -> SavedState
    {
        SavedState(
            lastOpenTime: try moment(time),
            kind: kind,
            fingerprint: "v1",
            bytes: [byte, 0, 255]
        )
    }

    /// Saves states without rows.
    private func save(
        _ states: [SavedState],
        of series: SeriesID,
        in store: TestStore
    ) async throws {
        let range = TimeRange(try moment("2024-02-01"), try moment("2024-03-01"))
        var job = LoadJob(
            series: series,
            range: range,
            way: .insert,
            candles: [],
            indicators: nil
        )
        job.states = states
        try await store.lane.load(job, runID: 1)
    }

    @Test func tailStatesReplaceEachOtherAndMonthStatesStay() async throws {
        let store = try await TestStore()
        let series = try SeriesID("STATES")
        let month = try state("2024-01-31T23:00", .month, 1)
        let tails = try [state("2024-02-03", .tail, 2), state("2024-02-04", .tail, 3)]
        try await save([month] + tails, of: series, in: store)
        let later = try state("2024-02-09", .tail, 4)
        try await save([later], of: series, in: store)
        let rows = try store.contents("ingest_states").split(separator: "\n")
        #expect(rows.count == 2)
        #expect(try await store.lane.savedState(of: series, at: month.lastOpenTime) == month)
        #expect(try await store.lane.savedState(of: series, at: tails[0].lastOpenTime) == nil)
        func before(_ time: String, _ fingerprint: String = "v1") async throws -> SavedState? {
            try await store.lane.savedState(
                of: series,
                before: try moment(time),
                fingerprint: fingerprint
            )
        }
        #expect(try await before("2024-03-01") == later)
        #expect(try await before("2024-02-09") == month)
        #expect(try await before("2024-01-31T23:00") == nil)
        #expect(try await before("2024-03-01", "v2") == nil)
        // The same candle's state may change its kind.
        let promoted = try state("2024-02-09", .month, 9)
        try await save([promoted], of: series, in: store)
        #expect(try await before("2024-03-01") == promoted)
    }

    @Test func aRejectIsKeptOnce() async throws {
        let store = try await TestStore()
        let series = try SeriesID("REJECTS")
        var job = try LoadJob.sample(series, "2024-02-05", "2024-02-06")
        let origin = PageOrigin(
            host: "api.example",
            path: "/klines",
            fetchedAt: try moment("2024-02-07")
        )
        let time = try moment("2024-02-05T03:00")
        func reject(_ payload: String, _ rule: String, _ time: Timestamp?) -> RejectEntry {
            RejectEntry(
                row: RejectedRow(openTime: time, rule: rule, reason: "why", payload: payload),
                origin: origin
            )
        }
        job.rejects = [
            reject("[1]", "high_below_low", time), reject("[1]", "high_below_low", time),
            reject("[1]", "not_a_row", time), reject("['; DROP", "not_a_row", nil),
        ]
        try await store.lane.load(job, runID: 1)
        var again = LoadJob(
            series: series,
            range: job.range,
            way: .merge,
            candles: [],
            indicators: nil
        )
        again.rejects = job.rejects
        try await store.lane.load(again, runID: 2)
        let lines = try store.contents("ingest_rejects").split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.allSatisfy { $0.contains(#""run_id": 1"#) && $0.contains("api.example") })
    }

    @Test func aRevisionKeepsOldAndNewValues() async throws {
        let store = try await TestStore()
        let series = try SeriesID("REVISED")
        let job = try LoadJob.sample(series, "2024-02-05", "2024-02-06")
        try await store.lane.load(job, runID: 1)
        let (old, new) = (job.candles[5], Candle.sample(job.candles[5].openTime, shift: 3))
        var change = LoadJob(
            series: series,
            range: job.range,
            way: .merge,
            candles: [new],
            indicators: .sample([new])
        )
        change.revisions = [CandleRevision(old: old, new: new)]
        try await store.lane.load(change, runID: 42)
        let row = try store.connection().query(
            """
            SELECT "timestamp", old_close::text, new_close::text, old_volume::text,
                new_trade_count, run_id, seen_at <= now(), symbol, venue, "interval",
                new_taker_buy_volume::text FROM candle_revisions
            """
        ).firstRow()
        #expect(try row.timestampMicroseconds(0) == old.openTime.microseconds)
        #expect(try row.text(1) == old.close.description)
        #expect(try row.text(2) == new.close.description)
        #expect(try row.text(3) == old.volume.description)
        #expect(try row.int64IfPresent(4) == new.tradeCount)
        #expect(try row.int64(5) == 42)
        #expect(try row.bool(6))
        #expect(try [row.text(7), row.text(8), row.text(9)] == ["REVISED", "memory", "1h"])
        #expect(try row.textIfPresent(10) == new.takerBuyVolume?.description)
    }

    @Test func aSeriesRecordComesBackAsItWasSaved() async throws {
        let store = try await TestStore()
        let series = try SeriesID("RECORD")
        #expect(try await store.lane.record(of: series) == nil)
        var record = SeriesRecord(
            series: series,
            firstOpenTime: try moment("2024-01-01"),
            watermark: try moment("2024-05-01T07:00"),
            coverage: Coverage([
                TimeRange(try moment("2023-01-01"), try moment("2024-02-01T00:00:00.000001")),
                TimeRange(try moment("2024-03-01"), try moment("2024-05-01T08:00")),
            ]),
            indicators: ["obv", "sma_5"],
            fingerprint: "v1-0123",
            staleFrom: try moment("2024-04-01")
        )
        try await store.lane.save(record, runID: 3)
        #expect(try await store.lane.record(of: series) == record)
        record.staleFrom = nil
        record.indicators = []
        record.coverage = Coverage()
        try await store.lane.save(record, runID: 4)
        #expect(try await store.lane.record(of: series) == record)
        #expect(try await store.lane.allSeries() == [series])
    }

    @Test func aHeldSeriesSaysWhoHoldsIt() async throws {
        let store = try await TestStore()
        let series = try SeriesID("HELD")
        let holder = try StoreLane(store.database, applicationName: "chandler ingest run 7")
        try await holder.lock(series)
        let error = await #expect(throws: StoreError.self) { try await store.lane.lock(series) }
        #expect(error?.code == .locked)
        #expect(error?.isRetryable == true)
        let message = error?.message ?? ""
        #expect(message.contains("memory HELD 1h"))
        #expect(message.contains("chandler ingest run 7"), "\(message)")
        #expect(message.contains("try again"))
        // Another series is free, and so is this one when the holder is gone.
        try await store.lane.lock(try SeriesID("FREE"))
        await holder.unlock(series)
        try await store.lane.lock(series)
    }

    @Test func aConnectionThatEndsGivesItsSeriesBack() async throws {
        let store = try await TestStore()
        let series = try SeriesID("ENDED")
        do {
            let holder = try StoreLane(store.database, applicationName: "chandler")
            try await holder.lock(series)
        }
        for attempt in 0... {
            do {
                try await store.lane.lock(series)
                break
            } catch {
                guard attempt < 200 else { throw error }
                try await Task.sleep(for: .milliseconds(10))
            }
        }
    }

    @Test func lockKeysDifferBySeries() throws {
        var keys: Set<Int64> = []
        for symbol in ["BTCUSDT", "ETHUSDT", "A", "AA"] {
            for interval in Interval.allCases {
                keys.insert(AdvisoryLock(try SeriesID(symbol, interval)).key)
            }
        }
        #expect(keys.count == 4 * Interval.allCases.count)
    }

    @Test func aRunIsEnteredAtItsBeginningAndItsEnd() async throws {
        let store = try await TestStore()
        let first = try await store.lane.beginRun(
            command: "ingest",
            arguments: #"{"symbol": "BTC'USDT"}"#,
            version: "1.2.3"
        )
        let second = try await store.lane.beginRun(
            command: "ingest",
            arguments: "{}",
            version: "1.2.3"
        )
        #expect(second > first)
        let connection = try store.connection()
        func row(_ run: Int64) throws -> [String?] {
            let row = try connection.query(
                """
                SELECT status, exit_code, error, report->>'rows', finished_at >= started_at,
                    arguments->>'symbol' FROM ingest_runs WHERE run_id = $1
                """,
                [.int64(run)]
            ).firstRow()
            return try (0..<6).map { try row.textIfPresent(.index($0)) }
        }
        #expect(try row(first) == ["running", nil, nil, nil, nil, "BTC'USDT"])
        try await store.lane.finishRun(
            first,
            RunOutcome(status: .failed, exitCode: 69, error: "the venue went away"),
            report: #"{"rows": 3}"#
        )
        try await store.lane.finishRun(
            second,
            RunOutcome(status: .succeeded, exitCode: 0),
            report: "{}"
        )
        #expect(
            try row(first) == ["failed", "69", "the venue went away", "3", "t", "BTC'USDT"]
        )
        #expect(try row(second) == ["succeeded", "0", nil, nil, "t", nil])
    }
}
