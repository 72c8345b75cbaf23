import ArgumentParser
import ChandlerPostgres
import ChandlerStore

/// `chandler db`: the database itself.
struct DatabaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db",
        abstract: "Manage the database: the embedded server and the schema.",
        subcommands: [
            DatabaseStartCommand.self, DatabaseStopCommand.self, DatabaseStatusCommand.self,
            DatabasePsqlCommand.self, DatabaseURLCommand.self, DatabaseMigrateCommand.self,
            DatabaseRollbackCommand.self, DatabaseSchemaCommand.self,
            DatabasePartitionsCommand.self,
            DatabaseRolesCommand.self, DatabaseAuditCommand.self,
        ]
    )
}

/// What a command of `db` did, for programs.
struct DatabaseDocument: Encodable {
    var status: String
    var server: String?
    var url: String?
    var schemaVersion: Int?
    var schemaPending: Int?
    var applied: [Int]?
    var rolledBack: [Int]?
    var dataFolder: String?
    var logFile: String?
}

extension DatabaseArguments {
    /// The embedded server, or an error when another database is configured.
    func embeddedOnly(_ action: String) throws -> EmbeddedServer {
        if let other = try external() {
            throw CommandFailure(
                exit: .usage,
                message: "\(action): a database is configured by \(other.source.name), so the "
                    + "embedded server is not used; nothing was done"
            )
        }
        return try embedded()
    }
}
