import ArgumentParser

/// Measures what one more hour costs on ten years of stored candles.
struct IncrementCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "increment",
        abstract: "Measure one more hour on ten years of stored candles."
    )

    @OptionGroup var programs: Programs

    @Option(help: "How many one-minute candles are stored first.")
    var stored: Int = 5_260_000

    @Option(help: "How many times an hour is added.")
    var rounds: Int = 5

    func validate() throws {
        try require("--rounds", rounds, 1...100_000)
        try require("--stored", stored, 1...(10_000_000 - rounds * 60))
    }

    func run() throws {
        let series = [(symbol: "BENCHUSDT", candles: stored + rounds * 60)]
        try Laboratory.run(programs, series: series) { laboratory in
            try laboratory.reset()
            Console.note("storing \(grouped(stored)) candles first")
            try laboratory.ingest("BENCHUSDT", 0..<stored, dataset: false).check(stored: stored)
            var runs: [IngestRun] = []
            var rowsRead: [Double] = []
            for round in 0..<rounds {
                let before = try rows(laboratory)
                let end = stored + (round + 1) * 60
                let run = try laboratory.ingest("BENCHUSDT", 0..<end, dataset: false)
                try run.check(stored: 60)
                runs.append(run)
                rowsRead.append(try rows(laboratory) - before)
            }
            report(runs, rowsRead: rowsRead)
        }
    }

    /// How many rows of `market_data` the server has read so far.
    private func rows(_ laboratory: borrowing Laboratory) throws -> Double {
        Double(
            try laboratory.value(
                """
                SELECT coalesce(sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)), 0)
                FROM pg_stat_user_tables WHERE relname LIKE 'market_data%'
                """
            )
        ) ?? .nan
    }

    private func report(_ runs: [IngestRun], rowsRead: [Double]) {
        let processor = Spread(runs.map(\.processor))
        var table = MarkdownTable(["one hour on", "process CPU, s", "wall, s", "MB", "rows read"])
        table.add([
            grouped(stored), processor.text(decimals: 3),
            Spread(runs.map(\.wall)).text(decimals: 3),
            fixed(median(runs.map(\.peakMegabytes)), 1), Spread(rowsRead).text(decimals: 0),
        ])
        Console.result(table, [Goal("process CPU", processor.median, atMost: 0.3, unit: " s")])
    }
}
