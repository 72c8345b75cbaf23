import ArgumentParser
import ChandlerPostgres
import ChandlerWarehouse

/// `chandler backup`: backups of the cluster, dumps of the database, and proofs of both.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Back up the database with pgBackRest and pg_dump, and prove the backups.",
        discussion: """
            "chandler backup setup" comes first: it makes an encrypted repository and has the \
            embedded server send its WAL there. Then run "chandler backup" daily. Of the backups, \
            the newest of each of the last 30 days, 26 weeks and 24 months stay, and WAL for every \
            moment of the last 30 days. "chandler restore" makes a cluster of any such moment.

            EXAMPLES
              chandler backup setup
              chandler backup
              chandler backup --logical
              chandler backup verify
            """,
        subcommands: [
            BackupRunCommand.self, BackupSetupCommand.self, BackupListCommand.self,
            BackupVerifyCommand.self,
        ],
        defaultSubcommand: BackupRunCommand.self
    )
}

extension DatabaseArguments {
    /// The server and the folder for its backups.
    func backupSite() throws -> BackupSite {
        BackupSite(
            server: try embedded(),
            database: try external(),
            progress: { Console.note($0) },
            // The work is done without a pause in the task that a signal cancels.
            isCancelled: { Task.isCancelled }
        )
    }
}
