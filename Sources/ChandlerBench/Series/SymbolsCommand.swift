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

    @Option(help: "How often the one symbol is measured; its median counts.")
    var rounds: Int = 5

    func validate() throws {
        guard (1...500).contains(count), (1...10_000_000).contains(candles), rounds > 0 else {
            throw ValidationError("--count is 1 to 500, --candles and --rounds are 1 or more")
        }
    }

    func run() throws {
        let symbols = (0..<count).map { "BENCH\(1_000 + $0)USDT" }
        let series = symbols.map { (symbol: $0, candles: candles) }
        try Laboratory.run(programs, series: series) { laboratory in
            var single: [IngestRun] = []
            for _ in 0..<rounds {
                try laboratory.reset()
                single.append(try stored(symbols[0], laboratory))
            }
            try laboratory.reset()
            var all: [IngestRun] = []
            for symbol in symbols { all.append(try stored(symbol, laboratory)) }
            report(single, all)
        }
    }

    private func stored(
        _ symbol: String,
        _ laboratory: borrowing Laboratory
    ) throws -> IngestRun {
        let run = try laboratory.ingest(symbol, 0..<candles, dataset: false)
        try run.check(stored: candles)
        return run
    }

    private func report(_ single: [IngestRun], _ all: [IngestRun]) {
        var table = MarkdownTable(["symbols", "wall, s", "process CPU, s"])
        let one = (median(single.map(\.wall)), median(single.map(\.processor)))
        let sum = (
            all.reduce(0) { $0 + $1.wall }, all.reduce(0) { $0 + $1.processor }
        )
        table.add(["1 of \(grouped(candles)) candles", fixed(one.0, 3), fixed(one.1, 3)])
        table.add(["\(count) in turn", fixed(sum.0, 2), fixed(sum.1, 2)])
        let ratios = (sum.0 / one.0 / Double(count), sum.1 / one.1 / Double(count))
        table.add(["a symbol to the one", fixed(ratios.0, 3), fixed(ratios.1, 3)])
        // The first one also makes tables and partitions, so that the end is held against the
        // second to the eleventh.
        if count >= 21 {
            let late = (all.suffix(10).map(\.wall), all.suffix(10).map(\.processor))
            let early = (all[1...10].map(\.wall), all[1...10].map(\.processor))
            table.add([
                "the last ten to ten early ones", fixed(median(late.0) / median(early.0), 3),
                fixed(median(late.1) / median(early.1), 3),
            ])
        }
        Console.result(table.text)
        Console.result(
            "\n"
                + Goal.table([
                    Goal("wall of \(count) to \(count) x one", ratios.0, atMost: 1),
                    Goal("process CPU of \(count) to \(count) x one", ratios.1, atMost: 1),
                ])
        )
    }
}
