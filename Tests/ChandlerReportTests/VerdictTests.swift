import ChandlerCore
import ChandlerStore
import Testing

@testable import ChandlerReport

/// The line that says how things stand.
@Suite struct VerdictTests {
    private func run(
        _ status: RunStatus,
        isLost: Bool = false,
        _ runID: Int64 = 5,
        of pipeline: String? = nil
    ) -> RunRecord {
        RunRecord(
            runID: runID,
            command: "run",
            pipeline: pipeline,
            shard: nil,
            arguments: "[]",
            version: "1",
            status: status,
            exitCode: nil,
            error: nil,
            report: nil,
            totals: RunTotals(),
            startedAt: SampleReport.now,
            finishedAt: nil,
            isLost: isLost
        )
    }

    private func data(openGaps: Int?, _ runs: [RunRecord]) throws -> ReportData {
        var data = ReportData(
            options: ReportOptions(now: SampleReport.now),
            database: "d",
            version: "1"
        )
        if let openGaps {
            var ledger = LedgerSeries(
                series: SeriesID(venue: "v", symbol: try Symbol("A"), interval: .day),
                firstOpenTime: SampleReport.now,
                watermark: SampleReport.now
            )
            ledger.gapsOpen = openGaps
            data.series = [ledger.counted(archived: [])]
        }
        data.runs = runs
        return data
    }

    @Test func theWorstIsSaid() throws {
        #expect(try data(openGaps: nil, []).verdict.grade == .empty)
        #expect(try data(openGaps: 0, [run(.succeeded)]).verdict.grade == .complete)
        #expect(try data(openGaps: 2, [run(.succeeded)]).verdict.grade == .gaps)
        #expect(try data(openGaps: 2, []).verdict.words == "1 of 1 series has open gaps")
        let failed = try data(openGaps: 2, [run(.failed), run(.succeeded)]).verdict
        #expect(failed.grade == .failed)
        #expect(failed.words == "The last run (run 5) failed; 1 of 1 series has open gaps")
        #expect(try data(openGaps: nil, [run(.interrupted)]).verdict.grade == .failed)
    }

    /// The success of another command does not hide a pipeline that fails every night.
    @Test func everyPipelineCounts() throws {
        var data = try data(openGaps: 1, [run(.succeeded, 9)])
        data.pipelines = [run(.failed, 7, of: "core"), run(.succeeded, 8, of: "tokens")]
        #expect(data.verdict.grade == .failed)
        #expect(
            data.verdict.words
                == "The last run of pipeline core (7) failed; 1 of 1 series has open gaps"
        )
        data.runs = [run(.failed, 7, of: "core")]
        #expect(data.verdict.words.hasPrefix("The last run (run 7) failed; 1 of"), "told once")
        data.runs = [run(.succeeded, 9)]
        data.pipelines = (1...5).map { run(.running, isLost: true, $0, of: "p\($0)") }
        #expect(data.verdict.words.contains("p3 (3) ended without saying how; and those of 2 more"))
        data.pipelines = [run(.running, 7, of: "core")]
        #expect(data.verdict.grade == .gaps)
    }

    @Test func aRunAtWorkHasNoOutcomeYet() throws {
        let runs = [run(.running), run(.failed)]
        #expect(try data(openGaps: 0, runs).verdict.grade == .failed)
        #expect(try data(openGaps: 0, [run(.running), run(.succeeded)]).verdict.grade == .complete)
        let lost = try data(openGaps: 0, [run(.running, isLost: true), run(.succeeded)]).verdict
        #expect(lost.grade == .failed)
        #expect(lost.words.contains("ended without saying how"))
    }
}
