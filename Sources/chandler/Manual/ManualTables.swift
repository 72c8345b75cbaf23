/// What manual pages say that the argument parser does not know.
enum ManualTables {
    typealias Entry = (name: String, meaning: String)

    /// The exit codes of a command.
    static func exitCodes(of command: CommandInfo) -> [Entry] {
        if command.commandName != "doctor" { return [("0", "It was done.")] + failures }
        return [
            ("0", "All is well."), ("1", "There are warnings."), ("2", "Something is broken."),
        ] + failures
    }

    /// Those of sysexits.h.
    private static let failures: [Entry] = [
        ("64", "The command line, or what it asks for, is wrong."),
        ("65", "Data broke a rule, or differ from what was expected."),
        ("69", "A venue or the database cannot be reached."),
        ("70", "A fault of the program itself."),
        ("73", "An output cannot be written."),
        ("75", "Try again later: a venue's limit, a lock, or the deadline."),
        ("77", "Not allowed."),
        ("78", "The configuration, or a setting that contradicts what is stored."),
        ("130", "Interrupted; what was committed stays."),
    ]

    /// Files that commands with a database use.
    static let files: [Entry] = [
        (
            "~/.local/share/chandler",
            "The embedded server, archives and backups; XDG_DATA_HOME and CHANDLER_HOME move it. "
                + "As root it is /var/lib/chandler."
        )
    ]

    /// The variables that a command looks at.
    static func variables(of command: CommandInfo, isRoot: Bool) -> [Entry] {
        (isRoot || command.takes("database-url") ? database : [])
            // A pipeline's venues have their addresses from these alone.
            + (isRoot || command.takes("base-url") || command.takes("cacert") ? venues : [])
            + (isRoot ? terminal : [])
    }

    private static let database: [Entry] = [
        ("POSTGRES_URL", "The database, as a libpq URI; --database-url goes before it."),
        (
            "POSTGRES_HOST",
            "The database's host, beside POSTGRES_PORT, POSTGRES_USER, POSTGRES_PASSWORD and "
                + "POSTGRES_DB."
        ),
        ("PGHOST", "The database, beside the other variables of libpq."),
        ("CHANDLER_HOME", "Where the embedded server and archives are."),
        ("CHANDLER_PG_BINDIR", "Where the programs of the embedded server are."),
    ]

    private static let venues: [Entry] = [
        ("CHANDLER_<VENUE>_URL", "Another address of a venue, such as CHANDLER_BINANCE_URL."),
        ("CHANDLER_<VENUE>_ARCHIVE_URL", "Another address of its bulk archive."),
        ("CHANDLER_<VENUE>_LIMIT", "How much is asked of it at most, such as 100/10s."),
        (
            "JUPITER_API_KEY",
            "A key of Jupiter; likewise COINGECKO_API_KEY and COINGECKO_PRO_API_KEY. None is "
                + "needed."
        ),
        ("SSL_CERT_FILE", "Authorities to trust, in a PEM file."),
    ]

    private static let terminal: [Entry] = [
        ("CHANDLER_LOG_FORMAT", "text or json; --log-format goes before it."),
        ("NO_COLOR", "No colours, where it is not empty."),
        ("COLUMNS", "The width of help, where there is no terminal."),
    ]
}
