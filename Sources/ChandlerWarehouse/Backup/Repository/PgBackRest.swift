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
        do {
            let text = try run("info", ["--output=json"])
            return try RepositoryState(json: text, stanza: Self.stanza)
        } catch let error as UnreadableRepository {
            throw unreadable("pgbackrest info: \"\(clipped(error.words, to: 400))\"")
        } catch let error as WarehouseError {
            // Decrypted with a wrong passphrase its files are of no known form.
            guard error.code == .badData else { throw error }
            throw unreadable(error.message)
        } catch is DecodingError {
            // It quotes what a wrong passphrase made of the repository's files, byte for byte.
            throw unreadable("the answer of pgbackrest info is not the JSON that it should be")
        }
    }

    private func unreadable(_ words: String) -> WarehouseError {
        WarehouseError(
            .configuration,
            "read the repository of the backups: \(words); nothing was changed; see that the "
                + "repository named in \"\(folder.configuration)\" is there and that "
                + "\"\(folder.passphraseSettings)\" holds its passphrase"
        )
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
    static func code(_ exitCode: Int32) -> WarehouseError.Code {
        switch exitCode {
        // Options, missing files of the repository, the cluster's settings, a wrong passphrase.
        case 27, 30...32, 37, 43, 48, 55, 68, 72, 73, 87, 89, 95, 96, 103: .configuration
        case 26, 28, 29, 44...46, 51, 58, 75, 76, 78, 99: .badData
        case 40, 41, 47, 52...54, 60, 61, 64, 69, 70, 74, 79, 83, 88, 93, 97, 98, 100:
            .cannotWrite
        case 38, 50, 62: .busy
        case 105: .permissionDenied
        // What it works with did not do its part: the server, a storage's service, or itself.
        default: .database
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
