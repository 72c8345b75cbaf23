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

    @Option(help: "A Python interpreter with numpy and TA-Lib.", completion: .file())
    var python: String

    @Option(help: "The script that calls TA-Lib (default: scripts/bench_talib.py).")
    var script: String?

    @Option(help: "How many candles.")
    var candles: Int = 1_051_200

    @Option(help: "How often everything is measured, in turn.")
    var rounds: Int = 7

    func validate() throws {
        guard rounds > 0, candles >= 1_000 else {
            throw ValidationError("--rounds must be 1 or more, --candles 1000 or more")
        }
    }

    func run() throws {
        guard let script = script ?? Programs.packageFile("scripts/bench_talib.py") else {
            throw ValidationError("scripts/bench_talib.py was not found; name it with --script")
        }
        let sample = MicroSample(candles: candles)
        try Folder.withScratch { folder in
            let arrays = folder + "/candles.f64"
            try TextFile.write(TalibComparison.bytes(of: sample.columns), to: arrays)
            let worker = try TalibWorker(python: python, script: script, arrays: arrays)
            let comparison = try TalibComparison(worker, sample.columns)
            var table = MarkdownTable([
                "columns", "both have", "chandler, ns/candle", "TA-Lib, ns/candle", "ratio",
            ])
            var goals: [Goal] = []
            for (name, set) in [("core", IndicatorSet.core), ("full", .full)] {
                let result = try comparison.measure(set, rounds: rounds)
                table.add([name] + result.cells)
                goals.append(
                    Goal("\(name) to TA-Lib", median(result.ratios), atMost: 1)
                )
                Console.result("\(name): TA-Lib has no \(result.missing.joined(separator: ", ")).")
            }
            Console.result("\n" + table.text + "\n\n" + Goal.table(goals))
            Console.result("\nTA-Lib \(try worker.ask("version")).")
        }
    }
}
