import ArgumentParser
import ChandlerIndicators

/// Measures indicators against TA-Lib's C code, over the same arrays and on one core.
struct IndicatorsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "indicators",
        abstract: "Measure indicators against TA-Lib over the same arrays.",
        discussion: """
            Both sides compute the columns that both have, in turn, into memory that was \
            used before: pages fresh from the operating system would cost TA-Lib more than the \
            computation. Both times are processor time of one thread.
            """
    )

    @OptionGroup var peer: PythonPeer

    @Option(help: "How many candles.")
    var candles: Int = 1_051_200

    @Option(help: "How often everything is measured, in turn.")
    var rounds: Int = 7

    func validate() throws {
        try require("--rounds", rounds, 1...)
        try require("--candles", candles, 1_000...)
    }

    func run() throws {
        let sample = MicroSample(candles: candles)
        try Folder.withScratch { folder in
            let arrays = folder + "/candles.f64"
            try TextFile.write(TalibComparison.bytes(of: sample.columns), to: arrays)
            let worker = try peer.start("scripts/bench_talib.py", [arrays])
            let comparison = try TalibComparison(worker, sample.columns)
            var table = MarkdownTable([
                "columns", "both have", "chandler, ns/candle", "TA-Lib, ns/candle", "ratio",
            ])
            var goals: [Goal] = []
            for (name, set) in [("core", IndicatorSet.core), ("full", .full)] {
                let result = try comparison.measure(set, rounds: rounds)
                table.add([name] + result.cells)
                goals.append(Goal("\(name) to TA-Lib", result.seconds.ratio, atMost: 1))
                Console.result("\(name): TA-Lib has no \(result.missing.joined(separator: ", ")).")
            }
            Console.result("\n" + Console.text(table, goals))
            Console.result("\nTA-Lib \(try worker.ask("version")).")
        }
    }
}
