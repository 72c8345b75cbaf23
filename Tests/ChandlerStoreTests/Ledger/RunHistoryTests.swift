import ChandlerCore
import ChandlerPostgres
import Testing

@testable import ChandlerStore

@Suite(
    .serialized,
    .timeLimit(.minutes(20)),
    .enabled(if: TestCluster.isUsable, TestCluster.skipReason)
)
struct RunHistoryTests {
    private let store: TestStore

    init() async throws {
        store = try await TestStore()
        try store.connection().execute(
            """
            INSERT INTO ingest_runs (run_id, command, arguments, version, status, exit_code, error,
                report, started_at, finished_at, pipeline, shard, rows) OVERRIDING SYSTEM VALUE
            VALUES
            (1, 'ingest', '{}', '1', 'succeeded', 0, NULL,
                '{"series": [{"symbol": "BTCUSDT"}]}',
                '2024-01-01', '2024-01-01 00:00:10', NULL, NULL, 10),
            (2, 'run', '{}', '1', 'failed', 69, 'gone', '{"stages": [{"mint": "So1"}]}',
                '2024-01-02', '2024-01-02 00:01', 'core', '1/2', 0),
            (3, 'run', '{}', '1', 'succeeded', 0, NULL, '{}', '2024-01-03', '2024-01-03', 'core',
                '2/2', 0),
            (4, 'run', '{}', '1', 'interrupted', 130, 'stopped', NULL, '2024-01-04', '2024-01-04',
                'core', '1/2', 0),
            (5, 'run', '{}', '1', 'running', NULL, NULL, NULL, '2024-01-05', NULL, 'other', NULL,
                0)
            """
        )
        try store.connection().execute("ALTER TABLE ingest_runs ALTER run_id RESTART 6")
    }

    private func ids(_ filter: RunFilter, limit: Int = 100) async throws -> [Int64] {
        try await store.lane.runs(filter, limit: limit).map(\.runID)
    }

    @Test func runsAreFilteredAndTheNewestComeFirst() async throws {
        #expect(try await ids(RunFilter()) == [5, 4, 3, 2, 1])
        #expect(try await ids(RunFilter(), limit: 2) == [5, 4])
        #expect(try await ids(RunFilter(command: "ingest")) == [1])
        #expect(try await ids(RunFilter(pipeline: "core")) == [4, 3, 2])
        #expect(try await ids(RunFilter(pipeline: "core", shard: "1/2")) == [4, 2])
        #expect(try await ids(RunFilter(since: try moment("2024-01-04"))) == [5, 4])
        #expect(try await ids(RunFilter(symbol: "BTCUSDT")) == [1])
        #expect(try await ids(RunFilter(symbol: "So1")) == [2])
        #expect(try await ids(RunFilter(symbol: #"B" || true"#)) == [])
        #expect(try await ids(RunFilter(standing: .failed)) == [2])
        #expect(try await ids(RunFilter(command: "run", standing: .interrupted)) == [4])
    }

    @Test func aRunWhoseSessionIsGoneIsLostBeforeItIsClosed() async throws {
        #expect(try await ids(RunFilter(standing: .lost)) == [5])
        #expect(try await ids(RunFilter(standing: .running)) == [])
        #expect(try await store.lane.run(5)?.standing == .lost)
        // Its program's session names it.
        let program = try store.connection()
        try program.execute("SET application_name = 'chandler run run 5'")
        #expect(try await ids(RunFilter(standing: .running)) == [5])
        #expect(try await store.lane.run(5)?.standing == .running)
    }

