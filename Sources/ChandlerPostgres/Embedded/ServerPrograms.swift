/// An installed set of PostgreSQL's server programs.
public struct ServerPrograms: Sendable, Hashable, CustomStringConvertible {
    /// The folder with `initdb`, `pg_ctl` and `postgres`.
    public let folder: String

    /// The major version, such as 15.
    public let majorVersion: Int

    /// The minor version; 0 for a development version.
    public let minorVersion: Int

    /// The oldest major version that Chandler works with.
    public static let oldestMajorVersion = 14

    /// Version and folder.
    public var description: String {
        "PostgreSQL \(majorVersion).\(minorVersion) in \(folder)"
    }

    /// Finds server programs.
    ///
    /// `CHANDLER_PG_BINDIR` decides alone when it is set. Otherwise the newest of what
    /// `pg_config --bindir`, `/usr/lib/postgresql/*/bin`, `/usr/pgsql-*/bin` and `PATH` offer is
    /// taken.
    ///
    /// - Parameters:
    ///   - environment: The process's variables.
    ///   - wantedMajor: The version of an existing data folder, if there is one: only programs of
    ///     that version can open it.
    /// - Returns: The programs.
    /// - Throws: ``PostgresError`` with code `serverProgramsMissing`, or `majorVersionMismatch` when
    ///   only others than `wantedMajor` are there.
    public static func find(
        environment: [String: String],
        wantedMajor: Int? = nil
    ) throws(PostgresError) -> ServerPrograms {
        let search = ServerProgramSearch(environment: environment)
        let found = search.folders.compactMap { inspect($0) }
        return try choose(from: found, wantedMajor: wantedMajor, places: search.folders)
    }

    static func choose(
        from found: [ServerPrograms],
        wantedMajor: Int?,
        places: [String]
    ) throws(PostgresError) -> ServerPrograms {
        let usable = found.filter { $0.majorVersion >= oldestMajorVersion }
        guard let newest = usable.max(by: isOlder) else {
            throw missing(found: found, places: places)
        }
        guard let wantedMajor else { return newest }
        let matching = usable.filter { $0.majorVersion == wantedMajor }
        guard let match = matching.max(by: isOlder) else {
            let installed = usable.map(\.description).joined(separator: ", ")
            throw PostgresError(
                code: .majorVersionMismatch,
                message: "open the data folder of PostgreSQL \(wantedMajor): only \(installed) is "
                    + "installed, and one major version cannot open the files of another",
                hint: "install the Debian package postgresql-\(wantedMajor), or upgrade the folder "
                    + "with pg_upgrade"
            )
        }
        return match
    }

    private static func isOlder(_ left: ServerPrograms, _ right: ServerPrograms) -> Bool {
        (left.majorVersion, left.minorVersion) < (right.majorVersion, right.minorVersion)
    }

    private static func missing(found: [ServerPrograms], places: [String]) -> PostgresError {
        let old = found.map(\.description).joined(separator: ", ")
        let words =
            old.isEmpty
            ? "no initdb, pg_ctl and postgres in \(places.joined(separator: ", "))"
            : "\(old) is older than \(oldestMajorVersion)"
        return PostgresError(
            code: .serverProgramsMissing,
            message: "find PostgreSQL's server programs: \(words)",
            hint: "install the Debian package postgresql (sudo apt install postgresql), name the "
                + "folder in CHANDLER_PG_BINDIR, or set POSTGRES_URL to use another server"
        )
    }

    /// Asks the server program of a folder for its version; nil when there is none.
    private static func inspect(_ folder: String) -> ServerPrograms? {
        let programs = ["initdb", "pg_ctl", "postgres"].map { "\(folder)/\($0)" }
        guard programs.allSatisfy(SmallFile.isExecutable) else { return nil }
        let process = SpawnedProcess(
            arguments: [programs[2], "--version"],
            environment: ["LC_ALL": "C"]
        )
        guard let outcome = try? process.run(), outcome.exitCode == 0 else { return nil }
        return ServerPrograms(folder: folder, versionLine: outcome.output)
    }

    init(folder: String, majorVersion: Int, minorVersion: Int) {
        self.folder = folder
        self.majorVersion = majorVersion
        self.minorVersion = minorVersion
    }

    /// Reads `postgres (PostgreSQL) 15.18 (Debian …)` or `… 19devel`.
    init?(folder: String, versionLine: String) {
        guard let mark = versionLine.firstRange(of: "(PostgreSQL) ") else { return nil }
        let tail = versionLine[mark.upperBound...]
        let major = tail.prefix { $0.isNumber }
        guard let majorVersion = Int(major) else { return nil }
        let rest = tail[major.endIndex...]
        let minor = rest.first == "." ? rest.dropFirst().prefix { $0.isNumber } : ""
        self.init(folder: folder, majorVersion: majorVersion, minorVersion: Int(minor) ?? 0)
    }
}
