public import ChandlerPostgres
import Glibc

/// A server, and the folder for its backups: what every part of backing up and restoring begins with.
public struct BackupSite: Sendable {
    /// The server.
    public let server: EmbeddedServer
    /// The folder.
    public let folder: BackupFolder
    /// The database, where it is on another server: only dumps of it can be made from here.
    let database: ConnectionConfiguration?
    /// Is told what is being done, a line at a time.
    let progress: @Sendable (String) -> Void
    /// Is asked whether to stop.
    let isCancelled: @Sendable () -> Bool

    /// Describes a site; nothing is made or started.
    ///
    /// - Parameters:
    ///   - server: The embedded server.
    ///   - folder: The folder; the one beside the server's when nil.
    ///   - database: Another server's database, for dumps.
    ///   - progress: Is handed lines for a person while something takes long.
    ///   - isCancelled: Once it says yes, the program at work is told to stop.
    public init(
        server: EmbeddedServer,
        folder: BackupFolder? = nil,
        database: ConnectionConfiguration? = nil,
        progress: @escaping @Sendable (String) -> Void = { _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        self.server = server
        self.folder = folder ?? BackupFolder(beside: server)
        self.database = database
        self.progress = progress
        self.isCancelled = isCancelled
    }

    var account: ServerAccount {
        get throws(WarehouseError) {
            try doing("find the server's account") { try server.account() }
        }
    }

    /// pgBackRest with this site's configuration.
    func backRest() throws(WarehouseError) -> PgBackRest {
        guard database == nil else {
            throw WarehouseError(
                .configuration,
                "work on backups of another server's cluster: pgBackRest has to run beside its "
                    + "files; nothing was done; \"chandler backup setup\" says how, and \"chandler "
                    + "backup --logical\" makes a dump from here"
            )
        }
        guard folder.isSetUp else {
            throw WarehouseError(
                .configuration,
                "use the backups in \"\(folder.base)\": nothing is set up there; run \"chandler "
                    + "backup setup\" first"
            )
        }
        return PgBackRest(
            path: try PgBackRest.find(server.variables),
            folder: folder,
            account: try account,
            isCancelled: isCancelled
        )
    }

    /// The words that name the running cluster, which win over the configuration file.
    var clusterOptions: [String] {
        let host = server.connectionConfiguration.host ?? ""
        return ["--pg1-path=\(server.dataFolder)", "--pg1-socket-path=\(host)"]
    }

    /// Connects to the server, which is started when it does not run.
    func connect() throws(WarehouseError) -> PostgresConnection {
        try doing("connect to the database") {
            try PostgresConnection(
                database ?? server.ensureRunning(),
                applicationName: "chandler backup"
            )
        }
    }

    /// How programs of PostgreSQL's reach the database.
    var configuration: ConnectionConfiguration { database ?? server.connectionConfiguration }

    /// Makes sure that nobody else works on the same backups, as long as the result lives.
    ///
    /// - Parameter work: What is done, as words of the program, for whoever is refused meanwhile.
    /// - Returns: The lock, which ends with it.
    /// - Throws: ``WarehouseError`` with code `busy` and the words of who has it.
    func lock(for work: String) throws(WarehouseError) -> BackupLock {
        try BackupLock(folder.lock, for: work, owner: try account.user)
    }

    /// Makes sure that no backup is removed, as long as the result lives; backups can be made.
    func readingLock() throws(WarehouseError) -> BackupLock {
        try BackupLock(folder.readingLock, for: nil, owner: try account.user)
    }

    /// The right to remove backups; nil while one is being restored.
    func removingLock() throws(WarehouseError) -> BackupLock? {
        do throws(WarehouseError) {
            return try BackupLock(folder.readingLock, for: "backup", owner: try account.user)
        } catch {
            guard error.code == .busy else { throw error }
            return nil
        }
    }

    func checkCancelled() throws {
        if isCancelled() { throw CancellationError() }
    }
}