    @Test func oneRunIsReadWithItsReport() async throws {
        let run = try #require(try await store.lane.run(1))
        #expect(run.report == #"{"series": [{"symbol": "BTCUSDT"}]}"#)
        #expect(run.totals.rows == 10 && run.seconds == 10 && run.exitCode == 0)
        #expect(try await store.lane.run(99) == nil)
        #expect(try await store.lane.runs(limit: 9).allSatisfy { $0.report == nil })
        #expect(
            try await store.lane.runs(RunFilter(), limit: 9, withReports: true).last?.report != nil
        )
    }

    @Test func theLastRunOfAPipelineIsOfItsShard() async throws {
        #expect(try await store.lane.lastRun(pipeline: "core", shard: "1/2")?.runID == 4)
        #expect(try await store.lane.lastRun(pipeline: "core", shard: "2/2")?.runID == 3)
        #expect(try await store.lane.lastRun(pipeline: "core") == nil)
        #expect(try await store.lane.lastRun(pipeline: "other")?.runID == 5)
        #expect(
            try await store.lane.lastRunsOfPipelines().map {
                "\($0.pipeline ?? "") \($0.shard ?? "-") \($0.runID)"
            } == ["core 1/2 4", "core 2/2 3", "other - 5"]
        )
    }

    /// The row of a series names run 1; later runs that wrote nothing name the series only.
    @Test func theLastRunOfASeriesMayHaveWrittenNothing() async throws {
        let series = try SeriesID("BTCUSDT")
        let other = try SeriesID("ETHUSDT")
        for (name, run) in [("BTCUSDT", 1), ("ETHUSDT", 1), ("OLDUSDT", 999)] {
            try store.connection().execute(
                """
                INSERT INTO ingest_watermarks VALUES ('\(name)', '1h', 'memory', '2024-01-01',
                    '2024-01-01', '{}', '2024-01-01', 'none', 'x', NULL, now(), \(run))
                """
            )
        }
        func entry(_ symbol: String, _ error: String? = nil) -> String {
            #"{"venue": "memory", "symbol": "\#(symbol)", "interval": "1h""#
                + (error.map { #", "error": "\#($0)"}"# } ?? "}")
        }
        func last() async throws -> [String] {
            let runs = try await store.lane.lastRuns(ofSeries: try await store.lane.seriesLedgers())
            return runs.map { "\($0.key.symbol) \($0.value.run.runID) \($0.value.status.rawValue)" }
                .sorted()
        }
        #expect(try await last() == ["BTCUSDT 1 succeeded", "ETHUSDT 1 succeeded"])
        let both = try await store.lane.beginRun(command: "ingest", arguments: "{}", version: "1")
        try await store.lane.finishRun(
            both,
            RunOutcome(status: .failed, exitCode: 65, error: "1 of 2 failed"),
            report: #"{"series": [\#(entry("BTCUSDT")), \#(entry("ETHUSDT", "bad"))]}"#
        )
        #expect(
            try await last() == ["BTCUSDT \(both) succeeded", "ETHUSDT \(both) failed"]
        )
        let alone = try await store.lane.beginRun(command: "ingest", arguments: "{}", version: "1")
        #expect(try await last().count == 2, "a run that goes on is not the last")
        try await store.lane.finishRun(
            alone,
            RunOutcome(status: .interrupted, exitCode: 130, error: "stopped"),
            report: #"{"series": [\#(entry("BTCUSDT"))]}"#
        )
        #expect(
            try await last() == ["BTCUSDT \(alone) interrupted", "ETHUSDT \(both) failed"]
        )
        #expect(try await store.lane.lastRun(ofSeries: series)?.error == "stopped")
        #expect(try await store.lane.lastRun(ofSeries: other)?.error == "bad")
        #expect(try await store.lane.lastRun(ofSeries: try SeriesID("NONE")) == nil)
    }

    /// The fast reader of all series says what the readers of one do.
    @Test func allSeriesAtOnceSayWhatOneByOneSay() async throws {
        for symbol in ["AUSDT", "BUSDT"] {
            let series = try SeriesID(symbol)
            try await store.lane.load(
                try LoadJob.sample(series, "2024-01-01", "2024-01-05"),
                runID: 1
            )
            let record = try #require(try await store.lane.record(of: series))
            var later = record
            later.coverage = Coverage([
                TimeRange(try moment("2024-01-01"), try moment("2024-01-02")),
                TimeRange(try moment("2024-01-03"), try moment("2024-01-05")),
            ])
            try await store.lane.save(later, runID: 3)
            _ = try await store.lane.settleGaps(later, runID: 3)
            try store.connection().execute(
                """
                INSERT INTO ingest_rejects (symbol, "interval", venue, open_time, rule, reason,
                    payload, host, path, fetched_at, run_id)
                SELECT '\(symbol)', '1h', 'memory', t, 'r', 'r', t::text, 'h', 'p', now(), 1
                FROM unnest('{2024-01-02 05:00+00,2024-01-03 05:00+00}'::timestamptz[]) AS t
                """
            )
        }
        let ledgers = try await store.lane.seriesLedgers()
        #expect(ledgers.map(\.record.series.symbol.text) == ["AUSDT", "BUSDT"])
        for ledger in ledgers {
            let series = ledger.record.series
            #expect(try await store.lane.record(of: series) == ledger.record)
            #expect(try await store.lane.gaps(of: series, in: ledger.span) == ledger.gaps)
            #expect(
                try await store.lane.rejectedCount(of: series, in: ledger.span)
                    == ledger.rejectedCount(in: ledger.span)
            )
            #expect(ledger.rejectedCount(in: ledger.span) == 1 && ledger.runID == 3)
            #expect(try await store.lane.seriesLedgers(series) == [ledger])
        }
        #expect(try await store.lane.seriesLedgers(try SeriesID("NONE")) == [])
    }
}
