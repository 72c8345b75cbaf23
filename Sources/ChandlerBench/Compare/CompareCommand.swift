import ArgumentParser
import Glibc

/// Runs Chandler and its peers side by side on the same work.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Run Chandler and its peers side by side, from HTTP to table and dataset.",
        discussion: """
            The peers are those of --bench. Whatever they need is made in --work when it is \
            missing: a Python environment, native programs, candles, and a PostgreSQL server that \
            is stopped again.
            """
    )

    @OptionGroup var programs: Programs

    @OptionGroup var place: WorkplaceOptions

    @Option(help: "How many rounds; medians are printed.")
    var rounds: Int = 5

    @Option(
        help: """
            The contenders, by commas: copy-text, pandas, polars-parent, polars-months, floor, \
            chandler, csv.gz, no-dataset (default: all but the last two).
            """
    )
    var only: String?

    @Option(help: "How many months of one-minute candles, from 2022-01 on.")
    var months: Int = 24

    @Option(help: "Write the tables to this file too.", completion: .file())
    var out: String?

    func validate() throws {
        try require("--rounds", rounds, 1...)
        try require("--months", months, 1...24)
    }

    func run() throws {
        try place.withWorkplace(months: months, compare)
    }

    private func compare(_ workplace: Workplace) throws {
        let contenders = try chosen(workplace)
        try workplace.prepare()
        try workplace.makeCopyFile()
        let server = ThrowAwayServer(workplace, port: place.port)
        try server.whileRunning {
            let runs = try measure(contenders, workplace, server)
            let comparison = Comparison(runs, rows: workplace.rows)
            let text = """
                \(grouped(workplace.rows)) candles, \(rounds) rounds, medians (least-most).

                \(comparison.table)

                \(Goal.table(comparison.goals))

                \(MachineDescription.text(try versions(workplace, server)))
                """
            Console.result(text)
            if let out { try TextFile.write(text + "\n", to: out) }
        }
    }

    private func chosen(_ workplace: Workplace) throws -> [Contender] {
        let all = Contender.all(workplace, chandler: Folder.absolute(try programs.chandlerPath))
        guard let only else { return all.filter { Contender.isUsual($0.name) } }
        let names = only.split(separator: ",").map(String.init)
        for name in names where !all.contains(where: { $0.name == name }) {
            let known = all.map(\.name).joined(separator: ", ")
            throw ValidationError("--only knows \(known), was \"\(name)\"")
        }
        return all.filter { names.contains($0.name) }
    }

    private func measure(
        _ contenders: [Contender],
        _ workplace: Workplace,
        _ server: ThrowAwayServer
    ) throws -> [ComparisonRun] {
        let notes = workplace.folder + "/compare.jsonl"
        unlink(notes)
        Console.note("comparing; a line a run")
        try Program(
            [
                workplace.python, workplace.bench["compare.py"], "--data", workplace.data,
                "--work", workplace.folder, "--bin", workplace.programs, "--rounds",
                String(rounds), "--http", "--out", notes, "--touch",
                String(MachineDescription.memoryMegabytes(upTo: 6_000)),
            ] + contenders.flatMap { ["--contender", $0.argument] },
            environment: workplace.environment(server.variables)
        ).run(showingOutput: true)
        return try ComparisonRun.all(in: notes)
    }

    private func versions(
        _ workplace: Workplace,
        _ server: ThrowAwayServer
    ) throws -> [String] {
        let script = """
            import platform, pandas, polars, pyarrow, talib
            print("Python %s, pandas %s, polars %s, pyarrow %s, TA-Lib %s" % (
                platform.python_version(), pandas.__version__, polars.__version__,
                pyarrow.__version__, talib.__version__))
            """
        let peers = try Program(
            [workplace.python, "-c", script],
            environment: workplace.environment()
        ).run().output.split(separator: "\n").last
        return [
            "PostgreSQL " + (try server.value(of: "SHOW server_version")), String(peers ?? ""),
        ]
    }
}
