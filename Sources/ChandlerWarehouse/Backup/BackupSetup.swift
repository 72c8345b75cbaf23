import ChandlerPostgres

/// Makes a server's cluster one that is backed up: configuration, passphrase, repository, and the
/// sending of WAL.
///
/// Done again it changes what is asked for and keeps the passphrase.
public struct BackupSetup: Sendable {
    /// What was set up.
    public struct Report: Sendable, Hashable {
        /// pgBackRest's configuration.
        public let configuration: String
        /// Where backups go.
        public let repository: String
        /// The file with the passphrase.
        public let passphrase: String
        /// Whether the passphrase was made now.
        public let isNewPassphrase: Bool
        /// Whether the server was restarted.
        public let isRestarted: Bool
        /// The longest time without a WAL segment being sent.
        public let archiveTimeout: String
    }

    private let site: BackupSite

    /// Describes the work.
    public init(_ site: BackupSite) {
        self.site = site
    }

    /// Sets everything up and proves that a WAL segment arrives.
    ///
    /// - Parameters:
    ///   - repository: The folder, or the path in the bucket, for backups; nil for the usual one.
    ///   - options: Settings of the storage, passed through to pgBackRest.
    ///   - archiveMinutes: WAL is sent at least this often while something is written; 1 to 360.
    /// - Returns: What is where.
    /// - Throws: ``WarehouseError``: `configuration` where pgBackRest is missing or refuses, and
    ///   where the passphrase of backups that exist is lost.
    public func run(
        repository: String? = nil,
        options: RepositoryOptions = RepositoryOptions(),
        archiveMinutes: Int = 15
    ) throws -> Report {
        guard (1...360).contains(archiveMinutes) else {
            throw WarehouseError(
                .usage,
                "set up backups: WAL is sent every 1 to 360 minutes, was \(archiveMinutes)"
            )
        }
        let program = try PgBackRest.find(site.server.variables)
        let connection = try site.connect()
        try refuseOtherArchiving(connection)
        try site.folder.make(for: site.account)
        let lock = try site.lock(for: "backup setup")
        defer { withExtendedLifetime(lock) {} }
        let place = try makeRepository(repository, options)
        let isNew = try Passphrase.ensure(
            in: site.folder,
            repository: place,
            owner: site.account.user,
            progress: site.progress
        )
        try writeConfiguration(place, options)
        let backRest = try site.backRest()
        site.progress("making the repository in \"\(place)\"")
        try backRest.run("stanza-create", site.clusterOptions)
        let isRestarted = try configure(connection, program, archiveMinutes)
        site.progress("waiting until a WAL segment has arrived in the repository")
        try backRest.run("check", site.clusterOptions)
        return Report(
            configuration: site.folder.configuration,
            repository: place,
            passphrase: site.folder.passphrase,
            isNewPassphrase: isNew,
            isRestarted: isRestarted,
            archiveTimeout: "\(archiveMinutes)min"
        )
    }

    /// WAL that somebody else sends already is not ours to redirect.
    private func refuseOtherArchiving(_ connection: PostgresConnection) throws {
        let command = try connection.query(
            "SELECT setting FROM pg_settings WHERE name = $1",
            ["archive_command"]
        ).firstRow().text(0)
        let isOther = !["", "(disabled)"].contains(command)
        let isOurs = command.contains("--stanza=\(PgBackRest.stanza)")
        let isOn = try connection.query("SHOW archive_mode").firstRow().text(0) != "off"
        guard isOn, isOther, !isOurs else { return }
        throw WarehouseError(
            .configuration,
            "set up backups: the server sends its WAL elsewhere already, archive_command is "
                + "\"\(clipped(command))\"; nothing was changed; take it out with ALTER SYSTEM RESET "
                + "archive_command first"
        )
    }

    private func makeRepository(
        _ repository: String?,
        _ options: RepositoryOptions
    ) throws -> String {
        let isRemote = !["posix", "cifs", nil].contains(options.value("repo1-type"))
        if isRemote || options.value("repo1-host") != nil {
            return options.value("repo1-path") ?? repository ?? "/chandler"
        }
        let place = repository ?? options.value("repo1-path") ?? site.folder.repository
        guard place.hasPrefix("/"), !place.contains(where: \.isNewline) else {
            throw WarehouseError(
                .usage,
                "use \"\(clipped(place))\" as the repository: it is no absolute path"
            )
        }
        let account = try site.account
        try doing("make the repository \"\(place)\"") {
            try FolderAccess.make(parent(of: place), mode: 0o755)
            if let closed = FolderAccess.firstClosed(onTheWayTo: place, for: account.user) {
                throw WarehouseError(
                    .configuration,
                    "use the repository \"\(place)\": system user \(account.user.name) cannot "
                        + "enter \"\(closed)\""
                )
            }
            try FolderAccess.makePrivate(place, owner: account.user)
        }
        return place
    }

    private func writeConfiguration(_ place: String, _ options: RepositoryOptions) throws {
        let owner = try site.account.user
        let host = site.server.connectionConfiguration.host ?? ""
        let configuration = RepositoryConfiguration(
            folder: site.folder,
            repository: place,
            cluster: [
                ("pg1-path", site.server.dataFolder), ("pg1-socket-path", host),
                ("pg1-user", EmbeddedServer.role), ("pg1-database", EmbeddedServer.database),
            ]
        )
        let others = options.text.split(separator: "\n").filter { !$0.hasPrefix("repo1-path=") }
        try doing("write pgBackRest's configuration") {
            try SmallFile.write(
                "[global]\n" + others.map { "\($0)\n" }.joined(),
                to: site.folder.repositorySettings,
                owner: owner
            )
            // Last: its existence says that everything is there.
            try SmallFile.write(configuration.text, to: site.folder.configuration, owner: owner)
        }
    }

    /// Has the server send its WAL; turning that on takes a restart.
    ///
    /// - Returns: Whether it was restarted.
    private func configure(
        _ connection: PostgresConnection,
        _ program: String,
        _ minutes: Int
    ) throws -> Bool {
        let command = RepositoryConfiguration.archiveCommand(program, site.folder)
        let level = try connection.query("SHOW wal_level").firstRow().text(0)
        let isOff = try connection.query("SHOW archive_mode").firstRow().text(0) == "off"
        let literal = try PostgresLiteral(command)
        if level == "minimal" {
            try connection.execute("ALTER SYSTEM SET wal_level = 'replica'")
        }
        if isOff { try connection.execute("ALTER SYSTEM SET archive_mode = 'on'") }
        try connection.execute("ALTER SYSTEM SET archive_command = \(literal)")
        try connection.execute("ALTER SYSTEM SET archive_timeout = '\(minutes)min'")
        guard isOff || level == "minimal" else {
            try connection.execute("SELECT pg_reload_conf()")
            return false
        }
        site.progress(
            "restarting the embedded server, which disconnects its clients: sending WAL "
                + "begins with a start"
        )
        try doing("restart the embedded server") {
            try site.server.stop(.fast)
            try site.server.start()
        }
        return true
    }
}
