import Glibc

extension EmbeddedServer {
    /// Seconds that a start, with recovery after a crash, may take.
    private static let startPatience = 300

    /// Makes the cluster if there is none, starts the server if it does not run, and leaves it running.
    ///
    /// Takes a few milliseconds when the server runs already.
    ///
    /// - Returns: How to connect.
    /// - Throws: ``PostgresError``: `serverProgramsMissing`, `majorVersionMismatch`, `folderNotUsable`,
    ///   or `serverControlFailed` with the last lines of the server's log.
    @discardableResult
    public func ensureRunning() throws(PostgresError) -> ConnectionConfiguration {
        if try reach() == .database { return connectionConfiguration }
        try start()
        return connectionConfiguration
    }

    /// Starts the server like ``ensureRunning()``.
    ///
    /// - Returns: Whether this call started it; false when it ran already.
    /// - Throws: The same as ``ensureRunning()``.
    @discardableResult
    public func start() throws(PostgresError) -> Bool {
        let account = try ServerAccount.current(environment)
        try prepareFolder(for: account)
        let lock = try FolderLock(
            folders.lock,
            owner: account.user,
            patience: Self.startPatience + 30
        )
        defer { withExtendedLifetime(lock) {} }
        return try reachDatabase(account)
    }

    /// Goes from whatever there is to a server with its database.
    ///
    /// - Parameter account: As whom the server runs.
    /// - Returns: Whether the server had to be launched.
    /// - Throws: ``PostgresError`` when it dies after its launch, or never answers.
    private func reachDatabase(_ account: ServerAccount) throws(PostgresError) -> Bool {
        var isLaunched = false
        for _ in 0..<600 {
            switch try reach() {
            case .database: return isLaunched
            case .server: try createDatabase()
            case .process: usleep(50_000)
            case .nothing:
                guard !isLaunched else { throw unreachable() }
                try launch(account)
                isLaunched = true
            }
        }
        throw unreachable()
    }

    private func launch(_ account: ServerAccount) throws(PostgresError) {
        let existing = try existingMajorVersion()
        let programs = try ServerPrograms.find(environment: environment, wantedMajor: existing)
        if existing == nil { try createCluster(programs, account) }
        let socketFolder = plannedSocketFolder
        try FolderAccess.makePrivate(socketFolder, owner: account.user)
        try writeSettings(socketFolder: socketFolder, account)
        rotateLog()
        try control(programs, account)
    }

    /// Runs `pg_ctl start`, several times after a crash: the dead server's children need a moment to
    /// notice, and until then its shared memory counts as in use.
    private func control(
        _ programs: ServerPrograms,
        _ account: ServerAccount
    ) throws(PostgresError) {
        let stale = SmallFile.text(of: "\(folders.data)/postmaster.pid")
            .flatMap { PostmasterFile(text: $0) }
        stale?.awaitCollection()
        let command = [
            "\(programs.folder)/pg_ctl", "start", "-D", folders.data, "-l", folders.log, "-w",
            "-t", String(Self.startPatience),
        ]
        for attempt in 1...5 {
            let outcome = try account.run(command)
            if outcome.exitCode == 0 { return }
            guard stale != nil, attempt < 5 else {
                throw controlFailure("start the embedded server in \"\(folder)\"", outcome)
            }
            usleep(500_000)
        }
    }

    private func writeSettings(
        socketFolder: String,
        _ account: ServerAccount
    ) throws(PostgresError) {
        let settings = ServerSettings(
            socketFolder: socketFolder,
            port: Self.port,
            account: account,
            additional: additionalSettings
        )
        try SmallFile.write(settings.text, to: folders.settings, owner: account.user)
        try SmallFile.write(
            ServerSettings.userMap(account.clients, role: Self.role),
            to: "\(folders.data)/pg_ident.conf",
            owner: account.user
        )
    }

    /// Keeps the log of the start before, once it has grown over 16 MB.
    private func rotateLog() {
        var facts = stat()
        guard stat(folders.log, &facts) == 0, facts.st_size > 16 << 20 else { return }
        rename(folders.log, "\(folders.log).1")
    }

    func controlFailure(
        _ doing: String,
        _ outcome: SpawnedProcess.Outcome
    ) -> PostgresError {
        let said = outcome.output.singleLine(cutTo: 400)
        let log = SmallFile.lastLines(8, of: folders.log).joined(separator: " | ")
        return PostgresError(
            code: .serverControlFailed,
            message: "\(doing): exit code \(outcome.exitCode), \"\(said)\"; the log ends with: "
                + (log.isEmpty ? "nothing" : log.singleLine(cutTo: 1200)),
            hint: "see \(folders.log)"
        )
    }
}
