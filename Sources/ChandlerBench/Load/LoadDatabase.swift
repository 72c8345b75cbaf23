import ChandlerPostgres
import Glibc

/// A database of its own for the loads, so that whatever else is on the server stays.
struct LoadDatabase {
    private let server: ThrowAwayServer
    private let workplace: Workplace
    private let connection: PostgresConnection
    private static let name = "chandler_load"

    /// Runs `body` with a new database, which is dropped afterwards.
    static func withOne<Result>(
        on server: ThrowAwayServer,
        _ workplace: Workplace,
        _ body: (LoadDatabase) throws -> Result
    ) throws -> Result {
        let outside = try PostgresConnection(
            server.configuration(database: ThrowAwayServer.database)
        )
        let drop = "DROP DATABASE IF EXISTS \(name) WITH (FORCE)"
        try outside.execute(drop)
        try outside.execute("CREATE DATABASE \(name)")
        defer { _ = try? outside.execute(drop) }
        return try body(LoadDatabase(server: server, workplace: workplace))
    }

    private init(server: ThrowAwayServer, workplace: Workplace) throws {
        self.server = server
        self.workplace = workplace
        connection = try PostgresConnection(server.configuration(database: Self.name))
    }

    /// How peers find it.
    var variables: [String: String] { server.variables(database: Self.name) }

    /// How this process finds it.
    var configuration: ConnectionConfiguration { server.configuration(database: Self.name) }

    /// Drops everything in it.
    func empty() throws {
        try Interruption.check()
        try connection.execute("SET client_min_messages = error")
        try connection.execute(
            "DROP SCHEMA IF EXISTS public, cubi, chandler_upkeep CASCADE; CREATE SCHEMA public"
        )
    }

    /// How many rows a table has.
    func count(of table: String) throws -> Int {
        Int(try connection.query("SELECT count(*) FROM \(table)").firstRow().int64(0))
    }

    /// What some work used.
    struct Figures {
        let wall: Double
        let clientCPU: Double
        let serverCPU: Double

        /// The same, once it is known how many rows there are.
        func run(rows: Int) -> LoadRun {
            LoadRun(wall: wall, clientCPU: clientCPU, serverCPU: serverCPU, rows: rows)
        }
    }

    /// Runs work of this process after a checkpoint, with memory touched just before.
    func measure(_ work: () throws -> Void) throws -> Figures {
        try connection.execute("CHECKPOINT")
        let processID = try server.processID
        let memory = try TouchedMemory(workplace.programs + "/touchmem")
        let before = (Clock.process, try ServerUsage.processor(of: processID))
        let wall = try memory.givingBack {
            let start = Clock.wall
            try work()
            return Clock.wall - start
        }
        let client = Clock.process - before.0
        // Processes that end are counted once the server has noticed.
        usleep(30_000)
        return Figures(
            wall: wall,
            clientCPU: client,
            serverCPU: try ServerUsage.processor(of: processID) - before.1
        )
    }
}
