import ArgumentParser

/// Measures single steps inside this process, on one thread.
struct MicroCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "micro",
        abstract: "Measure single steps of the work, on one thread.",
        discussion: """
            Each step runs over the same seeded candles until a round is over. With --pages and \
            --jsonparse, simdjson alone reads the same pages beside it.
            """
    )

    @Option(help: "Only steps whose name contains this.")
    var filter: String?

    @Option(help: "How often each step is measured.")
    var rounds: Int = 7

    @Option(help: "How many candles a step works on.")
    var candles: Int = 44_640

    @Option(help: "Read the klines pages in this folder instead of made-up ones.")
    var pages: String?

    @Option(help: "The jsonparse program that measures simdjson.", completion: .file())
    var jsonparse: String?

    func validate() throws {
        try require("--rounds", rounds, 1...)
        try require("--candles", candles, 1_000...)
    }

    func run() throws {
        let sample = MicroSample(candles: candles)
        let pageBodies = try pages.map(KlinePages.init(folder:)) ?? KlinePages(sample)
        let steps =
            DecimalSteps.all(sample) + [pageBodies.step()] + (try IndicatorSteps.all(sample))
            + NumberSteps.all(sample) + (try RowSteps.all(sample))
            + [try ParquetStep.make(sample)]
        var table = MarkdownTable(["step", "an item", "ns, median", "ns, least", "MB/s"])
        var medians: [String: MicroResult] = [:]
        for step in steps where filter.map({ step.name.contains($0) }) ?? true {
            let result = try step.measure(rounds: rounds)
            medians[step.name] = result
            table.add(result.cells)
        }
        Console.result(table, try goals(medians))
    }

    private func goals(_ results: [String: MicroResult]) throws -> [Goal] {
        var goals: [Goal] = []
        if let digits = results[NumberSteps.column] {
            goals.append(
                Goal("formatting a number", digits.median, atMost: 25, unit: " ns")
            )
        }
        if let parsing = results[KlinePages.stepName], let pages, let jsonparse {
            let simdjson = try SimdjsonRun(jsonparse, pages: pages, rounds: rounds)
            goals.append(
                Goal(
                    "parsing, share of simdjson's speed (\(fixed(simdjson.megabytes, 0)) MB/s)",
                    parsing.megabytes / simdjson.megabytes,
                    atLeast: 0.5
                )
            )
        }
        return goals
    }
}
