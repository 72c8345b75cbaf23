import ChandlerCore
import ChandlerPostgres
import Testing

@testable import ChandlerStore

/// What runs and their stages leave in `system_logs`.
@Suite(
    .serialized,
    .timeLimit(.minutes(20)),
    .enabled(if: TestCluster.isUsable, TestCluster.skipReason)
)
struct RunLogTests {
    private let store: TestStore

    init() async throws { store = try await TestStore() }

    private func details(_ run: Int64, _ keys: String...) throws -> [[String?]] {
        let columns = keys.map { "details ->> '\($0)'" }.joined(separator: ", ")
        return try store.connection().query(
            """
            SELECT \(columns) FROM system_logs WHERE details ->> 'run_id' = $1 ORDER BY id
            """,
            [.text("\(run)")]
        ).map { row in try keys.indices.map { try row.textIfPresent(.index($0)) } }
    }

    @Test func beginningStagesAndEndAreRowsInThatOrder() async throws {
        let run = try await store.lane.beginRun(
            command: "run",
            arguments: #"{"arguments": ["run", "a.yaml"]}"#,
            version: "1.2.3",
            pipeline: "core",
            shard: "3/16"
        )
        try await store.lane.finishRun(
            run,
            RunOutcome(status: .failed, exitCode: 69, error: "no \"route\"\nto host"),
            report: "{}",
            totals: RunTotals(rows: 42, bytes: 5_000_000_000, requests: 7, retries: 2),
            stages: [
                FinishedStage(
                    name: "series",
                    subject: "binance BTCUSDT 1m",
                    status: .succeeded,
                    seconds: 1.23456,
                    totals: RunTotals(rows: 42, bytes: 10, requests: 7, retries: 2)
                ),
                FinishedStage(
                    name: "dataset",
                    status: .failed,
                    seconds: .nan,
                    error: "disk\u{0} \"full\" \\"
                ),
                FinishedStage(name: "retention", status: .skipped, seconds: 0),
            ]
        )
        let log = try #require(try await store.lane.logs(ofRun: run))
        #expect(log.map(\.level) == ["INFO", "INFO", "ERROR", "WARNING", "ERROR"])
        #expect(log.allSatisfy { $0.component == "run" })
        #expect(
            log.map(\.message) == [
                "run \(run) (run core 3/16) began",
                "run \(run) (run core 3/16) series binance BTCUSDT 1m succeeded",
                "run \(run) (run core 3/16) dataset failed: disk\u{FFFD} \"full\" \\",
                "run \(run) (run core 3/16) retention skipped",
                "run \(run) (run core 3/16) failed: no \"route\"\nto host",
            ]
        )
        #expect(
            try details(run, "status", "stage", "subject", "rows", "seconds", "pipeline", "shard")
                == [
                    ["running", nil, nil, nil, nil, "core", "3/16"],
                    [
                        "succeeded", "series", "binance BTCUSDT 1m", "42", "1.235", "core", "3/16",
                    ],
                    ["failed", "dataset", nil, "0", nil, "core", "3/16"],
                    ["skipped", "retention", nil, "0", "0.0", "core", "3/16"],
                    [
                        "failed", nil, nil, "42", try details(run, "seconds").last?[0], "core",
                        "3/16",
                    ],
                ]
        )
        #expect(
            try details(run, "arguments", "exit_code", "error", "bytes", "version").last
                == [nil, "69", "no \"route\"\nto host", "5000000000", "1.2.3"]
        )
        #expect(try details(run, "arguments").first == [#"{"arguments": ["run", "a.yaml"]}"#])
    }

    @Test func stagesOfARunThatGoesOnAreKnownAtOnce() async throws {
        let run = try await store.lane.beginRun(command: "run", arguments: "{}", version: "1")
        try await store.lane.log([], ofRun: run)
        try await store.lane.log(
            [FinishedStage(name: "tokens", status: .interrupted, seconds: 2)],
            ofRun: run
        )
        #expect(
            try details(run, "stage", "status") == [[nil, "running"], ["tokens", "interrupted"]]
        )
        try await store.lane.log(
            [FinishedStage(name: "tokens", status: .succeeded, seconds: 2)],
            ofRun: run + 1
        )
        #expect(try store.contents("system_logs").split(separator: "\n").count == 2)
    }

    /// The end, its stages and the run's row are one statement.
    @Test func nothingIsEnteredWhereTheReportIsRefused() async throws {
        let run = try await store.lane.beginRun(command: "run", arguments: "{}", version: "1")
        await #expect(throws: StoreError.self) {
            try await store.lane.finishRun(
                run,
                RunOutcome(status: .succeeded, exitCode: 0),
                report: "no json",
                stages: [FinishedStage(name: "series", status: .succeeded, seconds: 1)]
            )
        }
        #expect(try await store.lane.run(run)?.status == .running)
        #expect(try details(run, "status") == [["running"]])
    }

    /// The row and the session's name come at once: others never take a new run for a lost one.
    @Test func aRunIsAtWorkFromTheMomentItIsSeen() async throws {
        let other = try store.anotherLane()
        var lane: StoreLane? = try store.anotherLane()
        let name = String(repeating: "x", count: 80)
        for command in ["run", "backup verify", name] {
            let run = try #require(
                try await lane?.beginRun(command: command, arguments: "{}", version: "1")
            )
            #expect(try await other.run(run)?.standing == .running, "\(command)")
            // The lane's session goes on under the name of the next one.
            _ = try await lane?.finishRun(
                run,
                RunOutcome(status: .succeeded, exitCode: 0),
                report: "{}"
            )
        }
        let last = try #require(
            try await lane?.beginRun(command: "run", arguments: "{}", version: "1")
        )
        _ = try await other.beginRun(command: "ingest", arguments: "{}", version: "1")
        #expect(try await other.run(last)?.status == .running, "nobody closes it")
        lane = nil
        for _ in 0..<500 where try await other.run(last)?.standing != .lost {
            try await Task.sleep(for: .milliseconds(10))
        }
        #expect(try await other.run(last)?.standing == .lost)
    }

    /// Of other logins' sessions nobody sees more than the names.
    @Test func runsOfOtherLoginsAreNotTakenForLostOnes() async throws {
        let run = try await store.lane.beginRun(command: "run", arguments: "{}", version: "1")
        let other = try store.connection()
        try other.execute("SET ROLE pg_read_all_data")
        let lost = try other.query(
            "SELECT count(*) FROM ingest_runs AS run WHERE run_id = $1 AND (\(LostRun.condition))",
            [.int64(run)]
        ).firstRow().int64(0)
        #expect(lost == 0)
    }

    @Test func aLongCommandsNameFitsTheColumn() async throws {
        let name = String(repeating: "x", count: 80)
        let run = try await store.lane.beginRun(command: name, arguments: "{}", version: "1")
        let log = try #require(try await store.lane.logs(ofRun: run))
        #expect(log.first?.component.count == 50)
        #expect(log.first?.message.contains(name) == true)
    }

    @Test func twoRunsAtOnceKeepTheirRowsApart() async throws {
        let lanes = [store.lane, try store.anotherLane(), try store.anotherLane()]
        let ids = try await withThrowingTaskGroup(of: [Int64].self) { group in
            for (index, lane) in lanes.enumerated() {
                group.addTask {
                    var ids: [Int64] = []
                    for turn in 0..<20 {
                        let run = try await lane.beginRun(
                            command: "run",
                            arguments: "{}",
                            version: "1",
                            pipeline: "p\(index)"
                        )
                        ids.append(run)
                        try await lane.finishRun(
                            run,
                            RunOutcome(status: .succeeded, exitCode: 0),
                            report: "{}",
                            totals: RunTotals(rows: turn),
                            stages: [
                                FinishedStage(name: "stage \(run)", status: .succeeded, seconds: 0)
                            ]
                        )
                    }
                    return ids
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(Set(ids).count == 60)
        for id in ids {
            #expect(
                try details(id, "stage", "status") == [
                    [nil, "running"], ["stage \(id)", "succeeded"], [nil, "succeeded"],
                ]
            )
        }
    }
}
