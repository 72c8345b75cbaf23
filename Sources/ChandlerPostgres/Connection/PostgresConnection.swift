/// One connection to a PostgreSQL server, used by one thread at a time.
///
/// Every call blocks until the server has answered, so an owner on Swift's shared threads should
/// bring its own executor. Not `Sendable` on purpose; the one thing that other threads may do is to
/// call ``PostgresCancelHandle/cancel()``. The session speaks UTF-8, UTC and ISO dates. The
/// connection closes when the last reference goes.
public final class PostgresConnection {
    let handle: ConnectionHandle

    /// What this connection was made from; its printed forms hide secrets.
    public let configuration: ConnectionConfiguration

    /// Settings without which text answers would depend on the server's configuration.
    private static let sessionSettings = """
        SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'iso_8601'; \
        SET bytea_output = 'hex'; SET extra_float_digits = 1; SET standard_conforming_strings = on
        """

    /// Connects to the server.
    ///
    /// - Parameters:
    ///   - configuration: Which server, database and role.
    ///   - applicationName: What `pg_stat_activity` shows, unless the configuration names another.
    /// - Throws: ``PostgresError`` with code `connectionFailed`, `authenticationFailed`,
    ///   `undefinedDatabase`, `serverNotReady` or `tooManyConnections`.
    public init(
        _ configuration: ConnectionConfiguration,
        applicationName: String = "chandler"
    ) throws(PostgresError) {
        self.configuration = configuration
        handle = try ConnectionHandle(configuration, applicationName: applicationName)
        OpenSessions.enter(handle)
        _ = try handle.run(Self.sessionSettings, doing: "prepare the session")
    }

    deinit { OpenSessions.leave(handle) }

    // MARK: - Facts

    /// Whether the connection stood when it was last used; a cut cable shows at the next call only.
    public var isOpen: Bool { handle.isOpen }

    /// Whether a transaction is open on the server.
    public var isInTransaction: Bool { handle.isInTransaction }

    /// The process that serves this connection, as in `pg_stat_activity.pid`.
    public var backendPID: Int32 { handle.backendPID }

    /// The server's version as PostgreSQL counts it: 150018 is 15.18.
    public var serverVersion: Int { handle.serverVersion }

    /// A handle with which another thread can stop the statement that runs.
    public func cancelHandle() throws(PostgresError) -> PostgresCancelHandle {
        try PostgresCancelHandle(handle)
    }

    /// Sets who hears of notices and warnings; without anyone they are swallowed.
    ///
    /// The closure is called in the middle of other calls and must not use this connection.
    public func onNotice(_ handler: ((ServerReport) -> Void)?) {
        handle.notices.handler = handler
    }

    /// Asks the server for a sign of life.
    ///
    /// - Throws: ``PostgresError`` with code `connectionLost` or `serverShutDown` when it is gone.
    public func checkLiveness() throws(PostgresError) {
        _ = try handle.run("", doing: "check the connection to \(configuration)")
    }
}

@available(*, unavailable)
extension PostgresConnection: Sendable {}

extension PostgresConnection: CustomStringConvertible, CustomReflectable {
    /// The configuration without its secrets, and the server's process.
    public var description: String { "\(configuration) (backend \(backendPID))" }

    /// A mirror with ``description`` only.
    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
