/// A PostgreSQL server for the comparison alone.
struct ThrowAwayServer {
    private let workplace: Workplace
    private let port: Int
    private var folder: String { workplace.folder + "/pg" }
    private var script: String { workplace.bench["pg_server.sh"] }

    init(_ workplace: Workplace, port: Int) {
        self.workplace = workplace
        self.port = port
    }

    /// How peers find it.
    var variables: [String: String] {
        [
            "PGHOST": folder, "PGPORT": String(port), "PGUSER": "postgres", "PGDATABASE": "bench",
        ]
    }

    /// Runs `body` while the server runs; one that ran before is left running.
    func whileRunning<Result>(_ body: () throws -> Result) throws -> Result {
        if isRunning {
            Console.note("using the server that runs in \(folder)")
            return try body()
        }
        Console.note("starting a PostgreSQL server in \(folder)")
        try call("start", "-c", "autovacuum=off")
        defer { stop() }
        return try body()
    }

    private var isRunning: Bool {
        (try? value(of: "SELECT 1")) == "1"
    }

    /// What the server answers to a query of one value.
    func value(of query: String) throws(BenchError) -> String {
        let outcome = try Program(
            ["psql", "-X", "-A", "-t", "-c", query],
            environment: workplace.environment(variables)
        ).run()
        return String(outcome.output.split(separator: "\n").last ?? "")
    }

    private func stop() {
        Interruption.trap()
        do {
            try call("stop")
        } catch {
            Console.note("\(error)")
        }
    }

    private func call(_ arguments: String...) throws(BenchError) {
        var environment = workplace.environment(["PGBASE": folder, "PGPORT": String(port)])
        if environment["PGLOCALE"] == nil, !hasEnglish { environment["PGLOCALE"] = "C.UTF-8" }
        try Program(["sh", script] + arguments, environment: environment).run()
    }

    /// Whether the locale of the official container image is installed.
    private var hasEnglish: Bool {
        (try? Program(["locale", "-a"]).run().output.lowercased().contains("en_us.utf8")) ?? false
    }
}
