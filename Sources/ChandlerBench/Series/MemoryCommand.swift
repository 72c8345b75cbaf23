import ArgumentParser

/// Prints peak memory and speed of a short and a long run: memory must not grow with the range.
struct MemoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "memory",
        abstract: "Print peak memory and speed of a short and a long run."
    )

    @OptionGroup var programs: Programs

    @Option(help: "How many candles the runs have.", transform: counts(in:))
    var lengths: [Int] = [100_000, 1_000_000]

    func run() throws {
        try Laboratory.run(programs, series: [("BENCHUSDT", lengths.max() ?? 0)]) { laboratory in
            var table = MarkdownTable(["candles", "peak memory, MB", "wall, s", "candles/s"])
            var peak = 0.0
            for length in lengths {
                try laboratory.reset()
                let run = try laboratory.ingest("BENCHUSDT", 0..<length)
                try run.check(stored: length)
                peak = max(peak, run.peakMegabytes)
                table.add([
                    grouped(length), fixed(run.peakMegabytes, 1), fixed(run.wall, 2),
                    grouped(Int(run.candlesPerSecond)),
                ])
            }
            Console.result(table, [Goal("peak memory", peak, atMost: 256, unit: " MB")])
        }
    }
}

/// Reads `100000,1000000`.
func counts(in text: String) throws -> [Int] {
    try text.split(separator: ",").map { part in
        guard let count = Int(part.filter { $0 != "_" }), count > 0 else {
            throw ValidationError("counts are written 1000,10000, was \"\(text)\"")
        }
        return count
    }
}
