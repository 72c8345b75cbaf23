import Testing

@testable import ChandlerBench

@Suite struct ComparisonTests {
    private func run(
        _ contender: String,
        round: Int,
        wall: Double,
        code: Int = 0,
        isGood: Bool = true,
        peakMiB: Double = 100
    ) throws -> ComparisonRun {
        let text = """
            {"round": \(round), "contender": "\(contender)", "wall": \(wall), "client_cpu": 2.0, \
            "server_cpu": 8.0, "peak_mib": \(peakMiB), "dataset_mb": 0, "rc": \(code), \
            "ok": \(isGood)}
            """
        return try #require(ComparisonRun.all(reading: text, from: "test").first)
    }

    /// The cells of the one row that begins with a name.
    private func row(_ name: String, of text: String) throws -> [String] {
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("| \(name) ") })
        return line.split(separator: "|").map { cell in
            String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
    }

    @Test func ratiosAreTakenInTheSameRoundBeforeTheMedian() throws {
        // The medians alone would give 2 / 10 = 0.2; round by round they are 0.1, 0.2 and 1.
        let walls: [(Double, Double)] = [(1, 10), (2, 10), (30, 30)]
        let runs = try walls.enumerated().flatMap { round, wall in
            [
                try run("chandler", round: round, wall: wall.0),
                try run("floor", round: round, wall: wall.1),
            ]
        }
        let comparison = Comparison(runs, rows: 1_000_000)
        #expect(try row("floor", of: comparison.table).last == "0.200 (0.100-1.000)")
        // The order of the runs decides nothing.
        let swapped = Comparison(runs.reversed(), rows: 1_000_000)
        #expect(try row("floor", of: swapped.table).last == "0.200 (0.100-1.000)")
    }

    @Test func medianOfRatiosIsNotRatioOfMedians() throws {
        let walls: [(Double, Double)] = [(1, 1), (4, 2), (9, 3)]
        let runs = try walls.enumerated().flatMap { round, wall in
            [
                try run("chandler", round: round, wall: wall.0),
                try run("pandas", round: round, wall: wall.1),
            ]
        }
        let uneven =
            runs.filter { $0.contender == "chandler" || $0.round != 2 }
            + [try run("pandas", round: 2, wall: 1)]
        // Ratios 1, 2 and 9; the medians are 4 and 1.
        #expect(
            try row("pandas", of: Comparison(uneven, rows: 1).table).last == "2.000 (1.000-9.000)"
        )
    }

    @Test func refusedRunIsToldAndNeverCounted() throws {
        let runs = [
            try run("chandler", round: 0, wall: 2), try run("floor", round: 0, wall: 4),
            try run("chandler", round: 1, wall: 1, isGood: false),
            try run("floor", round: 1, wall: 1),
            try run("floor", round: 2, wall: 1, code: 3, isGood: false),
        ]
        let table = Comparison(runs, rows: 1_000).table
        #expect(try row("chandler", of: table)[1] == "1")
        #expect(try row("floor", of: table).last == "0.500")
        #expect(table.contains("chandler, round 2: not counted, its table differs"))
        #expect(table.contains("floor, round 3: not counted, it ended with code 3"))
    }

    @Test func roundWithoutItsCounterpartGivesNoRatio() throws {
        let runs = [
            try run("chandler", round: 0, wall: 2), try run("floor", round: 1, wall: 4),
        ]
        #expect(try row("floor", of: Comparison(runs, rows: 1).table).last == "-")
    }

    @Test func goalsAreOnlyThoseOfContendersThatRan() throws {
        let runs = [try run("chandler", round: 0, wall: 2), try run("floor", round: 0, wall: 4)]
        let text = Goal.table(Comparison(runs, rows: 1_000_000).goals)
        #expect(text.contains("wall to floor"))
        #expect(text.contains("client CPU a candle"))
        #expect(!text.contains("pandas"))
        #expect(!text.contains("copy-text"))
    }

    @Test func withoutChandlerThereIsNoGoal() throws {
        let runs = [try run("floor", round: 0, wall: 4)]
        #expect(Comparison(runs, rows: 1).goals.isEmpty)
    }

    @Test func peakMemoryIsTheWorstOfAllRunsInMegabytes() throws {
        let runs = [
            try run("chandler", round: 0, wall: 2, peakMiB: 200),
            try run("chandler", round: 1, wall: 2, peakMiB: 100),
        ]
        let text = Goal.table(Comparison(runs, rows: 1_000_000).goals)
        #expect(text.contains("209.715 MB"))
    }

    @Test func clientProcessorTimeIsPerCandle() throws {
        let runs = [try run("chandler", round: 0, wall: 2)]
        #expect(try row("chandler", of: Comparison(runs, rows: 1_000_000).table)[3] == "2.00")
    }

    @Test func unreadableLineIsNamed() {
        #expect {
            _ = try ComparisonRun.all(reading: "no json", from: "notes.jsonl")
        } throws: { error in
            let error = error as? BenchError
            return error?.code == .unreadableReport
                && error?.message.contains("notes.jsonl") == true
                && error?.message.contains("no json") == true
        }
    }
}
