import ArgumentParser
import ChandlerCore
import ChandlerPostgres
import ChandlerWarehouse

/// `chandler restore`.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Make a new cluster as the database was at a moment.",
        discussion: """
            The moment is in UTC unless it has a zone (+02:00) and is inclusive: what was committed \
            then or before is there, nothing else. "latest" is everything that arrived in the \
            repository. The folder must not exist, or be empty: nothing is ever written over. The \
            new server is left running on a Unix socket in the folder and sends no WAL; the old one \
            is not touched. The folder is a CHANDLER_HOME of its own.

            EXAMPLE
              chandler restore --to '2024-03-01 12:00' --into /srv/before-the-accident
              CHANDLER_HOME=/srv/before-the-accident chandler db psql
            """
    )

    @Option(
        help: ArgumentHelp("A time such as '2024-03-01 12:00', or latest.", valueName: "moment"),
        transform: readTarget
    )
    var to: RecoveryTarget

    @Option(help: ArgumentHelp("The folder for the new cluster.", valueName: "folder"))
    var into: String

    @Option(
        help: ArgumentHelp("The backup to begin with (default: the nearest).", valueName: "label")
    )
    var set: String?

    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func run() async throws {
        try await interruptible {
            let report = try PointInTimeRestore(database.backupSite()).run(
                to: to,
                into: absolutePath(into),
                set: set
            )
            try show(report)
        }
    }

    private func show(_ report: PointInTimeRestore.Report) throws {
        let uri = report.server.connectionConfiguration.uri
        if output.json {
            return try Console.printJSON(
                RestoreDocument(
                    home: report.home,
                    url: uri,
                    label: report.label,
                    newestCommit: report.newestCommit?.description
                )
            )
        }
        let newest =
            report.newestCommit.map { "its newest transaction is of \($0)" }
            ?? "no transaction came after the backup"
        Console.print("Restored from \(report.label); \(newest).")
        let quotedHome = report.home.contains(" ") ? "'\(report.home)'" : report.home
        Console.print("  CHANDLER_HOME=\(quotedHome) chandler db psql")
        Console.print("  psql '\(uri)'")
        Console.print("Its server runs; stop it with CHANDLER_HOME=\(quotedHome) chandler db stop.")
    }
}

@Sendable private func readTarget(_ text: String) throws -> RecoveryTarget {
    if text == "latest" { return .latest }
    guard let moment = Timestamp(parsing: text) else {
        throw ValidationError(
            "\(quoted(text)) is no moment: expected latest, or a time in UTC such as '2024-03-01 "
                + "12:00' or 2024-03-01T14:00:00+02:00"
        )
    }
    return .moment(moment)
}

/// What was restored, for programs.
private struct RestoreDocument: Encodable {
    let status = "succeeded"
    let home: String
    let url: String
    let label: String
    let newestCommit: String?
}
