import Testing

@testable import ChandlerBench

@Suite struct LoadComparisonTests {
    private func run(_ wall: Double, rows: Int = 10) -> LoadRun {
        LoadRun(wall: wall, clientCPU: 0.5, serverCPU: 8, rows: rows)
    }

    @Test func goalIsTheMedianOfTheRoundsRatios() {
        var comparison = LoadComparison(rows: 10)
        // The second round came in the other order.
        comparison.add(run(1), isOurs: true)
        comparison.add(run(1), isOurs: false)
        comparison.add(run(2), isOurs: false)
        comparison.add(run(4), isOurs: true)
        comparison.add(run(9), isOurs: true)
        comparison.add(run(1), isOurs: false)
        let text = Console.text(comparison.table, comparison.goals)
        #expect(text.contains("2.000 (1.000-9.000)"))
        #expect(
            text.contains("loading alone to the best hand-made loader | at most 1.05 |    2.000")
        )
        #expect(text.contains("**not met**"))
    }

    @Test(arguments: [0, 9, 11])
    func runThatLeftOtherRowsIsRefused(_ rows: Int) throws {
        let comparison = LoadComparison(rows: 10)
        try comparison.check(run(1), by: "chandler")
        #expect {
            try comparison.check(run(1, rows: rows), by: "chandler")
        } throws: { error in
            let error = error as? BenchError
            return error?.code == .valuesDiffer
                && error?.message.contains("\(rows) were in") == true
        }
    }

    @Test func notesOfThePeersScriptAreRead() throws {
        let run = try HandMadeLoader.run(
            in: """
                {"tag": "", "case": "months-2conn-canon/binary", "round": 0, "wall": 5.29, \
                "client_cpu": 0.34, "server_user": 5.45, "server_sys": 3.06, "server_cpu": 8.51, \
                "wal_mb": 896, "rows": 1051200}

                """
        )
        #expect(run.wall == 5.29)
        #expect(run.clientCPU == 0.34)
        #expect(run.serverCPU == 8.51)
        #expect(run.rows == 1_051_200)
    }

    @Test(arguments: ["", "{\"wall\": 1}", "{\"wall\": 1}\n{\"wall\": 2}"])
    func notesOfNoneOrOfSeveralRunsAreRefused(_ notes: String) {
        #expect(throws: BenchError.self) { try HandMadeLoader.run(in: notes) }
    }

    @Test func processorTimeIsReadBehindAnyName() throws {
        let stat =
            "71 (post) (gres: x) S 1 71 71 0 -1 4194560 1 2 3 4 100 20 3000 400 20 0 1 0 12345 1 2"
        #expect(try ServerUsage.ticks(in: stat) == 3_520)
        #expect(throws: BenchError.self) { try ServerUsage.ticks(in: "71 (postgres) S 1") }
    }
}
