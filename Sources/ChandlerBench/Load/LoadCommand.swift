import ArgumentParser

/// Measures loading alone against the best hand-made loader.
struct LoadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Measure loading alone against the best hand-made loader.",
        discussion: """
            Two years of one-minute candles with 25 indicators. Chandler's rows are ready in \
            memory, candles and columns of doubles, and are turned into the server's form while \
            they are loaded. The hand-made loader is bench_pg.py's months-2conn-canon/binary: two \
            processes of C that send files which hold the server's form already, a month a \
            transaction. Both begin with an empty schema and a checkpoint, and connect within \
            the time.
            """
    )

    @OptionGroup var place: WorkplaceOptions

    @Option(help: "How often both load, in turn; medians are printed.")
    var rounds: Int = 5

    @Option(help: "How many connections Chandler loads over.")
    var lanes: Int = 2

    func validate() throws {
        try require("--rounds", rounds, 1...)
        try require("--lanes", lanes, 1...24)
    }

    func run() throws {
        // The hand-made loader knows these months and no others.
        try place.withWorkplace(months: 24, compare)
    }

    private func compare(_ workplace: Workplace) throws {
        try workplace.prepare()
        try workplace.makeMonthFiles()
        Console.note("reading \(grouped(workplace.rows)) candles")
        let jobs = try MonthJobs(pages: workplace.data + "/pages")
        let server = ThrowAwayServer(workplace, port: place.port)
        try server.whileRunning {
            let comparison = try LoadDatabase.withOne(on: server, workplace) { database in
                try measure(jobs, workplace, database)
            }
            Console.result("\(grouped(workplace.rows)) rows, \(rounds) rounds.\n")
            Console.result(comparison.table, comparison.goals)
            let version = "PostgreSQL " + (try server.value(of: "SHOW server_version"))
            Console.result("\n" + MachineDescription.text([version]))
        }
    }

    private func measure(
        _ jobs: MonthJobs,
        _ workplace: Workplace,
        _ database: LoadDatabase
    ) throws -> LoadComparison {
        var comparison = LoadComparison(rows: workplace.rows)
        // Round 0 warms the server's memory.
        for round in 0...rounds {
            // Neither is always the one that comes second.
            for isOurs in round % 2 == 0 ? [false, true] : [true, false] {
                let run =
                    try isOurs
                    ? LaneLoad(jobs, lanes: lanes).measure(database)
                    : HandMadeLoader(workplace).measure(database)
                let name = isOurs ? Contender.measured : HandMadeLoader.name
                Console.note("round \(round) of \(rounds), \(name): \(fixed(run.wall, 2)) s")
                try comparison.check(run, by: name)
                if round > 0 { comparison.add(run, isOurs: isOurs) }
            }
        }
        return comparison
    }
}
