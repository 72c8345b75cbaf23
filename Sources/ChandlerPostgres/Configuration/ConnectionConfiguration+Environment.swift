extension ConnectionConfiguration {
    /// libpq's variables that say where the server is or as whom to come; any of them, set and not
    /// empty, turns the embedded server off.
    private static let deciding: Set<String> = [
        "PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE", "PGUSER", "PGPASSWORD", "PGPASSFILE",
        "PGSERVICE", "PGSERVICEFILE",
    ]

    /// libpq's variables and their keywords; those not listed are read by libpq itself.
    private static let standardVariables: [(variable: String, keyword: String)] = [
        ("PGSERVICE", "service"), ("PGHOST", "host"), ("PGHOSTADDR", "hostaddr"),
        ("PGPORT", "port"), ("PGDATABASE", "dbname"), ("PGUSER", "user"),
        ("PGPASSWORD", "password"), ("PGPASSFILE", "passfile"),
        ("PGSSLMODE", "sslmode"), ("PGSSLROOTCERT", "sslrootcert"), ("PGSSLCERT", "sslcert"),
        ("PGSSLKEY", "sslkey"), ("PGSSLCRL", "sslcrl"), ("PGOPTIONS", "options"),
        ("PGCHANNELBINDING", "channel_binding"), ("PGGSSENCMODE", "gssencmode"),
        ("PGTARGETSESSIONATTRS", "target_session_attrs"), ("PGCONNECT_TIMEOUT", "connect_timeout"),
    ]

    private static let postgresVariables: [(variable: String, keyword: String)] = [
        ("POSTGRES_HOST", "host"), ("POSTGRES_PORT", "port"), ("POSTGRES_DB", "dbname"),
        ("POSTGRES_USER", "user"), ("POSTGRES_PASSWORD", "password"),
    ]

    /// Finds the database that a person meant, or nil for the embedded server.
    ///
    /// The first of these decides: `databaseURL`; `POSTGRES_URL`; `POSTGRES_HOST` with `_PORT`,
    /// `_DB`, `_USER`, `_PASSWORD`; any of `PGHOST`, `PGHOSTADDR`, `PGPORT`, `PGDATABASE`,
    /// `PGUSER`, `PGPASSWORD`, `PGPASSFILE`, `PGSERVICE`, `PGSERVICEFILE`. A variable that is set
    /// but empty counts as not set. `POSTGRES_DB` and its like without `POSTGRES_HOST` decide
    /// nothing, since container images set them for the server.
    ///
    /// - Parameters:
    ///   - databaseURL: The value of `--database-url`, if it was given.
    ///   - environment: The process's variables.
    /// - Returns: What to connect to; nil when nothing was said.
    /// - Throws: ``PostgresError`` with code `invalidConfiguration`.
    public static func resolve(
        databaseURL: String?,
        environment: [String: String]
    ) throws(PostgresError) -> ConnectionConfiguration? {
        if let databaseURL {
            return try ConnectionConfiguration(databaseURL: databaseURL, source: .option)
        }
        let set = environment.filter { !$0.value.isEmpty }
        if let url = set["POSTGRES_URL"] {
            return try ConnectionConfiguration(databaseURL: url, source: .postgresURL)
        }
        if set["POSTGRES_HOST"] != nil {
            return try configuration(from: postgresVariables, in: set, source: .postgresVariables)
        }
        guard set.keys.contains(where: deciding.contains) else { return nil }
        return try configuration(from: standardVariables, in: set, source: .standardVariables)
    }

    private static func configuration(
        from table: [(variable: String, keyword: String)],
        in environment: [String: String],
        source: Source
    ) throws(PostgresError) -> ConnectionConfiguration {
        for (variable, keyword) in table {
            guard let value = environment[variable] else { continue }
            try check(keyword, value, variable: variable)
        }
        let pairs = table.compactMap { entry in
            environment[entry.variable].map { (keyword: entry.keyword, value: $0) }
        }
        return ConnectionConfiguration(source: source, pairs: pairs)
    }

    private static func check(
        _ keyword: String,
        _ value: String,
        variable: String
    ) throws(PostgresError) {
        let shown = RedactedURL(value).description.singleLine(cutTo: 80)
        if keyword == "host", value.contains("://") {
            throw PostgresError(
                code: .invalidConfiguration,
                message: "read \(variable): \"\(shown)\" is a URL, not a host",
                hint: "put a whole URL into POSTGRES_URL or --database-url"
            )
        }
        let ports = value.split(separator: ",", omittingEmptySubsequences: false)
        let isNumbered = ports.allSatisfy { (1...65535).contains(Int($0) ?? 0) }
        guard keyword != "port" || isNumbered else {
            throw PostgresError(
                code: .invalidConfiguration,
                message: "read \(variable): \"\(shown)\" is not a port number from 1 to 65535"
            )
        }
    }
}
