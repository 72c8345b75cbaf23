import ChandlerCore
import ChandlerTelemetry
import TestSupport
import Testing

@Suite struct RunNoticeTests {
    @Test(
        arguments: [
            (.succeeded, 0, nil, ["success"]), (.succeeded, 0, .succeeded, ["success"]),
            (.succeeded, 0, .failed, ["recovery", "success"]),
            (.failed, 69, .succeeded, ["failure"]),
            (.failed, 69, .failed, ["failure"]), (.failed, 75, nil, []),
            (.failed, 75, .succeeded, []), (.failed, 75, .failed, ["failure"]),
            (.interrupted, 75, .succeeded, []), (.interrupted, 75, .failed, []),
            (.interrupted, 130, .failed, []), (.skipped, 75, .failed, []),
            (.running, 0, .failed, []),
        ] as [(RunStatus, Int32, RunStatus?, [String])]
    )
    func occasionsFollowFromThisRunAndTheOneBefore(
        _ status: RunStatus,
        _ exit: Int32,
        _ previous: RunStatus?,
        _ expected: [String]
    ) {
        let found = RunNotice.occasions(of: sampleRun(status, exit: exit), previous: previous)
        #expect(found.map(\.rawValue).sorted() == expected)
    }

    @Test func documentHoldsWhatIsDocumented() throws {
        let stages = (0..<30).map { number in
            FinishedStage(
                name: "series",
                subject: number == 0 ? "" : "binance S\(number) 1m",
                status: number == 29 ? .succeeded : .failed,
                seconds: Double(number),
                error: "status 500"
            )
        }
        let run = sampleRun(
            .failed,
            exit: 69,
            shard: "3/16",
            error: "line one\nand \"two\"",
            stages: stages
        )
        let notice = RunNotice(run, .failure, host: "box")
        #expect(!notice.json.contains("\n"))
        let document = try JSONDocument(parsing: notice.json)
        #expect(
            document.keys.sorted() == [
                "command", "error", "exit_code", "failed_stage_count", "failed_stages",
                "finished_at", "host", "occasion", "pipeline", "run_id", "seconds", "shard",
                "started_at", "status", "text", "totals", "version",
            ]
        )
        #expect(document["occasion"].text == "failure")
        #expect(document["status"].text == "failed")
        #expect(document["exit_code"].int == 69)
        #expect(document["run_id"].int == 42)
        #expect(document["error"].text == "line one\nand \"two\"")
        #expect(document["started_at"].text == "2023-11-14T22:13:20Z")
        #expect(document["finished_at"].text == "2023-11-14T22:13:32.5Z")
        #expect(document["totals"]["bytes"].int == 1 << 33)
        #expect(document["failed_stage_count"].int == 29)
        #expect(document["failed_stages"].elements.count == 20)
        #expect(document["failed_stages"].elements.first?["subject"].text == nil)
        #expect(
            document["text"].text == "Chandler: crypto-core 3/16 failed (exit 69) after 12.5 s: "
                + "line one and \"two\" [run 42]"
        )
        #expect(document["host"].text == "box")
    }

    @Test func textIsOneShortLine() {
        let long = String(repeating: "x\r\n\u{7}", count: 10_000)
        let run = sampleRun(.failed, exit: 1, error: long)
        let text = RunNotice(run, .failure).text
        #expect(text.count < 500)
        #expect(text.unicodeScalars.allSatisfy { $0.value >= 32 })
        let recovered = RunNotice(sampleRun(pipeline: nil, runID: nil), .recovery).text
        #expect(recovered == "Chandler: run succeeded again after 12.5 s: 1440 rows")
        #expect(!RunNotice.hostName.isEmpty)
    }

    @Test func whatDoesNotApplyIsAbsent() throws {
        let run = sampleRun(pipeline: nil, runID: nil)
        let document = try JSONDocument(parsing: RunNotice(run, .success).json)
        for key in ["pipeline", "shard", "run_id", "error"] {
            #expect(!document.keys.contains(key))
        }
        let variables = RunNotice(run, .success).environment
        #expect(
            variables.keys.sorted() == [
                "CHANDLER_EXIT_CODE", "CHANDLER_OCCASION", "CHANDLER_STATUS", "CHANDLER_TEXT",
            ]
        )
    }
}
