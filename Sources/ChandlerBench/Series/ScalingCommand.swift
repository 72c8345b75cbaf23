import ArgumentParser

/// Measures whether cost grows with the number of candles and no faster.
struct ScalingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scaling",
        abstract: "Measure series of growing length, and draw their throughput."
    )

    @OptionGroup var programs: Programs

    @Option(help: "How many candles the series have.", transform: counts(in:))
    var lengths: [Int] = [100_000, 300_000, 1_000_000, 3_000_000, 10_000_000]

    @Option(help: "How often everything is measured, in turn.")
    var rounds: Int = 3

    @Option(help: "Write a chart of throughput against length.", completion: .file())
    var svg: String?

    func validate() throws {
        try require("--rounds", rounds, 1...)
        for length in lengths { try require("--lengths", length, 1...10_000_000) }
    }

    func run() throws {
        let lengths = Set(lengths).sorted()
        var runs: [Int: [IngestRun]] = [:]
        try Laboratory.run(programs, series: [("BENCHUSDT", lengths.last ?? 0)]) { laboratory in
            for round in 0..<rounds {
                for length in lengths {
                    try laboratory.reset()
                    let run = try laboratory.ingest("BENCHUSDT", 0..<length)
                    try run.check(stored: length)
                    Console.note(
                        "round \(round + 1), \(grouped(length)) candles: \(fixed(run.wall, 2)) s"
                    )
                    runs[length, default: []].append(run)
                }
            }
        }
        let results = lengths.map { ScalingResult(candles: $0, runs: runs[$0] ?? []) }
        Console.result(ScalingResult.table(results), ScalingResult.goals(results))
        if let svg { try TextFile.write(ThroughputChart(results).svg, to: svg) }
    }
}
