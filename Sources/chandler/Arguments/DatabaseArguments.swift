import ArgumentParser
import ChandlerCore
import ChandlerPostgres
import ChandlerStore
import ChandlerWarehouse
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
    ///
    /// - Throws: ``CommandFailure`` where the environment says that none is to be used.
    func embedded() throws -> EmbeddedServer {
        if ProcessInfo.processInfo.environment["CHANDLER_EMBEDDED_SERVER"] == "off" {
            throw CommandFailure(
                exit: .configuration,
                message: "no database is named, and CHANDLER_EMBEDDED_SERVER=off forbids an "
                    + "embedded server; set POSTGRES_URL, or give --database-url"
            )
        }
        return EmbeddedServer(
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

    /// Brings the schema up to date, and sees to it that the lane has no more rights than it needs.
    ///
    /// The embedded server is Chandler's own: its roles are made without being asked for. On another
    /// server that is the administrator's to decide.
    static func migrate(_ lane: StoreLane) async throws {
        try await settle(lane, hasMigrated: try await bringUpToDate(lane))
    }

    /// Gives the roles their rights, steps down, and makes the coming months of a new database.
    static func settle(_ lane: StoreLane, hasMigrated: Bool) async throws {
        let standing = try await lane.standing()
        if lane.configuration.source == .embedded, hasMigrated || !standing.areRolesApplied {
            try RoleSet(try PostgresConnection(lane.configuration)).apply()
        } else if standing.areRolesApplied, hasMigrated {
            giveRights(of: lane.configuration)
        } else if standing.isSuperuser {
            Console.note(
                "chandler: warning: working as superuser \"\(standing.login)\"; \"chandler db "
                    + "roles apply\" makes the role chandler_app, which is enough for loading"
            )
        }
        try await lane.stepDown()
        guard hasMigrated else { return }
        // Other programs cannot make the months that they write into.
        let now = Timestamp(seconds: Int64(Date().timeIntervalSince1970)).month
        for table in PartitionedTable.all {
            try await lane.ensureMonths(of: table, (0...monthsAhead).map { now.advanced(by: $0) })
        }
    }

    /// How many months are made ahead.
    static let monthsAhead = 3

    /// Brings the schema up to date and says so when there was something to do.
    ///
    /// - Returns: Whether there was.
    /// - Throws: `StoreError` where the database cannot be migrated, or not by this login.
    @discardableResult
    static func bringUpToDate(_ lane: StoreLane) async throws -> Bool {
        if try await lane.schemaStatus().pending.isEmpty { return false }
        let applied = try await lane.migrate()
        if let last = applied.last {
            Console.note("database schema brought to version \(last.version)")
        }
        return !applied.isEmpty
    }

    /// Gives the roles their rights on what a migration has made; the run can go on without.
    private static func giveRights(of configuration: ConnectionConfiguration) {
        do {
            try RoleSet(try PostgresConnection(configuration)).apply()
        } catch {
            Console.note("chandler: warning: \(error)")
        }
    }
}
