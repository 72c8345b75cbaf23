public import ChandlerPostgres

/// What the keeper of another server has to do for its backups, and what of it is done.
public struct ForeignServer: Sendable {
    /// A setting that backups need.
    public struct Finding: Sendable, Hashable {
        /// The setting.
        public let setting: String
        /// What it is; nil where this login may not see it.
        public let value: String?
        /// What it has to be.
        public let wanted: String
        /// Whether it is so.
        public let isRight: Bool
    }

    /// The settings, in the order in which they are to be made.
    public let findings: [Finding]
    /// A configuration for pgBackRest on the server's machine.
    public let configuration: String

    /// Whether the server sends its WAL, as far as can be seen from here.
    public var isReady: Bool { findings.allSatisfy(\.isRight) }

    /// Looks at a server; changes nothing.
    ///
    /// - Throws: ``WarehouseError`` when it cannot be reached.
    public init(_ configuration: ConnectionConfiguration) throws(WarehouseError) {
        let values = try doing("look at the server's settings") {
            let connection = try PostgresConnection(configuration)
            let rows = try connection.query(
                """
                SELECT name, setting FROM pg_settings WHERE name IN ('wal_level', 'archive_mode',
                    'archive_command', 'archive_timeout', 'data_directory', 'port')
                """
            )
            var values: [String: String] = [:]
            for row in rows { values[try row.text(0)] = try row.text(1) }
            return values
        }
        let timeout = values["archive_timeout"].flatMap { Int($0) }
        findings = [
            Self.finding(values, "wal_level", "replica") { $0 != "minimal" },
            Self.finding(values, "archive_mode", "on") { $0 != "off" },
            Self.finding(values, "archive_command", Self.command) { $0.contains("archive-push") },
            Self.finding(values, "archive_timeout", "15min") { _ in
                timeout.map { (1...21_600).contains($0) } ?? false
            },
        ]
        self.configuration = Self.text(values)
    }

    private static let command = "pgbackrest --stanza=\(PgBackRest.stanza) archive-push \"%p\""

    private static func finding(
        _ values: [String: String],
        _ name: String,
        _ wanted: String,
        _ isRight: (String) -> Bool
    ) -> Finding {
        let value = values[name]
        return Finding(
            setting: name,
            value: value,
            wanted: wanted,
            isRight: value.map(isRight) ?? false
        )
    }

    private static func text(_ values: [String: String]) -> String {
        """
        # /etc/pgbackrest/pgbackrest.conf on the server's machine, mode 0600, owner postgres.
        [global]
        repo1-path=/var/lib/pgbackrest
        repo1-cipher-type=aes-256-cbc
        repo1-cipher-pass=CHANGE ME: openssl rand -base64 48
        repo1-retention-full=30
        start-fast=y

        [\(PgBackRest.stanza)]
        pg1-path=\(values["data_directory"] ?? "THE SERVER'S data_directory")
        pg1-port=\(values["port"] ?? "5432")

        # Then, there:
        #   sudo -u postgres pgbackrest --stanza=\(PgBackRest.stanza) stanza-create
        #   sudo -u postgres pgbackrest --stanza=\(PgBackRest.stanza) check
        #   sudo -u postgres pgbackrest --stanza=\(PgBackRest.stanza) --type=full backup   (daily)

        """
    }
}
