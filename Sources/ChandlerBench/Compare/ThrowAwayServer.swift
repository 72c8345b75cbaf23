import ChandlerPostgres

/// A PostgreSQL server for the measurements alone.
struct ThrowAwayServer {
    private let workplace: Workplace
    private let port: Int
    private var folder: String { workplace.folder + "/pg" }
    private var script: String { workplace.bench["pg_server.sh"] }

    init(_ workplace: Workplace, port: Int) {
        self.workplace = workplace
        self.port = port
    }

    /// The database that the peers' script makes.
    static let database = "bench"

    /// How peers find it.
    var variables: [String: String] { variables(database: Self.database) }

    /// How peers find a database of it.
    func variables(database: String) -> [String: String] {
        ["PGHOST": folder, "PGPORT": String(port), "PGUSER": "postgres", "PGDATABASE": database]
    }

    /// How this process finds a database of it.
    func configuration(database: String) -> ConnectionConfiguration {
        ConnectionConfiguration(
            socketFolder: folder,
            port: port,
            user: "postgres",
            database: database
        )
    }

    /// The process that all its processes come from.
    var processID: Int {
        get throws(BenchError) {
            let path = folder + "/data/postmaster.pid"
            let line = try TextFile.text(of: path).split(separator: "\n").first ?? ""
            guard let number = Int(line) else {
                throw BenchError(.unreadableReport, "read \"\(path)\": it begins \"\(line)\"")
            }
            return number
        }
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
