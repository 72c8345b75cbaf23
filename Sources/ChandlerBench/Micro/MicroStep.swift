/// One step of the work, over many items at a time.
struct MicroStep {
    let name: String
    /// What one item is.
    let item: String
    /// How many items one call of `work` handles.
    let items: Int
    /// Bytes read or written in one call, where that says something.
    var bytes: Int?
    /// Does the step once; what it returns keeps the optimiser from leaving it out.
    let work: () throws -> Int

    /// Rounds of at least this long, so that the clock does not count.
    private static let shortestRound = 0.02

    /// Runs the step in rounds, after one that warms caches and memory.
    func measure(rounds: Int) throws -> MicroResult {
        var check = try work()
        let start = Clock.thread
        check &+= try work()
        let once = max(Clock.thread - start, 1e-9)
        let calls = max(1, Int((Self.shortestRound / once).rounded(.up)))
        var seconds: [Double] = []
        for _ in 0..<rounds {
            let start = Clock.thread
            for _ in 0..<calls { check &+= try work() }
            seconds.append((Clock.thread - start) / Double(calls))
        }
        keep(check)
        return MicroResult(step: self, seconds: seconds)
    }
}

/// Takes a value that must not be optimised away.
@inline(never)
func keep(_ value: Int) {
    withUnsafePointer(to: value) { Unoptimised.last = Int(bitPattern: $0) ^ value }
}

private enum Unoptimised {
    nonisolated(unsafe) static var last = 0
}

/// How long a step took.
struct MicroResult {
    let step: MicroStep
    /// Processor seconds of one call, one value a round.
    let seconds: [Double]

    /// Nanoseconds an item.
    var median: Double { ChandlerBench.median(seconds) / Double(step.items) * 1e9 }
    var least: Double { (seconds.min() ?? .nan) / Double(step.items) * 1e9 }
    /// Millions of bytes a second; NaN where bytes say nothing.
    var megabytes: Double {
        (step.bytes.map { Double($0) } ?? .nan) / ChandlerBench.median(seconds) / 1e6
    }

    var cells: [String] {
        [step.name, step.item, fixed(median, 2), fixed(least, 2), fixed(megabytes, 0)]
    }
}
