import ArgumentParser

/// Measures whether many symbols cost more than as many times one.
struct SymbolsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "symbols",
        abstract: "Measure many symbols against as many times one."
    )

    @OptionGroup var programs: Programs

    @Option(help: "How many symbols.")
    var count: Int = 50

    @Option(help: "How many one-minute candles each has.")
    var candles: Int = 44_640

    @Option(help: "How many rounds of one symbol and all; medians of the rounds' ratios count.")
    var rounds: Int = 5

    func validate() throws {
        try require("--count", count, 1...500)
        try require("--candles", candles, 1...10_000_000)
        try require("--rounds", rounds, 1...)
    }

    func run() throws {
        let symbols = (0..<count).map { "BENCH\(1_000 + $0)USDT" }
        let series = symbols.map { (symbol: $0, candles: candles) }
        try Laboratory.run(programs, series: series) { laboratory in
            var single: [IngestRun] = []
            var together: [IngestRun] = []
            for _ in 0..<rounds {
                single.append(try stored([symbols[0]], laboratory))
                together.append(try stored(symbols, laboratory))
            }
            report(single, together)
        }
    }

    private func stored(
        _ symbols: [String],
        _ laboratory: borrowing Laboratory
    ) throws -> IngestRun {
        try laboratory.reset()
        let run = try laboratory.ingest(symbols, 0..<candles, dataset: false)
        try run.check(stored: candles * symbols.count)
        return run
    }

    private func report(_ single: [IngestRun], _ together: [IngestRun]) {
        var table = MarkdownTable(["symbols", "wall, s", "process CPU, s", "peak, MB"])
        for (name, runs) in [("1", single), ("\(count) in one run", together)] {
            table.add([
                "\(name), \(grouped(candles)) candles each", fixed(median(runs.map(\.wall)), 3),
                fixed(median(runs.map(\.processor)), 3),
                fixed(median(runs.map(\.peakMegabytes)), 0),
            ])
        }
        let pairs = zip(single, together)
        let ratios = (
            median(pairs.map { $1.wall / $0.wall / Double(count) }),
            median(pairs.map { $1.processor / $0.processor / Double(count) })
        )
        table.add(["a symbol to the one", fixed(ratios.0, 3), fixed(ratios.1, 3), ""])
        Console.result(
            table,
            [
                Goal("wall of \(count) to \(count) x one", ratios.0, atMost: 1),
                Goal("process CPU of \(count) to \(count) x one", ratios.1, atMost: 1),
            ]
        )
    }
}
