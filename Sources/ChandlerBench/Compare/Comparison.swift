/// All good runs of a comparison.
struct Comparison {
    private let rows: Int
    private let names: [String]
    private let runs: [String: [ComparisonRun]]
    private let refused: [ComparisonRun]

    /// - Parameters:
    ///   - runs: All runs; those that left a wrong table are told, and never counted.
    ///   - rows: How many candles each stored.
    init(_ runs: [ComparisonRun], rows: Int) {
        self.rows = rows
        let good = runs.filter(\.isGood)
        refused = runs.filter { !$0.isGood }
        self.runs = Dictionary(grouping: good, by: \.contender)
        var names: [String] = []
        for run in runs where !names.contains(run.contender) { names.append(run.contender) }
        self.names = names
    }

    /// One row a contender.
    var table: String {
        var table = MarkdownTable([
            "contender", "runs", "wall, s", "client CPU, us/candle", "server CPU, s", "peak MiB",
            "dataset MB", "chandler's wall to it",
        ])
        for name in names {
            let runs = runs[name] ?? []
            let dataset = median(runs.map(\.datasetMB))
            table.add([
                name, String(runs.count), Spread(runs.map(\.wall)).text(decimals: 2),
                fixed(clientMicroseconds(name), 2), fixed(median(runs.map(\.serverCPU)), 2),
                fixed(median(runs.map(\.peakMiB)), 0), dataset > 0 ? fixed(dataset, 1) : "-",
                Spread(walls(Contender.measured, name).ratios).text(decimals: 3),
            ])
        }
        let faults = refused.map { run in
            "\(run.contender), round \(run.round + 1): not counted, "
                + (run.code == 0 ? "its table differs" : "it ended with code \(run.code)")
        }
        return ([table.text] + faults).joined(separator: "\n")
    }

    /// The goals that these contenders decide.
    var goals: [Goal] {
        let ours = Contender.measured
        let goals: [(String, Goal)] = [
            ("copy-text", Goal("wall to copy-text", ratio(ours, "copy-text"), atMost: 0.5)),
            ("floor", Goal("wall to floor", ratio(ours, "floor"), atMost: 1.05)),
            ("pandas", Goal("times faster than pandas", ratio("pandas", ours), atLeast: 5)),
            (
                "polars-parent",
                Goal("times faster than polars-parent", ratio("polars-parent", ours), atLeast: 2.6)
            ),
            (
                "polars-months",
                Goal("times faster than polars-months", ratio("polars-months", ours), atLeast: 1.5)
            ),
            (ours, Goal("client CPU a candle", clientMicroseconds(ours), atMost: 2, unit: " us")),
            (ours, Goal("peak memory", peakMegabytes, atMost: 256, unit: " MB")),
            ("csv.gz", Goal("wall of csv.gz to Parquet", ratio("csv.gz", ours), atMost: 1.6)),
            (
                "no-dataset",
                Goal("wall to the run without a dataset", ratio(ours, "no-dataset"), atMost: 1.05)
            ),
        ]
        return goals.filter { names.contains($0.0) && names.contains(ours) }.map(\.1)
    }

    private var peakMegabytes: Double {
        (runs[Contender.measured] ?? []).map { $0.peakMiB * 1.048576 }.max() ?? .nan
    }

    private func clientMicroseconds(_ name: String) -> Double {
        median((runs[name] ?? []).map(\.clientCPU)) / Double(rows) * 1e6
    }

    private func ratio(_ name: String, _ base: String) -> Double { walls(name, base).ratio }

    /// The wall times of two contenders in the rounds in which both were good.
    private func walls(_ name: String, _ base: String) -> Paired {
        var walls = Paired()
        for run in runs[name] ?? [] {
            guard let other = runs[base]?.first(where: { $0.round == run.round }) else { continue }
            walls.add(ours: run.wall, theirs: other.wall)
        }
        return walls
    }
}
