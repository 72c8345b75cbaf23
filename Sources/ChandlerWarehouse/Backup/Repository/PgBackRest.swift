import ChandlerPostgres

/// pgBackRest, the program that makes and restores backups of a whole cluster.
///
/// **Source:** pgBackRest user guide and command reference, version 2.45.
struct PgBackRest: Sendable {
    /// The name under which the repository knows the cluster.
    static let stanza = "chandler"

    let path: String
    let folder: BackupFolder
    let account: ServerAccount
    let isCancelled: @Sendable () -> Bool

    /// Finds the program.
    static func find(_ environment: [String: String]) throws(WarehouseError) -> String {
        try findProgram("pgbackrest", package: "pgbackrest", environment)
    }

    /// Runs a command of it.
    ///
    /// - Parameters:
    ///   - command: Such as `backup`.
    ///   - options: Its words.
    ///   - onLine: Is handed what pgBackRest says while it runs, without time and process.
    /// - Returns: Standard output.
    /// - Throws: ``WarehouseError`` with pgBackRest's own words when it failed.
    @discardableResult
    func run(
        _ command: String,
        _ options: [String] = [],
        onLine: (String) -> Void = { _ in }
    ) throws -> String {
        let outcome = try attempt(command, options, onLine: onLine)
        guard outcome.exitCode == 0 else {
            if isCancelled() { throw CancellationError() }
            throw failure(command, outcome)
        }
        return outcome.output
    }

    /// Runs a command of it whose failure may mean something.
    func attempt(
        _ command: String,
        _ options: [String] = [],
        onLine: (String) -> Void = { _ in }
    ) throws(WarehouseError) -> OutsideProgram.Outcome {
        let words =
            [path, "--config-path=\(folder.base)", "--stanza=\(Self.stanza)", command]
            + ["--log-level-console=off", "--log-level-stderr=detail", "--log-timestamp=n"]
            + options
        return try doing("run pgbackrest \(command)") {
            try account.program(words).run(
                onLine: { onLine(Self.message($0)) },
                isCancelled: isCancelled
            )
        }
    }

    /// What the repository holds.
    func state() throws -> RepositoryState {
        let text = try run("info", ["--output=json"])
        do {
            return try RepositoryState(json: text, stanza: Self.stanza)
        } catch {
            throw WarehouseError(.badData, "read the answer of pgbackrest info: \(error)")
        }
    }

    /// A line without the process in front: `INFO: …`.
    static func message(_ line: String) -> String {
        let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].first == "P", Int(parts[0].dropFirst()) != nil else {
            return line
        }
        return String(parts[1].drop { $0 == " " })
    }

    /// The error of a command that failed.
    func failure(_ command: String, _ outcome: OutsideProgram.Outcome) -> WarehouseError {
        let lines = outcome.errors.split(separator: "\n").map(String.init)
        let first = lines.firstIndex { Self.message($0).hasPrefix("ERROR:") }
        let told = first.map { Array(lines[$0...].prefix(8)) } ?? Array(lines.suffix(4))
        let words = told.map { Self.message($0) }.joined(separator: " | ")
        let message =
            "run pgbackrest \(command): exit code \(outcome.exitCode), "
            + "\"\(clipped(words, to: 1_500))\"; its log is in \"\(folder.log)\""
        return WarehouseError(Self.code(outcome.exitCode), message)
    }

    /// **Source:** pgBackRest, `src/build/error/error.yaml`; the exit code is the error's number.
    private static func code(_ exitCode: Int32) -> WarehouseError.Code {
        switch exitCode {
        case 25...28, 31, 32, 37, 55, 87: .configuration
        case 29, 58: .badData
        case 39...42, 104: .cannotWrite
        case 50: .busy
        case 56, 57: .database
        default: .programFailed
        }
    }
}

/// Finds a program in the folders of `PATH`.
func findProgram(
    _ name: String,
    package debianPackage: String,
    _ environment: [String: String]
) throws(WarehouseError) -> String {
    let path = environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    let places = path.split(separator: ":").map { "\($0)/\(name)" }
    if let found = places.first(where: { $0.hasPrefix("/") && SmallFile.isExecutable($0) }) {
        return found
    }
    throw WarehouseError(
        .configuration,
        "find the program \(name): it is in none of the folders of PATH; nothing was done; install "
            + "it: sudo apt install \(debianPackage)"
    )
}
