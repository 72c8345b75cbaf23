/// Loads by Chandler and by the hand-made loader, in turn.
struct LoadComparison {
    private let rows: Int
    private var ours: [LoadRun] = []
    private var theirs: [LoadRun] = []

    /// - Parameter rows: How many rows each load must leave.
    init(rows: Int) {
        self.rows = rows
    }

    /// Fails when a run did not leave all rows: its time says nothing then.
    func check(_ run: LoadRun, by name: String) throws(BenchError) {
        guard run.rows == rows else {
            throw BenchError(
                .valuesDiffer,
                "load \(rows) rows with \(name): \(run.rows) were in the table, so the time "
                    + "says nothing"
            )
        }
    }

    /// Adds a run.
    mutating func add(_ run: LoadRun, isOurs: Bool) {
        if isOurs { ours.append(run) } else { theirs.append(run) }
    }

    /// One row a loader.
    var table: MarkdownTable {
        var table = MarkdownTable([
            "loader", "wall, s", "client CPU, s", "server CPU, s", "chandler's wall to it",
        ])
        table.add(cells(Contender.measured, ours) + ["1"])
        table.add(
            cells(HandMadeLoader.name, theirs) + [Spread(walls.ratios).text(decimals: 3)]
        )
        return table
    }

    /// The goal that the two decide.
    var goals: [Goal] {
        [Goal("loading alone to the best hand-made loader", walls.ratio, atMost: 1.05)]
    }

    private var walls: Paired {
        var walls = Paired()
        for (ours, theirs) in zip(ours, theirs) { walls.add(ours: ours.wall, theirs: theirs.wall) }
        return walls
    }

    private func cells(_ name: String, _ runs: [LoadRun]) -> [String] {
        [name]
            + [\LoadRun.wall, \.clientCPU, \.serverCPU].map { figure in
                Spread(runs.map { $0[keyPath: figure] }).text(decimals: 2)
            }
    }
}
