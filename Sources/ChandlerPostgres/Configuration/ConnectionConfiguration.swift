/// Which server, database and role to connect to, and how.
///
/// Holds libpq's connection keywords. Passwords reach libpq only through them, never through an
/// argument of a program, and no printed form of this type shows one. What is not set here is
/// taken by libpq from its own places (`PGSSLMODE`, `~/.pgpass`, the service file).
public struct ConnectionConfiguration: Sendable, Hashable {
    /// Where a configuration came from, for messages such as those of `chandler doctor`.
    public enum Source: String, Sendable, Hashable {
        /// The option `--database-url`.
        case option
        /// The variable `POSTGRES_URL`.
        case postgresURL
        /// The variables `POSTGRES_HOST`, `_PORT`, `_DB`, `_USER` and `_PASSWORD`.
        case postgresVariables
        /// libpq's variables, such as `PGHOST` and `PGSERVICE`.
        case standardVariables
        /// The server that Chandler runs itself.
        case embedded

        /// The source in words, as an error names it.
        public var name: String {
            switch self {
            case .option: "--database-url"
            case .postgresURL: "POSTGRES_URL"
            case .postgresVariables: "POSTGRES_HOST and its companions"
            case .standardVariables: "the PG* variables"
            case .embedded: "the embedded server"
            }
        }
    }

    /// Where the configuration came from.
    public let source: Source

    /// libpq's keywords in their order; a later one wins.
    private(set) var parameters: [Parameter]

    /// One keyword with its value; every value is kept as if it were secret.
    struct Parameter: Sendable, Hashable {
        let keyword: String
        let value: Secret
    }

    init(source: Source, pairs: [ConninfoParser.Pair]) {
        self.source = source
        parameters = pairs.map { Parameter(keyword: $0.keyword, value: Secret(revealed: $0.value)) }
    }

    /// Describes a server on a Unix socket, as the embedded server is.
    ///
    /// - Parameters:
    ///   - socketFolder: The folder that holds the socket.
    ///   - port: The number in the socket's name.
    ///   - user: The role.
    ///   - database: The database.
    public init(socketFolder: String, port: Int = 5432, user: String, database: String) {
        self.init(
            source: .embedded,
            pairs: [
                ("host", socketFolder), ("port", String(port)), ("user", user),
                ("dbname", database),
            ]
        )
    }

    // MARK: - What it says

    /// The host name, address or socket folder; nil leaves it to libpq.
    public var host: String? { value(of: "host") ?? value(of: "hostaddr") }

    /// The database; nil leaves it to libpq, which takes the role's name.
    public var database: String? { value(of: "dbname") }

    /// The role; nil leaves it to libpq, which takes the operating system user's name.
    public var user: String? { value(of: "user") }

    /// Whether a password is part of the configuration.
    public var hasPassword: Bool { value(of: "password") != nil }

    /// The same server and role with another database.
    public func with(database: String) -> Self {
        with("dbname", database)
    }

    /// The same configuration with one of libpq's keywords set, such as `connect_timeout`.
    ///
    /// The keyword is not checked here; an unknown one fails the connection in libpq's words.
    public func with(_ keyword: String, _ value: String) -> Self {
        var copy = self
        copy.parameters.removeAll { $0.keyword == keyword }
        copy.parameters.append(Parameter(keyword: keyword, value: Secret(revealed: value)))
        return copy
    }

    func value(of keyword: String) -> String? {
        parameters.last { $0.keyword == keyword }?.value.revealed
    }
}
