import Glibc

extension EmbeddedServer {
    /// How a server is told to stop.
    ///
    /// **Source:** PostgreSQL manual, "Shutting Down the Server".
    public enum StopMode: String, Sendable, Hashable, CaseIterable {
        /// Waits until every client has gone.
        case smart
        /// Rolls back what runs and disconnects everybody; the usual way.
        case fast
        /// Leaves at once; the next start recovers as after a crash.
        case immediate

        fileprivate var signal: Int32 {
            switch self {
            case .smart: SIGTERM
            case .fast: SIGINT
            case .immediate: SIGQUIT
            }
        }
    }

    /// Stops the server and waits until it is gone.
    ///
    /// - Parameters:
    ///   - mode: How.
    ///   - patience: Seconds to wait.
    /// - Returns: Whether it ran.
    /// - Throws: ``PostgresError`` with code `serverControlFailed` when it still runs after that
    ///   time, or `insufficientPrivilege` when it belongs to another user.
    @discardableResult
    public func stop(
        _ mode: StopMode = .fast,
        patience: Int = 120
    ) throws(PostgresError) -> Bool {
        guard try existingMajorVersion() != nil else { return false }
        let account = try ServerAccount.current(environment)
        let lock = try FolderLock(folders.lock, owner: account.user, patience: patience + 330)
        defer { withExtendedLifetime(lock) {} }
        guard let running = PostmasterFile.ofRunningServer(in: folders.data) else { return false }
        guard kill(running.processID, mode.signal) == 0 || errno == ESRCH else {
            throw .system(
                "stop the embedded server, process \(running.processID)",
                errno,
                code: .insufficientPrivilege
            )
        }
        for _ in 0..<patience * 50 {
            if !isAlive(running) { return true }
            usleep(20_000)
        }
        throw PostgresError(
            code: .serverControlFailed,
            message: "stop the embedded server in \"\(folder)\" (\(mode.rawValue)): process "
                + "\(running.processID) still runs after \(patience) seconds",
            hint: mode == .smart ? "clients are still connected; stop it with mode fast" : nil
        )
    }

    /// A server removes its file last, after its files are safe.
    private func isAlive(_ server: PostmasterFile) -> Bool {
        server.isAlive(in: folders.data) && FolderAccess.exists("\(folders.data)/postmaster.pid")
    }
}
