import ArgumentParser
import ChandlerPostgres
import ChandlerStore
import Foundation

/// The options that name a database.
struct DatabaseArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A libpq URI; else POSTGRES_URL, POSTGRES_HOST..., PG*, or the embedded server.",
            valueName: "uri"
        )
    )
    var databaseURL: String?

    /// The database that was meant, or `nil` for the embedded server.
    func external() throws -> ConnectionConfiguration? {
        try ConnectionConfiguration.resolve(
            databaseURL: databaseURL,
            environment: ProcessInfo.processInfo.environment
        )
    }

    /// The embedded server, whether it is used or not.
    func embedded() throws -> EmbeddedServer {
        EmbeddedServer(
            folder: try EmbeddedServer.defaultFolder(
                environment: ProcessInfo.processInfo.environment
            ),
            environment: ProcessInfo.processInfo.environment
        )
    }

    /// How to connect; the embedded server is started when it is the one.
    func reach() throws -> ConnectionConfiguration {
        try external() ?? embedded().ensureRunning()
    }

    /// Connects one lane, and brings the schema up to date.
    ///
    /// - Parameter command: What other sessions see of this one.
    /// - Returns: The lane.
    /// - Throws: `PostgresError` or `StoreError` where the database cannot be reached or migrated.
    func lane(for command: String) async throws -> StoreLane {
        let lane = try StoreLane(try reach(), applicationName: "chandler \(command)")
        try await DatabaseArguments.migrate(lane)
        return lane
    }

    /// Brings the schema up to date and says so when there was something to do.
    static func migrate(_ lane: StoreLane) async throws {
        if try await lane.schemaStatus().pending.isEmpty { return }
        let applied = try await lane.migrate()
        if let last = applied.last {
            Console.note("database schema brought to version \(last.version)")
        }
    }
}
